"""An .xlsx file as a Book, with the fonts of its cells: TCVN3 can be told from Unicode by them."""

import io
import math
import warnings
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from nakhe.spreadsheets.book import Book, Cell, Sheet

FORMULA = "f"


def read_xlsx(data, name):
    """The Book of *data*; sheets without cells (charts) are left out. Whatever openpyxl raises goes to the caller."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
        book = Book(name, "xlsx", [_sheet(each) for each in found.worksheets], found.epoch == CALENDAR_MAC_1904)
        if _has_formulas(data):
            _add_formulas_without_result(book, openpyxl.load_workbook(io.BytesIO(data)))
    return book


def _sheet(worksheet):
    sheet = Sheet(
        worksheet.title,
        merged=sorted(
            (each.min_row, each.min_col, each.max_row, each.max_col) for each in worksheet.merged_cells.ranges
        ),
        is_hidden=worksheet.sheet_state != "visible",
        hidden_rows={number for number, row in worksheet.row_dimensions.items() if row.hidden},
        hidden_columns=_hidden_columns(worksheet),
    )
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.value != "":
                sheet.add(_cell(cell))
    return sheet


def _hidden_columns(worksheet):
    """Neighbours with the same width share one entry of the file."""
    hidden = [each for each in worksheet.column_dimensions.values() if each.hidden]
    return {number for each in hidden for number in range(each.min, each.max + 1)}


def _cell(cell):
    value, font = cell.value, (cell.font.name if cell.font else "") or ""
    if isinstance(value, CellRichText):
        value, font = str(value), _common_font(value, font)
    if isinstance(value, float) and not math.isfinite(value):
        value = str(value)
    return Cell(cell.row, cell.column, value, font, cell.number_format or "General")


def _common_font(text, cells_font):
    """The one font of all pieces; none where they differ."""
    fonts = {
        (piece.font.rFont or cells_font) if isinstance(piece, TextBlock) else cells_font
        for piece in text
        if str(piece).strip()
    }
    return fonts.pop() if len(fonts) == 1 else ""


def _has_formulas(data):
    """Asked of the bytes, for reading every workbook twice would double the time."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [each for each in package.namelist() if each.startswith("xl/worksheets/")]
        return any(b"<f>" in content or b"<f " in content for content in map(package.read, sheets))


def _add_formulas_without_result(book, with_formulas):
    for sheet, worksheet in zip(book.sheets, with_formulas.worksheets, strict=True):
        for row in worksheet.iter_rows():
            for cell in row:
                if cell.data_type == FORMULA and sheet.at(cell.row, cell.column) is None:
                    sheet.add(Cell(cell.row, cell.column, str(cell.value), lacks_result=True))
        sheet.rows = {number: dict(sorted(cells.items())) for number, cells in sorted(sheet.rows.items())}
