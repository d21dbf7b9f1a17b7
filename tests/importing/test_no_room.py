"""A full disk, or a register that somebody else writes for long: a sentence, and nothing of the import stays (H14)."""

import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from auditlog.models import LogEntry
from django.db import OperationalError, connection
from django.urls import reverse

from members.models import ImportBatch, Person
from members.views import imports
from nakhe.long_writes import long_write
from nakhe.periods import today
from nakhe.refused_writes import LOCKED, NO_SPACE
from tests.factories import make_member, make_user
from tests.importing.sheets import HEADINGS
from tests.importing.test_pages import LAN, PAGE, TU, fault, reviewed, upload

FULL, BUSY = sqlite3.OperationalError("database or disk is full"), sqlite3.OperationalError("database is locked")
FULL.sqlite_errorname, BUSY.sqlite_errorname = "SQLITE_FULL", "SQLITE_BUSY_SNAPSHOT"
ROOM = [FULL, psycopg.errors.DiskFull("no space left on device")]


@pytest.fixture
def office(client, seven_units):
    commune = seven_units["Chi bộ thôn Na Pô"].parent_on(today())
    client.force_login(make_user("OFFICE", commune))
    client.get(PAGE)
    return client


@contextmanager
def refusing(cause, *tables):
    """The database refuses with *cause*, as its driver says it, to write into *tables*."""

    def execute(run, sql, *rest):
        if not sql.startswith("SELECT") and any(f'"{table}"' in sql for table in tables):
            raise OperationalError(str(cause)) from cause
        return run(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


def standing():
    return Person.objects.count(), list(ImportBatch.objects.values_list("state", flat=True)), LogEntry.objects.count()


@pytest.mark.parametrize("cause", ROOM)
def test_a_file_that_cannot_be_kept_is_refused(office, cause):
    people, batches, entries = standing()
    with refusing(cause, "members_importbatch"):
        answer = upload(office, HEADINGS, LAN)

    assert answer.status_code == 400 and NO_SPACE in fault(answer)
    assert standing() == (people, batches, entries + 1)
    assert LogEntry.objects.first().additional_data["refused"] == NO_SPACE


def test_where_not_even_the_log_has_room_the_page_still_answers(office):
    before = standing()
    with refusing(ROOM[0], "members_importbatch", "auditlog_logentry"):
        answer = upload(office, HEADINGS, LAN)

    assert answer.status_code == 400 and NO_SPACE in fault(answer)
    assert standing() == before


@pytest.mark.parametrize("cause", ROOM)
@pytest.mark.parametrize("table", ["members_person", "members_membership", "auditlog_logentry", "members_importbatch"])
def test_a_register_that_cannot_grow_has_nothing_of_the_import(office, cause, table):
    address, _ = reviewed(office, HEADINGS, LAN, TU)
    before = standing()
    with refusing(cause, table):
        answer = office.post(address, {"ghi": "tat-ca"})

    assert answer.status_code == 409 and NO_SPACE in fault(answer)
    assert standing() == before
    assert office.post(address, {"ghi": "tat-ca"}).status_code == 302
    assert Person.objects.count() == 2


def test_the_page_of_a_long_import_says_it_too(office, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 2)
    address, _ = reviewed(office, HEADINGS, LAN, TU)
    before = standing()
    with refusing(ROOM[0], "members_membership"):
        text = b"".join(office.post(address, {"ghi": "tat-ca"})).decode()

    assert NO_SPACE in text and "Đã ghi tệp" not in text
    assert standing() == before


def test_so_does_taking_back(office):
    address, _ = reviewed(office, HEADINGS, LAN)
    office.post(address, {"ghi": "tat-ca"})
    with refusing(ROOM[0], "members_person"):
        answer = office.post(f"{address}hoan-tac/", {"reason": "nhầm"})

    assert answer.status_code == 409 and NO_SPACE in answer.text
    assert (Person.objects.count(), ImportBatch.objects.get().state) == (1, "COMMITTED")


def test_a_register_that_others_write_is_busy_not_full(office):
    for cause in (BUSY, psycopg.errors.DeadlockDetected("deadlock detected")):
        with refusing(cause, "members_importbatch"):
            assert LOCKED in fault(upload(office, HEADINGS, LAN))


def test_any_other_page_says_it_too_and_no_more_than_it_knows(office, seven_units):
    lan = make_member("Vàng Thị Lan", seven_units["Chi bộ thôn Na Pô"])
    note = reverse("note_add", args=[lan.pk])
    with refusing(BUSY, "members_personnote"):
        answer = office.post(note, {"text": "Gặp ngày mai"})
    assert answer.status_code == 503 and LOCKED in answer.text
    with refusing(sqlite3.OperationalError("no such column"), "members_personnote"), pytest.raises(OperationalError):
        office.post(note, {"text": "Gặp ngày mai"})


def test_while_thousands_of_rows_are_written_nobody_elses_click_waits_to_be_remembered(office):
    session = office.session
    session["seen"] = 0
    session.save()
    with long_write():
        office.get(PAGE)
        assert office.session["seen"] == 0
    office.get(PAGE)
    assert office.session["seen"] > 0


@pytest.mark.django_db(transaction=True)
def test_a_database_file_that_may_not_grow(office):
    """SQLite's own refusal, which rolls back by itself; PostgreSQL's is only told above, by its name."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (room)")
        while cursor.execute("PRAGMA freelist_count").fetchone()[0]:  # room that earlier tests left in the file
            cursor.execute("INSERT INTO filling VALUES (zeroblob(3000))")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        names = [f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]
        answer = upload(office, HEADINGS, *([n, name, 1980, "Na Pô"] for n, name in enumerate(names)))
        told = fault(answer)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filling")

    assert answer.status_code == 400 and NO_SPACE in told
    assert standing()[:2] == (0, [])
