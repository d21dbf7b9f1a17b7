"""Still counted, but not taking part, or taking part elsewhere: exemption, suspension, temporary transfer."""

from members.models import Exemption, Suspension, TemporaryAbsence
from nakhe.vietnamese.dates import add_months

SHORTEST, LONGEST = 3, 24
"""Months of a temporary transfer: 3 to under 12, for studies up to 24 (domain.md §3)."""


def exempt(act):
    act.begin_break(Exemption)


def end_exemption(act):
    act.end_break(Exemption, "không được miễn công tác, sinh hoạt vào ngày này.")


def suspend(act):
    act.begin_break(Suspension, scope=act["scope"])


def lift_suspension(act):
    act.end_break(Suspension, "không bị đình chỉ sinh hoạt vào ngày này.")


def go_away(act):
    until = act.given.get("until")
    if until and until <= act.day:
        act.refuse("ngày về phải sau ngày đi.", "until")
    if until and not add_months(act.day, SHORTEST) <= until <= add_months(act.day, LONGEST):
        act.ask(f"chuyển tạm thời thường từ {SHORTEST} đến dưới 12 tháng, đi học không quá {LONGEST} tháng.", "until")
    act.begin_break(TemporaryAbsence, place=act["place"], ended_on=until)


def come_back(act):
    act.end_break(TemporaryAbsence, "không sinh hoạt tạm thời nơi khác vào ngày này.")
