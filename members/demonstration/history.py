"""Who belonged where and when: the members of 2018, then every event of the plan in its order."""

from datetime import date, timedelta

from members.demonstration.names import DAO, GIAY, MONG, TAY
from members.demonstration.plan import BRANCHES, EVENTS, day_in
from members.models import Exemption, Membership, Suspension, TemporaryAbsence

OPENING_DAY = date(2018, 12, 31)
ELSEWHERE = ["Đảng bộ thị trấn Yên Minh", "Đảng bộ xã Phú Lũng", "Đảng bộ xã Sủng Tráng", "Đảng bộ xã Bạch Đích"]

# The people of Na Pô are those of the design: (name, sex, people, birth, admission).
NA_PO_IN_2018 = [
    ("Hoàng Văn Bằng", "M", TAY, 1979, date(2006, 2, 3)),
    ("Lù Thị Chấn", "F", GIAY, 1988, date(2013, 11, 7)),
    ("Vàng Mí Dế", "M", MONG, 1985, date(2012, 2, 9)),
    ("Phàn Văn Điềm", "M", None, 1991, date(2017, 9, 2)),
    ("Hoàng Văn Khìn", "M", TAY, 1972, date(1998, 2, 3)),
    ("Vàng Thị Lan", "F", GIAY, 1990, date(2016, 9, 2)),
    ("Lù Văn Mìn", "M", GIAY, 1968, date(1994, 5, 19)),
    ("Lục Văn Vinh", "M", TAY, 1976, date(2003, 9, 2)),
    ("Lù Văn Quáng", "M", GIAY, 1947, date(1970, 2, 3)),
    ("Nông Văn Sơn", "M", TAY, 1986, date(2011, 5, 19)),
]
ADMITTED = {
    "na-po": {
        date(2019, 11, 7): [("Giàng Mí Lềnh", "M", MONG, 1996)],
        date(2021, 5, 19): [("Lục Thị Hạnh", "F", TAY, 1994)],
        date(2022, 5, 19): [("Triệu Thị Sính", "F", None, 1987)],
        date(2023, 2, 3): [("Hoàng Thị Phương", "F", TAY, 1995)],
        date(2023, 6, 28): [("Tẩn Thị Mẩy", "F", None, 1998), ("Sùng Mí Nô", "M", MONG, 1999)],
        date(2023, 9, 2): [("Vàng Mí Tủa", "M", MONG, 2001)],
    },
    "ban-rao": {date(2023, 5, 22): [("Phàn Thị Liều", "F", DAO, 1997)]},
}
WAITING = {"Phàn Thị Liều"}
"""Probation is over, recognition has not come."""
COMMUNE_SECRETARY = "Hoàng Đức Thịnh"
LEAVING = {("na-po", "O"): "Lục Văn Vinh", ("na-po", "D"): "Lù Văn Quáng"}
REASONS_OUT = {"O": "TRANSFERRED_OUT", "D": "DIED", "R": "REMOVED"}


