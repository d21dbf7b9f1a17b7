"""What can be said of a printed sheet without printing it, of every report: A4, headings repeated, nothing left out."""

import pytest
from docx.oxml.ns import qn

from reports.output.excel_look import FONT
from reports.output.excel_widths import PAGE_WIDTH
from reports.registry import reports
from tests.reports.asking import worksheets
from tests.reports.reading_word import has, opened

every_report = pytest.mark.parametrize("slug", list(reports()))
DAY = "2024-05-28"
A4 = 9
A4_IN_MM = {210, 297}
CROWDED = {"danh-sach-dang-vien", "nhap-lieu-4-0", "tang-giam"}
"""More columns than A4 has room for at nine points: a list is taken with the columns that it needs, the exchange file
is not printed, and the statistical table has its twenty-four numbers."""
EDGES = 0.72
"""What a file adds to the width of a column for the edges of its cells."""


def heading_row(sheet):
    """The number of the first row with a frame: what stands above the table has none."""
    return next(row[0].row for row in sheet.iter_rows() if row[0].border.top.style)


def width(sheet):
    """Of all columns, in letters; the file names equal neighbours once."""
    return sum((each.width - EDGES) * (each.max - each.min + 1) for each in sheet.column_dimensions.values())


@every_report
def test_excel_prints_every_column_on_a4_below_repeated_headings(rated_commune, written, slug):
    for sheet in worksheets(written(slug, "xlsx", as_of=DAY)):
        top = heading_row(sheet)
        first, last = (int(row) for row in sheet.print_title_rows.replace("$", "").split(":"))
        assert (first, sheet.page_setup.paperSize) == (top, A4)
        assert sheet.freeze_panes in {f"{column}{last + 1}" for column in "BCD"}
        assert not sheet.print_area
        assert all(not row.hidden for row in sheet.row_dimensions.values())
        if sheet.print_title_cols:  # two facing pages: a break between them, the running number on both
            assert (sheet.print_title_cols, len(sheet.col_breaks.brk)) == ("$A:$A", 1)
        else:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


@every_report
def test_excel_does_not_shrink_letters_below_nine_points(rated_commune, written, slug):
    for sheet in worksheets(written(slug, "xlsx", as_of=DAY)):
        room = PAGE_WIDTH[sheet.page_setup.orientation]
        if not sheet.print_title_cols and slug not in CROWDED:
            assert FONT["font_size"] * room / width(sheet) >= 9


@every_report
def test_word_prints_every_column_on_a4_below_repeated_headings(rated_commune, written, slug):
    document = opened(written(slug, "docx", as_of=DAY))
    for section in document.sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == A4_IN_MM
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    ruled = [table for table in document.tables if table.style.name == "Table Grid"]
    assert ruled
    for table in ruled:
        assert has(table.rows[0]._tr, "tblHeader")
        assert all(has(row._tr, "cantSplit") for row in table.rows)
        assert sum(column.width for column in table.columns) <= room * 1.01
        assert table._tbl.tblGrid.find(qn("w:gridCol")) is not None
