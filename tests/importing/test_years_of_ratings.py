"""Ratings of several years: in a row or a sheet of their own each, or side by side below any group."""

import io

import openpyxl
import pytest

from members.importing.headings import meaning_of
from members.importing.reading import Asked, read
from members.importing.rest import rest_of
from members.models import MemberRating, Person
from nakhe.spreadsheets.reading import open_book
from tests.importing.conftest import TODAY
from tests.importing.sheets import read_rows, told, workbook_of
from tests.importing.writing import written

pytestmark = pytest.mark.usefixtures("seven_units")
HEADINGS = ["STT", "Họ và tên", "Năm sinh", "Chi bộ", "Năm", "Xếp loại"]
SO, MAI = ["Giàng Mí Sò", 1961, "Na Pô"], ["Lù Thị Mai", 1968, "Na Pô"]
LONG = [HEADINGS, [1, *SO, 2019, "HTTNV"], [2, *SO, 2020, "HTXSNV"], [3, *MAI, "2020", "HTNV"]]
BOTH = {"2019": "GOOD", "2020": "EXCELLENT"}


def ratings(reading):
    return [(row.row, row.person["full_name"], row.person.get("ratings")) for row in reading.rows]


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        (("Kết quả đánh giá, xếp loại các năm", "2019"), "ratings.2019"),
        (("Phân loại đảng viên qua các năm", "Năm 2012"), "ratings.2012"),
        (("Xếp loại từ năm 2019 đến năm 2023", "2021"), "ratings.2021"),
        (("Đánh giá, phân loại đảng viên năm 2012",), "ratings.2012"),
        (("Xếp loại giai đoạn 2019-2023",), "ratings"),
        (("Kết quả xếp loại chi bộ năm 2019",), "None"),
        (("Phân loại",), "None"),
    ],
)
def test_headings_of_ratings_are_made_of_their_words(path, meaning):
    assert str(meaning_of(path)) == meaning


def test_years_below_a_group_that_is_not_merged():
    group = ["STT", "Họ và tên", "Chi bộ", "Kết quả đánh giá, xếp loại các năm", None, None]
    reading = read_rows(
        group, [*[None] * 3, 2019, 2020, 2021], [1, "Giàng Mí Sò", "Na Pô", "HTTNV", "HTXSNV", "Miễn XL"]
    )

    assert ratings(reading) == [(3, "Giàng Mí Sò", BOTH | {"2021": "NOT_RATED"})]


def test_a_row_a_year_is_one_person_with_the_years_of_all():
    reading = read_rows(*LONG)

    assert ratings(reading) == [(2, "Giàng Mí Sò", BOTH), (4, "Lù Thị Mai", {"2020": "COMPLETED"})]
    assert told(reading.rows[0]) == [("warning", "ratings", "joined")]


def test_who_refuses_the_joining_is_asked_about_each_row():
    assert [row.status for row in read_rows(*LONG, answers={"guess|joined": "leave"}).rows] == ["new", "ask", "new"]


def test_a_row_that_only_gives_another_year_is_of_the_person_above():
    reading = read_rows(HEADINGS, [1, *SO, 2019, "HTTNV"], [*[None] * 4, 2020, "HTXSNV"], [2, *MAI, 2020, "HTNV"])

    assert ratings(reading)[0] == (2, "Giàng Mí Sò", BOTH)


@pytest.mark.parametrize(
    "other",
    [[2, "Giàng Mí Sò", 1961, "Na Pô", 2019, "HTNV"], [2, "Giàng Mí Sò", 1962, "Na Pô", 2020, "HTNV"],
     [2, "Giàng Mí Sò", 1961, "Na Khê", 2020, "HTNV"]],
    ids=["the same year", "another birth", "another chi bộ"],
)  # fmt: skip
def test_rows_that_contradict_each_other_stay_two(other):
    assert [row.row for row in read_rows(HEADINGS, [1, *SO, 2019, "HTTNV"], other).rows] == [2, 3]


def test_a_level_that_is_asked_about_joins_its_year_all_the_same():
    rows = HEADINGS, [1, *SO, 2019, "HTTNV"], [2, *SO, 2020, "Khá"]
    (row,) = read_rows(*rows).rows

    assert ("ask", "ratings.2020", "rating") in told(row)


def test_what_is_no_year_is_an_error():
    assert ("error", "rating_year", "year") in told(read_rows(HEADINGS, [1, *SO, "năm ngoái", "HTTNV"]).rows[0])


def book_of_years():
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for year, level in (("2019", "HTTNV"), ("Năm 2020", "HTXSNV")):
        sheet = workbook.create_sheet(year)
        sheet.append([*HEADINGS[:4], "Xếp loại"])
        sheet.append([1, *SO, level])
    stream = io.BytesIO()
    workbook.save(stream)
    return open_book(stream.getvalue(), "xep-loai.xlsx")


