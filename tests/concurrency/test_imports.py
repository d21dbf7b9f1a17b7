"""Two who confirm at the same moment: what both would write is written once."""

import pytest

from members.importing import batches
from members.models import ImportBatch, Membership, Person, TrainingCourse, VillageHead
from nakhe.access import SYSTEM
from tests.factories import make_village
from tests.importing.sheets import HEADINGS
from tests.importing.writing import previewed

pytestmark = pytest.mark.django_db(transaction=True)
LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]


def written(pk):
    """Whether the preview was written; else the sentence that says why not."""
    try:
        return batches.commit_now(ImportBatch.objects.get(pk=pk), SYSTEM).state
    except batches.NotWritten as refusal:
        return str(refusal)


def standing(_):
    return Person.objects.count(), Membership.objects.count()


@pytest.mark.usefixtures("na_po")
def test_the_same_list_brought_twice_is_written_once(at_once):
    keys = [previewed(HEADINGS, LAN).pk for _ in range(2)]
    told = at_once(2, lambda place: written(keys[place]))

    assert sorted(told) == ["COMMITTED", "Sổ đã thay đổi từ khi xem trước, chưa ghi gì. Xem lại các dòng này:"]
    assert at_once(1, standing) == [(1, 1)]


@pytest.mark.usefixtures("na_po")
def test_one_preview_clicked_twice_is_written_once(at_once):
    key = previewed(HEADINGS, LAN).pk
    told = at_once(2, lambda place: written(key))

    assert sorted(told) == ["COMMITTED", "Lần nhập này đã ghi rồi."]
    assert at_once(1, standing) == [(1, 1)]


HEADS = ["Thôn", "Trưởng thôn", "Ngày sinh", "Từ ngày"]


@pytest.mark.usefixtures("na_po")
def test_two_heads_of_one_village_brought_at_once_are_not_both_written(commune, at_once):
    make_village("Na Pô", commune)
    keys = [previewed(HEADS, ["Na Pô", name, "1980", "1/3/2025"]).pk for name in ("Vàng A Páo", "Lù Văn Sin")]
    told = at_once(2, lambda place: written(keys[place]))

    assert sorted(told) == ["COMMITTED", "Sổ đã thay đổi từ khi xem trước, chưa ghi gì. Xem lại các dòng này:"]
    assert at_once(1, lambda _: (VillageHead.objects.count(), Person.objects.count())) == [(1, 1)]


def test_one_new_course_brought_twice_at_once_is_made_once(lan, at_once):
    rows = [["Họ và tên", "Ngày sinh", "Lớp", "Từ ngày"], ["Vàng Thị Lan", None, "Đảng viên mới", "2023"]]
    answers = {"course|dang vien moi|2023": "new", "match|no_birth": "take"}
    keys = [previewed(*rows, answers=answers).pk for _ in range(2)]
    told = at_once(2, lambda place: written(keys[place]))

    assert sorted(told) == ["COMMITTED", "Sổ đã thay đổi từ khi xem trước, chưa ghi gì. Xem lại các dòng này:"]
    assert at_once(1, lambda _: TrainingCourse.objects.count()) == [1]
