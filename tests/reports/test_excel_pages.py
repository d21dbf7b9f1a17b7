"""Who signs stands on the page of the last rows: worksheets end their printed pages themselves."""

import io

import openpyxl
import pytest

from reports.output import excel
from reports.output.excel_pages import Pages
from reports.output.letters import lines_of, width_of
from reports.output.sheet import Heading, Letterhead, Sheet, SheetTable, SummaryLine

A4_WIDTH, A4_HEIGHT = (210 / 25.4 - 1.5) * 72, (297 / 25.4 - 1.2) * 72
"""Points between the margins of 0.9 and 0.6 inches, and of twice 0.6."""
HEAD = Letterhead(
    body="Đảng ủy xã Na Khê", superior="Huyện ủy Yên Minh", on_behalf_of="T/M BAN THƯỜNG VỤ", office="BÍ THƯ",
    signer="Hoàng Đức Thịnh", author="Nông Thị Duyên",
)  # fmt: skip


def sheet_of(count, *, columns=4, totals=None, comparison=(), heading="Chi bộ"):
    """So many rows of one line each; 4 columns leave room for three parts below them."""
    headings = [Heading("name", heading), *(Heading(f"n{n}", "Nơi ở", kind="text") for n in range(1, columns))]
    rows = [{each.name: "Na Pô" for each in headings} for _ in range(count)]
    table = SheetTable("Danh sách", headings, rows, totals or {}, ["Một ghi chú."], list(comparison))
    return Sheet("danh-sach", "Danh sách", "Ngày 28/05/2024", {}, "20240528", HEAD, [table])


def drawn(sheet):
    return openpyxl.load_workbook(io.BytesIO(excel.write(sheet))).active


def row_with(page, text):
    return max(cell.row for line in page.iter_rows() for cell in line if cell.value == text)


def height(page, row):
    """In points; the file names what is not the height of a line of the body."""
    return page.row_dimensions[row].height or page.sheet_format.defaultRowHeight


def room(page):
    """Points of rows on a page whose columns are fitted to its width; a digit of 12 points is 6 wide."""
    width = 6 * sum(each.width * (each.max - each.min + 1) for each in page.column_dimensions.values())
    return A4_HEIGHT / min(1, A4_WIDTH / width)


def page_of(page, row):
    return sum(each.id < row for each in page.row_breaks.brk)


def test_rows_follow_until_the_page_is_full():
    pages = Pages(100)
    for line in range(5):
        pages.add(line, 30)
        pages.place()
    assert pages.breaks == [3]  # 30 + 30 + 30, then 120 would be too much


def test_what_waits_at_the_end_begins_the_page_together():
    pages = Pages(100)
    for line in range(3):
        pages.add(line, 30)
        pages.place(keep=2)
    pages.add(3, 30)  # the signatures
    pages.finish()
    assert pages.breaks == [1]  # rows 1 and 2 go with them: 90 beside 30 would be too much


def test_the_repeated_headings_take_room_on_every_page():
    pages = Pages(100)
    pages.add(0, 40)
    pages.repeat([40])
    for line in range(1, 6):
        pages.add(line, 30)
        pages.place()
    assert pages.breaks == [3, 5]  # 40 + 30 + 30, again 40 + 30 + 30, then one


def test_notes_longer_than_a_page_leave_the_signatures_their_end():
    pages = Pages(100)
    for line in range(6):
        pages.add(line, 30)
    pages.finish()
    assert pages.breaks == [3]  # as much of the end as a page takes: lines 3, 4, 5


@pytest.mark.parametrize("count", range(30, 46))
def test_signatures_stand_with_the_last_two_rows_however_many_there_are(count):
    page = drawn(sheet_of(count))
    last = max(line[0].row for line in page.iter_rows() if line[0].value == count)
    assert len({page_of(page, row) for row in (last - 1, last, row_with(page, "Hoàng Đức Thịnh"))}) == 1
    begins = [1, *(each.id + 1 for each in page.row_breaks.brk), page.max_row + 1]
    for first, end in zip(begins, begins[1:], strict=False):
        assert sum(height(page, row) for row in range(first, end)) <= room(page)


def test_one_page_is_left_as_it_is():
    assert drawn(sheet_of(20)).row_breaks.brk == []


def test_recipients_stand_beside_the_signatures_where_columns_allow():
    beside, below = drawn(sheet_of(3)), drawn(sheet_of(3, columns=1))
    assert row_with(beside, "Nơi nhận:") == row_with(beside, "NGƯỜI LẬP BIỂU")
    assert row_with(below, "Nơi nhận:") > row_with(below, "Nông Thị Duyên")


def test_the_label_of_a_compared_day_has_the_room_of_two_lines():
    beside = SummaryLine("Ngày 31/12/2022 và sau đó nữa cho đến hết", {})
    page = drawn(sheet_of(3, columns=9, totals={"n1": ""}, comparison=[beside]))
    line, total = row_with(page, beside.label), row_with(page, "Cộng")
    assert height(page, line) > height(page, total)


def test_letters_are_as_wide_as_times_new_roman_has_them():
    assert width_of("Na", 10) == pytest.approx(1.03 * (7.22 + 4.44))
    assert width_of("ệ", 10) == width_of("e", 10)
    assert lines_of("Na Pô Na Pô", width_of("Na Pô", 12) + 1, 12) == 2
    assert lines_of("Lũng", 1000, 12) == 1


def test_the_books_own_font_is_that_of_its_cells(commune, written):
    """Widths of columns are counted in its digits, and heights of pages from them."""
    book = openpyxl.load_workbook(io.BytesIO(written("to-chuc", "xlsx", as_of="2024-05-28")))
    assert (book._fonts[0].name, book._fonts[0].sz) == ("Times New Roman", 12)
