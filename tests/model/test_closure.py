"""The dated closure: who lay under whom on which day, kept in step by every way the tree is edited."""

from datetime import date

import pytest

from tests.factories import LONG_AGO, make_commune, make_unit
from units import closure
from units.checks import check_closure, check_latest_names
from units.models import Unit, UnitClosure, UnitName, UnitParent

pytestmark = pytest.mark.django_db

MOVE = date(2025, 7, 1)


def under(ancestor, day):
    rows = UnitClosure.objects.as_of(day).filter(ancestor=ancestor)
    return {row.unit.code: row.depth for row in rows.select_related("unit")}


@pytest.fixture
def yen_minh():
    return make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT", code="yen-minh")


@pytest.fixture
def na_khe(yen_minh):
    return make_commune(parent=yen_minh, code="na-khe")


@pytest.fixture
def na_po(na_khe):
    return make_unit("Chi bộ thôn Na Pô", na_khe, code="na-po")


def test_every_ancestor_of_a_chi_bo_is_a_row(yen_minh, na_khe, na_po):
    assert under(yen_minh, LONG_AGO) == {"yen-minh": 0, "na-khe": 1, "na-po": 2}
    assert under(na_khe, LONG_AGO) == {"na-khe": 0, "na-po": 1}


def test_a_chi_bo_follows_when_its_commune_moves(yen_minh, na_khe, na_po):
    tuyen_quang = make_unit("Đảng bộ tỉnh Tuyên Quang", kind="PROVINCE", code="tuyen-quang")
    link = UnitParent.objects.get(unit=na_khe)
    link.ended_on = MOVE
    link.save()
    UnitParent.objects.create(unit=na_khe, parent=tuyen_quang, started_on=MOVE)

    assert under(yen_minh, date(2025, 6, 30)) == {"yen-minh": 0, "na-khe": 1, "na-po": 2}
    assert under(yen_minh, MOVE) == {"yen-minh": 0}
    assert under(tuyen_quang, MOVE) == {"tuyen-quang": 0, "na-khe": 1, "na-po": 2}
    assert list(check_closure()) == []


def test_a_dissolved_chi_bo_leaves_the_tree_on_its_day(na_khe, na_po):
    na_po.ended_on = MOVE
    na_po.save()

    assert under(na_khe, date(2025, 6, 30)) == {"na-khe": 0, "na-po": 1}
    assert under(na_khe, MOVE) == {"na-khe": 0}


def test_removing_a_wrong_parent_removes_its_rows(na_khe, na_po):
    UnitParent.objects.get(unit=na_po).delete()

    assert under(na_khe, LONG_AGO) == {"na-khe": 0}
    assert list(check_closure()) == []


def test_two_parents_in_turn_that_are_the_same_make_one_row(na_khe, na_po):
    link = UnitParent.objects.get(unit=na_po)
    link.ended_on = MOVE
    link.save()
    UnitParent.objects.create(unit=na_po, parent=na_khe, started_on=MOVE)

    rows = UnitClosure.objects.filter(ancestor=na_khe, unit=na_po)
    assert list(rows.values_list("started_on", "ended_on")) == [(LONG_AGO, None)]


def test_a_unit_does_not_go_under_its_own_descendant(yen_minh, na_khe, na_po):
    circle = UnitParent(unit=yen_minh, parent=na_po, started_on=MOVE)
    with pytest.raises(Exception, match="đang nằm dưới chính tổ chức này"):
        circle.full_clean()


def test_the_check_names_what_is_missing_and_what_is_too_much(na_khe, na_po):
    UnitClosure.objects.filter(ancestor=na_khe, unit=na_po).update(depth=2)

    assert list(check_closure()) == [
        "Thiếu quan hệ trên dưới: na-po thuộc na-khe từ 2000-01-01 đến nay.",
        "Thừa quan hệ trên dưới: na-po thuộc na-khe từ 2000-01-01 đến nay.",
    ]
    closure.rebuild()
    assert list(check_closure()) == []


def test_a_unit_is_shown_by_its_name_on_the_day(na_khe):
    first = UnitName.objects.get(unit=na_khe)
    first.ended_on = MOVE
    first.save()
    UnitName.objects.create(unit=na_khe, name="Đảng bộ xã Bạch Đích", short_name="Bạch Đích", started_on=MOVE)

    def name_on(day):
        return Unit.objects.named(day).get(pk=na_khe.pk).name

    assert name_on(date(1999, 1, 1)) == "Đảng bộ xã Na Khê"
    assert name_on(date(2025, 6, 30)) == "Đảng bộ xã Na Khê"
    assert name_on(MOVE) == "Đảng bộ xã Bạch Đích"
    assert str(Unit.objects.get(pk=na_khe.pk)) == "Đảng bộ xã Bạch Đích"
    assert list(check_latest_names()) == []
