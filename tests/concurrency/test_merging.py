"""Two records made one while somebody else writes about one of them, or makes one of them the other way round."""

from datetime import date
from uuid import uuid4

import pytest

from members.checks import check_merged_records
from members.merging.document import merge
from members.models import Membership, Person, PersonMerge
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from nakhe.access import SYSTEM
from tests.concurrency.test_races import race, stored
from tests.factories import make_member

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
