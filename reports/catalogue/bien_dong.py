"""Movements of members over a period: opening + every way in − every way out = closing (domain.md §3).

Opening and closing are counted on the tree of their own day; who came or went because the whole chi bộ came under
the committee, or left it, stands in columns of its own, so that the sum still holds.
"""

from django.db.models import Value

from members.models import Membership
from members.moved_units import came_with_units, left_with_units
from nakhe.periods import day_before
from reports import links
from reports.base import BarChart, Report, ReportTable
from reports.columns import Column, Count
from units.models import Unit

IN, OUT = Membership.ReasonIn, Membership.ReasonOut
WAYS_IN = {"admitted": [IN.ADMITTED], "readmitted": [IN.READMITTED, IN.RESTORED], "transferred_in": [IN.TRANSFERRED_IN]}
WAYS_OUT = {
    "died": [OUT.DIED],
    "expelled": [OUT.EXPELLED],
    "removed": [OUT.REMOVED],
    "withdrawn": [OUT.WITHDRAWN],
    "transferred_out": [OUT.TRANSFERRED_OUT],
}


class Movements(Report):
    slug = "bien-dong"
    title = "Biến động đảng viên"
    summary = "Đầu kỳ + tăng − giảm = cuối kỳ"
    group = "Đảng viên"
    parameters = ("from", "as_of", "unit")
    chart = BarChart(title="Đảng viên cuối kỳ", label="name", value="closing")

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        opening = Count("Đầu kỳ", link=links.people(day="opening_day"))
        admitted = Count("Kết nạp", under="Tăng", link=links.admissions)
        readmitted = Count("Kết nạp lại, khôi phục", under="Tăng")
        transferred_in = Count("Chuyển đến", under="Tăng")
        died = Count("Từ trần", under="Giảm")
        expelled = Count("Khai trừ", under="Giảm")
        removed = Count("Xóa tên", under="Giảm")
        withdrawn = Count("Xin ra", under="Giảm")
        transferred_out = Count("Chuyển đi", under="Giảm")
        internal_in = Count("Đến", under="Chuyển nội bộ")
        internal_out = Count("Đi", under="Chuyển nội bộ")
        came_with_unit = Count("Chuyển về", under="Theo chi bộ")
        left_with_unit = Count("Chuyển đi", under="Theo chi bộ")
        closing = Count("Cuối kỳ", link=links.people())

    @property
    def opening_day(self):
        return day_before(self.first)

    def rows(self):
        members = self.moves(since=self.opening_day)
        came = members.filter(began_here=True).started_within(self.first, self.as_of)
        left = members.filter(ended_here=True).ended_within(self.first, self.as_of)
        units = self.cut(Unit.objects, since=self.opening_day).overlapping(self.opening_day, self.as_of)
        return (
            units.branches()
            .named(self.as_of)
            .in_order()
            .annotate(
                opening=self.cut(Membership.objects, self.opening_day).as_of(self.opening_day).count_per("unit"),
                **{name: came.filter(reason_in__in=reasons).count_per("unit") for name, reasons in WAYS_IN.items()},
                **{name: left.filter(reason_out__in=reasons).count_per("unit") for name, reasons in WAYS_OUT.items()},
                internal_in=came.filter(reason_in=IN.INTERNAL).count_per("unit"),
                internal_out=left.filter(reason_out=OUT.INTERNAL).count_per("unit"),
                **self._moved_with_units(),
                closing=self.cut(Membership.objects).as_of(self.as_of).count_per("unit"),
            )
        )

    def _moved_with_units(self):
        if self.roots is None:  # nothing comes under the whole register, or leaves it
            return {"came_with_unit": Value(0), "left_with_unit": Value(0)}
        return {
            "came_with_unit": came_with_units(self.roots, self.first, self.as_of).count_per("unit"),
            "left_with_unit": left_with_units(self.roots, self.first, self.as_of).count_per("unit"),
        }

    def notes(self, rows):
        """The identity for the whole; what is counted on the two days must agree with what happened between."""

        def total(name):
            return sum(getattr(row, name) for row in rows)

        came, left = sum(map(total, WAYS_IN)), sum(map(total, WAYS_OUT))
        internal = total("internal_in") - total("internal_out")
        with_units = total("came_with_unit"), total("left_with_unit")
        expected = total("opening") + came - left + internal + with_units[0] - with_units[1]
        moved = signed(internal, "chuyển nội bộ") + signed(with_units[0], "theo chi bộ chuyển về")
        moved += signed(-with_units[1], "theo chi bộ chuyển đi")
        line = f"Đầu kỳ {total('opening')} + tăng {came} − giảm {left}{moved} = {expected}"
        if expected == total("closing"):
            return [f"{line}, khớp với cuối kỳ."]
        return [f"{line}, không khớp với cuối kỳ ({total('closing')}): cần soát lại ngày vào, ngày ra."]


def signed(number, words):
    """“ − theo chi bộ chuyển đi 2”; nothing for 0."""
    return f" {'+' if number > 0 else '−'} {words} {abs(number)}" if number else ""
