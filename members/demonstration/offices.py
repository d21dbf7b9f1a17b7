"""Secretaries, committees and village heads. Whoever holds something is kept: the plan's leavers are others."""

from datetime import date

from members.demonstration.history import COMMUNE_SECRETARY
from members.demonstration.names import MONG, TAY
from members.demonstration.plan import BRANCHES
from members.models import Office, VillageHead

HEADS_SINCE = {2017: date(2017, 7, 20), 2020: date(2020, 7, 20)}
FIRST_COMMITTEE = ("na-po", "ban-rao", "co-quan", "truong-hoc", "lung-bung", "khau-piai", "cong-an")
"""Chi bộ whose secretary of today was elected only in 2022; the others' has served since 2017."""
NA_PO = {"SECRETARY": "Hoàng Văn Bằng", "DEPUTY_SECRETARY": "Lù Thị Chấn", "COMMITTEE_MEMBER": "Vàng Mí Dế"}
NA_PO_BEFORE = "Lù Văn Mìn"
OUTSIDE = {"phe-pha": "Giàng Mí Pó", "lung-vai": "Thào Mí Chứ", "na-kinh": "Hoàng Văn Thực", "khau-piai": "Ly Mí Sáng"}
"""Heads of 2020 who were not members: two still are not; Thực joined in 2023; Sáng was replaced in 2022."""
THUC_JOINED, SANG_REPLACED = ("na-kinh", date(2023, 5, 19)), date(2022, 8, 1)


class Offices:
    """secretaries, heads: the holders of 28/05/2024 by code of chi bộ."""

    def __init__(self, rows, people, organisation, history):
        self.rows, self.people = rows, people
        self.organisation, self.history = organisation, history
        self.secretaries, self.heads, self.chosen = {}, {}, {}
        people.taken |= set(OUTSIDE.values())

    def choose(self):
        """Pick the holders from the members of 2018, before anybody may leave."""
        for branch in BRANCHES:
            if branch.opening:
                self.chosen[branch.code] = self._choose(branch)

    def _choose(self, branch):
        free = [row.person for row in self.history.roster[branch.code] if row.person.pk not in self.history.kept]
        free = sorted(free, key=lambda person: -person.birth_on.year)
        by_name = {person.full_name: person for person in free}
        if branch.code == "na-po":
            team = [by_name[name] for name in (*NA_PO.values(), NA_PO_BEFORE, "Hoàng Văn Khìn")]
        elif branch.code == "co-quan":
            team = [
                *[person for person in free if person.full_name != COMMUNE_SECRETARY][1:5],
                by_name[COMMUNE_SECRETARY],
            ]
        else:
            team = free[1:6]
        self.history.kept.update(person.pk for person in team)
        return team

    def fill(self):
        """Write the offices once everybody's history is known."""
        roster = self.history.roster["cong-an"]
        self.chosen["cong-an"] = [row.person for row in roster if row.started_on.year == 2021]
        for branch in BRANCHES:
            self._branch_offices(branch, *self.chosen[branch.code][:4])
        self._commune_offices()

    def _branch_offices(self, branch, now, deputy, member, before):
        self.secretaries[branch.code] = now
        changed = branch.code in FIRST_COMMITTEE
        for (code, year), term in self.organisation.terms.items():
            if code != branch.code:
                continue
            committee = self.organisation.committees[code, year]
            secretary = before if changed and year < 2022 else now
            self._office(secretary, "SECRETARY", term, committee if committee else None, term.started_on)
            self._office(deputy, "DEPUTY_SECRETARY", term, committee, term.started_on)
            if committee:
                self._office(member, "COMMITTEE_MEMBER", term, committee, committee.started_on)

    def _office(self, person, position, term, committee, since):
        if committee and committee.started_on > since:
            committee = None
        self.rows.add(
            Office,
            person=person,
            unit=term.unit,
            position=position,
            term=term,
            committee=committee,
            started_on=since,
            ended_on=term.ended_on,
            decision_number=self.rows.decision(since.year, "ĐU"),
            decided_on=since,
        )

    def _commune_offices(self):
        """The đảng ủy of the XIX congress: its secretary is of the office chi bộ; so is who heads the government."""
        team = self.chosen["co-quan"]
        term = self.organisation.terms["na-khe", 2020]
        committee = self.organisation.committees["na-khe", 2020]
        holders = [(team[4], "SECRETARY"), (team[0], "DEPUTY_SECRETARY"), (team[1], "STANDING_MEMBER")]
        holders += [(self.secretaries[code], "COMMITTEE_MEMBER") for code in ("truong-hoc", "quan-su", "na-po")]
        for person, position in holders:
            self._office(person, position, term, committee, term.started_on)
        self.rows.add(
            Office,
            person=team[0],
            unit=self.organisation.commune,
            position="GOVERNMENT",
            title="Chủ tịch Ủy ban nhân dân xã",
            started_on=date(2020, 7, 1),
        )

    # --- Village heads ---

    def choose_heads(self):
        for branch in BRANCHES:
            if branch.is_village:
                self._heads_of(branch)

    def _heads_of(self, branch):
        team = self.chosen[branch.code]
        former, member = team[4], team[2] if branch.code == "na-po" else team[3]
        self._head(former, branch, HEADS_SINCE[2017], HEADS_SINCE[2020])
        if branch.code in OUTSIDE:
            self._outsider(branch)
        else:
            self._head(member, branch, HEADS_SINCE[2020], None)

    def _outsider(self, branch):
        name = OUTSIDE[branch.code]
        person = self.people.invent(branch, 1988, name, TAY if name.startswith("Hoàng") else MONG, "M")
        replaced = SANG_REPLACED if branch.code == "khau-piai" else None
        self._head(person, branch, HEADS_SINCE[2020], replaced)
        if replaced:
            self._head(self.chosen[branch.code][2], branch, replaced, None)
        if branch.code == THUC_JOINED[0]:
            self.history.admits_next[THUC_JOINED] = person

    def _head(self, person, branch, start, end):
        self.rows.add(
            VillageHead,
            person=person,
            village=self.organisation.villages[branch.code],
            started_on=start,
            ended_on=end,
            term_years=f"{start.year}–{start.year + 3 if start.year == 2017 else 2025}",
            decision_number=f"{11 + len(self.rows.of[VillageHead])}/QĐ-UBND",
            decided_on=start,
        )
        if end is None:
            self.heads[branch.code] = person
