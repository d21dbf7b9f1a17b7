"""The chi bộ on a date: members, secretary, chi ủy, village."""

from django.db.models import Exists, F, OuterRef, Subquery

from members.models import Office
from reports import links
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count, YesNo
from reports.narrowed import BORDER, COMMITTEE
from units.models import Committee


class Organisation(Report):
    slug = "to-chuc"
    title = "Tổ chức chi bộ và đảng viên"
    summary = "Đảng viên, bí thư, chi ủy theo chi bộ"
    group = "Tổ chức"
    parameters = ("as_of", "beside", "committee", "border", "unit")
    charts = [Bars("Đảng viên theo chi bộ", "name", ("members",))]

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        unit_type = Column("Loại hình")
        members = Count("Đảng viên", link=links.people())
        official = Count("Chính thức", under="Trong đó", link=links.people(tu_cach="chinh_thuc"))
        probationary = Count("Dự bị", under="Trong đó", link=links.people(tu_cach="du_bi"))
        women = Count("Nữ", under="Trong đó", link=links.people(gioi_tinh="F"))
        secretary = Column("Bí thư")
        has_committee = YesNo("Chi ủy", link=links.total_of("to-chuc", chi_uy="1"))
        village = Column("Thôn", accessor="village__name")
        is_border = YesNo("Biên giới", accessor="village__is_border", link=links.total_of("to-chuc", bien_gioi="1"))

    def rows(self):
        current = self.memberships.as_of(self.as_of)
        secretary = Office.objects.as_of(self.as_of).secretaries().filter(unit=OuterRef("pk"))
        committee = Committee.objects.as_of(self.as_of).filter(unit=OuterRef("pk"))
        return (
            self._narrowed()
            .select_related("village")
            .annotate(
                members=current.count_per("unit"),
                official=current.official_on(self.as_of).count_per("unit"),
                probationary=F("members") - F("official"),
                women=current.of_women().count_per("unit"),
                secretary=Subquery(secretary.values("person__full_name")[:1]),
                has_committee=Exists(committee),
            )
        )

    def _narrowed(self):
        """The chi bộ of the date, those asked for: the list behind the figures of chi bộ."""
        units, given = self.units, self.given
        if given.committee:
            elected = Exists(Committee.objects.as_of(self.as_of).filter(unit=OuterRef("pk")))
            units = units.filter(elected if given.committee == "1" else ~elected)
        return units.filter(village__is_border=True) if given.border else units

    @property
    def subtitle(self):
        asked = [COMMITTEE.get(self.given.committee), BORDER.get(self.given.border)]
        return "; ".join([super().subtitle, *(words.lower() for words in asked if words)])

    def notes(self, rows):
        without = [unit.short_name for unit in rows if not unit.has_committee]
        count = f"{len(rows) - len(without)} trên {len(rows)} chi bộ có chi ủy"
        told = f"{count}; chưa có: {', '.join(without)}." if without else f"{count}."
        return [told, COUNTED] if rows else []


COUNTED = (
    "Đảng viên: người có tên trong chi bộ ngày đó, kể cả được miễn, đình chỉ, tạm thời ở nơi khác. Dự bị gồm cả người "
    "chưa ghi ngày chính thức; nữ không gồm người chưa ghi giới tính."
)
