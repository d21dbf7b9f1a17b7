"""Whose a rating, an office or a year is that a file tells of: rights hold where it is, not where the file is."""

import json
from dataclasses import asdict
from datetime import date

import pytest

from members.importing.taking_back import undo_now
from members.models import IdentityNumber, MemberRating, Office, Person
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import (
    LONG_AGO,
    join,
    make_commune,
    make_head,
    make_member,
    make_office,
    make_unit,
    make_user,
    make_village,
)
from tests.importing.sheets import HEADINGS
from tests.importing.writing import previewed, written
from units.models import RatingCampaign, RatingRegime, RoleGrant

LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]
RATED = [*HEADINGS, "Xếp loại năm 2022"]
IN_OFFICE = [*HEADINGS, "Chức vụ Đảng"]


pytestmark = pytest.mark.usefixtures("na_po")


@pytest.fixture
def khau_vai(db):
    return make_unit("Chi bộ Khâu Vai", make_commune("Đảng bộ xã Khâu Vai"))


@pytest.fixture
def lan(na_po, khau_vai):
    """She came from another committee of the register in 2024."""
    lan = make_member("Vàng Thị Lan", khau_vai, birth_on=PartialDate(1990, 2, 3))
    lan.memberships.update(ended_on=date(2024, 1, 1), reason_out="TRANSFERRED_OUT")
    join(lan, na_po, date(2024, 1, 1), reason_in="TRANSFERRED_IN")
    return lan


def locked(committee, year=2022):
    regime = RatingRegime.objects.first()
    RatingCampaign.objects.create(unit=committee, year=year, regime=regime, assessed_on=f"{year}-12-31", state="LOCKED")


def also(user, role, unit):
    RoleGrant.objects.create(user=user, role=role, unit=unit, started_on=LONG_AGO)
    return user


def asked(reading):
    """[(code, key of its question)] of what waits for an answer."""
    return [(each.code, each.question) for row in reading.rows for each in row.problems if each.level == "ask"]


# --- Ratings ---


def test_a_rating_of_a_year_elsewhere_is_left_out(lan, commune):
    secretary = make_user("SECRETARY", commune)
    said = (RATED, [*LAN, "HTNV"])

    assert asked(previewed(*said, by=secretary).read) == [("not_allowed", "elsewhere|ratings")]
    answered = previewed(*said, by=secretary, answers={"elsewhere|ratings": "leave"})
    assert [row.status for row in answered.read.rows] == ["same"]


def test_a_rating_of_the_own_year_is_written_where_it_belongs(lan, commune, na_po):
    written([*HEADINGS, "Xếp loại năm 2024"], [*LAN, "HTNV"], by=make_user("SECRETARY", commune))

    assert list(MemberRating.objects.values_list("unit", "year", "level")) == [(na_po.pk, 2024, "COMPLETED")]


def test_a_rating_that_another_committee_gave_and_locked_stays(lan, commune, khau_vai):
    MemberRating.objects.create(person=lan, unit=khau_vai, year=2022, level="GOOD", decided_on=date(2022, 12, 31))
    locked(khau_vai.parent_on(today()))

    assert asked(previewed(RATED, [*LAN, "HTNV"], by=make_user("SECRETARY", commune)).read) == [
        ("not_allowed", "elsewhere|ratings")
    ]
    assert asked(previewed(RATED, [*LAN, "HTNV"]).read) == [("locked", "locked|2022")]


def test_who_rates_one_chi_bo_rates_no_other(commune, seven_units):
    """The office may write people of the committee, and as the secretary of a chi bộ rates that one."""
    police = seven_units["Chi bộ Công an xã"]
    both = also(make_user("OFFICE", commune), "UNIT_SECRETARY", police)
    rows = (RATED, [*LAN, "HTNV"], [2, "Hà Văn Tú", "1/1/1970", "Công an xã", "HTNV"])
    reading = previewed(*rows, by=both).read

    assert [row.status for row in reading.rows] == ["ask", "new"]
    assert asked(reading) == [("not_allowed", "elsewhere|ratings")]


def test_a_year_that_another_committee_locked_is_open_here(khau_vai):
    locked(khau_vai.parent_on(today()))
    batch = written(RATED, [*LAN, "HTNV"])
    undo_now(batch, SYSTEM, "nhầm tệp")

    assert (MemberRating.objects.count(), Person.objects.count()) == (0, 0)


