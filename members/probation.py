"""Probation: twelve months, then thirty working days in which the chi bộ considers recognition."""

from datetime import timedelta

from nakhe.vietnamese.dates import add_months

PROBATION_MONTHS = 12
"""Điều lệ Đảng, điều 5: probation of 12 months from the admission ceremony."""
WORKING_DAYS_TO_DECIDE = 30
"""The chi bộ has 30 working days to consider recognition (Quy định 24-QĐ/TW, domain.md §3)."""


def ends_on(began_on):
    """The day on which a probation that began on *began_on* is over."""
    return add_months(began_on, PROBATION_MONTHS)


def is_overdue(due_on, day):
    """Whether on *day* the time to consider recognition, due on *due_on*, is over, too."""
    return working_days_after(due_on, WORKING_DAYS_TO_DECIDE) < day


def working_days_after(day, count):
    """The *count*-th weekday after *day*; public holidays are not known here."""
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < 5
    return day
