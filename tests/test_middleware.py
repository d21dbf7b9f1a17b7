"""Where a request comes from, and how long a sign-in lasts."""

import time
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from nakhe.middleware import client_address
from nakhe.models import OpenSession
from tests.factories import make_user


@pytest.fixture
def seen_address(rf):
    """seen_address(sent_by, **headers): the address and scheme-telling headers that the application sees."""

    def look(sent_by, **headers):
        request = rf.get("/", REMOTE_ADDR=sent_by, **headers)
        client_address(lambda request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"], [name for name in request.META if "FORWARDED" in name]

    return look


def test_nobody_can_say_that_they_sit_elsewhere(seen_address):
    said = {"HTTP_X_FORWARDED_FOR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen_address("203.0.113.9", **said) == ("203.0.113.9", [])


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("10.0.0.1, 198.51.100.7", "198.51.100.7"),  # the first was sent by the client itself
        ("198.51.100.7:50312", "198.51.100.7"),
        ("[2001:db8::7]:50312", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_our_own_proxy_is_believed(seen_address, settings, header, address):
    settings.PROXIES = ["127.0.0.1"]
    said = {"HTTP_X_FORWARDED_FOR": header, "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen_address("127.0.0.1", **said) == (address, ["HTTP_X_FORWARDED_PROTO"])


@pytest.fixture
def lan(db, client):
    lan = make_user(username="lan")
    client.force_login(lan)
    return lan


PAGE = "password_change"


def test_a_click_moves_the_end_of_the_session_along(client, lan):
    session = client.session
    session["seen"] = time.time() - 120
    session.save()
    soon = timezone.now() + timedelta(minutes=5)
    OpenSession.objects.update(expire_date=soon)

    client.get(reverse(PAGE))

    assert OpenSession.objects.get().expire_date > soon + timedelta(minutes=20)


def test_clicks_within_a_minute_write_nothing(client, lan):
    before = OpenSession.objects.get().expire_date
    client.get(reverse(PAGE))
    assert OpenSession.objects.get().expire_date == before


def test_half_an_hour_without_a_click_ends_the_session(client, lan):
    assert timedelta(minutes=29) < OpenSession.objects.get().expire_date - timezone.now() <= timedelta(minutes=30)
    OpenSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse(PAGE)).url.startswith(reverse("login"))


def test_closing_the_browser_ends_the_session(client, lan):
    client.logout()
    lan.set_password("hoa gạo nở tháng ba")
    lan.save()
    client.post(reverse("login"), {"username": "lan", "password": "hoa gạo nở tháng ba"})
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)


def test_what_a_signed_in_reader_sees_is_not_stored_by_the_browser(client, lan):
    assert "no-store" in client.get(reverse(PAGE))["Cache-Control"]


def test_every_page_forbids_inline_script_and_other_hosts(client, db):
    policy = client.get(reverse("login"))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def wrong_password(client, address):
    return client.post(reverse("login"), {"username": "lan", "password": "sai"}, REMOTE_ADDR=address)


def test_five_wrong_passwords_lock_the_account_at_that_address_only(client, db):
    make_user(username="lan")
    answers = [wrong_password(client, "192.168.1.20").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert wrong_password(client, "192.168.1.21").status_code == 200


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_is_said_to_be_lost(client):
    make_user()
    sent = client.post("/dang-vien/them/", {"full_name": "Vàng Thị Lan"}, follow=True)
    assert "những gì vừa gửi chưa được lưu" in sent.content.decode()
    assert "chưa được lưu" not in client.get("/dang-vien/", follow=True).content.decode()
