"""A file beside the people on record: new, changed, same, asked; whom a row means, and what it would change."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from members.importing.reading import Asked, read
from members.models import (
    Ethnicity,
    IdentityNumber,
    MemberRating,
    Membership,
    Person,
    Qualification,
    Religion,
)
from nakhe.spreadsheets.reading import open_book
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_commune, make_member, make_office, make_unit, make_user
from tests.importing.conftest import TODAY
from tests.importing.offices import plain, register
from tests.importing.sheets import HEADINGS, read_rows, told
from tests.members.checking import make_campaign
from units.models import RatingCampaign, RatingSheet, Step

KIND = IdentityNumber.Kind


@pytest.fixture
def lan(na_po):
    """Vàng Thị Lan, born 3 February 1990, with a citizen number and both of her cards."""
    person = make_member(
        "Vàng Thị Lan",
        na_po,
        birth_on=PartialDate.from_iso("1990-02-03"),
        sex="F",
        ethnicity=Ethnicity.objects.get(name="Mông"),
        religion=Religion.objects.get(name="Không"),
        admitted_on=PartialDate.from_iso("2012-05-19"),
        official_on=PartialDate.from_iso("2013-05-19"),
        phone="0912345678",
        native_place="xã Na Khê, huyện Yên Minh",
    )
    number(person, KIND.CITIZEN, "002190001234")
    number(person, KIND.CARD, "007113149573")
    number(person, KIND.CARD, "07337584", ended_on=PartialDate(2025))
    return person


def number(person, kind, digits, **fields):
    return IdentityNumber.objects.create(person=person, kind=kind, number=digits, **fields)


def row_of(*cells, headings=HEADINGS, **asked):
    (row,) = read_rows(headings, cells, **asked).rows
    return row


# --- Whom a row means ---


def test_nobody_by_that_name_is_new(lan):
    row = row_of(1, "Vàng Thị Hà", "3/2/1990", "Na Pô")

    assert (row.status, row.match, row.changes) == ("new", None, {})


@pytest.mark.parametrize(
    ("heading", "written"),
    [("Số CCCD", "002190001234"), ("Số thẻ", "007113149573"), ("Số thẻ", "07337584"), ("Số CCCD", 2190001234)],
)
def test_a_number_finds_the_person_and_the_name_may_have_changed(lan, heading, written):
    row = row_of("Vàng Thị Lan Anh", "3/2/1990", written, headings=["Họ và tên", "Ngày sinh", heading])

    assert (row.match, row.status) == (lan.pk, "changed")
    assert row.changes == {"full_name": ["Vàng Thị Lan", "Vàng Thị Lan Anh"]}


def test_a_number_of_somebody_with_another_name_and_birth_is_asked(lan):
    headings = ["Họ và tên", "Ngày sinh", "Số CCCD", "Chi bộ"]
    row = row_of("Hà Văn Tú", "1/1/1970", "002190001234", "Na Pô", headings=headings)
    (key,) = [problem.question for problem in row.problems if problem.code == "match"]

    assert (row.status, row.match) == ("ask", None)
    assert (
        row_of("Hà Văn Tú", "1/1/1970", "002190001234", "Na Pô", headings=headings, answers={key: "new"}).match is None
    )
    chosen = row_of("Hà Văn Tú", "1/1/1970", "002190001234", "Na Pô", headings=headings, answers={key: str(lan.pk)})
    assert chosen.match == lan.pk
    assert chosen.changes["birth_date"] == ["1990-02-03", "1970-01-01"]


def test_two_numbers_of_two_people_are_asked(lan, na_po):
    ha = make_member("Hà Văn Tú", na_po)
    number(ha, KIND.CARD, "07000001")
    row = row_of("Vàng Thị Lan", "002190001234", "07000001", headings=["Họ và tên", "Số CCCD", "Số thẻ"])

    assert ("ask", "full_name", "match") in told(row)


@pytest.mark.parametrize("name", ["Vàng Thị Lan", "VÀNG THỊ LAN", "vàng thị lan"])
def test_name_and_whole_birth_are_enough(lan, name):
    assert row_of(1, name, "3/2/1990", "Na Pô").match == lan.pk


@pytest.mark.parametrize(
    ("name", "birth"),
    [("Vàng Thị Lan", "1990"), ("Vàng Thị Lan", "2/1990"), ("Vang Thi Lan", "3/2/1990"), ("Vàng Thị Làn", "3/2/1990")],
)
def test_a_birth_known_in_part_or_other_accents_are_asked(lan, name, birth):
    row = row_of(1, name, birth, "Na Pô")

    assert (row.status, row.match, told(row)) == ("ask", None, [("ask", "full_name", "match")])


def test_a_namesake_born_on_another_day_is_somebody_else(lan):
    assert row_of(1, "Vàng Thị Lan", "14/7/1990", "Na Pô").status == "new"
    assert row_of(1, "Vàng Thị Lan", "4/2/1990", "Na Khê").status == "new"


@pytest.mark.parametrize("born", ["4/2/1990", "3/2/1991", "3/3/1990", "2/3/1990"])
def test_a_namesake_of_the_same_chi_bo_with_a_slip_in_the_birth_is_asked_about(lan, born):
    row = row_of(1, "Vàng Thị Lan", born, "Na Pô")

    assert told(row) == [("ask", "full_name", "match")]
    assert "gần giống Vàng Thị Lan, sinh 03/02/1990" in row.problems[-1].message


def test_the_same_name_and_birth_with_another_citizen_number_is_asked(lan):
    row = row_of(
        "Vàng Thị Lan", "3/2/1990", "002190009999", "Na Pô", headings=["Họ và tên", "Ngày sinh", "Số CCCD", "Chi bộ"]
    )

    assert (row.status, row.match) == ("ask", None)


def test_a_list_without_births_is_asked_about_once(lan, na_po):
    make_member("Hà Văn Tú", na_po)
    rows = (["Họ và tên", "Chi bộ"], ["Vàng Thị Lan", "Na Pô"], ["Hà Văn Tú", "Na Pô"])
    reading = read_rows(*rows)
    (question,) = [each for each in reading.questions if each.key.startswith("match")]

    assert reading.summary["ask"] == 2
    assert question.places == [["Sheet", 2], ["Sheet", 3]]
    assert read_rows(*rows, answers={question.key: "take"}).summary["same"] == 2
    assert read_rows(*rows, answers={question.key: "new"}).summary["new"] == 2


WITHOUT_BIRTH = ["Họ và tên", "Chi bộ", "Ngày kết nạp", "Chính thức", "Nghề nghiệp"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (["Vàng Thị Lan", "Na Pô", "19/5/2012", None, None], "same"),
        (["Vàng Thị Lan", "Na Pô", "19/5/2012", "19/5/2013", "Giáo viên"], "changed"),
        (["Vàng Thị Lan", "Na Pô", "19/5/2012", None, "Giáo viên"], "changed"),
        (["Vàng Thị Lan", "Na Pô", "2012", None, None], "same"),
        (["Vàng Thị Lan", "Na Pô", "2012", None, "Giáo viên"], "ask"),
        (["Vàng Thị Lan", "Na Pô", "19/5/2012", "20/5/2013", None], "ask"),
        (["Vàng Thị Lan", "Bản Rào", "19/5/2012", "19/5/2013", None], "ask"),
        (["Vàng Thị Lan", None, "19/5/2012", "19/5/2013", None], "ask"),
        (["Vang Thi Lan", "Na Pô", "19/5/2012", "19/5/2013", None], "ask"),
        (["Vàng Thị Lan", "Na Pô", None, None, "Giáo viên"], "ask"),
        (["Vàng Thị Lan", "Na Pô", None, None, None], "ask"),
    ],
)
def test_without_birth_name_and_chi_bo_need_something_more_that_is_on_record(lan, cells, status):
    """A day of the Party that agrees, unless as many differ; or several words and nothing that is new."""
    assert row_of(*cells, headings=WITHOUT_BIRTH).status == status


def test_two_namesakes_in_one_chi_bo_are_asked_about_whatever_agrees(lan, na_po):
    make_member("Vàng Thị Lan", na_po)

    assert row_of("Vàng Thị Lan", "Na Pô", "19/5/2012", "19/5/2013", None, headings=WITHOUT_BIRTH).status == "ask"


PUT_RIGHT = ["Họ và tên", "Ngày sinh", "Chi bộ", "Ngày kết nạp"]


@pytest.mark.parametrize(
    ("cells", "changes"),
    [
        (["Vàng Thị Lan", "4/2/1990", "Na Pô", "19/5/2012"], {"birth_date": ["1990-02-03", "1990-02-04"]}),
        (["Vàng Thị Lành", "3/2/1990", "Na Pô", "19/5/2012"], {"full_name": ["Vàng Thị Lan", "Vàng Thị Lành"]}),
    ],
)
def test_a_name_or_a_birth_put_right_is_asked_about_and_changes_just_that(lan, cells, changes):
    row = row_of(*cells, headings=PUT_RIGHT)
    (key,) = [problem.question for problem in row.problems if problem.code == "match"]

    assert (row.status, row.match) == ("ask", None)
    taken = row_of(*cells, headings=PUT_RIGHT, answers={key: str(lan.pk)})
    assert (taken.match, taken.changes) == (lan.pk, changes)
    assert row_of(*cells, headings=PUT_RIGHT, answers={key: "new"}).status == "new"


@pytest.mark.parametrize(
    "cells",
    [
        ["Vàng Thị Lan", "4/3/1990", "Na Pô", "20/5/2012"],
        ["Vàng Thị Lan", "4/2/1990", "Bản Rào", "19/5/2012"],
        ["Vàng Thị Lành", "4/2/1990", "Na Pô", "19/5/2012"],
        ["Vàng Thị Lành", "1990", "Na Pô", "19/5/2012"],
    ],
)
def test_who_shares_less_is_somebody_else(lan, cells):
    assert row_of(*cells, headings=PUT_RIGHT).status == "new"


def test_who_stands_in_the_file_already_is_not_somebody_put_right(lan):
    rows = read_rows(
        PUT_RIGHT, ["Vàng Thị Lành", "3/2/1990", "Na Pô", "19/5/2012"], ["Vàng Thị Lan", "3/2/1990", "Na Pô", None]
    ).rows

    assert [row.status for row in rows] == ["new", "same"]


def test_a_word_of_several_states_is_the_one_on_record(lan):
    headings = ["Họ và tên", "Ngày sinh", "Trạng thái"]
    cells = ["Vàng Thị Lan", "3/2/1990", "Rời khỏi Đảng"]
    assert row_of(*cells, headings=headings).status == "ask"

    lan.memberships.update(ended_on=date(2024, 1, 1), reason_out="EXPELLED")
    row = row_of(*cells, headings=headings)
    assert (row.status, row.person["status"], row.problems) == ("same", "EXPELLED", [])
    assert row_of("Vàng Thị Lan", "3/2/1990", "Nghỉ", headings=headings).status == "ask"


def test_who_is_spelt_so_goes_before_who_only_sounds_so(na_po):
    cho = make_member("Mua Mí Cho", na_po, birth_on=PartialDate(1951))
    make_member("Mua Mí Chơ", na_po, birth_on=PartialDate(1951))
    row = row_of(1, "Mua Mí Cho", "1951", "Na Pô")

    assert (row.match, row.status) == (cho.pk, "same")


def test_a_number_of_a_person_whom_the_reader_does_not_see_is_refused_without_a_name(lan, seven_units):
    other = make_user("OFFICE", make_commune("Đảng bộ xã Phú Lũng"))
    row = row_of(
        "Vàng Thị Lan", "3/2/1990", "002190001234", headings=["Họ và tên", "Ngày sinh", "Số CCCD"], reader=other
    )
    (problem,) = [each for each in row.problems if each.level == "error"]

    assert (row.status, problem.code, row.match) == ("error", "number_taken", None)
    assert "Na Pô" not in problem.message


# --- What a row would change ---


def test_what_is_on_record_already_is_the_same(lan):
    headings = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Chi bộ", "Số CCCD", "Số thẻ"]
    headings += ["Ngày vào Đảng", "Ngày chính thức", "Số ĐT", "Quê quán", "Ghi chú"]
    row = row_of(
        "VÀNG THỊ LAN", "1990", "Nữ", "Mông", "không", "CB thôn Na Pô", "002190001234", "07337584", "2012", "19/5/2013",
        "0912.345.678", "Xã Na Khê, huyện Yên Minh", None, headings=headings,
    )  # fmt: skip

    assert (row.status, row.match, row.changes) == ("same", lan.pk, {})


def test_only_what_differs_is_shown_and_a_blank_overwrites_nothing(lan):
    headings = ["Họ và tên", "Ngày sinh", "Chi bộ", "Dân tộc", "Số ĐT", "LLCT"]
    row = row_of("Vàng Thị Lan", "3/2/1990", "Na Pô", None, "0987654321", "Trung cấp", headings=headings)

    assert row.status == "changed"
    assert row.changes == {"phone": ["0912345678", "0987654321"], "political_theory": [None, "INTERMEDIATE"]}


def test_a_date_is_made_more_precise_and_never_less(lan):
    Person.objects.filter(pk=lan.pk).update(admitted_on=PartialDate(2012))
    headings = ["Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức"]
    row = row_of("Vàng Thị Lan", "3/2/1990", "Na Pô", "19/5/2012", "2013", headings=headings)

    assert row.changes == {"admitted_on": ["2012", "2012-05-19"]}


def test_the_day_of_the_decision_is_no_change_of_the_ceremony(lan):
    Person.objects.filter(pk=lan.pk).update(admission_decision_on=PartialDate(2012, 5, 2))
    row = row_of("Vàng Thị Lan", "3/2/1990", "2/5/2012", headings=["Họ và tên", "Ngày sinh", "Ngày vào Đảng"])

    assert row.changes == {}


def test_another_unit_is_a_transfer_asked_once_for_all_who_would_go_the_same_way(lan, na_po):
    make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    rows = (HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Công an xã"], [2, "Hà Văn Tú", "1/1/1970", "CB Công an xã"])
    reading = read_rows(*rows)
    (question,) = [each for each in reading.questions if each.key.startswith("move")]

    assert reading.summary["ask"] == 2
    assert [option.value for option in question.options] == ["move", "keep"]
    moved = read_rows(*rows, answers={question.key: "move"}).rows
    assert [row.changes["unit"] for row in moved] == [["Chi bộ thôn Na Pô", "Chi bộ Công an xã"]] * 2
    assert read_rows(*rows, answers={question.key: "keep"}).summary["same"] == 2


def test_ratings_are_compared_year_by_year(lan, na_po):
    MemberRating.objects.create(person=lan, unit=na_po, year=2022, level="GOOD")
    MemberRating.objects.create(person=lan, unit=na_po, year=2021, not_rated_reason="EXEMPT")
    headings = ["Họ và tên", "Ngày sinh", *(f"Xếp loại năm {year}" for year in (2020, 2021, 2022, 2023))]
    row = row_of("Vàng Thị Lan", "3/2/1990", "HTNV", "Miễn sinh hoạt", "HTXSNV", "", headings=headings)

    assert row.changes == {"ratings.2020": [None, "COMPLETED"], "ratings.2022": ["GOOD", "EXCELLENT"]}


def test_a_locked_year_is_not_written_over_and_may_be_left_out(lan, na_po):
    committee = na_po.parent_on(TODAY)
    make_campaign(committee, 2022, state=RatingCampaign.State.LOCKED)
    MemberRating.objects.create(person=lan, unit=na_po, year=2022, level="GOOD")
    rows = (["Họ và tên", "Ngày sinh", "Xếp loại năm 2022"], ["Vàng Thị Lan", "3/2/1990", "HTXSNV"])
    (row,) = read_rows(*rows).rows
    (left,) = read_rows(*rows, answers={"locked|2022": "leave"}).rows
    (same,) = read_rows(rows[0], ["Vàng Thị Lan", "3/2/1990", "HTTNV"]).rows

    assert told(row) == [("ask", "ratings.2022", "locked")]
    assert "Năm 2022 đã khóa" in row.problems[0].message
    assert [left.status, left.changes, same.status] == ["same", {}, "same"]


def test_a_year_under_way_is_rated_on_its_own_lists(lan, na_po):
    """What stands on the list so far is nobody's result, and the file does not write there."""
    campaign = make_campaign(na_po.parent_on(TODAY), 2025, listed_at=datetime(2025, 12, 1, tzinfo=UTC))
    RatingSheet.objects.create(campaign=campaign, part=RatingSheet.Part.MEMBERS, unit=na_po, step=Step.VOTING)
    MemberRating.objects.create(person=lan, unit=na_po, year=2025, level="GOOD")
    rows = (["Họ và tên", "Ngày sinh", "Xếp loại năm 2025"], ["Vàng Thị Lan", "3/2/1990", "HTXSNV"])
    (row,) = read_rows(*rows).rows

    assert told(row) == [("ask", "ratings.2025", "locked")]
    assert row.changes == {"ratings.2025": [None, "EXCELLENT"]}
    assert read_rows(*rows, answers={"locked|2025": "leave"}).rows[0].status == "same"


