"""The order that the dates of one person stand in: birth, admission, official; as precisely as they are known."""

from dataclasses import dataclass

from nakhe.vietnamese.dates.partial import PartialDate, add_months, completed_years

ADULT = 18
"""Điều lệ Đảng, điều 1: a member is 18 or older."""
PROBATION_MONTHS = 12
"""Điều lệ Đảng, điều 5."""
LONG_MONTHS = 24


@dataclass(frozen=True)
class OrderFinding:
    """*status* "reject" or "warn"; *fields*, two of "birth", "admitted", "official"; a Vietnamese message."""

    status: str
    fields: tuple[str, str]
    message: str


def check_order(birth=None, admitted=None, official=None):
    """The OrderFindings of three dates, each a PartialDate, an ISO text or None; empty when nothing is wrong."""
    birth, admitted, official = map(_as_date, (birth, admitted, official))
    findings = []
    if birth and admitted:
        findings += _admission(birth, admitted)
    if birth and official and not admitted:
        findings += _recognition(birth, official)
    if admitted and official:
        findings += _probation(admitted, official)
    return findings


def _as_date(value):
    return PartialDate.from_iso(value) if isinstance(value, str) else value


def _admission(birth, admitted):
    fields = ("birth", "admitted")
    if admitted.last_day <= birth.first_day:
        yield OrderFinding("reject", fields, f"Vào Đảng {admitted} trước khi sinh {birth}. Kiểm tra lại hai ngày.")
    elif completed_years(birth.first_day, admitted.last_day) < ADULT:
        message = f"Sinh {birth}, vào Đảng {admitted} thì chưa đủ {ADULT} tuổi. Kiểm tra lại hai ngày."
        yield OrderFinding("reject", fields, message)


def _recognition(birth, official):
    if completed_years(birth.first_day, official.last_day) < ADULT:
        message = f"Sinh {birth}, chính thức {official} thì chưa đủ {ADULT} tuổi. Kiểm tra lại hai ngày."
        yield OrderFinding("reject", ("birth", "official"), message)


def _probation(admitted, official):
    fields = ("admitted", "official")
    if official.last_day < admitted.first_day:
        message = f"Ngày chính thức {official} trước ngày vào Đảng {admitted}. Kiểm tra lại hai ngày."
        yield OrderFinding("reject", fields, message)
    elif official.last_day < add_months(admitted.first_day, PROBATION_MONTHS):
        message = f"Từ vào Đảng {admitted} đến chính thức {official} chưa đủ {PROBATION_MONTHS} tháng. Kiểm tra lại."
        yield OrderFinding("warn", fields, message)
    elif official.first_day > add_months(admitted.last_day, LONG_MONTHS):
        message = f"Từ vào Đảng {admitted} đến chính thức {official} quá {LONG_MONTHS} tháng. Kiểm tra lại."
        yield OrderFinding("warn", fields, message)
