"""The statistical table: A + B − C = D of every chi bộ and of the whole, with some counted apart in A and in D."""

from django.db.models import F

from members.models.membership import MembershipQuerySet
from reports import links, movements
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count
from reports.movements import ALL_IN, ALL_OUT, EVERY_WAY_IN, EVERY_WAY_OUT

OPENING, CAME, LEFT, CLOSING = "A. Đầu kỳ", "B. Tăng", "C. Giảm", "D. Cuối kỳ"
OF_WHICH = {
    "women": ("Nữ", {"gioi_tinh": "F"}, lambda members, day: members.of_women()),
    "minorities": ("Dân tộc thiểu số", {"dan_toc": "thieu_so"}, lambda members, day: members.of_minorities()),
    "probationary": ("Dự bị", {"tu_cach": "du_bi"}, MembershipQuerySet.probationary_on),
    "exempt": ("Miễn sinh hoạt", {"mien": "1"}, MembershipQuerySet.exempt_on),
}
"""{what: (heading, filter of the list, condition)} of whom the table counts apart on its two days."""


def on_day(under, what, day="as_of"):
    heading, filters, _ = OF_WHICH[what]
    return Count(heading, under=under, link=links.people(day=day, **filters))


def moved(under, column):
    way = movements.WAYS[column]
    return Count(way.label, under=under, link=links.moved(way.key))


class Balance(Report):
    slug = "tang-giam"
    title = "Tăng, giảm đảng viên"
    summary = "Biểu thống kê A + B − C = D, cân đối từng chi bộ; nữ, dân tộc thiểu số, dự bị, miễn"
    group = "Đảng viên"
    parameters = ("from", "as_of", "unit")

    charts = [Bars("Đầu kỳ và cuối kỳ theo chi bộ", "name", ("opening", "closing"))]

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        opening = Count("Tổng số", under=OPENING, link=links.people(day="opening_day"))
        opening_women, opening_minorities, opening_probationary, opening_exempt = (
            on_day(OPENING, what, "opening_day") for what in OF_WHICH
        )
        admitted, readmitted, transferred_in, internal_in, came_with_unit = (moved(CAME, way) for way in ALL_IN)
        came = Count("Cộng", under=CAME, link=links.moved(EVERY_WAY_IN))
        died, expelled, removed, withdrawn, transferred_out, internal_out, left_with_unit = (
            moved(LEFT, way) for way in ALL_OUT
        )
        left = Count("Cộng", under=LEFT, link=links.moved(EVERY_WAY_OUT))
        closing = Count("Tổng số", under=CLOSING, link=links.people())
        closing_women, closing_minorities, closing_probationary, closing_exempt = (
            on_day(CLOSING, what) for what in OF_WHICH
        )

    @property
    def opening_day(self):
        return movements.opening_day(self)

    def rows(self):
        apart = self._apart("opening", self.opening_day) | self._apart("closing", self.as_of)
        return movements.counted(self).annotate(
            came=sum((F(column) for column in ALL_IN), 0), left=sum((F(column) for column in ALL_OUT), 0), **apart
        )

    def _apart(self, side, day):
        members = movements.members_on(self, day)
        return {
            f"{side}_{what}": condition(members, day).count_per("unit") for what, (_, _, condition) in OF_WHICH.items()
        }

    def notes(self, rows):
        if not rows:
            return []
        whole = tuple(sum_of_rows(rows, column) for column in ("opening", "came", "left", "closing"))
        each = "; ".join(f"{row.short_name} {identity(figures(row))}" for row in rows)
        notes = [f"A + B − C = D, toàn bộ: {identity(whole)}.", f"Từng chi bộ: {each}.", *self._differences(rows)]
        return [*notes, *self._inside(rows)]

    def _differences(self, rows):
        """A sentence for each chi bộ that does not balance, with the people whom nothing on file explains."""
        for row in rows:
            if not movements.is_balanced(row):
                names = ", ".join(movements.behind_a_difference(self, row))
                yield f"Không khớp ở {row.short_name}: {names}. Soát lại ngày vào, ngày ra, và ngày của chi bộ."

    def _inside(self, rows):
        came, left = sum_of_rows(rows, "internal_in"), sum_of_rows(rows, "internal_out")
        if not came and not left:
            return
        yield f"Chuyển nội bộ tính cả ở B và C: {came} đến, {left} đi."
        if names := movements.moved_one_way(self):
            yield f"Chuyển nội bộ mới ghi một đầu: {', '.join(names)}."


def sum_of_rows(rows, column):
    return sum(getattr(row, column) for row in rows)


def figures(row):
    return row.opening, row.came, row.left, row.closing


def identity(figures):
    """“2 + 1 − 0 = 3”, or how far it is off: “2 + 0 − 0 = 2, cuối kỳ 1”."""
    opening, came, left, closing = figures
    expected = opening + came - left
    line = f"{opening} + {came} − {left} = {expected}"
    return line if expected == closing else f"{line}, không khớp cuối kỳ {closing}"
