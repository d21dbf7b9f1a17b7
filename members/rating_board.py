"""How far a rating year has come: every list with its step, who has no result yet, the caps, what to look at again.

A locked year is told from its version, word for word; every other one from its rows. The number of queries does not
grow with the lists or the people.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from members.models import RatingRecord
from members.rating_caps import Counted, Meter, group_meter
from members.rating_choice import branches_of
from members.rating_grids import HeadGrid, UnitGrid
from members.rating_list import RatingList
from members.rating_sheets import Part, whole_step
from members.rating_stages import due_at
from members.rating_steps import name_of
from members.rating_verbs import YEAR_VERBS, verbs_of
from members.rating_versions import latest_version
from nakhe.periods import today
from units.models import Level, RatingSheet, Step, Unit
from units.models.rating_regimes import CapScope
from units.rating_remarks import Code, findings_of


@dataclass(frozen=True)
class Entry:
    """Somebody on a list, or a chi bộ."""

    key: int
    name: str
    level: str = ""
    not_rated_reason: str = ""

    @property
    def has_result(self):
        return bool(self.level or self.not_rated_reason)


@dataclass
class Line:
    """One list of the year."""

    sheet: RatingSheet
    name: str
    may_rate: bool = False
    may_decide: bool = False
    unit_type: str = ""
    entries: list[Entry] = field(default_factory=list)
    findings: list = field(default_factory=list)

    @property
    def code(self):
        """Names the list in a form and in an address: “dang-vien-12”."""
        return f"{self.sheet.part}-{self.sheet.unit_id}"

    @property
    def total(self):
        return len(self.entries)

    @property
    def rated(self):
        return sum(bool(entry.level) for entry in self.entries)

    @property
    def not_rated(self):
        return sum(bool(entry.not_rated_reason) for entry in self.entries)

    @property
    def missing(self):
        return [entry for entry in self.entries if not entry.has_result]

    @property
    def done_width(self):
        """Of the progress bar, in per cent."""
        return f"{100 * (self.total - len(self.missing)) / max(self.total, 1):.1f}"

    @property
    def counted(self):
        return Counted.of_levels([entry.level for entry in self.entries])

    @property
    def by_level(self):
        """[(Level, how many)], each level."""
        levels = Counter(entry.level for entry in self.entries)
        return [(level, levels[level]) for level in Level]

    @property
    def to_review(self):
        """Findings beyond those missing, who have a column of their own."""
        return [finding for finding in self.findings if finding.remark.code != Code.MISSING]

    @property
    def errors(self):
        return sum(finding.remark.is_error for finding in self.findings)

    @property
    def url(self):
        """The page of this list's steps."""
        return reverse("rating_list", args=[self.sheet.campaign_id, self.sheet.part, self.sheet.unit_id])

    @property
    def grid_url(self):
        where = f"don_vi={self.sheet.unit_id}" if self.sheet.part == Part.MEMBERS else f"phan={self.sheet.part}"
        return f"{reverse('ratings')}?nam={self.sheet.campaign.year}&{where}"

    @property
    def step(self):
        return Step(self.sheet.step)

    @property
    def due(self):
        """The day by which it should leave its step."""
        return due_at(self.sheet.campaign, self.step)

    @property
    def is_late(self):
        return bool(self.due) and self.due < today() and not self.sheet.campaign.is_locked

    @property
    def is_returned(self):
        return self.step == Step.VOTING and bool(self.sheet.remark)

    @property
    def verbs(self):
        return verbs_of(self.sheet, self.may_rate, self.may_decide)


