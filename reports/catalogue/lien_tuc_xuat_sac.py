"""Who was rated HTXSNV in several years running up to the year: people, then chi bộ."""

from collections import defaultdict

from django.db.models import OuterRef, Q, Subquery

from members.models import Commendation, MemberRating
from members.roster import unit_name
from reports import links
from reports.base import Part, Report, ReportTable
from reports.columns import Column, Count
from units.models import Level, Unit, UnitRating


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

    def rows(self):
        ratings = self._excellent(MemberRating.objects, "person").select_related("person")
        ratings = ratings.annotate(unit_name=unit_name(self.as_of)).order_by(
            "-year", "unit__position", "unit__code", "person__sort_key", "pk"
        )
        return [
            {"person": last.person_id, "name": last.person.full_name, "unit": last.unit_name, **told(last, running)}
            for last, running in self._running(ratings, "person_id")
        ]

    def _units(self):
        ratings = self._excellent(UnitRating.objects, "unit").filter(unit__kind=Unit.Kind.BRANCH)
        ratings = ratings.annotate(unit_name=unit_name(self.as_of)).order_by("-year", "unit__position", "unit__code")
        return [
            {"pk": last.unit_id, "name": last.unit_name, **told(last, running)}
            for last, running in self._running(ratings, "unit_id")
        ]

    def _excellent(self, manager, subject):
        """All HTXSNV, up to the year, of those who have it in the year itself."""
        this_year = self.ratings(manager).filter(level=Level.EXCELLENT)
        ratings = manager.visible_to(self.reader, self.right).filter(
            Q(**{f"{subject}__in": this_year.values(subject)}), level=Level.EXCELLENT, year__lte=self.year
        )
        commended = Commendation.objects.filter(**{subject: OuterRef(subject)}, decided_on__lte=self.as_of)
        latest = commended.order_by("-decided_on", "-pk")
        return ratings.annotate(
            commended_for=Subquery(latest.values("form")[:1]), commended_on=Subquery(latest.values("decided_on")[:1])
        )

    def _running(self, ratings, subject):
        """(the rating of the year, how many years running) where they are enough; *ratings* the latest first."""
        given = defaultdict(list)
        for rating in ratings:
            given[getattr(rating, subject)].append(rating)
        for latest_first in given.values():
            running = run_length([rating.year for rating in latest_first])
            if running >= self.given.years:
                yield latest_first[0], running

    def _notes(self, rows, who):
        within = "" if self.is_whole else " Chỉ tính kết quả trong phạm vi được xem."
        return [f"{len(rows)} {who}. Năm không xếp loại hoặc chưa có kết quả làm đứt chuỗi.{within}"]


def run_length(years):
    """How many of *years*, the latest first, follow one another without a gap."""
    return next((n for n, year in enumerate(years) if year != years[0] - n), len(years))


def told(last, running):
    """What both tables say of a run that ends with the rating *last*."""
    form, day = last.commended_for, last.commended_on
    return {
        "running": running,
        "years": f"{last.year - running + 1}–{last.year}",
        "commendation": f"{form}, {day:%d/%m/%Y}" if form else "",
    }
