"""The second step at sign-in: setting it up, its codes, the brake on guessing, and what opens without it: nothing."""

import time
from base64 import b32decode

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from nakhe.access import Role
from nakhe.two_steps import new_backup_codes
from tests.factories import make_commune, make_user

PAGE, STEP = "/xac-thuc-hai-buoc/", "/dang-nhap/buoc-hai/"


@pytest.fixture
def lan(db):
    return make_user(Role.OFFICE, make_commune(), username="lan", full_name="Vàng Thị Lan")


@pytest.fixture
def telephone(lan):
    """Lan's account with a telephone."""
    return TOTPDevice.objects.create(user=lan, name="Điện thoại")


def code(device, steps=0):
    """What the telephone shows; *steps* half minutes from now."""
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def wrong(device):
    """A code that is none of the accepted ones."""
    accepted = {code(device, steps) for steps in (-1, 0, 1)}
    return next(text for text in ("000000", "111111", "222222", "333333") if text not in accepted)


def sign_in(client, password="lan", **more):
    return client.post(reverse("login"), {"username": "lan", "password": password, **more})


def key_on(page):
    """The key written out on the page, as the telephone keeps it."""
    letters = page.context["key"].replace(" ", "")
    return TOTPDevice(key=b32decode(letters).hex())


def text(answer):
    return answer.content.decode()


# --- Setting it up ---


def test_setting_up_shows_a_code_to_scan_and_backup_codes_once(client, lan):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    shown = client.get(PAGE)
    assert 'src="data:image/svg+xml' in text(shown)
    assert "img-src 'self' data:" in shown["Content-Security-Policy"]
    telephone = key_on(shown)

    answer = client.post(PAGE, {"code": code(telephone)})

    codes = answer.context["codes"]
    assert len(codes) == 10
    assert all(one in text(answer) for one in codes)
    assert lan.totpdevice_set.get().key == telephone.key
    assert client.get(reverse("people")).status_code == 200, "this session has shown a code"
    assert elsewhere.get(reverse("people")).url.startswith(reverse("login")), "this one has not, and is over"
    again = text(client.get(PAGE))
    assert "Còn 10 mã dự phòng" in again
    assert not any(one in again for one in codes)


def test_a_wrong_code_sets_up_nothing_and_the_key_stays_the_same(client, lan):
    sign_in(client)
    telephone = key_on(client.get(PAGE))
    refused = client.post(PAGE, {"code": wrong(telephone)})
    assert "Mã chưa đúng" in text(refused)
    assert key_on(refused).key == telephone.key
    assert not TOTPDevice.objects.exists()


def test_setting_up_twice_keeps_the_first(client, lan):
    sign_in(client)
    telephone = key_on(client.get(PAGE))
    client.post(PAGE, {"code": code(telephone)})
    client.post(PAGE, {"code": code(telephone)})
    assert (TOTPDevice.objects.count(), StaticToken.objects.count()) == (1, 10)


# --- Signing in ---


def test_the_password_alone_opens_nothing(client, lan, telephone):
    sign_in(client)
    for name in ("overview", "people", "own_account", "two_steps", "password_change", "admin:index"):
        assert client.get(reverse(name)).url.startswith(STEP), name
    for name in ("two_steps_off", "backup_codes", "own_sessions_end"):
        assert client.post(reverse(name), {"password": "lan"}).url.startswith(STEP), name
    assert client.get("/khong-co-trang-nay/").url.startswith(STEP)
    assert telephone.user.totpdevice_set.exists()


def test_a_sign_in_that_is_forced_past_the_form_waits_as_well(client, lan, telephone):
    client.force_login(lan)
    assert client.get(reverse("people")).url.startswith(STEP)


def test_the_code_of_the_telephone_opens_the_page_that_was_asked_for(client, lan, telephone):
    sign_in(client, next="/dang-vien/?q=lan")
    step = client.get("/dang-vien/?q=lan").url
    assert "Nhập mã xác thực" in text(client.get(step))
    key = client.session.session_key
    assert client.post(STEP, {"code": code(telephone), "next": "/dang-vien/?q=lan"}).url == "/dang-vien/?q=lan"
    assert client.get("/dang-vien/?q=lan").status_code == 200
    assert client.session.session_key != key


def test_the_code_leads_nowhere_outside(client, lan, telephone):
    sign_in(client)
    answer = client.post(STEP, {"code": code(telephone), "next": "https://example.com/"})
    assert answer.url == reverse("overview")


def test_a_code_is_used_once(client, lan, telephone):
    used = code(telephone)
    sign_in(client)
    client.post(STEP, {"code": used})
    other = Client()
    sign_in(other)
    assert "Mã chưa đúng" in text(other.post(STEP, {"code": used}))


