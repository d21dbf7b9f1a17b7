"""Quick find: people, units, villages and reports by a few letters, and nothing of anybody else's."""

from datetime import date

import pytest
from django.urls import reverse

from members.finding import says
from members.models import IdentityNumber
from tests.factories import join, make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from units.models import UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def xa():
    return make_commune()


@pytest.fixture
def na_po(xa):
    return make_unit("Chi bộ thôn Na Pô", xa, village=make_village("Na Pô", xa))


@pytest.fixture
def office(client, xa):
    user = make_user("OFFICE", xa)
    client.force_login(user)
    return user


def find(client, query, **asked):
    return client.get(reverse("find"), {"q": query} | asked)


def hits(response):
    """{group: [label]}"""
    return {group.key: [hit.label for hit in group.hits] for group in response.context["groups"]}


def give_number(person, number, kind="CARD", **fields):
    return IdentityNumber.objects.create(person=person, kind=kind, number=number, **fields)


@pytest.mark.parametrize(
    ("query", "text", "is_meant"),
    [
        ("na po", "Chi bộ thôn Na Pô", True),
        ("PÔ NA", "Chi bộ thôn Na Pô", True),
        ("np", "Na Pô", True),
        ("cbtnp", "Chi bộ thôn Na Pô", True),
        ("cbt", "Chi bộ thôn Na Pô", True),
        ("tnp", "Chi bộ thôn Na Pô", False),
        ("n", "Na Pô", True),
        ("o", "Na Pô", False),
        ("", "Na Pô", False),
        ("…", "Na Pô", False),
        ("truong", "Trường học", True),
        ("dang vien xep loai", "Xếp loại đảng viên", True),
    ],
)
def test_words_and_initials(query, text, is_meant):
    assert says(query, text) is is_meant


@pytest.mark.parametrize("query", ["de vang", "DẾ", "vmd", " Vàng  Mí "])
def test_people_are_found_without_accents_and_by_initials(client, office, na_po, query):
    make_member("Vàng Mí Dế", na_po)
    make_member("Lục Thị Bình", na_po)

    assert hits(find(client, query))["nguoi"] == ["Vàng Mí Dế"]


def test_initials_may_hold_a_vowel(client, office, na_po):
    make_member("Hoàng Văn An", na_po)

    (group,) = find(client, "hva").context["groups"]

    assert [hit.label for hit in group.hits] == ["Hoàng Văn An"]
    assert client.get(group.more).context["table"].paginator.count == 1


def test_a_whole_word_of_a_name_comes_before_a_part_of_one(client, office, na_po):
    for name in ["Hoàng Văn Bằng", "Vàng Thị Lan", "Lò Văn An", "Lý Thanh Tú"]:
        make_member(name, na_po)

    assert hits(find(client, "an"))["nguoi"] == ["Lò Văn An", "Hoàng Văn Bằng", "Vàng Thị Lan", "Lý Thanh Tú"]


def test_who_left_and_who_never_joined_are_found_too(client, office, xa, na_po):
    lan = make_person("Vàng Thị Lan", birth_on="3/1985")
    join(lan, na_po, date(2020, 1, 1), ended_on=date(2024, 5, 1), reason_out="TRANSFERRED_OUT")
    make_head(make_person("Vàng Mí Lan"), na_po.village)

    (group,) = find(client, "vang lan").context["groups"]

    assert [(hit.label, hit.detail) for hit in group.hits] == [
        ("Vàng Mí Lan", "Trưởng thôn Na Pô, chưa là đảng viên"),
        ("Vàng Thị Lan", "sinh 1985 · Chi bộ thôn Na Pô · Chuyển đi từ 01/05/2024"),
    ]


def test_one_word_finds_units_villages_and_reports(client, office, na_po):
    make_member("Vàng Thị Lan", na_po)

    assert hits(find(client, "na po")) == {"chi-bo": ["Chi bộ thôn Na Pô"], "thon": ["Thôn Na Pô"]}
    assert "Tổ chức chi bộ và đảng viên" in hits(find(client, "to chuc"))["bao-cao"]


def test_the_written_report_and_the_workbook_are_found_by_who_may_have_them(client, office, xa):
    assert "Báo cáo công tác xây dựng Đảng" in hits(find(client, "bao cao viet"))["bao-cao"]
    assert "Bộ báo cáo" in hits(find(client, "bo bao cao"))["bao-cao"]

    client.force_login(make_user("CADRE", xa))

    assert "Báo cáo công tác xây dựng Đảng" in hits(find(client, "bao cao viet"))["bao-cao"]
    assert "Bộ báo cáo" not in hits(find(client, "bo bao cao")).get("bao-cao", [])


def test_a_village_leads_to_its_chi_bo_and_names_its_head(client, office, na_po):
    make_head(make_person("Giàng Mí Pó"), na_po.village)

    village = find(client, "thon na po").context["groups"][1].hits[0]

    assert (village.url, village.detail) == (reverse("unit", args=[na_po.pk]), "trưởng thôn Giàng Mí Pó")


def test_a_unit_is_found_by_the_name_it_had(client, office, xa):
    school = make_unit("Chi bộ Trường Tiểu học", xa, unit_type="SCHOOL")
    old = UnitName.objects.get(unit=school)
    old.ended_on = date(2023, 1, 1)
    old.save()
    UnitName.objects.create(unit=school, name="Chi bộ PTDTBT", short_name="PTDTBT", started_on=date(2023, 1, 1))

    (hit,) = find(client, "tieu hoc").context["groups"][0].hits

    assert hit.url == reverse("unit", args=[school.pk])
    assert "tên cũ: Chi bộ Trường Tiểu học" in hit.detail


