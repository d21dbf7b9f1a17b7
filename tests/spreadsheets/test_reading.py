"""Files of three kinds become one Book: cells with fonts, merged ranges, hidden parts, days, numbers as they are."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from nakhe.spreadsheets.book import letters
from nakhe.spreadsheets.reading import open_book
from nakhe.spreadsheets.safety import Refused
from tests.spreadsheets.trap_files import packed, parts, with_sheet
from tests.spreadsheets.trap_files import sheet as sheet_of


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def xlsx():
    """One visible and one hidden sheet: a name in .VnTime, a day, a number, merged cells, a hidden row and column."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Danh sach"
    sheet.append(["Họ và tên", None, "Ngày sinh"])
    sheet.append(["Hoµng V¨n B»ng", None, datetime(1990, 2, 3), 12345678, 1.5, True])
    sheet["A2"].font = Font(name=".VnTime")
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    workbook.create_sheet("An").sheet_state = "hidden"
    return saved(workbook)


def xls():
    """The same in the old format."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("Danh sach")
    sheet.write_merge(0, 0, 0, 1, "Họ và tên")
    sheet.write(0, 2, "Ngày sinh")
    sheet.write(1, 0, "Hoµng V¨n B»ng", xlwt.easyxf("font: name .VnTime"))
    sheet.write(1, 2, datetime(1990, 2, 3), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    for column, value in enumerate((12345678, 1.5, True), 3):
        sheet.write(1, column, value)
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    workbook.add_sheet("An").visibility = 1
    return saved(workbook)


@pytest.mark.parametrize("data", [xlsx(), xls()], ids=["xlsx", "xls"])
def test_both_kinds_of_workbook_say_the_same(data):
    sheet, hidden = open_book(data, "danh-sach").sheets

    assert (sheet.name, sheet.is_hidden, hidden.is_hidden) == ("Danh sach", False, True)
    assert [cell.value for cell in sheet.rows[2].values()] == [
        "Hoµng V¨n B»ng", datetime(1990, 2, 3), 12345678, 1.5, True,
    ]  # fmt: skip
    assert [type(cell.value) for cell in sheet.rows[2].values()] == [str, datetime, int, float, bool]
    assert (sheet.at(2, 1).font, sheet.at(2, 3).is_day, sheet.at(1, 2)) == (".VnTime", True, None)
    assert sheet.merged == [(1, 1, 1, 2)]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.last_column) == ({2}, {3}, 6)


def test_a_cell_in_several_fonts_has_none_and_in_one_has_that():
    workbook = openpyxl.Workbook()
    old, new = InlineFont(rFont=".VnTime"), InlineFont(rFont="Times New Roman")
    workbook.active["A1"] = CellRichText(TextBlock(old, "Hoµng "), TextBlock(new, "Văn Bằng"))
    workbook.active["A2"] = CellRichText(TextBlock(old, "Hoµng "), TextBlock(old, "V¨n"))
    (sheet,) = open_book(saved(workbook), "a.xlsx").sheets

    assert (sheet.at(1, 1).value, sheet.at(1, 1).font) == ("Hoµng Văn Bằng", "")
    assert (sheet.at(2, 1).value, sheet.at(2, 1).font) == ("Hoµng V¨n", ".VnTime")


def test_a_formula_without_its_result_is_known_and_never_computed():
    workbook = openpyxl.Workbook()
    workbook.active.append(["=1+1", 2])
    (sheet,) = open_book(saved(workbook), "a.xlsx").sheets

    assert (sheet.at(1, 1).value, sheet.at(1, 1).lacks_result, sheet.at(1, 2).value) == ("=1+1", True, 2)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_csv_with_any_delimiter_and_line_breaks_in_quotes(delimiter, encoding):
    text = delimiter.join(["Họ tên", "Ghi chú"]) + "\r\n" + delimiter.join(["Lan", '"Tổ; ""vay, vốn""\ntừ\t2019"'])
    (sheet,) = open_book((text + "\r\n" + delimiter.join(["Hà", ""])).encode(encoding), "a.csv").sheets

    assert sheet.at(1, 1).value == "Họ tên"
    assert sheet.at(2, 2).value == 'Tổ; "vay, vốn"\ntừ\t2019'
    assert (sheet.at(3, 1).value, sheet.at(3, 2)) == ("Hà", None)


def test_a_short_csv_takes_nothing_from_a_longer_one_that_is_being_read():
    longer = csv.reader(["a,b", "c," + "d" * 200_000])
    next(longer)
    open_book(b"a,b\nc,d\n", "ngan.csv")
    assert len(next(longer)[1]) == 200_000


def test_an_old_code_page_is_read_byte_by_byte():
    (sheet,) = open_book("Hoµng;V¨n\n".encode("cp1252") + b"a\x81;b", "a.csv").sheets

    assert (sheet.at(1, 1).value, sheet.at(1, 2).value, sheet.at(2, 1).value) == ("Hoµng", "V¨n", "a\x81")


def test_a_damaged_workbook_is_refused_in_one_sentence():
    with pytest.raises(Refused) as refusal:
        open_book(xls()[:2000], "a.xls")
    assert "Tệp" in str(refusal.value)


def test_what_lies_under_merged_cells_is_not_shown_and_not_read():
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    (sheet,) = open_book(
        with_sheet(sheet_of(row, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')), "a.xlsx"
    ).sheets

    assert {number: list(cells) for number, cells in sheet.rows.items()} == {1: [1]}


def test_rows_out_of_order_are_put_in_order():
    rows = '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>'
    (sheet,) = open_book(with_sheet(sheet_of(rows)), "a.xlsx").sheets

    assert [(number, list(cells)) for number, cells in sheet.rows.items()] == [(1, [1]), (3, [1, 2])]


def test_two_sheets_of_one_name_are_refused():
    """Rows are told by sheet and number."""
    found = parts()
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(
        "<sheets>", '<sheets><sheet name="Đảng viên" sheetId="2" r:id="rId1"/>'
    )
    with pytest.raises(Refused, match="không mở được"):
        open_book(packed(found), "a.xlsx")


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_are_named_as_the_spreadsheet_does(column, name):
    assert letters(column) == name
