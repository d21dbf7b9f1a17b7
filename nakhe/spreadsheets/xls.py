"""An .xls file (Excel 97–2003) as a Book, with the fonts of its cells."""

import io

import xlrd

from nakhe.spreadsheets.book import Book, Cell, Sheet


def read_xls(data, name):
    """The Book of *data*. Whatever xlrd raises goes to the caller."""
    found = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    return Book(name, "xls", [_sheet(found, each) for each in found.sheets()], found.datemode == 1)


def _sheet(book, worksheet):
    sheet = Sheet(
        worksheet.name,
        merged=sorted((top + 1, left + 1, bottom, right) for top, bottom, left, right in worksheet.merged_cells),
        is_hidden=worksheet.visibility != 0,
        hidden_rows={number + 1 for number, row in worksheet.rowinfo_map.items() if row.hidden},
        hidden_columns={number + 1 for number, column in worksheet.colinfo_map.items() if column.hidden},
    )
    for row in range(worksheet.nrows):
        for column in range(worksheet.row_len(row)):
            cell = worksheet.cell(row, column)
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and cell.value != "":
                sheet.add(_cell(book, worksheet, row, column, cell))
    return sheet


def _cell(book, worksheet, row, column, cell):
    style = book.xf_list[cell.xf_index]
    fonts = {style.font_index, *(font for _, font in worksheet.rich_text_runlist_map.get((row, column), ()))}
    font = book.font_list[fonts.pop()].name if len(fonts) == 1 else ""
    shown = book.format_map[style.format_key].format_str if style.format_key in book.format_map else "General"
    return Cell(row + 1, column + 1, _value(cell, book.datemode), font, shown)


def _value(cell, datemode):
    """Excel keeps every number as a fraction; a whole one is an int here, as in .xlsx."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if cell.value == int(cell.value) else cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERR")
    return cell.value


def _day(number, datemode):
    """A number that is no day stays a number."""
    try:
        return xlrd.xldate_as_datetime(number, datemode)
    except (ValueError, OverflowError):
        return number
