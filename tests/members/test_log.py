"""The log: change sets in words, cut to the reader's own accounts, with filters."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import Person
from nakhe.access import Role
from tests.factories import make_commune, make_member, make_user
from units.models import RoleGrant

pytestmark = pytest.mark.django_db
DESK = {"REMOTE_ADDR": "192.168.1.20"}


@pytest.fixture
def office(commune):
    return make_user(Role.OFFICE, commune, full_name="Nông Thị Duyên")


@pytest.fixture
def secretary(commune):
    return make_user(Role.SECRETARY, commune, full_name="Hoàng Đức Thịnh")


def transfer(client, person, target):
    url = reverse("movement_add", args=["chuyen-noi-bo"])
    given = {"nguoi": person.pk, "to_unit": target.pk, "effective_on": "1/6/2024"}
    given["batch"] = str(client.get(url).context["form"]["batch"].value())
    given["seen"] = client.post(url, given, **DESK).context["form"].fingerprint
    assert client.post(url, given, **DESK).status_code == 302


def sets(client, **asked):
    return client.get(reverse("log"), asked).context["sets"]


def test_a_movement_is_one_entry_that_opens(client, office, secretary, na_po, na_kinh):
    lan = make_member("Vàng Thị Lan", na_po)
    client.force_login(office)
    transfer(client, lan, na_kinh)
    client.force_login(secretary)
    (entry,) = sets(client)
    assert (entry.what, entry.lead.actor, entry.lead.remote_addr) == ("Ghi biến động", office, "192.168.1.20")
    assert entry.subject == "Chuyển nội bộ: Vàng Thị Lan, 01/06/2024"
    assert entry.others == 2  # the membership that ended, the one that began
    page = client.get(reverse("change_set", args=[entry.pk])).content.decode()
    assert "Sinh hoạt đảng: đến ngày" in page
    assert "01/06/2024" in page
    assert "Chi bộ thôn Na Kinh" in page


def test_another_communes_entries_do_not_show(client, office, na_po, na_kinh):
    client.force_login(office)
    transfer(client, make_member("Vàng Thị Lan", na_po), na_kinh)
    neighbour = make_user(Role.SECRETARY, make_commune("Đảng bộ xã Bạch Đích"))
    client.force_login(neighbour)
    assert sets(client) == []
    first = LogEntry.objects.filter(actor=office).order_by("pk").first()
    assert client.get(reverse("change_set", args=[first.pk])).status_code == 404


def test_who_works_for_two_committees_shows_in_neither_log(client, office, secretary, na_po, na_kinh):
    RoleGrant.objects.create(
        user=office, role=Role.OFFICE, unit=make_commune("Đảng bộ xã Bạch Đích"), started_on=date(2020, 1, 1)
    )
    client.force_login(office)
    transfer(client, make_member("Vàng Thị Lan", na_po), na_kinh)
    client.force_login(secretary)
    assert sets(client) == []


def test_an_administrator_reads_of_accounts_and_not_of_people(client, commune, office, secretary, na_po, na_kinh):
    client.force_login(office)
    transfer(client, make_member("Vàng Thị Lan", na_po), na_kinh)
    client.force_login(make_user(Role.ADMINISTRATOR, commune))
    client.post(reverse("account_close", args=[office.pk]), {})
    assert [entry.lead.content_type.model for entry in sets(client)] == ["user"]


def test_the_filters(client, office, secretary, na_po, na_kinh):
    client.force_login(office)
    lan, mai = make_member("Vàng Thị Lan", na_po), make_member("Lý Thị Mai", na_po)
    transfer(client, lan, na_kinh)
    transfer(client, mai, na_kinh)
    client.force_login(secretary)
    assert len(sets(client)) == 2
    assert [entry.subject for entry in sets(client, ten="ly mai")] == ["Chuyển nội bộ: Lý Thị Mai, 01/06/2024"]
    assert len(sets(client, nguoi_lam=office.pk)) == 2
    assert sets(client, viec=str(LogEntry.Action.DELETE)) == []
    assert sets(client, den="1/1/2020") == []
    stranger = make_user(Role.SECRETARY, make_commune("Đảng bộ xã Bạch Đích"))
    assert client.get(reverse("log"), {"nguoi_lam": stranger.pk}).context["form"].errors["nguoi_lam"]


def test_old_entries_stand_alone_and_pages_follow_each_other(client, office, secretary, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    for _ in range(60):
        LogEntry.objects.log_create(lan, action=LogEntry.Action.UPDATE, changes={}, actor=office)
    client.force_login(secretary)
    page = client.get(reverse("log"))
    assert len(page.context["sets"]) == 50
    rest = client.get(f"{reverse('log')}?{page.context['older']}")
    assert len(rest.context["sets"]) == 10


def test_nobody_chooses_the_mark_of_a_change_set(client, secretary, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    client.force_login(secretary)
    data = client.get(reverse("person_edit", args=[lan.pk])).context["form"]
    given = {"base": data.base, "full_name": "Vàng Thị Lan Anh", "reason": "Đối chiếu"}
    client.post(reverse("person_edit", args=[lan.pk]), given, HTTP_X_CORRELATION_ID="chosen")
    entry = LogEntry.objects.filter(object_id=lan.pk, action=LogEntry.Action.UPDATE).latest("pk")
    assert Person.objects.get().full_name == "Vàng Thị Lan Anh"
    assert entry.cid != "chosen"
    assert len(entry.cid) == 32


def test_the_log_costs_the_same_whatever_its_length(client, office, secretary, na_po, count_queries):
    lan = make_member("Vàng Thị Lan", na_po)
    client.force_login(secretary)
    LogEntry.objects.log_create(lan, action=LogEntry.Action.UPDATE, changes={}, actor=office)
    count_queries(client, reverse("log"))
    one = count_queries(client, reverse("log"))
    for _ in range(30):
        LogEntry.objects.log_create(lan, action=LogEntry.Action.UPDATE, changes={}, actor=office)
    assert count_queries(client, reverse("log")) == one <= 8