# --- Offices ---


def test_who_keeps_the_record_of_one_committee_writes_no_office_of_another(commune, khau_vai):
    both = also(make_user("SECRETARY", commune), "OFFICE", khau_vai.parent_on(today()))
    rows = (IN_OFFICE, [*LAN, "CUV"], [2, "Sùng A Khâu", "1/1/1970", "Khâu Vai", "CUV"])
    reading = previewed(*rows, by=both).read

    assert [row.status for row in reading.rows] == ["new", "ask"]
    assert asked(reading) == [("not_allowed", "right|offices")]


def test_an_office_of_a_chi_bo_that_somebody_left_is_not_written_in_the_other(na_po, seven_units):
    police, day = seven_units["Chi bộ Công an xã"], date(2024, 1, 1)
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3))
    lan.memberships.update(ended_on=day, reason_out="INTERNAL", counterpart_out=police)
    join(lan, police, day, reason_in="INTERNAL", counterpart_in=na_po)
    said = (IN_OFFICE, [*LAN, "BT"])
    (move,) = [key for code, key in asked(previewed(*said).read) if code == "move"]
    (row,) = previewed(*said, answers={move: "keep"}).read.rows

    assert row.status == "same"
    assert [each.message for each in row.problems if each.code == "office_elsewhere"] == [
        "Không ghi “Bí thư”: tệp ghi ở Chi bộ thôn Na Pô, sổ giữ ở Chi bộ Công an xã."
    ]
    written(*said, answers={move: "move"})
    assert [(office.position, office.unit) for office in Office.objects.all()] == [("SECRETARY", na_po)]


# --- Taking back ---


@pytest.mark.parametrize(("heading", "value", "name"), [
    ("Chức vụ Đảng", "BT", "chức vụ"), ("Xếp loại năm 2020", "HTNV", "xếp loại"),
])  # fmt: skip
def test_offices_and_ratings_are_taken_back_by_who_may_write_them(commune, heading, value, name):
    secretary, office = make_user("SECRETARY", commune), make_user("OFFICE", commune)
    batch = written([*HEADINGS, heading], [*LAN, value], by=secretary)

    with pytest.raises(Superseded, match=f"đã ghi {name}, bạn không có quyền"):
        undo_now(batch, office, "nhầm tệp")
    assert Person.objects.count() == 1
    undo_now(batch, secretary, "nhầm tệp")
    assert Person.objects.count() == 0


def test_the_ratings_of_other_chi_bo_are_not_taken_back_by_who_rates_one(commune, seven_units):
    both = also(make_user("OFFICE", commune), "UNIT_SECRETARY", seven_units["Chi bộ Công an xã"])
    batch = written([*HEADINGS, "Xếp loại năm 2020"], [*LAN, "HTNV"], by=make_user("SECRETARY", commune))

    with pytest.raises(Superseded, match="có xếp loại nay do nơi khác quản lý"):
        undo_now(batch, both, "nhầm tệp")
    assert (MemberRating.objects.count(), Person.objects.count()) == (1, 1)