class Board:
    """Of *campaign*, found by covering(reader), as far as *reader* reads."""

    def __init__(self, reader, campaign):
        self.reader, self.campaign = reader, campaign
        self.version = latest_version(campaign)

    @cached_property
    def branches(self):
        return list(branches_of(self.reader, self.campaign))

    @cached_property
    def lines(self):
        lines = self._of_version() if self.version else [*self._of_members(), *self._of_the_committee()]
        return [line for line in lines if line.sheet.pk or line.total and not self._is_of_another(line)]

    def _is_of_another(self, line):
        """Whether a year with lists has none of this: another campaign holds it, and its own board tells of it."""
        held = {unit.pk for unit in self.branches if unit.is_held}
        return bool(self.campaign.listed_at) and not self.version and line.sheet.unit_id in held

    @cached_property
    def _sheets(self):
        return {(sheet.part, sheet.unit_id): sheet for sheet in self.campaign.sheets.select_related("unit")}

    def _line(self, part, unit, name, may_rate=False, unit_type=""):
        sheet = self._sheets.get((part, unit)) or RatingSheet(campaign=self.campaign, part=part, unit_id=unit)
        sheet.campaign = self.campaign
        return Line(sheet, name, may_rate, self.campaign.may_decide, unit_type)

    def _of_members(self):
        listed = defaultdict(list)
        for one in RatingList(self.reader, self.campaign, self.branches).of():
            if not one.is_elsewhere:
                listed[one.unit].append(one)
        for unit in self.branches:
            may_rate = unit.may_rate and not unit.is_held
            line = self._line(Part.MEMBERS, unit.pk, unit.short_name, may_rate, unit.unit_type)
            for one in listed[unit.pk]:
                line.entries.append(_entry(one.person.pk, one.person.full_name, one.given))
                line.findings += findings_of(one.person.full_name, unit.code, one.remarks, one.person.pk)
            yield line

    def _of_the_committee(self):
        """Its chi bộ and village heads, for who reads all of them."""
        for grid in (UnitGrid, HeadGrid) if self.campaign.is_own else ():
            part = Part(grid.part)
            line = self._line(part, self.campaign.unit_id, part.label, self.campaign.may_rate)
            rows = grid(self.reader, self.campaign, self.branches, None).rows
            for row in (row for row in rows if not row.is_elsewhere):
                line.entries.append(_entry(row.key, row.name, row.rating))
                line.findings += row.findings
            yield line

    def _of_version(self):
        records = RatingRecord.objects.visible_to(self.reader).filter(version=self.version).order_by("part", "position")
        lines = {}
        for record in records:
            is_member = record.part == Part.MEMBERS
            if not is_member and not self.campaign.is_own:
                continue
            unit = record.unit_id if is_member else self.campaign.unit_id
            name = record.unit_short_name if is_member else Part(record.part).label
            if (record.part, unit) not in lines:
                lines[record.part, unit] = self._line(record.part, unit, name, unit_type=record.unit_type)
            key = record.unit_id if record.part == Part.UNITS else record.person_id
            lines[record.part, unit].entries.append(Entry(key, record.name, record.level, record.not_rated_reason))
        order = [Part.MEMBERS, Part.UNITS, Part.HEADS]
        return sorted(lines.values(), key=lambda line: order.index(line.sheet.part))

    # --- The whole ---

    @cached_property
    def of_members(self):
        return [line for line in self.lines if line.sheet.part == Part.MEMBERS]

    @property
    def total(self):
        return sum(line.total for line in self.of_members)

    @property
    def rated(self):
        return sum(line.rated for line in self.of_members)

    @property
    def not_rated(self):
        return sum(line.not_rated for line in self.of_members)

    @property
    def missing(self):
        return sum(len(line.missing) for line in self.of_members)

    @property
    def done_width(self):
        return f"{100 * (self.total - self.missing) / max(self.total, 1):.1f}"

    @property
    def step(self):
        return whole_step(line.sheet for line in self.lines if line.total)

    @property
    def proposed(self):
        """The lists that wait for the committee's decision."""
        return [line for line in self.lines if line.step == Step.PROPOSED and not self.campaign.is_locked]

    @property
    def to_decide(self):
        return self.proposed if self.campaign.may_decide else []

    @property
    def verbs(self):
        """What may be done with the whole year now, for who decides."""
        at = {line.step for line in self.lines if line.total}
        offered = [verb for verb in YEAR_VERBS.values() if verb.is_offered(self.campaign, at)]
        return offered if self.campaign.may_decide else []

    @cached_property
    def meters(self):
        """The cap of the members and of the chi bộ, for who reads all of them; those of single chi bộ are verdicts
        only where the year counts them so."""
        if not self.campaign.is_own:
            return []
        committee = self.campaign.unit
        whole = sum((line.counted for line in self.of_members), Counted())
        units = sum((line.counted for line in self.lines if line.sheet.part == Part.UNITS), Counted())
        scope, name, code = CapScope.ORGANISATION, str(committee), committee.code
        meters = [
            Meter.of(self.campaign, "HTXSNV toàn Đảng bộ", whole, scope, name, code),
            Meter.of(self.campaign, "Chi bộ HTXSNV", units, scope, f"Các chi bộ của {name}", code),
        ]
        return meters + self._narrower

    @property
    def _narrower(self):
        if self.campaign.cap_scope == CapScope.GROUP:
            groups = defaultdict(Counted)
            for line in self.of_members:
                groups[line.unit_type] += line.counted
            return [self._of_group(kind, counted) for kind, counted in groups.items() if kind]
        if self.campaign.cap_scope == CapScope.BRANCH:
            meters = [self._of_branch(line) for line in self.of_members]
            return [meter for meter in meters if not meter.line.cap.holds]
        return []

    def _of_group(self, kind, counted):
        return group_meter(self.campaign, f"HTXSNV nhóm {Unit.Type(kind).label}", counted, kind)

    def _of_branch(self, line):
        return Meter.of(self.campaign, f"HTXSNV {line.name}", line.counted, CapScope.BRANCH, line.name, line.code)

    @cached_property
    def over_cap(self):
        """A sentence for each cap that is exceeded where the year counts it."""
        return [meter.finding for meter in self.meters if meter.finding]

    @property
    def to_review(self):
        """[(Code, how many findings)] of the whole year, the caps included."""
        found = Counter(finding.remark.code for line in self.lines for finding in line.findings)
        found[Code.OVER_CAP] += len(self.over_cap)
        return [(code, found[code]) for code in Code if found[code]]


def _entry(key, name, rating):
    return Entry(key, name, rating.level, rating.not_rated_reason) if rating else Entry(key, name)


def line_of(board, part, unit):
    """The Line of that list, or None where the reader knows of none."""
    return next((line for line in board.lines if (line.sheet.part, line.sheet.unit_id) == (part, unit)), None)


def full_name_of(line):
    return f"Danh sách đảng viên {line.name}" if line.sheet.part == Part.MEMBERS else name_of(line.sheet)
