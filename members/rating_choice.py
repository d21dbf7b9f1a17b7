"""Which year and which chi bộ the rating page shows: what was asked for, or what there is to do."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from members.models import MemberRating, RatingRecord
from members.rating_grids import GRIDS, HeadGrid, MemberGrid
from members.rating_versions import latest_version
from nakhe.access import Right
from nakhe.keys import is_key
from units.models import RatingCampaign, Unit, UnitClosure
from units.models.rating_campaigns import held_elsewhere
from units.scoping import units_rated_under


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


def chosen(reader, asked, branches=None):
    """The Choice that *asked* (the GET parameters) means to *reader*; 404 for what the reader may not know.

    *branches* are those of a campaign to choose from: branches_of or, where a locked year is read from its version,
    branches_of_version.
    """
    part = asked.get("phan") or MemberGrid.part
    if part not in GRIDS:
        raise Http404
    campaigns = list(RatingCampaign.objects.covering(reader).select_related("regime", "unit"))
    typed = asked.get("don_vi", "")
    wanted = sorted(_of_year(campaigns, asked.get("nam", "")), key=_nearest_first if typed else _own_first)
    found = {campaign: list((branches or branches_of)(reader, campaign)) for campaign in wanted}
    for campaign, branches in found.items():
        if unit := _named(branches, typed):
            return Choice(campaigns, campaign, branches, unit, part)
    if not any(found.values()) and not (wanted and typed):
        return Choice(campaigns, None, [], None, part)
    if _is_committee(reader, typed):
        for campaign in sorted((each for each in wanted if found[each]), key=_own_first):
            return Choice(campaigns, campaign, found[campaign], found[campaign][0], part)
    raise Http404


def _own_first(campaign):
    """Of the campaigns of one year: what the reader's own committee rates stands first, then the highest committee."""
    return not campaign.is_own, _rank(campaign), -campaign.assessed_on.toordinal()


def _nearest_first(campaign):
    """A chi bộ is rated by the nearest committee, and by the one that it lay under last."""
    return -_rank(campaign), -campaign.assessed_on.toordinal()


def _rank(campaign):
    return Unit.Kind.values.index(campaign.unit.kind)


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
    named = Q(pk=typed) if is_key(typed) else Q(code=typed)
    return Unit.objects.visible_to(reader).exclude(kind=Unit.Kind.BRANCH).filter(named).exists()


def branches_of(reader, campaign):
    """The reader's chi bộ under the committee on the assessment date, and those that rated and ended before it.

    Each with may_rate, which a committee that it has left since has not, and is_held: its year is another campaign's.
    """
    day = campaign.assessed_on
    under = units_rated_under([campaign.unit_id], day)
    rated = MemberRating.objects.filter(year=campaign.year, unit__in=under)
    on_the_day = UnitClosure.objects.as_of(day).filter(ancestor=campaign.unit)
    return (
        Unit.objects.visible_to(reader)
        .branches()
        .filter(Q(pk__in=on_the_day.values("unit")) | Q(pk__in=rated.values("unit")))
        .named(day)
        .in_order()
        .annotate(
            may_rate=Exists(Unit.objects.changeable_by(reader, Right.RATE).filter(pk=OuterRef("pk"))),
            is_held=Exists(held_elsewhere(campaign).filter(unit=OuterRef("pk"))),
        )
    )


def branches_of_version(reader, campaign):
    """Of a locked year the chi bộ of its version, wherever the tree has been put right to since; else branches_of."""
    version = latest_version(campaign)
    if not version:
        return branches_of(reader, campaign)
    records = RatingRecord.objects.visible_to(reader).filter(version=version).exclude(part=HeadGrid.part)
    places = dict(records.order_by().values_list("unit", "unit_position"))
    units = Unit.objects.filter(pk__in=places).named(campaign.assessed_on)
    return sorted(units, key=lambda unit: places[unit.pk])
