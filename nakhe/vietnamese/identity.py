"""Numbers that identify a person, as text: a leading zero is part of the number.

Căn cước: 12 digits = 3 place + 1 century and sex (0/1: 1900s male/female, 2/3: 2000s) + 2 birth year + 6 of no meaning
(Nghị định 137/2015/NĐ-CP, điều 13). Card numbers: 8 digits, 12 from 2025 (Chỉ thị 51; not read in a primary source).
"""

import re

MASK = "•"


class NumberError(ValueError):
    """What is wrong with a number, in a Vietnamese sentence for the person who typed it."""


def citizen_number(text):
    number = _digits(text, "Số căn cước", (12,))
    if number[3] not in "0123":
        raise NumberError("Chữ số thứ tư của số căn cước phải từ 0 đến 3 (thế kỷ và giới tính). Kiểm tra lại thẻ.")
    return number


def old_citizen_number(text):
    return _digits(text, "Số CMND cũ", (9,))


def card_number(text):
    return _digits(text, "Số thẻ đảng viên", (8, 12))


def profile_number(text):
    number = _compact(text).upper()
    if not re.fullmatch(r"[0-9]{6}[A-ZĐ]{1,3}", number):
        raise NumberError("Số lý lịch gồm 6 chữ số rồi 1 đến 3 chữ cái, ví dụ 041287YM.")
    return number


def citizen_number_remarks(number, sex=None, birth_year=None):
    """What does not fit the person's *sex* ("M", "F") and *birth_year*: to be checked, never refused."""
    century, year = divmod(int(number[3]), 2)[0], number[4:6]
    remarks = []
    if birth_year and f"{19 + century}{year}" != str(birth_year):
        remarks.append(f"Hai số năm sinh “{year}” khác năm sinh {birth_year}. Kiểm tra lại thẻ.")
    if sex and (sex == "F") != (int(number[3]) % 2 == 1):
        remarks.append("Chữ số thứ tư của số căn cước khác giới tính đã ghi. Kiểm tra lại thẻ.")
    return remarks


def mask(number):
    """The first half, and a dot for every digit hidden: 002085••••••."""
    shown = len(number) // 2
    return number[:shown] + MASK * (len(number) - shown)


def _digits(text, name, lengths):
    number = _compact(text)
    if not re.fullmatch("[0-9]+", number):
        raise NumberError(f"{name} chỉ gồm chữ số.")
    if len(number) not in lengths:
        wanted = " hoặc ".join(map(str, lengths))
        raise NumberError(f"{name} gồm {wanted} chữ số, số vừa ghi có {len(number)}.")
    return number


def _compact(text):
    return re.sub(r"[\s.\-]", "", text)
