"""The Excel file that the upper system reads (“File nhập liệu 4.0”): its preamble, headings and hidden lists, no more.

No letterhead, totals, notes or signatures: whatever stands below the rows would be read as a person. Who took it stands
in the foot of the printed page and in the file's properties.
"""

import datetime
import re
from itertools import groupby

from nakhe.excel_footer import mark_alone
from nakhe.vietnamese.dates import PartialDate
from reports.output.heading_boxes import draw_boxes, heading_boxes

PREAMBLE = (
    "BAN TỔ CHỨC TRUNG ƯƠNG",
    "FILE NHẬP LIỆU CƠ SỞ DỮ LIỆU ĐẢNG VIÊN 4.0",
    "Đơn vị: {unit}",
    "Lưu ý:",
    "- Các cột có dấu * là bắt buộc",
    "- Không thêm, xóa, di chuyển cột; không sửa cột ID và cột Tổ chức Đảng đang sinh hoạt",
    "- Ngày tháng nhập theo định dạng dd/mm/yyyy",
)
PAGE = "DANH SACH DANG VIEN"
HINT = re.compile(r" (\((?:dd/mm/yyyy|12 số[^)]*)\))$")
TITLE_OVER = 11
"""The title stands over the columns A to L."""
LISTED = {
    "ethnicity": "DANTOC", "religion": "TONGIAO",
    "birth_country": "QUOCGIA", "native_country": "QUOCGIA", "home_country": "QUOCGIA",
    "birth_province": "TINH", "native_province": "TINH", "home_province": "TINH",
}  # fmt: skip
"""{column: the hidden worksheet with its values}."""
SEX = ["Nam", "Nữ"]
ROWS_TO_TYPE = 200
"""So many rows below the last one offer the lists, too."""
FONT = {"font_name": "Times New Roman", "font_size": 12}
LOOKS = {
    "title": {"bold": True, "align": "center"},
    "text": {},
    "heading": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "cell": {"border": 1},
    "date": {"border": 1, "num_format": "dd/mm/yyyy"},
}


def draw(book, sheet):
    """Onto *book*, an xlsxwriter.Workbook, a step a row; *sheet* has one table and, in lists, the hidden worksheets."""
    table = sheet.tables[0]
    book.set_properties({"title": sheet.title, "author": sheet.letterhead.author, "comments": sheet.mark})
    looks = {name: book.add_format(FONT | look) for name, look in LOOKS.items()}
    page = book.add_worksheet(PAGE)
    top = preamble(page, sheet, looks)
    headings(page, top, table.columns, looks["heading"])
    number = 0
    for number, row in enumerate(table.rows, 1):
        write_row(page, top + 1 + number, number, row, table.columns, looks)
        yield 1
    offer_lists(page, (top + 2, top + 1 + number + ROWS_TO_TYPE), sheet)
    page.set_footer(mark_alone(sheet.mark))
    for name, values in sheet.lists.items():
        hidden = book.add_worksheet(name)
        hidden.write_column(0, 0, values)
        hidden.hide()


def preamble(page, sheet, looks):
    """The row that the headings begin on."""
    for line, text in enumerate(PREAMBLE):
        if line == 1:
            page.merge_range(line, 0, line, TITLE_OVER, text, looks["title"])
        else:
            page.write_string(line, 0, text.format(unit=sheet.letterhead.name), looks["text"])
    return len(PREAMBLE)


def headings(page, top, columns, look):
    """Two rows: an upper heading over its columns, every other one merged down."""
    boxes, place = [(top, 0, top + 1, 0, "STT")], 1
    for under, group in groupby(columns, key=lambda column: column.under):
        texts = [HINT.sub(r"\n\1", column.text) for column in group]
        boxes += heading_boxes(top, 2, place, under, texts)
        place += len(texts)
    draw_boxes(page, boxes, look)
    page.set_column(0, 0, 6)
    page.set_column(1, len(columns), 18)
    page.set_row(top + 1, 48)
    page.freeze_panes(top + 2, 3)
    page.repeat_rows(top, top + 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def write_row(page, line, number, row, columns, looks):
    page.write_number(line, 0, number, looks["cell"])
    for place, column in enumerate(columns, 1):
        value = row[column.name]
        if isinstance(value, datetime.date):
            page.write_datetime(line, place, value, looks["date"])
        elif value:
            page.write_string(line, place, str(value) if isinstance(value, PartialDate) else value, looks["cell"])
        else:
            page.write_blank(line, place, None, looks["cell"])


def offer_lists(page, lines, sheet):
    """The values to choose from in the cells of the rows, and of those still to be typed."""
    first, last = lines
    for place, column in enumerate(sheet.tables[0].columns, 1):
        source = SEX if column.name == "sex" else None
        if (name := LISTED.get(column.name)) and sheet.lists.get(name):
            source = f"={name}!$A$1:$A${len(sheet.lists[name])}"
        if source:
            page.data_validation(first, place, last, place, {"validate": "list", "source": source, "show_error": False})
