"""Secretaries, committees and village heads. Whoever is drawn for an office is kept: the plan's leavers are others."""

from datetime import date, timedelta

from members.demonstration.cast import (
    COMMITTEE_MEMBERS,
    DEPUTIES,
    FORMER_SECRETARY,
    HEADS,
    HEADS_SINCE,
    OUTSIDERS,
    SECRETARIES,
)
from members.demonstration.plan import BRANCHES
from members.models import Office, VillageHead

COMMITTEE_SIZES = {"truong-hoc": 7, "co-quan": 7, "na-po": 3}
LARGE = 13
"""A chi bộ that began with so many members elects five to its chi ủy; a smaller one three."""
GOVERNMENT = ["Chủ tịch Ủy ban nhân dân xã", "Phó Chủ tịch Ủy ban nhân dân xã"]
MASS_ORGANISATIONS = [
    "Chủ tịch Ủy ban Mặt trận Tổ quốc xã",
    "Chủ tịch Hội Nông dân xã",
    "Chủ tịch Hội Liên hiệp Phụ nữ xã",
    "Chủ tịch Hội Cựu chiến binh xã",
    "Bí thư Đoàn xã",
]


class Offices:
    """secretaries, deputies: the holders of 28/05/2024 by code of chi bộ."""

    def __init__(self, rows, organisation, history):
        self.rows, self.people = rows, history.people
        self.organisation, self.history = organisation, history
        self.secretaries, self.deputies, self.drawn = {}, {}, {}

    # --- Before anybody leaves ---

    def draw(self):
        """Who will hold the offices that the cast leaves open."""
        for branch in BRANCHES:
            if branch.opening:
                self.drawn[branch.code] = self._eligible(branch.code)[: self._size(branch) - 1]
                self.history.kept.update(person.pk for person in self.drawn[branch.code])
        self.heading = {branch.code: self._draw_head(branch) for branch in BRANCHES if self._needs_a_head(branch)}
        eligible = self._eligible("co-quan")
        self.serving = eligible[: len(GOVERNMENT) + len(MASS_ORGANISATIONS) - 1]
        self.history.kept.update(person.pk for person in self.serving)

    def _eligible(self, code):
        """Members since before the congress of 2017, of working age, who hold nothing yet; the youngest first."""
        free = [
            row.person
            for row in self.history.roster[code]
            if row.person.pk not in self.history.kept
            and row.started_on.year <= 2016
            and row.person.official_on.year <= 2016
            and row.person.birth_on.year >= 1962
        ]
        return sorted(free, key=lambda person: (-person.birth_on.year, person.pk))

    def _size(self, branch):
        return COMMITTEE_SIZES.get(branch.code, 5 if branch.opening >= LARGE else 3)

    def _needs_a_head(self, branch):
        return branch.is_village and any(name is None for _, _, name in self._heads_of(branch))

    def _draw_head(self, branch):
        """One to head the thôn where the cast names nobody; in most thôn since 2017."""
        eligible = self._eligible(branch.code) or self.drawn[branch.code][-1:]
        self.history.kept.add(eligible[0].pk)
        return eligible[0]

    # --- Offices of the chi bộ ---

    def fill(self):
        """Write the offices once everybody's history is known."""
        self.drawn["cong-an"] = [
            row.person for row in self.history.roster["cong-an"] if row.person.full_name not in self.history.by_name
        ]
        for branch in BRANCHES:
            self._offices_of(branch)
        self._commune_offices()

    def _offices_of(self, branch):
        deputy, *others = self.drawn[branch.code] or [None]
        terms = [(year, term) for (code, year), term in self.organisation.terms.items() if code == branch.code]
        secretaries = self._dated(SECRETARIES[branch.code], branch.code)
        for year, term in terms:
            committee = self.organisation.committees[branch.code, year]
            for since, until, name in secretaries:
                self._office(self.history.by_name[name], "SECRETARY", term, committee, since, until)
            second = self._named(DEPUTIES, branch.code, year) or deputy
            self._office(second, "DEPUTY_SECRETARY", term, committee)
            if committee:
                third = self._named(COMMITTEE_MEMBERS, branch.code, year)
                members = [third, *others] if third else others
                for person in members[: self._size(branch) - 2]:
                    self._office(person, "COMMITTEE_MEMBER", term, committee, committee.started_on)
        self.secretaries[branch.code] = self.history.by_name[secretaries[-1][2]]
        self.deputies[branch.code] = second

    def _dated(self, holders, code):
        """[(since, until, name)]: a year stands for its congress."""
        days = [self.organisation.terms[code, at].started_on if isinstance(at, int) else at for at, _ in holders]
        return list(zip(days, [*days[1:], date.max], (name for _, name in holders), strict=True))

    def _named(self, table, code, year):
        names = [name for since, name in table.get(code, ()) if since <= year]
        return self.history.by_name[names[-1]] if names else None

    def _office(self, person, position, term, committee, since=date.min, until=date.max):
        """The part of the term in which *person* held it; whoever moves away leaves the office that day."""
        start = max(since, term.started_on)
        ends = [day for day in (term.ended_on, self._left_on(person, term), until) if day and day != date.max]
        end = min(ends, default=None)
        if end is not None and end <= start:
            return
        decision = self.rows.decision(start + timedelta(days=3), "ĐU" if term.unit.kind == "BRANCH" else "HU")
        self.rows.add(
            Office,
            person=person,
            unit=term.unit,
            position=position,
            term=term,
            committee=committee,
            started_on=start,
            ended_on=end,
            decision_number=decision,
            decided_on=decision.day,
        )

    def _left_on(self, person, term):
        rows = [row for row in self.history.rows_of(person) if row.unit is term.unit or term.unit.kind == "COMMUNE"]
        return rows[-1].ended_on if rows else None

    # --- Offices of the commune ---

    def _commune_offices(self):
        self._former_committee()
        term = self.organisation.terms["na-khe", 2020]
        committee = self.organisation.committees["na-khe", 2020]
        thinh, thuan, dinh = (self.history.by_name[n] for n in ("Hoàng Đức Thịnh", "Nông Văn Thuận", "Giàng Mí Dính"))
        standing = [self.serving[0], self.history.by_name["Ly Văn Sài"]]
        members = [self.secretaries[code] for code in ("na-po", "ban-rao", "lung-vai", "na-luong", "tram-y-te")]
        holders = [(thinh, "SECRETARY"), (thuan, "DEPUTY_SECRETARY"), (dinh, "DEPUTY_SECRETARY")]
        holders += [(person, "STANDING_MEMBER") for person in standing]
        holders += [(person, "COMMITTEE_MEMBER") for person in [*members, *self.serving[1:4]]]
        for person, position in holders:
            self._office(person, position, term, committee)
        self._office(self.secretaries["cong-an"], "COMMITTEE_MEMBER", term, committee, date(2021, 4, 5))
        for person, title in zip([dinh, *self.serving], GOVERNMENT + MASS_ORGANISATIONS, strict=True):
            position = "GOVERNMENT" if title in GOVERNMENT else "MASS_ORGANISATION"
            self._titled(person, position, title)

    def _former_committee(self):
        term, committee = self.organisation.terms["na-khe", 2015], self.organisation.committees["na-khe", 2015]
        for name, position in ((FORMER_SECRETARY, "SECRETARY"), ("Hoàng Đức Thịnh", "DEPUTY_SECRETARY")):
            self._office(self.history.by_name[name], position, term, committee)

    def _titled(self, person, position, title):
        since = max(date(2020, 7, 1), self.history.rows_of(person)[-1].started_on)
        commune = self.organisation.commune
        self.rows.add(Office, person=person, unit=commune, position=position, title=title, started_on=since)

    # --- Village heads ---

    def fill_heads(self):
        """Before the events: who heads a thôn may join the Party only later."""
        outsiders = {part.name: part for part in OUTSIDERS}
        for branch in BRANCHES:
            if branch.is_village:
                for since, until, name in self._heads_of(branch):
                    self._head(self._head_named(name, branch, outsiders), branch, since, until)

    def _heads_of(self, branch):
        """[(since, until, name or None)] from 2017 on: who was drawn fills the time that the cast leaves."""
        stints = HEADS.get(branch.code, [])
        if not stints or stints[0][0] > HEADS_SINCE[2017]:
            stints = [(HEADS_SINCE[2017], None), *stints]
        if len(stints) == 1:
            stints = [*stints, (HEADS_SINCE[2020], None)]
        untils = [*(since for since, _ in stints[1:]), None]
        return [(since, until, name) for (since, name), until in zip(stints, untils, strict=True)]

    def _head_named(self, name, branch, outsiders):
        if name is None:
            return self.heading[branch.code]
        if name in outsiders:
            return self.people.enact(outsiders[name], branch)
        return self.history.by_name.get(name) or self.history.enact_before_joining(name)

    def _head(self, person, branch, start, end):
        number = f"{11 + branch_position(branch) + (3 if start.year == 2022 else 0)}/QĐ-UBND"
        self.rows.add(
            VillageHead,
            person=person,
            village=self.organisation.villages[branch.code],
            started_on=start,
            ended_on=end,
            term_years=f"{start.year}–{2020 if start.year == 2017 else 2025}",
            decision_number=number,
            decided_on=start,
        )

    def every_head(self):
        return self.rows.of[VillageHead]


def branch_position(branch):
    return BRANCHES.index(branch) + 1
