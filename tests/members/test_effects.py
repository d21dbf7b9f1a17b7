"""A row that a decision takes out comes back as it was, under its own key, one by one and in bulk."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.db import transaction

from members.models import Exemption, Membership, PersonNote
from nakhe.bulk_effects import take_back_in_bulk
from nakhe.effects import Effects, Superseded, take_back
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def in_bulk(rows):
    for _ in take_back_in_bulk(rows, "Ghi nhầm"):
        pass


def stored(model):
    return list(model.objects.order_by("pk").values())


@pytest.fixture(params=[take_back, in_bulk])
def back(request):
    return request.param


def test_a_row_taken_out_comes_back_to_the_microsecond(lan, back):
    lan.notes.create(author=make_user(), text="Hỏi lại ngày sinh")
    before = stored(PersonNote)
    assert before[0]["written_at"].microsecond % 1000, "otherwise this proves nothing"
    effects = Effects("Trùng")

    effects.remove(lan.notes.get(), "Bỏ một ghi chú")
    assert stored(PersonNote) == []
    assert effects.sentences == ["Bỏ một ghi chú"]

    back(effects.rows)
    assert stored(PersonNote) == before


def test_what_made_room_goes_back_before_what_was_there(lan, back):
    """Two exemptions become one longer one; taken back, both stand as they did, though they would overlap it."""
    first = Exemption.objects.create(person=lan, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1))
    second = Exemption.objects.create(person=lan, started_on=date(2021, 1, 1), ended_on=date(2022, 1, 1))
    before, effects = stored(Exemption), Effects()

    effects.remove(second)
    effects.change(first, ended_on=date(2022, 1, 1))
    assert Exemption.objects.count() == 1

    back(effects.rows)
    assert stored(Exemption) == before


def test_taking_out_and_bringing_back_stand_in_the_log_with_their_reasons(lan, back):
    exemption = Exemption.objects.create(person=lan, started_on=date(2020, 1, 1))
    effects = Effects("Ghi hai lần")
    effects.remove(exemption)
    back(effects.rows) if back is in_bulk else back(effects.rows, "Ghi nhầm")

    entries = LogEntry.objects.filter(content_type__model="exemption", object_id=effects.rows[0]["pk"]).order_by("pk")
    told = [(entry.action, (entry.additional_data or {}).get("reason")) for entry in entries]
    created, deleted = LogEntry.Action.CREATE, LogEntry.Action.DELETE
    assert told == [(created, None), (deleted, "Ghi hai lần"), (created, "Ghi nhầm")]


def test_what_no_longer_fits_is_refused_and_nothing_changes(lan, na_kinh, back):
    row, effects = Membership.objects.get(), Effects()
    effects.remove(row)
    Membership.objects.create(person=lan, unit=na_kinh, started_on=date(2005, 1, 1), reason_in="ADMITTED")
    now = stored(Membership)

    with pytest.raises(Superseded), transaction.atomic():
        back(effects.rows)
    assert stored(Membership) == now


def test_a_key_taken_again_is_refused(lan, back):
    row, effects = Membership.objects.get(), Effects()
    effects.remove(row)
    take_back(effects.rows)
    with pytest.raises(Superseded, match="đã có lại"), transaction.atomic():
        back(effects.rows)
