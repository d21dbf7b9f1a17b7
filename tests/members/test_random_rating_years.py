"""Random rating years: whoever takes whichever step in whichever order, the totals balance, a locked year stays as it
was locked, no step skips a right, and a refusal changes nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from members import rating_steps as steps
from members.models import Exemption, MemberRating, Membership, RatingRecord, RatingVersion, VillageHeadRating
from members.rating_roll import differences
from members.rating_sheets import EDITABLE, Part, rows_of
from nakhe.access import Role
from tests.factories import join, make_commune, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.rating_year import open_year
from units.models import Level, RatingCampaign, RatingSheet, Step, UnitRating

WRITTEN = (RatingCampaign, RatingSheet, MemberRating, UnitRating, VillageHeadRating, RatingVersion)
DAY = date(2024, 12, 31)
ROLES = ("secretary", "branch_0", "branch_1", "office", "cadre", "stranger")
REFUSALS = (PermissionDenied, ValidationError, steps.OutOfTurn)
WHO, WHICH = st.sampled_from(ROLES), st.integers(0, 3)
REASONS = st.sampled_from(["Xem lại", "Xem lại", "Xem lại", " "])
"""A reason that is forgotten now and then."""


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def records_of(version):
    return list(RatingRecord.objects.filter(version=version).order_by("pk").values())


class Years(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.commune = make_commune()
        self.branches = [make_unit(f"Chi bộ thôn {name}", self.commune) for name in "AB"]
        self.people = [make_member(f"Vàng Mí {n}", self.branches[n % 2]) for n in range(5)]
        Exemption.objects.create(person=self.people[0], started_on=date(2024, 1, 1))
        make_head(make_person("Giàng Mí Pó"), make_village("A", self.commune))
        self.readers = self._readers()
        self.year = open_year(self.commune, by=self.readers["secretary"])
        self.lists = list(self.year.sheets.order_by("pk"))  # of A, of B, of the chi bộ, of the heads
        self.at = dict.fromkeys(range(4), Step.DRAFT)
        self.is_locked, self.is_touched, self.versions = False, False, []

    def _readers(self):
        neighbour = make_commune("Đảng bộ xã Bạch Đích")
        held = {
            "secretary": (Role.SECRETARY, self.commune),
            "branch_0": (Role.UNIT_SECRETARY, self.branches[0]),
            "branch_1": (Role.UNIT_SECRETARY, self.branches[1]),
            "office": (Role.OFFICE, self.commune),
            "cadre": (Role.CADRE, self.commune),
            "stranger": (Role.SECRETARY, neighbour),
        }
        return {name: make_user(*where) for name, where in held.items()}

    # --- Steps of one list ---

    @rule(who=WHO, which=WHICH)
    def begin_vote(self, who, which):
        self.move(which, self.rates(who, which), Step.SELF_RATING, Step.VOTING, steps.begin_vote, by=who)

    @rule(who=WHO, which=WHICH)
    def propose(self, who, which):
        self.move(which, self.rates(who, which), Step.VOTING, Step.PROPOSED, steps.propose, by=who)

    @rule(who=WHO, which=WHICH, reason=REASONS)
    def send_back(self, who, which, reason):
        self.move(which, who == "secretary", Step.PROPOSED, Step.VOTING, steps.send_back, reason, by=who)

    @rule(who=WHO, which=WHICH, reason=REASONS)
    def reopen_list(self, who, which, reason):
        self.move(which, who == "secretary", Step.DECIDED, Step.PROPOSED, steps.reopen_sheet, reason, by=who)

    def move(self, which, may, before, after, verb, *reason, by):
        is_legal = may and not self.is_locked and self.at[which] == before and all(map(str.strip, reason))
        if self.attempt(is_legal, lambda: verb(self.lists[which], *reason, by=self.readers[by])):
            self.at[which] = after

    @rule(who=WHO, which=st.lists(WHICH, max_size=4, unique=True), number=st.sampled_from(["1-QĐ/ĐU", "2-QĐ/ĐU", ""]))
    def decide(self, who, which, number):
        self.decided(who, which, number)

    @rule(who=WHO)
    def decide_what_is_proposed(self, who):
        self.decided(who, [n for n, step in self.at.items() if step == Step.PROPOSED], "3-QĐ/ĐU")

    def decided(self, who, which, number):
        proposed = all(self.at[n] == Step.PROPOSED for n in which)
        is_legal = who == "secretary" and not self.is_locked and which and number and proposed
        given = [self.lists[n] for n in which], number, date(2024, 12, 27), "Thịnh"
        if self.attempt(is_legal, lambda: steps.decide(*given, by=self.readers[who])):
            self.at |= dict.fromkeys(which, Step.DECIDED)

    # --- Steps of the year ---

    @rule(who=WHO)
    def start(self, who):
        is_legal = who == "secretary" and not self.is_locked and Step.DRAFT in self.at.values()
        if self.attempt(is_legal, lambda: steps.start(self.year, self.readers[who])):
            self.at = {n: max(step, Step.SELF_RATING) for n, step in self.at.items()}

    @rule(who=WHO)
    def freeze_again(self, who):
        self.attempt(False, lambda: steps.freeze_lists(self.year, self.readers[who]))

    @rule(who=WHO)
    def lock(self, who):
        is_done = all(self.at[n] == Step.DECIDED for n in range(4) if rows_of(self.lists[n]).exists())
        is_legal = who == "secretary" and not self.is_locked and is_done
        if self.attempt(is_legal, lambda: steps.lock(self.year, self.readers[who])):
            self.is_locked = True
            version = RatingVersion.objects.latest("number")
            self.versions.append((version, records_of(version)))

    @rule(who=WHO, reason=REASONS)
    def reopen(self, who, reason):
        is_legal = who == "secretary" and self.is_locked and reason.strip()
        if self.attempt(is_legal, lambda: steps.reopen(self.year, reason, self.readers[who])):
            self.is_locked = False

    @precondition(lambda self: min(self.at.values()) >= Step.SELF_RATING and not self.is_locked)
    @rule()
    def bring_all_to_the_lock(self):
        """What a committee does in December; single steps seldom get so far."""
        for which, step in list(self.at.items()):
            if step == Step.SELF_RATING:
                self.begin_vote("secretary", which)
            if self.at[which] == Step.VOTING:
                self.propose("secretary", which)
        self.decide_what_is_proposed("secretary")
        self.lock("secretary")

    @rule(who=WHO, every_other=st.booleans())
    def take(self, who, every_other):
        codes = [each.code for each in differences(self.year)][:: 2 if every_other else 1]
        is_legal = who == "secretary" and not self.is_locked
        self.attempt(is_legal, lambda: steps.take_differences(self.year, codes, self.readers[who]))

    # --- What is written meanwhile ---

    @rule(which=WHICH, row=st.integers(0, 9), level=st.sampled_from(["", *Level.values]))
    def rate(self, which, row, level):
        """As the grid does: where the step lets the level be written."""
        rows = list(rows_of(self.lists[which]).order_by("pk"))
        if rows and "level" in EDITABLE[self.at[which]] and not self.is_locked:
            rating = rows[row % len(rows)]
            rating.level, rating.not_rated_reason = level, "" if level else rating.not_rated_reason
            rating.save()

    @rule(number=st.integers(0, 9), what=st.sampled_from(["exempt", "move", "leave", "join"]))
    def change_the_record(self, number, what):
        self.is_touched = True
        person = self.people[number % len(self.people)]
        home = person.memberships.filter(ended_on=None).first()
        if what == "join":
            self.people.append(make_member(f"Lù Thị {len(self.people)}", self.branches[number % 2]))
        elif what == "exempt":
            Exemption.objects.get_or_create(person=person, defaults={"started_on": date(2024, 2, 1)})
        elif home and what == "leave":
            self.end(home, "TRANSFERRED_OUT")
        elif home and home.started_on < date(2024, 6, 1):
            self.end(home, "INTERNAL")
            join(person, next(u for u in self.branches if u.pk != home.unit_id), date(2024, 6, 1), "INTERNAL")

    def end(self, membership, why):
        membership.ended_on, membership.reason_out = date(2024, 7, 1), why
        if why == "INTERNAL":
            membership.ended_on = date(2024, 6, 1)
        membership.save()

    # --- What must hold ---

    @invariant()
    def lists_are_where_the_legal_steps_led(self):
        assert [Step(step) for step in self.year.sheets.order_by("pk").values_list("step", flat=True)] == [
            self.at[n] for n in range(4)
        ]
        assert RatingCampaign.objects.get().is_locked == self.is_locked

    @invariant()
    def totals_balance(self):
        members = 0
        for one in self.lists:
            rows = list(rows_of(one))
            levels = sum(sum(row.level == level for row in rows) for level in Level)
            not_rated = sum(bool(row.not_rated_reason) for row in rows)
            without = sum(not row.has_result for row in rows)
            assert levels + not_rated + without == len(rows)
            members += len(rows) if one.part == Part.MEMBERS else 0
        assert members == MemberRating.objects.count(), "somebody is on no list"
        if not self.is_touched:
            assert members == Membership.objects.under(self.commune, DAY).as_of(DAY).count() == 5

    @invariant()
    def who_is_on_a_decided_list_has_the_decision(self):
        for n, one in enumerate(self.lists):
            if self.at[n] == Step.DECIDED:
                assert not rows_of(one).filter(decision_number="").exists()

    @invariant()
    def versions_never_change(self):
        for version, records in self.versions:
            assert records_of(version) == records

    @invariant()
    def a_locked_year_is_its_version(self):
        if self.is_locked:
            version, _ = self.versions[-1]
            told = RatingRecord.objects.filter(version=version, part=Part.MEMBERS)
            fields = ("person", "unit", "level", "not_rated_reason", "decision_number")
            assert set(told.values_list(*fields)) == set(MemberRating.objects.values_list(*fields))

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # --- The machine's own book ---

    def rates(self, who, which):
        return who == "secretary" or which < 2 and who == f"branch_{which}"

    def attempt(self, is_legal, step):
        """Whether *step* was taken: exactly when it is legal; a refusal changes nothing."""
        before = everything()
        try:
            with transaction.atomic():
                step()
        except REFUSALS as refused:
            assert not is_legal, refused
            assert everything() == before
            return False
        assert is_legal, "a step that should have been refused"
        return True


@pytest.mark.django_db
def test_random_rating_years():
    run_state_machine_as_test(
        Years,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
