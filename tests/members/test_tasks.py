"""What waits to be done, on a given day."""

from datetime import date

import pytest

from members import tasks
from members.models import Probation
from nakhe.access import SYSTEM
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_person,
    make_unit,
    make_village,
)
from units.models import Committee

DAY = date(2024, 5, 28)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2024, 5, 3), 30, date(2024, 6, 14)),  # Friday + 6 weeks
        (date(2024, 5, 3), 1, date(2024, 5, 6)),  # over a week-end
        (date(2024, 5, 6), 4, date(2024, 5, 10)),
    ],
)
def test_working_days_pass_over_week_ends(day, count, later):
    assert tasks.working_days_after(day, count) == later


@pytest.fixture
def na_khe(db):
    return make_commune()


@pytest.fixture
def na_po(na_khe):
    return make_unit("Na Pô", na_khe)


def test_probation_ends_twelve_months_after_the_ceremony(na_po):
    """Liều's year ended in January, 30 working days ago and more; Mẩy's ends in 3 weeks; Nô's in 3 months."""
    for name, ceremony in [("Liều", "2023-01-15"), ("Mẩy", "2023-06-18"), ("Nô", "2023-09-02")]:
        person = make_person(name, admitted_on=ceremony)
        join(person, na_po, date.fromisoformat(ceremony))

    assert [str(task) for task in tasks.recognitions_due(SYSTEM, DAY)] == [
        "Liều (Na Pô) quá hạn từ 15/01/2024",
        "Mẩy (Na Pô) hạn 18/06/2024",
    ]


def test_a_second_probation_ends_twelve_months_after_the_readmission(na_po):
    """Lan, official since 2002, and Dính, of whom no ceremony is known, were readmitted on 10/06/2023.

    Mẩy's second probation ended in time; Nô's is due in September.
    """
    for name, since, until, admitted_on in [
        ("Lan", date(2023, 6, 10), None, "2001-05-01"),
        ("Dính", date(2023, 6, 10), None, None),
        ("Mẩy", date(2023, 5, 2), date(2024, 5, 2), "2001-05-01"),
        ("Nô", date(2023, 9, 2), None, "2001-05-01"),
    ]:
        person = make_person(name, admitted_on=admitted_on, official_on="2002-05-01")
        join(person, na_po, since, "READMITTED")
        Probation.objects.create(person=person, started_on=since, ended_on=until)

    assert sorted(str(task) for task in tasks.recognitions_due(SYSTEM, DAY)) == [
        "Dính (Na Pô) hạn 10/06/2024",
        "Lan (Na Pô) hạn 10/06/2024",
    ]


def test_a_village_head_who_joined_is_no_longer_listed(na_khe, na_po):
    pao, chu = make_person("Giàng Mí Páo"), make_person("Thào Mí Chứ")
    make_head(pao, make_village("Phe Phà", na_khe, position=1))
    make_head(chu, make_village("Lùng Vái", na_khe, position=2))
    join(chu, na_po, DAY)

    def names(day):
        return [str(head.person) for head in tasks.heads_who_are_not_members(SYSTEM, day)]

    assert names(date(2024, 5, 27)) == ["Giàng Mí Páo", "Thào Mí Chứ"]
    assert names(DAY) == ["Giàng Mí Páo"]


def test_a_chi_bo_without_a_committee_is_listed_with_its_official_members(na_khe, na_po):
    health = make_unit("Trạm Y tế", na_khe, unit_type="HEALTH")
    make_member("Lan", health)
    make_member("Minh", health, official_on=None)
    Committee.objects.create(unit=na_po, started_on=date(2022, 3, 15))

    found = tasks.branches_without_committee(SYSTEM, DAY)
    assert [(unit.short_name, unit.official) for unit in found] == [("Trạm Y tế", 1)]
