"""While one writes for long, the pages of the others come."""

import time
from threading import Event

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from members.models import Person
from nakhe.access import Role
from tests.concurrency.browser import browser
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PROMPT = 15
"""Seconds, less than SQLite waits for who writes."""


def test_the_first_page_of_a_thread_comes_while_another_writes(at_once, commune, lan):
    client = Client()
    client.force_login(make_user(Role.OFFICE, commune))
    client.get(reverse("overview"))
    has_begun, is_read = Event(), Event()

    def write():
        with transaction.atomic():
            Person.objects.filter(pk=lan.pk).update(note="đang ghi")
            has_begun.set()
            return is_read.wait(60)

    def read():
        assert has_begun.wait(60)
        began = time.monotonic()
        status = browser(client.cookies).get(reverse("overview")).status_code
        is_read.set()
        return status, time.monotonic() - began < PROMPT

    assert at_once(2, lambda place: (write, read)[place]()) == [True, (200, True)]
