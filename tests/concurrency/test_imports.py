"""Two who confirm at the same moment: what both would write is written once."""

import pytest
from django.db import connection

from members.importing import committing, previews
from members.importing.batches import NotWritten
from members.importing.kinds import KINDS
from members.models import ImportBatch, Membership, Person, TrainingCourse, VillageHead
from members.reconciling import keeping
from nakhe.access import SYSTEM
from tests.factories import make_village
from tests.importing.sheets import HEADINGS, workbook_of
from tests.importing.writing import previewed

pytestmark = pytest.mark.django_db(transaction=True)
LAN = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"]


def written(pk):
    """Whether the preview was written; else the sentence that says why not."""
    try:
        return committing.commit_now(ImportBatch.objects.get(pk=pk), SYSTEM).state
    except NotWritten as refusal:
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


@pytest.mark.parametrize("again", [lambda batch: previews.answer(batch, SYSTEM), lambda batch: as_training(batch)])
def test_others_write_while_a_preview_is_read_again(again, lan, monkeypatch):
    """Ten thousand lines take twenty seconds, as long as SQLite lets anybody wait."""
    batch = previewed(["Họ và tên", "Chi bộ"], ["Vàng Thị Lan", "Na Pô"])
    read, held = previews._read_into, []

    def watched(*said):
        held.append(connection.in_atomic_block)
        return read(*said)

    monkeypatch.setattr(previews, "_read_into", watched)
    again(batch)
    assert held == [False]


def test_of_two_who_read_a_preview_again_at_once_the_second_looks_again(lan, monkeypatch):
    batch = previewed(["Họ và tên", "Chi bộ"], ["Vàng Thị Lan", "Na Pô"])
    read, others = previews._read_into, [lambda: previews.answer(batch, SYSTEM, answers={"a": "1"})]

    def meanwhile(*said):
        if others:
            others.pop()()
        return read(*said)

    monkeypatch.setattr(previews, "_read_into", meanwhile)
    with pytest.raises(NotWritten, match="vừa được đọc lại ở cửa sổ khác"):
        previews.answer(batch, SYSTEM, answers={"b": "2"})
    assert ImportBatch.objects.get().answers == {"a": "1"}


def as_training(batch):
    return previews.read_as(batch, SYSTEM, KINDS[ImportBatch.Kind.TRAINING])


def test_others_write_while_a_comparison_is_made_again(lan, monkeypatch):
    kept = keeping.keep(keeping.reconcile(workbook_of(HEADINGS, LAN), "cap-tren.xlsx", SYSTEM))
    opened, held = keeping.open_book, []
    monkeypatch.setattr(keeping, "open_book", lambda *said: held.append(how_it_reads()) or opened(*said))
    keeping.again(kept, SYSTEM)
    assert held in (["DEFERRED"], ["repeatable read"])


def how_it_reads():
    if connection.vendor == "sqlite":
        return connection.transaction_mode
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0]
