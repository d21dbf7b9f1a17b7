"""Who was rated HTXSNV in several years running up to the year: people, then chi bộ."""

from functools import cached_property

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
    parameters = ("year", "years", "unit")

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
            records = self.records(Subjects.MEMBERS).filter(level=Level.EXCELLENT)
            now = records.values_list("person", "name", "unit_short_name")
        else:
            ratings = self._excellent_now(MemberRating).order_by(
                "unit__position", "unit__code", "person__sort_key", "pk"
            )
            now = ratings.values_list("person", "person__full_name", "named")
        return [
            {"person": person, "name": name, "unit": unit, **told}
            for (person, name, unit), told in self._running(now, MemberRating, Subjects.MEMBERS)
        ]

    def _units(self):
        if self.version:
            records = self.records(Subjects.UNITS).filter(level=Level.EXCELLENT)
            now = records.values_list("unit", "unit_short_name")
        else:
            ratings = self._excellent_now(UnitRating).filter(unit__kind=Unit.Kind.BRANCH)
            now = ratings.order_by("unit__position", "unit__code").values_list("unit", "named")
        return [
            {"pk": unit, "name": name, **told} for (unit, name), told in self._running(now, UnitRating, Subjects.UNITS)
        ]

    def _excellent_now(self, model):
        ratings = self.ratings(model.objects).filter(level=Level.EXCELLENT)
        return ratings.annotate(named=unit_name(self.as_of))

    def _running(self, now, model, part):
        """(row of *now*, what both tables say of its run) where the run is long enough; a row begins with its key."""
        now = list(now)
        keys = [key for key, *_ in now]
        verdicts, commended = self._years.verdicts(model.objects, part, keys), self._commended(subject_of(part), keys)
        for row in now:
            excellent = {year for year, (level, _) in verdicts[row[0]].items() if level == Level.EXCELLENT}
            running = run_length(sorted(excellent | {self.year}, reverse=True))
            if running >= self.given.years:
                years = f"{self.year - running + 1}–{self.year}"
                yield row, {"running": running, "years": years, "commendation": commended.get(row[0], "")}

    def _commended(self, subject, keys):
        """{key: the latest commendation by the report's date}."""
        given = Commendation.objects.filter(**{f"{subject}__in": keys}, decided_on__lte=self.as_of)
        rows = given.order_by("decided_on", "pk").values_list(subject, "form", "decided_on")
        return {key: f"{form}, {day:%d/%m/%Y}" for key, form, day in rows}

    def _notes(self, rows, who):
        within = "" if self.is_whole else " Chỉ tính kết quả trong phạm vi được xem."
        return [f"{len(rows)} {who}. Năm không xếp loại hoặc chưa có kết quả làm đứt chuỗi.{within}"]


def run_length(years):
    """How many of *years*, the latest first, follow one another without a gap."""
    return next((n for n, year in enumerate(years) if year != years[0] - n), len(years))
