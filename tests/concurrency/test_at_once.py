"""Forty hands on one register: a form sent twenty times is written once, and no one's change is lost."""

import random
import time
from threading import Semaphore
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Membership, Movement, Person
from nakhe.access import Role
from tests.concurrency.browser import browser, fields
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 50
SERVER_THREADS = 4
"""As many requests as `manage.py serve` works on at a time; the other hands wait."""


@pytest.fixture
def session(commune):
    """The cookies of an account that has signed in; every thread sends them along."""
    client = Client()
    client.force_login(make_user(Role.OFFICE, commune))
    client.get(reverse("people"))
    return client.cookies


def test_twenty_identical_submits_write_one_movement(at_once, session, lan, commune):
    target = make_unit("Chi bộ thôn Na Kinh", commune)
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    given = {"nguoi": lan.pk, "to_unit": target.pk, "effective_on": "01/06/2024", "batch": str(uuid4())}
    preview = browser(session).post(url, given)
    given["seen"] = preview.context["form"].fingerprint
    answers = at_once(20, lambda place: browser(session).post(url, given).status_code)
    assert answers == [302] * 20
    assert at_once(1, lambda place: (Movement.objects.count(), Membership.objects.count())) == [(1, 2)]


def test_twenty_identical_newcomers_are_one_person(at_once, session, na_po):
    given = {"full_name": "Lù Thị Mai", "sex": "F", "unit": na_po.pk, "started_on": "01/06/2024",
             "reason_in": "TRANSFERRED_IN", "birth_on": "1990"}  # fmt: skip
    at_once(20, lambda place: browser(session).post(reverse("person_add"), given).status_code)
    assert at_once(1, lambda place: Person.objects.filter(full_name="Lù Thị Mai").count()) == [1]


def test_fifty_who_edit_one_record_lose_nothing(at_once, session, lan):
    """Each adds a word to the note, and adds it again to what the others wrote when it comes too late."""
    url, server = reverse("person_edit", args=[lan.pk]), Semaphore(SERVER_THREADS)

    def add_a_word(place):
        client, chance = browser(session), random.Random(place)
        while True:
            with server:
                given = fields(client.get(url).content.decode())
            given |= {"note": f"{given['note']} tu{place:02}".strip(), "reason": "Bổ sung"}
            with server:
                saved = client.post(url, given).status_code == 302
            if saved:
                return
            time.sleep(chance.random() * 2)

    at_once(HANDS, add_a_word)
    (note,) = at_once(1, lambda place: Person.objects.get(pk=lan.pk).note)
    assert sorted(note.split()) == [f"tu{place:02}" for place in range(HANDS)]


@pytest.fixture
def secretary(commune):
    """The cookies of who keeps the record in the admin."""
    client = Client()
    client.force_login(make_user(Role.SECRETARY, commune))
    client.get(reverse("admin:index"))
    return client.cookies


def test_ten_memberships_typed_at_once_in_the_admin_are_one(at_once, secretary, na_po, lan):
    """PostgreSQL refuses the nine by its exclusion constraint, which nobody sees as a failure of the page."""
    Membership.objects.filter(person=lan).update(ended_on="2020-01-01", reason_out="TRANSFERRED_OUT")
    url = reverse("admin:members_membership_add")
    given = {"person": lan.pk, "unit": na_po.pk, "started_on": "01/06/2024", "started_precision": "day",
             "reason_in": "TRANSFERRED_IN"}  # fmt: skip
    answers = at_once(10, lambda place: browser(secretary).post(url, given).status_code)
    assert sorted(answers) == [200] * 9 + [302]
    assert at_once(1, lambda place: Membership.objects.filter(person=lan).count()) == [2]


def test_of_ten_who_save_one_form_of_the_admin_nine_see_what_the_first_wrote(at_once, secretary, na_po):
    url = reverse("admin:units_unit_change", args=[na_po.pk])
    given = fields(browser(secretary).get(url).content.decode())
    answers = at_once(10, lambda place: browser(secretary).post(url, given | {"position": 100 + place}).status_code)
    assert sorted(answers) == [200] * 9 + [302]
