"""Thousands of members, quickly: records as an office keeps them, in a few statements."""

from datetime import date

from members.models import IdentityNumber, MemberRating, Membership, Person
from tests.factories import LONG_AGO

GIVEN = ("Lan", "Mai", "Páo", "Sính", "Dính", "Súng", "Chấn", "Bằng", "Mỷ", "Tủa")
ARRIVED = date(2023, 6, 1)
"""When every second of them came from another đảng bộ."""

DECIDED = date(2023, 12, 22)
GOOD = {"year": 2023, "level": "GOOD"}


def many_members(unit, count):
    """*count* official members of *unit* with a rating of 2023 and a card; every second came on ARRIVED."""
    people = Person.objects.bulk_create(map(member, range(count)), batch_size=500)
    Membership.objects.bulk_create((membership(person, unit, n) for n, person in enumerate(people)), batch_size=500)
    MemberRating.objects.bulk_create(
        (MemberRating(person=person, unit=unit, decided_on=DECIDED, **GOOD) for person in people), batch_size=500
    )
    IdentityNumber.objects.bulk_create(
        (IdentityNumber(person=person, kind="CARD", number=f"{person.pk:012}") for person in people),
        batch_size=500,
    )
    return people


def member(number):
    return Person(
        full_name=f"Vàng Thị {GIVEN[number % len(GIVEN)]} {number}",
        sex="F" if number % 3 else "M",
        birth_on=f"19{50 + number % 50}",
        birthplace="xã Na Khê, tỉnh Hà Giang",
        native_place="xã Na Khê, tỉnh Hà Giang",
        residence=f"thôn {number % 10 + 1}, xã Na Khê, tỉnh Hà Giang",
        admission_decision_on="1999-11-02",
        admitted_on="1999-12-01",
        official_on="2000-12-01",
    )


def membership(person, unit, number):
    came = {"started_on": ARRIVED, "reason_in": "TRANSFERRED_IN", "came_from": "Đảng bộ xã Du Già"}
    stayed = {"started_on": LONG_AGO, "reason_in": "ADMITTED"}
    return Membership(person=person, unit=unit, **(came if number % 2 else stayed))
