"""Training in a period: by course and chi bộ, and how many different people attended."""

from collections import defaultdict

from members.models import TrainingAttendance
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import Part, Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count, DateColumn
from reports.training import attendances as attended


def trained(**asked):
    """The list of those who attended: of the row's own course and chi bộ, or role, or all; *asked* for all of them."""

    def link(report, record):
        period = {"tu": format_day(report.first), "ngay": format_day(report.as_of)}
        unit = report.given.unit
        own = (record or {}).get("asked", {})
        return links.address("boi-duong-chi-tiet", period | own | asked | ({"don_vi": unit.pk} if unit else {}))

    return link


class Training(Report):
    slug = "boi-duong"
    title = "Bồi dưỡng, tập huấn"
    summary = "Lượt và người, theo lớp, chi bộ"
    group = "Đảng viên"
    parameters = ("from", "as_of", "unit")
    charts = [Bars("Người được bồi dưỡng", "role", ("people",), table=1)]

    class Table(ReportTable):
        course = Column("Lớp")
        kind = Column("Loại")
        started_on = DateColumn("Khai giảng")
        unit = Column("Chi bộ")
        participants = Count("Lượt người", link=trained())

    class Roles(ReportTable):
        is_numbered = False
        role = Column("Dự với tư cách")
        people = Count("Số người", link=trained(moi_nguoi="1"))
        attendances = Count("Lượt người", link=trained())

    def parts(self):
        attendances = list(attended(self))
        everyone = {attendance.person_id for attendance in attendances}
        return [
            Part(self.Table, by_course(attendances), "Lượt bồi dưỡng theo lớp, chi bộ", notes=NOTES),
            Part(
                self.Roles,
                list(by_role(attendances)),
                "Số người được bồi dưỡng",
                totals={"people": len(everyone)},
                notes=["Mỗi người chỉ tính một lần; dòng Cộng không tính hai lần người dự với hai tư cách."],
            ),
        ]


NOTES = [
    "Tính lớp khai giảng trong kỳ; lớp chỉ ghi tháng, năm: tính từ ngày đầu. Chi bộ: chi bộ cử đi. "
    "Người dự nhiều lớp tính nhiều lượt."
]


def by_course(attendances):
    rows = {}
    for attendance in attendances:
        course = attendance.course
        row = rows.setdefault(
            (course.pk, attendance.unit_id),
            {
                "course": course.name,
                "kind": course.get_kind_display(),
                "started_on": course.started_on,
                "unit": attendance.unit_name,
                "participants": 0,
                "asked": {"lop": course.pk, "chi_bo": attendance.unit.code},
            },
        )
        row["participants"] += 1
    return list(rows.values())


def by_role(attendances):
    """Every role, also those that nobody attended as."""
    people = defaultdict(list)
    for attendance in attendances:
        people[attendance.attended_as].append(attendance.person_id)
    for role in TrainingAttendance.AttendedAs:
        yield {
            "role": role.label,
            "people": len(set(people[role])),
            "attendances": len(people[role]),
            "asked": {"du_voi": role},
        }
