"""What waits to be done on a day: short lists of facts, each cut to the reader's units."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from members.models import MemberRating, Membership, Probation, VillageHead
from nakhe.vietnamese.dates import add_months, format_day
from units.models import Committee, Unit

PROBATION_MONTHS = 12
"""Điều lệ Đảng, điều 5: probation of 12 months from the admission ceremony."""
WORKING_DAYS_TO_DECIDE = 30
"""The chi bộ has 30 working days to consider recognition (Quy định 24-QĐ/TW, domain.md §3)."""
OFFICIAL_FOR_COMMITTEE = 9
"""From 9 official members a chi bộ may elect a chi ủy (domain.md §4)."""
MONTHS_AHEAD = 1


@dataclass(frozen=True)
class Recognition:
    """A probationary member whose 12 months are over, or will be within a month."""

    membership: Membership
    due_on: object
    is_overdue: bool

    def __str__(self):
        limit = "quá hạn từ" if self.is_overdue else "hạn"
        return f"{self.membership.person} ({self.membership.unit_name}) {limit} {format_day(self.due_on)}"


def recognitions_due(reader, day):
    """Probationary members on *day* in the order of their limits; one whose probation has no known start is not listed.

    It starts with the ceremony, and once more with the readmission (Điều lệ Đảng, điều 3 khoản 5).
    """
    once_more = Probation.objects.as_of(day).filter(person=OuterRef("person"))
    rows = (
        Membership.objects.visible_on(reader, day)
        .as_of(day)
        .probationary_on(day)
        .annotate(readmitted_on=Subquery(once_more.values("started_on")[:1]))
        .exclude(person__admitted_on=None, readmitted_on=None)
        .with_unit_name(day)
        .select_related("person")
    )
    found = [_recognition(row, day) for row in rows]
    until = add_months(day, MONTHS_AHEAD)
    return sorted((task for task in found if task.due_on <= until), key=lambda task: task.due_on)


def _recognition(membership, day):
    start = membership.readmitted_on or membership.person.admitted_on.first_day
    due_on = add_months(start, PROBATION_MONTHS)
    return Recognition(membership, due_on, is_overdue=working_days_after(due_on, WORKING_DAYS_TO_DECIDE) < day)


def working_days_after(day, count):
    """The *count*-th weekday after *day*; public holidays are not known here."""
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < 5
    return day


def heads_who_are_not_members(reader, day):
    heads = VillageHead.objects.visible_on(reader, day).as_of(day).with_membership(day).filter(is_member=False)
    return heads.select_related("person", "village").order_by("village__position")


def branches_without_committee(reader, day):
    """Chi bộ that have no chi ủy on *day*, with their number of official members (domain.md §4)."""
    official = Membership.objects.as_of(day).official_on(day)
    branches = Unit.objects.visible_on(reader, day).as_of(day).branches().named(day).in_order()
    return branches.filter(~Exists(Committee.objects.as_of(day).filter(unit=OuterRef("pk")))).annotate(
        official=official.count_per("unit")
    )


@dataclass(frozen=True)
class RatingProgress:
    """Of the members on the assessment date, how many have a result: a level, or a reason for having none."""

    year: int
    members: int
    done: int

    @property
    def missing(self):
        return self.members - self.done


def rating_progress(reader, campaign):
    """The RatingProgress of *campaign* within the reader's units."""
    day = campaign.assessed_on
    members = Membership.objects.visible_to(reader).as_of(day).under(campaign.unit, day)
    done = Q(Exists(MemberRating.objects.filter(person=OuterRef("person"), year=campaign.year)))
    counted = members.aggregate(members=Count("pk"), done=Count("pk", filter=done))
    return RatingProgress(campaign.year, **counted)
