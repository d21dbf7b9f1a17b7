"""Old fonts: the text of a sheet in Unicode, column by column, before anything else touches it."""

from collections import Counter
from dataclasses import dataclass, replace

from members.importing.bands import SEARCHED
from members.importing.result import ASK, LEAVE, TAKE, WARNING, Option, Problem, Question
from members.importing.said import AS_READ
from nakhe.spreadsheets.book import letters
from nakhe.vietnamese.legacy import Reading, charset_of_font, read_column
from nakhe.vietnamese.legacy import decode as decode_text
from nakhe.vietnamese.names import tidy

SURE_CELLS = 3
"""So many make it sure in which charset a file is."""
BY_FILE = "Đổi bảng mã cũ sang Unicode như các ô khác trong tệp."
AS_IT_IS = Option(LEAVE, "Giữ nguyên như trong tệp")


@dataclass(frozen=True)
class Decoded:
    """A cell that was changed, or may have to be."""

    before: str
    after: str
    reason: str
    is_doubtful: bool


def decode(sheet, answers):
    """{(row, column): Decoded}; the cells of *sheet* are put into Unicode in place."""
    across, decoded, columns = _across(sheet), {}, _columns(sheet)
    only = _only_charset(columns)
    for number, column in columns.items():
        for cell, found in column:
            found = found if found.charset else across.get((cell.row, number), found)
            found = _settled(cell, found, only) if found.doubtful else found
            changed = _changed(sheet, cell, found, answers)
            if changed and (changed.is_doubtful or changed.after != cell.value):
                decoded[cell.row, cell.column] = changed
            value = changed.after if changed else found.text
            if value != cell.value:
                sheet.rows[cell.row][cell.column] = replace(cell, value=value)
    return decoded


def _columns(sheet):
    """{column: [(Cell, its Reading)]} of the texts of *sheet*."""
    found = {}
    for number in range(1, sheet.last_column + 1):
        cells = [row[number] for row in sheet.rows.values() if number in row and row[number].is_text]
        found[number] = list(zip(cells, _read(cells), strict=True))
    return found


def _only_charset(columns):
    """The one old charset of a file that has no fonts, as CSV has none: it was written in one; else None."""
    read = [pair for column in columns.values() for pair in column]
    sure = Counter(found.charset for _, found in read if found.charset and not found.doubtful)
    is_one = len(sure) == 1 and sure.total() >= SURE_CELLS and not any(cell.font for cell, _ in read)
    return next(iter(sure)) if is_one else None


def _settled(cell, found, only):
    """A doubtful cell is of the charset that the file is of, where that is one of its readings."""
    if only is None or decode_text(cell.value, only) != found.alternative:
        return found
    return Reading(found.alternative, only, reason=BY_FILE)


def _across(sheet):
    """Headings stand side by side: what the cells of one of the first rows say about each other's charset.

    {(row, column): Reading} of cells without an old font that are surely of one, judged by their neighbours.
    """
    found = {}
    for number in list(sheet.rows)[:SEARCHED]:
        cells = [cell for cell in sheet.rows[number].values() if cell.is_text and not charset_of_font(cell.font)]
        readings = _read([replace(cell, font="") for cell in cells]) if len(cells) > 1 else []
        pairs = zip(cells, readings, strict=False)
        found |= {(number, cell.column): reading for cell, reading in pairs if reading.charset and not reading.doubtful}
    return found


def _read(cells):
    return read_column([(cell.value, cell.font or None) for cell in cells])


def _changed(sheet, cell, found, answers):
    """The Decoded of a cell that is not plain Unicode, as it was read or as somebody chose."""
    if found.doubtful:
        return _chosen(cell, found, answers)
    if not found.charset:
        return None
    question = Question(key_of(sheet.name, letters(cell.column)), _asked(cell), [AS_READ, AS_IT_IS])
    after = cell.value if answers.ask(question) == LEAVE else found.text
    return Decoded(cell.value, after, found.reason, False)


def _asked(cell):
    return f"Phông chữ cũ ở cột {letters(cell.column)}: chuyển sang Unicode?"


def _chosen(cell, found, answers):
    """A doubtful cell stays as it is until somebody says which of its two readings is meant."""
    other = Option(TAKE, f"Đọc là “{found.alternative}”")
    question = Question(_key_of_text(cell.value), f"“{cell.value}”: {found.reason}", [AS_IT_IS, other])
    answer = answers.ask(question)
    after = found.alternative if answer == TAKE else found.text
    return Decoded(cell.value, after, found.reason, answer is None)


def _key_of_text(text):
    """On one line: a browser sends a line break in the name of a field back as another one."""
    return f"text|{tidy(text)}"


def key_of(sheet, column):
    return f"guess|font|{sheet}|{column}"


def problem_of(decoded, sheet, name, column):
    """The Problem that shows a decoded cell read as the field *name*."""
    if decoded.is_doubtful:
        message = f"“{decoded.before}”: {decoded.reason}"
        return Problem(ASK, "legacy_text", message, name, column, decoded.before, "", _key_of_text(decoded.before))
    message = f"“{decoded.before}” được đọc là “{decoded.after}”: {decoded.reason}"
    key = key_of(sheet, column)
    return Problem(WARNING, "legacy_text", message, name, column, decoded.before, decoded.after, key)
