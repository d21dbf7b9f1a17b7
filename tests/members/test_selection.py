"""People ticked on the list: who exactly they are, what may be done with them, and that nothing else is touched."""

from datetime import date
from io import BytesIO

import pytest
from auditlog.models import LogEntry
from django.core import signing
from django.urls import reverse
from openpyxl import load_workbook

from members import bulk, selection
from members.bulk_change import SALT
from members.models import Ethnicity, Person
from nakhe.access import Right
from tests.factories import join, make_commune, make_member, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db

CHOOSE, CHANGE, FILE = "/dang-vien/chon/", "/dang-vien/chon/sua/", "/dang-vien/chon/xuat/"


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def office(client, commune):
    user = make_user("OFFICE", commune)
    client.force_login(user)
    return user


@pytest.fixture
def three(na_po):
    """Bình, Lan and Mai, in the order of names."""
    names = ["Lục Thị Bình", "Vàng Thị Lan", "Lù Thị Mai"]
    return [make_member(name, na_po, occupation="Nông dân") for name in names]


@pytest.fixture
def stranger():
    return make_member("Giàng Mí Páo", make_unit("Phú Lũng", make_commune("Bạch Đích")), occupation="Thợ xây")


def ids(*people):
    return [person.pk for person in people]


def named(response):
    return [person.full_name for person in response.context["people"]]


def preview(client, *people, muc="occupation", gia_tri="Giáo viên", ly_do="Rà soát năm 2026"):
    asked = {"nguoi": ids(*people), "muc": muc, "gia_tri": gia_tri, "ly_do": ly_do, "xem": "1"}
    return client.post(CHANGE, asked)


def occupations():
    return dict(Person.objects.in_name_order().values_list("full_name", "occupation"))


# --- Ticking ---


def test_every_row_has_a_box_named_after_its_person(client, office, three):
    page = client.get(reverse("people")).content.decode()

    for person in three:
        assert f'name="nguoi" value="{person.pk}"><span class="sr">Chọn {person}</span>' in page
    assert "Chọn tất cả 3 người của danh sách này" in page
    assert ["Xuất Excel" in page, "Sửa một mục" in page] == [True, True]


def test_who_may_do_nothing_with_many_sees_no_boxes(client, commune, three):
    client.force_login(make_user("CADRE", commune))

    assert 'name="nguoi"' not in client.get(reverse("people")).content.decode()
    assert client.post(CHANGE, {"nguoi": ids(*three)}).status_code == 403
    assert client.post(FILE, {"nguoi": ids(*three)}).status_code == 403


def test_the_whole_list_becomes_people_by_name(client, office, na_po, three):
    """Whoever joins the list after the click is not in the set."""
    page = client.post(CHOOSE, {"tat_ca": "1", "danh_sach": "q=thi&don_vi=" + na_po.code})
    make_member("Hà Thị Nga", na_po)

    assert named(page) == ["Lục Thị Bình", "Vàng Thị Lan", "Lù Thị Mai"]
    assert "Đã chọn 3 người" in page.content.decode()
    assert "q=thi&amp;don_vi=" in page.content.decode()


def test_the_whole_list_is_the_readers_and_of_its_day(client, na_po, three, stranger):
    make_member("Hà Thị Nga", na_po, date(2024, 6, 1))
    make_member("Sùng Mí Sò", make_unit("Bản Rào"))
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    assert named(client.post(CHOOSE, {"tat_ca": "1", "danh_sach": "ngay=28/05/2024"})) == [
        "Lục Thị Bình", "Vàng Thị Lan", "Lù Thị Mai",
    ]  # fmt: skip


def test_nobody_ticked_and_too_many_ticked_are_said(client, office, three, monkeypatch):
    back = client.post(CHANGE, {"danh_sach": "q=thi"}, follow=True)
    assert back.redirect_chain == [("/dang-vien/?q=thi", 302)]
    assert "Chưa chọn ai." in back.content.decode()

    monkeypatch.setattr(selection, "MOST", 2)
    for asked in ({"nguoi": ids(*three)}, {"tat_ca": "1"}):
        assert "Đã chọn 3 người, mỗi lần được nhiều nhất 2." in client.post(CHOOSE, asked, follow=True).content.decode()


@pytest.mark.parametrize("nguoi", ["x", "1,", "-1", "²", "9" * 40])
def test_what_is_no_id_is_nobody(client, office, nguoi):
    assert client.post(CHOOSE, {"nguoi": nguoi}).status_code == 404


def test_an_address_that_is_only_opened_leads_back_to_the_list(client, office):
    for address in (CHOOSE, CHANGE, FILE):
        assert client.get(address).url == "/dang-vien/"


