"""Chi bộ that came under Na Khê, or left it: every figure of a day is counted over the units of that day."""

from datetime import date

import pytest
from django.urls import reverse

from members.tasks import tasks_of
from members.tasks.committees import TooFewOfficial
from members.tasks.recognition import Recognition
from members.tasks.villages import HeadsOutside
from nakhe.access import Role
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from tests.reports.asking import ask, row_of
from units.closure import rebuild_below
from units.models import Congress, RoleGrant, Term, UnitParent

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 28)
MOVEMENTS = {"from": "2023-01-01", "as_of": "2024-05-28"}


def move(unit, parent, day):
    unit.parents.filter(ended_on=None).update(ended_on=day)
    UnitParent.objects.create(unit=unit, parent=parent, started_on=day)
    rebuild_below(unit)


def admit(name, unit, day):
    join(make_person(name, admitted_on=day.isoformat()), unit, day)


def leave(name, unit, day, reason_out):
    join(make_person(name), unit, ended_on=day, reason_out=reason_out)


@pytest.fixture
def na_khe():
    unit = make_commune()
    congress = Congress.objects.create(unit=unit, ordinal=19)
    Term.objects.create(
        unit=unit, congress=congress, started_on=date(2023, 1, 1), first_year=2023, last_year=2025
    )  # so that the first page tells of admissions since 2023
    return unit


@pytest.fixture
def phu_lung():
    return make_commune("Đảng bộ xã Phú Lũng")


@pytest.fixture
def na_po(na_khe):
    """Lan and Dính, all the time."""
    unit = make_unit("Na Pô", na_khe)
    make_member("Vàng Thị Lan", unit)
    make_member("Giàng Mí Dính", unit)
    return unit


@pytest.fixture
def sung_thai(na_khe, phu_lung):
    """Comes from Phú Lũng on 01/07/2023 with May, Sính and Pó, whom Phú Lũng admitted; Chá had died.

    On that day Thu leaves for elsewhere, who never was Na Khê's, and Vư is admitted, by Na Khê. Four in 2024.
    """
    unit = make_unit("Sủng Thài", phu_lung)
    make_member("Ly Thị May", unit)
    make_member("Ly Mí Sính", unit)
    admit("Ly Mí Pó", unit, date(2023, 3, 1))
    leave("Ly Mí Chá", unit, date(2023, 5, 1), "DIED")
    leave("Ly Thị Thu", unit, date(2023, 7, 1), "TRANSFERRED_OUT")
    admit("Ly Mí Vư", unit, date(2023, 7, 1))
    move(unit, na_khe, date(2023, 7, 1))
    return unit


@pytest.fixture
def na_kinh(na_khe, phu_lung):
    """Páo and Tủa; Mỷ is admitted in 2023, Tủa dies; on 01/03/2024 it goes to Phú Lũng, which admits Sì."""
    village = make_village("Na Kinh", na_khe)
    unit = make_unit("Na Kinh", na_khe, village=village)
    make_head(make_person("Vừ Mí Súng"), village)
    make_member("Thò Mí Páo", unit)
    leave("Thò Mí Tủa", unit, date(2024, 2, 1), "DIED")
    admit("Thò Thị Mỷ", unit, date(2023, 2, 1))
    admit("Thò Mí Sì", unit, date(2024, 4, 1))
    move(unit, phu_lung, date(2024, 3, 1))
    return unit


@pytest.fixture
def secretary(client, na_khe, na_po, sung_thai, na_kinh):
    user = make_user(Role.SECRETARY, na_khe, "bi-thu")
    client.force_login(user)
    return user


def moved(report, name):
    row = row_of(report, name=name)
    return {column: number for column, number in row.items() if column != "name" and number}


def test_members_who_came_and_went_with_their_chi_bo_stand_apart(secretary):
    """4 (Na Pô 2, Na Kinh 2) + Vư, Mỷ − Tủa + 3 with Sủng Thài − Páo and Mỷ with Na Kinh = 6 (Na Pô 2, Sủng Thài 4)."""
    report = ask("bien-dong", user="bi-thu", **MOVEMENTS)

    assert moved(report, "Na Pô") == {"opening": 2, "closing": 2}
    assert moved(report, "Sủng Thài") == {"admitted": 1, "came": 1, "came_with_unit": 3, "closing": 4}
    assert moved(report, "Na Kinh") == {
        "opening": 2,
        "admitted": 1,
        "came": 1,
        "died": 1,
        "left": 1,
        "left_with_unit": 2,
    }
    totals = {name: number for name, number in report["totals"].items() if number}
    assert totals == {
        "opening": 4, "admitted": 2, "came": 2, "died": 1, "left": 1, "came_with_unit": 3, "left_with_unit": 2,
        "closing": 6,
    }  # fmt: skip
    assert report["notes"] == [
        "Đầu kỳ 4 + tăng 2 − giảm 1 + theo chi bộ chuyển về 3 − theo chi bộ chuyển đi 2 = 6, khớp với cuối kỳ."
    ]


