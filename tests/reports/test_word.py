"""A report as a Word document: the committee's own paper, whatever stands in it."""

from datetime import date

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from members.models import MemberRating, Person
from nakhe.vietnamese.dates import PartialDate
from reports.output import sheet_paper
from reports.output.column_widths import Content, fitted
from reports.output.long_word import with_ending
from reports.output.sheet import Heading, Letterhead, Sheet, SheetTable, SummaryLine
from tests.factories import make_office, make_person
from tests.reports.reading_word import has, opened, papers_of, ruled_tables, texts

DAY = "2024-05-28"
LONG = "Hoàng Thị Nguyễn Phương Thảo Nguyên Ánh Tuyết Bích Ngọc Lan Chi"
NA_KHE = Letterhead(
    name="Đảng bộ xã Na Khê", body="Đảng ủy xã Na Khê", superior="Huyện ủy Yên Minh", place="Na Khê",
    on_behalf_of="T/M BAN THƯỜNG VỤ", signer="Hoàng Đức Thịnh", author="Nông Thị Duyên",
)  # fmt: skip


def sheet(*tables):
    return Sheet("thu", "Báo cáo thử", "Tính đến ngày 28/05/2024", {}, DAY, NA_KHE, list(tables))


NAME_AND_NUMBER = (Heading("name", "Họ và tên"), Heading("count", "Số", kind="count"))


def people(rows, columns=NAME_AND_NUMBER, totals=None, **options):
    return SheetTable("Báo cáo thử", list(columns), rows, totals or {}, [], **options)


def test_it_begins_and_ends_as_the_paper_of_the_day(commune, written):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    document = opened(written("to-chuc", "docx", as_of=DAY))
    said = texts(document)
    assert said[:8] == [
        "HUYỆN ỦY YÊN MINH",
        "ĐẢNG ỦY XÃ NA KHÊ",
        "*",
        "Số -BC/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Na Khê, ngày 28 tháng 5 năm 2024",
        "TỔ CHỨC CHI BỘ VÀ ĐẢNG VIÊN",
        "Tính đến ngày 28/05/2024",
    ]
    assert said[-9:] == [
        "1 trên 3 chi bộ có chi ủy; chưa có: Na Kinh, Công an xã.",
        "Đảng viên: người có tên trong chi bộ ngày đó, kể cả được miễn, đình chỉ, tạm thời ở nơi khác. Dự bị gồm cả "
        "người chưa ghi ngày chính thức; nữ không gồm người chưa ghi giới tính.",
        "Nơi nhận:",
        "- Huyện ủy Yên Minh (báo cáo);",
        "- Lưu.",
        "NGƯỜI LẬP BIỂU",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "Hoàng Đức Thịnh",
    ]


def test_headings_stand_in_two_rows_and_on_every_page(commune, written):
    (table,) = ruled_tables(opened(written("to-chuc", "docx", as_of=DAY)))
    assert table[:2] == [
        ["STT", "Chi bộ", "Loại hình", "Đảng viên", "Trong đó", "Bí thư", "Chi ủy", "Thôn", "Biên giới"],
        ["Chính thức", "Dự bị", "Nữ"],
    ]
    assert table[2] == ["1", "Na Pô", "Thôn", "3", "2", "1", "2", "Vàng Thị Lan", "Có", "Na Pô", "Có"]
    assert table[-1] == ["", "Cộng", "", "5", "4", "1", "2", "", "1", "", "1"]
    rows = opened(written("to-chuc", "docx", as_of=DAY)).tables[1]._tbl.tr_lst
    assert [has(row, "tblHeader") for row in rows] == [True, True, False, False, False, False]
    assert all(has(row, "cantSplit") for row in rows)