def test_an_action_of_another_part_of_the_register_needs_one_line(client, office, three, monkeypatch):
    line = bulk.BulkAction("ra-soat", "Rà soát", Right.EDIT_PEOPLE, "people")
    monkeypatch.setattr(bulk, "ACTIONS", [*bulk.ACTIONS, line])

    assert "Rà soát" in client.get(reverse("people")).content.decode()
    gone = client.post(CHOOSE, {"nguoi": ids(*three), "viec": "ra-soat"})
    assert gone.url == "/dang-vien/?" + "&".join(f"nguoi={person.pk}" for person in three)
    assert client.post(CHOOSE, {"nguoi": ids(*three), "viec": "xoa-het"}).status_code == 404


def test_somebody_else_is_among_no_ones_set(client, office, three, stranger):
    for address in (CHOOSE, CHANGE, FILE):
        assert client.post(address, {"nguoi": ids(*three, stranger), "viec": "sua"}).status_code == 404


# --- The file ---


def test_the_file_is_named_person_by_person_before_it_is_taken(client, office, three):
    binh, lan, mai = three

    page = client.post(FILE, {"nguoi": ids(mai, binh), "danh_sach": "cot=full_name,occupation,ethnicity"})
    assert named(page) == ["Lục Thị Bình", "Lù Thị Mai"]
    assert LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count() == 0

    file = client.post(
        FILE, {"nguoi": f"{mai.pk},{binh.pk}", "danh_sach": "cot=full_name,occupation,ethnicity", "tai": "1"}
    )
    rows = load_workbook(BytesIO(file.content)).active.iter_rows(min_row=7, values_only=True)
    assert list(rows) == [
        ("Họ và tên", "Nghề nghiệp"), ("Lục Thị Bình", "Nông dân"), ("Lù Thị Mai", "Nông dân"),
    ]  # fmt: skip
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert entry.additional_data["people"] == sorted(ids(binh, mai))
    assert entry.additional_data["rows"] == 2


def test_who_cannot_be_in_the_file_is_named(client, office, na_po, three):
    """Nga left on 1 June: no row of hers on 23 June."""
    nga = make_person("Hà Thị Nga")
    join(nga, na_po, date(2020, 1, 1), ended_on=date(2024, 6, 1), reason_out="REMOVED")

    page = client.post(FILE, {"nguoi": ids(nga, three[0]), "danh_sach": "ngay=23/06/2024", "tai": "1"})

    assert "quyền xuất: Hà Thị Nga." in page.content.decode()
    assert [person.full_name for person in page.context["kept"]] == ["Lục Thị Bình"]


# --- One field of many people ---


def test_old_and_new_are_shown_for_each_before_anything_is_saved(client, office, three):
    binh, lan, mai = three
    Person.objects.filter(pk=mai.pk).update(occupation="Giáo viên")

    page = preview(client, *three)

    rows = [(row.person.full_name, row.old, row.new, row.is_news) for row in page.context["rows"]]
    assert rows == [
        ("Lục Thị Bình", "Nông dân", "Giáo viên", True),
        ("Vàng Thị Lan", "Nông dân", "Giáo viên", True),
        ("Lù Thị Mai", "Giáo viên", "Giáo viên", False),
    ]
    assert "Lưu cho 2 người" in page.content.decode()
    assert occupations()["Lục Thị Bình"] == "Nông dân"


def test_saving_changes_just_those_with_the_reason_in_their_history(client, office, three):
    binh, lan, mai = three
    token = preview(client, binh, lan).context["change"].token
    LogEntry.objects.all().delete()

    response = client.post(CHANGE, {"luu": token, "danh_sach": "q=thi"}, follow=True)

    assert response.redirect_chain[0] == ("/dang-vien/?q=thi", 302)
    assert "Đã sửa nghề nghiệp của 2 người." in response.content.decode()
    assert occupations() == {"Lục Thị Bình": "Giáo viên", "Vàng Thị Lan": "Giáo viên", "Lù Thị Mai": "Nông dân"}
    assert [person.version for person in Person.objects.in_name_order()] == [2, 2, 1]
    entries = LogEntry.objects.filter(content_type__model="person").order_by("object_id")
    assert [(e.object_id, e.changes, e.actor, e.additional_data) for e in entries] == [
        (person.pk, {"occupation": ["Nông dân", "Giáo viên"]}, office, {"reason": "Rà soát năm 2026"})
        for person in (binh, lan)
    ]


