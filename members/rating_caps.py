"""The cap on HTXSNV in the scopes it can be counted in: the whole committee, a chi bộ, a group of like chi bộ."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from members.models import MemberRating, RatingRecord
from members.rating_sheets import Part
from members.rating_versions import as_it_is_read
from units.cap import Cap, CapLine
from units.models import Level, Unit
from units.models.rating_regimes import CapScope
from units.rating_remarks import Finding, cap_remark
from units.scoping import units_rated_under


@dataclass(frozen=True)
class Counted:
    """The ratings that a cap is counted on."""

    rated: int = 0
    excellent: int = 0
    good: int = 0

    @classmethod
    def of_levels(cls, levels):
        return cls(sum(map(bool, levels)), levels.count(Level.EXCELLENT), levels.count(Level.GOOD))

    def __add__(self, other):
        return Counted(self.rated + other.rated, self.excellent + other.excellent, self.good + other.good)

    def cap(self, campaign):
        return Cap(self.excellent, self.good, campaign.cap_rate, campaign.cap_base)


@dataclass(frozen=True)
class Meter:
    heading: str
    counted: Counted
    line: CapLine
    is_verdict: bool
    """Whether the year's cap is counted on this; the others are for information."""
    subject: str
    unit: str

    @classmethod
    def of(cls, campaign, heading, counted, scope, subject, unit):
        line = CapLine(counted.cap(campaign), campaign)
        return cls(heading, counted, line, campaign.cap_scope == scope, subject, unit)

    def as_dict(self):
        """Scope, base and rate as set for the year; the figures of what this meter counts."""
        campaign, cap = self.line.campaign, self.line.cap
        return {
            "scope": campaign.cap_scope,
            "base": campaign.cap_base,
            "rate": cap.rate,
            "rated": self.counted.rated,
            "good": cap.good,
            "excellent": cap.excellent,
            "maximum": cap.maximum,
            "over": cap.over,
        }

    @property
    def finding(self):
        """The Finding where the year's cap is exceeded, else None."""
        remark = self.is_verdict and cap_remark(self.line.campaign, self.line.cap)
        return Finding(self.subject, self.unit, remark) if remark else None


class MemberCaps:
    """Of the campaign's members, as far as *reader* sees their ratings: one query for all scopes.

    A locked year is counted on its last version, under the settings of then.
    """

    def __init__(self, reader, campaign):
        self.reader, self.campaign = reader, as_it_is_read(campaign)

    @cached_property
    def _rows(self):
        """[(unit key, unit type, Counted)] of the units whose ratings count under the committee."""
        of_level = {f"n_{level.lower()}": Count("pk", Q(level=level)) for level in (Level.EXCELLENT, Level.GOOD)}
        rows = self._of_version() if self.campaign.locked_version else self._stored()
        rows = rows.annotate(n_rated=Count("pk", ~Q(level="")), **of_level)
        return [(unit, kind, Counted(*figures)) for unit, kind, *figures in rows]

    def _stored(self):
        below = units_rated_under([self.campaign.unit_id], self.campaign.assessed_on)
        ratings = MemberRating.objects.visible_to(self.reader).filter(year=self.campaign.year, unit__in=below)
        return ratings.order_by().values_list("unit", "unit__unit_type")

    def _of_version(self):
        records = RatingRecord.objects.visible_to(self.reader).filter(version=self.campaign.locked_version)
        return records.filter(part=Part.MEMBERS).order_by().values_list("unit", "unit_type")

    @property
    def whole(self):
        return sum((counted for _, _, counted in self._rows), Counted())

    def of(self, branch):
        return sum((counted for unit, _, counted in self._rows if unit == branch.pk), Counted())

    def of_group(self, kind):
        return sum((counted for _, each, counted in self._rows if each == kind), Counted())

    # --- As meters, each a verdict or for information ---

    def whole_meter(self):
        committee = self.campaign.unit
        return Meter.of(
            self.campaign, "HTXSNV toàn Đảng bộ", self.whole, CapScope.ORGANISATION, str(committee), committee.code
        )

    def branch_meter(self, branch):
        return Meter.of(
            self.campaign, "HTXSNV trong chi bộ", self.of(branch), CapScope.BRANCH, branch.name, branch.code
        )

    def group_meter(self, kind):
        return group_meter(self.campaign, f"HTXSNV nhóm {Unit.Type(kind).label}", self.of_group(kind), kind)

    def verdicts(self, branches):
        """The meters that the year's cap is counted on."""
        if self.campaign.cap_scope == CapScope.BRANCH:
            return [self.branch_meter(branch) for branch in branches]
        if self.campaign.cap_scope == CapScope.GROUP:
            return [self.group_meter(kind) for kind in dict.fromkeys(branch.unit_type for branch in branches)]
        return [self.whole_meter()]


def units_meter(campaign, counted):
    """Of all chi bộ of the committee, themselves rated."""
    committee = campaign.unit
    subject = f"Các chi bộ của {committee}"
    return Meter.of(campaign, "Chi bộ HTXSNV", counted, CapScope.ORGANISATION, subject, committee.code)


def locked_units_meter(campaign):
    """The same of a locked year, on its last version; *campaign* as it is read."""
    records = RatingRecord.objects.filter(version=campaign.locked_version, part=Part.UNITS)
    return units_meter(campaign, Counted.of_levels(list(records.values_list("level", flat=True))))


def group_meter(campaign, heading, counted, kind):
    subject = f"Nhóm chi bộ {Unit.Type(kind).label}"
    return Meter.of(campaign, heading, counted, CapScope.GROUP, subject, campaign.unit.code)
