"""A form sent after the session ended: kept for its own sender, put back into the form, never written by itself."""

import re
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Person
from nakhe.access import Role
from nakhe.kept_forms import AT_MOST
from nakhe.models import KeptForm, OpenSession
from nakhe.refill import NOTICE, refill
from tests.factories import make_commune, make_member, make_unit, make_user

ADD, OFFER = "/dang-vien/them/", "/da-go/"
TYPED = {"full_name": "Vàng Thị “Lan” <Mỷ>", "birth_on": "3/1985", "sex": "F", "note": "Chuyển về ngày 1/6 & nhập sau"}


@pytest.fixture
def commune(db):
    return make_commune()


@pytest.fixture
def lan(commune):
    return make_user(Role.OFFICE, commune, username="lan")


@pytest.fixture
def person(commune):
    return make_member("Lù Văn Mìn", make_unit("Chi bộ thôn Na Pô", commune), sex="M")


def sign_in(client, username="lan"):
    return client.post(reverse("login"), {"username": username, "password": username})


def run_out():
    OpenSession.objects.all().delete()


def text(answer):
    return answer.content.decode()


@pytest.fixture
def late(client, lan):
    """Lan's browser, whose session ended before the form was sent."""
    sign_in(client)
    client.get(ADD)
    run_out()
    return client


def test_what_was_typed_is_offered_after_signing_in_and_stands_in_the_form_again(late, lan):
    sent = late.post(ADD, TYPED, follow=True)
    assert "được giữ 30 phút" in text(sent)
    landed = late.get(sign_in(late).url, follow=True)
    assert landed.redirect_chain[-1][0].startswith(OFFER)
    assert "“3/1985”" in text(landed)
    assert "“F”" not in text(landed), "what a choice sends is nobody's words"

    opened = late.post(reverse("kept_form_open", args=[lan.kept_forms.get().pk]), follow=True)

    page = text(opened)
    assert opened.request["PATH_INFO"] == ADD
    assert "Chưa ghi gì cả" in page
    assert 'value="Vàng Thị “Lan” &lt;Mỷ&gt;"' in page
    assert 'value="3/1985"' in page
    assert "Chuyển về ngày 1/6 &amp; nhập sau" in page
    assert page.count(" checked") == 1
    assert not Person.objects.exists(), "nothing is written before the button of the form itself"
    assert not KeptForm.objects.exists(), "used and gone"
    assert 'value="3/1985"' not in text(late.get(ADD)), "the next form is empty"


def test_the_offer_is_made_once_and_can_wait(late, lan):
    late.post(ADD, TYPED)
    sign_in(late)
    assert late.get(reverse("people")).url.startswith(OFFER)
    assert late.get(reverse("people")).status_code == 200
    assert "Có 1 biểu mẫu" in text(late.get(reverse("own_account")))


def test_what_is_thrown_away_is_gone(late, lan):
    late.post(ADD, TYPED)
    sign_in(late)
    late.post(reverse("kept_form_open", args=[lan.kept_forms.get().pk]), {"bo": "1"})
    assert not KeptForm.objects.exists()


def test_another_account_never_sees_it(late, lan, commune):
    make_user(Role.OFFICE, commune, username="minh")
    late.post(ADD, TYPED)
    kept = lan.kept_forms.get()
    landed = late.get(sign_in(late, "minh").url, follow=True)
    assert not landed.redirect_chain
    assert "3/1985" not in text(late.get(OFFER))
    assert late.post(reverse("kept_form_open", args=[kept.pk])).status_code == 404
    session = late.session
    session["kept_form_opened"] = kept.pk
    session.save()
    assert 'value="3/1985"' not in text(late.get(ADD))
    assert lan.kept_forms.exists()


def test_a_browser_that_never_signed_in_leaves_nothing(client, lan):
    sent = client.post(ADD, TYPED, follow=True)
    assert "những gì vừa gửi chưa được lưu" in text(sent)
    client.cookies["nakhe_last"] = f"{lan.pk}:forged:signature"
    client.post(ADD, TYPED)
    assert not KeptForm.objects.exists()


def test_signing_out_takes_the_name_out_of_the_browser(client, lan):
    sign_in(client)
    client.get(ADD)
    client.post(reverse("logout"))
    client.post(ADD, TYPED)
    assert not KeptForm.objects.exists()


def test_half_an_hour_later_it_is_gone(late, lan):
    late.post(ADD, TYPED)
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(minutes=31))
    sign_in(late)
    assert late.get(reverse("people")).status_code == 200
    assert not KeptForm.objects.exists()


def test_passwords_tokens_and_codes_are_never_kept(late, lan):
    secrets = {"csrfmiddlewaretoken": "a" * 64, "new_password1": "mật khẩu", "code": "123456", "mat_khau": "x"}
    late.post(ADD, TYPED | secrets)
    assert lan.kept_forms.get().fields == {name: [text] for name, text in TYPED.items()}
    late.post(reverse("password_change"), {"old_password": "lan", "anything": "else"})
    late.post(reverse("two_steps_off"), {"password": "lan", "anything": "else"})
    assert lan.kept_forms.count() == 1


def test_a_sign_that_no_database_takes_is_left_out(late, lan):
    late.post(ADD, {"full_name": "Vàng\0 Lan"})
    assert lan.kept_forms.get().fields == {"full_name": ["Vàng Lan"]}


