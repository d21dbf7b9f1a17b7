"""A small rating year for stories: one commune with two chi bộ, opened through its page or by its verb."""

from datetime import date

from auditlog.models import LogEntry

from members import rating_steps as steps
from members.rating_sheets import Part, rows_of
from nakhe.access import SYSTEM
from units.models import RatingCampaign, RatingRegime, RatingSheet, Step

DECISION = ("118-QĐ/ĐU", date(2024, 12, 27), "Hoàng Đức Thịnh")


def open_year(committee, year=2024, by=SYSTEM, **fields):
    regime = RatingRegime.objects.filter(first_year__lte=year).last()
    campaign = RatingCampaign(unit=committee, year=year, regime=regime, assessed_on=date(year, 12, 31), **fields)
    return steps.open_year(campaign, by)


def sheet(campaign, unit, part=Part.MEMBERS):
    """The list as it is stored now."""
    return RatingSheet.objects.get(campaign=campaign, part=part, unit=unit)


def rate_all(campaign, level="GOOD"):
    """Everybody without a result gets one."""
    for one in campaign.sheets.all():
        for rating in rows_of(one).filter(level="", not_rated_reason=""):
            rating.level = level
            rating.save()


def bring(campaign, step, by=SYSTEM, only=None):
    """Bring the lists of *campaign* (or that of the unit *only*) to *step*, with a result for everybody."""
    if Step.DRAFT in campaign.sheets.values_list("step", flat=True):
        steps.start(campaign, by)
    lists = [one for one in campaign.sheets.all() if only is None or one.unit_id == only.pk]
    if step >= Step.VOTING:
        for one in lists:
            steps.begin_vote(one, by)
        rate_all(campaign)
    if step >= Step.PROPOSED:
        for one in lists:
            steps.propose(one, by)
    if step >= Step.DECIDED:
        steps.decide(lists, *DECISION, by=by)


def reasons(subject):
    """Why *subject* was written, the first time first."""
    entries = LogEntry.objects.get_for_object(subject).order_by("pk")
    return [(entry.additional_data or {}).get("reason") for entry in entries]
