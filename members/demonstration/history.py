"""Who belonged where and when: the members of 2018, then every event of the plan in its order."""

from datetime import date, timedelta

from members.demonstration.cast import CAST, FORMER_SECRETARY
from members.demonstration.plan import BRANCHES, EVENTS, day_in
from members.models import Exemption, Membership, Suspension, TemporaryAbsence
from nakhe.vietnamese.dates import PartialDate

LAST_OPENING_YEAR = 2017
ELSEWHERE = [f"Đảng bộ {place}" for place in ("thị trấn Yên Minh", "xã Phú Lũng", "xã Sủng Tráng", "xã Bạch Đích")]
REASONS_OUT = {"O": "TRANSFERRED_OUT", "D": "DIED", "R": "REMOVED", "M": "INTERNAL"}


class History:
    """roster: {code of chi bộ: open memberships}; kept: keys of people who do not leave by lot."""

    def __init__(self, rows, people, organisation, random):
        self.rows, self.people, self.organisation, self.random = rows, people, organisation, random
        self.branches = {branch.code: branch for branch in BRANCHES}
        self.codes = {organisation.units[code].pk: code for code in self.branches}
        self.roster = {code: [] for code in self.branches}
        self.kept = set()
        self.by_name = {}

    # --- The members of the end of 2018 ---

    def open(self):
        """The cast of each chi bộ, and by lot as many more as it had."""
        for branch in BRANCHES:
            parts = [part for part in CAST if part.branch == branch.code and part.came is None]
            for part in parts:
                person = self._enact(part)
                self._join_long_ago(branch, person, PartialDate.from_iso(part.admitted))
            for number in range(branch.opening - len(parts)):
                person = self.people.invent(branch, self._birth_year(branch, number))
                admitted_on = self.people.admission(person, branch.founded.year + 1, LAST_OPENING_YEAR)
                self._join_long_ago(branch, person, admitted_on)

    def _birth_year(self, branch, number):
        """A thôn has its elders; whoever serves in an office has not yet retired."""
        if branch.is_village and number < 2:
            return self.random.randint(1944, 1954)
        return self.random.randint(1955 if branch.is_village else 1966, 1993)

    def _enact(self, part):
        person = self.people.enact(part, self.branches[part.branch])
        self.by_name[part.name] = person
        self.kept.add(person.pk)
        return person

    def _join_long_ago(self, branch, person, admitted_on):
        """In a thôn people join where they live; an office's members were mostly admitted elsewhere."""
        first = max(admitted_on.first_day, branch.founded)
        if branch.is_village or self.random.random() < 0.4:
            self.people.make_member(person, admitted_on, branch.name)
            row = self._enter(branch.code, person, first, "ADMITTED", person.admission_decision_number or "")
            row.started_precision = admitted_on.precision
        else:
            self.people.make_member(person, admitted_on, self.random.choice(ELSEWHERE))
            moved_in = self.random.randint(min(first.year + 2, 2016), 2016)
            self._arrive(branch.code, person, max(first + timedelta(days=400), date(moved_in, 8, 15)))

    # --- The events ---

    def run(self):
        for year, events in EVENTS.items():
            for kind, where, text in sorted(events, key=lambda event: day_in(year, event[2])):
                self._happen(kind, where, day_in(year, text))

    def _happen(self, kind, where, day):
        if kind == "A":
            self._admit(where, day)
        elif kind == "I":
            self._arrive(where, self._stranger(where, day), day)
        elif kind == "M":
            self._move(*where.split(">"), day)
        else:
            self._leave(self._leaver(where, kind, day), day, REASONS_OUT[kind])

    def _admit(self, where, day):
        branch = self.branches[where]
        person = self._cast_for(where, day) or self.people.invent(branch, day.year - self.random.randint(21, 33))
        self.people.make_member(person, PartialDate.of(day), branch.name)
        self.kept.add(person.pk)
        older = [row.person for row in self.roster[where] if row.started_on.year < day.year - 3]
        person.introducers = ", ".join(one.full_name for one in self.random.sample(older, 2))
        self._enter(where, person, day, "ADMITTED", person.admission_decision_number)

    def _cast_for(self, where, day):
        """The next in the cast who comes to *where* on *day*; a village head joining is on file already."""
        for part in CAST:
            if (part.branch, part.came) == (where, day):
                person = self.by_name.get(part.name) or self._enact(part)
                if not person.admitted_on:
                    return person
        return None

    def enact_before_joining(self, name):
        """Someone of the cast who is on file before the admission, as a village head."""
        return self._enact(next(part for part in CAST if part.name == name))

    def _stranger(self, where, day):
        """Somebody admitted elsewhere, at least three years ago."""
        person = self._cast_for(where, day)
        if person:
            part = self.people.parts[person.pk]
            admitted_on = PartialDate.from_iso(part.admitted)
        else:
            person = self.people.invent(self.branches[where], self.random.randint(1978, 1993))
            admitted_on = self.people.admission(person, 1998, day.year - 3)
        return self.people.make_member(person, admitted_on, self.random.choice(ELSEWHERE))

    def _arrive(self, where, person, day):
        decision = self.rows.decision(day, "HU")
        self._enter(where, person, day, "TRANSFERRED_IN", decision, came_from=person.admitted_at)

    def _move(self, source, target, day):
        leaving = self._leaver(source, "M", day)
        self._leave(leaving, day, "INTERNAL", counterpart_out=self.organisation.units[target])
        self.kept.add(leaving.person.pk)
        decision = leaving.decision_out
        self._enter(target, leaving.person, day, "INTERNAL", decision, counterpart_in=self.organisation.units[source])

    def _leaver(self, where, kind, day):
        """Who goes: whom the cast names, the oldest for a death, else one of those who hold nothing."""
        for row in self.roster[where]:
            part = self.people.parts.get(row.person.pk)
            if part and part.leaves == day:
                return row
        free = [row for row in self.roster[where] if row.person.pk not in self.kept]
        if kind == "D":
            return min(free, key=lambda row: row.person.birth_on)
        return self.random.choice([row for row in free if row.person.birth_on.year > 1965] or free)

    def _enter(self, where, person, day, reason, decision="", **fields):
        row = self.rows.add(
            Membership,
            person=person,
            unit=self.organisation.units[where],
            started_on=day,
            reason_in=reason,
            decision_in=decision,
            decided_in_on=decision.day if decision else None,
            **fields,
        )
        self.roster[where].append(row)
        return row

    def _leave(self, row, day, reason, **fields):
        row.ended_on, row.reason_out = day, reason
        if reason != "DIED":
            row.decision_out = self.rows.decision(day - timedelta(days=4))
            row.decided_out_on = row.decision_out.day
        if reason == "TRANSFERRED_OUT":
            row.went_to = self._where_to(row.person)
        for name, value in fields.items():
            setattr(row, name, value)
        self.roster[self.codes[row.unit_id]].remove(row)

    def _where_to(self, person):
        named = {"Lục Văn Vinh": ELSEWHERE[1], FORMER_SECRETARY: "Chi bộ cơ quan Huyện ủy Yên Minh"}
        return named.get(person.full_name) or self.random.choice(ELSEWHERE)

    # --- Periods without duties ---

    def excuse(self):
        """The elders of the cast; one suspended over the end of 2022; a teacher away to study."""
        for part in self.people.parts.values():
            if part.elder_since:
                self._break(Exemption, self.by_name[part.name], part.elder_since, part.leaves)
        suspended = self._youngest_free("ban-rao")
        self._break(Suspension, suspended, date(2022, 11, 15), date(2023, 2, 15), scope="PARTY_LIFE")
        place = "Chi bộ lớp cao học, Trường Đại học Sư phạm Thái Nguyên"
        studying = self._youngest_free("truong-hoc")
        self._break(TemporaryAbsence, studying, date(2023, 9, 5), date(2024, 8, 31), place=place)
        self._break(Exemption, self.by_name["Nguyễn Đình Toản"], date(2024, 1, 15), None)

    def _youngest_free(self, where):
        free = [row.person for row in self.roster[where] if row.person.pk not in self.kept]
        person = max(free, key=lambda person: person.birth_on)
        self.kept.add(person.pk)
        return person

    def _break(self, model, person, start, end, **fields):
        decision = self.rows.decision(start - timedelta(days=5))
        self.rows.add(
            model,
            person=person,
            started_on=start,
            ended_on=end,
            decision_number=decision,
            decided_on=decision.day,
            **fields,
        )

    def rows_of(self, person):
        return [row for row in self.rows.of[Membership] if row.person is person]

    def members_on(self, day):
        """{code: [person]} on *day*."""
        found = {code: [] for code in self.roster}
        for row in self.rows.of[Membership]:
            if row.is_on(day):
                found[self.codes[row.unit_id]].append(row.person)
        return found
