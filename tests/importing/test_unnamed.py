"""A list without a column that means the name: which of its columns a person may choose, and what is no list at all."""

import pytest

from members.importing.unnamed import looks_like_names
from tests.importing.sheets import read_rows

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
        [LAN, TU],
        [["Một tờ giấy"], ["Vàng Thị Lan"]],
        [["Bảng", "Số"], ["Nữ", 3], ["", ""], ["Người lập biểu", "Bí thư"], ["Vàng Thị Lan", "Hà Văn Tú"]],
    ],
    ids=["no names", "villages", "no headings", "one column", "signatures"],
)
def test_what_has_no_column_of_names_has_nothing_to_choose(rows):
    assert choices(*rows) == []


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