def test_a_backup_code_opens_once(client, lan, telephone):
    first, second, *_ = new_backup_codes(lan)
    sign_in(client)
    assert client.post(STEP, {"code": first.upper()}).status_code == 302
    other = Client()
    sign_in(other)
    assert "Mã chưa đúng" in text(other.post(STEP, {"code": first}))
    assert other.get(reverse("people")).url.startswith(STEP)
    StaticDevice.objects.get().throttle_reset()
    other.post(STEP, {"code": second.replace("-", " ")})
    assert other.get(reverse("people")).status_code == 200


def test_guessing_is_slowed_down_and_the_right_code_waits_too(client, lan, telephone):
    sign_in(client)
    client.post(STEP, {"code": wrong(telephone)})
    telephone.refresh_from_db()
    telephone.throttling_failure_count = 6  # the seventh try has to wait 2⁵ = 32 seconds
    telephone.save()
    answer = client.post(STEP, {"code": code(telephone)})
    assert "Đã nhập sai mã 6 lần. Chờ 3" in text(answer)
    assert client.get(reverse("people")).url.startswith(STEP)


def test_codes_of_the_telephone_do_not_wear_out_the_backup_codes(client, lan, telephone):
    new_backup_codes(lan)
    sign_in(client)
    client.post(STEP, {"code": wrong(telephone)})
    assert StaticDevice.objects.get().throttling_failure_count == 0


def test_somebody_elses_backup_code_is_wrong(client, lan, telephone):
    theirs = new_backup_codes(make_user(username="minh"))
    new_backup_codes(lan)
    sign_in(client)
    client.post(STEP, {"code": theirs[0]})
    assert client.get(reverse("people")).url.startswith(STEP)


# --- Switching it off ---


@pytest.fixture
def inside(client, lan, telephone):
    new_backup_codes(lan)
    sign_in(client)
    client.post(STEP, {"code": code(telephone)})
    return client


def test_it_is_switched_off_with_the_password_only(inside, lan):
    refused = inside.post(reverse("two_steps_off"), {"password": "sai"})
    assert "Mật khẩu chưa đúng." in text(refused)
    assert lan.totpdevice_set.exists()
    assert inside.post(reverse("two_steps_off"), {"password": "lan"}).url == reverse("own_account")
    assert not (TOTPDevice.objects.exists() or StaticDevice.objects.exists())
    assert inside.get(reverse("people")).status_code == 200


def test_new_backup_codes_end_the_old_ones(inside, lan):
    old = set(StaticToken.objects.values_list("token", flat=True))
    answer = inside.post(reverse("backup_codes"), {"password": "lan"})
    new = {one.replace("-", "") for one in answer.context["codes"]}
    assert set(StaticToken.objects.values_list("token", flat=True)) == new
    assert not old & new


def test_the_log_says_that_and_holds_neither_key_nor_code(client, lan):
    sign_in(client)
    telephone = key_on(client.get(PAGE))
    LogEntry.objects.all().delete()
    codes = client.post(PAGE, {"code": code(telephone)}).context["codes"]
    client.post(reverse("backup_codes"), {"password": "lan"})
    client.post(reverse("two_steps_off"), {"password": "lan"})
    entries = LogEntry.objects.order_by("pk")
    assert [(entry.actor, entry.object_id, entry.additional_data["what"]) for entry in entries] == [
        (lan, lan.pk, "Bật xác thực hai bước"),
        (lan, lan.pk, "Lập mã dự phòng mới"),
        (lan, lan.pk, "Tắt xác thực hai bước"),
    ]
    everything = str(list(LogEntry.objects.values()))
    assert not any(secret in everything for secret in (telephone.key, codes[0], codes[0].replace("-", "")))


# --- Where it is the rule ---


@pytest.mark.parametrize(("role", "is_led_there"), [(Role.OFFICE, True), (Role.CADRE, False)])
def test_an_installation_may_make_it_the_rule_for_those_who_see_most(role, is_led_there, client, db, settings):
    settings.REQUIRE_TOTP = True
    make_user(role, make_commune(), username="lan")
    sign_in(client)
    answer = client.get(reverse("people"))
    assert (answer.status_code == 302 and answer.url == PAGE) == is_led_there
    if is_led_there:
        telephone = key_on(client.get(PAGE))
        client.post(PAGE, {"code": code(telephone)})
        assert client.get(reverse("people")).status_code == 200


def test_the_password_that_somebody_else_chose_still_comes_before_it(client, lan, settings):
    settings.REQUIRE_TOTP = True
    lan.must_change_password = True
    lan.save()
    sign_in(client)
    assert client.get(PAGE).url == reverse("password_change")
    assert client.get(reverse("password_change")).status_code == 200


def test_a_waiting_session_with_such_a_password_shows_its_code_first(client, lan, telephone):
    lan.must_change_password = True
    lan.save()
    sign_in(client)
    assert client.get(STEP).status_code == 200
    client.post(STEP, {"code": code(telephone)})
    assert client.get(reverse("people")).url == reverse("password_change")