def test_levels_and_offices_on_record_are_the_same(lan, na_po):
    Qualification.objects.create(person=lan, kind="POLITICAL", level="ELEMENTARY")
    Qualification.objects.create(person=lan, kind="GENERAL", level="9/12")
    make_office(lan, na_po, "SECRETARY")
    make_office(lan, na_po, "GOVERNMENT", title="Trưởng thôn Na Pô")
    headings = ["Họ và tên", "Ngày sinh", "LLCT", "Văn hoá", "Chức vụ"]
    same = row_of("Vàng Thị Lan", "3/2/1990", "SC", "9/12", "BT, Trưởng thôn", headings=headings)
    other = row_of("Vàng Thị Lan", "3/2/1990", "TC", "12/12", "PBT", headings=headings)

    assert same.changes == {}
    assert other.changes == {
        "political_theory": ["ELEMENTARY", "INTERMEDIATE"],
        "general_education": ["9/12", "12/12"],
        "party_office": ["SECRETARY", "DEPUTY_SECRETARY"],
    }


def test_who_died_is_not_changed_without_a_word(na_po):
    person = make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    Membership.objects.filter(person=person).update(ended_on=date(2020, 1, 1), reason_out="DIED")
    headings = ["Họ và tên", "Ngày sinh", "Trạng thái", "Số ĐT"]
    living = row_of("Hà Văn Tú", "1/1/1970", "Đang sinh hoạt", None, headings=headings)
    changed = row_of("Hà Văn Tú", "1/1/1970", None, "0912345678", headings=headings)
    told_so = row_of("Hà Văn Tú", "1/1/1970", "Từ trần", "0912345678", headings=headings)
    answered = row_of("Hà Văn Tú", "1/1/1970", None, "0912345678", headings=headings, answers={"departed|DEAD": "take"})

    assert living.changes == {"status": ["DEAD", "ACTIVE"]}
    assert told(living) == told(changed) == [("ask", "status", "departed")]
    assert (told_so.status, answered.status) == ("changed", "changed")


