"""Who belonged to a report's chi bộ in a period: those who stay, and those who left in it, each once."""

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from members.models import IdentityNumber, Membership
from members.roster import unit_name


def last_memberships(report, first):
    """Memberships of the report's day, and those that ended since *first* in a chi bộ of the report; in its order.

    Who moved between two of those chi bộ is there twice: see last_of_each().
    """
    here = report.memberships.as_of(report.as_of)
    left = report.moves(since=first).filter(ended_here=True)
    left = left.ended_within(first, report.as_of)
    rows = Membership.objects.filter(Q(pk__in=here.values("pk")) | Q(pk__in=left.values("pk")))
    rows = rows.select_related("person", "unit", "counterpart_in", "counterpart_out").annotate(
        unit_name=unit_name(report.as_of)
    )
    return rows.order_by("unit__position", "unit__code", "person__sort_key", "person_id", "started_on")


def last_of_each(memberships):
    """Of every person the latest of *memberships*, in their order; how_many: how many of them the person has."""
    order = [F("started_on").desc(), F("unit__position").desc(), F("unit__code").desc()]
    lateness = Window(RowNumber(), partition_by="person", order_by=order)
    how_many = Window(Count("pk"), partition_by="person")
    return memberships.annotate(lateness=lateness, how_many=how_many).filter(lateness=1)


def has_left(membership, day):
    return membership.ended_on is not None and membership.ended_on <= day


def numbers_of(report, memberships):
    """{person: {kind: [IdentityNumber, the current one first]}} of a chunk of *memberships*, where they were asked for
    and may be read."""
    found = {}
    if not report.given.private:
        return found
    numbers = IdentityNumber.objects.visible_to(report.reader).filter(person__in=[row.person_id for row in memberships])
    for number in sorted(numbers, key=lambda each: (each.ended_on is not None, each.pk)):
        found.setdefault(number.person_id, {}).setdefault(number.kind, []).append(number)
    return found