def test_the_office_takes_back_the_departure_that_ended_an_office(commune, na_po):
    office = make_user("OFFICE", commune)
    lan = make_member("Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3))
    held = Office.objects.create(person=lan, unit=na_po, position="SECRETARY", started_on=LONG_AGO)
    headings = [*HEADINGS, "Trạng thái", "Ngày rời khỏi"]
    batch = written(headings, [*LAN, "Chuyển đi", "1/6/2024"], by=office)
    held.refresh_from_db()
    assert held.ended_on == date(2024, 6, 1)

    undo_now(batch, office, "nhầm tệp")
    held.refresh_from_db()
    assert held.ended_on is None


# --- What is told of others' people ---


@pytest.fixture
def gone(na_po, khau_vai):
    """She left for another committee in 2020, which wrote all that came later."""
    gone = make_member(
        "Vàng Thị Lan", na_po, birth_on=PartialDate(1990, 2, 3), phone="0911222333", residence="Xóm Mới, Khâu Vai"
    )
    gone.memberships.update(ended_on=date(2020, 1, 1), reason_out="TRANSFERRED_OUT")
    join(gone, khau_vai, date(2020, 1, 1), ended_on=date(2024, 1, 1), reason_out="EXPELLED")
    IdentityNumber.objects.create(person=gone, kind="CARD", number="001122334455")
    make_office(gone, khau_vai, started_on=date(2021, 1, 1))
    return gone


LATER = ("0911222333", "Xóm Mới", "001122334455", "EXPELLED", "hai trừ", "SECRETARY", "Bí thư")
MORE = [*HEADINGS, "Số điện thoại", "Thường trú", "Số thẻ đảng viên", "Chức vụ Đảng"]


def said_of_later(reading):
    text = json.dumps(asdict(reading), ensure_ascii=False)
    return [each for each in LATER if each in text]


def test_what_another_committee_wrote_since_stands_in_no_preview(gone, commune):
    row = [*LAN, "0999888777", "Na Pô", "998877665544", "CUV"]
    reading = previewed(MORE, row, by=make_user("OFFICE", commune)).read

    assert [each.status for each in reading.rows] == ["error"]
    assert said_of_later(reading) == []
    assert said_of_later(previewed(MORE, row).read) != []


def test_what_another_committee_wrote_since_stands_beside_no_question(gone, commune):
    """Born in the same year, with another card: whether it is she is asked, and told by what was known here."""
    row = [1, "Vàng Thị Lan", "1990", "Na Pô", "0999888777", "Na Pô", "998877665544", "CUV"]
    reading = previewed(MORE, row, by=make_user("SECRETARY", commune)).read
    (question,) = [each for each in reading.questions if each.key.startswith("match")]

    assert said_of_later(reading) == []
    assert (question.options[0].differs, question.options[0].agrees) == ({}, ["birth_date", "unit"])


def test_the_phone_of_a_village_head_who_belongs_elsewhere_is_told_nobody(gone, commune):
    make_head(gone, make_village("Na Pô", commune), date(2015, 1, 1))
    rows = (["Thôn", "Trưởng thôn", "Từ ngày", "Số điện thoại"], ["Na Pô", "Vàng Thị Lan", "1/1/2015", "0999888777"])
    reading = previewed(*rows, by=make_user("SECRETARY", commune)).read

    assert [each.status for each in reading.rows] == ["error"]
    assert said_of_later(reading) == []


# --- What was read with rights that are gone ---

KHAU = [1, "Sùng A Khâu", "1/1/1980", "Khâu Vai"]


@pytest.fixture
def of_both(commune, khau_vai, client):
    """The office of two communes."""
    of_both = also(make_user("OFFICE", commune), "OFFICE", khau_vai.parent_on(today()))
    client.force_login(of_both)
    return of_both


def now_of_one(user, committee):
    user.grants.exclude(unit=committee).update(ended_on=today())


def test_a_preview_is_read_again_with_the_rights_of_today(of_both, commune, client):
    batch = previewed(HEADINGS, LAN, KHAU, by=of_both)
    address = f"/nhap/{batch.number}/"
    assert "“Khâu Vai” được hiểu là “Chi bộ Khâu Vai”." in client.get(address).text

    now_of_one(of_both, commune)
    assert client.get(f"{address}con-lai/").headers["Location"] == address
    assert client.post(address, {"ghi": "hop-le"}).headers["Location"] == address
    page = client.get(address)
    assert "Quyền của bạn đã khác" in page.text and "Chi bộ Khâu Vai" not in page.text
    assert (Person.objects.count(), page.context["batch"].summary["ask"]) == (0, 1)


def test_what_was_left_of_a_file_is_not_given_to_who_sees_less_now(of_both, commune, client):
    batch = written(HEADINGS, LAN, [2, "Ma Văn Thiện", "31/04/1987", "Khâu Vai"], by=of_both)
    address = f"/nhap/{batch.number}/"
    assert f"{address}con-lai/" in client.get(address).text

    now_of_one(of_both, commune)
    assert f"{address}con-lai/" not in client.get(address).text
    assert client.get(f"{address}con-lai/").headers["Location"] == address


def test_a_colleague_with_the_same_rights_is_given_it(commune, client):
    batch = written(HEADINGS, LAN, [2, "Ma Văn Thiện", "31/04/1987", "Na Pô"], by=make_user("OFFICE", commune))
    client.force_login(make_user("SECRETARY", commune))

    assert client.get(f"/nhap/{batch.number}/con-lai/").status_code == 200
