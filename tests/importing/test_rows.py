"""Rows and sheets with their traps: what is a person, where it belongs, what contradicts itself."""

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from members.importing.headings import plain
from tests.factories import make_unit
from tests.importing.conftest import TODAY
from tests.importing.sheets import HEADINGS, read_person, read_rows, told
from units.models import UnitName

LAN, HA = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, "Hà Văn Tú", "1/1/1970", "Na Pô"]
pytestmark = pytest.mark.usefixtures("seven_units")


def names(reading):
    return [row.person.get("full_name") for row in reading.rows]


def second_sheet(*rows, state="visible"):
    def change(workbook, sheet):
        other = workbook.create_sheet("Hai")
        for row in rows:
            other.append(row)
        other.sheet_state = state

    return change


# --- Where the list is ---


def test_the_list_may_stand_on_the_second_sheet():
    reading = read_rows(["Hướng dẫn nhập liệu"], change=second_sheet(HEADINGS, LAN))

    assert (names(reading), reading.rows[0].sheet) == (["Vàng Thị Lan"], "Hai")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_holds_nobody(state):
    assert names(read_rows(HEADINGS, HA, change=second_sheet(HEADINGS, LAN, state=state))) == ["Hà Văn Tú"]
    assert read_rows(["Hướng dẫn"], change=second_sheet(HEADINGS, LAN, state=state)).refused


def test_an_empty_file_and_a_list_of_nobody_are_refused():
    assert "không phải danh sách đảng viên" in read_rows().refused
    assert "không có dòng đảng viên nào" in read_rows(HEADINGS).refused


def test_a_misspelt_heading_is_named_and_can_be_mapped_by_hand():
    rows = (["STT", "Họ và têm", "Ngày sinh", "Chi bộ", "Giới tính"], [*LAN, "Nữ"])
    refused = read_rows(*rows)

    assert "“Họ và têm”" in refused.refused
    assert [column.field for column in refused.columns] == ["row_number", None, "birth_date", "unit", "sex"]
    assert names(read_rows(*rows, mapped={plain("Họ và têm"): "full_name"})) == ["Vàng Thị Lan"]


def test_a_column_mapped_to_nothing_is_left_out():
    reading = read_rows([*HEADINGS, "Dân tộc"], [*LAN, "Mông"], mapped={plain("Dân tộc"): ""})

    assert "ethnicity" not in reading.rows[0].person
    assert reading.columns[-1].field is None


def test_columns_in_any_order_with_blank_ones_between():
    reading = read_rows([None, "Chi bộ", None, "Ngày sinh", "Họ tên"], [None, "Na Pô", None, "1985", "Vàng Thị Lan"])

    assert reading.rows[0].person == {
        "full_name": "Vàng Thị Lan",
        "birth_date": "1985",
        "unit": "Chi bộ thôn Na Pô",
    }


def test_headings_printed_again_on_the_next_page_are_nobody():
    assert names(read_rows(HEADINGS, LAN, HEADINGS, ["(1)", "(2)", "(3)", "(4)"], HA)) == ["Vàng Thị Lan", "Hà Văn Tú"]


