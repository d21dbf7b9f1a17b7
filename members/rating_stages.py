"""The steps of a rating year as the bar above a page shows them: name, deadline, and where one stands."""

from dataclasses import dataclass

from django.utils.timezone import localtime

from nakhe.vietnamese.dates import format_day
from units.models import Step


@dataclass(frozen=True)
class Stage:
    name: str
    day: str
    is_past: bool
    is_current: bool


def stages(campaign, step, version=None):
    """The Stages of a list, or of the whole year, that stands at *step*; *version* is the one that locked it."""
    days = {
        Step.DRAFT: format_day(localtime(campaign.listed_at).date()) if campaign.listed_at else "",
        Step.SELF_RATING: _day("đến", campaign.self_rating_by),
        Step.VOTING: _day("hạn", campaign.vote_by),
        Step.PROPOSED: _day("hạn", campaign.proposal_by),
        Step.DECIDED: format_day(campaign.decided_on) if campaign.decided_on else _day("hạn", campaign.decision_by),
    }
    locked = campaign.is_locked
    found = [Stage(each.label, days[each], locked or each < (step or 0), not locked and each == step) for each in Step]
    day = format_day(localtime(version.locked_at).date()) if version else ""
    return [*found, Stage("Khóa", day, False, locked)]


def _day(word, day):
    return f"{word} {format_day(day)}" if day else ""
