"""Two records made one while somebody else writes about one of them, or makes one of them the other way round."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from members import congress
from members.checks import check_merged_records
from members.forms.participants import ParticipantsForm
from members.headship import change_head
from members.merging.document import merge
from members.models import MemberRating, Membership, Office, Person, PersonMerge, TrainingCourse
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from members.rating_roll import differences, take
from nakhe.access import SYSTEM
from nakhe.vietnamese.dates import PartialDate
from tests.concurrency.test_races import hold, race, stored
from tests.factories import join, make_member, make_person, make_village
from tests.members.rating_year import open_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twice(na_po):
    return make_member("Vàng Thị Lan", na_po)


def one_of(kept, merged):
    return merge(kept, merged, {}, SYSTEM, "Nhập hai lần", uuid4())


def check():
    return list(check_merged_records()), Membership.objects.count(), PersonMerge.objects.count()


def test_each_into_the_other_at_once_is_one_merge(at_once, lan, twice):
    assert race(at_once, lambda: one_of(lan, twice), lambda: one_of(twice, lan)) == ["ghi", "từ chối"]
    assert stored(at_once, check) == ([], 1, 1)


def test_who_is_being_merged_does_not_move(at_once, lan, twice):
    def move():
        given = {"effective_on": date(2024, 2, 1), "place": "Đảng bộ xã Khâu Vai"}
        return record(BY_SLUG["chuyen-di"], [twice], given)

    assert race(at_once, lambda: one_of(lan, twice), move) == ["ghi", "từ chối"]
    assert stored(at_once, check) == ([], 1, 1)


def test_who_is_moving_is_merged_as_moved(at_once, lan, twice):
    """Two open memberships of one chi bộ were one; with one of them ended they contradict."""

    def move():
        given = {"effective_on": date(2024, 2, 1), "place": "Đảng bộ xã Khâu Vai"}
        return record(BY_SLUG["chuyen-di"], [twice], given)

    assert race(at_once, move, lambda: one_of(lan, twice)) == ["ghi", "từ chối"]
    assert stored(at_once, lambda: Person.objects.exclude(merged_into=None).count()) == 0


def test_who_is_being_merged_attends_no_course(at_once, lan, twice, commune):
    """The form had shown both; the reader is told to choose again."""
    course = TrainingCourse.objects.create(
        unit=commune, name="Đảng viên mới", kind="NEW_MEMBER", started_on=PartialDate(2023)
    )

    def add():
        with transaction.atomic():
            data = QueryDict(f"people={twice.pk}&attended_as=MEMBER")
            form = ParticipantsForm(data, course=course, reader=SYSTEM)
            if not form.is_sure:
                raise ValidationError(form.errors)
            form.save()

    assert race(at_once, lambda: one_of(lan, twice), add) == ["ghi", "từ chối"]
    assert stored(at_once, check) == ([], 1, 1)


def test_who_is_being_merged_heads_no_village(at_once, lan, twice, commune):
    village = make_village("Na Pô", commune)
    head = lambda: change_head(village, date(2024, 1, 1), twice)  # noqa: E731
    assert race(at_once, lambda: one_of(lan, twice), head) == ["ghi", "từ chối"]
    assert stored(at_once, check) == ([], 1, 1)


@pytest.mark.parametrize("left", [{}, {"ended_on": date(2000, 1, 1), "reason_out": "TRANSFERRED_OUT"}])
def test_who_is_being_merged_is_not_elected(left, at_once, lan, na_po):
    """Whether the membership of the record that goes is folded, or moves."""
    other = make_person("Vàng Thị Lan")
    join(other, na_po, date(2010, 1, 1))
    here = congress.candidates(na_po, date(2024, 3, 1))
    elected = [(row, Office.Position.SECRETARY) for row in here if row.person == other]
    Membership.objects.filter(person=lan).update(started_on=date(1990, 1, 1), **left)
    assert race(at_once, lambda: one_of(lan, other), lambda: hold(na_po, elected)) == ["ghi", "từ chối"]
    assert stored(at_once, check)[0] == []


def test_who_is_being_merged_stands_on_no_list_of_a_year(at_once, lan, twice, commune):
    """The list waits for the merge, and is made of who is on record then."""
    assert race(at_once, lambda: one_of(lan, twice), lambda: open_year(commune)) == ["ghi", "ghi"]
    assert stored(at_once, lambda: list(MemberRating.objects.values_list("person", flat=True))) == [lan.pk]


def test_who_is_being_merged_is_not_taken_onto_a_list_that_is_there(at_once, lan, commune, na_po):
    year = open_year(commune)
    twice = make_member("Vàng Thị Lan", na_po)
    (new,) = differences(year)
    merging = partial(one_of, lan, twice)

    assert race(at_once, merging, lambda: take(year, [new.code])) == ["ghi", "ghi"]
    assert stored(at_once, lambda: list(MemberRating.objects.values_list("person", flat=True))) == [lan.pk]