def test_hidden_rows_and_columns_are_read_and_a_hidden_row_is_remarked():
    def hide(workbook, sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True

    row = read_rows(HEADINGS, LAN, change=hide).rows[0]

    assert row.person["birth_date"] == "1990-02-03"
    assert told(row) == [("warning", "", "hidden_row")]


# --- Where a row belongs ---


def test_sub_headings_give_the_unit_with_numbers_and_counts():
    reading = read_rows(
        HEADINGS[:3],
        ["I", "Chi bộ thôn Na Pô"], LAN[:3],
        ["II", "CHI BỘ CÔNG AN XÃ (1 đ/c)"], HA[:3],
        [None, "Trường Tiểu học"], [3, "Lù Thị Mai", "1985"],
        ["Cộng", None, 3],
    )  # fmt: skip

    units = [row.person["unit"] for row in reading.rows]
    assert units == ["Chi bộ thôn Na Pô", "Chi bộ Công an xã", "Chi bộ Trường Tiểu học"]


def test_a_unit_that_is_in_no_list_is_asked_once_however_it_is_written():
    rows = (
        HEADINGS,
        [*LAN[:3], "Lùng Vài"],
        [*HA[:3], "CB thôn Lùng Vài"],
        [3, "Lù Thị Mai", "1985", "Chi bộ Lùng Vài"],
    )
    reading = read_rows(*rows)
    (question,) = reading.questions

    assert reading.summary["ask"] == 3
    assert len(question.places) == 3
    code = question.options[0].value
    answered = read_rows(*rows, answers={question.key: code})
    assert {row.person["unit"] for row in answered.rows} == {question.options[0].label}
    assert [row.status for row in read_rows(*rows, answers={question.key: "skip"}).rows] == ["left"] * 3


def test_of_two_units_of_one_name_the_one_that_still_exists_is_meant(seven_units):
    commune = seven_units["Chi bộ thôn Na Pô"].parent_on(TODAY)
    make_unit("Chi bộ thôn Cốc Pảng", commune, ended_on=date(2020, 1, 1))
    gone = read_rows(HEADINGS, [*LAN[:3], "Cốc Pảng"]).rows[0]
    new = make_unit("Chi bộ thôn Cốc Pảng", commune, started_on=date(2020, 1, 1))
    (row,) = read_rows(HEADINGS, [*LAN[:3], "Cốc Pảng"]).rows

    assert told(gone) == [("warning", "unit", "unit_ended"), ("error", "unit", "unit_ended")]
    assert (told(row), row.person["unit"]) == ([], new.latest_name)


def test_a_former_name_is_a_guess_of_the_unit_as_it_is_called_now(seven_units):
    unit = seven_units["Chi bộ thôn Na Pô"]
    UnitName.objects.filter(unit=unit).update(ended_on=date(2020, 1, 1))
    UnitName.objects.create(
        unit=unit, name="Chi bộ thôn Na Pô Mới", short_name="Na Pô Mới", started_on=date(2020, 1, 1)
    )
    (row,) = read_rows(HEADINGS, LAN).rows
    (guess,) = [problem for problem in row.problems if problem.code != "since"]

    assert row.person["unit"] == "Chi bộ thôn Na Pô Mới"
    assert (guess.code, guess.before, guess.after) == ("unit_guess", "Na Pô", "Chi bộ thôn Na Pô Mới")


def test_a_guessed_unit_may_be_refused():
    reading = read_rows(HEADINGS, LAN)
    (guess,) = reading.questions

    refused = read_rows(HEADINGS, LAN, answers={guess.key: "leave"})
    assert (reading.rows[0].status, refused.rows[0].status) == ("new", "ask")


def test_without_any_unit_the_file_is_asked_and_the_command_may_say_it(seven_units):
    rows = (["Họ và tên", "Ngày sinh"], ["Vàng Thị Lan", "3/2/1990"], ["Hà Văn Tú", "1970"])
    code = seven_units["Chi bộ thôn Bản Rào"].code

    assert [told(row) for row in read_rows(*rows).rows] == [[("ask", "unit", "unit")]] * 2
    assert {row.person["unit"] for row in read_rows(*rows, unit=code).rows} == {"Chi bộ thôn Bản Rào"}
    assert {row.person["unit"] for row in read_rows(*rows, answers={"unit|": code}).rows} == {"Chi bộ thôn Bản Rào"}


def test_the_own_unit_of_a_row_comes_before_that_of_the_command(seven_units):
    code = seven_units["Chi bộ thôn Bản Rào"].code

    assert read_rows(HEADINGS, LAN, unit=code).rows[0].person["unit"] == "Chi bộ thôn Na Pô"


def test_a_title_may_name_the_unit_and_is_shown_as_a_guess():
    title, headings = ["DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN NA PÔ NĂM 2023"], ["Họ và tên", "Ngày sinh"]
    (row,) = read_rows(title, headings, ["Vàng Thị Lan", "3/2/1990"]).rows
    (refused,) = read_rows(title, headings, ["Vàng Thị Lan", "3/2/1990"], answers={"guess|unit|title": "leave"}).rows
    (several,) = read_rows(["CÁC CHI BỘ TRỰC THUỘC"], headings, ["Vàng Thị Lan", "3/2/1990"]).rows

    assert (row.status, row.person["unit"], told(row)) == ("new", "Chi bộ thôn Na Pô", [("warning", "unit", "title")])
    assert told(refused) == told(several) == [("ask", "unit", "unit")]


def test_a_note_may_say_the_unit_and_who_is_exempt_where_no_column_does():
    headings = ["Họ và tên", "Ngày sinh", "Ghi chú"]
    said, plain_note = read_rows(
        headings,
        ["Vàng Thị Lan", "3/2/1990", "Na Pô; miễn sinh hoạt từ 1/1/2022; tổ trưởng"],
        ["Hà Văn Tú", "1970", "Bản Rào"],
    ).rows
    (kept,) = read_rows([*headings, "Chi bộ"], ["Vàng Thị Lan", "1990", "Na Pô", "Bản Rào"]).rows

    assert said.person | {"full_name": ""} == {
        "full_name": "",
        "birth_date": "1990-02-03",
        "unit": "Chi bộ thôn Na Pô",
        "status": "EXEMPT",
        "note": "tổ trưởng",
    }
    assert said.beside["exempt_since_on"] == "2022-01-01"
    assert told(said) == [("warning", "unit", "note"), ("warning", "status", "note")]
    assert ("note" in plain_note.person, plain_note.person["unit"]) == (False, "Chi bộ thôn Bản Rào")
    assert (kept.person["note"], kept.person["unit"]) == ("Na Pô", "Chi bộ thôn Bản Rào")


# --- Years of ratings ---


def test_a_rating_without_a_year_takes_it_from_the_title_or_the_command_or_asks():
    rows = (["Họ và tên", "Chi bộ", "Xếp loại"], ["Vàng Thị Lan", "Na Pô", "Tốt"])
    titled = (["DANH SÁCH XẾP LOẠI ĐẢNG VIÊN NĂM 2021"], *rows)
    asked = read_rows(*rows)
    (question,) = [each for each in asked.questions if each.key.startswith("year")]

    assert told(asked.rows[0]) == [("ask", "ratings", "year")]
    assert read_rows(*rows, answers={question.key: "2023"}).rows[0].person["ratings"] == {"2023": "GOOD"}
    assert read_rows(*rows, year="2022").rows[0].person["ratings"] == {"2022": "GOOD"}
    assert read_rows(*titled).rows[0].person["ratings"] == {"2021": "GOOD"}


def test_the_last_rating_of_a_year_counts_and_a_self_rating_only_alone():
    headings = ["Họ và tên", "Chi bộ", "Tự xếp loại", "Chi bộ xếp loại", "Xếp loại đảng viên"]
    reading = read_rows(headings, ["Vàng Thị Lan", "Na Pô", "HTXS", "HTT", "HTNV"], year="2023")
    alone = read_rows([*headings[:3]], ["Vàng Thị Lan", "Na Pô", "HTXS"], year="2023")

    assert reading.rows[0].person["ratings"] == {"2023": "COMPLETED"}
    assert [column.field for column in reading.columns[2:]] == [None, None, "ratings"]
    assert alone.rows[0].person["ratings"] == {"2023": "EXCELLENT"}


def test_years_below_a_group_and_crosses_below_a_year():
    years = read_rows(
        ["Họ và tên", "Chi bộ", "Xếp loại", None],
        [None, None, 2021, "Năm 2022"],
        ["Vàng Thị Lan", "Na Pô", "HTXS", "Tốt"],
    )
    crosses = read_rows(
        ["Họ và tên", "Chi bộ", "Xếp loại năm 2022", None],
        [None, None, "HTXSNV", "HTTNV"],
        ["Vàng Thị Lan", "Na Pô", None, "x"],
    )

    assert years.rows[0].person["ratings"] == {"2021": "EXCELLENT", "2022": "GOOD"}
    assert crosses.rows[0].person["ratings"] == {"2022": "GOOD"}


# --- What contradicts itself ---


def test_two_columns_that_differ_are_asked_and_two_addresses_are_not():
    headings = ["Họ và tên", "Chi bộ", "Ngày sinh", "Sinh ngày", "Thường trú", "Nơi ở hiện nay"]
    row = read_rows(headings, ["Vàng Thị Lan", "Na Pô", "3/2/1990", "4/2/1990", "Thôn Na Pô", "Thôn Bản Rào"]).rows[0]

    assert told(row) == [("ask", "birth_date", "two_columns"), ("warning", "residence", "two_columns")]
    assert "birth_date" not in row.person
    assert row.person["residence"] == "Thôn Na Pô"


def test_both_names_of_a_person():
    headings = ["Họ tên khai sinh", "Họ và tên", "Chi bộ"]
    both, one = read_rows(headings, ["Vàng Thị Lan", "Vàng Lan", "Na Pô"], [None, "Hà Văn Tú", "Na Pô"]).rows

    assert (both.person["full_name"], both.person["name_in_use"]) == ("Vàng Thị Lan", "Vàng Lan")
    assert (one.person["full_name"], "name_in_use" in one.person) == ("Hà Văn Tú", False)


@pytest.mark.parametrize("headings", [["Họ và tên", None], ["Họ và tên đệm", "Tên"], ["Họ đệm", "Tên"]])
def test_a_name_in_two_columns_is_joined_again(headings):
    def merge(workbook, sheet):
        if headings[1] is None:
            sheet.merge_cells("A1:B1")

    row = read_rows([*headings, "Ngày sinh", "Chi bộ"], ["Vàng Thị", "Lan", "3/2/1990", "Na Pô"], change=merge).rows[0]

    assert row.person["full_name"] == "Vàng Thị Lan"
    assert row.status == "new"


def test_a_number_beside_the_headings_hides_none_of_them():
    assert names(read_rows([*HEADINGS, 12], LAN)) == ["Vàng Thị Lan"]


def test_nam_and_nu_without_a_group_are_crosses_or_dates():
    headings = ["Họ và tên", "Chi bộ", "Nam", "Nữ"]
    dates = read_rows(headings, ["Vàng Thị Lan", "Na Pô", None, "3/2/1990"], ["Hà Văn Tú", "Na Pô", 1985, None]).rows
    (crosses,) = read_rows(headings, ["Vàng Thị Lan", "Na Pô", None, "x"]).rows

    assert [(row.person["sex"], row.person["birth_date"]) for row in dates] == [("F", "1990-02-03"), ("M", "1985")]
    assert crosses.person["sex"] == "F"
    assert "birth_date" not in crosses.person


def test_the_citizen_number_is_compared_with_birth_and_sex():
    row = read_person(**{"Số CCCD": "002190001234", "Giới tính": "Nam", "Ngày sinh": "3/2/1991"})

    assert row.status == "new"
    assert told(row) == [("warning", "citizen_id", "citizen_id")] * 2


def test_the_former_identity_card_counts_where_no_other_number_is_asked_for():
    alone = read_person(**{"Số CMND cũ (nếu có)": "073632515"})
    beside = read_person(**{"Số CCCD": None, "Số CMND cũ (nếu có)": "073632515"})

    assert alone.person["citizen_id"] == "073632515"
    assert ("citizen_id" in beside.person, beside.beside["old_citizen_number"]) == (False, "073632515")


@pytest.mark.parametrize(
    ("born", "admitted", "official", "status"),
    [
        ("3/2/1990", "2/2/2008", None, "error"),
        ("3/2/1990", "3/2/2008", None, "new"),
        ("1990", "15/1/2008", None, "new"),
        ("15/6/1980", "1/5/2002", "1/5/2001", "error"),
        ("15/6/1980", "1/5/2000", "1/6/2000", "new"),
    ],
)
def test_dates_stand_in_their_order(born, admitted, official, status):
    row = read_person(**{"Ngày sinh": born, "Ngày vào Đảng": admitted, "Ngày chính thức": official})

    assert row.status == status


def test_party_age_is_compared_on_the_day_of_the_list_and_never_taken():
    title, headings = ["Tính đến ngày 31/12/2022"], ["Họ và tên", "Chi bộ", "Ngày vào Đảng", "Tuổi Đảng"]
    right, wrong = read_rows(
        title, headings, ["Vàng Thị Lan", "Na Pô", "25/6/2000", 22], ["Hà Văn Tú", "Na Pô", "25/6/2000", 23]
    ).rows

    assert (told(right), told(wrong)) == ([], [("warning", "party_age", "party_age")])
    assert "party_age" not in wrong.person


def test_formulas_without_a_saved_result_are_refused_where_a_value_is_needed():
    row = read_rows(HEADINGS, ["=ROW()-1", "Vàng Thị Lan", "=TODAY()", "Na Pô"]).rows[0]

    assert told(row) == [("error", "birth_date", "formula")]


def test_the_1904_system_counts_from_1904():
    def change(workbook, sheet):
        workbook.epoch = CALENDAR_MAC_1904

    cell, number = read_rows(
        HEADINGS, [1, "Vàng Thị Lan", datetime(1990, 2, 3), "Na Pô"], [2, "Hà Văn Tú", 31445, "Na Pô"], change=change
    ).rows

    assert (cell.person["birth_date"], cell.status) == ("1990-02-03", "new")
    assert (number.person["birth_date"], number.status) == ("1990-02-03", "ask")


@pytest.mark.parametrize("written", [True, "NaN", "9" * 300, 1e30, "=1+1", "<script>", "010090001234; DROP"])
def test_what_is_no_number_is_refused_and_nothing_is_made_of_it(written):
    row = read_person(**{"Số CCCD": written})

    assert row.status == "error"
    assert "citizen_id" not in row.person


def test_text_like_a_formula_in_a_note_stays_text():
    assert read_person(**{"Ghi chú": "@SUM(1)"}).person["note"] == "@SUM(1)"


# --- The same person twice ---


def test_a_row_that_repeats_another_waits_and_may_be_left_out():
    reading = read_rows(HEADINGS, LAN, [2, *LAN[1:]])
    (question,) = [each for each in reading.questions if each.key.startswith("repeat")]

    assert [row.status for row in reading.rows] == ["new", "ask"]
    left = read_rows(HEADINGS, LAN, [2, *LAN[1:]], answers={question.key: "skip"})
    assert [row.status for row in left.rows] == ["new", "left"]
    two = read_rows(HEADINGS, LAN, [2, *LAN[1:]], answers={question.key: "two"})
    assert [row.status for row in two.rows] == ["new", "new"]


def test_one_number_for_two_people_is_an_error_of_the_later_row():
    headings = [*HEADINGS, "Số thẻ"]
    reading = read_rows(headings, [*LAN, "07175359"], [*HA, "07175359"])

    assert [row.status for row in reading.rows] == ["new", "error"]
    assert "dòng 2" in reading.rows[1].problems[-1].message
    assert "Vàng Thị Lan" in reading.rows[1].problems[-1].message
