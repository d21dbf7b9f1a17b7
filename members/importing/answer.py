"""A Reading as the command prints it: the contract of spreadsheets.md, and a table for people."""

from members.importing.fields import BY_KEY
from members.importing.in_words import part_in_words
from members.importing.result import ASK, CHANGED, ERROR, NEW, SAME

STATUS_NAMES = {NEW: "mới", CHANGED: "thay đổi", SAME: "giữ nguyên", ASK: "cần hỏi", ERROR: "lỗi"}


def as_json(reading, holds="person"):
    """*holds*: the attribute of a row, and its key, under which stands what the row says."""
    return {
        "file": reading.file,
        "refused": reading.refused,
        "columns": [
            {"sheet": each.sheet, "column": each.column, "heading": each.heading, "field": each.field}
            for each in reading.columns
        ],
        "rows": [_row(row, holds) for row in reading.rows],
        "summary": reading.summary,
        **({"unread": reading.unread} if getattr(reading, "unread", None) else {}),
    }


def _row(row, holds):
    return {
        "sheet": row.sheet,
        "row": row.row,
        "status": row.status,
        holds: getattr(row, holds),
        "changes": row.changes,
        "problems": [_problem(problem) for problem in row.problems],
    }


def _problem(problem):
    shown = ("level", "column", "field", "code", "message")
    return {name: getattr(problem, name) for name in shown}


def in_words(reading, written=None, named=None):
    """Counts, what was *written* ({batch, written}; None: only read), columns, then every line to be looked at.

    *named(field)*: how a column is called.
    """
    counts = ", ".join(f"{number} {STATUS_NAMES[status]}" for status, number in reading.summary.items())
    yield f"{reading.file}: {len(reading.rows)} dòng ({counts}). {_outcome(written)}"
    yield from reading.unread
    for column in reading.columns:
        yield f"  cột {column.column} “{column.heading}”: {(named or _named)(column.field)}"
    for row in reading.rows:
        for problem in row.problems:
            place = f"{row.sheet or 'tệp'}, dòng {row.row}" + (f", cột {problem.column}" if problem.column else "")
            yield f"{LEVEL_NAMES[problem.level]} {place}: {problem.message}"


def _outcome(written):
    if written is None:
        return "Chưa ghi gì vào sổ."
    if written["batch"] is None:
        return "Không có gì để ghi."
    told = ", ".join(f"{name} {new} mới, {changed} sửa" for name, (new, changed) in written["written"].items())
    return f"Đã ghi, lần nhập số {written['batch']}: {told}."


LEVEL_NAMES = {"error": "LỖI", "ask": "HỎI", "warning": "nhắc"}


def _named(field):
    if field is None:
        return "không nhập"
    key, _, part = field.replace(".", ":", 1).partition(":")
    names = " + ".join(BY_KEY[each].name for each in key.split("+"))
    return f"{names} ({part_in_words(key, part)})" if part else names
