"""Which year and which chi bộ the rating page shows: what was asked for, or what there is to do."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from members.models import MemberRating
from members.rating_grid import GRIDS, MemberGrid
from nakhe.access import Right
from units.models import RatingCampaign, Unit, UnitClosure


@dataclass(frozen=True)
class Choice:
    campaigns: list
    campaign: RatingCampaign | None
    branches: list
    unit: Unit | None
    part: str

    @property
    def query(self):
        """The address of this page after “?”."""
        if self.part == MemberGrid.part:
            return f"nam={self.campaign.year}&don_vi={self.unit.pk}"
        return f"nam={self.campaign.year}&phan={self.part}"

    @property
    def years(self):
        return list(dict.fromkeys(campaign.year for campaign in self.campaigns))


def chosen(reader, asked):
    """The Choice that *asked* (the GET parameters) means to *reader*; 404 for what the reader may not know."""
    part = asked.get("phan") or MemberGrid.part
    if part not in GRIDS:
        raise Http404
    campaigns = list(RatingCampaign.objects.covering(reader).select_related("regime", "unit"))
    wanted = _of_year(campaigns, asked.get("nam", ""))
    for campaign in wanted:
        branches = list(branches_of(reader, campaign))
        unit = _named(branches, asked.get("don_vi", ""))
        if unit:
            return Choice(campaigns, campaign, branches, unit, part)
    if not wanted or not (branches or asked.get("don_vi")):
        return Choice(campaigns, None, [], None, part)
    if branches and _is_committee(reader, asked.get("don_vi", "")):
        return Choice(campaigns, wanted[0], branches, branches[0], part)
    raise Http404


def _of_year(campaigns, typed):
    """The campaigns of the year; without a year those of the latest open one, or of the latest."""
    if typed:
        return [campaign for campaign in campaigns if str(campaign.year) == typed.strip()]
    latest = next((each for each in campaigns if not each.is_locked), campaigns[0] if campaigns else None)
    return [campaign for campaign in campaigns if campaign.year == latest.year]


def _named(branches, typed):
    """The chi bộ by id or code; the first one when none was asked for."""
    if not typed:
        return branches[0] if branches else None
    return next((unit for unit in branches if typed in (str(unit.pk), unit.code)), None)


def _is_committee(reader, typed):
    """Whether the address names a committee of the reader's: a total leads here, and the first chi bộ is shown."""
    named = Q(pk=typed) if typed.isascii() and typed.isdecimal() else Q(code=typed)
    return Unit.objects.visible_to(reader).exclude(kind=Unit.Kind.BRANCH).filter(named).exists()


def branches_of(reader, campaign):
    """The reader's chi bộ under the committee on the assessment date, and those that rated and ended before it."""
    day = campaign.assessed_on
    ever = UnitClosure.objects.overlapping(day.replace(month=1, day=1), day).filter(ancestor=campaign.unit)
    rated = MemberRating.objects.filter(year=campaign.year, unit__in=ever.values("unit"))
    on_the_day = UnitClosure.objects.as_of(day).filter(ancestor=campaign.unit)
    return (
        Unit.objects.visible_to(reader)
        .branches()
        .filter(Q(pk__in=on_the_day.values("unit")) | Q(pk__in=rated.values("unit")))
        .named(day)
        .in_order()
        .annotate(may_rate=Exists(Unit.objects.changeable_by(reader, Right.RATE).filter(pk=OuterRef("pk"))))
    )
