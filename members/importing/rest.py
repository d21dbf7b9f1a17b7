"""What was left of a file: the same spreadsheet with only those lines, and why each was left; it can be read again."""

import copy
import io
import warnings

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from members.importing.bands import find_band
from members.importing.decoding import decode
from members.importing.fields import BY_KEY, REASON
from members.importing.headings import meaning_of
from members.importing.joined import places_of
from members.importing.result import ASK, ERROR, LEFT
from members.importing.said import Answers
from members.importing.side_by_side import sheet_of
from members.importing.template import fit_to_width
from members.importing.unnamed import headed
from nakhe.spreadsheets.reading import open_book

WIDTH = 60
CHOSEN = "Bạn đã chọn bỏ dòng này."
WHITE = Alignment(wrap_text=True, vertical="top")


def rest_of(data, name, reading, mapped, mark, meaning=meaning_of):
    """(the bytes of an .xlsx, how many lines). *mapped* as for read(); *mark* stands in the foot of each sheet.

    *meaning*: what headings mean in this kind of file.
    """
    book, reasons, taken = open_book(data, name), {}, {}
    for row in reading.rows:
        for sheet, number in places_of(row):
            if row.status in (ASK, ERROR, LEFT):
                told = reasons.setdefault(sheet_of(sheet), {})
                told[number] = "\n".join(filter(None, [told.get(number), reason_of(row)]))
            else:
                taken.setdefault(sheet_of(sheet), set()).add(number)
    taken = {name: rows - reasons.get(name, {}).keys() for name, rows in taken.items()}
    workbook = _workbook(data, book)
    for sheet in book.sheets:
        if sheet.name not in reasons:
            _drop(workbook, sheet, is_list=sheet.name in taken)
            continue
        decode(sheet, Answers())
        band, name = find_band(headed(sheet, mapped), mapped, meaning), sheet.name or workbook.sheetnames[0]
        _keep_formulas(workbook[name], sheet)
        _rebuild(workbook, name, taken.get(sheet.name, ()), reasons[sheet.name], band, mark)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue(), sum(map(len, reasons.values()))


def reason_of(row):
    """What keeps the line out, each with its column."""
    told = [problem for problem in row.problems if problem.level in (ASK, ERROR)]
    lines = [f"Cột {each.column}: {each.message}" if each.column else each.message for each in told]
    return "\n".join(lines) or CHOSEN


def _drop(workbook, sheet, is_list):
    """A list all of whose lines were taken; lists of words, hidden or not, stay."""
    if is_list and len(workbook.sheetnames) > 1:
        del workbook[sheet.name]


def _workbook(data, book):
    """As openpyxl has it, with its look; of .xls and .csv, their cells with their fonts."""
    if book.kind == "xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in book.sheets:
        _add(workbook, sheet)
    return workbook


def _add(workbook, sheet):
    made = workbook.create_sheet(sheet.name or "Danh sách")
    made.sheet_state = "hidden" if sheet.is_hidden else "visible"
    for cells in sheet.rows.values():
        for cell in cells.values():
            _write(made.cell(cell.row, cell.column), cell.value)
            if cell.font:
                made.cell(cell.row, cell.column).font = Font(name=cell.font)
            made.cell(cell.row, cell.column).number_format = cell.number_format
    for top, left, bottom, right in sheet.merged:
        made.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _keep_formulas(worksheet, sheet):
    """A formula without result stays, as text: openpyxl has nothing in its place."""
    for cells in sheet.rows.values():
        for cell in cells.values():
            if cell.lacks_result:
                _write(worksheet.cell(cell.row, cell.column), cell.value)


def _rebuild(workbook, name, taken, reasons, band, mark):
    """The sheet anew without the rows *taken*, with a column of *reasons*, headed in the last row of *band*.

    Reasons of an earlier time give way to those of today.
    """
    old, earlier = workbook[name], band.column_of(REASON)
    new = workbook.create_sheet(f"{name[:20]} còn lại", workbook.index(old))
    kept = [number for number in range(1, old.max_row + 1) if number not in taken]
    places = {number: place for place, number in enumerate(kept, 1)}
    last = earlier.number if earlier else _last_column(old) + 1
    for number, place in places.items():
        _copy_row(old, new, number, place)
        if earlier and number > band.last:
            new.cell(place, last).value = None
        if number in reasons:
            _write(new.cell(place, last), reasons[number])
            new.cell(place, last).alignment = WHITE
    if band.last in places:
        new.cell(places[band.last], last, BY_KEY[REASON].name).font = Font(bold=True)
    _copy_look(old, new, places)
    new.column_dimensions[get_column_letter(last)].width = WIDTH
    new.oddFooter.left.text = mark.replace("&", "&&")
    fit_to_width(new)
    workbook.remove(old)
    new.title = name


def _last_column(sheet):
    filled = (cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return max(filled, default=1)


def _copy_row(old, new, number, place):
    for cell in old[number]:
        if cell.value is None and not cell.has_style:
            continue
        made = new.cell(place, cell.column)
        if not isinstance(cell, openpyxl.cell.cell.MergedCell):
            _write(made, cell.value)
        made._style = copy.copy(cell._style)
    if number in old.row_dimensions:
        new.row_dimensions[place].height = old.row_dimensions[number].height
        new.row_dimensions[place].hidden = old.row_dimensions[number].hidden


def _write(cell, value):
    """A text stays a text, whatever it begins with."""
    if isinstance(value, str) and not isinstance(value, CellRichText):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def _copy_look(old, new, places):
    for letters, dimension in old.column_dimensions.items():
        new.column_dimensions[letters] = copy.copy(dimension)
        new.column_dimensions[letters].worksheet = new
    for merged in old.merged_cells.ranges:
        if all(number in places for number in range(merged.min_row, merged.max_row + 1)):
            rows = {"start_row": places[merged.min_row], "end_row": places[merged.max_row]}
            new.merge_cells(start_column=merged.min_col, end_column=merged.max_col, **rows)
    new.sheet_view.showGridLines = old.sheet_view.showGridLines
    if isinstance(old.freeze_panes, str):
        new.freeze_panes = old.freeze_panes
    new.page_setup = copy.copy(old.page_setup)
