"""Half-open periods: the day of a transfer counts once."""

from datetime import date

import pytest

from members.models import Membership
from nakhe.vietnamese.dates import PartialDate
from tests.factories import join, make_commune, make_member, make_person, make_unit
from units.models import Unit

pytestmark = pytest.mark.django_db

JUNE_1 = date(2024, 6, 1)


@pytest.fixture
def na_khe():
    return make_commune()


@pytest.fixture
def na_po(na_khe):
    return make_unit("Na Pô", na_khe)


@pytest.fixture
def lan_transfers_on_1_june(na_khe, na_po):
    lan = make_person("Vàng Thị Lan", sex="F")
    old = join(lan, na_po, date(2020, 1, 1), ended_on=JUNE_1, reason_out="INTERNAL")
    new = join(lan, make_unit("Na Kinh", na_khe), JUNE_1, "INTERNAL")
    return old, new


def test_a_transfer_counts_once_on_the_day_it_happens(lan_transfers_on_1_june):
    old, new = lan_transfers_on_1_june
    assert list(Membership.objects.as_of(date(2024, 5, 31))) == [old]
    assert list(Membership.objects.as_of(JUNE_1)) == [new]


def test_closing_is_opening_plus_started_minus_ended(na_po, lan_transfers_on_1_june):
    make_member("Lù Văn Minh", na_po, date(2024, 6, 30))
    here = Membership.objects.filter(unit=na_po)
    first, last = JUNE_1, date(2024, 6, 30)

    assert here.as_of(date(2024, 5, 31)).count() == 1
    assert here.started_within(first, last).count() == 1
    assert here.ended_within(first, last).count() == 1
    assert here.as_of(last).count() == 1


def test_counting_per_unit_gives_zero_where_there_is_nobody(na_khe, na_po, lan_transfers_on_1_june):
    counted = Unit.objects.branches().annotate(
        members=Membership.objects.as_of(JUNE_1).count_per("unit"),
        women=Membership.objects.as_of(date(2024, 5, 31)).of_women().count_per("unit"),
    )
    assert list(counted.in_order().values_list("members", "women")) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("typed", "stored"), [("1946", "1946"), ("3/1985", "1985-03"), ("14/3/1985", "1985-03-14")])
def test_a_partial_date_keeps_its_precision(typed, stored):
    lan = make_person(birth_on=typed)
    lan.refresh_from_db()
    assert lan.birth_on == PartialDate.from_iso(stored)


def test_a_date_known_to_the_year_counts_from_its_first_day(na_po):
    minh = make_member("Lù Văn Minh", na_po, official_on="2024")
    here = Membership.objects.filter(person=minh)
    assert here.probationary_on(date(2023, 12, 31)).count() == 1
    assert here.official_on(date(2024, 1, 1)).count() == 1
