"""A file written into the record: people, memberships, numbers, levels, offices, ratings; nothing it does not say."""

from datetime import date

import pytest

from members.models import (
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Office,
    Person,
    Qualification,
)
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_head, make_member, make_office, make_village
from tests.importing.sheets import HEADINGS
from tests.importing.writing import person_written, previewed, written

UNTIL_2022 = ["Tính đến ngày 31/12/2022"]
pytestmark = pytest.mark.usefixtures("na_po")


@pytest.fixture
def lan(na_po):
    """Vàng Thị Lan, born 3 February 1990, of Na Pô since 2012."""
    return make_member(
        "Vàng Thị Lan", na_po, date(2012, 5, 19), birth_on=PartialDate(1990, 2, 3), sex="F", phone="0912345678",
        admitted_on=PartialDate(2012, 5, 19), official_on=PartialDate(2013, 5, 19),
    )  # fmt: skip


def test_somebody_new_has_what_the_row_says_and_nothing_else(na_po):
    person_written(
        {
            "Họ và tên": "VÀNG THỊ LAN", "Giới tính": "Nữ", "Dân tộc": "Mông", "Tôn giáo": "không",
            "Ngày vào Đảng": "19/5/2012", "Ngày chính thức": "5/2013", "Quê quán": "Na Khê", "Nơi ở": "Na Pô",
            "Nghề nghiệp": "Giáo viên", "Số ĐT": "0912 345 678", "Email": "lan@example.com", "Ghi chú": "Tổ trưởng",
        }
    )  # fmt: skip
    lan = Person.objects.get()
    (membership,) = lan.memberships.all()

    assert (lan.full_name, lan.birth_on, lan.sex) == ("Vàng Thị Lan", PartialDate(1990, 2, 3), "F")
    assert (lan.ethnicity.name, lan.religion.name) == ("Mông", "Không")
    assert (lan.admitted_on, lan.official_on) == (PartialDate(2012, 5, 19), PartialDate(2013, 5))
    assert (lan.native_place, lan.residence, lan.occupation) == ("Na Khê", "Na Pô", "Giáo viên")
    assert (lan.phone, lan.email, lan.note) == ("0912345678", "lan@example.com", "Tổ trưởng")
    assert (lan.birth_name, lan.alias, lan.admission_decision_on, lan.birthplace) == ("", "", None, "")
    assert (membership.unit, membership.started_on, membership.started_precision) == (na_po, date(2012, 5, 19), "day")
    assert (membership.reason_in, membership.ended_on) == ("ADMITTED", None)


# --- Since when somebody belongs ---


def test_without_any_date_somebody_is_on_file_from_the_day_of_the_list():
    written(UNTIL_2022, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"])
    membership = Membership.objects.get()

    assert (membership.started_on, membership.reason_in) == (date(2022, 12, 31), "ON_FILE")


def test_that_admission_began_the_membership_is_a_guess_that_may_be_refused():
    said = (UNTIL_2022, [*HEADINGS, "Ngày vào Đảng"], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "5/2012"])
    preview = previewed(*said)
    (guess,) = [problem for problem in preview.read.rows[0].problems if problem.code == "since"]
    written(*said, answers={guess.question: "leave"})

    assert (guess.level, guess.column, guess.after) == ("warning", "E", "từ ngày vào Đảng 5/2012")
    assert Membership.objects.get().started_on == date(2022, 12, 31)
    assert Person.objects.get().admitted_on == PartialDate(2012, 5)


def test_a_membership_known_to_the_month_begins_with_the_month():
    person_written({"Ngày vào Đảng": "5/2012"})
    membership = Membership.objects.get()

    assert (membership.started_on, membership.started_precision) == (date(2012, 5, 1), "month")


def test_nobody_belongs_to_a_chi_bo_before_it_was_founded():
    """The seven chi bộ of the tests were founded on 1 January 2000."""
    person_written({"Ngày sinh": "3/2/1960", "Ngày vào Đảng": "19/5/1985"})
    membership = Membership.objects.get()

    assert (membership.started_on, membership.reason_in) == (date(2000, 1, 1), "ON_FILE")
    assert membership.person.admitted_on == PartialDate(1985, 5, 19)


def test_who_came_from_elsewhere_came_that_day():
    person_written({"Ngày vào Đảng": "19/5/2012", "Ngày chuyển đến, từ đảng bộ nào": "1/3/2020, xã Phú Lũng"})
    membership = Membership.objects.get()

    assert (membership.reason_in, membership.started_on) == ("TRANSFERRED_IN", date(2020, 3, 1))
    assert membership.came_from == "xã Phú Lũng"


