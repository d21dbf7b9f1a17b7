"""Which records may be one person: why, in which order, and which are not proposed."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.duplicates import Sign, duplicates, duplicates_of, nearly
from members.models import DifferentPeople, IdentityNumber, Membership, Person
from nakhe.access import SYSTEM
from tests.factories import make_commune, make_member, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db


def told(reader=SYSTEM):
    names = dict(Person.objects.values_list("pk", "full_name"))
    return [(names[pair.one], names[pair.other], pair.reason) for pair in duplicates(reader)]


def number(person, kind, digits):
    return IdentityNumber.objects.create(person=person, kind=kind, number=digits)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Vàng Thị Lan", "1985-03-14"), ("Vàng Thị Lan", "1985-03-14"), "Cùng họ tên, cùng sinh ngày 14/03/1985"),
        (("Vàng Thị Lan", "1985-03-14"), ("Vang Thi Lan", "1985-03-14"),
         "Họ tên chỉ khác dấu, cùng sinh ngày 14/03/1985"),
        (("Vàng Thị Lan", "1985-03-14"), ("Vàng Thị Lan", "1985"), "Cùng họ tên, sinh 14/03/1985 và 1985"),
        (("Vàng Thị Lan", "1985"), ("Vàng Thị Lan", "1985"), "Cùng họ tên, cùng sinh 1985"),
        (("Vàng Thị Lan", "1985"), ("Vàng Thị Lan", None), "Cùng họ tên, một hồ sơ chưa ghi ngày sinh"),
        (("Vàng Thị Lan", None), ("Vàng Thị Lan", None), "Cùng họ tên, hai hồ sơ chưa ghi ngày sinh"),
        (("Sùng Mí Nô", "1985-03-14"), ("Mí Nô Sùng", "1985-03-14"),
         "Cùng sinh ngày 14/03/1985, họ tên chỉ khác thứ tự chữ"),
        (("Giàng A Páo", "1985-03-14"), ("Giàng A Pá", "1985-03-14"),
         "Cùng sinh ngày 14/03/1985, họ tên khác một chữ cái"),
        (("Lù Văn Chín", "1985-03-14"), ("Lù Văn Chìm", "1985-03-14"),
         "Cùng sinh ngày 14/03/1985, họ tên khác một chữ cái"),
    ],
)  # fmt: skip
def test_a_pair_is_told_with_its_reason(one, other, reason):
    for name, birth_on in (one, other):
        make_person(name, birth_on=birth_on)
    assert told() == [(one[0], other[0], reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Vàng Thị Lan", "1985-03-14"), ("Vàng Thị Lan", "1985-03-15")),
        (("Vàng Thị Lan", "1985"), ("Vàng Thị Lan", "1986")),
        (("Vàng Thị Lan", "1985-03"), ("Vàng Thị Lan", "1985-04-01")),
        (("Vàng Thị Lan", "1985-03-14"), ("Vàng Thị Mai", "1985-03-14")),
        (("Giàng A Páo", "1985"), ("Giàng A Pá", "1985")),
    ],
)
def test_who_was_born_another_day_or_has_another_name_is_somebody_else(one, other):
    for name, birth_on in (one, other):
        make_person(name, birth_on=birth_on)
    assert told() == []


def test_a_former_name_is_a_name():
    make_person("Vàng Thị Lan", birth_name="Vàng Thị Mỷ", birth_on="1985")
    make_person("Vàng Thị Mỷ", birth_on="1985")
    (pair,) = duplicates(SYSTEM)
    assert pair.reason == "Tên khai sinh hoặc bí danh của hồ sơ này là tên của hồ sơ kia, cùng sinh 1985"


def test_an_alias_of_one_word_is_nobodys_name():
    make_person("Vàng Thị Lan", alias="Ba")
    make_person("Lù Thị Chấn", alias="Ba")
    assert told() == []


def test_a_man_and_a_woman_are_two():
    make_person("Vàng Mí Lan", birth_on="1985-03-14", sex="F")
    make_person("Vàng Mí Lan", birth_on="1985-03-14", sex="M")
    assert told() == []


def test_another_citizen_number_speaks_against_a_name_but_may_be_mistyped_beside_the_same_day():
    lan, mai = make_person("Vàng Thị Lan", birth_on="1985"), make_person("Vàng Thị Lan", birth_on="1985")
    number(lan, "CITIZEN", "002185000001")
    number(mai, "CITIZEN", "002185000002")
    assert told() == []
    Person.objects.update(birth_on="1985-03-14")
    (pair,) = duplicates(SYSTEM)
    assert pair.reason == "Cùng họ tên, cùng sinh ngày 14/03/1985; nhưng hai số căn cước khác nhau"


def test_one_number_under_two_kinds_comes_first():
    make_person("Vàng Thị Lan", birth_on="1985-03-14")
    make_person("Vàng Thị Lan", birth_on="1985-03-14")
    one, other = make_person("Lù Mìn"), make_person("Sùng Mí Nô")
    number(one, "CITIZEN", "002185000001")
    number(other, "CARD", "002185000001")
    assert [pair.sign for pair in duplicates(SYSTEM)] == [Sign.NUMBER, Sign.SAME_DAY]
    reason = "Cùng một dãy số: số căn cước của hồ sơ này, số thẻ đảng viên của hồ sơ kia"
    assert told()[0] == ("Lù Mìn", "Sùng Mí Nô", reason)


def test_who_was_said_to_be_two_is_not_asked_again():
    one, other = make_person("Vàng Thị Lan"), make_person("Vàng Thị Lan")
    answer = DifferentPeople.objects.create(one=one, other=other)
    assert duplicates(SYSTEM) == []
    answer.delete()
    assert len(duplicates(SYSTEM)) == 1


def test_a_merged_record_is_in_no_pair():
    one, other = make_person("Vàng Thị Lan"), make_person("Vàng Thị Lan")
    Person.objects.filter(pk=other.pk).update(merged_into=one)
    assert duplicates(SYSTEM) == []


def test_each_reader_has_the_pairs_of_the_own_people():
    communes = [make_commune(f"Đảng bộ xã {name}", code=name) for name in ("a", "b")]
    units = [make_unit(f"Chi bộ {n}", communes[n]) for n in (0, 1)]
    secretaries = [make_user("SECRETARY", commune) for commune in communes]
    make_member("Vàng Thị Lan", units[0])
    make_member("Vàng Thị Lan", units[1])
    assert [len(duplicates(reader)) for reader in (*secretaries, SYSTEM)] == [0, 0, 1]
    make_member("Vàng Thị Lan", units[0])
    assert [len(duplicates(reader)) for reader in (*secretaries, SYSTEM)] == [1, 0, 3]
    assert duplicates(make_user("UNIT_SECRETARY", units[0])) == []


def test_one_record_knows_its_own_pairs():
    lan = make_person("Vàng Thị Lan", birth_on="1985-03-14")
    nearly_lan = make_person("Vàng Thị Lam", birth_on="1985-03-14")
    former = make_person("Lù Thị Chấn", birth_name="Vàng Thị Lan")
    number(lan, "CITIZEN", "002185000001")
    numbered = make_person("Sùng Mí Nô")
    number(numbered, "CARD", "002185000001")
    make_person("Giàng Mí Pó")
    lan.refresh_from_db()
    found = duplicates_of(lan, SYSTEM)
    assert [set(pair.keys) - {lan.pk} for pair in found] == [{numbered.pk}, {nearly_lan.pk}, {former.pk}]
    whole = {pair for pair in duplicates(SYSTEM) if lan.pk in pair.keys}
    assert set(found) == whole


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("lu van chin", "lu van chin", ""),
        ("lu van chin", "lu van chinh", "họ tên khác một chữ cái"),
        ("lu van chin", "lu van chim", "họ tên khác một chữ cái"),
        ("lu van chin", "chin van lu", "họ tên chỉ khác thứ tự chữ"),
        ("lu van chin", "lu van chinhs", ""),
        ("lu van chin", "ly van chim", ""),
        ("ab", "ba", ""),
    ],
)
def test_names_that_are_nearly_the_same(name, other, expected):
    assert nearly(name, other) == expected


def ten_thousand(unit):
    """10,000 people of 2,000 names, every fifth without a birth, and 10,000 numbers."""
    surnames, middles, given = ["Vàng", "Lù", "Sùng", "Giàng"], ["Thị", "Mí", "Văn", "A", "Dỉ"], range(100)
    names = [f"{s} {m} {chr(97 + g % 26)}o{chr(97 + g // 26)}" for s in surnames for m in middles for g in given]
    people = [
        Person(
            full_name=names[n % 2000],
            birth_on=None if n % 5 == 0 else f"{1950 + n % 50}-{1 + n % 12:02}-{1 + n % 28:02}",
        )
        for n in range(10_000)
    ]
    people = Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=each, unit=unit, started_on=date(2000, 1, 1), reason_in="ON_FILE") for each in people
    )
    IdentityNumber.objects.bulk_create(
        IdentityNumber(person=each, kind="CARD", number=f"{n:08}") for n, each in enumerate(people)
    )


def test_ten_thousand_people_cost_three_queries_and_two_seconds():
    commune = make_commune()
    secretary = make_user("SECRETARY", commune)
    ten_thousand(make_unit("Chi bộ thôn Na Pô", commune))
    duplicates(secretary)
    began = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        found = duplicates(secretary)
    took = time.process_time() - began
    assert len(captured) == 3
    assert found
    assert took < 2, took