def test_what_is_too_large_or_has_no_page_or_no_text_is_not_kept(late, lan):
    late.post(ADD, {"note": "a" * 100_001})
    late.post("/khong-co/", TYPED)
    late.post(ADD, {"full_name": ""})
    assert not KeptForm.objects.exists()


def test_an_account_keeps_its_latest_forms_only(late, lan):
    for number in range(AT_MOST + 2):
        late.post(ADD, {"full_name": f"Người {number}"})
    kept = sorted(form.fields["full_name"][0] for form in lan.kept_forms.all())
    assert kept == [f"Người {number}" for number in range(2, AT_MOST + 2)]


def test_a_closed_account_keeps_nothing(late, lan):
    lan.is_active = False
    lan.save()
    late.post(ADD, TYPED)
    assert not KeptForm.objects.exists()


def test_the_log_holds_nothing_of_what_was_typed(late, lan):
    LogEntry.objects.all().delete()
    late.post(ADD, TYPED)
    assert not LogEntry.objects.exists()


def test_a_field_that_was_emptied_comes_back_empty(client, lan, person):
    sign_in(client)
    edit = reverse("person_edit", args=[person.pk])
    client.get(edit)
    run_out()
    client.post(edit, {"full_name": "", "sex": "F", "note": "gõ dở"})
    sign_in(client)
    page = text(client.post(reverse("kept_form_open", args=[lan.kept_forms.get().pk]), follow=True))
    assert re.search(r'<input[^>]* name="full_name" value=""', page)
    assert re.search(r'<input[^>]* value="F"[^>]* checked>', page)
    assert not re.search(r'<input[^>]* value="M"[^>]* checked', page)


def test_the_other_persons_change_is_still_seen(client, lan, person):
    """The form comes back with the version that it showed, so it overwrites nobody unseen."""
    sign_in(client)
    edit = reverse("person_edit", args=[person.pk])
    shown = client.get(edit).context["form"]
    base = shown.base  # signed anew, with the time, whenever it is asked for
    typed = {name: shown[name].value() or "" for name in shown.fields} | {
        "base": base, "occupation": "Nông dân", "reason": "Bổ sung", "birth_on": "",
    }  # fmt: skip
    run_out()
    client.post(edit, typed)
    person.refresh_from_db()
    person.occupation, person.version = "Giáo viên", person.version + 1
    person.save()
    sign_in(client)
    page = text(client.post(reverse("kept_form_open", args=[lan.kept_forms.get().pk]), follow=True))
    assert 'value="Nông dân"' in page
    assert f'name="base" value="{base}"' in page
    refused = client.post(edit, typed)
    assert "vừa lưu mục này trong lúc đang sửa" in text(refused)


def test_a_form_that_is_sent_elsewhere_comes_back_on_its_own_page(lan, commune):
    """The administrator's page of an account sends its forms to addresses of their own."""
    administrator = make_user(Role.ADMINISTRATOR, commune, username="quan-tri")
    client = Client()
    sign_in(client, "quan-tri")
    account, add = reverse("account", args=[lan.pk]), reverse("account_role_add", args=[lan.pk])
    client.get(account)
    run_out()
    grant = {"role": "CADRE", "unit": commune.pk, "started_on": "1/6/2025", "ended_on": "1/6/2031"}
    client.post(add, grant, headers={"referer": f"http://testserver{account}"})
    sign_in(client, "quan-tri")
    opened = client.post(reverse("kept_form_open", args=[administrator.kept_forms.get().pk]), follow=True)
    assert opened.request["PATH_INFO"] == account
    assert 'value="1/6/2031"' in text(opened)
    assert '<option value="CADRE" selected>' in text(opened)
    assert 'value="Vàng' not in text(opened)


@pytest.mark.parametrize("referer", ["https://example.com/dang-vien/them/", "http://testserver//example.com/", ""])
def test_no_address_of_another_host_is_led_to(referer, late, lan):
    late.post(ADD, TYPED, headers={"referer": referer})
    assert lan.kept_forms.get().page == ADD


# --- Filling in ---

PAGE = """<!DOCTYPE html><p>Tô &amp; Mìn<br/></p><form method="post" action="/khac/"><input name="ten" value="a"></form>
<form method="post"><input name="ten" value="cũ" autofocus><input type="hidden" name="csrfmiddlewaretoken" value="moi">
<input type="checkbox" name="chon" value="1" checked><input type="checkbox" name="chon" value="2">
<textarea name="ghi">cũ &lt;1&gt;</textarea><select name="lop"><option value="">–</option><option value="b">B</option>
</select><button name="luu">Lưu</button></form><form method="post"><input name="ten" value="hai"></form>"""


def test_only_the_form_of_that_address_is_filled_and_the_rest_is_the_same_text():
    fields = {"ten": ['"><script>'], "chon": ["2"], "ghi": ["</textarea>"], "lop": ["b"], "csrfmiddlewaretoken": ["cu"]}
    filled, count = refill(PAGE, "/trang/?nam=1", "/trang/", fields)
    expected = (
        PAGE.replace('<input name="ten" value="cũ"', f'{NOTICE}<input name="ten" value="cũ"')
        .replace('value="cũ" autofocus', 'value="&quot;&gt;&lt;script&gt;" autofocus')
        .replace('value="1" checked', 'value="1"')
        .replace('value="2"', 'value="2" checked')
        .replace("cũ &lt;1&gt;", "&lt;/textarea&gt;")
        .replace('<option value="b">', '<option value="b" selected>')
    )
    assert filled == expected
    assert count == 4
