"""Who attended training in a report's period, what counts and what lists alike."""

from members.models import TrainingAttendance
from nakhe.vietnamese.dates import PartialDate
from reports.base import short_name_on

ORDER = (
    "course__started_on", "course__name", "course", "unit__position", "unit__code", "person__sort_key", "person_id",
)  # fmt: skip
"""Of the courses, then of the chi bộ."""


def attendances(report):
    """In their ORDER; with unit_name as on the report's date."""
    found = report.cut(TrainingAttendance.objects, since=report.first).filter(
        course__started_on__gte=earliest_text(report.first), course__started_on__lte=report.as_of
    )
    found = found.select_related("course", "unit", "person").annotate(unit_name=short_name_on(report.as_of))
    return found.order_by(*ORDER)


def earliest_text(day):
    """The least precise date that counts as *day*: a course known to the year began on its first of January."""
    if (day.month, day.day) == (1, 1):
        return PartialDate(day.year)
    return PartialDate(day.year, day.month) if day.day == 1 else day
