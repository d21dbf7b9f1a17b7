"""One unit on a date: everything its page shows, cut to the reader; a commune counts all that lies below it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Q, Subquery

from members.models import MemberRating, Membership, Office
from members.organisation import remarks, strength
from units.models import Congress, Level, Unit, UnitChange, UnitRating

EVENTS_SHOWN = 12
CAME = {
    "in_ADMITTED": "kết nạp",
    "in_READMITTED": "kết nạp lại",
    "in_RESTORED": "khôi phục",
    "in_TRANSFERRED_IN": "chuyển đến",
    "in_INTERNAL": "chuyển nội bộ đến",
}
WENT = {
    "out_TRANSFERRED_OUT": "chuyển đi",
    "out_INTERNAL": "chuyển nội bộ đi",
    "out_DIED": "từ trần",
    "out_REMOVED": "xóa tên",
    "out_EXPELLED": "khai trừ",
    "out_WITHDRAWN": "xin ra",
}


@dataclass(frozen=True)
class Event:
    on: date
    title: str
    detail: str = ""
    is_milestone: bool = False


class UnitPage:
    def __init__(self, reader, unit, day, compared):
        self.reader, self.unit, self.day, self.compared = reader, unit, day, compared

    @property
    def is_branch(self):
        return self.unit.kind == Unit.Kind.BRANCH

    # --- Figures ---

    @cached_property
    def memberships(self):
        return Membership.objects.visible_to(self.reader).under(self.unit, self.day)

    @cached_property
    def _strength(self):
        first, last = day_after(self.compared), self.day
        return strength(self.memberships, [self.day, self.compared], first, last)

    @property
    def figures(self):
        """[(day, {figure: number})], the page's day first."""
        return list(self._strength[0].items())

    @property
    def now(self):
        return self._strength[0][self.day]

    @property
    def movements(self):
        """[(sign, number, words)] from the compared day to the page's; internal moves are nothing to the whole."""
        counts = self._strength[1]
        found = [("+", counts[name], words) for name, words in CAME.items()]
        found += [("−", counts[name], words) for name, words in WENT.items()]
        return [part for part in found if part[1] and (self.is_branch or "nội bộ" not in part[2])]

    @cached_property
    def remarks(self):
        if not self.is_branch:
            return []
        return remarks(self.now["official"], self.unit.has_committee, len(self.offices))

    # --- People and terms ---

    @cached_property
    def offices(self):
        """Party offices of the unit itself on the day, in their rank."""
        held = Office.objects.visible_to(self.reader).as_of(self.day).filter(unit=self.unit, position__in=Office.PARTY)
        held = held.select_related("person", "term__congress").in_rank_order()
        offices = list(held)
        for office in offices:
            office.unit = self.unit
        return offices

    @cached_property
    def secretary(self):
        return next((office.person for office in self.offices if office.position == "SECRETARY"), None)

    @cached_property
    def congresses(self):
        """All congresses held by the day, the latest first, each with its term and the secretary it elected."""
        elected = Office.objects.secretaries().filter(term__congress=OuterRef("pk")).order_by("started_on")
        held = Congress.objects.visible_to(self.reader).filter(unit=self.unit).select_related("term")
        held = held.annotate(secretary=Subquery(elected.values("person__full_name")[:1])).order_by("-ordinal")
        return [congress for congress in held if congress.held_on is None or congress.held_on.first_day <= self.day]

    @cached_property
    def term(self):
        terms = [congress.term for congress in self.congresses if hasattr(congress, "term")]
        return next((term for term in terms if term.is_on(self.day)), None)

    # --- Ratings ---

    @cached_property
    def ratings(self):
        """[{year, level, counts}] of the last four rated years: the unit's own level and its members' levels."""
        own = UnitRating.objects.visible_to(self.reader).filter(unit=self.unit, year__lte=self.day.year)
        levels = {rating.year: rating for rating in own}
        counted = MemberRating.objects.visible_to(self.reader).filter(unit=self.unit, year__lte=self.day.year).rated()
        counted = counted.order_by().values("year", "level").annotate(number=Count("pk"))
        counts = {(row["year"], row["level"]): row["number"] for row in counted}
        years = sorted(levels.keys() | {year for year, _ in counts}, reverse=True)[:4]
        return [self._rating(year, levels.get(year), counts) for year in years]

    def _rating(self, year, own, counts):
        numbers = {level: counts.get((year, level.value), 0) for level in Level}
        return {
            "year": year,
            "own": own,
            "excellent": numbers[Level.EXCELLENT],
            "rated": sum(numbers.values()),
            "counts": numbers,
        }

    # --- What happened ---

    @cached_property
    def events(self):
        """The latest changes up to the day: who came and went, congresses, changes of the unit itself."""
        found = [*self._membership_events(), *self._congress_events(), *self._unit_events()]
        return sorted(found, key=lambda event: event.on, reverse=True)[:EVENTS_SHOWN]

    def _membership_events(self):
        came, went = Q(started_on__lte=self.day), Q(ended_on__lte=self.day)
        recent = self.memberships.filter(came | went).select_related("person").order_by("-pk")
        latest = Q(pk__in=recent.order_by("-started_on").values("pk")[:EVENTS_SHOWN]) | Q(
            pk__in=recent.exclude(ended_on=None).order_by("-ended_on").values("pk")[:EVENTS_SHOWN]
        )
        for row in recent.filter(latest):
            yield from self._told(row)

    def _told(self, row):
        if self.is_branch or row.reason_in != Membership.ReasonIn.INTERNAL:
            came = f"{row.get_reason_in_display()}: {row.person}"
            yield Event(row.started_on, came, row.came_from or row.decision_in)
        if row.ended_on and row.ended_on <= self.day and (self.is_branch or row.reason_out != "INTERNAL"):
            went = f"{row.get_reason_out_display()}: {row.person}"
            yield Event(row.ended_on, went, row.went_to or row.decision_out)

    def _congress_events(self):
        for congress in self.congresses:
            if congress.held_on and hasattr(congress, "term"):
                years = f"Nhiệm kỳ {congress.term.years}"
                yield Event(congress.held_on.first_day, str(congress), years, is_milestone=True)

    def _unit_events(self):
        touched = Q(predecessors=self.unit) | Q(successors=self.unit)
        changes = UnitChange.objects.visible_to(self.reader).filter(touched, effective_on__lte=self.day).distinct()
        for change in changes:
            detail = ", ".join(part for part in (change.decision_number, change.note) if part)
            yield Event(change.effective_on, change.get_kind_display(), detail, is_milestone=True)


def day_after(day):
    return date.fromordinal(day.toordinal() + 1)
