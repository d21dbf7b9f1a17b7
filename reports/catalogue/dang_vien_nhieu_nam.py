"""How many members there were at the end of each of the last years and on the report's date, and who joined."""

from collections import Counter
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, DateField, Q, Value
from django.urls import reverse

from members.models import Membership
from nakhe.vietnamese.dates import format_day
from reports.base import Report, ReportTable
from reports.charts import Bars, Lines
from reports.columns import Column, DateColumn
from reports.columns import Count as CountColumn
from reports.movements import WAYS

COUNTED = ("members", "official", "women", "minorities")


def on_day(**filters):
    """The members on the day of the row."""

    def link(report, record):
        return f"{reverse('people')}?{urlencode(asked(report, record) | filters)}"

    return link


def admitted(report, record):
    """Those admitted from the first day of the row's year to its day."""
    period = {"tu": format_day(first_of(record["day"])), "bien_dong": WAYS["admitted"].key}
    return f"{reverse('report', args=['bien-dong-chi-tiet'])}?{urlencode(asked(report, record) | period)}"


def asked(report, record):
    unit = report.given.unit
    return {"ngay": format_day(record["day"])} | ({"don_vi": unit.pk} if unit else {})


def first_of(day):
    return date(day.year, 1, 1)


class MembersOverYears(Report):
    slug = "dang-vien-nhieu-nam"
    title = "Đảng viên qua các năm"
    summary = "Cuối mỗi năm: đảng viên, chính thức, nữ, dân tộc thiểu số; kết nạp trong năm"
    group = "Đảng viên"
    parameters = ("as_of", "years", "unit")
    charts = [
        Lines("Số đảng viên cuối năm", "year", ("members", "women")),
        Bars("Kết nạp trong năm", "year", ("admitted",)),
    ]

    class Table(ReportTable):
        is_numbered = False
        year = Column("Thời điểm")
        day = DateColumn("Đến ngày")
        members = CountColumn("Đảng viên", total=False, link=on_day())
        official = CountColumn("Chính thức", under="Trong đó", total=False, link=on_day(tu_cach="chinh_thuc"))
        women = CountColumn("Nữ", under="Trong đó", total=False, link=on_day(gioi_tinh="F"))
        minorities = CountColumn("Dân tộc thiểu số", under="Trong đó", total=False, link=on_day(dan_toc="thieu_so"))
        admitted = CountColumn("Kết nạp trong năm", total=False, link=admitted)

    @property
    def days(self):
        """The ends of the years before, and the report's own date as the last of as many years as asked for."""
        first = self.as_of.year - self.given.years + 1
        return [*(date(year, 12, 31) for year in range(first, self.as_of.year)), self.as_of]

    def rows(self):
        counted, admitted = self._counted(), self._admitted()
        for day in self.days:
            numbers = counted.get(day, dict.fromkeys(COUNTED, 0))
            yield {"year": f"Năm {day.year}", "day": day, **numbers, "admitted": admitted[day.year]}

    def _counted(self):
        """{day: {what: how many}} in one query; a day without members is not in it."""
        first, *others = (self._on(day) for day in self.days)
        return {day: dict(zip(COUNTED, numbers, strict=True)) for day, *numbers in first.union(*others, all=True)}

    def _on(self, day):
        members = self.members_of_branches(day).as_of(day)
        those = {
            "official": members.official_on(day),
            "women": members.of_women(),
            "minorities": members.of_minorities(),
        }
        counts = {what: Count("pk", filter=Q(pk__in=rows.values("pk"))) for what, rows in those.items()}
        counted = members.order_by().annotate(counted_on=Value(day, DateField())).values("counted_on")
        return counted.annotate(members=Count("pk"), **counts).values_list("counted_on", *COUNTED)

    def _admitted(self):
        """{year: how many}."""
        first = first_of(self.days[0])
        came = self.moves(since=first).filter(reason_in=Membership.ReasonIn.ADMITTED, began_here=True)
        days = came.started_within(first, self.as_of).values_list("started_on", flat=True)
        return Counter(day.year for day in days)

    def notes(self, rows):
        return [f"Năm {self.as_of.year}: tính đến ngày {format_day(self.as_of)}; các năm trước: ngày 31 tháng 12."]
