"""The record of a small register read whole and counted again, row by row: what came, what went, who is there.

Written from domain.md §3 beside the reports, not from their queries: everything here is a loop over plain rows.
"""

from collections import Counter
from datetime import timedelta

from members.models import Exemption, Membership, Person, Probation
from units.models import Unit, UnitParent

WAYS_IN = {
    "ADMITTED": "admitted",
    "READMITTED": "readmitted",
    "RESTORED": "readmitted",
    "TRANSFERRED_IN": "transferred_in",
    "INTERNAL": "internal_in",
}
WAYS_OUT = {
    "DIED": "died",
    "EXPELLED": "expelled",
    "REMOVED": "removed",
    "WITHDRAWN": "withdrawn",
    "TRANSFERRED_OUT": "transferred_out",
    "INTERNAL": "internal_out",
}
CAME = ("admitted", "readmitted", "transferred_in", "internal_in", "came_with_unit")
LEFT = ("died", "expelled", "removed", "withdrawn", "transferred_out", "internal_out", "left_with_unit")
WORDS = {
    "Kết nạp": "admitted",
    "Kết nạp lại": "readmitted",
    "Khôi phục đảng tịch": "readmitted",
    "Chuyển đến": "transferred_in",
    "Chuyển nội bộ đến": "internal_in",
    "Theo chi bộ chuyển về": "came_with_unit",
    "Từ trần": "died",
    "Khai trừ": "expelled",
    "Xóa tên": "removed",
    "Xin ra khỏi Đảng": "withdrawn",
    "Chuyển đi": "transferred_out",
    "Chuyển nội bộ đi": "internal_out",
    "Theo chi bộ chuyển đi": "left_with_unit",
}
"""{what a list calls a way in or out: its column}."""
APART = ("women", "minorities", "probationary", "exempt")
ONE_DAY = timedelta(days=1)


def is_on(row, day):
    return row.started_on <= day and (row.ended_on is None or day < row.ended_on)


class Recount:
    """Every row of the register as it is now."""

    def __init__(self):
        self.units = list(Unit.objects.filter(kind="BRANCH"))
        self.parents = list(UnitParent.objects.all())
        self.memberships = list(Membership.objects.all())
        self.people = {person.pk: person for person in Person.objects.select_related("ethnicity")}
        self.exemptions, self.probations = list(Exemption.objects.all()), list(Probation.objects.all())

    # --- One day ---

    def lay_under(self, unit, commune, day):
        links = (row for row in self.parents if row.unit_id == unit.pk and row.parent_id == commune.pk)
        return is_on(unit, day) and any(is_on(row, day) for row in links)

    def members(self, unit, commune, day):
        """Who belonged to *unit* on *day*, as far as it lay under *commune* then."""
        if not self.lay_under(unit, commune, day):
            return []
        here = (row for row in self.memberships if row.unit_id == unit.pk and is_on(row, day))
        return [self.people[row.person_id] for row in here]

    def counted(self, people, day):
        """(all, women, minorities, probationary, exempt)."""
        exempt = {row.person_id for row in self.exemptions if is_on(row, day)}
        once_more = {row.person_id for row in self.probations if is_on(row, day)}
        return (
            len(people),
            sum(person.sex == "F" for person in people),
            sum(person.ethnicity is not None and not person.ethnicity.is_majority for person in people),
            sum(
                person.official_on is None or person.official_on.first_day > day or person.pk in once_more
                for person in people
            ),
            sum(person.pk in exempt for person in people),
        )

    # --- From one day to another, both included ---

    def moves(self, commune, first, last):
        """[(unit, person, way, day)] of everybody who came under *commune*, went from it or moved inside."""
        return [
            move
            for unit in self.units
            for row in self.memberships
            if row.unit_id == unit.pk
            for move in self._moves_of(unit, row, commune)
            if first <= move[3] <= last
        ]

    def _moves_of(self, unit, row, commune):
        """Of one stay in a chi bộ: its beginning, its end, and the days on which the chi bộ came or left meanwhile."""
        person = self.people[row.person_id]
        if self.lay_under(unit, commune, row.started_on):
            yield unit, person, WAYS_IN[row.reason_in], row.started_on
        if row.ended_on and self.lay_under(unit, commune, row.ended_on - ONE_DAY):
            yield unit, person, WAYS_OUT[row.reason_out], row.ended_on
        for day in self._days_of_change(unit):
            if not (row.started_on < day and (row.ended_on is None or day < row.ended_on)):
                continue
            before, now = (self.lay_under(unit, commune, on) for on in (day - ONE_DAY, day))
            if now and not before:
                yield unit, person, "came_with_unit", day
            if before and not now:
                yield unit, person, "left_with_unit", day

    def _days_of_change(self, unit):
        links = [row for row in self.parents if row.unit_id == unit.pk]
        return {day for row in links for day in (row.started_on, row.ended_on) if day}

    def balance(self, commune, first, last):
        """How often each line of the statistical table occurs, as the numbers of its columns; lines of zeros left out.

        Not by name: two chi bộ may have had the same one, one after the other.
        """
        moves = Counter((unit.pk, way) for unit, _, way, _ in self.moves(commune, first, last))
        lines = Counter(self._line(unit, commune, first - ONE_DAY, last, moves) for unit in self.units)
        return Counter({line: number for line, number in lines.items() if any(line)})

    def _line(self, unit, commune, before, last, moves):
        came, left = ([moves[unit.pk, way] for way in ways] for ways in (CAME, LEFT))
        opening, closing = (self.counted(self.members(unit, commune, day), day) for day in (before, last))
        return (*opening, *came, sum(came), *left, sum(left), *closing)