class History:
    """roster: {code of chi bộ: open memberships}; kept: people who hold something and therefore stay."""

    def __init__(self, rows, people, organisation, random):
        self.rows, self.people, self.organisation, self.random = rows, people, organisation, random
        self.branches = {branch.code: branch for branch in BRANCHES}
        self.roster = {branch.code: [] for branch in BRANCHES}
        self.kept = set()
        self.elders = {}
        self.admits_next = {}
        self.admitted = set()
        people.taken |= {COMMUNE_SECRETARY, *(row[0] for row in NA_PO_IN_2018)}
        for rows_by_day in ADMITTED.values():
            people.taken |= {row[0] for named in rows_by_day.values() for row in named}

    # --- The members of the end of 2018 ---

    def open(self):
        for branch in BRANCHES:
            for person, admitted_on in self._opening_people(branch):
                self._join_long_ago(branch, self.people.make_member(person, admitted_on, branch), admitted_on)

    def _opening_people(self, branch):
        if branch.code == "na-po":
            for name, sex, stock, born, admitted_on in NA_PO_IN_2018:
                yield self._named(branch, name, sex, stock, born), admitted_on
            return
        for number in range(branch.opening):
            if branch.code == "co-quan" and number == 0:
                person = self._named(branch, COMMUNE_SECRETARY, "M", TAY, 1974)
            else:
                person = self.people.invent(branch, born=1946 + number if number < 2 and branch.is_village else None)
            yield person, self.people.admission_day(person, branch.founded, OPENING_DAY - timedelta(days=60))

    def _named(self, branch, name, sex, stock, born):
        return self.people.invent(branch, born, name, stock, sex)

    def _join_long_ago(self, branch, person, admitted_on):
        """In a thôn people join where they live; an office's members were mostly admitted elsewhere."""
        if branch.is_village or self.random.random() < 0.4:
            self._enter(branch.code, person, admitted_on, "ADMITTED", decision=person.admission_decision_number)
        else:
            latest = (OPENING_DAY - timedelta(days=31) - admitted_on).days
            moved_on = admitted_on + timedelta(days=self.random.randint(30, max(31, latest)))
            self._arrive(branch.code, person, moved_on)

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
            self._leave(self._leaver(where, kind), day, REASONS_OUT[kind])

    def _admit(self, where, day):
        branch = self.branches[where]
        person = self.admits_next.pop((where, day), None) or self._candidate(branch, day)
        self.people.make_member(person, day, branch)
        if person.full_name in WAITING:
            person.official_on = None
        self.kept.add(person.pk)
        two = [row.person.full_name for row in self.roster[where] if row.started_on < date(2018, 1, 1)][:2]
        person.introducers = ", ".join(two)
        self._enter(where, person, day, "ADMITTED", decision=person.admission_decision_number)

    def _candidate(self, branch, day):
        named = ADMITTED.get(branch.code, {}).get(day)
        if named:
            row = next(row for row in named if row[0] not in self.admitted)
            self.admitted.add(row[0])
            return self._named(branch, *row)
        return self.people.invent(branch, born=day.year - self.random.randint(21, 33))

    def _stranger(self, where, day):
        """Somebody admitted elsewhere, at least three years ago."""
        branch = self.branches[where]
        person = self.people.invent(branch, born=self.random.randint(1978, 1993))
        latest = date(day.year - 3, 12, 31)
        return self.people.make_member(person, self.people.admission_day(person, date(1990, 1, 1), latest), branch)

    def _arrive(self, where, person, day):
        person.admitted_at = self.random.choice(ELSEWHERE)
        self._enter(
            where, person, day, "TRANSFERRED_IN", decision=self.rows.decision(day.year), came_from=person.admitted_at
        )

    def _move(self, source, target, day):
        leaving = self._leaver(source, "M")
        self._leave(leaving, day, "INTERNAL", counterpart_out=self.organisation.units[target])
        self.kept.add(leaving.person.pk)
        self._enter(target, leaving.person, day, "INTERNAL", counterpart_in=self.organisation.units[source])

    def _leaver(self, where, kind):
        """Who goes: the person whom the plan names, an elder who dies, else one of those who hold nothing."""
        free = [row for row in self.roster[where] if row.person.pk not in self.kept]
        named = LEAVING.get((where, kind))
        if named:
            return next(row for row in free if row.person.full_name == named)
        free = [row for row in free if row.person.full_name not in LEAVING.values()]
        if kind == "D":
            return self.elders.get(where) or min(free, key=lambda row: row.person.birth_on.year)
        free = [row for row in free if row is not self.elders.get(where)]
        return self.random.choice(free)

    def _enter(self, where, person, day, reason, decision="", **fields):
        row = self.rows.add(
            Membership,
            person=person,
            unit=self.organisation.units[where],
            started_on=day,
            reason_in=reason,
            decision_in=decision or self.rows.decision(day.year, "ĐU"),
            decided_in_on=day - timedelta(days=3),
            **fields,
        )
        self.roster[where].append(row)
        return row

    def _leave(self, row, day, reason, **fields):
        row.ended_on, row.reason_out = day, reason
        if reason in ("TRANSFERRED_OUT", "REMOVED", "INTERNAL"):
            row.decision_out, row.decided_out_on = self.rows.decision(day.year, "ĐU"), day - timedelta(days=3)
        if reason == "TRANSFERRED_OUT":
            row.went_to = self.random.choice(ELSEWHERE)
        for name, value in fields.items():
            setattr(row, name, value)
        next(rows for rows in self.roster.values() if row in rows).remove(row)

    # --- Periods without duties ---

    def excuse_elders(self):
        """Exempt until their deaths: Quáng of Na Pô, and the oldest of Na Kinh."""
        elder = min(self.roster["na-kinh"], key=lambda row: row.person.birth_on.year)
        self.elders["na-kinh"] = elder
        self.kept.add(elder.person.pk)
        quang = next(row for row in self.roster["na-po"] if row.person.full_name == "Lù Văn Quáng")
        self._break(Exemption, quang.person, date(2018, 6, 1), date(2024, 3, 11))
        self._break(Exemption, elder.person, date(2018, 9, 1), date(2023, 12, 5))

    def excuse(self):
        """From 2024 an elder of Bản Rào is exempt; one there was suspended over 2022; a teacher is away to study."""
        self._break(Exemption, self._free("ban-rao", oldest=True), date(2024, 1, 15), None)
        suspended = self._free("ban-rao")
        self._break(Suspension, suspended, date(2022, 11, 15), date(2023, 2, 15), scope="PARTY_LIFE")
        place = "Chi bộ lớp cao học, Trường Đại học Sư phạm Thái Nguyên"
        studying = self._free("truong-hoc")
        self._break(TemporaryAbsence, studying, date(2023, 9, 5), date(2024, 8, 31), place=place)

    def _free(self, where, oldest=False):
        """Someone who will stay on, and holds nothing; marked as staying."""
        free = [row for row in self.roster[where] if row.person.pk not in self.kept]
        free.sort(key=lambda row: row.person.birth_on.year)
        person = free[1 if oldest else -1].person
        self.kept.add(person.pk)
        return person

    def _break(self, model, person, start, end, **fields):
        self.rows.add(
            model,
            person=person,
            started_on=start,
            ended_on=end,
            decision_number=self.rows.decision(start.year, "ĐU"),
            decided_on=start - timedelta(days=5),
            **fields,
        )

    def members_on(self, day):
        """{code: [person]} on *day*."""
        codes = {unit.pk: code for code, unit in self.organisation.units.items()}
        found = {branch.code: [] for branch in BRANCHES}
        for row in self.rows.of[Membership]:
            if row.is_on(day):
                found[codes[row.unit_id]].append(row.person)
        return found
