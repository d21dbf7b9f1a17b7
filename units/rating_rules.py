"""Who is not rated, and what a committee should know before it rates: the rules of a year's regime (domain.md §1).

Pure rules over dates; a rule warns or proposes, the committee decides.
"""

from dataclasses import dataclass

from nakhe.vietnamese.dates import add_months, format_day
from units.models.ratings import Level, NotRatedReason

SELF_REMEDIED_SINCE = 2023
"""QĐ 124-QĐ/TW (04/10/2023) excepts a violation that the member found and mended; HD 21 did not."""


@dataclass(frozen=True)
class NotRated:
    reason: NotRatedReason
    text: str


@dataclass(frozen=True)
class Remark:
    tag: str
    text: str = ""


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


def is_too_new(campaign, admitted_on):
    """QĐ 124 on: six months must be over by the assessment date; 30/06/2024 is in time for 31/12/2024, 01/07 is not."""
    months = campaign.regime.minimum_months
    return bool(months) and add_months(admitted_on, months) > campaign.assessed_on


def admission_remark(campaign, admitted_on=None, official_on=None):
    """A doubt about the six months: the admission is not known, or not to the day that decides."""
    if not campaign.regime.minimum_months:
        return None
    if admitted_on:
        may_be_new = is_too_new(campaign, admitted_on.last_day) and not is_too_new(campaign, admitted_on.first_day)
        return Remark("Kiểm tra ngày kết nạp", f"mới biết đến {admitted_on.described}") if may_be_new else None
    if official_on and official_on.last_day <= campaign.assessed_on:
        return None  # a probation of twelve months lies behind
    return Remark("Chưa rõ ngày kết nạp")


def discipline_remark(campaign, form_name, decided_on, self_remedied=False):
    """Disciplined in the year: KHTNV is expected, unless the member found and mended it (QĐ 124)."""
    tag = f"{form_name} {decided_on:%m/%Y}"
    if self_remedied and campaign.year >= SELF_REMEDIED_SINCE:
        return Remark(tag, f"tự phát hiện, đã khắc phục: không buộc KHTNV ({campaign.regime.regulation})")
    return Remark(tag, f"bị kỷ luật trong năm: KHTNV theo {campaign.regime.guidance or campaign.regime.regulation}")


def second_year_remark(year, level=""):
    """KHTNV the year before, and perhaps again: a flag for review, never an action (domain.md §1)."""
    if level == Level.NOT_COMPLETED:
        return Remark("KHTNV hai năm liền", "cần xem xét")
    return Remark(f"Năm {year - 1} KHTNV")
