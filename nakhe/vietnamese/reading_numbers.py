"""Numbers of people and telephones as spreadsheets hold them: what Excel damaged is a guess that is shown, or refused.

Sources: Thông tư 07/2016/TT-BCA, điều 7 and phụ lục 1; Thông tư 59/2021/TT-BCA, điều 4; the mobile prefixes after 2018
(libphonenumber). Cards: 8 digits, 12 from 2025 (HD 38-HD/BTCTW); shorter ones stand in old books.
"""

import datetime
import re
from dataclasses import dataclass
from numbers import Real

from nakhe.vietnamese.identity import NumberError, citizen_number, citizen_number_remarks, profile_number

EMPTY_MARKS = {"", "-", "--", "–", "—", ".", "…", "..."}
APOSTROPHES = "'’‘`´"
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
NOT_PART = re.compile(r"[\s.\-\u2010-\u2015\u200b-\u200f\u00ad\ufeff]")
POINT_ZERO = re.compile(r"([0-9]{5,})\.0+")
SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
ROUNDED = re.compile(r"[1-9][0-9]*0{6}")
"""A long number cell ending in six zeros: 123457000000 is what is left of a citizen number after 1.23457E+11."""
PLACES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096".split()
)
"""The provinces before 2025, whose codes are in every number issued until then."""
MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
MOBILE_SHAPE = re.compile(r"0[35789][0-9]{8}")
LANDLINE = re.compile(r"02[0-9]{9}")
PREFIX_2018 = dict(
    pair.split("-")
    for pair in (
        "120-70 121-79 122-77 126-76 128-78 123-83 124-84 125-85 127-81 129-82 162-32 163-33 164-34 165-35 166-36 "
        "167-37 168-38 169-39 186-56 188-58 199-59"
    ).split()
)
ZEROS_LOST = "Excel đã bỏ số 0 ở đầu: {0} thành {1}. Kiểm tra lại."
OTHER_SIGNS = "{0} chỉ gồm chữ số, ô này có “{1}”. Ghi lại theo giấy tờ."
SHORTENED = "Excel đã rút gọn số này thành {0}, các chữ số cuối đã mất. Ghi lại theo giấy tờ, dạng chữ (Text)."


@dataclass(frozen=True)
class NumberReading:
    """*status*: ok, warn (taken, with a note), reject, empty. *canonical*: the number as text, or None."""

    status: str
    canonical: str | None = None
    message: str = ""


EMPTY = NumberReading("empty")


@dataclass(frozen=True)
class Written:
    """The *digits* of a cell, *as_number* when it was a number cell, which cannot keep a leading zero."""

    digits: str
    as_number: bool

    def restored(self, length, zeros=2):
        """The number with the zeros put back that a number cell loses, or None where that is not what happened."""
        lost = length - len(self.digits)
        return self.digits.zfill(length) if self.as_number and 0 < lost <= zeros else None


def read_citizen_number(value, sex=None, birth_year=None, today=None):
    """A số căn cước (12 digits) or an old CMND (9), compared with *sex* ("M", "F") and *birth_year* where known."""
    return _reading(value, "Số căn cước", lambda written: _citizen(written, sex, birth_year, today))


def read_card_number(value):
    """A party card: 8 or 12 digits; 6 and 7 are taken with a note."""
    return _reading(value, "Số thẻ đảng viên", _card)


def read_phone(value):
    """A telephone number as it is dialled since 2018, with its leading zero."""
    without_plus = re.sub(r"^\s*\+(?=84)", "", value) if isinstance(value, str) else value
    return _reading(without_plus, "Số điện thoại", _phone)


def read_profile_number(value):
    """A số lý lịch, 041287YM."""
    text = _text(value)
    if text in EMPTY_MARKS:
        return EMPTY
    try:
        return NumberReading("ok", profile_number(text))
    except NumberError as error:
        return NumberReading("reject", message=str(error))


