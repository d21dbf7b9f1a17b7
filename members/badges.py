"""Badges for years in the Party (domain.md §5): the days on which they are awarded, and who has the years by when."""

from datetime import date

from django.db.models import IntegerField, Value

from members.models import AwardDay, BadgeLevel
from members.party_age import reached_on
from members.roster import absences, highest_badge, party_since, time_out
from nakhe.vietnamese.dates import add_months

EARLY_MONTHS, EARLY_MONTHS_OF_SENIORS, SENIOR_YEARS = 12, 24, 70
"""How long before the day a badge may be given to the gravely ill, from 70 years on twice as long (domain.md §5)."""
POSTHUMOUS_MONTHS = 12


def on_file():
    """(the levels of badges, the (month, day) of the award days), in one query."""
    days = AwardDay.objects.order_by().values_list("month", "day")
    rows = list(BadgeLevel.objects.order_by().values_list("years", Value(None, IntegerField())).union(days, all=True))
    return sorted(years for years, day in rows if day is None), [row for row in rows if row[1] is not None]


def with_years(memberships, reader, day, since):
    """*memberships* admitted by the partial date *since*, each with what its years in the Party are counted from.

    Time out of the Party is taken off afterwards; badge_years is the highest badge awarded by *day*.
    """
    rows = memberships.annotate(**highest_badge(reader, day), **time_out(day), party_since=party_since())
    return rows.filter(party_since__lte=since)


def day_of(level, row):
    """The day on which *row*, of with_years(), has the years of *level*."""
    return reached_on(level, row.party_since.first_day, absences(row))


def highest_reached(row, levels, day, early=lambda level: 0):
    """(the highest of *levels* reached on *day* or *early* months later, the day it is reached); (0, None) for none."""
    reached = [(level, day_of(level, row)) for level in levels]
    return max(((level, on) for level, on in reached if on <= add_months(day, early(level))), default=(0, None))


def early_months(level):
    return EARLY_MONTHS_OF_SENIORS if level >= SENIOR_YEARS else EARLY_MONTHS


def around(day, month_days):
    """The last award day before *day* and the first one from it on; 29/2 is one only where the year has it."""
    days = [award for year in range(day.year - 4, day.year + 5) for award in of_year(year, month_days)]
    before, coming = [award for award in days if award < day], [award for award in days if award >= day]
    return (max(before), min(coming)) if before and coming else None


def of_year(year, month_days):
    for month, number in month_days:
        try:
            yield date(year, month, number)
        except ValueError:
            continue
