"""Who is on the list of a year's rating in some chi bộ, with what the rules ask of each person's record."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, Subquery

from members.models import Discipline, Exemption, MemberRating, Membership, Person, Suspension
from members.models.membership import membership_on, standing
from units.models import NotRatedReason, RatingSheet
from units.rating_remarks import (
    Remark,
    admission_remark,
    discipline_remark,
    expelled_remark,
    missing_remark,
    not_here_remark,
    not_to_be_rated_remark,
    rating_remarks,
    should_be_rated_remark,
    years_looked_back,
)
from units.rating_rules import frozen_reason, why_not_rated

ELSEWHERE = Remark("Đã có kết quả ở một chi bộ khác")


@dataclass
class Listed:
    """One person on the list of the chi bộ *unit* (a key), with the year's rating wherever it was given."""

    campaign: object
    person: Person
    unit: int
    rating: MemberRating | None
    present: int | None = None
    """How many voted on the list, as far as that is written."""

    @property
    def is_elsewhere(self):
        return self.rating is not None and self.rating.unit_id != self.unit

    @property
    def given(self):
        """The rating that this chi bộ gave."""
        return None if self.is_elsewhere else self.rating

    @property
    def level(self):
        return self.given.level if self.given else ""

    @property
    def is_here(self):
        return self.person.home == self.unit

    @property
    def _admitted_on(self):
        return self.person.admitted_on or self.person.admission_decision_on

    @cached_property
    def not_rated(self):
        """As the frozen list says or, before there is one, the record."""
        return frozen_reason(self.rating) if self.campaign.listed_at and self.rating else self.by_record

    @cached_property
    def by_record(self):
        return why_not_rated(self.campaign, self.person.exempt_since, self.person.suspended_since, self._admitted_on)

    @property
    def remarks(self):
        """What the record says about the rating; of who was rated elsewhere the other chi bộ hears."""
        before = {rating.year: rating.level for rating in self.person.before}
        found = [self._expelled if self._is_expelled else self._listed_rightly, *self._disciplines]
        if self.is_elsewhere:
            return [remark for remark in found if remark and not remark.code] + [ELSEWHERE]
        found = [self._admission, *found, *rating_remarks(self.campaign, self.given, before, self.present)]
        return [remark for remark in found if remark]

    @property
    def _is_expelled(self):
        """Expelled before the end of the year, and not back since: not on the list (domain.md §1)."""
        expelled_on = self.person.expelled_on
        return bool(expelled_on) and not (self.is_here and self.person.came_on >= expelled_on)

    @property
    def _expelled(self):
        is_settled = self.given and self.given.not_rated_reason
        return None if is_settled else expelled_remark(self.campaign, self.person.expelled_on)

    @property
    def _listed_rightly(self):
        """Whether there is a rating where there should be one, and none where there should not."""
        if self.is_elsewhere:
            return None
        if not self.is_here:
            return not_here_remark(self.campaign)
        if not (self.given and self.given.has_result):
            return missing_remark(self.campaign, self.not_rated)
        if self.level and self.not_rated:
            return not_to_be_rated_remark(self.campaign, self.given, self.not_rated)
        if not self.level and not self.not_rated and not self._may_be_too_new:
            return should_be_rated_remark(self.campaign, self.given)
        return None

    @property
    def _may_be_too_new(self):
        return self.given.not_rated_reason == NotRatedReason.UNDER_SIX_MONTHS and self._admission

    @property
    def _admission(self):
        if self.person.exempt_since or self._is_expelled:
            return None
        return admission_remark(self.campaign, self._admitted_on, self.person.official_on)

    @property
    def _disciplines(self):
        return [
            discipline_remark(self.campaign, each.get_form_display(), each.decided_on, each.self_remedied, self.level)
            for each in self.person.this_year
            if not (self._is_expelled and each.form == Discipline.Form.EXPULSION)
        ]


class RatingList:
    """The lists of the chi bộ *units*: a constant number of queries, however many there are."""

    def __init__(self, reader, campaign, units, is_frozen=None):
        """*is_frozen* False asks the record although the list of the year is frozen."""
        self.reader, self.campaign, self.units = reader, campaign, [unit.pk for unit in units]
        self.year, self.day = campaign.year, campaign.assessed_on
        self.is_frozen = bool(campaign.listed_at) if is_frozen is None else is_frozen

    def of(self, people=None):
        """The Listed of every chi bộ, in name order; *people* are self.people with more annotations."""
        ratings = {rating.person_id: rating for rating in self._ratings()}
        found = []
        for person in self.people if people is None else people:
            rating = ratings.get(person.pk)
            units = dict.fromkeys([person.home, rating.unit_id if rating else None])
            here = [unit for unit in units if unit in self.units]
            found += [Listed(self.campaign, person, unit, rating, self._present.get(unit)) for unit in here]
        return found

    @cached_property
    def _present(self):
        """{unit key: how many were present at its vote}; nobody in a year that is previewed and not saved yet."""
        of_members = {"campaign": self.campaign.pk, "part": RatingSheet.Part.MEMBERS}
        sheets = RatingSheet.objects.filter(**of_members, unit__in=self.units)
        return dict(sheets.values_list("unit", "present"))

    @property
    def _members(self):
        return Membership.objects.visible_to(self.reader).as_of(self.day).filter(unit__in=self.units)

    def _ratings(self):
        """These units' ratings and, so that nobody is rated twice, those that their members were given elsewhere."""
        mine = Q(unit__in=self.units) | Q(person__in=self._members.values("person"))
        return MemberRating.objects.filter(mine, year=self.year)

    @property
    def people(self):
        """Who is on the frozen list; before there is one, the members on the assessment date and who was rated here.

        Whoever reads the chi bộ reads its whole frozen list, where somebody belongs by now or not.
        """
        rated = MemberRating.objects.filter(unit__in=self.units, year=self.year)
        listed = Q(pk__in=rated.values("person"))
        known = Person.objects.all()
        if not self.is_frozen:
            known = known.visible_to(self.reader)
            listed |= Q(pk__in=self._members.values("person"))
        disciplines = Discipline.objects.filter(decided_on__year=self.year)
        before = MemberRating.objects.visible_to(self.reader).filter(year__in=years_looked_back(self.campaign))
        return (
            known.filter(listed)
            .in_name_order()
            .prefetch_related(Prefetch("disciplines", disciplines, "this_year"), Prefetch("ratings", before, "before"))
            .annotate(**standing(self.day, person=""), **self._of_the_day(), expelled_on=self._expelled_on())
        )

    def _of_the_day(self):
        """Where each belonged on the assessment date and since when, and what keeps them from being rated."""
        own = {"person": OuterRef("pk")}
        home = membership_on(self.day)
        suspended = Suspension.objects.as_of(self.day).filter(scope=Suspension.Scope.PARTY_LIFE, **own)
        return {
            "home": Subquery(home.values("unit")[:1]),
            "came_on": Subquery(home.values("started_on")[:1]),
            "exempt_since": Subquery(Exemption.objects.as_of(self.day).filter(**own).values("started_on")[:1]),
            "suspended_since": Subquery(suspended.values("started_on")[:1]),
        }

    def _expelled_on(self):
        left = Membership.objects.filter(
            person=OuterRef("pk"), reason_out=Membership.ReasonOut.EXPELLED, ended_on__year=self.year
        )
        return Subquery(left.order_by("-ended_on").values("ended_on")[:1])
