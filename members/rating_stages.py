"""The steps of a list or of a whole year as the header of a page shows them, each with its deadline or its day."""

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

AHEAD = {
    Step.DRAFT: (Step.SELF_RATING,),
    Step.SELF_RATING: (Step.SELF_RATING,),
    Step.VOTING: (Step.VOTING, Step.PROPOSED),
    Step.PROPOSED: (Step.DECIDED,),
    Step.DECIDED: (),
}
"""{Step: the stages that a list at that step has still to be through with}."""


@dataclass(frozen=True)
class Stage:
    name: str
    when: str
    is_past: bool
    is_current: bool


def stages(sheet):
    """[Stage] of *sheet*; none where the year was never opened step by step."""
    return year_stages(sheet.campaign, sheet.step) if sheet.campaign.listed_at else []


def year_stages(campaign, step, version=None):
    """[Stage] of a year or a list that has come to *step*; *version* is the one that locked it."""
    now = len(Step) if campaign.is_locked else list(Step).index(step or Step.DRAFT)
    locked_on = format_day(localdate(version.locked_at)) if version else ""
    names = [*((each.label, _when(campaign, each)) for each in Step), (LOCK, locked_on)]
    return [Stage(name, when, place < now, place == now) for place, (name, when) in enumerate(names)]


def due_at(campaign, step):
    """The day that a list at *step* is late after: the first deadline ahead of it; None without any."""
    days = [getattr(campaign, DEADLINES[stage]) for stage in AHEAD[step]]
    return next((day for day in days if day), None)


def _when(campaign, step):
    if step == Step.DRAFT:
        return format_day(localdate(campaign.listed_at)) if campaign.listed_at else ""
    if step == Step.DECIDED and campaign.decided_on:
        return format_day(campaign.decided_on)
    day = getattr(campaign, DEADLINES[step])
    return f"hạn {format_day(day)}" if day else ""
