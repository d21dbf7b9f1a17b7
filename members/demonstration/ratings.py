"""Campaigns and ratings of 2019–2023: units, members with the reasons of those not rated, village heads."""

from datetime import date

from members.demonstration.plan import (
    BRANCHES,
    COMPLETED,
    DECISIONS,
    EXCELLENT,
    UNITS_COMPLETED,
    UNITS_EXCELLENT,
)
from members.demonstration.rows import regime
from members.models import (
    Badge,
    Commendation,
    Discipline,
    Exemption,
    MemberRating,
    Membership,
    Suspension,
    VillageHead,
    VillageHeadRating,
)
from nakhe.vietnamese.dates import add_months
from units.models import RatingCampaign, UnitRating

REGIMES = {2023: "QĐ 124 – HD 25", 2024: "QĐ 124 – HD 25"}
OLD_REGIME = "QĐ 132 – HD 21"


class Ratings:
    def __init__(self, rows, organisation, history, random):
        self.rows, self.organisation = rows, organisation
        self.history, self.random = history, random

    def rate(self):
        for year, (number, day) in DECISIONS.items():
            self._campaign(year, "LOCKED", decision_number=number, decided_on=day, signer="Hoàng Đức Thịnh")
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
                self.rows.add(UnitRating, unit=self.organisation.units[branch.code], year=year, level=level)

    def _members(self, year):
        rated = {}
        for code, members in self.history.members_on(date(year, 12, 31)).items():
            rated[code] = []
            for person in members:
                reason = self._reason(person, year)
                if reason:
                    self._rating(person, code, year, not_rated_reason=reason)
                else:
                    rated[code].append(person)
        for code, person, level in self._levels(rated, year):
            self._rating(person, code, year, level=level)

    def _reason(self, person, year):
        """Why *person* is not rated (HD 21; from 2023 on QĐ 124: admitted less than six months before)."""
        day = date(year, 12, 31)
        if any(row.person is person and row.is_on(day) for row in self.rows.of[Exemption]):
            return "EXEMPT"
        if any(row.person is person and row.is_on(day) for row in self.rows.of[Suspension]):
            return "SUSPENDED"
        is_new = add_months(person.admitted_on.first_day, 6) > day
        return "UNDER_SIX_MONTHS" if year >= 2023 and is_new else ""

    def _levels(self, rated, year):
        """(code, person, level): 2023 as the plan says per chi bộ, the years before by lot over the whole."""
        quota = {branch.code: branch.excellent for branch in BRANCHES}
        if year in EXCELLENT:
            everyone = [(code, person) for code, members in rated.items() for person in members]
            self.random.shuffle(everyone)
            best, least = EXCELLENT[year], COMPLETED[year]
            for number, (code, person) in enumerate(everyone):
                level = "EXCELLENT" if number < best else "COMPLETED" if number < best + least else "GOOD"
                yield code, person, level
            return
        for code, members in rated.items():
            best = {person.pk for person in self._best(members, quota[code])}
            for person in members:
                yield code, person, "EXCELLENT" if person.pk in best else "GOOD"

    def _best(self, members, count):
        """By lot, but nobody who was disciplined in the year."""
        blamed = {row.person.pk for row in self.rows.of[Discipline]}
        return self.random.sample([person for person in members if person.pk not in blamed], count)

    def _rating(self, person, code, year, **verdict):
        self.rows.add(MemberRating, person=person, unit=self.organisation.units[code], year=year, **verdict)

    def _heads(self, year):
        for row in self.rows.of[VillageHead]:
            if row.is_on(date(year, 12, 31)):
                level = "EXCELLENT" if (row.pk + year) % 5 == 0 else "GOOD"
                self.rows.add(VillageHeadRating, person=row.person, village=row.village, year=year, level=level)


def honour(rows, organisation, history):
    """One reprimand (Lềnh of Na Pô, found and mended by himself), some commendations, the badges of the oldest."""
    members = {row.person.full_name: row.person for row in rows.of[Membership]}
    rows.add(
        Discipline,
        person=members["Giàng Mí Lềnh"],
        form="REPRIMAND",
        decided_on=date(2023, 4, 12),
        decision_number="03-QĐ/UBKT",
        reason="Chậm nộp đảng phí nhiều tháng",
        self_remedied=True,
    )
    for name, day in (("Vàng Mí Dế", date(2022, 12, 20)), ("Hoàng Văn Bằng", date(2023, 12, 22))):
        rows.add(Commendation, person=members[name], form="Giấy khen", given_by="UBND xã Na Khê", decided_on=day)
    rows.add(
        Commendation,
        unit=organisation.units["na-po"],
        form="Giấy khen chi bộ trong sạch, vững mạnh",
        given_by="Huyện ủy Yên Minh",
        decided_on=date(2024, 1, 15),
    )
    _badges(rows)


def _badges(rows):
    """BADGES: the level that each member's years in the Party have reached by the last award day of 2023."""
    awarded = date(2023, 11, 7)
    levels = [30, *range(40, 95, 5)]
    for row in rows.of[Membership]:
        decision = row.person.admission_decision_on.first_day
        years = awarded.year - decision.year - ((awarded.month, awarded.day) < (decision.month, decision.day))
        reached = [level for level in levels if level <= years]
        if reached and row.is_on(awarded):
            rows.add(
                Badge,
                person=row.person,
                level_id=levels.index(reached[-1]) + 1,
                awarded_on=awarded,
                decision_number="212-QĐ/TU",
            )
