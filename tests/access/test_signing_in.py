"""Signing in: what is said when it fails, how long it lasts, and the password that somebody else chose."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nakhe.access import Role
from nakhe.models import OpenSession
from tests.factories import make_commune, make_user

LOGIN = "/dang-nhap/"
PASSWORD = "hoa gạo nở tháng ba"


@pytest.fixture
def commune(db):
    return make_commune()


@pytest.fixture
def lan(commune):
    lan = make_user(Role.OFFICE, commune, username="lan", full_name="Vàng Thị Lan")
    lan.set_password(PASSWORD)
    lan.save()
    return lan


def sign_in(client, password=PASSWORD, **fields):
    return client.post(LOGIN, {"username": "lan", "password": password, **fields})


def test_a_wrong_password_keeps_the_name_and_says_in_vietnamese_what_to_do(client, lan):
    page = sign_in(client, "sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page
    assert 'value="lan"' in page
    assert "Lỗi: Đăng nhập" in page


def test_an_account_that_does_not_exist_or_is_closed_answers_like_a_wrong_password(client, lan):
    def page(**fields):
        text = client.post(LOGIN, fields).content.decode()
        return text[text.index('class="oops"') : text.index("</div>")]

    wrong = page(username="lan", password="sai")
    lan.is_active = False
    lan.save()
    assert page(username="lan", password=PASSWORD) == wrong
    assert page(username="khong-co", password=PASSWORD) == wrong


def test_the_lock_says_for_how_long_and_whom_to_ask(client, lan):
    for _ in range(5):
        answer = sign_in(client, "sai")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Đã nhập sai mật khẩu 5 lần" in page
    assert "sau 15 phút" in page
    assert "Văn phòng Đảng ủy" in page
    assert sign_in(client).status_code == 429, "the right password does not open a locked account"


def test_eight_hours_are_eight_hours_however_much_one_clicks(client, lan):
    sign_in(client, keep="on")
    first = OpenSession.objects.get().expire_date
    assert timedelta(hours=7, minutes=59) < first - timezone.now() <= timedelta(hours=8)
    assert 28_700 < client.cookies["sessionid"]["max-age"] <= 28_800

    session = client.session
    session["seen"] = 0
    session.save()
    client.get(reverse("password_change"))
    assert abs(OpenSession.objects.get().expire_date - first) < timedelta(seconds=2)


def test_without_it_half_an_hour(client, lan):
    sign_in(client)
    assert OpenSession.objects.get().expire_date - timezone.now() <= timedelta(minutes=30)


def test_an_administrator_begins_in_the_settings_and_the_others_at_the_overview(client, lan, commune):
    assert sign_in(client).url == reverse("overview")
    client.logout()
    make_user(Role.ADMINISTRATOR, commune, username="quan-tri")
    signed_in = client.post(LOGIN, {"username": "quan-tri", "password": "quan-tri"})
    assert client.get(signed_in.url).url == reverse("admin:index")


def test_signing_in_leads_nowhere_outside(client, lan):
    assert sign_in(client, next="https://example.com/").url == reverse("overview")


def test_signing_out_is_a_button_and_not_a_link(client, lan):
    sign_in(client)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").url == LOGIN
    assert client.get(reverse("password_change")).url.startswith(LOGIN)


def test_a_password_that_somebody_else_chose_comes_first(client, lan):
    lan.must_change_password = True
    lan.save()
    sign_in(client)
    for name in ("overview", "people", "admin:index", "password_change_done"):
        assert client.get(reverse(name)).url == reverse("password_change"), name
    assert "do người khác đặt" in client.get(reverse("password_change")).content.decode()

    new = "mùa xuân trên cao nguyên đá"
    words = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    changed = client.post(reverse("password_change"), words)
    assert changed.url == reverse("password_change_done")
    assert client.get(reverse("password_change_done")).status_code == 200
    lan.refresh_from_db()
    assert (lan.must_change_password, lan.check_password(new)) == (False, True)


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        (PASSWORD, PASSWORD, "Mật khẩu mới phải khác mật khẩu đang dùng."),
        ("ngắn", "ngắn", "cần ít nhất 10 ký tự"),
        ("20240528195", "20240528195", "chỉ gồm chữ số"),
        ("Vàng Thị Lan", "Vàng Thị Lan", "quá giống họ và tên"),
        ("mùa xuân trên núi", "mùa xuân dưới núi", "Hai lần nhập mật khẩu mới không giống nhau."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, lan, new, again, said):
    lan.must_change_password = True
    lan.save()
    sign_in(client)
    words = {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
    assert said in client.post(reverse("password_change"), words).content.decode()
    lan.refresh_from_db()
    assert (lan.must_change_password, lan.check_password(PASSWORD)) == (True, True)


def test_whoever_was_refused_is_told_whom_to_ask(client, commune):
    client.force_login(make_user(username="chua-co-vai-tro"))
    refused = client.get(reverse("overview"))
    assert refused.status_code == 403
    assert "Bí thư Đảng ủy" in refused.content.decode()


def test_pages_for_those_outside_ask_nothing_of_the_database(client, lan, django_assert_num_queries):
    client.get(LOGIN)  # a process asks once whether the register has begun
    with django_assert_num_queries(0):
        client.get(LOGIN)
        client.get("/khong-co-trang-nay/")


def test_a_role_that_ends_today_is_over_at_the_next_click(client, lan):
    sign_in(client)
    assert client.get(reverse("people")).status_code == 200
    grant = lan.grants.get()
    grant.ended_on = timezone.localdate()
    grant.save()
    assert client.get(reverse("people")).status_code == 403


def test_a_role_that_begins_tomorrow_opens_nothing_today(client, lan):
    grant = lan.grants.get()
    grant.started_on = timezone.localdate() + timedelta(days=1)
    grant.save()
    sign_in(client)
    assert client.get(reverse("people")).status_code == 403


def test_an_account_that_is_closed_is_out_at_the_next_click(client, lan):
    sign_in(client)
    lan.is_active = False
    lan.save()
    assert client.get(reverse("people")).url.startswith(LOGIN)


def test_a_new_password_ends_what_was_open_elsewhere(client, lan):
    sign_in(client)
    lan.set_password("một mật khẩu khác hẳn")
    lan.save()
    assert client.get(reverse("people")).url.startswith(LOGIN)
