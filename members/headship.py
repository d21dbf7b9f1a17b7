"""Who heads a village next: the former's period ends where the new one begins, in one piece."""

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Membership, VillageHead
from members.movements.document import hold
from nakhe.effects import Effects
from nakhe.vietnamese.dates import format_day


def latest_head(village):
    """Whose period began last: the present head, or one who is to come, or the last before the village had none."""
    return village.heads.select_related("person").order_by("-started_on").first()


def check(head, day, has_successor):
    """Refuse a *day* on which the latest head, *head*, can't be followed."""
    if head is None and not has_successor:
        raise ValidationError({"who": "Thôn chưa ghi trưởng thôn nào. Chọn người giữ chức."})
    if head is None:
        return
    since = format_day(head.started_on)
    if day <= head.started_on:
        raise ValidationError(
            {"started_on": f"{head.person} là trưởng thôn từ {since}. Ghi một ngày sau ngày đó, hoặc sửa ngày đã ghi."}
        )
    if head.ended_on and not has_successor:
        raise ValidationError({"who": f"{head.person} đã thôi từ {format_day(head.ended_on)}. Chọn người giữ chức."})
    if head.ended_on and head.ended_on > day:
        until = format_day(head.ended_on)
        raise ValidationError(
            {"started_on": f"{head.person} còn là trưởng thôn đến {until}. Ghi từ ngày đó, hoặc sửa ngày đã ghi."}
        )


@transaction.atomic
def change_head(village, day, person=None, reason="", **decision):
    """End the latest headship on *day* for *reason*, and begin that of *person*, who may be unsaved; returns it.

    Without *person* the village has no head from then on. Raises ValidationError.
    """
    head, begun = latest_head(village), Effects()
    check(head, day, person is not None)
    if head and head.ended_on is None:
        Effects(reason).change(head, ended_on=day)
    if person is None:
        return None
    if person.pk is None:
        begun.create(person)
    else:
        hold([person])
    return begun.create(VillageHead(village=village, person=person, started_on=day, **decision))


def is_member_on(person, day):
    return Membership.objects.as_of(day).filter(person=person).exists()
