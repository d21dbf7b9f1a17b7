"""Who was admitted in a period."""

from members.models import Membership
from nakhe.vietnamese.dates import completed_years
from reports import links
from reports.base import Report, ReportTable, short_name_on
from reports.columns import Column, Count, DateColumn
from reports.rows import Rows, each


class Admissions(Report):
    slug = "ket-nap"
    title = "Kết nạp đảng viên"
    summary = "Danh sách, chi bộ, ngày quyết định"
    group = "Đảng viên"
    parameters = ("from", "as_of", "order", "private", "unit")
    sensitive = ("dân tộc",)
    orders = ("name", "unit", "admission_decision_on", "admitted_on", "official_on", "age")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        admission_decision_on = DateColumn("Quyết định", under="Ngày kết nạp")
        admitted_on = DateColumn("Lễ kết nạp", under="Ngày kết nạp")
        official_on = DateColumn("Chính thức")
        sex = Column("Giới tính")
        ethnicity = Column("Dân tộc", is_sensitive=True)
        age = Count("Tuổi khi kết nạp", total=False)

        @staticmethod
        def left_out(report):
            return () if report.given.private else ("ethnicity",)

    def rows(self):
        admitted = self.moves(since=self.first).filter(reason_in=Membership.ReasonIn.ADMITTED, began_here=True)
        admitted = admitted.started_within(self.first, self.as_of).annotate(unit_name=short_name_on(self.as_of))
        ordered = admitted.select_related("person__ethnicity").order_by("started_on", "person__sort_key", "pk")
        return Rows(ordered, each(self._described))

    def notes(self, rows):
        women = sum(row["sex"] == "Nữ" for row in rows)
        lines = [f"{len(rows)} đảng viên kết nạp trong kỳ, trong đó {women} nữ."]
        unknown = sum(row["age"] is None for row in rows)
        return lines + ([f"Tuổi: tính đến ngày kết nạp; {unknown} người chưa ghi ngày sinh."] if unknown else [])

    @property
    def hints(self):
        return [] if self.given.private else ["Không có cột dân tộc; chọn “Kèm dữ liệu nhạy cảm” để có."]

    def _described(self, membership):
        person = membership.person
        return {
            "person": person.pk,
            "name": person.full_name,
            "unit": membership.unit_name,
            "admission_decision_on": person.admission_decision_on,
            "admitted_on": person.admitted_on,
            "official_on": person.official_on,
            "sex": person.get_sex_display(),
            "ethnicity": person.ethnicity and person.ethnicity.name,
            "age": age_at(person, membership.started_on),
        }


def age_at(person, day):
    """Completed years; a birth known to the month or year counts from its first day."""
    return completed_years(person.birth_on.first_day, day) if person.birth_on else None
