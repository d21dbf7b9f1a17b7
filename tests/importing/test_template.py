"""The template: what it offers is what the importer reads; its example is nobody."""

import io
from datetime import date

import openpyxl
import pytest

from members.importing.headings import meaning_of
from members.importing.reading import Asked, read
from members.importing.template import COLUMNS, EXAMPLES, HEADINGS, template
from nakhe.access import SYSTEM
from nakhe.spreadsheets.reading import open_book
from tests.factories import make_commune, make_unit, make_user

DAY = date(2026, 11, 26)


@pytest.fixture
def sheet(seven_units):
    return openpyxl.load_workbook(io.BytesIO(template(SYSTEM, DAY))).worksheets[0]


def read_back(sheet, **asked):
    stream = io.BytesIO()
    sheet.parent.save(stream)
    return read(open_book(stream.getvalue(), "mau.xlsx"), Asked(day=DAY, **asked))


def test_every_heading_is_the_field_that_it_was_made_of(sheet):
    meanings = [str(meaning_of((cell.value,))) for cell in sheet[HEADINGS]]

    assert meanings == [*COLUMNS, "ratings.2023", "ratings.2024", "ratings.2025"]


def test_the_example_is_nobody(sheet):
    assert read_back(sheet).refused == (
        "Danh sách trong tệp không có dòng đảng viên nào dưới dòng tiêu đề. Kiểm tra lại tệp."
    )


def test_a_line_filled_in_like_the_example_is_read_whole_and_nothing_is_asked(sheet):
    for cell in sheet[HEADINGS + 1]:
        sheet.cell(HEADINGS + 2, cell.column, cell.value).number_format = "@"
    sheet.cell(HEADINGS + 2, 1).value = "1"
    (row,) = read_back(sheet).rows

    assert [problem.message for problem in row.problems if problem.level != "warning"] == []
    assert row.status == "new"
    said = {key for key in COLUMNS[1:] if EXAMPLES.get(key)} | {"unit", "ratings"}
    assert said <= set(row.person)
    assert row.person["ratings"] == dict.fromkeys(("2023", "2024", "2025"), "GOOD")
    assert (row.person["birth_date"], row.person["card_number"]) == ("1990-02-03", "07000001")


def test_every_word_to_choose_from_is_understood(sheet):
    """Drop-downs: one line for every word, of each column beside the last."""
    lists = sheet.parent["Danh mục"]
    offered = {n: [cell.value for cell in column if cell.value] for n, column in enumerate(lists.columns, 1)}
    longest = max(map(len, offered.values()))
    for line in range(longest):
        row = HEADINGS + 2 + line
        sheet.cell(row, 2, f"Lý Văn {chr(65 + line // 26)}{chr(97 + line % 26)}")
        for column, words in offered.items():
            if words:
                sheet.cell(row, column, words[line % len(words)])
    rows = read_back(sheet).rows
    chosen = {key: set(offered[n]) for n, key in enumerate(COLUMNS, 1) if offered[n]}
    plain = set(chosen) - {"status", "party_office"}  # when somebody left, or who else is secretary, is asked
    waiting = [each.message for row in rows for each in row.problems if each.level != "warning" and each.field in plain]

    assert len(rows) == longest > 50  # the peoples of Quyết định 121-TCTK/PPCĐ are 54
    assert waiting == []
    assert {key: len({row.person.get(key) for row in rows}) for key in chosen} == {
        key: len(words) for key, words in chosen.items()
    }


def test_there_are_drop_downs_of_ones_own_chi_bo(sheet):
    commune = make_commune("Đảng bộ xã Phú Lũng")
    make_unit("Chi bộ thôn Phú Lũng", commune)
    made = openpyxl.load_workbook(io.BytesIO(template(make_user("OFFICE", commune), DAY)))
    column = COLUMNS.index("unit") + 1

    assert [cell.value for cell in list(made["Danh mục"].columns)[column - 1] if cell.value] == ["Chi bộ thôn Phú Lũng"]
    chosen = [each for each in made.worksheets[0].data_validations.dataValidation if "G4" in each.sqref]
    assert [each.formula1 for each in chosen] == ["'Danh mục'!$G$1:$G$1"]
