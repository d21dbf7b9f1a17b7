"""Who is not rated: the rules of a year's regime (domain.md §1), over dates alone; the committee decides."""

from dataclasses import dataclass
from datetime import date

from nakhe.vietnamese.dates import add_months, format_day
from units.models.rating_levels import NotRatedReason


@dataclass(frozen=True)
class NotRated:
    reason: NotRatedReason
    text: str


def why_not_rated(campaign, exempt_since=None, suspended_since=None, admitted_on=None):
    """The NotRated of a member on the assessment date, or None for one who is rated.

    *suspended_since* is of a suspension from all Party life; who is suspended from a committee only is still rated.
    """
    if exempt_since:
        return NotRated(NotRatedReason.EXEMPT, f"Miễn công tác, sinh hoạt từ {format_day(exempt_since)}")
    if suspended_since and campaign.regime.excludes_suspended:
        return NotRated(NotRatedReason.SUSPENDED, f"Đình chỉ sinh hoạt đảng từ {format_day(suspended_since)}")
    if admitted_on and is_too_new(campaign, admitted_on.first_day):
        months, day = campaign.regime.minimum_months, format_day(campaign.assessed_on)
        return NotRated(NotRatedReason.UNDER_SIX_MONTHS, f"Kết nạp {admitted_on}, chưa đủ {months} tháng đến {day}")
    return None


def frozen_reason(rating):
    """The NotRated that the list of the year holds for *rating*, or None."""
    if not rating.listed_reason:
        return None
    return NotRated(NotRatedReason(rating.listed_reason), rating.listed_because)


def is_too_new(campaign, admitted_on):
    """QĐ 124 on: six months must be over by the assessment date; 30/06/2024 is in time for 31/12/2024, 01/07 is not."""
    months = campaign.regime.minimum_months
    return bool(months) and add_months(admitted_on, months) > campaign.assessed_on


def season(campaign):
    """(first, last): the days between which a year is voted on and decided, as a rule: 01/11 to 30/06 after it."""
    month_before = add_months(campaign.assessed_on.replace(day=1), -1)
    return min(month_before, date(campaign.year, 11, 1)), date(campaign.year + 1, 6, 30)
