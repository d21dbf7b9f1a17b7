"""Every way in and out of the membership over a report's period, and the two counts that it lies between.

opening + came − left = closing, of each chi bộ and of the whole (domain.md §3).

Opening and closing are counted on the tree of their own day; who came or went because the whole chi bộ came under the
committee, or left it, has ways of its own, so that the sum still holds. What counts, what lists and what balances ask
the same Way.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from members.models import Membership, Person
from members.moved_units import came_with_units, left_with_units
from nakhe.periods import day_before
from units.models import Unit, UnitClosure

IN, OUT = Membership.ReasonIn, Membership.ReasonOut


@dataclass(frozen=True)
class Way:
    """*key* asks for it in an address; without *reasons*, it is the way of those whose whole chi bộ came or left."""

    key: str
    label: str
    find: Callable
    reasons: tuple = ()

    def rows(self, report):
        """A row for everybody who went this way, with unit, mover, happened_on."""
        return self.find(report, self.reasons)

    def count(self, report):
        """How many for each chi bộ of an outer query."""
        return self.rows(report).count_per("unit")


def joined(report, reasons):
    rows = report.moves(since=opening_day(report)).filter(began_here=True, reason_in__in=reasons)
    rows = rows.started_within(report.first, report.as_of)
    return rows.annotate(mover=F("person"), happened_on=F("started_on"))


def left(report, reasons):
    rows = report.moves(since=opening_day(report)).filter(ended_here=True, reason_out__in=reasons)
    rows = rows.ended_within(report.first, report.as_of)
    return rows.annotate(mover=F("person"), happened_on=F("ended_on"))


def came_with_unit(report, _=()):
    return _with_units(report, came_with_units, "started_on")


def left_with_unit(report, _=()):
    return _with_units(report, left_with_units, "ended_on")


def _with_units(report, find, day):
    """Nothing comes under the whole register, or leaves it."""
    rows = UnitClosure.objects.none()
    if report.roots is not None:
        rows = find(report.roots, report.first, report.as_of)
    return rows.annotate(mover=F("unit__memberships__person"), happened_on=F(day))


WAYS_IN = {
    "admitted": Way("ket_nap", "Kết nạp", joined, (IN.ADMITTED,)),
    "readmitted": Way("ket_nap_lai", "Kết nạp lại, khôi phục", joined, (IN.READMITTED, IN.RESTORED)),
    "transferred_in": Way("chuyen_den", "Chuyển đến", joined, (IN.TRANSFERRED_IN, IN.ON_FILE)),
}
WAYS_OUT = {
    "died": Way("tu_tran", "Từ trần", left, (OUT.DIED,)),
    "expelled": Way("khai_tru", "Khai trừ", left, (OUT.EXPELLED,)),
    "removed": Way("xoa_ten", "Xóa tên", left, (OUT.REMOVED,)),
    "withdrawn": Way("xin_ra", "Xin ra", left, (OUT.WITHDRAWN,)),
    "transferred_out": Way("chuyen_di", "Chuyển đi", left, (OUT.TRANSFERRED_OUT,)),
}
INTERNAL_IN = {"internal_in": Way("noi_bo_den", "Chuyển nội bộ đến", joined, (IN.INTERNAL,))}
INTERNAL_OUT = {"internal_out": Way("noi_bo_di", "Chuyển nội bộ đi", left, (OUT.INTERNAL,))}
WITH_UNIT_IN = {"came_with_unit": Way("theo_chi_bo_ve", "Theo chi bộ chuyển về", came_with_unit)}
WITH_UNIT_OUT = {"left_with_unit": Way("theo_chi_bo_di", "Theo chi bộ chuyển đi", left_with_unit)}
ALL_IN = WAYS_IN | INTERNAL_IN | WITH_UNIT_IN
ALL_OUT = WAYS_OUT | INTERNAL_OUT | WITH_UNIT_OUT
"""{column: Way}."""
WAYS = {**ALL_IN, **ALL_OUT}
EVERY_WAY_IN, EVERY_WAY_OUT = "tang", "giam"
OTHER_WAYS_IN, IN_TO_ALL, OUT_OF_ALL = "den", "vao", "di"
"""The last two without moves inside the register and with whole chi bộ."""
GROUPS = {
    EVERY_WAY_IN: ("Tăng", ALL_IN),
    EVERY_WAY_OUT: ("Giảm", ALL_OUT),
    OTHER_WAYS_IN: ("Chuyển đến, kết nạp lại, khôi phục", {n: way for n, way in WAYS_IN.items() if n != "admitted"}),
    IN_TO_ALL: ("Kết nạp, chuyển đến, kết nạp lại, khôi phục", WAYS_IN),
    OUT_OF_ALL: ("Chuyển đi, từ trần, ra khỏi Đảng", WAYS_OUT),
}
CHOICES = [*((key, label) for key, (label, _) in GROUPS.items()), *((way.key, way.label) for way in WAYS.values())]
"""What ?bien_dong= may ask for, with its name."""


def asked_for(key):
    """[(find, reasons)] of the ways that *key* of CHOICES means, all of them for none: one query each."""
    ways = GROUPS[key][1] if key in GROUPS else WAYS
    asked = {}
    for way in ways.values():
        if key in ("", way.key, *GROUPS):
            asked.setdefault(way.find, []).extend(way.reasons)
    return list(asked.items())


def opening_day(report):
    return day_before(report.first)


def members_on(report, day):
    return report.cut(Membership.objects, day).as_of(day)


def branches(report):
    """The chi bộ that lay under the report's units on any of its days."""
    before = opening_day(report)
    units = report.cut(Unit.objects, since=before).overlapping(before, report.as_of)
    return units.branches().named(report.as_of).in_order()


def counted(report):
    """Those chi bộ with opening, closing and every way between."""
    return branches(report).annotate(
        opening=members_on(report, opening_day(report)).count_per("unit"),
        **{column: way.count(report) for column, way in WAYS.items()},
        closing=members_on(report, report.as_of).count_per("unit"),
    )


def sum_of(row, columns):
    return sum(getattr(row, column) for column in columns)


def is_balanced(row):
    return row.opening + sum_of(row, ALL_IN) - sum_of(row, ALL_OUT) == row.closing


def behind_a_difference(report, row):
    """Names of the people whom nothing on file brings from the opening of the chi bộ *row* to its closing."""
    found = Counter(people(members_on(report, opening_day(report)), row))
    for way in ALL_IN.values():
        found.update(people(way.rows(report), row, "mover"))
    for way in ALL_OUT.values():
        found.subtract(people(way.rows(report), row, "mover"))
    found.subtract(people(members_on(report, report.as_of), row))
    return names_of(Person.objects.filter(pk__in=[person for person, number in found.items() if number]))


def moved_one_way(report):
    """Names of the people whose move inside the register has one end only on file."""
    ends = Membership.objects.filter(person=OuterRef("person"))
    departure = ends.filter(reason_out=OUT.INTERNAL, ended_on=OuterRef("started_on"))
    arrival = ends.filter(reason_in=IN.INTERNAL, started_on=OuterRef("ended_on"))
    came = WAYS["internal_in"].rows(report).filter(~Exists(departure))
    went = WAYS["internal_out"].rows(report).filter(~Exists(arrival))
    return names_of(Person.objects.filter(Q(pk__in=came.values("person")) | Q(pk__in=went.values("person"))))


def people(rows, unit, field="person"):
    return rows.filter(unit=unit.pk).values_list(field, flat=True)


def names_of(people):
    return list(people.in_name_order().values_list("full_name", flat=True))