# --- Who left, who is exempt ---


def test_who_died_left_on_that_day(lan, na_po):
    make_office(lan, lan.memberships.get().unit)
    make_head(lan, make_village("Na Pô", na_po.parent_on(today())))
    Exemption.objects.create(person=lan, started_on=date(2020, 1, 1))
    person_written({"Trạng thái": "TT", "Ngày rời khỏi": "4/5/2021"})
    membership = lan.memberships.get()

    assert (membership.ended_on, membership.reason_out) == (date(2021, 5, 4), "DIED")
    ends = {rows.get().ended_on for rows in (lan.offices, lan.exemptions, lan.headships)}
    assert ends == {date(2021, 5, 4)}


def test_who_was_expelled_has_that_among_the_disciplines(lan):
    person_written({"Trạng thái": "Khai trừ", "Ngày rời khỏi": "4/5/2021"})
    discipline = lan.disciplines.get()

    assert lan.memberships.get().reason_out == "EXPELLED"
    assert (discipline.form, discipline.decided_on) == ("EXPULSION", date(2021, 5, 4))


def test_a_way_out_without_a_day_is_asked_once_for_all_alike(lan, na_po):
    make_member("Hà Văn Tú", na_po, birth_on=PartialDate(1970, 1, 1))
    said = (
        UNTIL_2022, [*HEADINGS, "Trạng thái"], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "CĐi"],
        [2, "Hà Văn Tú", "1/1/1970", "Na Pô", "Chuyển đi"],
    )  # fmt: skip
    preview = previewed(*said)
    (question,) = [each for each in preview.read.questions if each.key.startswith("left|")]
    written(*said, answers={question.key: "2022-12-31"})

    assert preview.read.summary["ask"] == len(question.places) == 2
    ends = Membership.objects.values_list("ended_on", "reason_out")
    assert list(ends) == [(date(2022, 12, 31), "TRANSFERRED_OUT")] * 2


def test_somebody_new_who_has_died_is_on_file_until_that_day():
    person_written({"Ngày vào Đảng": "19/5/2012", "Ngày từ trần, lý do": "4/5/2021, ốm"})
    membership = Membership.objects.get()

    assert (membership.started_on, membership.ended_on) == (date(2012, 5, 19), date(2021, 5, 4))


def test_who_is_exempt_is_so_from_the_day_that_the_row_or_the_list_says():
    headings = [*HEADINGS, "Trạng thái", "Miễn sinh hoạt từ"]
    written(
        UNTIL_2022, headings, [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "MSH", "1/6/2020"],
        [2, "Hà Văn Tú", "1/1/1970", "Na Pô", "MSH", None],
    )  # fmt: skip
    began = dict(Exemption.objects.values_list("person__full_name", "started_on"))

    assert began == {"Vàng Thị Lan": date(2020, 6, 1), "Hà Văn Tú": date(2022, 12, 31)}


def test_who_left_is_not_brought_back_by_a_list(lan):
    """G11: somebody who was transferred away stays away; the telephone is the present home's to write."""
    lan.memberships.update(ended_on=date(2020, 1, 1), reason_out="TRANSFERRED_OUT")
    said = ([*HEADINGS, "Trạng thái", "Nghề nghiệp"], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "ĐSH", "Giáo viên"])
    changes_anyway = {"departed|TRANSFERRED_OUT": "take"}
    row = previewed(*said, answers=changes_anyway).read.rows[0]
    (problem,) = [each for each in row.problems if each.level == "ask"]
    written(*said, answers=changes_anyway | {problem.question: "keep"})
    lan.refresh_from_db()

    assert (row.status, problem.field, problem.code) == ("ask", "status", "kept")
    assert (lan.memberships.get().ended_on, lan.occupation) == (date(2020, 1, 1), "Giáo viên")


# --- Another chi bộ ---


