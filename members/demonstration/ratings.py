"""Campaigns and ratings of 2019–2023: units, members with the reasons of those not rated, village heads."""

from collections import defaultdict
from datetime import date

from members.demonstration.plan import (
    BRANCHES,
    COMPLETED,
    DECISIONS,
    EXCELLENT,
    NA_PO_EXCELLENT,
    UNITS_COMPLETED,
    UNITS_EXCELLENT,
)
from members.demonstration.rows import rating_reason, regime
from members.models import Discipline, Exemption, MemberRating, Suspension, VillageHead, VillageHeadRating
from nakhe.vietnamese.dates import add_months
from units.models import RatingCampaign, UnitRating

REGIMES = {2023: "QĐ 124 – HD 25", 2024: "QĐ 124 – HD 25"}
OLD_REGIME = "QĐ 132 – HD 21"


class Ratings:
    def __init__(self, rows, organisation, history, random):
        self.rows, self.organisation = rows, organisation
        self.history, self.random = history, random
        self.diligence = defaultdict(random.random)
        """How well each does their work, by lot: the same people stand out year after year."""

    def rate(self):
        for year, (number, day) in DECISIONS.items():
            self.decision = {"decision_number": number, "decided_on": day}
            self._campaign(year, "LOCKED", signer="Hoàng Đức Thịnh" if year > 2019 else "Ma Văn Hợp", **self.decision)
            self._units(year)
            self._members(year)
            self._heads(year)
        self._campaign(2024, "OPEN")

    def _campaign(self, year, state, **decision):
        self.rows.add(
            RatingCampaign,
            unit=self.organisation.commune,
            year=year,
            regime=regime(REGIMES.get(year, OLD_REGIME)),
            assessed_on=date(year, 12, 31),
            state=state,
            **decision,
        )

    def _units(self, year):
        for branch in BRANCHES:
            if branch.founded <= date(year, 12, 31):
                level = "EXCELLENT" if branch.code in UNITS_EXCELLENT[year] else "GOOD"
                level = "COMPLETED" if branch.code in UNITS_COMPLETED[year] else level
                unit = self.organisation.units[branch.code]
                self.rows.add(UnitRating, unit=unit, year=year, level=level, **self.decision)

    # --- Members ---

    def _members(self, year):
        members = self.history.members_on(date(year, 12, 31))
        reasons = {person.pk: self._reason(person, year) for people in members.values() for person in people}
        rated = {code: [one for one in people if not reasons[one.pk]] for code, people in members.items()}
        levels = self._levels(rated, year)
        for code, people in members.items():
            for person in people:
                verdict = {"not_rated_reason": reasons[person.pk]} if reasons[person.pk] else levels[person.pk]
                unit = self.organisation.units[code]
                self.rows.add(MemberRating, person=person, unit=unit, year=year, **verdict, **self.decision)

    def _reason(self, person, year):
        """Why *person* is not rated (HD 21; from 2023 on QĐ 124: admitted less than six months before)."""
        day = date(year, 12, 31)
        for model, reason in ((Exemption, "EXEMPT"), (Suspension, "SUSPENDED")):
            if any(row.person is person and row.is_on(day) for row in self.rows.of[model]):
                return reason
        is_new = add_months(person.admitted_on.first_day, 6) > day
        return "UNDER_SIX_MONTHS" if year >= 2023 and is_new else ""

    def _levels(self, rated, year):
        """{person key: {level, reason}}."""
        levels = {}
        for code, number in self._quotas(rated, year).items():
            best = self._best(rated[code], year, number)
            levels |= {one.pk: {"level": "EXCELLENT" if one in best else "GOOD"} for one in rated[code]}
        good = [one for people in rated.values() for one in people if levels[one.pk]["level"] == "GOOD"]
        for person in self._least([one for one in good if self._given(one, year) is None], COMPLETED[year]):
            code = self.random.choice("abc")
            levels[person.pk] = {"level": "COMPLETED", "reason": rating_reason("COMPLETED", code)}
        return levels

    def _quotas(self, rated, year):
        """HTXSNV per chi bộ: of 2023 as planned; before, in proportion, the largest remainders rounded up."""
        if year not in EXCELLENT:
            return {branch.code: branch.excellent for branch in BRANCHES}
        fixed = {"na-po": NA_PO_EXCELLENT[year]}
        sizes = {code: len(people) for code, people in rated.items() if code not in fixed}
        wanted, whole = EXCELLENT[year] - sum(fixed.values()), sum(sizes.values())
        quotas = {code: wanted * size // whole for code, size in sizes.items()}
        remainders = sorted(sizes, key=lambda code: -(wanted * sizes[code] % whole))
        for code in remainders[: wanted - sum(quotas.values())]:
            quotas[code] += 1
        return fixed | quotas

    def _best(self, people, year, number):
        """Whom the cast gives it, then the most diligent; nobody who was blamed, given less or is still new."""
        day = date(year, 12, 31)
        blamed = {row.person.pk for row in self.rows.of[Discipline] if row.decided_on.year == year}
        given = {one.pk: self._given(one, year) for one in people}
        open_to = [
            one
            for one in people
            if given[one.pk] in (None, "EXCELLENT")
            and one.pk not in blamed
            and one.official_on
            and one.official_on.first_day <= day
        ]
        chance = {one.pk: self.diligence[one.pk] + self.random.random() / 2 for one in open_to}
        return sorted(open_to, key=lambda one: (given[one.pk] is None, -chance[one.pk]))[:number]

    def _least(self, people, number):
        return sorted(people, key=lambda one: self.diligence[one.pk] + self.random.random() / 2)[:number]

    def _given(self, person, year):
        part = self.history.people.parts.get(person.pk)
        return part.levels.get(year) if part else None

    def _heads(self, year):
        for row in self.rows.of[VillageHead]:
            if row.is_on(date(year, 12, 31)):
                level = "EXCELLENT" if (row.pk + year) % 5 == 0 else "GOOD"
                self.rows.add(VillageHeadRating, person=row.person, village=row.village, year=year, level=level)