def test_a_person_kept_elsewhere_now_is_read_but_not_changed(lan, na_po, seven_units):
    elsewhere = make_unit("Chi bộ thôn Pắc Sảng", make_commune("Đảng bộ xã Phú Lũng"))
    Membership.objects.filter(person=lan).update(ended_on=date(2020, 1, 1), reason_out="TRANSFERRED_OUT")
    join(lan, elsewhere, date(2020, 1, 1), "TRANSFERRED_IN")
    office = make_user("OFFICE", na_po.parent_on(TODAY))
    row = row_of("Vàng Thị Lan", "3/2/1990", "0987654321", headings=["Họ và tên", "Ngày sinh", "Số ĐT"], reader=office)

    assert ("error", "full_name", "not_yours") in told(row)


# --- The whole file ---


def test_the_queries_are_the_same_for_one_row_and_for_forty(lan, na_po, django_assert_max_num_queries):
    rows = [[number, f"Vàng Mí {name}", f"{number}/2/1980", "Na Pô"] for number, name in enumerate(NAMES, 1)]
    for _, name, birth, _ in rows:
        make_member(
            name, na_po, birth_on=PartialDate.from_iso("-".join(reversed([p.zfill(2) for p in birth.split("/")])))
        )
    with django_assert_max_num_queries(25):
        reading = read_rows(HEADINGS, *rows)

    assert reading.summary["same"] == len(NAMES)


NAMES = "Páo Sính Chá Dình Lúa Chơ Già Lử Tủa Sử Vư Say Chứ Pó Xìa Nỏ Cho Dia Sáu Mua Hờ Nhè Phứ".split()


def test_a_reading_is_plain_data(lan):
    """It can be stored as JSON between the page that shows it and the one that answers."""
    reading = read_rows([*HEADINGS, "Xếp loại"], [1, "Vàng Thị Lan", "3/2/90", "Lùng Vài", "Khá"])

    assert json.loads(json.dumps(asdict(reading))) == asdict(reading)


@pytest.mark.parametrize("office", [plain, register], ids=["plain", "register"])
def test_reading_writes_nothing(office, lan, seven_units):
    people = [{"full_name": "Hà Văn Tú", "birth_date": "1970-01-01", "unit": "Chi bộ thôn Na Pô"}]
    before = [list(model.objects.values().order_by("pk")) for model in (Person, Membership, IdentityNumber)]
    written = office(people)
    read(open_book(written.data, written.name), Asked(day=TODAY))

    assert [list(model.objects.values().order_by("pk")) for model in (Person, Membership, IdentityNumber)] == before
