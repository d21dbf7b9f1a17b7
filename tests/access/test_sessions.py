"""Sessions know whose they are: listed, ended one by one or together, and gone at the next request."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nakhe.access import Role
from nakhe.models import OpenSession
from nakhe.sessions import browser_name, public_name
from tests.factories import make_commune, make_user

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
OWN, OWN_END = "/tai-khoan-cua-toi/", "/tai-khoan-cua-toi/phien/"


@pytest.fixture
def lan(db):
    return make_user(Role.OFFICE, make_commune(), username="lan", full_name="Vàng Thị Lan")


def desk(username="lan", address="192.168.1.20", agent=CHROME):
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    client.post(reverse("login"), {"username": username, "password": username})
    return client


def row(client):
    return OpenSession.objects.get(pk=client.session.session_key)


def is_in(client):
    return client.get(reverse("people")).status_code == 200


def text(answer):
    return answer.content.decode()


def test_a_session_says_whose_it_is_since_when_and_from_where(lan):
    session = row(desk())
    assert (session.account, session.address, session.browser) == (lan, "192.168.1.20", "Chrome, Windows")
    assert abs((timezone.now() - session.began_at).total_seconds()) < 60
    assert session.seen == session.since


def test_a_click_after_a_minute_moves_last_seen_and_not_the_beginning(lan):
    client = desk()
    session = client.session
    session["seen"] = session["since"] = session["since"] - 600
    session.save()
    client.get(reverse("people"))
    assert 590 < row(client).seen - row(client).since <= 660


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/131.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_the_browser_is_named_by_its_family(agent, name):
    assert browser_name(agent) == name


def test_the_own_page_lists_own_sessions_and_shows_no_key(lan):
    make_user(username="minh")
    here, there, _ = desk(), desk(address="192.168.1.31"), desk("minh", address="192.168.1.99")
    page = text(here.get(OWN))
    assert "192.168.1.31" in page and "phiên này" in page
    assert "192.168.1.99" not in page
    for client in (here, there):
        assert client.session.session_key not in page


def test_one_session_is_ended_and_the_others_go_on(lan):
    here, there, third = desk(), desk(), desk()
    here.post(OWN_END, {"phien": public_name(row(there))})
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_ended_and_this_one_goes_on(lan):
    here, there, third = desk(), desk(), desk()
    LogEntry.objects.all().delete()
    answer = here.post(OWN_END, follow=True)
    assert "Đã kết thúc 2 phiên." in text(answer)
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.additional_data) == (lan, {"what": "Kết thúc phiên làm việc", "sessions": 2})


def test_nobody_ends_a_session_of_somebody_else(lan):
    make_user(username="minh")
    here, theirs = desk(), desk("minh")
    here.post(OWN_END, {"phien": public_name(row(theirs))})
    assert OpenSession.objects.filter(pk=theirs.session.session_key).exists()


def test_an_administrator_ends_one_session_or_all(lan):
    make_user(Role.ADMINISTRATOR, lan.grants.get().unit, username="quan-tri")
    administrator = desk("quan-tri")
    first, second, third = desk(), desk(), desk()
    end = reverse("account_sessions_end", args=[lan.pk])
    page = text(administrator.get(reverse("account", args=[lan.pk])))
    assert page.count("Chrome, Windows, ") + page.count("Chrome, Windows</th>") >= 3

    administrator.post(end, {"phien": public_name(row(first))})
    assert [is_in(client) for client in (first, second, third)] == [False, True, True]
    administrator.post(end)
    assert [is_in(client) for client in (first, second, third)] == [False, False, False]
    assert administrator.get(reverse("accounts")).status_code == 200


def test_a_changed_password_ends_the_other_sessions_and_their_rows(lan):
    here, _ = desk(), desk()
    new = "mùa xuân trên cao nguyên đá"
    here.post(reverse("password_change"), {"old_password": "lan", "new_password1": new, "new_password2": new})
    assert is_in(here)
    assert list(lan.sessions.all()) == [row(here)]


def test_signing_out_and_running_out_leave_no_row(lan):
    here, there = desk(), desk()
    here.post(reverse("logout"))
    assert lan.sessions.count() == 1
    lan.sessions.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "Chrome, Windows" not in text(desk().get(OWN)).replace("phiên này", "", 1).split("phiên này")[-1]
    call_command("clearsessions")
    assert not OpenSession.objects.filter(pk=there.session.session_key).exists()
