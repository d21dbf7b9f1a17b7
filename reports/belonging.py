"""What a person met with is told by the chi bộ it happened in, and by the committee that this chi bộ lay under then."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from members.models import Membership
from units.models import UnitClosure


def belonged_to(day):
    """The chi bộ of the row's person on the row's own *day*, a field; of who had left by then, the last one."""
    until = Membership.objects.filter(person=OuterRef("person"), started_on__lte=OuterRef(day))
    return Subquery(until.order_by("-started_on").values("unit")[:1])


def under_report(report, rows, day):
    """*rows* whose unit_then lay under the report's units on their *day* or, where it had ended, to its end."""
    if report.roots is None:
        return rows
    lay = UnitClosure.objects.filter(ancestor__in=report.roots, unit=OuterRef("unit_then"))
    then = Q(ended_on=None) | Q(ended_on__gt=OuterRef(day)) | Q(ended_on=F("unit__ended_on"))
    return rows.filter(Exists(lay.filter(then, started_on__lte=OuterRef(day))))
