"""A list without a column that means the name: which of its columns a person may choose, and what is no list at all."""

import io

import openpyxl
import pytest

from members.importing.headings import mapping_key
from members.importing.reading import Asked, read
from members.importing.rest import rest_of
from members.importing.unnamed import looks_like_names
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY
from tests.importing.sheets import read_rows, workbook_of

pytestmark = pytest.mark.django_db
LAN, TU = ["Vàng Thị Lan", "3/2/1990", "Na Pô"], ["HÀ VĂN TÚ", "1970", "Na Pô"]


def choices(*rows, **asked):
    """[(column, heading, field, samples)] to choose from."""
    reading = read_rows(*rows, **asked)
    assert reading.refused
    assert reading.rows == []
    if not reading.is_unnamed:
        return []
    return [(each.column, each.heading, each.field, each.samples) for each in reading.columns]


def test_headings_of_which_none_is_understood_stand_above_names():
    assert choices(["DANH SÁCH"], [], ["Full name", "Born", "Branch"], LAN, TU) == [
        ("A", "Full name", None, ["Vàng Thị Lan", "HÀ VĂN TÚ"]),
        ("B", "Born", None, ["3/2/1990", "1970"]),
        ("C", "Branch", None, ["Na Pô"]),
    ]


def test_headings_that_are_understood_in_part_keep_what_they_mean():
    assert choices(["Đ/c", "Ngày sinh", "Chi bộ"], LAN) == [
        ("A", "Đ/c", None, ["Vàng Thị Lan"]),
        ("B", "Ngày sinh", "birth_date", ["3/2/1990"]),
        ("C", "Chi bộ", "unit", ["Na Pô"]),
    ]


def test_the_columns_below_a_group_are_told_apart():
    found = choices(["Đồng chí", "Đồng chí"], ["Ai", "Sinh"], LAN[:2], TU[:2])

    assert [(column, heading) for column, heading, *_ in found] == [("A", "Ai"), ("B", "Sinh")]


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Ngày sinh", "Chi bộ"], [1, "3/2/1990", "Na Pô"]],
        [["Thôn", "Số hộ", "Trưởng bản"], ["Na Pô", 40, ""], ["Bản Rào", 52, ""]],
        [["Một tờ giấy"], ["Vàng Thị Lan"]],
        [["Bảng", "Số"], ["Nữ", 3], ["", ""], ["Người lập biểu", "Bí thư"], ["Vàng Thị Lan", "Hà Văn Tú"]],
    ],
    ids=["no names", "villages", "one column", "signatures"],
)
def test_what_has_no_column_of_names_has_nothing_to_choose(rows):
    assert choices(*rows) == []


B, C = "Cột B không có tiêu đề, dòng đầu: Vàng Thị Lan", "Cột C không có tiêu đề, dòng đầu: 3/2/1990"
BARE = [[1, *LAN[:2]], [2, *TU[:2]]]


def test_a_list_without_any_headings_shows_what_stands_in_its_first_row():
    assert [(column, heading, samples) for column, heading, _, samples in choices(*BARE)][1:] == [
        ("B", B, ["Vàng Thị Lan", "HÀ VĂN TÚ"]), ("C", C, ["3/2/1990", "1970"]),
    ]  # fmt: skip


def test_why_it_was_refused_names_nobody(db):
    assert "trong các cột: A, B, C. Chọn cột" in read_rows(*BARE).refused


def test_a_list_of_words_without_headings_does_not_begin_with_its_second_person():
    found = choices(["Vàng Thị Lan", "Nữ"], ["Hà Văn Tú", "Nam"])

    assert [samples for *_, samples in found] == [["Vàng Thị Lan", "Hà Văn Tú"], ["Nữ", "Nam"]]


def test_columns_chosen_for_a_list_without_headings_are_read_below_its_title(seven_units):
    chosen = {mapping_key([B]): "full_name", mapping_key([C]): "birth_date"}
    reading = read_rows(["DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN NA PÔ"], *BARE, mapped=chosen)

    assert [(row.row, row.person) for row in reading.rows] == [
        (2, {"full_name": "Vàng Thị Lan", "birth_date": "1990-02-03", "unit": "Chi bộ thôn Na Pô"}),
        (3, {"full_name": "Hà Văn Tú", "birth_date": "1970", "unit": "Chi bộ thôn Na Pô"}),
    ]


def test_columns_chosen_for_one_list_say_nothing_of_another_one():
    chosen = {mapping_key([B]): "full_name", mapping_key([C]): "birth_date"}

    assert choices([1, "Sùng Mí Nô", "Na Pô"], [2, "Giàng Mí Sò", "Na Khê"], mapped=chosen)


def test_what_was_left_of_a_list_without_headings_comes_back(seven_units):
    data = workbook_of(*BARE, [3, "Sùng Mí Nô", "31/2/1985"])
    chosen = {mapping_key([B]): "full_name", mapping_key([C]): "birth_date"}
    asked = Asked(day=TODAY, mapped=chosen, unit=seven_units["Chi bộ thôn Na Pô"].code)
    rest, lines = rest_of(data, "a.xlsx", read(open_book(data, "a.xlsx"), asked), chosen, "")
    sheet = openpyxl.load_workbook(io.BytesIO(rest)).active

    assert (lines, [cell.value for cell in sheet[1]][:3]) == (1, [3, "Sùng Mí Nô", "31/2/1985"])
    assert sheet["D1"].value.startswith("Cột C: “31/2/1985”")


def test_chosen_columns_are_read():
    rows = [["Full name", "Born", "Branch"], LAN, TU]
    reading = read_rows(*rows, mapped={"full name": "full_name", "born": "birth_date", "branch": ""})

    assert [row.person for row in reading.rows] == [
        {"full_name": "Vàng Thị Lan", "birth_date": "1990-02-03"}, {"full_name": "Hà Văn Tú", "birth_date": "1970"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "are_names"),
    [
        (["Vàng Thị Lan", "HÀ VĂN TÚ", "Sùng Mí Nô"], True),
        (["Na Pô", "Bản Rào", "Phú Tỷ"], False),
        (["Vàng Thị Lan", "12", "13", "14"], False),
        (["Trường Tiểu học"], False),
        ([], False),
    ],
)
def test_names_have_more_words_than_villages(values, are_names):
    assert looks_like_names(values) is are_names