def test_a_wide_report_stands_across_a4_and_every_page_is_numbered(commune, written):
    narrow, wide = (opened(written(slug, "docx", as_of=DAY)).sections[0] for slug in ("ket-nap", "bien-dong"))
    assert (narrow.orientation, round(narrow.page_width.mm), round(narrow.page_height.mm)) == (
        WD_ORIENT.PORTRAIT, 210, 297,
    )  # fmt: skip
    assert (wide.orientation, round(wide.page_width.mm), round(wide.page_height.mm)) == (WD_ORIENT.LANDSCAPE, 297, 210)
    fields = [field.text.strip() for field in wide.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_year_is_compared_below_its_total(rated_commune, written):
    """2023: four rated HTTNV; 2022: Lan alone."""
    lan = Person.objects.get(full_name="Vàng Thị Lan")
    MemberRating.objects.create(person=lan, unit=rated_commune.na_po, year=2022, level="GOOD")
    (table,) = ruled_tables(opened(written("xep-loai-dang-vien", "docx", year="2023")))
    total, before, change = table[-3:]
    assert [line[1] for line in (total, before, change)] == ["Cộng", "Năm 2022", "So sánh"]
    assert [line[8] for line in (total, before, change)] == ["4", "1", "+3"]


def test_values_read_as_people_write_them():
    heads = {"date": "Ngày", "share": "%", "change": "±", "score": "Điểm", "flag": "Có", "count": "Số"}
    columns = [Heading(kind, text, kind=kind) for kind, text in heads.items()]
    rows = [
        {"date": date(2024, 5, 8), "share": 14.3, "change": -2, "score": 87.25, "flag": True, "count": 0},
        {"date": PartialDate(1985, 3), "share": 20.0, "change": 3, "score": 90.0, "flag": False, "count": 12},
        {"date": None, "share": None, "change": None, "score": None, "flag": False, "count": None},
    ]
    totals = {"share": 17.0, "count": 12, "flag": 1}
    compared = [SummaryLine("So sánh", {"share": -0.4, "count": 2, "flag": 0}, is_change=True)]
    ((_, *lines),) = ruled_tables(opened(sheet_paper.write(sheet(people(rows, columns, totals, comparison=compared)))))
    assert lines == [
        ["1", "08/05/2024", "14,3", "−2", "87,25", "Có", "0"],
        ["2", "3/1985", "20,0", "+3", "90", "", "12"],
        ["3", "", "", "", "", "", ""],
        ["", "Cộng", "17,0", "", "", "1", "12"],
        ["", "So sánh", "−0,4", "", "", "0", "+2"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "<b>Lan</b>", "Lan & Mai", "&lt;Lan&gt;", "{{ Lan }}", LONG, "Lan\x07"])
def test_a_name_is_text_whatever_it_looks_like(name):
    """A sign that no paper can hold is left out."""
    assert len(LONG) > 60
    data = sheet_paper.write(sheet(people([{"name": name, "count": 1}, {"name": name, "count": 2}])))
    said = name.removesuffix("\x07")
    assert papers_of(data) == [(["Họ và tên", "Số"], [[said, "1"], [said, "2"]])]


def test_a_report_of_nobody_has_its_headings_and_no_total():
    assert papers_of(sheet_paper.write(sheet(people([], totals={"count": 0})))) == [(["Họ và tên", "Số"], [])]


def test_five_thousand_rows_stand_in_their_order():
    rows = [{"name": f"Vàng Thị {number}", "count": number} for number in range(5000)]
    ((_, lines),) = papers_of(sheet_paper.write(sheet(people(rows, totals={"count": 12497500}))))
    assert lines == [[f"Vàng Thị {number}", str(number)] for number in range(5000)]


def test_what_is_too_wide_for_whole_words_goes_on_below(commune, written):
    """The exchange file has 31 columns: the number and the first column are repeated beside those that follow."""
    tables = ruled_tables(opened(written("nhap-lieu-4-0", "docx", as_of=DAY)))
    assert len(tables) > 1
    firsts = [[row[:2] for row in table if row[0].isdigit()] for table in tables]
    assert all(first == firsts[0] for first in firsts)
    ((headings, _),) = papers_of(written("nhap-lieu-4-0", "docx", as_of=DAY))
    assert len(headings) == 31


def test_letters_are_as_large_as_whole_words_allow():
    few = [Content("STT", ["1"]), Content("Họ và tên", ["Vàng Thị Lan"], takes_rest=True)]
    many = [Content("Xếp loại", ["HTXSNV"])] * 14
    assert fitted(few, 165)[0] == 12
    assert round(sum(fitted(few, 165)[1]), 1) == 165
    assert (fitted(many, 165)[0], fitted(many, 165)[2]) == (8, False)
    assert fitted(many, 252)[2]


def test_a_file_knows_its_title_and_no_machine():
    properties = opened(sheet_paper.write(sheet(people([])))).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (
        "Báo cáo thử", "Đảng ủy xã Na Khê", "",
    )  # fmt: skip


# --- Two facing pages ---


def test_the_register_stands_on_two_facing_pages_with_the_same_rows(commune, written):
    """Mẫu 7: six columns left, seven right beside number and name; Na Pô has three members, so two pages."""
    document = opened(written("so-danh-sach", "docx", as_of=DAY, unit=commune.na_po.code))
    left, right = ruled_tables(document)
    assert [len(table[0]) for table in (left, right)] == [7, 9]
    assert [row[:2] for row in left[1:]] == [row[:2] for row in right[1:]]
    assert [row[0] for row in left[1:]] == ["1", "2", "3"]
    assert (left[0][-1], right[0][2]) == ("Ngày vào Đảng, ngày chính thức", "Số thẻ, số lý lịch, số Huy hiệu")
    assert [section.orientation for section in document.sections] == [WD_ORIENT.LANDSCAPE] * 2


def test_a_long_register_goes_on_left_and_right_in_turn():
    """Sixty rows of one line and one of many: every left page has the rows of the right one after it."""
    heads = [Heading(name, name) for name in "abcdef"]
    rows = [{head.name: f"{head.name}{number}" for head in heads} for number in range(60)]
    rows.insert(20, dict.fromkeys("abcdef", "rất dài " * 60))
    tables = ruled_tables(opened(sheet_paper.write(sheet(people(rows, heads, facing=3)))))
    numbers = [[row[0] for row in table[1:]] for table in tables]
    assert numbers[::2] == numbers[1::2] and len(numbers) > 4
    assert [number for page in numbers[::2] for number in page] == [str(n) for n in range(1, 62)]


def test_who_signs_stays_with_the_last_two_rows(commune, written):
    """Of Na Pô, Na Kinh, Công an xã and the total, the last two; then the gap and every note."""
    document = opened(written("to-chuc", "docx", as_of=DAY))
    table = document.tables[1]._tbl
    kept = [all(keeps(cell.p_lst[0]) for cell in row.tc_lst) for row in table.tr_lst[2:]]
    assert kept == [False, False, True, True]
    below = list(table.itersiblings())
    assert all(keeps(each) for each in below[: below.index(document.tables[2]._tbl)])


def test_the_rows_of_a_long_table_that_come_last_are_known_as_they_are_written():
    lines = [("Na Pô", 1), ("Na Kinh", 2), ("Công an xã", 3)]
    assert list(with_ending(lines)) == [("Na Pô", 1, False), ("Na Kinh", 2, True), ("Công an xã", 3, True)]


def test_the_names_of_two_who_sign_stand_level(commune, written):
    """“NGƯỜI LẬP BIỂU” is one line, “T/M BAN THƯỜNG VỤ” and “BÍ THƯ” are two."""
    _, author, signer = opened(written("to-chuc", "docx", as_of=DAY)).tables[-1].rows[0].cells
    assert len(author.paragraphs) == len(signer.paragraphs) == 3


def keeps(paragraph):
    return paragraph.pPr is not None and paragraph.pPr.find(qn("w:keepNext")) is not None
