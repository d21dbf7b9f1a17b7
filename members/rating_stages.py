"""The steps of a list as the header of its page shows them, each with its deadline or the day it was taken."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from nakhe.vietnamese.dates import format_day
from units.models import Step

LOCK = "Khóa"
DEADLINES = {
    Step.SELF_RATING: "self_rating_by",
    Step.VOTING: "vote_by",
    Step.PROPOSED: "proposal_by",
    Step.DECIDED: "decision_by",
}


@dataclass(frozen=True)
class Stage:
    name: str
    when: str
    is_past: bool
    is_current: bool


def stages(sheet):
    """[Stage] of *sheet*; none where the year was never opened step by step."""
    campaign = sheet.campaign
    if not campaign.listed_at:
        return []
    now = len(Step) if campaign.is_locked else list(Step).index(sheet.step)
    names = [*((step.label, _when(campaign, step)) for step in Step), (LOCK, "")]
    return [Stage(name, when, place < now, place == now) for place, (name, when) in enumerate(names)]


def _when(campaign, step):
    if step == Step.DRAFT:
        return format_day(localdate(campaign.listed_at))
    if step == Step.DECIDED and campaign.decided_on:
        return format_day(campaign.decided_on)
    day = getattr(campaign, DEADLINES[step])
    return f"hạn {format_day(day)}" if day else ""