def test_a_committee_that_is_chosen_is_counted_in_the_same_way(secretary, na_khe):
    whole, chosen = ask("bien-dong", unit=na_khe.code, **MOVEMENTS), ask("bien-dong", user="bi-thu", **MOVEMENTS)

    assert (whole["rows"], whole["totals"]) == (chosen["rows"], chosen["totals"])


def test_to_the_whole_register_nothing_comes_and_nothing_goes(secretary):
    """Lan, Dính, Páo, Tủa, May, Sính, Chá, Thu: 8. Admitted Pó, Vư, Mỷ, Sì; died Chá, Tủa; left Thu: 8 + 4 − 3 = 9."""
    report = ask("bien-dong", **MOVEMENTS)

    assert (report["totals"]["came_with_unit"], report["totals"]["left_with_unit"]) == (0, 0)
    assert report["notes"] == ["Đầu kỳ 8 + tăng 4 − giảm 3 = 9, khớp với cuối kỳ."]


def test_a_change_of_the_section_is_no_way_in_and_one_day_counts_once(na_khe, phu_lung, sung_thai):
    """The account holds the commune and its section: Sủng Thài came under both on one day, and rises from it later."""
    section = make_unit("Đảng bộ bộ phận", na_khe, kind="SECTION")
    sung_thai.parents.filter(parent=na_khe).delete()
    UnitParent.objects.filter(unit=sung_thai).update(ended_on=date(2023, 7, 1))
    move(sung_thai, section, date(2023, 7, 1))
    move(sung_thai, na_khe, date(2023, 9, 1))
    reader = make_user(Role.SECRETARY, na_khe, "hai-noi")
    RoleGrant.objects.create(user=reader, role=Role.SECRETARY, unit=section, started_on=date(2000, 1, 1))

    assert moved(ask("bien-dong", user="hai-noi", **MOVEMENTS), "Sủng Thài") == {
        "admitted": 1, "came": 1, "came_with_unit": 3, "closing": 4
    }  # fmt: skip


def test_admissions_are_those_of_the_committee_of_their_day(secretary):
    admitted = [row["name"] for row in ask("ket-nap", user="bi-thu", **MOVEMENTS)["rows"]]
    compared = ask("so-sanh", user="bi-thu", compare="2022-12-31", as_of="2024-05-28")
    figures = {row["figure"]: (row["before"], row["after"]) for row in compared["rows"]}

    assert admitted == ["Thò Thị Mỷ", "Ly Mí Vư"]
    assert figures["Đảng viên"] == (4, 6)
    assert figures["Kết nạp"] == (None, 2)
    assert figures["Chuyển đi, từ trần, ra khỏi Đảng"] == (None, 1)


def test_the_lists_hold_the_units_and_members_of_their_day(client, secretary):
    def listed(day):
        people = client.get(reverse("people"), {"ngay": day}).context
        units = client.get(reverse("units"), {"ngay": day}).context
        offered = [unit.short_name for unit in people["filter"].units if unit.kind == "BRANCH"]
        return people["counts"]["total"], offered, [(unit.short_name, unit.members) for unit in units["units"]]

    assert listed("31/12/2022") == (4, ["Na Pô", "Na Kinh"], [("Na Pô", 2), ("Na Kinh", 2)])
    assert listed("31/12/2023") == (
        9, ["Na Pô", "Sủng Thài", "Na Kinh"], [("Na Pô", 2), ("Sủng Thài", 4), ("Na Kinh", 3)]
    )  # fmt: skip
    assert listed("28/05/2024") == (6, ["Na Pô", "Sủng Thài"], [("Na Pô", 2), ("Sủng Thài", 4)])


def test_the_first_page_counts_each_day_on_its_own_tree(client, secretary):
    """2023: Na Pô 2, Sủng Thài 4, Na Kinh's Páo, Tủa and Mỷ. Admitted since 2023: Mỷ and Vư, neither Pó nor Sì."""
    shown = client.get(reverse("overview"), {"ngay": "28/05/2024"}).context["overview"]

    assert shown.years == [
        ("2020", 4, 0),
        ("2021", 4, 0),
        ("2022", 4, 0),
        ("2023", 9, 2),
        ("28/05/2024", 6, 0),
    ]
    assert shown.admitted_since == 2


def test_what_waits_is_what_waits_here(secretary):
    """Pó came on probation, and Mỷ went on probation; the head of thôn Na Kinh went with it."""
    before, after = date(2024, 2, 29), DAY

    assert waiting(secretary, before, Recognition) == ["Thò Thị Mỷ", "Ly Mí Pó"]
    assert waiting(secretary, after, Recognition) == ["Ly Mí Pó"]
    assert waiting(secretary, before, HeadsOutside) == ["Vừ Mí Súng"]
    assert waiting(secretary, after, HeadsOutside) == []
    assert waiting(secretary, after, TooFewOfficial) == ["Na Pô", "Sủng Thài"]


def waiting(reader, day, kind):
    (task,) = tasks_of(reader, day, [kind])
    return [item.name for item in task.items]


def test_heads_are_those_of_the_villages_of_the_day(client, secretary):
    def heads(day):
        return client.get(reverse("village_heads"), {"ngay": day}).context["totals"]["heads"]

    assert (heads("29/02/2024"), heads("28/05/2024")) == (1, 0)
