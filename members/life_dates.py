"""Whether the dates of a life fit together. Dates may be known only to the month or the year; what is not
certain from what is known is never refused.

Eighteen at admission and twelve months of probation: Điều lệ Đảng, điều 1 and 5. The Party was founded on 3/2/1930.
"""

from datetime import date
from typing import NamedTuple

from nakhe.vietnamese.dates import add_months, completed_years

FOUNDED = date(1930, 2, 3)
YOUNGEST_ON_FILE = 16
YOUNGEST_MEMBER = 18
PROBATION = 12
TOLERANCE = 1
"""Months by which probation may differ from twelve before it is asked about. [P]"""


class Problem(NamedTuple):
    field: str
    message: str
    is_question: bool = False
    """To be confirmed rather than mended."""


def problems(today, *, birth_on=None, admission_decision_on=None, admitted_on=None, official_on=None):
    """What is wrong or doubtful, in the order of a life; all dates are PartialDates or None."""
    party = {
        "admission_decision_on": admission_decision_on,
        "admitted_on": admitted_on,
        "official_on": official_on,
    }
    found = [*_in_reach(today, {"birth_on": birth_on} | party), *_founding(party), *_age(today, birth_on, party)]
    return [*found, *_order(admission_decision_on, admitted_on, official_on)]


def _in_reach(today, dates):
    for field, on in dates.items():
        if on and on.first_day > today:
            yield Problem(field, "Ngày này chưa tới.")


def _founding(party):
    for field, on in party.items():
        if on and on.last_day < FOUNDED:
            yield Problem(field, "Trước ngày thành lập Đảng (03/02/1930). Kiểm tra lại năm.")


def _age(today, birth, party):
    if not birth or birth.first_day > today:
        return
    if completed_years(birth.first_day, today) < YOUNGEST_ON_FILE:
        yield Problem("birth_on", f"Chưa đủ {YOUNGEST_ON_FILE} tuổi. Kiểm tra lại năm sinh.")
    field = "admitted_on" if party["admitted_on"] else "admission_decision_on"
    joined = party[field]
    if joined and joined.last_day <= birth.first_day:
        yield Problem(field, f"Phải sau ngày sinh ({birth}).")
    elif joined and completed_years(birth.first_day, joined.last_day) < YOUNGEST_MEMBER:
        yield Problem(field, f"Chưa đủ {YOUNGEST_MEMBER} tuổi khi vào Đảng: sinh {birth}, vào Đảng {joined}.")


def _order(decided, admitted, official):
    start = admitted or decided
    if start and official and official.last_day < start.first_day:
        yield Problem("official_on", f"Ngày chính thức không được trước ngày kết nạp ({start}).")
    elif start and official and not _about_a_year(start, official):
        message = f"Thường tròn {PROBATION} tháng sau ngày kết nạp ({start}). Kiểm tra lại quyết định."
        yield Problem("official_on", message, is_question=True)
    if decided and admitted and admitted.last_day < decided.first_day:
        message = f"Lễ kết nạp trước quyết định kết nạp ({decided}). Kiểm tra lại."
        yield Problem("admitted_on", message, is_question=True)


def _about_a_year(start, official):
    earliest = add_months(start.first_day, PROBATION - TOLERANCE)
    latest = add_months(start.last_day, PROBATION + TOLERANCE)
    return earliest <= official.last_day and official.first_day <= latest
