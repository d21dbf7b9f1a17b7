"""Tuổi đảng (domain.md §5): from the signed admission decision, minus the time spent out of the Party."""

from datetime import date, timedelta
from typing import NamedTuple

from nakhe.vietnamese.dates import add_months


class PartyAge(NamedTuple):
    years: int
    months: int
    days: int

    def __str__(self):
        return f"{self.years} năm {self.months} tháng {self.days} ngày"


def party_age(since, day, absences=()):
    """The age on *day* of whoever was admitted on *since* and was out of the Party in *absences* [(from, to)]."""
    return _span(counted_from(since, absences), day)


def reached_on(years, since, absences=()):
    """The day on which the age reaches *years*."""
    return add_months(counted_from(since, absences), 12 * years)


def counted_from(since, absences=()):
    """The admission day, moved along by every absence."""
    for left, returned in absences:
        away = _span(left, returned)
        since = add_months(since, 12 * away.years + away.months) + timedelta(away.days)
    return since


def _span(first: date, last: date):
    """Completed years, months and days; nothing when *last* comes before *first*."""
    months = 12 * (last.year - first.year) + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    if months < 0:
        return PartyAge(0, 0, 0)
    return PartyAge(months // 12, months % 12, (last - add_months(first, months)).days)
