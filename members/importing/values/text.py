"""Text: one line, NFC, with nothing in it that cannot be seen."""

import re
from datetime import datetime

from members.importing.said import NOTHING, Said, error, guessed
from nakhe.vietnamese.names import tidy

NOTHING_WRITTEN = {"", "-", "--", "---", "–", "—", ".", "..", "...", "…", "/", "?"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LONGEST_PLACE = 200
WITH_NAME_OF_NOW = re.compile(r"(.+?)\s*\(nay:?\s+(.+)\)", re.IGNORECASE)
NONE_YET = {"không", "không có", "ko", "ko có", "chưa", "chưa có", "chưa cấp", "chưa được cấp", "không rõ", "chưa rõ"}
"""Said of a number, an address or a day: there is none, or nobody knows it."""
EXCEL_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#{3,}", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def as_text(value):
    """A cell as a person would type it: a whole number without fraction, a day with the day first."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def clean(value):
    """One line of text: NFC, single spaces, nothing that cannot be seen; “” where nothing is written."""
    text = tidy(CONTROL.sub("", as_text(value)))
    return "" if text in NOTHING_WRITTEN else text


def is_none_yet(value):
    return isinstance(value, str) and clean(value).lower().strip(" .;:") in NONE_YET


def is_excel_error(value):
    return isinstance(value, str) and bool(EXCEL_ERROR.fullmatch(value.strip()))


def text_of(longest):
    def read(name, value, context):
        text = clean(value)
        if not text:
            return NOTHING
        if len(text) > longest:
            return error(name, "too_long", f"Nội dung dài {len(text)} ký tự, nhiều nhất {longest}. Ghi gọn lại.")
        if CONTROL.search(as_text(value)):
            return guessed(name, text, visible(value), "control", "bỏ ký tự không nhìn thấy.", context.answers)
        return Said({name: text})

    return read


def text_if_any(longest):
    """Text, where “không” says that there is none."""
    return lambda name, value, context: NOTHING if is_none_yet(value) else text_of(longest)(name, value, context)


def read_native_place(name, value, context):
    """“Xã Na Khê, huyện Yên Minh (nay: xã Na Khê, tỉnh Tuyên Quang)”: the name of now stands beside the person."""
    found = WITH_NAME_OF_NOW.fullmatch(clean(value))
    if not found:
        return text_of(LONGEST_PLACE)(name, value, context)
    was, now = (text_of(LONGEST_PLACE)(name, part, context) for part in found.groups())
    return was | Said(problems=now.problems, beside={f"{name}_now": now.values[name]} if now.values else {})


def visible(value):
    """Text with a sign in the place of what cannot be seen."""
    return CONTROL.sub("�", as_text(value)).strip()


def read_email(name, value, context):
    text = "" if is_none_yet(value) else clean(value)
    if text and not EMAIL.fullmatch(text):
        return error(name, "email", f"“{text}” không phải địa chỉ thư điện tử.")
    return Said({name: text}) if text else NOTHING
