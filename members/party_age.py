"""Tuổi đảng (domain.md §5): from the signed admission decision, minus all the time spent out of the Party.

Time out before that decision does not shorten what is counted from it: a second admission counts from its own day.
"""

from datetime import timedelta
from typing import NamedTuple

from nakhe.vietnamese.dates import add_months, years_months_days


class PartyAge(NamedTuple):
    years: int
    months: int
    days: int

    def __str__(self):
        return f"{self.years} năm {self.months} tháng {self.days} ngày"


def party_age(since, day, absences=()):
    """The age on *day* of whoever was admitted on *since* and was out of the Party in *absences* [(from, to)]."""
    counted = counted_from(since, absences)
    return PartyAge(*years_months_days(counted, day)) if counted <= day else PartyAge(0, 0, 0)


def reached_on(years, since, absences=()):
    """The day on which the age reaches *years*."""
    return add_months(counted_from(since, absences), 12 * years)


def counted_from(since, absences=()):
    """The admission day, moved along by every absence that began after it."""
    counted = since
    for left, returned in sorted(absences):
        if left >= since:
            years, months, days = years_months_days(left, returned)
            counted = add_months(counted, 12 * years + months) + timedelta(days)
    return counted