def test_a_sheet_a_year_is_one_person_with_the_years_of_all():
    assert ratings(read(book_of_years(), Asked(day=TODAY))) == [(2, "Giàng Mí Sò", BOTH)]


def test_joined_rows_are_written_once_and_change_nothing_again():
    written(*LONG)

    assert Person.objects.count() == 2
    assert sorted(MemberRating.objects.values_list("person__full_name", "year", "level")) == [
        ("Giàng Mí Sò", 2019, "GOOD"), ("Giàng Mí Sò", 2020, "EXCELLENT"), ("Lù Thị Mai", 2020, "COMPLETED"),
    ]  # fmt: skip
    assert [row.status for row in read_rows(*LONG).rows] == ["same", "same"]


def test_joined_rows_that_were_taken_are_not_left():
    data = workbook_of(*LONG, [4, None, 1970, "Na Pô", 2019, "HTNV"])
    rest, lines = rest_of(data, "a.xlsx", read(open_book(data, "a.xlsx"), Asked(day=TODAY)), {}, "")
    sheet = openpyxl.load_workbook(io.BytesIO(rest)).active

    assert (lines, [cell.value for cell in sheet["A"]]) == (1, ["STT", 4])


def fields(reading):
    return {column.heading: column.field for column in reading.columns}


def test_a_year_that_may_be_of_birth_is_none_of_a_rating():
    headings = ["STT", "Họ và tên", "Năm", "Chi bộ", "Xếp loại"]
    reading = read_rows(headings, [1, "Giàng Mí Sò", 1961, "Na Pô", "HTTNV"], [2, "Lù Thị Mai", 2001, "Na Pô", "HTNV"])

    assert fields(reading)["Năm"] is None
    assert [told(row) for row in reading.rows] == 2 * [[("ask", "ratings", "year")]]


def test_a_list_without_births_has_years_of_ratings_that_nobody_can_be_born_in():
    reading = read_rows(["Họ và tên", "Chi bộ", "Năm", "Xếp loại"], ["Giàng Mí Sò", "Na Pô", 2019, "HTTNV"])

    assert ratings(reading) == [(2, "Giàng Mí Sò", {"2019": "GOOD"})]


def test_whoever_leaves_the_column_of_years_out_is_heard():
    reading = read_rows(*LONG, mapped={"năm": ""})

    assert fields(reading)["Năm"] is None
    assert all("ratings" not in row.person for row in reading.rows)


def test_rows_that_tell_another_day_of_leaving_are_not_joined():
    reading = read_rows(
        [*HEADINGS, "Ngày chuyển đi"], [1, *SO, 2019, "HTTNV", "1/2/2021"], [2, *SO, 2020, "HTNV", "3/4/2022"]
    )

    assert [row.beside["left_for_on"] for row in reading.rows] == ["2021-02-01", "2022-04-03"]
    assert [row.status for row in reading.rows] == ["new", "ask"]


def test_a_row_left_out_takes_no_other_year_along():
    elsewhere = [*SO[:2], "Khâu Vai", 2019, "HTTNV"]
    reading = read_rows(HEADINGS, [1, *elsewhere], [2, *SO, 2020, "HTNV"], answers={"unit|khau vai": "skip"})

    assert [(row.row, row.status) for row in reading.rows] == [(2, "left"), (3, "ask")]


def test_the_other_year_of_who_was_left_comes_back_though_all_else_of_its_sheet_was_taken():
    headings = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Xếp loại năm"]
    said = {
        "2019": [1, "Giàng Mí Sò", "31/2/1961", "Na Pô", "HTTNV"],
        "2020": [1, "Giàng Mí Sò", None, "Na Pô", "HTNV"],
    }
    workbook = openpyxl.Workbook()
    for year, row in said.items():
        sheet = workbook.create_sheet(year)
        sheet.append([*headings[:-1], f"Xếp loại năm {year}"])
        sheet.append(row)
    sheet.append([2, "Lù Thị Mai", 1968, "Na Pô", "HTNV"])
    workbook.remove(workbook.worksheets[0])
    stream = io.BytesIO()
    workbook.save(stream)
    reading = read(open_book(stream.getvalue(), "a.xlsx"), Asked(day=TODAY))
    rest, _ = rest_of(stream.getvalue(), "a.xlsx", reading, {}, "")
    sheets = openpyxl.load_workbook(io.BytesIO(rest)).worksheets

    assert [(row.row, row.status) for row in reading.rows] == [(2, "error"), (3, "new")]
    assert [(sheet.title, [cell.value for cell in sheet["B"]]) for sheet in sheets] == [
        ("2019", ["Họ và tên", "Giàng Mí Sò"]), ("2020", ["Họ và tên", "Giàng Mí Sò"]),
    ]  # fmt: skip
