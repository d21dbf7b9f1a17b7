"""Two decisions about the same people at the same moment: one waits for the other, and then sees what it wrote.

Each first one holds its transaction open for a while after writing; the second comes in between. On SQLite, where
only one writes at a time anyway, the outcomes are the same.
"""

import time
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from members import congress, reorganisation
from members.models import Membership, Office, Person
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from tests.concurrency.waiting import HELD, LATER
from tests.factories import make_member, make_office, make_unit
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def na_kinh(commune):
    return make_unit("Chi bộ thôn Na Kinh", commune)


def race(at_once, first, second):
    """What each did: "ghi" or "từ chối"; anything else, a deadlock too, is a failure of the test."""

    def work(number):
        try:
            if number == 0:
                with transaction.atomic():
                    first()
                    time.sleep(HELD)
            else:
                time.sleep(LATER)
                second()
        except ValidationError:
            return "từ chối"
        return "ghi"

    return at_once(2, work)


def stored(at_once, ask):
    """What stands in the database afterwards, asked where the others wrote."""
    return at_once(1, lambda _: ask())[0]


def move(person, unit, day=date(2024, 2, 1)):
    return record(BY_SLUG["chuyen-noi-bo"], [person], {"effective_on": day, "to_unit": unit})


def test_nobody_moves_into_a_chi_bo_that_is_being_dissolved(at_once, na_po, na_kinh, lan):
    dissolve = {"effective_on": date(2024, 1, 1)}
    done = race(
        at_once,
        lambda: reorganisation.record(reorganisation.BY_SLUG["giai-the"], [na_kinh], dissolve),
        lambda: move(lan, Unit.objects.get(pk=na_kinh.pk)),
    )
    assert done == ["ghi", "từ chối"]
    assert stored(at_once, lambda: Membership.objects.filter(unit=na_kinh, ended_on=None).exists()) is False


def test_a_merger_takes_whom_a_movement_has_left(at_once, na_po, na_kinh, lan):
    """Lan leaves for elsewhere on 01/01/2024, the merger of 01/02/2024 finds nobody to carry: no deadlock."""
    away = {"effective_on": date(2024, 1, 1), "place": "Đảng bộ xã Phú Lũng"}
    merger = {"effective_on": date(2024, 2, 1), "to_unit": na_kinh}
    done = race(
        at_once,
        lambda: record(BY_SLUG["chuyen-di"], [lan], away),
        lambda: reorganisation.record(reorganisation.BY_SLUG["sap-nhap"], [na_po, na_kinh], merger),
    )
    assert done == ["ghi", "ghi"]
    assert stored(at_once, lambda: Membership.objects.get(person=lan).reason_out) == "TRANSFERRED_OUT"


def hold(unit, elected):
    given = {"held_on": date(2024, 3, 1), "ordinal": 3, "first_year": 2024, "last_year": 2029}
    return congress.record(unit, given, elected, None, uuid4())


def test_a_congress_elects_nobody_who_is_just_leaving(at_once, na_po, na_kinh, lan):
    elected = [(row, "SECRETARY") for row in congress.candidates(na_po, date(2024, 3, 1))]
    done = race(at_once, lambda: move(lan, na_kinh), lambda: hold(na_po, elected))
    assert done == ["ghi", "từ chối"]
    assert stored(at_once, lambda: Office.objects.exists()) is False


def test_a_congress_ends_an_office_as_it_has_just_been_put_right(at_once, na_po, lan):
    office = make_office(lan, na_po, started_on=date(2020, 1, 1))
    bang = make_member("Hoàng Văn Bằng", na_po)

    def put_right():
        list(Person.objects.select_for_update(no_key=True).filter(pk=lan.pk))
        row = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        row.decision_number = "12-QĐ/ĐU"
        row.save()

    elected = [(row, "SECRETARY") for row in congress.candidates(na_po, date(2024, 3, 1)) if row.person == bang]
    race(at_once, put_right, lambda: hold(na_po, elected))
    row = stored(at_once, lambda: Office.objects.values_list("decision_number", "ended_on").get(pk=office.pk))
    assert row == ("12-QĐ/ĐU", date(2024, 3, 1))
