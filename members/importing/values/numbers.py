"""Numbers in a cell: what Excel damaged is shown as a guess that may be refused, or is an error."""

import re

from members.importing.result import LEAVE, WARNING, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT, NOTHING, Said, error, warned
from members.importing.values.text import as_text
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
        if found.status == "empty":
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
phone = number_of(read_phone)
