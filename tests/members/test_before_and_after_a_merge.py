"""What was written after a merge, and a merge that was taken back: neither stands in the way for ever."""

from datetime import date

import pytest

from members.importing import taking_back
from members.merging import document
from members.models import IdentityNumber, Person
from members.movements import document as movements
from members.movements.verbs import BY_SLUG
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from tests.factories import join, make_member, make_person
from tests.importing.writing import previewed, written
from tests.members.checking import rate
from tests.members.test_merging import merge, rows

pytestmark = pytest.mark.django_db
AWAY = {"effective_on": date(2020, 1, 1), "place": "Đảng bộ xã Khâu Vai"}


@pytest.fixture
def twice(na_po):
    """Lan once more, of the same chi bộ; her card stands on this record."""
    other = make_member("Vàng Thị Lan", na_po)
    IdentityNumber.objects.create(person=other, kind="CARD", number="01234567")
    return other


def test_a_file_that_came_after_the_merge_is_taken_back(lan, twice):
    merge(lan, twice)
    before = rows()
    headings = ["Họ và tên", "Chi bộ", "Số thẻ Đảng", "Nghề nghiệp"]
    batch = written(headings, ["Vàng Thị Lan", "Chi bộ thôn Na Pô", "01234567", "Giáo viên"])
    assert Person.objects.get(pk=lan.pk).occupation == "Giáo viên"
    taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert rows() == before


def test_a_movement_that_came_after_the_merge_is_cancelled(lan, na_kinh):
    again = make_person("Vàng Thị Lan")
    join(again, na_kinh, date(1990, 1, 1), ended_on=date(2000, 1, 1), reason_out="TRANSFERRED_OUT")
    lan.memberships.all().delete()
    join(lan, na_kinh, date(2005, 1, 1))
    merge(again, lan)
    again.refresh_from_db()
    before = rows()
    (left,) = movements.record(BY_SLUG["chuyen-di"], [again], AWAY)
    movements.cancel(left, None, "Nhầm")
    after = rows()
    after.pop("Movement"), before.pop("Movement")
    assert after == before


def test_a_merge_waits_for_a_movement_that_was_built_on_what_it_moved(lan, na_kinh):
    again = make_person("Vàng Thị Lan")
    join(again, na_kinh, date(1990, 1, 1), ended_on=date(2000, 1, 1), reason_out="TRANSFERRED_OUT")
    done = merge(again, lan)
    again.refresh_from_db()
    (left,) = movements.record(BY_SLUG["chuyen-di"], [again], AWAY)
    before = rows()
    with pytest.raises(Superseded, match="đã ghi “Chuyển đi: Vàng Thị Lan, 01/01/2020”"):
        document.cancel(done, None, "Nhầm")
    assert rows() == before
    movements.cancel(left, None, "Nhầm")
    document.cancel(done, None, "Nhầm")
    assert lan.memberships.get().ended_on is None


def test_a_file_is_taken_back_once_the_merge_of_its_people_was(na_po, lan):
    before = rows()
    row = ["Vàng Thị Lan A", "3/2/1979", "Chi bộ thôn Na Pô", "1/1/2000"]
    batch = written(["Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng"], row)
    done = merge(lan, Person.objects.exclude(pk=lan.pk).get())
    document.cancel(done, None, "Nhầm")
    taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert rows() == before


def test_a_merge_waits_for_a_file_that_was_built_on_what_it_moved(lan, twice):
    """The file puts another card in the place of the one that came from the other record."""
    IdentityNumber.objects.create(person=twice, kind="CITIZEN", number="002180000001")
    done = merge(lan, twice)
    headings = ["Họ và tên", "Chi bộ", "Số CCCD", "Số thẻ Đảng"]
    written(headings, ["Vàng Thị Lan", "Chi bộ thôn Na Pô", "002180000001", "02345678"])
    assert IdentityNumber.objects.get(number="01234567").ended_on is not None
    before = rows()
    with pytest.raises(Superseded, match="đã nhập tệp danh-sach.xlsx trên mục của hồ sơ gộp"):
        document.cancel(done, None, "Nhầm")
    assert rows() == before


@pytest.mark.parametrize("of_lan", [None, "EXCELLENT"])
def test_a_file_that_changed_only_what_moved_or_was_folded_waits_for_the_merge(of_lan, lan, twice, na_po):
    rate(twice, na_po, "GOOD", 2020)
    headings = ["Họ và tên", "Chi bộ", "Số thẻ Đảng", "Xếp loại năm 2020"]
    batch = written(headings, ["Vàng Thị Lan", "Chi bộ thôn Na Pô", "01234567", "HTXSNV"])
    if of_lan:
        rate(lan, na_po, of_lan, 2020)
    merge(lan, twice)
    before = rows()
    with pytest.raises(Superseded, match="đã gộp vào hồ sơ Vàng Thị Lan ngày"):
        taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert rows() == before


def test_the_file_that_misspelt_a_name_means_the_record_that_stands_for_it(na_po):
    """Lam, of a file, became part of Chấm, and Chấm of Lan; brought again she is Lan, and nothing changes."""
    headings = ["Họ và tên", "Ngày sinh", "Chi bộ"]
    row = ["Vàng Thị Lam", "3/2/1990", "Chi bộ thôn Na Pô"]
    written(headings, row)
    lam = Person.objects.get()
    chan, lan = (make_member(name, na_po, birth_on="1990-02-03") for name in ("Lù Thị Chấm", "Vàng Thị Lan"))
    merge(chan, lam, full_name="kept")
    merge(lan, Person.objects.get(pk=chan.pk), full_name="kept")
    before = rows()
    batch = previewed(headings, row)
    assert [(found.status, found.match) for found in batch.read.rows] == [("same", lan.pk)]
    assert rows() == before
