"""Numbers in a cell: what Excel damaged is shown as a guess that may be refused, or is an error."""

import re

from members.importing.result import LEAVE, WARNING, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT, NOTHING, Said, error, guessed, warned
from members.importing.values.text import as_text, is_none_yet
from nakhe.vietnamese.reading_numbers import (
    read_card_number,
    read_citizen_number,
    read_phone,
    read_profile_number,
)

REPAIRED = "Số đã được Excel hoặc người ghi đổi dạng: lấy số đã sửa?"


def number_of(read):
    """A reader of cells from *read*, one of nakhe.vietnamese.reading_numbers."""

    def reader(name, value, context):
        found = read(_as_a_number(value) if context.is_untyped else value)
        if found.status == "empty" or is_none_yet(value):
            return NOTHING
        if found.status == "reject":
            return error(name, "number", f"“{as_text(value)}”: {found.message}")
        if found.status == "ok":
            return Said({name: found.canonical})
        return _with_note(name, value, found, context)

    return reader


def _as_a_number(value):
    """What was a number cell before a program wrote it as CSV: figures alone, without a zero in front."""
    text = as_text(value).strip()
    return int(text) if text.isdecimal() and not text.startswith("0") else value


def _with_note(name, value, found, context):
    """A note on a number as written, or a number that is another than the one written: then it may be refused."""
    written = re.sub(r"\D", "", as_text(value))
    if written == found.canonical:
        return warned(name, found.canonical, "number", found.message)
    question = Question(f"guess|{name}|repaired", REPAIRED, [AS_READ, LEAVE_OUT])
    if context.answers.ask(question) == LEAVE:
        return NOTHING
    problem = Problem(WARNING, "repaired", found.message, name, "", as_text(value), found.canonical, question.key)
    return Said({name: found.canonical}, [problem])


citizen_number = number_of(read_citizen_number)
card_number = number_of(read_card_number)
profile_number = number_of(read_profile_number)
_one_phone = number_of(read_phone)
SEVERAL_PHONES = re.compile(r"\s*[/;,\n]\s*|\s+[-–]\s+")


def phone(name, value, context):
    """A number; of several in one cell the first, as a guess."""
    parts = [part for part in SEVERAL_PHONES.split(as_text(value).strip()) if part]
    if len(parts) < 2 or any(read_phone(part).status not in ("ok", "warn") for part in parts):
        return _one_phone(name, value, context)
    first = read_phone(parts[0]).canonical
    return guessed(name, first, as_text(value), "several_phones", "ô có nhiều số, lấy số đầu.", context.answers)
