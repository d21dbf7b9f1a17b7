"""What an office says in the notes for want of a column: the chi bộ, and who is exempt. Shown as guesses."""

import re

from members.importing import words
from members.importing.comparing import changes_of
from members.importing.in_words import in_words
from members.importing.result import ASK, LEAVE, TAKE, WARNING, Option, Problem, Question
from members.importing.said import AS_READ, LEAVE_OUT
from members.importing.values.dates import date_of

EXEMPTED = re.compile(r"(?:được )?miễn (?:công tác và )?sinh hoạt(?: từ (?:ngày )?([\d/.-]+))?", re.IGNORECASE)
GONE = {
    words.DEAD: "đã chết|chết|đã mất|mất|đã từ trần|từ trần",
    words.REMOVED: "bị xóa tên|đã xóa tên|xóa tên",
    words.EXPELLED: "bị khai trừ|đã khai trừ|khai trừ",
    words.WITHDRAWN: "đã xin ra khỏi đảng|xin ra khỏi đảng|cho ra khỏi đảng",
    words.OUT: "đã chuyển đi|chuyển đi|đã chuyển sinh hoạt",
}
WHEN = r"(?=\s*(?:$|[\d,.:(–-]|(?:năm|ngày|tháng|từ|do|vì|tại|theo|sang|về|đến|vào)\b))"
TO_A_PLACE = r"(?=\s+(?-i:[A-ZĐ]))"
IS_GONE = {
    status: re.compile(rf"(?:{spelt})\b(?:{WHEN}{f'|{TO_A_PLACE}' if status == words.OUT else ''})", re.IGNORECASE)
    for status, spelt in GONE.items()
}
A_DATE = re.compile(r"(?:\d{1,2}[/.-]){0,2}\d{4}\b")
NOTED_GONE = "noted_gone"
"""Beside a row: [status, ISO day or "", what the note says]."""
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
            said["status"] = words.EXEMPT
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


# --- Who is gone by the note alone ---


def note_gone(row, context):
    """Remember that the note of *row* begins with a way out: “đã chết 2020”, “Xóa tên 5/2018”."""
    for part in map(str.strip, row.person["note"].split(";")):
        status = next((status for status, spelt in IS_GONE.items() if spelt.match(part)), "")
        if status:
            found = A_DATE.search(part)
            said = date_of("join")("status_on", found[0], context).values if found else {}
            row.beside[NOTED_GONE] = [status, said.get("status_on", ""), part]


def settle_noted_gone(row, known, answers):
    """Nobody who is gone by a new note is written as if still there, unless somebody says so; the note stays."""
    status, day, text = row.beside.get(NOTED_GONE) or ("", "", "")
    if not status or _is_said_gone(row) or known and "note" not in changes_of(row, known):
        return
    name = in_words("status", status)
    options = [Option(TAKE, f"Đúng, {name}"), Option(LEAVE, "Không, vẫn đang sinh hoạt; chỉ là ghi chú")]
    question = Question(f"gone|{words.plain(text)}", f"Ghi chú “{text}”: người này nay là “{name}”?", options)
    answer = answers.ask(question)
    if answer == TAKE:
        row.person["status"] = status
        row.beside |= {"status_on": day} if day else {}
    elif answer is None:
        row.problems.append(Problem(ASK, "noted_gone", question.text, "note", question=question.key))


def _is_said_gone(row):
    """“Miễn sinh hoạt” of the same note is no answer."""
    return row.person.get("status", words.EXEMPT) != words.EXEMPT
