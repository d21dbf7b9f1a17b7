"""Two lists beside each other, under the same headings: everybody of both is read."""

import io

import openpyxl
import pytest

from members.importing.reading import Asked, read
from members.importing.rest import rest_of
from members.models import Person
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY
from tests.importing.sheets import read_rows, workbook_of
from tests.importing.writing import written

pytestmark = pytest.mark.usefixtures("seven_units")
HEADINGS = ["STT", "Họ và tên", "Năm sinh"]
SO, MAI, PAO, CHIEM = ([1, "Giàng Mí Sò", 1961], [2, "Lù Thị Mai", 1968], [3, "Hoàng Văn Páo", 1980],
                       [4, "Lý Văn Chiêm", 1985])  # fmt: skip
TITLE = ["DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN NA PÔ"]
APART = [TITLE, [*HEADINGS, None, *HEADINGS], [*SO, None, *PAO], [*MAI, None, *CHIEM]]
TIGHT = [
    ["CHI BỘ THÔN NA PÔ", None, None, "CHI BỘ THÔN NA KHÊ"], [*HEADINGS, *HEADINGS], [*SO, *PAO], [*MAI],
]  # fmt: skip


def places(reading):
    return [(row.sheet, row.row, row.person["full_name"], row.person.get("unit")) for row in reading.rows]


def test_the_title_over_both_lists_is_that_of_both():
    na_po = "Chi bộ thôn Na Pô"

    assert places(read_rows(*APART)) == [
        ("Sheet", 3, "Giàng Mí Sò", na_po), ("Sheet", 4, "Lù Thị Mai", na_po),
        ("Sheet · cột E–G", 3, "Hoàng Văn Páo", na_po), ("Sheet · cột E–G", 4, "Lý Văn Chiêm", na_po),
    ]  # fmt: skip


def test_that_the_columns_to_the_right_are_a_list_is_a_guess_that_may_be_refused():
    taken = read_rows(*APART)
    (guess,) = [question for question in taken.questions if question.key == "guess|beside"]
    refused = read_rows(*APART, answers={"guess|beside": "leave"})

    assert guess.places == [["Sheet · cột E–G", 3], ["Sheet · cột E–G", 4]]
    told = [problem.message for problem in taken.rows[2].problems if problem.code == "beside"]
    assert told == ["Cột E–G đọc là một danh sách nữa, cạnh danh sách bên trái."]
    assert [row.status for row in taken.rows] == ["new"] * 4
    assert [(row.row, row.status) for row in refused.rows] == [(3, "new"), (4, "new"), (3, "left"), (4, "left")]


def test_each_list_has_the_chi_bo_that_stands_over_it():
    assert places(read_rows(*TIGHT)) == [
        ("Sheet", 3, "Giàng Mí Sò", "Chi bộ thôn Na Pô"), ("Sheet", 4, "Lù Thị Mai", "Chi bộ thôn Na Pô"),
        ("Sheet · cột D–F", 3, "Hoàng Văn Páo", "Chi bộ thôn Na Khê"),
    ]  # fmt: skip


def test_a_chi_bo_in_a_line_merged_over_both_lists_is_that_of_both():
    rows = [[*HEADINGS, *HEADINGS], ["CHI BỘ THÔN NA PÔ"], [*SO, *MAI], ["CHI BỘ THÔN NA KHÊ"], [*PAO, *CHIEM]]
    merged = lambda workbook, sheet: [sheet.merge_cells(each) for each in ("A2:F2", "A4:F4")]  # noqa: E731

    assert [(name, unit) for _, _, name, unit in places(read_rows(*rows, change=merged))] == [
        ("Giàng Mí Sò", "Chi bộ thôn Na Pô"), ("Hoàng Văn Páo", "Chi bộ thôn Na Khê"),
        ("Lù Thị Mai", "Chi bộ thôn Na Pô"), ("Lý Văn Chiêm", "Chi bộ thôn Na Khê"),
    ]  # fmt: skip


def test_two_names_of_one_person_are_one_list():
    headings = ["Họ tên khai sinh", "Họ và tên", "Năm sinh", "Chi bộ"]

    assert len(read_rows(headings, ["Giàng Mí Sò", "Giàng Sò", 1961, "Na Pô"]).rows) == 1


def test_the_spouses_beside_the_members_are_no_list_of_their_own():
    headings = [["Họ và tên", "Năm sinh", "Vợ (chồng)", None], [None, None, "Họ và tên", "Năm sinh"]]
    merged = lambda workbook, sheet: [sheet.merge_cells(each) for each in ("A1:A2", "B1:B2", "C1:D1")]  # noqa: E731
    reading = read_rows(*headings, ["Giàng Mí Sò", 1961, "Vàng Thị Mỷ", 1965], change=merged)

    assert [(row.sheet, row.row, row.status) for row in reading.rows] == [("Sheet", 3, "ask")]


def test_a_line_of_its_own_above_the_headings_may_say_that_they_are_spouses():
    rows = [
        ["Đảng viên", None, "Vợ hoặc chồng"],
        2 * ["Họ và tên", "Năm sinh"],
        ["Giàng Mí Sò", 1961, "Vàng Thị Mỷ", 1965],
    ]

    assert [(row.sheet, row.row, row.status) for row in read_rows(*rows).rows] == [("Sheet", 3, "ask")]


def test_both_lists_are_written_and_change_nothing_again():
    written(*APART)

    assert sorted(Person.objects.values_list("full_name", flat=True)) == sorted(
        ["Giàng Mí Sò", "Lù Thị Mai", "Hoàng Văn Páo", "Lý Văn Chiêm"]
    )
    assert {row.status for row in read_rows(*APART).rows} == {"same"}


def test_what_was_left_of_either_list_comes_back():
    data = workbook_of(*APART[:3], [*MAI, None, 4, "Lý Văn Chiêm", "31/2/1985"])
    rest, lines = rest_of(data, "a.xlsx", read(open_book(data, "a.xlsx"), Asked(day=TODAY)), {}, "")
    sheet = openpyxl.load_workbook(io.BytesIO(rest)).active

    assert (lines, [cell.value for cell in sheet["A"]], sheet.title) == (1, [*TITLE, "STT", 2], "Sheet")
