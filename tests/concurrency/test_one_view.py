"""Who reads a long list sees it as it was when the reading began, and nobody waits for it."""

from threading import Event

import pytest
from django.db import connection

from members.models import Person
from nakhe.one_view import one_view
from tests.factories import make_member, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_written_meanwhile_is_not_seen_and_waits_for_nobody(at_once):
    make_member("Vàng Thị Lan", make_unit("Na Pô"))
    has_begun, is_written = Event(), Event()

    def read():
        with one_view():
            before = Person.objects.count()
            has_begun.set()
            assert is_written.wait(15), "the writer waits for the reader"
            inside = Person.objects.count(), Person.objects.filter(full_name="Hoàng Thị Mai").exists()
        return before, *inside, Person.objects.count()

    def write():
        assert has_begun.wait(15)
        Person.objects.create(full_name="Hoàng Thị Mai")
        is_written.set()

    seen, _ = at_once(2, lambda place: (read, write)[place]())
    assert seen == (1, 1, False, 2)


def test_afterwards_a_transaction_begins_as_before(at_once):
    def modes(_):
        connection.ensure_connection()
        before = getattr(connection, "transaction_mode", None)
        with pytest.raises(ZeroDivisionError), one_view():
            raise ZeroDivisionError
        return before == getattr(connection, "transaction_mode", None), connection.get_autocommit()

    assert at_once(1, modes) == [(True, True)]
