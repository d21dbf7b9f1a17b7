"""A date as a spreadsheet holds it: typed text, a date cell, a number that Excel made of it. Nothing is guessed unseen.

What is certain is "ok", what is a guess is "ask" (a person confirms it, nothing is stored), the rest is "reject".
"""

import datetime
import re
from dataclasses import dataclass
from numbers import Real

from nakhe.vietnamese.dates.partial import (
    EARLIEST,
    DateError,
    PartialDate,
    completed_years,
    format_day,
    parse,
    plain,
)

PARTY_FOUNDED = datetime.date(1930, 2, 3)
YOUNGEST = 16
"""Nobody younger is in a register: members are 18, village heads and course participants older."""
LATEST_YEAR = 2200
EMPTY_MARKS = {"", "-", "--", "---", ".", "..", "...", "x", "/", "0"}
DAY_ZERO = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
"""Day 0 of a workbook, by whether it counts from 1904. The former is right from 1 March 1900 on."""
FALSE_LEAP_DAY = 60
TYPED_YEARS = range(1920, LATEST_YEAR)
"""Years of people in a register; the days with these numbers lie in 1905, in workbooks of 1904 in 1909."""
LAST_SERIAL = 109_574  # the last day of 2199
RUN_TOGETHER_NUMBERS = range(1_000_000, 100_000_000)
TWO_DIGIT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2})")
TWO_DATES = re.compile(r".*\d{4}\D+\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*|\d{4} ?- ?\d{4}")
UNREADABLE = [
    (re.compile(r"#+"), "Cột trong Excel quá hẹp nên ngày thành dấu #. Kéo rộng cột rồi chép lại."),
    (re.compile(r"#.*"), "Ô này là lỗi công thức của Excel. Sửa công thức hoặc ghi lại ngày."),
    (re.compile(r".*(âm lịch|\bâl\b|\(al\)).*"), "Đây là ngày âm lịch. Ghi ngày dương lịch theo giấy tờ."),
    (re.compile(r".*\?.*|(khoảng|trước|sau|chừng|độ)\b.*"), "Ngày này không chắc chắn. Ghi phần đã rõ, ví dụ 1985."),
    (re.compile(r"00?[/.-]00?[/.-](\d{4})"), "Không có ngày 0 tháng 0. Nếu chỉ biết năm, ghi riêng năm, ví dụ 1985."),
    (TWO_DATES, "Ô này có hai ngày. Ghi mỗi ô một ngày."),
]
YEAR_AS_DAY = "Ô kiểu ngày hiện {0}, thật ra là năm {1} gõ vào. Xác nhận năm {1}, hoặc ghi lại ngày."
TIME_OF_DAY = "Ô ngày có cả giờ ({0:%H:%M}), có thể lệch một ngày. Xác nhận ngày {1}."
SERIAL = "Số {0} có thể là ngày {1} mà Excel ghi thành số. Xác nhận, hoặc ghi lại ngày."
RUN_TOGETHER = "“{0}” viết liền, có thể là ngày {1}. Xác nhận, hoặc ghi lại có dấu /."
ONE_CENTURY = "Năm chỉ có hai chữ số, có thể là ngày {0}. Xác nhận, hoặc ghi đủ bốn chữ số."
TWO_CENTURIES = "Năm chỉ có hai chữ số, có thể là {0}. Chọn một, hoặc ghi đủ bốn chữ số."


@dataclass(frozen=True)
class DateReading:
    """What a cell says: *iso* and *precision*, None where nothing is certain; *choices*: the isos to choose from."""

    status: str
    iso: str | None = None
    precision: str | None = None
    message: str = ""
    choices: tuple[str, ...] = ()

    @property
    def value(self):
        """The PartialDate, or None."""
        return PartialDate.from_iso(self.iso) if self.iso else None


BLANK = DateReading("ok")


def read_date(value, kind="birth", today=None, epoch1904=False):
    """The DateReading of a cell's *value*: None, str, int, float, date, datetime, time, PartialDate.

    *kind*: "birth" (at least 16 years before *today*), "join" (from the Party's founding to *today*), "past" (not
    after *today*) or "any". *epoch1904*: the workbook counts its days from 1904.
    """
    today = today or datetime.date.today()
    try:
        return _read(value, KINDS[kind], today, epoch1904)
    except DateError as error:
        return DateReading("reject", message=str(error))


def _read(value, check, today, epoch1904):
    if value is None or value == datetime.time():  # openpyxl's reading of 0 in a date cell
        return BLANK
    if isinstance(value, PartialDate):
        return _ok(value, check, today)
    if isinstance(value, datetime.date):
        return _date_cell(value, check, today, epoch1904)
    if isinstance(value, Real) and not isinstance(value, bool):
        return _number(value, check, today, epoch1904)
    if isinstance(value, str):
        return _text(value, check, today, epoch1904)
    raise DateError("Ô này không phải là ngày.")


