"""Who was rated HTXSNV in several years running up to the year: people, then chi bộ."""

from functools import cached_property

from django.db.models import OuterRef, Subquery

from members.models import Commendation, MemberRating
from members.rating_roll import subject_of
from members.rating_sheets import Part as Subjects
from members.roster import unit_name
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column, Count
from reports.rating_years import Years
from units.models import Level, Unit, UnitRating

FIRST_YEAR = 1930
"""No rating is older (rating_constraints)."""


class YearsRunning(Report):
    slug = "lien-tuc-xuat-sac"
    title = "Hoàn thành xuất sắc nhiệm vụ nhiều năm liền"
    summary = "Đảng viên, chi bộ HTXSNV liên tục, khen thưởng gần nhất"
    group = "Xếp loại"
    parameters = ("year", "years", "order", "unit")
    orders = ("name", "unit", "running")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        running = Count("Số năm liền", total=False)
        years = Column("Các năm")
        commendation = Column("Khen thưởng gần nhất")

    class Units(ReportTable):
        name = Column("Chi bộ", link=links.unit)
        running = Count("Số năm liền", total=False)
        years = Column("Các năm")
        commendation = Column("Khen thưởng gần nhất")

    decision = ""
    """Each of the years has its own."""

    @property
    def subtitle(self):
        return f"Từ {self.given.years} năm liền trở lên, tính đến năm {self.year}"

    def parts(self):
        people, units = self.rows(), self._units()
        return [
            Part(self.Table, people, "Đảng viên", notes=self._notes(people, "đảng viên")),
            Part(self.Units, units, "Chi bộ", notes=self._notes(units, "chi bộ")),
        ]

    @cached_property
    def _years(self):
        return Years(self, range(FIRST_YEAR, self.year + 1))

    def rows(self):
        if self.version:
            now, columns = self.records(Subjects.MEMBERS), ("person", "name", "unit_short_name")
        else:
            now, columns = (
                self._stored(MemberRating, "person__sort_key", "pk"),
                ("person", "person__full_name", "named"),
            )
        return [
            {"person": person, "name": name, "unit": unit, **told}
            for (person, name, unit), told in self._running(now, columns, MemberRating, Subjects.MEMBERS)
        ]

    def _units(self):
        if self.version:
            now, columns = self.records(Subjects.UNITS), ("unit", "unit_short_name")
        else:
            now, columns = self._stored(UnitRating).filter(unit__kind=Unit.Kind.BRANCH), ("unit", "named")
        return [
            {"pk": unit, "name": name, **told}
            for (unit, name), told in self._running(now, columns, UnitRating, Subjects.UNITS)
        ]

    def _stored(self, model, *order):
        ratings = self.ratings(model.objects).annotate(named=unit_name(self.as_of))
        return ratings.order_by("unit__position", "unit__code", *order)

    def _running(self, now, columns, model, part):
        """(*columns* of the year's row, what both tables say of its run) where that is long enough; the first column
        is the key."""
        subject = subject_of(part)
        commended = Commendation.objects.filter(**{subject: OuterRef(subject)}, decided_on__lte=self.as_of)
        latest = commended.order_by("-decided_on", "-pk")
        now = now.filter(level=Level.EXCELLENT).annotate(
            commended_for=Subquery(latest.values("form")[:1]), commended_on=Subquery(latest.values("decided_on")[:1])
        )
        rows = list(now.values_list(*columns, "commended_for", "commended_on"))
        verdicts = self._years.verdicts(model.objects, part, [row[0] for row in rows])
        for *row, form, day in rows:
            excellent = {year for year, (level, _) in verdicts[row[0]].items() if level == Level.EXCELLENT}
            running = run_length(sorted(excellent | {self.year}, reverse=True))
            if running >= self.given.years:
                yield row, told(self.year, running, form, day)

    def _notes(self, rows, who):
        within = "" if self.is_whole else " Chỉ tính kết quả trong phạm vi được xem."
        return [f"{len(rows)} {who}. Năm không xếp loại hoặc chưa có kết quả làm đứt chuỗi.{within}"]


def run_length(years):
    """How many of *years*, the latest first, follow one another without a gap."""
    return next((n for n, year in enumerate(years) if year != years[0] - n), len(years))


def told(year, running, form, day):
    """What both tables say of a run that ends with *year*, and of the latest commendation."""
    return {
        "running": running,
        "years": f"{year - running + 1}–{year}",
        "commendation": f"{form}, {day:%d/%m/%Y}" if form else "",
    }
