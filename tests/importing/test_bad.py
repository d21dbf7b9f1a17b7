"""Categories C to F of vectors/import_bad.json, each a file: what the importer says of it, and that nothing is made up.

A row is told as (status, [(level, field, code)]), guesses of its chi bộ left out; a refused file as the words it says.
Of G here is what a file alone tells; test_every_case.py says where the others are.
"""

import io
import time
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from members.importing.reading import Asked, read
from members.models import Person
from nakhe.spreadsheets.reading import open_book
from nakhe.spreadsheets.safety import Refused
from tests.importing.conftest import TODAY
from tests.importing.offices import in_tcvn3
from tests.importing.sheets import HEADINGS, told, workbook_of

LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]
FINE = [("new", [])]
NO_LIST, NO_NAME, DAMAGED = "không phải danh sách", "Không tìm thấy cột “Họ và tên”", "Tệp"


def named(name, font="Calibri"):
    """A list of one person called *name*, written in *font*."""

    def change(workbook, sheet):
        sheet["B2"].font = Font(name=font)

    return workbook_of(HEADINGS, [1, name, "3/2/1990", "Na Pô"], change=change)


def born(value, **beside):
    return workbook_of([*HEADINGS, *beside], [1, "Vàng Thị Lan", value, "Na Pô", *beside.values()])


def with_number(heading, *values):
    people = ["Vàng Thị Lan", "Hà Văn Tú", "Lù Thị Mai"]
    rows = [[n, people[n], f"3/{n + 2}/1990", "Na Pô", value] for n, value in enumerate(values)]
    return workbook_of([*HEADINGS, heading], *rows)


def of_sheet(change, *rows):
    return workbook_of(*(rows or (HEADINGS, LAN)), change=change)


def patched(data, part, old, new):
    """The workbook with *old* bytes of one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if part in name else content)
    return stream.getvalue()


def drawn(charts=False):
    """A workbook that begins with a chart sheet, or whose only words stand in a text box."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        if charts:
            chart = workbook.add_chart({"type": "column"})
            workbook.add_chartsheet("Bieu do").set_chart(chart)
            chart.add_series({"values": "='Danh sach'!$A$2:$A$2"})
        sheet = workbook.add_worksheet("Danh sach")
        for number, row in enumerate((HEADINGS, LAN) if charts else ()):
            sheet.write_row(number, 0, row)
        if not charts:
            sheet.insert_textbox("B2", "Họ và tên: Vàng Thị Lan")
    return stream.getvalue()


def second(state="visible"):
    def change(workbook, sheet):
        other = workbook.create_sheet("Hai")
        other.append(HEADINGS)
        other.append(LAN)
        other.sheet_state = state

    return of_sheet(change, ["Hướng dẫn"])


def merged_groups(workbook, sheet):
    sheet.merge_cells("A1:A2"), sheet.merge_cells("B1:B2"), sheet.merge_cells("C1:D1"), sheet.merge_cells("E1:E2")


def in_1904(workbook, sheet):
    workbook.epoch = CALENDAR_MAC_1904


def printed(workbook, sheet):
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"


def rich(workbook, sheet):
    fonts = [InlineFont(rFont=name) for name in (".VnTime", "Arial", "Times New Roman")]
    words = ["Vàng ", "Thị ", "Lan"]
    sheet["B2"] = CellRichText(*(TextBlock(font, word) for font, word in zip(fonts, words, strict=True)))