def _reading(value, name, read):
    """Empty, refused, or what *read* makes of the digits."""
    text = _text(value)
    if text in EMPTY_MARKS:
        return EMPTY
    try:
        return read(_digits(text, name, isinstance(value, Real)))
    except NumberError as error:
        return NumberReading("reject", message=str(error))


def _text(value):
    """The cell as text, without the apostrophe that only says "text" and without the ".0" of a float."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | Real):
        return "TRUE" if value is True else type(value).__name__
    if isinstance(value, int):
        return str(value) if -(10**20) < value < 10**20 else "quá dài"
    if isinstance(value, Real):
        return str(int(value)) if abs(value) < 10**20 and value == int(value) else str(value)
    return value.strip().lstrip(APOSTROPHES).translate(FULL_WIDTH).strip()


def _digits(text, name, as_number):
    if SCIENTIFIC.fullmatch(text):
        raise NumberError(SHORTENED.format(text))
    point_zero = POINT_ZERO.fullmatch(text)  # a number cell that went through a csv
    digits, as_number = (point_zero[1], True) if point_zero else (NOT_PART.sub("", text), as_number)
    if not re.fullmatch("[0-9]+", digits) or text.startswith("-"):
        raise NumberError(OTHER_SIGNS.format(name, text[:30]))
    if as_number and len(digits) > 8 and ROUNDED.fullmatch(digits):
        raise NumberError(SHORTENED.format(digits))
    return Written(digits, as_number)


def _citizen(written, sex, birth_year, today):
    if len(written.digits) == 9:
        return NumberReading("warn", written.digits, "Số CMND cũ 9 chữ số. Ghi số căn cước 12 chữ số nếu đã có.")
    restored = written.restored(12)
    number = citizen_number(restored or written.digits)
    _check_born(number, today or datetime.date.today())
    notes = [ZEROS_LOST.format(written.digits, number)] if restored else []
    if number[:3] not in PLACES:
        notes.append(f"Mã nơi đăng ký khai sinh {number[:3]} không phải mã tỉnh trước 2025. Kiểm tra lại thẻ.")
    return _taken(number, notes + citizen_number_remarks(number, sex, birth_year))


def _check_born(number, today):
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    if year > today.year:
        raise NumberError(f"Số căn cước nói sinh năm {year}, là trong tương lai. Kiểm tra lại thẻ.")


def _card(written):
    number = written.restored(8, zeros=1) or written.restored(12, zeros=1)
    if number:
        return NumberReading("warn", number, ZEROS_LOST.format(written.digits, number))
    number = written.digits
    if len(number) in (8, 12):
        return NumberReading("ok", number)
    if len(number) in (6, 7):
        return NumberReading("warn", number, f"Số thẻ có {len(number)} chữ số, thường là 8 hoặc 12. Kiểm tra lại thẻ.")
    raise NumberError(f"Số thẻ đảng viên gồm 8 hoặc 12 chữ số, số vừa ghi có {len(number)}. Ghi lại theo thẻ.")


def _phone(written):
    number, notes = re.sub("^(?:00)?84(?=[0-9]{9,10}$)", "0", written.digits), []
    if not number.startswith("0") and len(number) in (9, 10):
        notes.append(ZEROS_LOST.format(number, "0" + number))
        number = "0" + number
    if len(number) == 11 and number[1:4] in PREFIX_2018:
        renewed = f"0{PREFIX_2018[number[1:4]]}{number[4:]}"
        notes.append(f"Số 11 chữ số trước năm 2018: {number} thành {renewed}. Kiểm tra lại.")
        number = renewed
    if MOBILE.fullmatch(number) or LANDLINE.fullmatch(number):
        return _taken(number, notes)
    if MOBILE_SHAPE.fullmatch(number):
        return _taken(number, [*notes, f"Đầu số {number[:3]} chưa được cấp cho mạng nào. Kiểm tra lại."])
    raise NumberError("Số di động có 10 chữ số, số cố định 11 chữ số bắt đầu bằng 02. Ghi mỗi ô một số.")


def _taken(number, notes):
    return NumberReading("warn" if notes else "ok", number, " ".join(notes))
