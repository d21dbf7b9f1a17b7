"""Views of lists other than that of people, all of them on one page, and old lists after the migration."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from members.models import SavedView
from members.saved_pages import pages
from tests.factories import make_commune, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(commune):
    return make_unit("Na Pô", commune)


@pytest.fixture
def secretary(client, commune):
    user = make_user("SECRETARY", commune)
    client.force_login(user)
    return user


def save(client, page, query, name, **typed):
    answer = client.post(f"/cach-xem/luu/{page}/?{query}", {"name": name, **typed})
    if answer.status_code == 302:
        client.get(reverse("saved_views"))  # where the message is read
    return answer


@pytest.mark.parametrize(
    ("page", "asked", "kept"),
    [
        ("chi-bo", "ngay=28/05/2024", "ngay=28%2F05%2F2024"),
        ("truong-thon", "ngay=28/05/2024", "ngay=28%2F05%2F2024"),
        ("viec-can-lam", "viec=du_bi&ngay=28/05/2024", "viec=du_bi&ngay=28%2F05%2F2024"),
        ("boi-duong", "trang=2&loai=PARTY_WORK", "loai=PARTY_WORK"),
        ("bien-dong", "loai=DIED&trang_thai=huy&tu=01/01/2024&la=1", "tu=01%2F01%2F2024&loai=DIED&trang_thai=huy"),
        ("nhat-ky", "viec=2&truoc=77", "viec=2"),
    ],
)
def test_every_list_is_saved_with_its_own_parameters_and_shown_above_it(client, secretary, page, asked, kept):
    assert f"cach-xem/luu/{page}/?{kept.replace('&', '&amp;')}" in client.get(f"/{page}/?{asked}").content.decode()

    saved = save(client, page, asked, "Của tôi", keep_day="on")

    view = SavedView.objects.get()
    assert (view.page, view.query) == (page, kept)
    assert saved.url == f"/{page}/?{kept}"
    shown = client.get(saved.url)
    assert shown.status_code == 200
    assert [(tab.label, tab.is_current) for tab in shown.context["saved"]] == [("Của tôi", True)]
    assert shown.context["saved"].to_edit == view
    assert [tab.is_current for tab in client.get(f"/{page}/").context["saved"]] == [False]


def test_what_is_asked_for_stands_in_words_above_the_name(client, secretary):
    asked = client.get("/cach-xem/luu/bien-dong/?loai=DIED&tu=01/01/2024").content.decode()
    assert "<dt>Điều kiện</dt><dd>Từ ngày: 01/01/2024; Biến động: Từ trần</dd>" in asked


def test_a_page_as_it_opens_is_not_offered_for_saving(client, secretary):
    for page in pages():
        assert "Lưu cách xem này" not in client.get(f"/{page}/").content.decode(), page


def test_an_unknown_page_is_missing(client, secretary):
    assert save(client, "tai-khoan", "q=1", "Tài khoản").status_code == 404
    assert save(client, "bao-cao/khong-co", "", "Báo cáo").status_code == 404
    assert SavedView.objects.count() == 0


def test_one_name_may_stand_on_two_pages(client, secretary):
    save(client, "boi-duong", "loai=PARTY_WORK", "Năm nay")
    save(client, "bien-dong", "loai=DIED", "Năm nay")
    again = save(client, "bien-dong", "loai=MOVED", "Năm nay").content.decode()

    assert "Đã có cách xem mang tên này" in again
    assert sorted(SavedView.objects.values_list("page", flat=True)) == ["bien-dong", "boi-duong"]


def test_a_view_of_the_log_is_for_whoever_reads_the_log(client, commune, na_po, secretary):
    save(client, "nhat-ky", "viec=2", "Việc xóa", is_shared="on")
    shared = SavedView.objects.get()
    assert shared.shared_with == commune

    client.force_login(make_user("UNIT_SECRETARY", na_po))
    assert save(client, "nhat-ky", "viec=2", "Của tôi").status_code == 403
    assert "Việc xóa" not in client.get(reverse("saved_views")).content.decode()
    assert "Việc xóa" not in client.get("/tim/?q=viec xoa").content.decode()
    client.force_login(make_user("SECRETARY", commune))
    assert "Việc xóa" in client.get(reverse("saved_views")).content.decode()


def test_a_search_in_the_log_for_a_number_is_not_saved(client, secretary):
    assert "theo số giấy tờ không lưu được" in save(client, "nhat-ky", "ten=12034518", "Thẻ").content.decode()
    assert SavedView.objects.count() == 0


def test_all_views_stand_on_one_page_by_page_own_and_shared(client, commune, na_po, secretary):
    colleague = make_user("SECRETARY", commune, "bi-thu-2")
    SavedView.objects.create(owner=secretary, page="boi-duong", name="Lớp cũ", query="nam=2022")
    SavedView.objects.create(owner=secretary, page="dang-vien", name="Nữ", query="gioi_tinh=F")
    SavedView.objects.create(
        owner=colleague, page="bao-cao/to-chuc", name="Của họ", query="don_vi=1", shared_with=commune
    )
    SavedView.objects.create(owner=colleague, page="bao-cao/to-chuc", name="Riêng họ", query="don_vi=2")
    SavedView.objects.create(owner=secretary, page="bao-cao/da-bo", name="Báo cáo đã bỏ", query="")

    shown = client.get(reverse("saved_views"))

    found = [(page.title, [view.name for view in views]) for page, views in shown.context["groups"]]
    assert found == [
        ("Đảng viên", ["Nữ"]),
        ("Bồi dưỡng", ["Lớp cũ"]),
        ("Tổ chức chi bộ và đảng viên", ["Của họ"]),
    ]
    assert "dùng chung trong Đảng bộ xã Na Khê, bi-thu-2 lưu" in shown.content.decode()


def test_quick_find_finds_views_by_name_but_not_anothers(client, commune, secretary):
    SavedView.objects.create(owner=secretary, page="boi-duong", name="Lớp nghiệp vụ", query="loai=PARTY_WORK")
    SavedView.objects.create(owner=make_user("SECRETARY", commune), page="boi-duong", name="Lớp kín", query="nam=2022")

    found = client.get("/tim/?q=lop").content.decode()

    assert '<a href="/boi-duong/?loai=PARTY_WORK">Lớp nghiệp vụ</a> <small class="mute">Bồi dưỡng</small>' in found
    assert "Lớp kín" not in found


def test_taking_a_view_away_leads_to_the_others(client, secretary):
    view = SavedView.objects.create(owner=secretary, page="boi-duong", name="Lớp", query="nam=2022")

    assert client.post(reverse("saved_view", args=[view.pk]), {"bo": "1"}).url == reverse("saved_views")
    assert SavedView.objects.count() == 0


def test_a_number_column_of_a_shared_view_is_not_there_for_who_may_not_read_it(client, commune, na_po, secretary):
    save(client, "dang-vien", "cot=full_name,card_number,sex", "Số thẻ", is_shared="on")
    address = SavedView.objects.get().get_absolute_url()
    headings = [column.name for column in client.get(address).context["table"].columns]
    assert headings == ["full_name", "card_number", "sex"]

    client.force_login(make_user("CADRE", commune))
    assert [column.name for column in client.get(address).context["table"].columns] == ["full_name", "sex"]


def test_another_committees_shared_views_are_unknown(client, commune, secretary):
    save(client, "boi-duong", "nam=2022", "Lớp cũ", is_shared="on")
    client.force_login(make_user("SECRETARY", make_commune("Bạch Đích")))

    assert "Lớp cũ" not in client.get(reverse("saved_views")).content.decode()
    assert list(client.get("/boi-duong/").context["saved"]) == []


@pytest.mark.django_db(transaction=True)
def test_lists_saved_before_are_views_of_the_list_of_members():
    before, after = ("members", "0007_letterhead_settings"), ("members", "0008_saved_views_of_any_page")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    owner = make_user()
    try:
        old = MigrationExecutor(connection)
        old.migrate([before])
        View = old.loader.project_state([before]).apps.get_model("members", "SavedView")
        View.objects.create(owner_id=owner.pk, name="Nữ", query="gioi_tinh=F&cot=full_name%2Csex", position=4)
        MigrationExecutor(connection).migrate([after])
        view = SavedView.objects.get()
        assert (view.page, view.name, view.position) == ("dang-vien", "Nữ", 4)
        assert view.get_absolute_url() == "/dang-vien/?gioi_tinh=F&cot=full_name%2Csex"
    finally:
        MigrationExecutor(connection).migrate(leaves)
