"""Movements of members over a period: opening + every way in − every way out = closing (reports.movements)."""

from django.db.models import F

from reports import links, movements
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count
from reports.movements import ALL_IN, ALL_OUT, IN_TO_ALL, OUT_OF_ALL, WAYS_IN, WAYS_OUT, sum_of


def moved(column, heading=None, under=""):
    way = movements.WAYS[column]
    return Count(heading or way.label, under=under, link=links.moved(way.key))


MOVED = (*ALL_IN, *ALL_OUT)


class Movements(Report):
    slug = "bien-dong"
    title = "Biến động đảng viên"
    summary = "Đầu kỳ + tăng − giảm = cuối kỳ"
    group = "Đảng viên"
    parameters = ("from", "as_of", "unit")
    charts = [Bars("Vào, ra trong kỳ", values=MOVED, total=True)]

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        opening = Count("Đầu kỳ", link=links.people(day="opening_day"))
        admitted = moved("admitted", under="Tăng")
        readmitted = moved("readmitted", under="Tăng")
        transferred_in = moved("transferred_in", under="Tăng")
        came = Count("Cộng", under="Tăng", link=links.moved(IN_TO_ALL))
        died = moved("died", under="Giảm")
        expelled = moved("expelled", under="Giảm")
        removed = moved("removed", under="Giảm")
        withdrawn = moved("withdrawn", under="Giảm")
        transferred_out = moved("transferred_out", under="Giảm")
        left = Count("Cộng", under="Giảm", link=links.moved(OUT_OF_ALL))
        internal_in = moved("internal_in", "Đến", under="Chuyển nội bộ")
        internal_out = moved("internal_out", "Đi", under="Chuyển nội bộ")
        came_with_unit = moved("came_with_unit", "Chuyển về", under="Theo chi bộ")
        left_with_unit = moved("left_with_unit", "Chuyển đi", under="Theo chi bộ")
        closing = Count("Cuối kỳ", link=links.people())

    @property
    def opening_day(self):
        return movements.opening_day(self)

    def rows(self):
        sums = {"came": WAYS_IN, "left": WAYS_OUT}
        added = {name: sum((F(column) for column in ways), 0) for name, ways in sums.items()}
        return movements.counted(self).annotate(**added)

    def notes(self, rows):
        """The identity for the whole; what is counted on the two days must agree with what happened between."""

        def total(*columns):
            return sum(sum_of(row, columns) for row in rows)

        came, left = total(*WAYS_IN), total(*WAYS_OUT)
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