def test_a_people_is_chosen_from_the_list_of_peoples(client, office, three):
    mong = Ethnicity.objects.get(name="Mông")

    assert "<select" in client.post(CHANGE, {"nguoi": ids(*three), "muc": "ethnicity"}).content.decode()
    page = preview(client, *three, muc="ethnicity", gia_tri=mong.pk)
    assert [(row.old, row.new) for row in page.context["rows"]] == [("", "Mông")] * 3

    client.post(CHANGE, {"luu": page.context["change"].token})
    assert set(Person.objects.values_list("ethnicity__name", flat=True)) == {"Mông"}


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, office, three):
    page = preview(client, *three, ly_do="")

    assert "Ghi lý do thay đổi." in page.content.decode()
    assert 'value="Giáo viên"' in page.content.decode()
    assert page.context["change"] is None
    assert "Ghi giá trị mới." in preview(client, *three, gia_tri=" ").content.decode()
    assert "Chọn mục cần sửa." in client.post(CHANGE, {"nguoi": ids(*three), "muc": ""}).content.decode()
    assert client.post(CHANGE, {"nguoi": ids(*three), "muc": "full_name"}).context.get("form") is None


def test_who_was_changed_meanwhile_is_named_and_nobody_is_saved(client, office, three):
    binh, lan, mai = three
    token = preview(client, *three).context["change"].token
    lan.occupation, lan.version = "Y tá", 2
    lan.save()

    refused = client.post(CHANGE, {"luu": token})

    assert [person.full_name for person in refused.context["overtaken"]] == ["Vàng Thị Lan"]
    assert "Chưa lưu cho ai" in refused.content.decode()
    assert occupations() == {"Lục Thị Bình": "Nông dân", "Vàng Thị Lan": "Y tá", "Lù Thị Mai": "Nông dân"}
    assert [row.old for row in refused.context["rows"]] == ["Nông dân", "Y tá", "Nông dân"]

    client.post(CHANGE, {"luu": refused.context["change"].token})
    assert set(occupations().values()) == {"Giáo viên"}


def test_a_second_click_changes_nothing_more(client, office, three):
    token = preview(client, *three).context["change"].token
    for _ in range(2):
        response = client.post(CHANGE, {"luu": token}, follow=True)

    assert "Không có thay đổi nào để lưu." in response.content.decode()
    assert [person.version for person in Person.objects.all()] == [2, 2, 2]


def test_who_left_for_elsewhere_is_named_and_left_out(client, office, na_po, three, stranger):
    """Páo of Na Pô moved to Bạch Đích: read here, kept there."""
    left = make_person("Thò Mí Páo")
    join(left, na_po, date(2020, 1, 1), ended_on=date(2024, 6, 1), reason_out="TRANSFERRED_OUT")
    join(left, stranger.memberships.get().unit, date(2024, 6, 1), "TRANSFERRED_IN")

    page = preview(client, *three, left)

    assert [person.full_name for person in page.context["refused"]] == ["Thò Mí Páo"]
    assert len(page.context["rows"]) == 3


def test_who_left_after_the_preview_stops_all_of_it(client, office, na_po, three, stranger):
    lan = three[1]
    token = preview(client, *three).context["change"].token
    membership = lan.memberships.get()
    membership.ended_on, membership.reason_out = date(2024, 6, 1), "TRANSFERRED_OUT"
    membership.save()
    join(lan, stranger.memberships.get().unit, date(2024, 6, 1), "TRANSFERRED_IN")

    page = client.post(CHANGE, {"luu": token})

    assert [person.full_name for person in page.context["refused"]] == ["Vàng Thị Lan"]
    assert set(Person.objects.exclude(pk=stranger.pk).values_list("occupation", flat=True)) == {"Nông dân"}


def test_the_people_of_another_commune_stay_as_they_are(client, office, three, stranger):
    """Neither a typed id nor a preview taken from a colleague of theirs changes them."""
    assert preview(client, *three, stranger).status_code == 404
    theirs = signing.dumps(["occupation", "Giáo viên", "Rà soát", [[stranger.pk, 1]]], salt=SALT)

    assert client.post(CHANGE, {"luu": theirs}).status_code == 404
    assert occupations()["Giàng Mí Páo"] == "Thợ xây"


def test_a_preview_that_nobody_made_saves_nothing(client, office, three):
    answer = client.post(CHANGE, {"luu": "occupation:1:2"}, follow=True)

    assert "Chưa lưu" in answer.content.decode()
    assert set(occupations().values()) == {"Nông dân"}


@pytest.mark.parametrize("people", [1, 50])
def test_naming_many_people_costs_what_naming_one_costs(client, office, na_po, people, django_assert_num_queries):
    everyone = [make_member(f"Vàng Văn A{number}", na_po) for number in range(people)]
    client.post(CHOOSE, {"nguoi": ids(*everyone)})

    with django_assert_num_queries(4):
        client.post(CHOOSE, {"nguoi": ids(*everyone)})
    with django_assert_num_queries(5):
        preview(client, *everyone)
    with django_assert_num_queries(5):
        client.post(FILE, {"nguoi": ids(*everyone)})
