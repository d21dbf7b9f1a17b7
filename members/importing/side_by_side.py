"""Lists that stand beside each other on one sheet, under the same headings: each is a sheet of its own columns."""

import re
from dataclasses import replace

from members.importing.bands import NAME, find_band
from members.importing.result import LEAVE, TAKE, WARNING, Option, Problem, Question
from nakhe.spreadsheets.book import letters
from nakhe.vietnamese.names import tidy

BETWEEN = " · cột "
"""Between the name of the sheet and the columns of a list further to the right."""
RELATIVES = re.compile(r"\b(?:vợ|chồng|bố|cha|mẹ|con|thân nhân|giới thiệu)\b", re.IGNORECASE)
"""Of whom the columns beside the members may be."""
GUESS = Question(
    "guess|beside",
    "Cột bên phải lặp lại tiêu đề của bên trái: đọc là một danh sách nữa?",
    [Option(TAKE, "Đọc là danh sách nữa"), Option(LEAVE, "Bỏ các dòng bên phải")],
)


def lists_beside(sheet, mapped=None):
    """[*sheet*], or its parts from left to right where its headings are repeated to the right."""
    band = find_band(sheet, mapped)
    starts = _starts(band.columns) if band and band.names_people else []
    if len(starts) < 2 or _are_relatives(sheet, band.first, starts[1]):
        return [sheet]
    ends = [start - 1 for start in starts[1:]] + [sheet.last_column]
    return [_part(sheet, band.first, start, end, starts[0]) for start, end in zip(starts, ends, strict=True)]


def told_beside(row, answers):
    """Of a *row* of a list further to the right, that it is one is a guess; who is refused with it is left out."""
    if BETWEEN not in row.sheet:
        return
    if answers.ask(replace(GUESS, places=[])) == LEAVE:
        row.beside["left"] = "beside"
    else:
        columns = row.sheet.partition(BETWEEN)[2]
        told = f"Cột {columns} đọc là một danh sách nữa, cạnh danh sách bên trái."
        row.problems.append(Problem(WARNING, "beside", told, question=GUESS.key))


def sheet_of(name):
    """The name of the sheet itself, of that of one of its parts."""
    return name.partition(BETWEEN)[0]


def _are_relatives(sheet, top, start):
    """Whether a text above the headings, from the column *start* on, says that nobody there is a member."""
    above = [cells for number, cells in sheet.rows.items() if number < top]
    texts = [cell.value for cells in above for cell in cells.values() if cell.column >= start and cell.is_text]
    return any(map(RELATIVES.search, map(tidy, texts)))


def _starts(columns):
    """The columns where the headings begin anew; [] unless each time the same ones follow, a name among them."""
    headings = [column.path for column in columns]  # with its group: a wife stands below one of her own
    places = [place for place, heading in enumerate(headings) if heading == headings[0]]
    blocks = [headings[start:end] for start, end in zip(places, [*places[1:], len(headings)], strict=True)]
    have_names = any(column.key == NAME and not column.meaning.part for column in columns[: len(blocks[0])])
    is_list = have_names and len(blocks[0]) > 1
    return [columns[place].number for place in places] if is_list and all(each == blocks[0] for each in blocks) else []


def _part(sheet, top, start, end, first):
    """The columns *start* to *end*; a text alone above the headings, from *top* on, or merged over all, is of all."""
    begin = 1 if start == first else start
    rows = {}
    for number, cells in sheet.rows.items():
        is_of_all = len(cells) == 1 and (number < top or _is_merged_into(sheet, number, start))
        kept = {column: cell for column, cell in cells.items() if is_of_all or begin <= column <= end}
        if kept:
            rows[number] = kept
    merged = [area for area in sheet.merged if begin <= area[1] <= end]
    name = sheet.name if start == first else f"{sheet.name}{BETWEEN}{letters(start)}–{letters(end)}"
    return replace(sheet, name=name, rows=rows, merged=merged)


def _is_merged_into(sheet, number, column):
    return any(top <= number <= bottom and left < column <= right for top, left, bottom, right in sheet.merged)
