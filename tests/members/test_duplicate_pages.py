"""The pages of records that may be one person, as an office uses them."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from members.duplicates import duplicates
from members.merging import document
from members.models import DifferentPeople, Discipline, IdentityNumber, Person, PersonMerge
from members.tasks import tasks_of
from members.tasks.duplicates import Duplicates
from nakhe.access import SYSTEM, Role
from nakhe.periods import today
from tests.factories import join, make_commune, make_member, make_person, make_unit, make_user
from tests.members.checking import rate

pytestmark = pytest.mark.django_db
LIST = "/dang-vien/trung/"


@pytest.fixture
def secretary(client, commune):
    client.force_login(make_user(Role.SECRETARY, commune, full_name="Hoàng Đức Thịnh"))
    return client


@pytest.fixture
def office(client, commune):
    client.force_login(make_user(Role.OFFICE, commune))
    return client


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, birth_on="1985-03-14", residence="Na Pô", occupation="Giáo viên")


@pytest.fixture
def twice(na_po):
    """From a list, since 2010."""
    person = make_person("Vàng Thị Lan", birth_on="1985", residence="Na Kinh", phone="0912345678")
    join(person, na_po, date(2010, 1, 1), "ON_FILE")
    return person


def pair(lan, twice):
    return reverse("duplicate_pair", args=sorted([lan.pk, twice.pk]))


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def sent(page, **typed):
    """What the form on *page* sends back, with *typed* over it."""
    form = page.context["form"]
    given = {"batch": str(form["batch"].value()), "keep": form.kept.pk, "reason": "Nhập hai lần"}
    for line in page.context["asked"]:
        given[f"chon-{line.choice.key}"] = line.chosen
    return given | {name.replace("__", "-"): value for name, value in typed.items()}


def merged(client, url, **typed):
    """Preview and confirm; the last answer."""
    page = client.post(url, sent(client.get(url), **typed))
    assert page.context["is_preview"], page.context["form"].errors
    again = {name: page.context["form"].data[name] for name in page.context["form"].data}
    return client.post(url, again | {"seen": page.context["form"].fingerprint}, follow=True)


# --- The list ---


def test_the_list_names_both_with_birth_chi_bo_and_why(office, lan, twice):
    page = office.get(LIST)
    assert "1 cặp hồ sơ" in text(page)
    assert "Vàng Thị Lan sinh 14/03/1985, Chi bộ thôn Na Pô" in text(page)
    assert "Cùng họ tên, sinh 14/03/1985 và 1985" in text(page)
    assert pair(lan, twice) in page.content.decode()


def test_a_list_of_many_costs_as_much_as_one_of_one(office, count_queries, lan, twice, na_po):
    one = count_queries(office, LIST)
    for name in ("Lù Thị Chấn", "Sùng Mí Nô"):
        for _ in range(2):
            make_member(name, na_po, birth_on="1990")
    assert len(duplicates(SYSTEM)) == 3
    assert count_queries(office, LIST) == one


def test_more_pairs_than_a_page_holds_are_paged(office, na_po):
    for _ in range(8):  # of eight namesakes 28 pairs
        make_member("Vàng Thị Lan", na_po, birth_on="1985")
    assert len(office.get(LIST).context["rows"]) == 25
    assert len(office.get(LIST, {"trang": 2}).context["rows"]) == 3


def test_two_people_are_said_to_be_two_and_asked_about_again(office, lan, twice):
    url = reverse("different_people", args=[lan.pk, twice.pk])
    assert "Cặp này không hỏi lại" in text(office.post(url, follow=True))
    assert "0 cặp" in text(office.get(LIST))
    assert "1 cặp" in text(office.get(LIST, {"da_tra_loi": "1"}))
    office.post(url)
    assert DifferentPeople.objects.count() == 1, "a second click says it once"
    assert "đã trả lời ngày" in text(office.get(pair(lan, twice)))
    office.post(url, {"rut": "1"})
    assert "1 cặp" in text(office.get(LIST))


def test_the_task_counts_the_pairs_of_the_list_it_opens(secretary, lan, twice):
    reader = make_user(Role.SECRETARY, lan.memberships.get().unit.parents.get().parent)
    (task,) = tasks_of(reader, today(), [Duplicates])
    assert (task.count, task.list_url, task.items[0].url) == (1, LIST, pair(lan, twice))
    assert str(task.items[0]) == "Vàng Thị Lan – Vàng Thị Lan (cùng họ tên, sinh 14/03/1985 và 1985)"
    assert tasks_of(make_user(Role.CADRE, reader.grants.get().unit), today(), [Duplicates]) == []


def test_a_record_names_the_one_it_resembles(secretary, lan, twice, na_po):
    assert pair(lan, twice) in secretary.get(lan.get_absolute_url()).content.decode()
    alone = make_member("Lù Thị Chấn", na_po)
    assert "Có thể trùng" not in text(secretary.get(alone.get_absolute_url()))


# --- Side by side ---


def test_numbers_are_masked_and_what_is_equal_is_not_asked(secretary, lan, twice):
    IdentityNumber.objects.create(person=lan, kind="CITIZEN", number="002185000001")
    page = secretary.get(pair(lan, twice))
    assert "002185••••••" in text(page)
    assert "002185000001" not in page.content.decode()
    asked = {line.choice.key for line in page.context["asked"]}
    assert asked == {"birth_on", "residence", "occupation", "phone", "official_on"}
    assert page.context["form"].kept == lan, "the fuller one"


def test_the_keys_may_be_named_the_other_way_round(secretary, lan, twice):
    answer = secretary.get(reverse("duplicate_pair", args=[twice.pk, lan.pk]))
    assert (answer.status_code, answer.url) == (302, pair(lan, twice))
    assert secretary.get(reverse("duplicate_pair", args=[lan.pk, lan.pk])).status_code == 404


def test_opening_the_page_changes_nothing(secretary, lan, twice):
    before = list(Person.objects.order_by("pk").values())
    secretary.get(pair(lan, twice))
    assert list(Person.objects.order_by("pk").values()) == before


# --- Merging ---


def test_merging_is_seen_first_and_written_once(secretary, lan, twice):
    url = pair(lan, twice)
    first = secretary.post(url, sent(secretary.get(url)))
    assert PersonMerge.objects.count() == 0
    assert "Chuyển sang hồ sơ còn lại" not in text(first), "the one membership lies within the other"
    assert "Sinh hoạt đảng: từ 01/01/2000 đến nay và từ 01/01/2010 đến nay là một khoảng" in text(first)
    given = {name: first.context["form"].data[name] for name in first.context["form"].data}
    given["seen"] = first.context["form"].fingerprint
    page = secretary.post(url, given, follow=True)
    assert page.redirect_chain[-1][0] == lan.get_absolute_url()
    assert "Đã gộp hai hồ sơ" in text(page)
    again = secretary.post(url, given, follow=True)
    assert again.redirect_chain[-1][0] == lan.get_absolute_url()
    assert PersonMerge.objects.count() == 1
    lan.refresh_from_db()
    assert (lan.phone, lan.residence) == ("0912345678", "Na Pô")


def test_what_is_chosen_is_taken_and_the_other_record_may_remain(secretary, lan, twice):
    page = secretary.get(pair(lan, twice), {"giu": twice.pk})
    assert page.context["form"].kept == twice
    merged(secretary, pair(lan, twice), keep=twice.pk, chon__residence=twice.pk, chon__occupation=lan.pk)
    twice.refresh_from_db()
    lan.refresh_from_db()
    assert lan.merged_into == twice
    assert (twice.residence, twice.occupation, str(twice.birth_on)) == ("Na Kinh", "Giáo viên", "14/03/1985")


def test_without_a_reason_nothing_is_written(secretary, lan, twice):
    url = pair(lan, twice)
    page = secretary.post(url, sent(secretary.get(url), reason=" "))
    assert "Lý do gộp: Ghi lý do gộp." in text(page)
    assert not page.context["is_preview"]


def test_what_changed_since_it_was_seen_is_seen_again(secretary, lan, twice, na_po):
    url = pair(lan, twice)
    first = secretary.post(url, sent(secretary.get(url)))
    given = {name: first.context["form"].data[name] for name in first.context["form"].data}
    rate(twice, na_po, "GOOD", 2020)
    page = secretary.post(url, given | {"seen": first.context["form"].fingerprint})
    assert PersonMerge.objects.count() == 0
    assert "1 xếp loại đảng viên" in text(page)


def test_what_cannot_be_is_said_before_anything_is_typed(secretary, lan, na_kinh):
    other = make_member("Vàng Thị Lan", na_kinh, birth_on="1985")
    url = pair(lan, other)
    assert "Sinh hoạt đảng: cùng lúc ở hai nơi" in text(secretary.get(url))
    page = secretary.post(url, sent(secretary.get(url)))
    assert "Chưa gộp được Sinh hoạt đảng: cùng lúc ở hai nơi" in text(page)
    assert not page.context["is_preview"]


def test_somebody_else_was_faster(secretary, lan, twice):
    url = pair(lan, twice)
    page = secretary.post(url, sent(secretary.get(url)))
    given = {name: page.context["form"].data[name] for name in page.context["form"].data}
    document.merge(lan, twice, {}, SYSTEM, "Đồng thời", uuid4())
    answer = secretary.post(url, given | {"seen": page.context["form"].fingerprint}, follow=True)
    assert answer.redirect_chain == [(lan.get_absolute_url(), 302)]
    assert "Một trong hai hồ sơ đã được gộp vào hồ sơ này (Vàng Thị Lan), không gộp lần nữa." in text(answer)
    assert PersonMerge.objects.count() == 1


def test_the_office_sees_the_pair_and_who_may_merge_it(office, lan, twice):
    url = pair(lan, twice)
    page = office.get(url)
    assert "việc gộp hai hồ sơ do Bí thư Đảng ủy làm" in text(page)
    assert 'name="keep"' not in page.content.decode()
    assert office.post(url, sent(page)).status_code == 404
    assert PersonMerge.objects.count() == 0


def test_a_secretary_merges_nobody_who_is_partly_anothers(secretary, lan):
    abroad = make_unit("Chi bộ thôn Bản Muồng", make_commune("Đảng bộ xã Bạch Đích"))
    stranger = make_member("Vàng Thị Lan", abroad, birth_on="1985")
    assert secretary.get(pair(lan, stranger)).status_code == 404
    assert secretary.post(pair(lan, stranger), {}).status_code == 404
    assert secretary.post(reverse("different_people", args=[lan.pk, stranger.pk])).status_code == 404


# --- Afterwards ---


def test_the_old_address_leads_on_and_nobody_edits_there(secretary, lan, twice, client, commune):
    merged(secretary, pair(lan, twice))
    page = secretary.get(twice.get_absolute_url(), follow=True)
    assert page.redirect_chain == [(lan.get_absolute_url(), 302)]
    assert "Hồ sơ Vàng Thị Lan đã gộp vào hồ sơ này." in text(page)
    for address in ("person_edit", "person_readers"):
        assert secretary.get(reverse(address, args=[twice.pk])).status_code == 404
    for address in ("person_edit", "note_add"):
        assert secretary.post(reverse(address, args=[twice.pk]), {"text": "x"}).status_code == 404
    assert secretary.get(reverse("movement_add", args=["tu-tran"]), {"nguoi": twice.pk}).context["people"] == []
    abroad = make_user(Role.SECRETARY, make_commune("Đảng bộ xã Bạch Đích"))
    client.force_login(abroad)
    assert client.get(twice.get_absolute_url()).status_code == 404


def test_one_record_stands_in_list_search_and_count(secretary, lan, twice):
    for address in ("/dang-vien/", "/dang-vien/?pham_vi=tat_ca", "/tim/?q=vang+thi+lan"):
        assert secretary.get(address).content.decode().count(f'"/dang-vien/{twice.pk}/"') > 0, address
    merged(secretary, pair(lan, twice))
    for address in ("/dang-vien/", "/dang-vien/?pham_vi=tat_ca", "/tim/?q=vang+thi+lan"):
        page = secretary.get(address).content.decode()
        assert f'"/dang-vien/{twice.pk}/"' not in page, address
    assert "1 trong 1 đồng chí" in text(secretary.get("/dang-vien/"))


def test_the_history_of_both_is_read_on_the_one_that_remains(secretary, lan, twice):
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2013, 1, 1))
    edit = reverse("person_edit", args=[twice.pk])
    form = secretary.get(edit).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"base": form.base}
    secretary.post(edit, given | {"temporary_residence": "Hà Giang", "reason": "Học ở xa"})
    twice.refresh_from_db()
    assert twice.temporary_residence == "Hà Giang"
    merged(secretary, pair(lan, twice))
    told = text(secretary.get(lan.get_absolute_url()))
    assert "Học ở xa" in told
    assert "Gộp hồ sơ: Nhập hai lần" in told
    assert (
        reverse("person_merge", args=[PersonMerge.objects.get().pk])
        in secretary.get(lan.get_absolute_url()).content.decode()
    )


def test_a_merge_is_taken_back_on_its_page(secretary, lan, twice):
    before = list(Person.objects.order_by("pk").values("pk", "phone", "birth_on", "merged_into"))
    merged(secretary, pair(lan, twice))
    done = PersonMerge.objects.get()
    assert done.get_absolute_url() in secretary.get(LIST).content.decode()
    cancel = reverse("person_merge_cancel", args=[done.pk])
    assert "Ghi lý do hủy." in text(secretary.post(cancel))
    page = secretary.post(cancel, {"reason": "Hai người thật"}, follow=True)
    assert "Hai hồ sơ trở lại như trước khi gộp" in text(page)
    assert "Hoàng Đức Thịnh hủy lúc" in text(page)
    assert list(Person.objects.order_by("pk").values("pk", "phone", "birth_on", "merged_into")) == before
    assert secretary.get(twice.get_absolute_url()).status_code == 200


def test_what_was_built_on_it_is_named_where_it_cannot_be_taken_back(secretary, lan, twice):
    merged(secretary, pair(lan, twice))
    lan.refresh_from_db()
    lan.phone = "0999999999"
    lan.save()
    done = PersonMerge.objects.get()
    page = secretary.post(reverse("person_merge_cancel", args=[done.pk]), {"reason": "Nhầm"})
    assert "đã thay đổi sau đó (điện thoại)" in text(page)


def test_check_data_knows_merged_records(lan, twice, na_po):
    from members.checks import check_merged_records

    done = document.merge(lan, twice, {}, SYSTEM, "Nhập hai lần", uuid4())
    assert list(check_merged_records()) == []
    rate(twice, na_po, "GOOD", 2020)
    assert list(check_merged_records()) == [f"Hồ sơ {twice.pk} (Vàng Thị Lan) đã gộp mà còn xếp loại đảng viên."]
    PersonMerge.objects.filter(pk=done.pk).update(cancelled_at=done.recorded_at, cancel_reason="x")
    assert list(check_merged_records())[1:] == [f"Hồ sơ {twice.pk}: ghi gộp vào {lan.pk}, lần gộp ghi vào –."]
