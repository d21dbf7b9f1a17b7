"""Files: a letterhead as of the date, typed cells, and nothing that a spreadsheet would execute."""

from datetime import date, datetime

import pytest

from members.models import Person
from reports.output.sheet import ROOM
from tests.factories import join, make_office, make_person
from tests.reports.asking import csv_lines, worksheets
from units.models import UnitName

DAY = "2024-05-28"


def texts(page):
    return [cell.value for line in page.iter_rows() for cell in line if isinstance(cell.value, str) and cell.value]


def test_the_letterhead_names_the_bodies_of_the_day(commune, written):
    make_office(make_person("Hoàng Đức Thịnh"), commune.unit)
    (page,) = worksheets(written("to-chuc", "xlsx", as_of=DAY))
    assert texts(page)[:9] == [
        "HUYỆN ỦY YÊN MINH",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG ỦY XÃ NA KHÊ",
        "Na Khê, ngày 28 tháng 5 năm 2024",
        "*",
        f"Số {ROOM}-BC/ĐU",
        "TỔ CHỨC CHI BỘ VÀ ĐẢNG VIÊN",
        "Tính đến ngày 28/05/2024",
        "STT",
    ]
    assert texts(page)[-7:] == [
        *("Nơi nhận:", "NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ"),
        *("- Huyện ủy Yên Minh (báo cáo);", "BÍ THƯ"),
        *("- Lưu.", "Hoàng Đức Thịnh"),
    ]


def test_after_the_merger_the_new_name_stands_there(commune, written):
    merger = date(2025, 7, 1)
    old = UnitName.objects.get(unit=commune.unit)
    old.ended_on = merger
    old.save()
    UnitName.objects.create(
        unit=commune.unit, name="Đảng bộ xã Bạch Đích", short_name="Bạch Đích",
        committee_name="Đảng ủy xã Bạch Đích", place="Bạch Đích", started_on=merger,
    )  # fmt: skip
    (page,) = worksheets(written("to-chuc", "xlsx", as_of="2025-07-01"))
    assert texts(page)[2:4] == ["ĐẢNG ỦY XÃ BẠCH ĐÍCH", "Bạch Đích, ngày 01 tháng 7 năm 2025"]
    (page,) = worksheets(written("to-chuc", "xlsx", as_of="2025-06-30"))
    assert texts(page)[2] == "ĐẢNG ỦY XÃ NA KHÊ"


def test_the_paper_is_a4_with_repeated_headings(commune, written):
    (wide,) = worksheets(written("bien-dong", "xlsx", as_of=DAY))
    (narrow,) = worksheets(written("to-chuc", "xlsx", as_of=DAY))
    assert (wide.page_setup.paperSize, wide.page_setup.orientation) == (9, "landscape")
    assert (narrow.page_setup.paperSize, narrow.page_setup.orientation) == (9, "portrait")
    assert wide.sheet_properties.pageSetUpPr.fitToPage
    assert (wide.page_setup.fitToWidth or 1, wide.page_setup.fitToHeight) == (1, 0)
    assert wide.print_title_rows == "$7:$8"
    assert wide.freeze_panes == "C9"
    assert wide["A7"].font.name == "Times New Roman"


def test_upper_headings_are_merged_over_what_they_join(commune, written):
    (page,) = worksheets(written("to-chuc", "xlsx", as_of=DAY))
    assert {"A7:A8", "B7:B8", "E7:G7"} <= {str(merged) for merged in page.merged_cells.ranges}
    assert (page["E7"].value, page["E8"].value) == ("Trong đó", "Chính thức")


def test_cells_are_typed(commune, written):
    (page,) = worksheets(written("ket-nap", "xlsx", as_of=DAY))
    row = [cell.value for cell in page[9]]
    assert row == [1, "Hoàng Thị Mai", "Na Pô", None, datetime(2024, 1, 10), None, "Nữ", 23]
    (page,) = worksheets(written("co-cau", "xlsx", as_of=DAY))
    assert (page["D8"].value, page["D8"].number_format) == (60.0, "0.0")


def test_a_formula_in_a_name_stays_text(commune, written):
    person = make_person("=HYPERLINK(0)", introducers="x", sex="F")
    join(person, commune.na_kinh, date(2024, 2, 2))
    (page,) = worksheets(written("ket-nap", "xlsx", as_of=DAY))
    assert (page["B10"].value, page["B10"].data_type) == ("=HYPERLINK(0)", "s")
    assert csv_lines(written("ket-nap", "csv", as_of=DAY))[2][0] == "'=HYPERLINK(0)"


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_disarms_every_opening(commune, written, opening):
    Person.objects.filter(full_name="Hoàng Thị Mai").first().memberships.update(started_on=date(2023, 1, 1))
    join(make_person(f"{opening}1+1"), commune.na_kinh, date(2024, 2, 2))
    assert csv_lines(written("ket-nap", "csv", as_of=DAY))[1][0] == f"'{opening}1+1"


def test_csv_of_several_tables_names_each(commune, written):
    lines = csv_lines(written("boi-duong", "csv", as_of=DAY))
    assert lines[0] == ["Lượt bồi dưỡng theo lớp, chi bộ"]
    assert ["Số người được bồi dưỡng"] in lines
