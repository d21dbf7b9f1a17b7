"""Two who confirm at the same moment: what both would write is written once."""

import pytest

from members.importing import batches
from members.models import ImportBatch, Membership, Person
from nakhe.access import SYSTEM
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
