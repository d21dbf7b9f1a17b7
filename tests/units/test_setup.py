"""An empty register gets its committee and its first account, from one command or from one page."""

import re
from datetime import date
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from members.letterheads import with_letterhead
from nakhe.access import Right, has_right
from nakhe.models import User
from tests.factories import make_commune, make_user
from units.committee_names import Names, names_of
from units.first_code import first_code, has_begun
from units.models import Unit, UnitClosure

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Đảng bộ xã Na Khê", "superior": "Tỉnh ủy Tuyên Quang", "place": "Na Khê", "admin": "quantri"}


def setup(**options):
    out = StringIO()
    call_command("setup", **GIVEN | options, stdout=out)
    return out.getvalue()


def password_in(said):
    return re.search(r"^ +\S+ +([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})$", said, re.MULTILINE)[1]


def letterhead_of(unit, day):
    row = with_letterhead(Unit.objects.filter(pk=unit.pk).annotate(day=Cast(Value(day), DateField()))).get()
    return row.superior, row.body, row.place


# --- The command ---


def test_the_first_account_signs_in_and_changes_the_password(client):
    password = password_in(setup())

    client.post(reverse("login"), {"username": "quantri", "password": password})
    assert client.get(reverse("overview")).url == reverse("password_change")


def test_the_first_account_keeps_accounts_and_the_whole_record():
    setup()
    account = User.objects.get()
    rights = [Right.ACCOUNTS, Right.REFERENCE, Right.EDIT_RECORD, Right.EDIT_PEOPLE, Right.DECIDE, Right.EXPORT]
    assert [has_right(account, right) for right in rights] == [True] * len(rights)
    assert not account.is_superuser and account.must_change_password


def test_papers_of_any_day_carry_the_names_that_were_given():
    said = setup()
    unit = Unit.objects.get(kind="COMMUNE")
    for day in (date(1990, 1, 1), date(2026, 11, 26)):
        assert letterhead_of(unit, day) == ("Tỉnh ủy Tuyên Quang", "Đảng ủy xã Na Khê", "Na Khê")
    assert "Đảng ủy xã Na Khê" in said and "ngày thành lập chưa rõ" in said


def test_an_unknown_founding_day_stays_unknown_and_a_known_one_is_kept():
    setup()
    assert (Unit.objects.get(code="na-khe").founded_on, Unit.objects.get(code="tuyen-quang").founded_on) == (None, None)


def test_a_founding_day_begins_the_committee_its_name_and_its_place_in_the_tree():
    setup(founded="3/2/1965")
    unit = Unit.objects.get(code="na-khe")
    began = date(1965, 2, 3)
    assert (unit.founded_on, unit.names.get().started_on, unit.parents.get().started_on) == (began, began, began)
    above = UnitClosure.objects.get(unit=unit, depth=1)
    assert (above.ancestor.latest_name, above.started_on) == ("Đảng bộ tỉnh Tuyên Quang", began)


def test_an_account_may_be_named_after_its_person():
    said = setup(admin="Nguyễn Văn An")
    account = User.objects.get()
    assert (account.username, account.full_name) == ("nguyenvanan", "Nguyễn Văn An")
    assert "nguyenvanan" in said


def test_the_issuing_body_may_be_called_otherwise():
    setup(committee="Ban Chấp hành Đảng bộ xã Na Khê")
    assert letterhead_of(Unit.objects.get(code="na-khe"), date(2024, 1, 1))[1] == "Ban Chấp hành Đảng bộ xã Na Khê"


def test_what_was_written_is_in_the_log_without_the_password():
    password = password_in(setup())
    written = LogEntry.objects.filter(additional_data__reason="Lập sổ mới")
    kinds = sorted(written.values_list("content_type__model", flat=True))
    assert kinds == ["rolegrant", "rolegrant", "unit", "unit", "unitname", "unitname", "unitparent", "user"]
    assert password not in "".join(str(entry.changes) for entry in written)


