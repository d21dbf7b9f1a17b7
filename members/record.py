"""Everything that one record page shows, cut to what its reader may know."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from members.history import history
from members.models import IdentityNumber, Membership, Office, Person, PersonMerge, PersonNote
from members.models.membership import standing
from members.movements.verbs import State, verbs_for
from members.roster import age_in_party, time_out, unit_name
from members.timeline import RATINGS, facts, timeline
from nakhe.access import Right
from nakhe.vietnamese.dates import PartialDate


def records(reader, day, right=Right.READ):
    """People on whom *reader* holds *right*, each with what the reader may do with the record."""

    def may(right):
        return Exists(Person.objects.changeable_by(reader, right).filter(pk=OuterRef("pk")))

    return (
        Person.objects.visible_to(reader, right)
        .select_related("ethnicity", "religion")
        .annotate(
            is_here=may(Right.READ),
            can_edit=may(Right.EDIT_PEOPLE),
            can_edit_offices=may(Right.EDIT_RECORD),
            can_read_numbers=may(Right.READ_NUMBERS),
            has_merges=Exists(PersonMerge.objects.filter(Q(kept=OuterRef("pk")) | Q(merged=OuterRef("pk")))),
            **standing(day, person=""),
            **time_out(day, "pk"),
        )
    )


@dataclass
class Record:
    """*person* is one of records(reader, day, right); what hangs on a unit is cut by the same right."""

    person: Person
    reader: object
    day: object
    right: Right = Right.READ

    @cached_property
    def memberships(self):
        rows = Membership.objects.visible_to(self.reader, self.right).filter(person=self.person).select_related("unit")
        found = list(rows.annotate(unit_name=unit_name(OuterRef("started_on"))).order_by("-started_on"))
        for membership in found:
            membership.known_start = known_start(membership)
        return found

    @cached_property
    def offices(self):
        rows = Office.objects.visible_to(self.reader, self.right).filter(person=self.person)
        rows = rows.select_related("unit", "term__congress").annotate(unit_name=unit_name(OuterRef("started_on")))
        return list(rows.order_by("-started_on"))

    @cached_property
    def _all_facts(self):
        return facts(self.person, self.reader, self.right)

    @cached_property
    def facts(self):
        """A rating stays with the unit that gave it, whenever it was decided."""
        until = self.until and self.until.isoformat()
        return [fact for fact in self._all_facts if not until or fact.kind == "MemberRating" or fact.starts < until]

    @cached_property
    def until(self):
        """The day from which the record is another committee's affair; None while the person belongs here."""
        if self.person.is_here:
            return None
        headed = [fact.ended_on for fact in self._all_facts if fact.kind == "VillageHead"]
        ends = [membership.ended_on for membership in self.memberships]
        ends += [ended_on and ended_on.first_day for ended_on in headed]
        return None if None in ends else max(ends, default=None)

    def _of_kind(self, *kinds):
        return [fact for fact in self.facts if fact.kind in kinds]

    @property
    def qualifications(self):
        return self._of_kind("Qualification")

    @property
    def trainings(self):
        return self._of_kind("TrainingAttendance")

    @property
    def headships(self):
        return self._of_kind("VillageHead")

    @property
    def breaks(self):
        return self._of_kind("Exemption", "Suspension", "TemporaryAbsence", "Probation")

    @property
    def movements(self):
        """The documents, those taken back among them."""
        return self._of_kind("Movement")

    @property
    def verbs(self):
        """The movements that may be written of the person now."""
        if not self.person.can_edit:
            return []
        running = {fact.kind for fact in self.breaks if not fact.ended_on or fact.ended_on.first_day > self.day}
        return verbs_for(State.of(self.latest_membership, self.person.official_on, running))

    @property
    def ratings(self):
        """Those as a member, then those as a village head, the latest year first."""
        by_year = sorted(self._of_kind(*RATINGS), key=lambda fact: int(fact.code), reverse=True)
        return sorted(by_year, key=lambda fact: RATINGS.index(fact.kind))

    @property
    def honours(self):
        return self._of_kind("Commendation", "Badge")

    @property
    def disciplines(self):
        return self._of_kind("Discipline")

    @cached_property
    def timeline(self):
        return timeline(self)

    @cached_property
    def numbers(self):
        if not self.person.can_read_numbers:
            return []
        numbers = IdentityNumber.objects.visible_to(self.reader).filter(person=self.person)
        order = {kind: place for place, kind in enumerate(["PROFILE", "CARD", "CITIZEN", "OLD_CITIZEN"])}
        return sorted(numbers, key=lambda number: (order[number.kind], number.ended_on is not None))

    @property
    def current_numbers(self):
        return [number for number in self.numbers if number.ended_on is None]

    @property
    def former_numbers(self):
        return [number for number in self.numbers if number.ended_on is not None]

    @cached_property
    def notes(self):
        if not self.person.can_read_numbers:
            return []
        notes = PersonNote.objects.visible_to(self.reader).standing().filter(person=self.person)
        notes = list(notes.select_related("author"))
        for note in notes:
            note.can_remove = note.author_id == self.reader.pk or self.person.can_edit_offices
        return notes

    @cached_property
    def history(self):
        return history(self) if self.person.can_edit else []

    @property
    def current_membership(self):
        return next((membership for membership in self.memberships if membership.is_on(self.day)), None)

    @property
    def latest_membership(self):
        return next(iter(self.memberships), None)

    @property
    def is_official(self):
        return bool(self.person.is_official)

    @property
    def age(self):
        """Tuổi đảng on the day, or on the day that the person's life in the Party ended."""
        return age_in_party(self.person.party_since, self.person, min(self.day, self._left_the_party_on or self.day))

    @property
    def _left_the_party_on(self):
        last = self.latest_membership
        gone_elsewhere = last is None or last.reason_out in ("", Membership.ReasonOut.TRANSFERRED_OUT)
        return None if gone_elsewhere else last.ended_on

    def _runs(self, fact):
        begun = not fact.started_on or fact.started_on.first_day <= self.day
        return begun and (not fact.ended_on or fact.ended_on.first_day > self.day)

    @property
    def roles(self):
        """What the person is today: offices, villages headed, years in the Party."""
        roles = [office.full_title for office in self.offices if office.is_on(self.day)]
        roles += [fact.title for fact in self.headships if self._runs(fact)]
        if self.current_membership and self.age:
            roles.append(f"{self.age.years} năm tuổi đảng")
        return roles


def known_start(membership):
    """The first day of a membership, as precisely as it is known."""
    exact = PartialDate.of(membership.started_on)
    if membership.started_precision == "year":
        return PartialDate(exact.year)
    return PartialDate(exact.year, exact.month) if membership.started_precision == "month" else exact