def test_another_chi_bo_is_a_move_on_the_day_of_the_list(lan, na_po, seven_units):
    """G05."""
    make_office(lan, na_po, "COMMITTEE_MEMBER", date(2015, 1, 1))
    said = (UNTIL_2022, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Công an xã"])
    (question,) = [each for each in previewed(*said).read.questions if each.key.startswith("move")]
    written(*said, answers={question.key: "move"})
    old, new = lan.memberships.order_by("started_on")

    assert (old.unit, old.ended_on, old.reason_out) == (na_po, date(2022, 12, 31), "INTERNAL")
    assert (new.unit, new.started_on, new.reason_in) == (
        seven_units["Chi bộ Công an xã"],
        date(2022, 12, 31),
        "INTERNAL",
    )
    assert (old.counterpart_out, new.counterpart_in) == (new.unit, old.unit)
    assert lan.offices.get().ended_on == date(2022, 12, 31)


def test_a_list_older_than_the_record_moves_nobody(lan, seven_units):
    lan.memberships.update(
        ended_on=date(2024, 1, 1), reason_out="INTERNAL", counterpart_out=seven_units["Chi bộ Công an xã"]
    )
    join(lan, seven_units["Chi bộ Công an xã"], date(2024, 1, 1), "INTERNAL")
    said = (UNTIL_2022, HEADINGS, [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"])
    (move,) = [each for each in previewed(*said).read.questions if each.key.startswith("move")]
    row = previewed(*said, answers={move.key: "move"}).read.rows[0]
    (problem,) = [each for each in row.problems if each.level == "ask"]

    assert (row.status, problem.code) == ("ask", "kept")
    assert "danh sách cũ hơn sổ" in problem.message


# --- Field by field ---


def test_only_what_differs_is_written_and_blanks_overwrite_nothing(lan):
    person_written({"Họ và tên": "vàng thị lan", "Số ĐT": None, "Nghề nghiệp": "Giáo viên", "Ngày vào Đảng": "2012"})
    lan.refresh_from_db()

    assert (lan.full_name, lan.phone, lan.occupation) == ("Vàng Thị Lan", "0912345678", "Giáo viên")
    assert (lan.admitted_on, lan.version) == (PartialDate(2012, 5, 19), 2)
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_new_name_is_found_by_its_letters(lan):
    IdentityNumber.objects.create(person=lan, kind="CITIZEN", number="002190001234")
    person_written({"Họ và tên": "Vàng Thị Hoa", "Số CCCD": "002190001234"})
    lan.refresh_from_db()

    assert (lan.full_name, list(Person.objects.search("hoa"))) == ("Vàng Thị Hoa", [lan])


def test_the_name_in_use_is_shown_and_that_of_birth_kept():
    person_written({"Họ và tên": None, "Họ và tên khai sinh": "Vàng Thị Lan", "Họ tên đang dùng": "Vàng Thị Hoa"})
    person_written({"Họ và tên": "Hà Văn Tú", "Tên gọi khác": "Tư Béo"})
    names = Person.objects.order_by("pk").values_list("full_name", "birth_name", "alias")

    assert list(names) == [("Vàng Thị Hoa", "Vàng Thị Lan", ""), ("Hà Văn Tú", "", "Tư Béo")]


def test_honours_without_a_decision_stay_in_the_note_and_change_nothing_the_second_time(lan):
    cells = {"Ghi chú": "Tổ trưởng", "Khen thưởng": "Bằng khen 2019", "Kỷ luật": "Khiển trách"}
    person_written(cells)
    said = {"Họ và tên": "Vàng Thị Lan", "Ngày sinh": "3/2/1990"} | cells
    again = previewed(list(said), list(said.values())).read
    lan.refresh_from_db()

    assert lan.note == "Tổ trưởng; Khen thưởng: Bằng khen 2019; Kỷ luật: Khiển trách"
    assert [(row.status, row.changes) for row in again.rows] == [("same", {})]


# --- Numbers, levels, offices, ratings ---


def test_a_new_card_ends_the_old_one(lan):
    IdentityNumber.objects.create(person=lan, kind="CARD", number="07337584")
    written(UNTIL_2022, [*HEADINGS, "Số thẻ Đảng"], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "007113149573"])
    cards = lan.numbers.order_by("pk").values_list("number", "ended_on")

    assert list(cards) == [("07337584", PartialDate(2022, 12, 31)), ("007113149573", None)]


def test_somebody_new_has_every_number_of_the_row():
    person_written(
        {"Số CCCD": "002190001234", "Số thẻ Đảng": "007113149573", "Số thẻ theo QĐ 85": None,
         "Số thẻ Đảng theo QĐ 85": "07337584", "Số lý lịch": "041287YM", "Số CMND cũ": "073123456"}
    )  # fmt: skip
    numbers = IdentityNumber.objects.values_list("kind", "number", "ended_on")

    assert set(numbers) == {
        ("CITIZEN", "002190001234", None), ("CARD", "007113149573", None), ("PROFILE", "041287YM", None),
        ("OLD_CITIZEN", "073123456", None), ("CARD", "07337584", PartialDate.of(today())),
    }  # fmt: skip


def test_a_number_of_two_people_is_refused(lan):
    IdentityNumber.objects.create(person=lan, kind="PROFILE", number="041287YM")
    headings = [*HEADINGS, "Số lý lịch"]
    rows = previewed(
        headings, [1, "Hà Văn Tú", "1/1/1970", "Na Pô", "041287YM"], [2, "Hà Văn Páo", "1/1/1971", "Na Pô", "000123HG"],
        [3, "Hà Văn Say", "1/1/1972", "Na Pô", "000123HG"],
    ).read.rows  # fmt: skip

    assert [row.status for row in rows] == ["error", "new", "error"]


def test_a_higher_level_follows_the_lower_and_a_lower_one_corrects_it(lan):
    Qualification.objects.create(person=lan, kind="POLITICAL", level="ELEMENTARY")
    Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="UNIVERSITY")
    headings = [*HEADINGS, "LLCT", "Chuyên môn", "Văn hoá"]
    written(UNTIL_2022, headings, [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "Trung cấp", "Cao đẳng", "12/12"])
    levels = lan.qualifications.values_list("kind", "level", "started_on", "ended_on")

    assert set(levels) == {
        ("POLITICAL", "ELEMENTARY", None, PartialDate(2022, 12, 31)),
        ("POLITICAL", "INTERMEDIATE", PartialDate(2022, 12, 31), None),
        ("PROFESSIONAL", "COLLEGE", None, None),
        ("GENERAL", "12/12", None, None),
    }


def test_an_office_is_held_from_the_day_of_the_list_and_ends_the_one_before(lan, na_po):
    make_office(lan, na_po, "COMMITTEE_MEMBER", date(2015, 1, 1))
    batch = written(UNTIL_2022, [*HEADINGS, "Chức vụ"], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "BT, Trưởng thôn"])
    guesses = {problem.message for problem in batch.read.rows[0].problems if problem.field.endswith("_office")}
    offices = lan.offices.values_list("position", "title", "started_on", "ended_on")

    assert guesses == {"Tệp không ghi giữ chức vụ từ ngày nào: ghi từ 31/12/2022."}
    assert set(offices) == {
        ("COMMITTEE_MEMBER", "", date(2015, 1, 1), date(2022, 12, 31)),
        ("SECRETARY", "", date(2022, 12, 31), None),
        ("GOVERNMENT", "Trưởng thôn", date(2022, 12, 31), None),
    }