@pytest.mark.parametrize("holds", [make_commune, make_user])
def test_a_register_that_holds_anything_is_left_alone(holds):
    holds()
    with pytest.raises(CommandError, match="còn trống"):
        setup()
    assert Unit.objects.count() + User.objects.count() == 1


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("name", " ", "Thiếu --name"),
        ("admin", "", "Thiếu --admin"),
        ("founded", "31/2/1965", "--founded: Tháng 2 không có ngày 31"),
        ("founded", "1965", "--founded: "),
        ("founded", "1/1/2100", "--founded: Ngày thành lập chưa tới"),
        ("superior", "Đảng bộ xã Na Khê", "--superior: Cấp ủy cấp trên phải khác"),
        ("place", "N" * 81, "--place: "),
    ],
)
def test_what_cannot_be_taken_is_said_and_writes_nothing(option, value, said):
    with pytest.raises(CommandError, match=said):
        setup(**{option: value})
    told = LogEntry.objects.filter(content_type__app_label="units", content_type__model__startswith="unit")
    assert (Unit.objects.count(), User.objects.count(), told.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Đảng bộ xã Na Khê", Names("Đảng bộ xã Na Khê", "Đảng ủy xã Na Khê", "Na Khê", "DISTRICT")),
        ("ĐẢNG ỦY XÃ NA KHÊ", Names("Đảng bộ xã Na Khê", "Đảng ủy xã Na Khê", "Na Khê", "DISTRICT")),
        ("Tỉnh uỷ Tuyên Quang", Names("Đảng bộ tỉnh Tuyên Quang", "Tỉnh ủy Tuyên Quang", "Tuyên Quang", "PROVINCE")),
        ("Đảng bộ huyện Yên Minh", Names("Đảng bộ huyện Yên Minh", "Huyện ủy Yên Minh", "Yên Minh", "DISTRICT")),
        ("Thành ủy Hà Nội", Names("Đảng bộ thành phố Hà Nội", "Thành ủy Hà Nội", "Hà Nội", "PROVINCE")),
        ("Đảng ủy phường Sa Pa", Names("Đảng bộ phường Sa Pa", "Đảng ủy phường Sa Pa", "Sa Pa", "DISTRICT")),
        ("Ban Bí thư", Names("Ban Bí thư", "", "Ban Bí thư", "DISTRICT")),
    ],
)
def test_of_organisation_and_committee_either_names_both(text, names):
    assert names_of(text) == names


# --- The page ---


@pytest.fixture(autouse=True)
def a_new_process():
    has_begun.clear()


def begin(client, **typed):
    usual = GIVEN | {"code": first_code(), "full_name": "Nguyễn Văn An", "committee": "", "founded": ""}
    return client.post(reverse("first_day"), usual | typed)


def test_while_nothing_is_there_every_address_leads_to_the_first_page(client):
    for name in ("overview", "login", "people", "admin:index"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("first_day")), name
    assert client.get("/khong-co/").headers["Location"] == reverse("first_day")
    assert client.get(reverse("first_day")).status_code == 200


@pytest.mark.parametrize("code", ["", "abcd-efgh-jkmn"])
def test_a_stranger_without_the_code_begins_nothing(client, code):
    answer = begin(client, code=code)
    assert answer.status_code == 200
    assert first_code() not in answer.text
    assert (Unit.objects.count(), User.objects.count()) == (0, 0)


def test_whoever_has_the_code_begins_the_register_and_signs_in(client):
    answer = begin(client, code=first_code().upper().replace("-", " "), founded="3/2/1965")
    password = re.search(r'class="secret">([^<]+)<', answer.text)[1]
    assert Unit.objects.get(code="na-khe").founded_on == date(1965, 2, 3)
    assert str(User.objects.get()) == "Nguyễn Văn An"

    client.post(reverse("login"), {"username": "quantri", "password": password})
    assert client.get(reverse("overview")).url == reverse("password_change")


def test_once_begun_the_page_is_closed_with_the_code_too(client):
    begin(client)
    assert client.get(reverse("first_day")).status_code == 302
    assert begin(client, name="Đảng bộ xã Khác", admin="khac").status_code == 302
    assert (Unit.objects.filter(kind="COMMUNE").count(), User.objects.count()) == (1, 1)


def test_what_is_wrong_with_a_name_stands_beside_its_field(client):
    answer = begin(client, superior="Đảng ủy xã Na Khê", admin="Nguyễn Văn An")
    assert "Cấp ủy cấp trên phải khác đảng bộ này." in answer.context["form"].errors["superior"]
    assert Unit.objects.count() == 0


def test_the_code_is_printed_for_whoever_may_run_commands_until_the_register_has_begun():
    out = StringIO()
    call_command("setup", code=True, stdout=out)
    assert out.getvalue().strip() == first_code()
    make_user()
    with pytest.raises(CommandError, match="không còn mã"):
        call_command("setup", code=True)
