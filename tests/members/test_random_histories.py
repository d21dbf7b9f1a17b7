"""Random histories: whatever is written, moved, merged and taken back, people are where the movements say, once each,
what came and went explains every figure, and taking everything back leaves the register as it was."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from members import reorganisation
from members.models import (
    Discipline,
    Ethnicity,
    Exemption,
    Membership,
    Office,
    Person,
    Probation,
    Suspension,
    TemporaryAbsence,
    VillageHead,
)
from members.movements import document
from members.movements.verbs import VERBS, State, verbs_for
from nakhe.effects import Superseded, texts
from tests.factories import make_commune, make_head, make_member, make_office, make_person, make_unit, make_village
from tests.members.recount import APART, CAME, LEFT, ONE_DAY, WORDS, Recount, is_on
from tests.reports.asking import ask, tables_of
from units.models import Committee, Term, Unit, UnitName, UnitParent

FIRST = date(2020, 1, 1)
WRITTEN = (
    Person, Membership, Office, VillageHead, Exemption, Suspension, TemporaryAbsence, Probation, Discipline, Unit,
    UnitName, UnitParent, Committee, Term,
)  # fmt: skip
BREAKS = (Exemption, Suspension, TemporaryAbsence, Probation)
JOINING = {"ADMITTED", "READMITTED", "RESTORED", "TRANSFERRED_IN"}
LEAVING = {"TRANSFERRED_OUT", "DIED", "REMOVED", "WITHDRAWN", "EXPELLED"}
COLUMNS = (
    "opening", *(f"opening_{what}" for what in APART), *CAME, "came", *LEFT, "left",
    "closing", *(f"closing_{what}" for what in APART),
)  # fmt: skip
"""Of the statistical table."""
STEPS = st.integers(-40, 120)
"""Days from the latest that was written: mostly forward, sometimes back into what is already on file."""


def everything():
    return {(model.__name__, row.pk): texts(row) for model in WRITTEN for row in model.objects.all()}


class Histories(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.commune = make_commune()
        self.neighbour = make_commune("Đảng bộ xã Bạch Đích", code="bach-dich")
        self.branches = [make_unit(f"Chi bộ thôn {name}", self.commune) for name in "ABC"]
        hmong, kinh = (Ethnicity.objects.get(name=name) for name in ("Mông", "Kinh"))
        of = [{"sex": sex, "ethnicity": people} for sex in "FM" for people in (hmong, kinh, None)]
        self.people = [make_member(f"Vàng Lan {n}", self.branches[n % 3], date(2015, 1, 1), **of[n]) for n in range(4)]
        self.people += [make_person(f"Lý Mai {n}", admitted_on=None, **of[4 + n]) for n in range(2)]
        make_office(self.people[0], self.branches[0])
        make_head(self.people[1], make_village("A", self.commune))
        Committee.objects.create(unit=self.branches[0], started_on=date(2018, 1, 1))
        self.places = {p.pk: [(date(2015, 1, 1), self.branches[n % 3].pk, 0)] for n, p in enumerate(self.people[:4])}
        self.places |= {p.pk: [] for p in self.people[4:]}
        self.start, self.documents, self.count, self.clock = everything(), [], 0, FIRST

    # --- What happens ---

    @rule(who=st.integers(0, 5), which=st.integers(0, 20), step=STEPS, where=st.integers(0, 5))
    def move_somebody_sensibly(self, who, which, step, where):
        """One of the movements that the record of the person offers."""
        person = Person.objects.get(pk=self.people[who].pk)
        running = {m.__name__ for m in BREAKS if m.objects.as_of(self.clock).filter(person=person).exists()}
        last = person.memberships.order_by("started_on").last()
        offered = verbs_for(State.of(last, person.official_on, running))
        if offered:
            self.write(offered[which % len(offered)], [who], step, where)

    @rule(verb=st.sampled_from(VERBS), who=st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
          step=STEPS, where=st.integers(0, 5))  # fmt: skip
    def move_people(self, verb, who, step, where):
        self.write(verb, who, step, where)

    def write(self, verb, who, step, where):
        people, day = [self.people[number] for number in who], self.clock + timedelta(days=step)
        unit = self.branches[where % len(self.branches)]
        given = {"effective_on": day, "decided_on": day, "unit": unit, "to_unit": unit, "scope": "PARTY_LIFE"}
        given = {name: given[name] for name in ("effective_on", "decided_on", *verb.fields) if name in given}
        written = self.attempt(lambda: document.record(verb, people, given))
        for movement in written or []:
            self.count += 1
            self.documents.append((self.count, document.cancel, movement))
            if verb.kind in JOINING or verb.kind in LEAVING or verb.kind == "MOVED":
                place = None if verb.kind in LEAVING else unit.pk
                self.places[movement.person_id].append((day, place, self.count))

    @rule(verb=st.sampled_from(reorganisation.VERBS), which=st.integers(0, 5), into=st.integers(0, 5), step=STEPS)
    def change_units(self, verb, which, into, step):
        day = self.clock + timedelta(days=step)
        unit, other = (self.branches[number % len(self.branches)] for number in (which, into))
        if unit == other or unit.ended_on:
            return
        inside = Membership.objects.as_of(day).filter(unit=unit)
        new = {"name": "Chi bộ mới", "short_name": "Mới", "unit_type": "VILLAGE", "kind": "BRANCH"}
        takes_over = {"to_unit": other} if verb.slug in ("sap-nhap", "giai-the") else {}
        carried = [row.person for row in inside][: 1 if verb.slug == "chia-tach" else None]
        parent = self.neighbour if verb.slug == "chuyen-truc-thuoc" and into % 2 else self.commune
        given = {"effective_on": day, "parent": parent, "people": carried, **new, **takes_over}
        units = {"sap-nhap": [unit, other], "thanh-lap": []}.get(verb.slug, [unit])
        change = self.attempt(lambda: reorganisation.record(verb, units, given))
        if change is None:
            return
        self.count += 1
        self.documents.append((self.count, reorganisation.cancel, change))
        for branch in self.branches:
            branch.refresh_from_db()
        founded = [u for u in change.successors.all() if u not in self.branches]
        self.branches += founded
        goes_to = founded[0].pk if verb.slug == "chia-tach" else other.pk
        if verb.slug in ("sap-nhap", "giai-the", "chia-tach"):
            for person in carried:
                self.places[person.pk].append((day, goes_to, self.count))

    @precondition(lambda self: self.documents)
    @rule(which=st.integers(0, 30))
    def take_back(self, which):
        number, cancel, written = self.documents[which % len(self.documents)]
        before = everything()
        try:
            cancel(written, None, "Ghi nhầm")
        except Superseded:
            assert everything() == before
            return
        self.forget(number)

    # --- What must hold ---

    @invariant()
    def people_are_where_the_movements_say(self):
        memberships = list(Membership.objects.all())
        for day in self.days():
            told = {pk: self.place_on(pk, day) for pk in self.places}
            rows = [(row.person_id, row.unit_id) for row in memberships if is_on(row, day)]
            assert len(rows) == len(dict(rows)), "somebody is in two places"
            assert dict(rows) == {pk: unit for pk, unit in told.items() if unit}

    def the_report_explains_every_figure(self):
        """Both communes' paper from each change to the next; what it closes with is counted anew."""
        for commune in (self.commune, self.neighbour):
            for before, day in pairwise(self.changed()):
                asked = {"from": str(before + timedelta(days=1)), "as_of": str(day), "unit": commune.code}
                rows = [row for table in tables_of(ask("bien-dong", **asked)) for row in table["rows"]]
                for row in rows:
                    came, left = (sum(row[name] for name in ways) for ways in (CAME, LEFT))
                    assert row["opening"] + came - left == row["closing"], row
                members = Membership.objects.under(commune, day).as_of(day).count()
                assert sum(row["closing"] for row in rows) == members

    def the_statistics_and_the_names_agree_with_the_record(self):
        """Both communes' papers from one day on which something happened to the next, and over all of them at once."""
        changed, record = self.changed(), Recount()
        known = {row.parent_id for row in record.parents}
        for commune in (each for each in (self.commune, self.neighbour) if each.pk in known):
            for before, last in {*pairwise(changed), (changed[0], changed[-1])}:
                self.papers_agree(record, commune, before + ONE_DAY, last)

    def papers_agree(self, record, commune, first, last):
        asked = {"from": str(first), "as_of": str(last), "unit": commune.code}
        (table,), (names,) = (tables_of(ask(slug, **asked)) for slug in ("tang-giam", "bien-dong-chi-tiet"))
        lines = (tuple(row[name] for name in COLUMNS) for row in table["rows"])
        assert Counter(line for line in lines if any(line)) == record.balance(commune, first, last)
        told = Counter((row["name"], WORDS[row["movement"]], row["happened_on"]) for row in names["rows"])
        moves = record.moves(commune, first, last)
        assert told == Counter((person.full_name, way, str(day)) for _, person, way, day in moves)

    @invariant()
    def what_came_and_went_explains_the_whole(self):
        memberships = list(Membership.objects.all())
        for before, day in pairwise(self.days()):
            came = [row for row in memberships if before < row.started_on <= day and row.reason_in != "INTERNAL"]
            gone = [row for row in memberships if row.ended_on and before < row.ended_on <= day]
            left = [row for row in gone if row.reason_out != "INTERNAL"]
            opening, closing = (sum(is_on(row, on) for row in memberships) for on in (before, day))
            assert opening + len(came) - len(left) == closing

    def teardown(self):
        try:
            self.the_report_explains_every_figure()
            self.the_statistics_and_the_names_agree_with_the_record()
            for _, cancel, written in reversed(self.documents):
                cancel(written, None, "Ghi nhầm")
            assert everything() == self.start
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # --- The machine's own book ---

    def attempt(self, write):
        """What *write* returns, or None when it is refused; a refusal changes nothing."""
        before = everything()
        try:
            written = write()
        except ValidationError:
            assert everything() == before
            return None
        newest = written[-1] if isinstance(written, list) else written
        self.clock = max(self.clock, newest.effective_on)
        return written

    def forget(self, number):
        self.documents = [entry for entry in self.documents if entry[0] != number]
        for pk, places in self.places.items():
            self.places[pk] = [entry for entry in places if entry[2] != number]
        alive = set(Unit.objects.values_list("pk", flat=True))
        self.branches = [unit for unit in self.branches if unit.pk in alive]
        for branch in self.branches:
            branch.refresh_from_db()

    def place_on(self, pk, day):
        return next((unit for start, unit, _ in reversed(self.places[pk]) if start <= day), None)

    def days(self):
        """Those on which something happened, each with the day before it."""
        return sorted({day - timedelta(days=shift) for day in self.changed()[1:] for shift in (1, 0)})

    def changed(self):
        """The days on which something happened, after the one before the first of them."""
        changed = {start for places in self.places.values() for start, _, _ in places}
        changed |= {document.effective_on for _, _, document in self.documents}
        return sorted({min(changed) - ONE_DAY, *changed})


@pytest.mark.django_db
def test_random_histories():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
