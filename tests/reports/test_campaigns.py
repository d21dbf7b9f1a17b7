"""Which rating campaign speaks for a unit, and where the ratings of a chi bộ that ended or moved are counted."""

from datetime import date

import pytest
from django.http import QueryDict

from members.models import MemberRating
from nakhe.access import SYSTEM, Right
from reports.parameters import ParametersForm, resolve
from tests.factories import join, make_member, make_person, make_unit
from tests.reports.asking import ask, row_of
from units.closure import rebuild_below
from units.models import RatingCampaign, RatingRegime, Resolution, Target, UnitParent, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT")


@pytest.fixture
def na_khe(district):
    unit = make_unit("Đảng bộ xã Na Khê", district, kind="COMMUNE", code="na-khe")
    make_member("Vàng Thị Lan", make_unit("Na Pô", unit, code="na-po"))
    return unit


@pytest.fixture
def phu_lung(district):
    return make_unit("Đảng bộ xã Phú Lũng", district, kind="COMMUNE", code="phu-lung")


@pytest.fixture
def sung_thai(na_khe, phu_lung):
    """Phú Lũng's until 01/07/2023, then Na Khê's."""
    unit = make_unit("Sủng Thài", phu_lung, code="sung-thai")
    unit.parents.update(ended_on=date(2023, 7, 1))
    UnitParent.objects.create(unit=unit, parent=na_khe, started_on=date(2023, 7, 1))
    rebuild_below(unit)
    return unit


def assess(unit, year, state="LOCKED"):
    regime = RatingRegime.objects.filter(first_year__lte=year).last()
    return RatingCampaign.objects.create(
        unit=unit, year=year, regime=regime, assessed_on=date(year, 12, 31), state=state
    )


def campaign_for(unit, day="", year=""):
    """The campaign of a report on *unit*."""
    asked = QueryDict(mutable=True)
    asked.update({"don_vi": unit.code, "ngay": day, "nam": year})
    form = ParametersForm(("year", "unit"), asked)
    assert form.is_valid()
    return resolve(form, SYSTEM, Right.READ).campaign


def test_the_nearest_committees_campaign_goes_before_one_that_is_locked_above(na_khe, district):
    """On 01/02/2025 the district has closed 2024; Na Khê has closed 2023, and is rating 2024."""
    closed, rating = assess(na_khe, 2023), assess(na_khe, 2024, "OPEN")
    assess(district, 2024)

    assert campaign_for(na_khe, "01/02/2025") == closed
    assert campaign_for(na_khe, year="2024") == rating


def test_a_chi_bo_has_the_campaign_of_the_committee_that_it_lay_under_when_that_was_assessed(
    na_khe, phu_lung, sung_thai
):
    here, there = ({year: assess(unit, year) for year in (2022, 2023)} for unit in (na_khe, phu_lung))

    assert campaign_for(sung_thai, year="2022") == there[2022]
    assert campaign_for(sung_thai, year="2023") == here[2023]
    assert campaign_for(sung_thai, "01/02/2023") == there[2022]
    assert campaign_for(sung_thai, "01/02/2024") == here[2023]


def test_without_a_campaign_of_its_own_a_unit_has_the_one_above(na_khe, district):
    assert campaign_for(na_khe, year="2024") is None
    above = assess(district, 2024)
    assert campaign_for(na_khe, year="2024") == above


def target(unit, measure):
    resolution, _ = Resolution.objects.get_or_create(
        unit=unit, number="05-NQ/ĐU", title="Nhiệm vụ năm 2023", adopted_on=date(2023, 1, 5)
    )
    Target.objects.create(resolution=resolution, name=measure, measure=measure, year=2023, minimum=1)


def result(unit, measure):
    return row_of(ask("chi-tieu", unit=unit.code, year="2023"), target=measure)["result"]


def rate(person, unit, level):
    MemberRating.objects.create(person=person, unit=unit, year=2023, level=level)


def test_a_chi_bo_that_ended_before_the_assessment_date_is_counted_where_it_was_rated(na_khe):
    """Khai Hoang was rated HTNV, May HTTNV, Pó admitted there; it was dissolved on 01/12/2023, both went to Na Pô.

    Na Pô was rated HTXSNV, Lan HTNV: 1 of 2 chi bộ, 1 of 2 members, 1 admission.
    """
    na_po = na_khe.children.get().unit
    old = make_unit("Khai Hoang", na_khe)
    may, po = make_person("Ly Thị May"), make_person("Ly Mí Pó")
    for person, day in ((may, date(2010, 1, 1)), (po, date(2023, 3, 1))):
        join(person, old, day, ended_on=date(2023, 12, 1), reason_out="INTERNAL")
        join(person, na_po, date(2023, 12, 1), "INTERNAL")
    old.ended_on = date(2023, 12, 1)
    old.save()
    old.parents.update(ended_on=old.ended_on)
    rebuild_below(old)
    assess(na_khe, 2023)
    UnitRating.objects.create(unit=old, year=2023, level="COMPLETED")
    UnitRating.objects.create(unit=na_po, year=2023, level="EXCELLENT")
    rate(may, old, "GOOD")
    rate(na_po.memberships.get(person__full_name="Vàng Thị Lan").person, na_po, "COMPLETED")
    measures = ("UNITS_GOOD_OR_BETTER", "UNITS_EXCELLENT", "MEMBERS_GOOD_OR_BETTER", "ADMISSIONS")
    for measure in measures:
        target(na_khe, measure)

    assert [result(na_khe, measure) for measure in measures] == [50.0, 50.0, 50.0, 1]
    summary, listed = ask("xep-loai-chi-bo", unit="na-khe", year="2023")["tables"]
    assert (summary["totals"]["total"], summary["totals"]["rated"], summary["totals"]["excellent"]) == (2, 2, 1)
    assert [(row["name"], row["level"]) for row in listed["rows"]] == [("Na Pô", "HTXSNV"), ("Khai Hoang", "HTNV")]
    members = ask("xep-loai-dang-vien", unit="na-khe", year="2023")["rows"]
    assert [(row["name"], row["rated"]) for row in members] == [("Na Pô", 1), ("Khai Hoang", 1)]


def test_a_chi_bo_that_moved_before_the_assessment_date_is_counted_by_its_new_committee_alone(
    na_khe, phu_lung, sung_thai
):
    """Phú Lũng keeps the HTNV of Lùng Vái; Sủng Thài's HTTNV is Na Khê's, where Na Pô was HTNV: 1 of 2, 0 of 1."""
    na_po, lung_vai = na_khe.children.get(unit__code="na-po").unit, make_unit("Lùng Vái", phu_lung)
    for commune in (na_khe, phu_lung):
        assess(commune, 2023)
        target(commune, "UNITS_GOOD_OR_BETTER")
        target(commune, "MEMBERS_GOOD_OR_BETTER")
    for unit, level in ((na_po, "COMPLETED"), (sung_thai, "GOOD"), (lung_vai, "COMPLETED")):
        UnitRating.objects.create(unit=unit, year=2023, level=level)
        rate(make_member(f"Người {unit}", unit), unit, level)

    assert [result(na_khe, f"{who}_GOOD_OR_BETTER") for who in ("UNITS", "MEMBERS")] == [50.0, 50.0]
    assert [result(phu_lung, f"{who}_GOOD_OR_BETTER") for who in ("UNITS", "MEMBERS")] == [0.0, 0.0]
    assert [row["name"] for row in ask("xep-loai-dang-vien", unit="phu-lung", year="2023")["rows"]] == ["Lùng Vái"]
