"""A list of members as an Excel file: the committee's heading, the list as on screen, typed cells."""

from datetime import date

from django_tables2.rows import BoundRow

from nakhe.excel_file import row_by_row
from nakhe.excel_footer import footer
from nakhe.vietnamese.dates import PartialDate

FONT = {"font_name": "Times New Roman", "font_size": 12}
HEADING_ROWS = 6
WIDTHS = {
    "full_name": 26, "sex": 7, "unit": 22, "position": 20, "rating": 12, "party_age": 10, "birthplace": 30,
    "native_place": 30, "native_place_now": 30, "residence": 30, "temporary_residence": 30, "occupation": 18,
}  # fmt: skip


def write_into(table, rows, file, *, body, title, lines, mark):
    """Write an .xlsx with *rows* (records, one after another) as *table* shows them into *file*; a step of 1 a row.

    *body* issued it, *lines* stand below the title. *mark* says who took the file: above the table, where no row is,
    and at the foot of every page.
    """
    with row_by_row(file, default_format_properties=FONT) as book:
        sheet = book.add_worksheet("Danh sách")
        _set_page(sheet, table, mark)
        _write_heading(book, sheet, len(table.columns), body, title, [*lines, mark])
        yield from _write_rows(book, sheet, table, rows)


def _set_page(sheet, table, mark):
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROWS)
    sheet.freeze_panes(HEADING_ROWS + 1, 0)
    sheet.set_footer(footer(mark))
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, WIDTHS.get(column.name, 13))


def _write_heading(book, sheet, width, body, title, lines):
    bold, plain = book.add_format({**FONT, "bold": True}), book.add_format(FONT)
    right = book.add_format({**FONT, "bold": True, "align": "right"})
    large = book.add_format({**FONT, "bold": True, "font_size": 15})
    sheet.write_string(0, 0, body.upper(), bold)
    sheet.write_string(0, width - 1, "ĐẢNG CỘNG SẢN VIỆT NAM", right)
    sheet.write_string(2, 0, title, large)
    for row, line in enumerate(lines, 3):
        sheet.write_string(row, 0, line, plain)


def _write_rows(book, sheet, table, rows):
    head = book.add_format(
        {**FONT, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    text = book.add_format({**FONT, "border": 1})
    day = book.add_format({**FONT, "border": 1, "num_format": "dd/mm/yyyy", "align": "right"})
    for index, column in enumerate(table.columns):
        sheet.write_string(HEADING_ROWS, index, str(column.header), head)
    for row, record in enumerate(rows, HEADING_ROWS + 1):
        cells = BoundRow(record, table=table)
        for index, column in enumerate(table.columns):
            write_cell(sheet, row, index, cells.get_cell_value(column.name), text, day)
        yield 1


def write_cell(sheet, row, column, value, text, day):
    """Only dates known to the day become date cells, only counts numbers; the rest is text, "=…" too."""
    if isinstance(value, PartialDate) and value.precision == "day":
        value = value.first_day
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, text)
    else:
        sheet.write_string(row, column, "" if value is None else str(value), text)