def test_ten_of_a_group_and_the_way_to_all(client, office, xa, na_po):
    for number in range(12):
        make_member(f"Vàng Văn A{number}", na_po)
        make_unit(f"Bản Vàng {number}", xa)

    page = find(client, "vang")
    assert {group.key: (len(group.hits), group.count) for group in page.context["groups"]} == {
        "nguoi": (10, 12),
        "chi-bo": (10, 12),
    }
    people, units = page.context["groups"]
    assert client.get(people.more).context["table"].paginator.count == 12
    assert len(hits(client.get(reverse("find") + units.more))["chi-bo"]) == 12


def test_a_whole_number_leads_straight_to_the_record(client, office, na_po):
    de = make_member("Vàng Mí Dế", na_po)
    give_number(de, "12034518")
    give_number(make_member("Lục Thị Bình", na_po), "120345180001")
    give_number(de, "041287YM", "PROFILE")

    for typed in ("12034518", "1203 4518", "1203-4518", "041287ym"):
        assert find(client, typed).url == reverse("person", args=[de.pk])
    assert hits(find(client, "1203"))["nguoi"] == ["Lục Thị Bình", "Vàng Mí Dế"]
    assert find(client, "99999999").context["groups"] == []


def test_one_number_of_two_kinds_shows_both_people(client, office, na_po):
    give_number(make_member("Vàng Mí Dế", na_po), "120345180001")
    give_number(make_member("Lục Thị Bình", na_po), "120345180001", "CITIZEN")

    assert hits(find(client, "120345180001"))["nguoi"] == ["Lục Thị Bình", "Vàng Mí Dế"]


def test_a_cadre_finds_nobody_by_number(client, xa, na_po):
    give_number(make_member("Vàng Mí Dế", na_po), "12034518")
    client.force_login(make_user("CADRE", xa))

    for typed in ("12034518", "1203"):
        assert find(client, typed).context["groups"] == []
    assert hits(find(client, "vmd"))["nguoi"] == ["Vàng Mí Dế"]


def test_a_number_is_not_found_once_the_person_belongs_elsewhere(client, office, na_po):
    de = make_person("Vàng Mí Dế")
    join(de, na_po, date(2020, 1, 1), ended_on=date(2024, 5, 1), reason_out="TRANSFERRED_OUT")
    join(de, make_unit("Chi bộ Phú Lũng", make_commune("Phú Lũng")), date(2024, 5, 1), "TRANSFERRED_IN")
    give_number(de, "12034518")

    assert find(client, "12034518").context["groups"] == []


def test_another_communes_people_units_and_villages_are_never_found(client, office):
    other = make_commune("Đảng bộ xã Bạch Đích")
    unit = make_unit("Chi bộ thôn Bạch Đích", other, village=make_village("Bạch Đích", other))
    give_number(make_member("Vàng Bạch Đích", unit), "12034518")

    for typed in ("bach dich", "vbd", "12034518", "cbtbd"):
        assert find(client, typed).context["groups"] == []


def test_a_chi_bo_secretary_finds_only_the_own_chi_bo(client, xa, na_po):
    make_member("Vàng Thị Lan", na_po)
    rao = make_unit("Chi bộ thôn Bản Rào", xa, village=make_village("Bản Rào", xa))
    give_number(make_member("Lò Thị Lan", rao), "12034518")
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    assert hits(find(client, "lan"))["nguoi"] == ["Vàng Thị Lan"]
    assert find(client, "12034518").context["groups"] == []
    assert find(client, "ban rao").context["groups"] == []


@pytest.mark.parametrize("query", ["", " ", "…", "%", "'", "(", "a\0b", "x" * 5000, "١٢٣٤٥"])
def test_nothing_typed_and_nonsense_find_nothing(client, office, na_po, query):
    make_member("Vàng Thị Lan", na_po)

    assert find(client, query).status_code == 200
    assert find(client, query).context["groups"] == []


def test_the_box_stands_on_every_page(client, office, na_po):
    for name in ("overview", "people", "reports"):
        assert f'action="{reverse("find")}"' in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("query", ["vang", "1203"])
@pytest.mark.parametrize("people", [1, 50])
def test_finding_many_costs_what_finding_one_costs(client, office, xa, na_po, people, query, count_queries):
    for number in range(people):
        give_number(make_member(f"Vàng Văn A{number}", na_po), f"12034{number:03}")
        make_unit(f"Bản Vàng {number}", xa, village=make_village(f"Vàng {number}", xa))

    assert count_queries(client, f"{reverse('find')}?q={query}") == 8


def test_the_name_of_a_merged_record_finds_the_one_that_remains(client, office, na_po):
    lan = make_member("Vàng Thị Lan", na_po)
    for name, into in ("Vàng Thị Làn", lan), ("Vương Thị Lợn", lan):
        into = make_person(name, merged_into=into)
    make_person("Vừ Thị Xa", merged_into=into)

    assert [hits(find(client, name)).get("nguoi") for name in ("vuong thi lon", "Vừ Thị Xa", "thi")] == [
        ["Vàng Thị Lan"]
    ] * 3
    listed = client.get(reverse("people"), {"q": "vu thi xa"}).context["counts"]
    assert listed["found"] == 1


def test_a_merged_name_of_anothers_record_finds_nobody(client, office):
    other = make_unit("Chi bộ Khâu Vai", make_commune("Đảng bộ xã Khâu Vai"))
    make_person("Vương Thị Lợn", merged_into=make_member("Vàng Thị Lan", other))

    assert "nguoi" not in hits(find(client, "vuong thi lon"))
