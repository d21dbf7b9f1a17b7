"""The pages of accounts: roles with their days, first passwords, lock-outs, sessions; and whom they are closed to."""

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from nakhe.access import Role
from nakhe.models import User
from nakhe.periods import today
from tests.access.communes import Commune
from tests.factories import LONG_AGO, make_unit, make_user
from units.models import RoleGrant, UnitParent

AT_DESK = {"REMOTE_ADDR": "192.168.1.20"}
PASSWORD = "hoa gạo nở tháng ba"


def new_account(commune, **fields):
    given = {"username": "bi-thu-na-po", "full_name": "Hoàng Văn Bằng", "job_title": "Bí thư chi bộ"}
    grant = {"role": Role.UNIT_SECRETARY, "unit": commune.unit.pk, "started_on": "01/06/2024", "ended_on": ""}
    return given | grant | fields


def page(answer):
    return answer.content.decode()


def sign_in(username, password):
    """Another desk: (client, answer)."""
    client = Client()
    return client, client.post(reverse("login"), {"username": username, "password": password})


def at(name, account, *more):
    return reverse(name, args=[account.pk, *more])


# --- Making one ---


def test_a_new_account_signs_in_with_the_password_shown_once_and_changes_it_first(signed_in, na_khe):
    answer = signed_in("administrator").post(reverse("account_add"), new_account(na_khe))
    made = User.objects.get(username="bi-thu-na-po")
    password = answer.context["password"]
    assert password in page(answer)
    assert (made.full_name, made.must_change_password, made.is_staff, made.is_superuser) == (
        "Hoàng Văn Bằng", True, False, False,
    )  # fmt: skip
    assert list(made.grants.values_list("role", "unit", "started_on")) == [
        ("UNIT_SECRETARY", na_khe.unit.pk, date(2024, 6, 1))
    ]
    assert password not in page(signed_in("administrator").get(at("account", made)))

    desk, _ = sign_in("bi-thu-na-po", password)
    assert desk.get(reverse("people")).url == reverse("password_change")
    words = {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    desk.post(reverse("password_change"), words)
    assert desk.get(reverse("people")).status_code == 200


def test_two_clicks_make_one_account_and_the_password_shown_last_is_the_right_one(signed_in, na_khe):
    client = signed_in("administrator")
    first = client.post(reverse("account_add"), new_account(na_khe)).context["password"]
    second = client.post(reverse("account_add"), new_account(na_khe)).context["password"]
    made = User.objects.get(username="bi-thu-na-po")
    assert made.grants.count() == 1
    assert (made.check_password(first), made.check_password(second)) == (False, True)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("username", "canbo-na-khe", "Tên đăng nhập đã được sử dụng."),
        ("username", "CANBO-na-khe", "Tên đăng nhập đã được sử dụng."),
        ("username", "", "Ghi tên đăng nhập."),
        ("full_name", " ", "Ghi họ và tên."),
        ("role", "", "Chọn vai trò."),
        ("unit", "", "Chọn tổ chức."),
        ("ended_on", "31/05/2024", "Ngày kết thúc phải sau ngày bắt đầu."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(field, typed, said, signed_in, na_khe):
    before = User.objects.count()
    answer = signed_in("administrator").post(reverse("account_add"), new_account(na_khe, **{field: typed}))
    assert said in page(answer)
    assert 'value="Bí thư chi bộ"' in page(answer)
    assert User.objects.count() == before


# --- Limits ---


def test_a_role_is_given_in_own_units_only(signed_in, na_khe, bach_dich):
    client, theirs = signed_in("administrator"), bach_dich.unit.pk
    assert "Bạch Đích" not in page(client.get(reverse("account_add")))
    client.post(reverse("account_add"), new_account(na_khe, unit=theirs))
    assert not User.objects.filter(username="bi-thu-na-po").exists()
    grant = {"role": "SECRETARY", "unit": theirs, "started_on": "01/06/2024"}
    client.post(at("account_role_add", na_khe.account), grant)
    assert [grant.role for grant in na_khe.account.grants.all()] == [Role.CADRE]


def test_nobody_gives_roles_to_themselves_or_locks_themselves_out(signed_in, readers, na_khe):
    client, me = signed_in("administrator"), readers.administrator
    assert client.get(at("account", me)).url == reverse("own_account")
    grant = me.grants.get()
    given = {"role": "SECRETARY", "unit": na_khe.commune.pk, "started_on": "01/06/2024", "ended_on": "01/06/2024"}
    for name in ("account_role_add", "account_password", "account_close", "account_two_steps_removed"):
        assert client.post(at(name, me), given).status_code == 403, name
    assert client.post(at("account_role_end", me, grant.pk), given).status_code == 403
    me.refresh_from_db()
    assert (me.is_active, me.must_change_password, me.grants.get().ended_on) == (True, False, None)


def test_an_account_with_a_role_elsewhere_is_not_taken_over(signed_in, na_khe, bach_dich):
    RoleGrant.objects.create(
        user=na_khe.account, role=Role.SECRETARY, unit=bach_dich.commune, started_on=date(2024, 1, 1)
    )
    client = signed_in("administrator")
    assert na_khe.account not in client.get(reverse("accounts")).context["accounts"]
    assert client.get(at("account", na_khe.account)).status_code == 404
    assert client.post(at("account_password", na_khe.account)).status_code == 404


def test_another_communes_administrator_neither_sees_nor_changes(signed_in, na_khe):
    client, account = signed_in("other_administrator"), na_khe.account
    assert account not in client.get(reverse("accounts")).context["accounts"]
    for name in ("account_password", "account_close", "account_unlock", "account_sessions_end", "account_role_add"):
        assert client.post(at(name, account)).status_code == 404, name
    account.refresh_from_db()
    assert account.is_active and account.check_password("canbo-na-khe")


def test_a_past_role_elsewhere_is_not_shown(signed_in, na_khe, bach_dich):
    RoleGrant.objects.create(
        user=na_khe.account, role=Role.CADRE, unit=bach_dich.unit, started_on=LONG_AGO, ended_on=date(2001, 1, 1)
    )
    assert "Bạch Đích" not in page(signed_in("administrator").get(at("account", na_khe.account)))


# --- Roles ---


def test_a_role_that_ends_makes_the_next_request_a_refusal(signed_in, na_khe):
    account = na_khe.account
    desk, _ = sign_in("canbo-na-khe", "canbo-na-khe")
    assert desk.get(reverse("people")).status_code == 200
    ended = {"ended_on": f"{today():%d/%m/%Y}"}
    signed_in("administrator").post(at("account_role_end", account, account.grants.get().pk), ended)

    assert desk.get(reverse("people")).status_code == 403
    grant = account.grants.get()
    assert (grant.role, grant.unit, grant.started_on, grant.ended_on) == (
        Role.CADRE, na_khe.commune, LONG_AGO, today(),
    )  # fmt: skip


def test_an_ended_role_stays_as_it_is_and_the_next_one_is_a_second(signed_in, na_khe):
    client, account = signed_in("administrator"), na_khe.account
    first = account.grants.get()
    client.post(at("account_role_end", account, first.pk), {"ended_on": "01/01/2024"})
    client.post(at("account_role_end", account, first.pk), {"ended_on": "01/06/2024"})
    again = {"role": "CADRE", "unit": na_khe.commune.pk, "started_on": "01/07/2024", "ended_on": "01/07/2031"}
    client.post(at("account_role_add", account), again)
    assert list(account.grants.order_by("started_on").values_list("started_on", "ended_on")) == [
        (LONG_AGO, date(2024, 1, 1)),
        (date(2024, 7, 1), date(2031, 7, 1)),
    ]


def test_the_same_role_twice_is_refused_with_a_sentence(signed_in, na_khe):
    again = {"role": "CADRE", "unit": na_khe.commune.pk, "started_on": "01/07/2024"}
    answer = signed_in("administrator").post(at("account_role_add", na_khe.account), again)
    assert "Tài khoản đã giữ vai trò này tại tổ chức này" in page(answer)
    assert na_khe.account.grants.count() == 1


def test_two_clicks_give_a_role_once(signed_in, na_khe):
    given = {"role": "OFFICE", "unit": na_khe.commune.pk, "started_on": "01/07/2024", "ended_on": "01/07/2031"}
    for _ in range(2):
        signed_in("administrator").post(at("account_role_add", na_khe.account), given)
    assert na_khe.account.grants.filter(role="OFFICE").count() == 1


def test_a_role_cannot_end_before_it_began(signed_in, na_khe):
    grant = na_khe.account.grants.get()
    url = at("account_role_end", na_khe.account, grant.pk)
    answer = signed_in("administrator").post(url, {"ended_on": "01/01/2000"})
    assert "bắt đầu ngày 01/01/2000: ghi một ngày sau ngày đó." in page(answer)
    grant.refresh_from_db()
    assert grant.ended_on is None


def test_a_role_given_by_mistake_today_is_taken_back_at_once_and_the_log_has_it(signed_in, na_khe):
    client, account = signed_in("administrator"), na_khe.account
    mistake = {"role": "SECRETARY", "unit": na_khe.commune.pk, "started_on": f"{today():%d/%m/%Y}"}
    client.post(at("account_role_add", account), mistake)
    grant = account.grants.get(role="SECRETARY")
    client.post(at("account_role_end", account, grant.pk), {"ended_on": f"{today():%d/%m/%Y}"})
    assert not account.grants.filter(role="SECRETARY").exists()
    actions = LogEntry.objects.filter(content_type__model="rolegrant", object_id=grant.pk).order_by("pk")
    assert [entry.action for entry in actions] == [LogEntry.Action.CREATE, LogEntry.Action.DELETE]


# --- Who it is ---


def test_two_administrators_at_one_account_lose_nothing(signed_in, na_khe):
    client, account = signed_in("administrator"), na_khe.account
    shown = client.get(at("account", account)).context["form"].base
    account.job_title = "Cán bộ tổ chức"
    account.save()

    client.post(at("account", account), {"base": shown, "full_name": "Lù Văn Mìn", "job_title": ""})
    account.refresh_from_db()
    assert (account.full_name, account.job_title) == ("Lù Văn Mìn", "Cán bộ tổ chức")

    refused = client.post(at("account", account), {"base": shown, "full_name": "Lù Văn Mìn", "job_title": "Thủ quỹ"})
    assert "Người khác vừa ghi “Cán bộ tổ chức”" in page(refused)
    account.refresh_from_db()
    assert account.job_title == "Cán bộ tổ chức"
    again = {"base": refused.context["form"].base, "full_name": "Lù Văn Mìn", "job_title": "Thủ quỹ"}
    client.post(at("account", account), again)
    account.refresh_from_db()
    assert account.job_title == "Thủ quỹ"


# --- Passwords, lock-outs, sessions, closing ---


def test_a_new_first_password_ends_the_sessions_and_must_be_changed(signed_in, na_khe):
    account = na_khe.account
    desk, _ = sign_in("canbo-na-khe", "canbo-na-khe")
    password = signed_in("administrator").post(at("account_password", account)).context["password"]
    assert desk.get(reverse("people")).url.startswith(reverse("login"))
    assert account.sessions.count() == 0
    desk, _ = sign_in("canbo-na-khe", password)
    assert desk.get(reverse("people")).url == reverse("password_change")


def test_a_lockout_is_shown_and_lifted(signed_in, na_khe):
    account = na_khe.account
    for _ in range(5):
        _, answer = sign_in("canbo-na-khe", "sai")
    assert answer.status_code == 429
    client = signed_in("administrator")
    assert "Tạm khóa" in page(client.get(reverse("accounts")))
    assert "từ máy 127.0.0.1" in page(client.get(at("account", account)))

    client.post(at("account_unlock", account))

    assert sign_in("canbo-na-khe", "canbo-na-khe")[1].status_code == 302
    assert "Tạm khóa" not in page(client.get(reverse("accounts")))


def test_a_lockout_that_has_run_out_is_not_shown(signed_in, na_khe):
    for _ in range(5):
        sign_in("canbo-na-khe", "sai")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert "Tạm khóa" not in page(signed_in("administrator").get(reverse("accounts")))


def test_closing_ends_what_is_open_and_reopening_lets_in_again(signed_in, na_khe):
    account = na_khe.account
    desk, _ = sign_in("canbo-na-khe", "canbo-na-khe")
    client = signed_in("administrator")
    client.post(at("account_close", account))
    assert desk.get(reverse("people")).url.startswith(reverse("login"))
    assert account.sessions.count() == 0
    assert sign_in("canbo-na-khe", "canbo-na-khe")[1].status_code == 200, "the form again, with its error"
    client.post(at("account_reopen", account))
    assert sign_in("canbo-na-khe", "canbo-na-khe")[1].status_code == 302


def test_a_lost_telephone_is_removed(signed_in, na_khe):
    account = na_khe.account
    TOTPDevice.objects.create(user=account, name="Điện thoại")
    client = signed_in("administrator")
    assert "Hai bước" in page(client.get(reverse("accounts")))
    client.post(at("account_two_steps_removed", account))
    desk, _ = sign_in("canbo-na-khe", "canbo-na-khe")
    assert desk.get(reverse("people")).status_code == 200


# --- Traces ---


def logged():
    return [
        (entry.content_type.model, entry.get_action_display(), (entry.additional_data or {}).get("what", ""))
        for entry in LogEntry.objects.order_by("pk")
    ]


def test_every_change_names_who_and_from_where_and_holds_no_secret(signed_in, readers, na_khe):
    client = signed_in("administrator")
    LogEntry.objects.all().delete()
    password = client.post(reverse("account_add"), new_account(na_khe), **AT_DESK).context["password"]
    made = User.objects.get(username="bi-thu-na-po")
    sign_in("bi-thu-na-po", password)
    TOTPDevice.objects.create(user=made, name="Điện thoại")
    second = client.post(at("account_password", made), **AT_DESK).context["password"]
    sign_in("bi-thu-na-po", second)
    for name in ("account_unlock", "account_sessions_end", "account_two_steps_removed", "account_close"):
        client.post(at(name, made), **AT_DESK)
    client.post(at("account_role_end", made, made.grants.get().pk), {"ended_on": "01/01/2025"}, **AT_DESK)

    create, update, access = (LogEntry.Action.choices[n][1] for n in (0, 1, 3))
    assert logged() == [
        ("user", create, ""),
        ("rolegrant", create, ""),
        ("user", update, ""),
        ("user", access, "Mở khóa đăng nhập"),
        ("user", access, "Kết thúc phiên làm việc"),
        ("user", access, "Gỡ xác thực hai bước"),
        ("user", update, ""),
        ("rolegrant", update, ""),
    ]
    assert {(entry.actor, entry.remote_addr) for entry in LogEntry.objects.all()} == {
        (readers.administrator, "192.168.1.20")
    }
    everything = str(list(LogEntry.objects.values()))
    made.refresh_from_db()
    for secret in (password, second, made.password[-8:]):
        assert secret not in everything
    assert LogEntry.objects.get(action=LogEntry.Action.CREATE, content_type__model="user").changes_dict["password"] == [
        "None",
        "••••••",
    ]


# --- Queries ---


def test_the_list_and_a_record_ask_the_same_for_one_account_and_for_many(signed_in, na_khe, count_queries):
    client = signed_in("administrator")
    few = [count_queries(client, address) for address in (reverse("accounts"), at("account", na_khe.account))]
    for number in (1, 2):
        more = Commune(f"Thêm {number}", f"them-{number}", f"00218500001{number}")
        UnitParent.objects.create(unit=more.commune, parent=na_khe.commune, started_on=LONG_AGO)
        make_user(Role.CADRE, more.unit)
        make_user(Role.CADRE, make_unit(f"Chi bộ {number}", na_khe.commune))
        RoleGrant.objects.create(user=na_khe.account, role=Role.OFFICE, unit=more.unit, started_on=LONG_AGO)
        sign_in("canbo-na-khe", "canbo-na-khe")
    many = [count_queries(client, address) for address in (reverse("accounts"), at("account", na_khe.account))]
    assert len(client.get(reverse("accounts")).context["accounts"]) >= 6
    assert many == few
    assert few[0] <= 8
    assert few[1] <= 12