SHEETS = {
    "C01": (workbook_of(), NO_LIST),
    "C02": (second(), FINE),
    "C04": (second("veryHidden"), NO_LIST),
    "C05": (drawn(charts=True), FINE),
    "C07": (
        of_sheet(
            merged_groups,
            ["STT", "Họ và tên", "Ngày sinh", None, "Chi bộ"],
            [None, None, "Nam", "Nữ", None],
            [1, "Vàng Thị Lan", None, "3/2/1990", "Na Pô"],
        ),
        FINE,
    ),
    "C08": (of_sheet(lambda book, sheet: sheet.merge_cells("A1:A2"), HEADINGS, [None] * 4, LAN), FINE),
    "C10": (workbook_of(["STT", "Họ và têm", "Ngày sinh", "Chi bộ"], LAN), NO_NAME),
    "C11": (workbook_of(["STT", *map(in_tcvn3, HEADINGS[1:])], LAN), FINE),
    "C13": (workbook_of(["STT", "Họ\nvà tên", "Ngày\nsinh", "Chi\nbộ"], LAN), FINE),
    "C14": (
        workbook_of([*HEADINGS, "Ngày sinh"], [*LAN, "4/2/1990"]),
        [("ask", [("ask", "birth_date", "two_columns")])],
    ),
    "C16": (workbook_of(["STT", "Ngày sinh", "Chi bộ", "Dân tộc"], [1, "3/2/1990", "Na Pô", "Mông"]), NO_LIST),
    "C17": (workbook_of(HEADINGS[::-1], LAN[::-1]), FINE),
    "C19": (workbook_of([*HEADINGS[:2], None, *HEADINGS[2:]], [*LAN[:2], None, *LAN[2:]]), FINE),
    "C20": (workbook_of(HEADINGS, LAN, ["Tổng cộng", 1]), FINE),
    "C22": (workbook_of(HEADINGS[:3], ["Chi bộ thôn Na Pô"], LAN[:3]), FINE),
    "C23": (workbook_of(HEADINGS, ["=ROW()-1", *LAN[1:]]), FINE),
    "C25": (of_sheet(lambda book, sheet: setattr(sheet.column_dimensions["C"], "hidden", True)), FINE),
    "C26": (of_sheet(lambda book, sheet: sheet.row_dimensions.group(2, 3)), FINE),
    "C28": (drawn(), NO_LIST),
    "C29": (of_sheet(printed), FINE),
    "C31": (of_sheet(lambda book, sheet: setattr(sheet.sheet_view, "rightToLeft", True)), FINE),
    "C32": (
        of_sheet(in_1904, HEADINGS, [1, "Vàng Thị Lan", datetime(1990, 2, 3), "Na Pô"]),
        FINE,
    ),
}  # fmt: skip
GUESSED = [("new", [("warning", "full_name", "legacy_text")])]
NOT_A_NAME = [("error", [("error", "full_name", "not_a_name")])]
SEVERAL = [("ask", [("ask", "full_name", "several_names")])]
TEXTS = {
    "D01": (named(in_tcvn3("Hoàng Văn Bằng"), ".VnTime"), GUESSED),
    "D02": (named(in_tcvn3("Hoàng Văn Bằng", upper=True), ".VnTimeH"), None),
    "D04": (named("Nguye^~n Va(n Hu`ng"), GUESSED),
    "D05": (named("NguyêÞn Vãn Hùng"), None),
    "D07": (named("Nguyá»…n VÄƒn HÃ¹ng"), GUESSED),
    "D08": (named("Nguyễn Văn Hùng"), FINE),
    "D10": (workbook_of(HEADINGS, LAN, [2, in_tcvn3("Hoàng Văn Bằng"), "1/1/1970", "Na Pô"]), [*FINE, *GUESSED]),
    "D11": (named("V\xad¬ng ThÞ Th¶o"), GUESSED),
    "D13": (named("Vàng \ufeffThị Lan"), FINE),
    "D14": (named("Vàng\u202eThị Lan"), NOT_A_NAME),
    "D16": (named("Vàng\tThị\nLan"), FINE),
    "D17": (patched(named("Vàng QQThị Lan"), "worksheets", b"QQ", b"_x000b_"), NOT_A_NAME),
    "D19": (patched(named("Vàng QQThị Lan"), "worksheets", b"QQ", "\ufffe".encode()), DAMAGED),
    "D20": (patched(named("Vàng QQThị Lan"), "worksheets", b"QQ", b"&#0;"), DAMAGED),
    "D22": (named("阮文雄"), NOT_A_NAME),
    "D23": (named("Lе Văn Hùng"), NOT_A_NAME),
    "D25": (named("Ɖỗ Văn Hùng"), [("new", [("warning", "full_name", "lookalike")])]),
    "D26": (named("Va" + "\u0300" * 100 + "ng"), NOT_A_NAME),
    "D28": (named("A"), NOT_A_NAME),
    "D29": (named("123456"), NOT_A_NAME),
    "D31": (named("{{7*7}}"), NOT_A_NAME),
    "D32": (named("{% load %}"), NOT_A_NAME),
    "D34": (named("@SUM(1)"), NOT_A_NAME),
    "D35": (named("-1+1"), NOT_A_NAME),
    "D37": (named("\t=1+1"), NOT_A_NAME),
    "D38": (named("Lan' ; --"), SEVERAL),
    "D40": (named("../Lan"), NOT_A_NAME),
    "D41": (of_sheet(rich), FINE),
    "D43": (named("Vàng Thị Lan (con ông A)"), SEVERAL),
    "D44": (named("Vàng Thị Lan, Vàng Thị Hà"), SEVERAL),
}
NO_DATE = [("error", [("error", "birth_date", "date")])]
ASKED_DATE = [("ask", [("ask", "birth_date", "date")])]
DATES = {
    "E01": (born("12/25/1975"), NO_DATE),
    "E02": (born("31/04/1990"), NO_DATE),
    "E04": (born("03/02/05"), ASKED_DATE),
    "E05": (born("32907"), ASKED_DATE),
    "E07": (
        of_sheet(in_1904, HEADINGS, [1, "Vàng Thị Lan", 31445, "Na Pô"]),
        ASKED_DATE,
    ),
    "E08": (born(60), NO_DATE),
    "E10": (born(1985), FINE),
    "E11": (born("02/1990"), FINE),
    "E13": (born("1985-1990"), NO_DATE),
    "E14": (born("3/2/1990, 4/2/1990"), NO_DATE),
    "E16": (born("1/1/1800"), NO_DATE),
    "E17": (
        born("15/6/1980", **{"Ngày vào Đảng": "1/5/2002", "Ngày chính thức": "1/5/2001"}),
        [("error", [("error", "official_on", "order")])],
    ),
    "E19": (born("15/6/1990", **{"Ngày vào Đảng": "1/5/1985"}), [("error", [("error", "admitted_on", "order")])]),
    "E20": (born(datetime(1990, 2, 3, 7, 30)), ASKED_DATE),
    "E22": (born("=TODAY()"), [("error", [("error", "birth_date", "formula")])]),
    "E23": (born("03021990"), ASKED_DATE),
}  # fmt: skip
NO_CITIZEN = [("error", [("error", "citizen_id", "number")])]
TWICE = {name: [*FINE, ("error", [("error", name, "number_twice")])] for name in ("citizen_id", "card_number")}
NUMBERS = {
    "F01": (with_number("Số CCCD", 10090001234), [("new", [("warning", "citizen_id", "repaired")])]),
    "F02": (with_number("Số CCCD", "1.0090001234E+10"), NO_CITIZEN),
    "F04": (with_number("Số CCCD", "O10090001234"), NO_CITIZEN),
    "F05": (with_number("Số CCCD", "010090001234", "010090001234"), TWICE["citizen_id"]),
    "F07": (with_number("Số thẻ", "07175359", "07175359"), TWICE["card_number"]),
    "F10": (with_number("Số ĐT", "01681234567"), [("new", [("warning", "phone", "repaired")])]),
    "F11": (
        born("3/2/1990", **{"Số CCCD": "010090001234", "Giới tính": "Nữ"}),
        [("new", [("warning", "citizen_id", "citizen_id")])],
    ),
    "F13": (with_number("Xếp loại năm 2023", "Rất tốt"), [("ask", [("ask", "ratings.2023", "rating")])]),
    "F14": (with_number("Xếp loại năm 20O4", "Tốt"), FINE),
    "F16": (
        workbook_of([*HEADINGS, "Xếp loại năm 2023"], [*LAN, "Tốt"], [*LAN, "Xuất sắc"]),
        [*FINE, ("ask", [("ask", "full_name", "repeated")])],
    ),
    "F17": (with_number("Tỷ lệ tham gia", "101 %"), FINE),
    "F19": (with_number("Điểm", "1.234,5", "1,234.5"), FINE * 2),
    "F20": (with_number("Số CCCD", True), NO_CITIZEN),
    "F22": (patched(with_number("Số CCCD", 123454321), "worksheets", b"123454321", b"NaN"), DAMAGED),
    "F23": (patched(with_number("Số CCCD", 123454321), "worksheets", b"123454321", b"7" * 400), NO_CITIZEN),
}  # fmt: skip
ASKED_UNIT = [("ask", [("ask", "unit", "unit")])]
RELATIONS = {
    "G01": (workbook_of(HEADINGS, [*LAN[:3], "Nà Ngần"]), ASKED_UNIT),
    "G02": (
        workbook_of(
            HEADINGS, LAN, [2, "Hà Văn Tú", "1/1/1970", "CB thôn Na Pô"], [3, "Lù Thị Mai", "1980", "CHI BỘ THÔN NA PÔ"]
        ),
        FINE * 3,
    ),
    "G08": (with_number("Chức vụ Đảng", "Chánh tổng"), [("ask", [("ask", "party_office", "office")])]),
    "G13": (
        workbook_of([*HEADINGS, "Số CCCD"], [*LAN, "002190000001"], [*LAN, "002190000002"]),
        [*FINE, ("ask", [("ask", "full_name", "repeated")])],
    ),
}  # fmt: skip
CASES = SHEETS | TEXTS | DATES | NUMBERS | RELATIONS


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_read_as_designed_and_writes_nothing(case, seven_units):
    data, expected = CASES[case]
    began = time.process_time()
    try:
        reading = read(open_book(data, f"{case}.xlsx"), Asked(day=TODAY))
        said = reading.refused or [(row.status, told(row)) for row in reading.rows]
    except Refused as refusal:
        said = str(refusal)

    if isinstance(expected, str):
        assert isinstance(said, str) and expected in said
    elif expected is not None:
        assert said == expected
    assert time.process_time() - began < 5
    assert not Person.objects.exists()


def test_old_capitals_and_old_accents_become_the_name(seven_units):
    """D02 and D05 are guesses, and what they become is told."""
    names = [
        read(open_book(TEXTS[case][0], "a.xlsx"), Asked(day=TODAY)).rows[0].person["full_name"]
        for case in ("D02", "D05")
    ]

    assert names == ["Hoàng Văn Bằng", "Nguyễn Văn Hùng"]
