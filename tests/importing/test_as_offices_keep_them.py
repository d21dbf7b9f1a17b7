"""Files as offices keep them, each with one trap: nobody is invented, moved or renamed unseen, nothing lost unsaid."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from members.importing.reading import Asked, read
from members.importing.rest import rest_of
from members.importing_units.reading import read_units
from members.models import IdentityNumber, MemberRating, Membership, Office, Qualification
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_office,
    make_person,
    make_unit,
    make_village,
)
from tests.importing.conftest import TODAY
from tests.importing.sheets import HEADINGS, read_person, read_rows, told, workbook_of
from tests.importing.writing import person_written, written

LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]
pytestmark = pytest.mark.usefixtures("na_po")


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3))


def names_and_units(reading):
    return [(row.person.get("full_name"), row.person.get("unit")) for row in reading.rows]


# --- Lists below each other ---


def test_a_second_list_below_has_its_own_columns():
    """“Ngày vào Đảng” stands where the list above has “Ngày sinh”."""
    reading = read_rows(
        HEADINGS, LAN, [], ["DANH SÁCH ĐẢNG VIÊN MỚI KẾT NẠP"],
        ["STT", "Họ và tên", "Ngày vào Đảng", "Chi bộ"], [1, "Giàng Mí Sò", "19/5/2025", "Na Khê"],
    )  # fmt: skip

    assert [(row.row, row.person) for row in reading.rows] == [
        (2, {"full_name": "Vàng Thị Lan", "birth_date": "1990-02-03", "unit": "Chi bộ thôn Na Pô"}),
        (6, {"full_name": "Giàng Mí Sò", "admitted_on": "2025-05-19", "unit": "Chi bộ thôn Na Khê"}),
    ]


def test_the_chi_bo_in_the_title_of_a_second_list_is_that_of_its_rows():
    headings, shifted = ["STT", "Họ và tên", "Ngày sinh"], ["Họ và tên", "Ngày sinh", "Số thẻ"]
    reading = read_rows(
        ["CHI BỘ THÔN NA PÔ"], headings, LAN[:3],
        ["CHI BỘ THÔN NA KHÊ"], shifted, ["Hà Văn Tú", "1/1/1970", "07000001"],
    )  # fmt: skip

    assert names_and_units(reading) == [("Vàng Thị Lan", "Chi bộ thôn Na Pô"), ("Hà Văn Tú", "Chi bộ thôn Na Khê")]


def test_a_second_list_with_more_columns_leaves_the_first_one_its_rows():
    more = ["STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Quê quán", "Chi bộ"]
    reading = read_rows(HEADINGS, LAN, [], more, [1, "Hà Văn Tú", "1/1/1970", "Tày", "xã Na Khê", "Na Pô"])

    assert names_and_units(reading) == [("Vàng Thị Lan", "Chi bộ thôn Na Pô"), ("Hà Văn Tú", "Chi bộ thôn Na Pô")]


def test_headings_printed_again_begin_no_other_list():
    reading = read_rows(HEADINGS, LAN, HEADINGS, [2, "Hà Văn Tú", "1/1/1970", "Na Pô"])

    assert [row.row for row in reading.rows] == [2, 4]
    assert len(reading.columns) == 4


# --- Lines between the rows ---


def test_the_head_of_a_group_is_nobody_and_is_told():
    reading = read_rows(
        ["CHI BỘ THÔN NA PÔ"], ["STT", "Họ và tên", "Ngày sinh"],
        ["I", "Đảng viên chính thức"], LAN[:3],
        ["II", "Đảng viên dự bị"], [1, "Hà Văn Tú", "1/1/1999"],
    )  # fmt: skip

    assert names_and_units(reading) == [("Vàng Thị Lan", "Chi bộ thôn Na Pô"), ("Hà Văn Tú", "Chi bộ thôn Na Pô")]
    assert [problem.message for row in reading.rows for problem in row.problems if problem.code == "group"] == [
        "Dòng phía trên ghi “Đảng viên chính thức”: không nhập điều ấy. Cần thì ghi ở cột Trạng thái, Ngày chính thức.",
        "Dòng phía trên ghi “Đảng viên dự bị”: không nhập điều ấy. Cần thì ghi ở cột Trạng thái, Ngày chính thức.",
    ]


@pytest.mark.parametrize(
    "line", [["TH Na Khê"], [None, "Trường THCS"], ["III", "Khối cơ quan"], ["IV. Trạm Y tế"], ["B", "UBND xã", 4]]
)
def test_below_a_line_that_may_be_another_chi_bo_nobody_stays_in_the_one_above(line):
    reading = read_rows(
        ["STT", "Họ và tên", "Ngày sinh"], ["CHI BỘ THÔN NA PÔ"], LAN[:3], line, [2, "Hà Văn Tú", "1/1/1970"]
    )

    assert [(row.person["full_name"], row.status) for row in reading.rows] == [
        ("Vàng Thị Lan", "new"), ("Hà Văn Tú", "ask"),
    ]  # fmt: skip
    assert told(reading.rows[1]) == [("ask", "unit", "unit")]


def test_a_person_of_whom_only_the_name_is_known_stays_a_person():
    reading = read_rows(["CHI BỘ THÔN NA PÔ"], ["STT", "Họ và tên", "Ngày sinh"], LAN[:3], [2, "Đoàn Văn Trường"])

    assert names_and_units(reading)[1] == ("Đoàn Văn Trường", "Chi bộ thôn Na Pô")


# --- Marks ---


@pytest.mark.parametrize("mark", ['"', "nt", "//", "như trên", "”"])
def test_a_mark_means_the_cell_above_and_is_shown(mark):
    headings = [*HEADINGS, "Quê quán", "Dân tộc"]
    rows = headings, [*LAN, "xã Na Khê", "Tày"], [2, "Hà Văn Tú", "1/1/1970", mark, mark, mark]
    row = read_rows(*rows).rows[1]
    refused = read_rows(*rows, answers={"guess|ditto|E": "leave"}).rows[1]

    assert (row.person["unit"], row.person["native_place"], row.person["ethnicity"]) == (
        "Chi bộ thôn Na Pô", "xã Na Khê", "Tày",
    )  # fmt: skip
    assert [problem.after for problem in row.problems if problem.code == "ditto"] == ["Na Pô", "xã Na Khê", "Tày"]
    assert "native_place" not in refused.person


def test_a_mark_below_nothing_and_below_a_number_is_no_value():
    headings = [*HEADINGS, "Quê quán", "Số thẻ"]
    row = read_rows(headings, [*LAN, None, "07000001"], [2, "Hà Văn Tú", "1/1/1970", "Na Pô", "nt", "nt"]).rows[1]

    assert told(row) == [("error", "native_place", "ditto"), ("error", "card_number", "number")]


def test_signs_alone_are_no_name_of_a_chi_bo():
    assert read_person(**{"Chi bộ": "***"}).status == "ask"


# --- Years that nobody wrote ---


def test_the_day_of_a_paper_is_not_the_year_of_its_ratings():
    paper = ["Na Khê, ngày 15 tháng 01 năm 2024"]
    (row,) = read_rows(paper, [*HEADINGS, "Xếp loại"], [*LAN, "HTTNV"]).rows

    assert (row.status, row.person.get("ratings")) == ("ask", None)


def test_the_year_in_a_title_is_a_guess_that_may_be_refused():
    title = ["KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2023"]
    (row,) = read_rows(title, [*HEADINGS, "Xếp loại"], [*LAN, "HTTNV"]).rows
    (refused,) = read_rows(
        title, [*HEADINGS, "Xếp loại"], [*LAN, "HTTNV"], answers={"guess|year|2023": "leave", "year|xep loai": "2022"}
    ).rows

    assert (row.person["ratings"], ("warning", "ratings.2023", "year") in told(row)) == ({"2023": "GOOD"}, True)
    assert refused.person["ratings"] == {"2022": "GOOD"}


@pytest.mark.parametrize("heading", ["Ngày sinh", "Ngày vào Đảng"])
def test_a_year_typed_into_a_date_cell_is_asked_about(heading):
    """Excel keeps 1985 there as 7 June 1905."""
    row = read_person(**{"Ngày sinh": "1960", heading: datetime(1905, 6, 7)})
    key = "birth_date" if heading == "Ngày sinh" else "admitted_on"
    answered = read_person({f"date|{key}|year": "take"}, **{"Ngày sinh": "1960", heading: datetime(1905, 6, 7)})

    assert ("ask", key, "date") in told(row)
    assert answered.person[key] == "1985"


# --- Beside the record ---


def test_a_village_head_becomes_a_member_by_the_list(na_po):
    head = make_person("Giàng Mí Sò", birth_on=PartialDate(1980, 1, 1))
    make_head(head, make_village("Na Pô", na_po.parent_on(date(2026, 1, 1))))
    said = {"Họ và tên": "Giàng Mí Sò", "Ngày sinh": "1/1/1980", "Xếp loại năm 2023": "HTNV"}
    person_written(said)

    assert list(Membership.objects.values_list("person", "unit", "reason_in")) == [(head.pk, na_po.pk, "ON_FILE")]
    assert list(MemberRating.objects.values_list("person", "year", "level")) == [(head.pk, 2023, "COMPLETED")]
    assert read_person(**said).status == "same"


def test_a_deputy_who_became_head_has_changed(lan, na_po):
    make_office(lan, na_po, "GOVERNMENT", title="Phó trưởng thôn")
    row = read_person(**{"Chức vụ chính quyền": "Trưởng thôn"})

    assert row.changes == {"government_office": ["Phó trưởng thôn", "Trưởng thôn"]}
    assert any("Ghi thêm bên cạnh “Phó trưởng thôn”" in problem.message for problem in row.problems)


def test_an_old_list_takes_nothing_back_that_began_after_it(lan, na_po):
    make_office(lan, na_po, "SECRETARY", started_on=date(2025, 1, 1))
    Qualification.objects.create(person=lan, kind="POLITICAL", level="INTERMEDIATE", started_on=PartialDate(2024, 6, 1))
    IdentityNumber.objects.create(person=lan, kind="CARD", number="07000001", started_on=PartialDate(2025, 5, 1))
    rows = (
        ["Tính đến ngày 31/12/2022"],
        [*HEADINGS, "Chức vụ Đảng", "LLCT", "Số thẻ"], [*LAN, "PBT", "SC", "07000009"],
    )  # fmt: skip
    (row,) = read_rows(*rows).rows
    kept = {problem.question: "leave" for problem in row.problems if problem.level == "ask"}

    assert {problem.field for problem in row.problems if problem.code == "older"} == {
        "party_office", "political_theory", "card_number",
    }  # fmt: skip
    assert read_rows(*rows, answers=kept).rows[0].status == "same"


def test_a_mistake_put_right_on_the_same_day_leaves_one_office():
    person_written({"Chức vụ Đảng": "BT"})
    person_written({"Chức vụ Đảng": "PBT"})

    assert list(Office.objects.values_list("position", flat=True)) == ["DEPUTY_SECRETARY"]


# --- Nothing lost, nothing taken for something else ---


@pytest.mark.parametrize(
    "written_so", ["Bà Vàng Thị Lan", "Đ/c Vàng Thị Lan", "đồng chí Vàng Thị Lan", "BÀ VÀNG THỊ LAN"]
)
def test_how_somebody_is_addressed_is_no_part_of_the_name(written_so):
    row = read_person(**{"Họ và tên": written_so})
    kept = read_person({"guess|full_name|title": "leave"}, **{"Họ và tên": "Ông Văn Ích"})

    assert (row.person["full_name"], told(row)) == ("Vàng Thị Lan", [("warning", "full_name", "title")])
    assert kept.person["full_name"] == "Ông Văn Ích"


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#NAME?", "#######"])
def test_a_failed_formula_is_no_text(cell):
    row = read_person(**{"Quê quán": cell, "Chi bộ": "Na Pô"})

    assert (told(row), "native_place" in row.person) == ([("error", "native_place", "formula")], False)


@pytest.mark.parametrize(
    ("heading", "cell", "person"),
    [
        ("Quê quán, chỗ ở hiện nay", "xã Na Khê, Hà Giang; thôn Na Pô", ("xã Na Khê, Hà Giang", "thôn Na Pô")),
        ("Ngày vào Đảng, quê quán", "19/5/2012, xã Na Khê, Hà Giang", ("xã Na Khê, Hà Giang", None)),
    ],
)
def test_commas_inside_an_address_part_nothing(heading, cell, person):
    row = read_person(**{heading: cell})

    assert (row.person.get("native_place"), row.person.get("residence")) == person


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Quê quán, nơi ở", "xã Na Khê, Hà Giang"), ("Nam, nữ, dân tộc, tôn giáo", "Nam, Kinh, không, Tày")],
)
def test_parts_that_nobody_can_tell_apart_are_an_error(heading, cell):
    assert [code for _, _, code in told(read_person(**{heading: cell}))] == ["parts"]


@pytest.mark.parametrize("heading", ["Chi bộ, chức vụ", "Xếp loại, khen thưởng"])
def test_a_column_of_which_half_could_not_be_read_is_not_understood(heading):
    reading = read_rows(["Họ và tên", "Ngày sinh", heading], ["Vàng Thị Lan", "3/2/1990", "Na Pô, BT"])

    assert [column.field for column in reading.columns] == ["full_name", "birth_date", None]


def test_no_in_a_column_of_the_dead_says_nothing_and_a_cross_asks_for_the_day():
    assert told(read_person(**{"Từ trần": "Không", "Chuyển đi": "0"})) == []
    row = read_person(**{"Chuyển đi": "x"})

    assert (row.person["status"], "left_for_text" in row.beside) == ("TRANSFERRED_OUT", False)
    assert told(row) == [("ask", "status", "left_on")]


def test_the_subject_behind_a_level_is_written():
    person_written({"Trình độ chuyên môn": "Đại học Luật"})

    assert list(Qualification.objects.values_list("level", "subject")) == [("UNIVERSITY", "Luật")]


def test_what_a_list_has_and_the_import_does_not_write_is_told():
    row = read_person(**{"Số huy hiệu": "1234", "Ngoại ngữ": "Anh B"})

    assert told(row) == [("warning", "badge_number", "not_written"), ("warning", "language", "not_written")]


def test_places_beside_the_others_are_compared_and_written(lan):
    person_written({"Nơi sinh": "Yên Minh", "Tạm trú": "Na Khê"})
    lan.refresh_from_db()

    assert (lan.birthplace, lan.temporary_residence) == ("Yên Minh", "Na Khê")
    assert read_person(**{"Nơi sinh": "Đồng Văn"}).changes == {"birthplace": ["Yên Minh", "Đồng Văn"]}


@pytest.mark.parametrize(
    "cells", [{"Chức vụ": "Trưởng thôn " * 12}, {"Khen thưởng": "Giấy khen " * 45, "Ghi chú": "chú thích " * 30}]
)
def test_what_would_not_fit_is_an_error_of_its_row_before_anything_is_written(cells):
    row = read_person(**cells)

    assert [(level, code) for level, _, code in told(row)] == [("error", "too_long")]


def test_who_is_gone_and_still_on_the_list_is_remarked(na_po):
    dead = make_person("Vàng Thị Lan", birth_on=PartialDate(1990, 2, 3))
    join(dead, na_po, ended_on=date(2024, 1, 1), reason_out="DIED")
    row = read_person()

    assert (row.status, told(row)) == ("same", [("warning", "full_name", "gone")])


def test_two_columns_that_differ_are_told_in_words():
    row = read_person(**{"Ngày vào Đảng": "3/2/2012", "Kết nạp": "19/5/2012"})

    assert [problem.message for problem in row.problems if problem.code == "two_columns"] == [
        "Hai cột ghi khác nhau: “03/02/2012” và “19/05/2012”. Chọn một."
    ]
    answered = read_person(
        {"two|Sheet|2|admitted_on": "2012-05-19"}, **{"Ngày vào Đảng": "3/2/2012", "Kết nạp": "19/5/2012"}
    )
    assert answered.person["admitted_on"] == "2012-05-19"


# --- The file of what was left ---


def test_what_was_left_has_one_column_of_reasons_and_its_formulas():
    data = workbook_of(HEADINGS, [1, None, "3/2/1990", "Na Pô"], [2, "=A1&B1", "1/1/1970", "Na Pô"])
    first, _ = _rest(data)
    second, lines = _rest(first)
    sheet = openpyxl.load_workbook(io.BytesIO(second)).active

    assert [cell.value for cell in sheet[1]] == [*HEADINGS, "Lý do chưa nhập"]
    assert (lines, sheet["B3"].value, sheet["B3"].data_type) == (2, "=A1&B1", "s")
    assert sheet["E2"].value == "Cột B: Thiếu họ và tên. Ghi họ và tên vào dòng này."


def _rest(data):
    reading = read(open_book(data, "a.xlsx"), Asked(day=TODAY))
    return rest_of(data, "a.xlsx", reading, {}, "")


def test_a_formula_without_result_is_no_name_of_a_chi_bo():
    data = workbook_of(["Tên đơn vị", "Loại hình"], ["=B2&C2", "Thôn"])
    (row,) = read_units(open_book(data, "don-vi.xlsx")).rows

    assert (row.status, row.unit.get("name")) == ("error", None)


# --- Words for nothing ---


@pytest.mark.parametrize("cell", ["Không có", "chưa có", "Chưa cấp", "không"])
@pytest.mark.parametrize("heading", ["Số thẻ", "SĐT", "Email", "Ngày chính thức", "Số CCCD"])
def test_none_yet_is_nothing(heading, cell):
    assert told(read_person(**{heading: cell})) == []


def test_probationary_in_the_place_of_the_official_day_is_no_day():
    row = read_person(**{"Ngày vào Đảng": "19/5/2026", "Ngày chính thức": "Dự bị"})

    assert (told(row), "official_on" in row.person) == ([], False)


def test_a_number_of_a_telephone_is_the_same_however_it_is_spaced(lan):
    lan.phone = "0912 345 678"
    lan.save()

    assert read_person(SĐT="0912345678").status == "same"


def test_what_a_note_says_is_told_in_words():
    row = read_person(**{"Ghi chú": "miễn sinh hoạt"})

    assert [problem.after for problem in row.problems if problem.code == "note"] == ["Miễn sinh hoạt"]


# --- Two committees ---


def test_chi_bo_of_one_name_in_two_communes_are_told_apart(seven_units):
    """Whoever sees both chooses, and the person belongs where it was chosen."""
    make_unit("Chi bộ Công an xã", parent=make_commune("Đảng bộ xã Phú Lũng"), unit_type="POLICE")
    ours = seven_units["Chi bộ Công an xã"]
    rows = HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Công an xã"]
    (question,) = [each for each in read_rows(*rows).questions if each.key.startswith("unit|")]

    assert sorted(option.label for option in question.options[:2]) == [
        "Chi bộ Công an xã (Đảng bộ xã Na Khê)", "Chi bộ Công an xã (Đảng bộ xã Phú Lũng)",
    ]  # fmt: skip
    written(*rows, answers={question.key: ours.code})
    assert Membership.objects.get().unit == ours
    assert read_rows(*rows, answers={question.key: ours.code}).rows[0].status == "same"


def test_of_several_telephones_in_a_cell_the_first_is_a_guess():
    row = read_person(SĐT="0912.345.678 - 0987654321")

    assert (row.person["phone"], told(row)) == ("0912345678", [("warning", "phone", "several_phones")])


def test_whoever_types_over_the_example_of_the_template_is_read():

    reading = read_rows(
        HEADINGS, ["Ví dụ", "Nguyễn Văn Mẫu", "3/2/1990", "Na Pô"], ["Ví dụ", "Hà Văn Tú", "1/1/1970", "Na Pô"]
    )

    assert [row.person["full_name"] for row in reading.rows] == ["Hà Văn Tú"]


def test_who_has_a_level_of_a_year_was_a_member_at_its_end():
    """A file of past ratings of people whom nobody entered: they did not come on the day of the import."""
    row = read_person(**{"Xếp loại năm 2021": "HTNV", "Xếp loại năm 2020": "chưa xếp loại", "Xếp loại năm 2022": "HTT"})

    assert row.beside["joins"] == {"on": "2021-12-31", "precision": "day", "reason_in": "ON_FILE", "came_from": ""}


# --- Who is meant ---


def test_beside_the_holder_of_a_wrong_number_the_namesake_is_offered(lan, na_po):
    tu = make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    IdentityNumber.objects.create(person=tu, kind="CARD", number="07000002")
    reading = read_rows([*HEADINGS, "Số thẻ"], [*LAN, "07000002"])
    (question,) = [each for each in reading.questions if each.key.startswith("match")]
    (row,) = read_rows([*HEADINGS, "Số thẻ"], [*LAN, "07000002"], answers={question.key: str(lan.pk)}).rows

    assert [option.value for option in question.options] == [str(tu.pk), str(lan.pk), "new", "skip"]
    assert (row.match, told(row)) == (lan.pk, [("error", "card_number", "number_taken")])


def test_twins_by_name_and_birth_are_told_apart(lan, na_po):
    other = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3))
    IdentityNumber.objects.create(person=other, kind="CARD", number="07000002")
    (question,) = [each for each in read_rows(HEADINGS, LAN).questions if each.key.startswith("match")]

    assert [option.label for option in question.options[:2]] == [
        f"Là Vàng Thị Lan, sinh 03/02/1990, Chi bộ thôn Na Pô, hồ sơ số {lan.pk}",
        "Là Vàng Thị Lan, sinh 03/02/1990, Chi bộ thôn Na Pô, số thẻ 0700••••",
    ]


def test_the_cause_of_a_death_is_not_lost_unsaid(lan):
    row = read_person(**{"Từ trần": "5/6/2024, ốm"})

    assert (row.beside["leaves"]["on"], told(row)) == ("2024-06-05", [("warning", "died", "not_written")])


def test_what_is_asked_about_a_cell_of_two_lines_can_be_answered_in_a_browser():
    """It sends a line break in the name of a field back as two characters."""
    reading = read_rows(
        [*HEADINGS, "Quê quán"],
        [1, "Vàng Thị Lan", "3/2/05\n", "Na Pô\n", "Phó\nBảng"],
        [2, "x\ny", "1/1/1970", "nt", "Lï"],
    )

    assert [question.key for question in reading.questions if "\n" in question.key] == []
    assert any(question.key.startswith("date|birth_date|3/2/05") for question in reading.questions)
