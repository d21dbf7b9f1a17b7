"""One unit on a date: everything its page shows, cut to the reader; a commune counts all that lies below it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_

from django.db.models import Count, F, OuterRef, Q, Subquery

from members.known_ratings import decided_by, rated_by, versions_to_read
from members.models import Commendation, MemberRating, Membership, Office, RatingRecord
from members.organisation import remarks, strength
from members.rating_sheets import Part
from units.models import Congress, Level, Unit, UnitChange, UnitClosure, UnitRating
from units.scoping import units_rated_under

EVENTS_SHOWN = 12
YEARS_SHOWN = 4
IN, OUT = Membership.ReasonIn, Membership.ReasonOut
CAME = {
    "in_ADMITTED": "kết nạp",
    "in_READMITTED": "kết nạp lại",
    "in_RESTORED": "khôi phục",
    "in_TRANSFERRED_IN": "chuyển đến",
    "in_ON_FILE": "có tên khi lập sổ",
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
INTERNAL_IN, INTERNAL_OUT = "in_INTERNAL", "out_INTERNAL"
LEADERS = (Office.Position.SECRETARY, Office.Position.DEPUTY_SECRETARY)


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
        ever = UnitClosure.objects.filter(ancestor=self.unit).values("unit")
        return Membership.objects.visible_to(self.reader).filter(unit__in=ever).in_tree([self.unit.pk])

    @property
    def first(self):
        """The first day of the period that the movements are told of."""
        return day_after(self.compared)

    @cached_property
    def _strength(self):
        return strength(self.memberships, self.unit, [self.day, self.compared], self.first, self.day)

    @property
    def figures(self):
        """[(day, {figure: number})], the page's day first."""
        return list(self._strength[0].items())

    @property
    def now(self):
        return self._strength[0][self.day]

    @property
    def before(self):
        return self._strength[0][self.compared]

    @property
    def movements(self):
        """[(sign, number, words)] that lead from the compared day's members to the page's; 0 is left out."""
        counts = dict(self._strength[1])
        if not self.is_branch:  # what moved inside is nothing to the whole
            inside = min(counts[INTERNAL_IN], counts[INTERNAL_OUT])
            counts |= {name: counts[name] - inside for name in (INTERNAL_IN, INTERNAL_OUT)}
        found = [("+", counts[name], words) for name, words in CAME.items()]
        found += [("−", counts[name], words) for name, words in WENT.items()]
        found.append(self._moved_with_units(counts))
        return [part for part in found if part[1]]

    def _moved_with_units(self, counts):
        """Who neither came nor left, but whose chi bộ came under this committee, or left it: the rest of the sum."""
        told = sum(counts[name] for name in CAME) - sum(counts[name] for name in WENT)
        number = self.now["members"] - self.before["members"] - told
        if number < 0:
            return ("−", -number, "theo chi bộ chuyển đi")
        return ("+", number, "theo chi bộ chuyển về")

    @cached_property
    def remarks(self):
        if not self.is_branch:
            return []
        return remarks(self.now["official"], bool(self.unit.committee_pk), len(self.offices), bool(self.secretary))

    # --- People and terms ---

    @cached_property
    def _all_offices(self):
        """Party offices of the unit itself that began by the day, in their rank."""
        held = Office.objects.visible_to(self.reader).filter(unit=self.unit, position__in=Office.PARTY)
        held = held.filter(started_on__lte=self.day).select_related("person", "term__congress").in_rank_order()
        offices = list(held)
        for office in offices:
            office.unit = self.unit
        return offices

    @property
    def offices(self):
        """Those in force on the day."""
        return [office for office in self._all_offices if office.is_on(self.day)]

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

    @cached_property
    def commendations(self):
        given = Commendation.objects.visible_to(self.reader).filter(unit=self.unit)
        return list(given.filter(decided_on__lte=self.day))

    # --- Ratings ---

    @cached_property
    def ratings(self):
        """[{year, level, counts}] of the last rated years: the unit's own level and its members' levels.

        A locked year as its version says; of a committee it is the one that the committee locked itself.
        """
        levels = {rating.year: rating for rating in [*self._own_stored, *self._own_kept]}
        counts = {}
        for given in (self._given_stored, self._given_kept):
            counted = given.exclude(level="").order_by().values("year", "level").annotate(number=Count("pk"))
            counts |= {(row["year"], row["level"]): row["number"] for row in counted}
        years = sorted(levels.keys() | {year for year, _ in counts}, reverse=True)[:YEARS_SHOWN]
        return [self._rating(year, levels.get(year), counts) for year in years]

    @cached_property
    def _versions(self):
        """{year: key of its version} of the locked years."""
        mine = {"records__unit": self.unit} if self.is_branch else {"campaign__unit": self.unit}
        return dict(versions_to_read().filter(**mine).values_list("campaign__year", "pk").distinct())

    @property
    def _own_stored(self):
        own = UnitRating.objects.visible_to(self.reader).filter(rated_by(self.day, Part.UNITS), unit=self.unit)
        return own.exclude(year__in=self._versions) if self.is_branch else own

    @property
    def _own_kept(self):
        return self._kept.filter(part=Part.UNITS, unit=self.unit)

    @property
    def _given_stored(self):
        given = MemberRating.objects.visible_to(self.reader).filter(rated_by(self.day), self._rated_here)
        return given.exclude(year__in=self._versions)

    @property
    def _given_kept(self):
        given = self._kept.filter(part=Part.MEMBERS)
        return given.filter(unit=self.unit) if self.is_branch else given

    @property
    def _kept(self):
        """The lines of the versions, each with its year."""
        records = RatingRecord.objects.visible_to(self.reader).filter(version__in=self._versions.values())
        return records.annotate(year=F("version__campaign__year")).filter(decided_by(self.day))

    @property
    def _rated_here(self):
        """A chi bộ keeps what it gave; a committee has, of each year, the chi bộ that were rated under it."""
        if self.is_branch:
            return Q(unit=self.unit)
        years = range(self.day.year - YEARS_SHOWN, self.day.year + 1)
        rated = {year: units_rated_under([self.unit.pk], date(year, 12, 31)) for year in years}
        return reduce(or_, (Q(year=year, unit__in=units) for year, units in rated.items()))

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
        found = [*self._unit_events(), *self._congress_events(), *self._rating_events()]
        found += [*self._office_events(), *self._membership_events()]
        return sorted(found, key=lambda event: event.on, reverse=True)[:EVENTS_SHOWN]

    def _rating_events(self):
        for row in self.ratings:
            own = row["own"]
            if own and own.decided_on:
                title = f"Xếp loại năm {row['year']}: {own.verdict}"
                yield Event(own.decided_on, title, own.decision_number, is_milestone=True)

    def _office_events(self):
        """Who began and ceased to lead; a term that follows on the one before is no news."""
        led = [office for office in self._all_offices if office.position in LEADERS]
        begun = {(office.person_id, office.position, office.started_on) for office in led}
        over = {(office.person_id, office.position, office.ended_on) for office in led}
        for office in sorted(led, key=lambda office: office.started_on, reverse=True):
            title, who = office.full_title, (office.person_id, office.position)
            if (*who, office.started_on) not in over:
                yield Event(office.started_on, f"{title}: {office.person}", office.decision_number)
            if office.ended_on and office.ended_on <= self.day and (*who, office.ended_on) not in begun:
                yield Event(office.ended_on, f"Thôi {title}: {office.person}")

    def _membership_events(self):
        came = self.memberships.filter(began_here=True, started_on__lte=self.day)
        left = self.memberships.filter(ended_here=True, ended_on__lte=self.day)
        if not self.is_branch:
            came, left = came.exclude(reason_in=IN.INTERNAL), left.exclude(reason_out=OUT.INTERNAL)
        came, left = came.order_by("-started_on", "-pk"), left.order_by("-ended_on", "-pk")
        latest = Q(pk__in=came.values("pk")[:EVENTS_SHOWN]) | Q(pk__in=left.values("pk")[:EVENTS_SHOWN])
        for row in self.memberships.filter(latest).select_related("person").order_by("-pk"):
            yield from self._told(row)

    def _told(self, row):
        came = row.began_here and row.started_on <= self.day
        if came and (self.is_branch or row.reason_in != IN.INTERNAL):
            title = f"{row.get_reason_in_display()}: {row.person}"
            yield Event(row.started_on, title, row.came_from or row.decision_in)
        left = row.ended_here and row.ended_on <= self.day
        if left and (self.is_branch or row.reason_out != OUT.INTERNAL):
            title = f"{row.get_reason_out_display()}: {row.person}"
            yield Event(row.ended_on, title, row.went_to or row.decision_out)

    def _congress_events(self):
        for congress in self.congresses:
            if congress.held_on and hasattr(congress, "term"):
                years = f"Nhiệm kỳ {congress.term.years}"
                yield Event(congress.held_on.first_day, str(congress), years, is_milestone=True)

    def _unit_events(self):
        touched = Q(predecessors=self.unit) | Q(successors=self.unit)
        changes = UnitChange.objects.visible_to(self.reader).in_force().exclude(kind=UnitChange.Kind.CONGRESS)
        for change in changes.filter(touched, effective_on__lte=self.day).distinct():
            detail = ", ".join(part for part in (change.decision_number, change.note) if part)
            yield Event(change.effective_on, change.get_kind_display(), detail, is_milestone=True)


def day_after(day):
    return date.fromordinal(day.toordinal() + 1)