def test_an_office_of_the_committee_is_held_there(na_po):
    person_written({"Chức vụ Đảng": "Đảng ủy viên"})

    assert Office.objects.get().unit == na_po.parent_on(today())


def test_a_second_secretary_is_asked_about(lan, na_po):
    make_office(lan, na_po)
    said = ([*HEADINGS, "Chức vụ Đảng"], [1, "Hà Văn Tú", "1/1/1970", "Na Pô", "BT"])
    (problem,) = [each for each in previewed(*said).read.rows[0].problems if each.level == "ask"]
    written(*said, answers={problem.question: "leave"})

    assert (problem.field, Office.objects.count()) == ("party_office", 1)
    assert "đã có bí thư là Vàng Thị Lan" in problem.message


def test_ratings_of_several_years_in_one_go(lan, na_po, seven_units):
    """Lan was of the police until 2021: her rating of 2020 is theirs."""
    lan.memberships.update(
        started_on=date(2021, 6, 1), reason_in="INTERNAL", counterpart_in=seven_units["Chi bộ Công an xã"]
    )
    join(lan, seven_units["Chi bộ Công an xã"], date(2012, 5, 19), ended_on=date(2021, 6, 1), reason_out="INTERNAL")
    MemberRating.objects.create(person=lan, unit=na_po, year=2022, level="GOOD")
    years = [f"Xếp loại năm {year}" for year in (2020, 2021, 2022, 2023)]
    written([*HEADINGS, *years], [1, "Vàng Thị Lan", "3/2/1990", "Na Pô", "HTNV", "Miễn sinh hoạt", "HTXSNV", None])
    ratings = lan.ratings.order_by("year").values_list("year", "unit", "level", "not_rated_reason")

    assert list(ratings) == [
        (2020, seven_units["Chi bộ Công an xã"].pk, "COMPLETED", ""),
        (2021, na_po.pk, "", "EXEMPT"),
        (2022, na_po.pk, "EXCELLENT", ""),
    ]


def test_a_rating_after_death_is_asked_about(lan):
    """G10."""
    lan.memberships.update(ended_on=date(2020, 5, 4), reason_out="DIED")
    headings = [*HEADINGS, "Xếp loại năm 2020", "Xếp loại năm 2021"]
    said = (headings, [1, "Vàng Thị Lan", "3/2/1990", None, "HTNV", "HTNV"])
    row = previewed(*said, answers={"departed|DEAD": "take"}).read.rows[0]

    assert [(each.level, each.field) for each in row.problems] == [("ask", "ratings.2021")]
