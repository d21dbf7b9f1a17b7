"""Lists kept under a name: what is kept, who sees them, who may change them."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import SavedView
from tests.factories import make_commune, make_member, make_unit, make_user
from units.models import UnitParent

pytestmark = pytest.mark.django_db

ADD = "/cach-xem/luu/dang-vien/"


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def secretary(client, commune):
    user = make_user("SECRETARY", commune)
    client.force_login(user)
    return user


def tabs(response):
    """{label: is this one shown?} of the saved lists, without the six fixed ones."""
    return {tab.label: tab.is_current for tab in list(response.context["tabs"])[6:]}


def page(client, query=""):
    return client.get(f"{reverse('people')}?{query}")


def test_a_list_is_saved_without_its_page_and_without_the_day(client, secretary):
    asked = "?q=+lan&trang=3&gioi_tinh=F&cot=full_name,sex&sap_xep=-birth_on&ngay=28/05/2024&la=1"

    response = client.post(ADD + asked, {"name": " Nữ  tên Lan "})

    saved = SavedView.objects.get()
    assert (saved.owner, saved.name, saved.shared_with) == (secretary, "Nữ tên Lan", None)
    assert saved.query == "q=lan&gioi_tinh=F&sap_xep=-birth_on&cot=full_name%2Csex"
    assert response.url == f"/dang-vien/?{saved.query}"
    assert tabs(client.get(response.url)) == {"Nữ tên Lan": True}
    assert tabs(page(client)) == {"Nữ tên Lan": False}


def test_a_day_is_kept_when_that_is_meant(client, secretary):
    assert "Luôn xem số liệu ngày 28/05/2024" in client.get(f"{ADD}?ngay=28/05/2024").content.decode()

    client.post(f"{ADD}?ngay=28/05/2024&mien=1", {"name": "Miễn năm ấy", "keep_day": "on"})

    assert SavedView.objects.get().query == "mien=1&ngay=28%2F05%2F2024"
    assert tabs(page(client, "mien=1&ngay=28/05/2024")) == {"Miễn năm ấy": True}
    assert tabs(page(client, "mien=1")) == {"Miễn năm ấy": False}


def test_the_tab_keeps_the_day_of_the_page(client, secretary):
    SavedView.objects.create(owner=secretary, name="Nữ", query="gioi_tinh=F")

    shown = page(client, "gioi_tinh=F&ngay=28/05/2024").context["tabs"]

    assert list(shown)[6].query == "ngay=28%2F05%2F2024&gioi_tinh=F"
    assert shown.to_edit == SavedView.objects.get()


def test_what_a_tab_already_shows_is_not_offered_for_saving(client, secretary):
    assert "Lưu cách xem này" not in page(client, "ngay=28/05/2024").content.decode()
    assert "Lưu cách xem này" not in page(client, "loai_hinh=VILLAGE").content.decode()
    assert "cach-xem/luu/dang-vien/?loai_hinh=VILLAGE&amp;cot=full_name%2Csex" in page(
        client, "loai_hinh=VILLAGE&cot=full_name,sex"
    ).content.decode()  # fmt: skip


def test_a_second_click_saves_nothing_more(client, secretary):
    for _ in range(2):
        assert client.post(f"{ADD}?mien=1", {"name": "Miễn"}).status_code == 302

    assert SavedView.objects.count() == 1


def test_a_name_is_used_once_and_what_was_typed_stays(client, secretary):
    SavedView.objects.create(owner=secretary, name="Miễn", query="mien=1")

    again = client.post(f"{ADD}?gioi_tinh=F", {"name": "Miễn"}).content.decode()

    assert "Đã có cách xem mang tên này" in again
    assert 'value="Miễn"' in again
    assert "Ghi tên cách xem." in client.post(f"{ADD}?gioi_tinh=F", {"name": " "}).content.decode()
    assert SavedView.objects.count() == 1


def test_an_own_list_is_replaced_when_that_is_ticked(client, secretary):
    old = SavedView.objects.create(owner=secretary, name="Miễn", query="mien=1", position=3)

    assert "Thay cách xem cũ cùng tên" in client.post(f"{ADD}?gioi_tinh=F", {"name": "Miễn"}).content.decode()
    client.post(f"{ADD}?gioi_tinh=F", {"name": "Miễn", "replace": "1"})

    saved = SavedView.objects.get()
    assert (saved.pk, saved.query, saved.position) == (old.pk, "gioi_tinh=F", 3)


@pytest.mark.parametrize("number", ["12034518", "0021 8500", "002.185"])
def test_a_search_for_a_number_is_not_saved(client, secretary, number):
    refused = client.post(f"{ADD}?q={number}", {"name": "Thẻ"})

    assert "theo số giấy tờ không lưu được" in refused.content.decode()
    assert SavedView.objects.count() == 0


def test_too_long_a_question_is_refused_in_words(client, secretary):
    assert "quá nhiều điều kiện" in client.post(f"{ADD}?q={'a' * 1000}", {"name": "Dài"}).content.decode()


def test_only_who_keeps_the_record_shares_and_the_units_below_see_it(client, commune, na_po, secretary):
    elsewhere = make_commune("Bạch Đích")
    client.post(f"{ADD}?mien=1", {"name": "Đang miễn", "is_shared": "on"})

    assert SavedView.objects.get().shared_with == commune
    for role, unit, seen in [
        ("CADRE", commune, {"Đang miễn": False}),
        ("UNIT_SECRETARY", na_po, {"Đang miễn": False}),
        ("SECRETARY", elsewhere, {}),
    ]:
        client.force_login(make_user(role, unit))
        assert tabs(page(client)) == seen
    client.force_login(make_user("OFFICE", commune))
    assert "Chia sẻ trong" not in client.get(f"{ADD}?mien=1").content.decode()
    client.post(f"{ADD}?gioi_tinh=F", {"name": "Nữ", "is_shared": "on"})
    assert SavedView.objects.get(name="Nữ").shared_with is None


def test_a_list_not_shared_is_the_owners_alone(client, commune, secretary):
    client.post(f"{ADD}?mien=1", {"name": "Đang miễn"})
    client.force_login(make_user("SECRETARY", commune))

    assert tabs(page(client)) == {}
    assert client.get(reverse("saved_view", args=[SavedView.objects.get().pk])).status_code == 404


def test_a_district_shares_with_the_communes_that_lie_below_it_today(client, commune):
    district = make_unit("Đảng bộ huyện", kind="DISTRICT")
    UnitParent.objects.create(unit=commune, parent=district, started_on=date(2001, 1, 1), ended_on=date(2025, 7, 1))
    SavedView.objects.create(owner=make_user("SECRETARY", district), name="Miễn", query="mien=1", shared_with=district)
    client.force_login(make_user("SECRETARY", commune))

    assert tabs(page(client)) == {}


def test_a_shared_list_shows_each_reader_only_the_own_part(client, commune, na_po, secretary):
    make_member("Lan", na_po, sex="F")
    make_member("Mai", make_unit("Bản Rào", commune), sex="F")
    client.post(f"{ADD}?gioi_tinh=F", {"name": "Nữ", "is_shared": "on"})
    saved = SavedView.objects.get()
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    shown = client.get(saved.get_absolute_url())

    assert [row.record.person.full_name for row in shown.context["table"].paginated_rows] == ["Lan"]
    assert shown.context["tabs"].to_edit is None


def test_renaming_sharing_and_withdrawing_leave_a_trace(client, commune, secretary):
    saved = SavedView.objects.create(owner=secretary, name="Miễn", query="mien=1")
    address = reverse("saved_view", args=[saved.pk])

    client.post(address, {"name": "Đang miễn", "position": "2", "is_shared": "on"})
    saved.refresh_from_db()
    assert (saved.name, saved.query, saved.position, saved.shared_with) == ("Đang miễn", "mien=1", 2, commune)

    client.post(address, {"bo": "1"})
    assert SavedView.objects.count() == 0
    entries = LogEntry.objects.filter(content_type__model="savedview").order_by("pk")
    assert [entry.get_action_display() for entry in entries] == ["create", "update", "delete"]
    assert entries[2].actor == secretary


def test_a_colleague_withdraws_what_was_shared_by_someone_who_left(client, commune, secretary):
    gone = SavedView.objects.create(owner=make_user(), name="Cũ", query="mien=1", shared_with=commune)
    address = reverse("saved_view", args=[gone.pk])

    client.post(address, {"name": "Mới", "position": "1"})

    gone.refresh_from_db()
    assert (gone.name, gone.shared_with) == ("Mới", None)


@pytest.mark.parametrize("views", [1, 30])
def test_many_saved_lists_cost_one_query(client, commune, na_po, secretary, views, django_assert_num_queries):
    for number in range(views):
        SavedView.objects.create(owner=secretary, name=f"Danh sách {number}", query=f"q={number}")
    page(client)

    with django_assert_num_queries(7):
        page(client)