def _ok(value, check, today):
    check(value, today)
    return DateReading("ok", value.iso, value.precision)


def _ask(value, check, today, message):
    """*value* as a guess; *message* has already been filled in."""
    check(value, today)
    return DateReading("ask", value.iso, value.precision, message, (value.iso,))


def _date_cell(value, check, today, epoch1904=False):
    """A day; one whose number is a year of our time (07/06/1905 is 1985) is that year typed into a date cell."""
    day = PartialDate.of(value)
    serial = (day.first_day - DAY_ZERO[epoch1904]).days
    if TYPED_YEARS.start <= serial <= today.year:
        return _ask(PartialDate(serial), check, today, YEAR_AS_DAY.format(format_day(value), serial))
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return _ask(day, check, today, TIME_OF_DAY.format(value, format_day(value)))
    return _ok(day, check, today)


def _number(value, check, today, epoch1904):
    """A year, a serial day, or ddmmyyyy that lost its zero."""
    if not -RUN_TOGETHER_NUMBERS.stop < value < RUN_TOGETHER_NUMBERS.stop:  # nan and infinity too
        raise DateError("Ô này không phải là ngày.")
    whole = int(value)
    if value == 0:
        return BLANK
    if value == whole and EARLIEST <= whole <= LATEST_YEAR:
        return _ok(PartialDate(whole), check, today)
    if value in RUN_TOGETHER_NUMBERS:
        return _run_together(f"{whole:08}", str(whole), check, today)
    return _serial(value, whole, check, today, epoch1904)


def _serial(value, whole, check, today, epoch1904):
    if whole == FALSE_LEAP_DAY and not epoch1904:
        raise DateError("Số 60 là ngày 29/02/1900 của Excel, ngày này không có thật.")
    if not EARLIEST < whole <= LAST_SERIAL:
        raise DateError(f"Số {value} không phải là ngày.")
    day = DAY_ZERO[epoch1904] + datetime.timedelta(whole)
    return _ask(PartialDate.of(day), check, today, SERIAL.format(value, format_day(day)))


def _run_together(digits, shown, check, today):
    day = PartialDate(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return _ask(day, check, today, RUN_TOGETHER.format(shown, day))


def _text(value, check, today, epoch1904):
    typed = plain(value)
    if typed in EMPTY_MARKS:
        return BLANK
    number = re.fullmatch(r"([0-9]+)(?:\.0+)?", typed)
    if number and len(number[1]) != 4:
        return _digits(number[1], check, today, epoch1904)
    for pattern, message in UNREADABLE:
        if pattern.fullmatch(typed):
            raise DateError(message, "")
    two_digits = TWO_DIGIT_YEAR.fullmatch(re.sub(r"\s*([/.-])\s*", r"\1", typed))
    if two_digits:
        return _two_digit_year(two_digits, check, today)
    return _ok(parse(number[1] if number else value), check, today)


def _digits(digits, check, today, epoch1904):
    """Text of digits alone: ddmmyyyy, or an Excel day that became text. Never a day that was not written whole."""
    if len(digits) in (7, 8):
        return _run_together(digits.zfill(8), digits, check, today)
    if len(digits) > 8:
        raise DateError("Không đọc được ngày này.")
    return _serial(int(digits), int(digits), check, today, epoch1904)


def _two_digit_year(found, check, today):
    """The centuries that make sense for this kind of date; one is a guess, two are a question, none is refused."""
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    possible, refusal = [], None
    for century in (1900, 2000):
        try:
            value = PartialDate(century + year, month, day)
            check(value, today)
            possible.append(value)
        except DateError as error:
            refusal = error
    if not possible:
        raise refusal
    if len(possible) == 1:
        return _ask(possible[0], check, today, ONE_CENTURY.format(possible[0]))
    message = TWO_CENTURIES.format(" hoặc ".join(map(str, possible)))
    return DateReading("ask", None, "day", message, tuple(value.iso for value in possible))


def _check_past(value, today):
    if value.first_day > today:
        raise DateError(f"{_written(value)} là trong tương lai.", "Kiểm tra lại năm.")


def _check_birth(value, today):
    _check_past(value, today)
    if completed_years(value.first_day, today) < YOUNGEST:
        raise DateError(f"Sinh {value.described} thì chưa đủ {YOUNGEST} tuổi.", "Kiểm tra lại năm sinh.")


def _check_join(value, today):
    _check_past(value, today)
    if value.last_day < PARTY_FOUNDED:
        raise DateError(f"{_written(value)} là trước ngày thành lập Đảng 03/02/1930.", "Kiểm tra lại năm.")


def _written(value):
    described = value.described
    return described[0].upper() + described[1:]


KINDS = {"birth": _check_birth, "join": _check_join, "past": _check_past, "any": lambda value, today: None}
