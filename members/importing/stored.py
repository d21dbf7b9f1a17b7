"""A Reading as a batch keeps it, and what differs between the one that was shown and the one read again."""

from dataclasses import asdict

from members.importing.fields import BY_KEY
from members.importing.in_words import in_words, named, on_record
from members.importing.result import Column, Option, Problem, Question, Reading, Row

LONGEST = 10
"""Differences told by name."""


def packed(reading):
    return asdict(reading)


def unpacked(stored):
    reading = Reading(stored["file"], stored["refused"])
    reading.columns = [Column(**each) for each in stored["columns"]]
    reading.rows = [_row(each) for each in stored["rows"]]
    reading.questions = [
        Question(**each | {"options": [Option(**option) for option in each["options"]]}) for each in stored["questions"]
    ]
    return reading


def _row(stored):
    return Row(**stored | {"problems": [Problem(**each) for each in stored["problems"]]})


def differences(shown, now, fields=BY_KEY):
    """Sentences, one a row that would no longer be written as it was shown; both are Readings.

    *fields*: {key: Field} of the kind of file.
    """
    before = {(row.sheet, row.row): row for row in shown.rows}
    changed = [row for row in now.rows if _meaning(row) != _meaning(before.get((row.sheet, row.row)))]
    told = [_told(row, fields) for row in changed[:LONGEST]]
    return told + ([f"và {len(changed) - LONGEST} dòng khác"] if len(changed) > LONGEST else [])


def _meaning(row):
    """What is written of a row, or why not."""
    return row and (row.status, row.match, row.person, row.beside, row.changes)


def _told(row, fields):
    name = row.person.get("full_name", "")
    changes = "; ".join(
        f"{named(key, fields)}: {on_record(key, old) or 'trống'} → {in_words(key, new)}"
        for key, (old, new) in row.changes.items()
    )
    place = f"{row.sheet}, dòng {row.row}" if row.sheet else f"dòng {row.row}"
    return f"{place} ({name}): nay {STATUS[row.status]}{f' – {changes}' if changes else ''}"


STATUS = {
    "new": "là người mới", "changed": "thay đổi", "same": "giữ nguyên", "ask": "cần hỏi", "error": "có lỗi",
    "left": "bỏ qua",
}  # fmt: skip
