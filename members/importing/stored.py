"""A Reading as a batch keeps it, and what differs between the one that was shown and the one read again."""

import hashlib
from dataclasses import asdict

from members.importing.fields import BY_KEY
from members.importing.in_words import in_words, named, on_record
from members.importing.result import Column, Option, Problem, Question, Reading, Row
from nakhe.packed import encoded, packed_object

LONGEST = 10
"""Differences told by name."""


def packed(reading):
    """A Packed; row by row, for copies of ten thousand rows take more memory than the office's PC has to spare."""
    members = vars(reading) | {
        "columns": map(vars, reading.columns),
        "rows": map(_plain, reading.rows),
        "questions": map(asdict, reading.questions),
    }
    return packed_object(members)


def _plain(row):
    return vars(row) | {"problems": [vars(problem) for problem in row.problems]}


def unpacked(stored):
    """The Reading of what packed() made."""
    stored = stored.value
    reading = Reading(stored["file"], stored["refused"])
    reading.unread, reading.rights = stored.get("unread", []), stored.get("rights", [])
    reading.columns = [Column(**each) for each in stored["columns"]]
    reading.rows = [_row(each) for each in stored["rows"]]
    reading.questions = [
        Question(**each | {"options": [Option(**option) for option in each["options"]]}) for each in stored["questions"]
    ]
    return reading


def _row(stored):
    return Row(**stored | {"problems": [Problem(**each) for each in stored["problems"]]})


def meanings(reading):
    """{(sheet, row): digest of what is written of the row, or why not}: enough for differences()."""
    return {(row.sheet, row.row): _digest(row) for row in reading.rows}


def _digest(row):
    meaning = (row.status, row.match, row.person, row.beside, row.changes)
    return hashlib.blake2b(encoded(_in_order(meaning)).encode(), digest_size=16).digest()


def _in_order(value):
    """Dicts as sorted pairs: JSON keeps no order that says anything."""
    if isinstance(value, dict):
        return [[key, _in_order(value[key])] for key in sorted(value)]
    return [_in_order(each) for each in value] if isinstance(value, (list, tuple)) else value


def differences(shown, now, fields=BY_KEY):
    """Sentences, one a row of *now*, a Reading, that would not be written as it was shown; *shown*: its meanings().

    *fields*: {key: Field} of the kind of file.
    """
    changed = [row for row in now.rows if _digest(row) != shown.get((row.sheet, row.row))]
    told = [_told(row, fields) for row in changed[:LONGEST]]
    return told + ([f"và {len(changed) - LONGEST} dòng khác"] if len(changed) > LONGEST else [])


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
