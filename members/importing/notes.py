"""What an office says in the notes for want of a column: the chi bộ, and who is exempt. Shown as guesses."""

import re

from members.importing.in_words import in_words
from members.importing.result import LEAVE, WARNING, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT
from members.importing.values.dates import date_of
from members.importing.words import EXEMPT

EXEMPTED = re.compile(r"(?:được )?miễn (?:công tác và )?sinh hoạt(?: từ (?:ngày )?([\d/.-]+))?", re.IGNORECASE)
NOTED = "Ghi chú nói chi bộ hoặc việc miễn sinh hoạt: lấy như đã đọc?"


def read_note(row, column, units, may_name_unit, may_exempt, context):
    """Move out of the note of *row* what its parts say; the rest stays a note."""
    question = Question("guess|note", NOTED, [AS_READ, LEAVE_OUT])
    parts, rest, said = [part.strip() for part in row.person["note"].split(";")], [], {}
    for part in parts:
        exempted = EXEMPTED.fullmatch(part) if may_exempt else None
        if may_name_unit and "unit" not in said and len(units.meant_by(part)) == 1:
            said["unit"] = units.meant_by(part)[0].name
        elif exempted:
            said["status"] = EXEMPT
            day = date_of("join")("exempt_since_on", exempted[1], context) if exempted[1] else None
            row.beside |= day.values if day else {}
        else:
            rest.append(part)
    if said and context.answers.ask(question) != LEAVE:
        _move(row, column, said, "; ".join(rest), question)


def _move(row, column, said, rest, question):
    told = {name: in_words(name, value) for name, value in said.items()}
    message = f"Ghi chú “{row.person['note']}” được hiểu là {', '.join(told.values())}."
    for name, value in said.items():
        row.person.setdefault(name, value)
        after = told[name]
        row.problems.append(Problem(WARNING, "note", message, name, column, row.person["note"], after, question.key))
    del row.person["note"]
    if rest:
        row.person["note"] = rest
