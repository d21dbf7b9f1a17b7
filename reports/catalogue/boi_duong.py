"""Training in a period: by course and chi bộ, and how many different people attended."""

from collections import defaultdict

from members.models import TrainingAttendance
from nakhe.vietnamese.dates import PartialDate
from reports.base import Part, Report, ReportTable, short_name_on
from reports.charts import Bars
from reports.columns import Column, Count, DateColumn


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
        participants = Count("Lượt người")

    class Roles(ReportTable):
        is_numbered = False
        role = Column("Dự với tư cách")
        people = Count("Số người")
        attendances = Count("Lượt người")

    def parts(self):
        attendances = list(self._attendances())
        everyone = {attendance.person_id for attendance in attendances}
        return [
            Part(self.Table, by_course(attendances), "Lượt bồi dưỡng theo lớp, chi bộ"),
            Part(
                self.Roles,
                list(by_role(attendances)),
                "Số người được bồi dưỡng",
                totals={"people": len(everyone)},
                notes=["Mỗi người chỉ tính một lần; dòng Cộng không tính hai lần người dự với hai tư cách."],
            ),
        ]

    def _attendances(self):
        attendances = self.cut(TrainingAttendance.objects, since=self.first).filter(
            course__started_on__gte=earliest_text(self.first), course__started_on__lte=self.as_of
        )
        attendances = attendances.select_related("course").annotate(unit_name=short_name_on(self.as_of))
        return attendances.order_by("course__started_on", "course__name", "course", "unit__position", "unit__code")


def earliest_text(day):
    """The least precise date that counts as *day*: a course known to the year began on its first of January."""
    if (day.month, day.day) == (1, 1):
        return PartialDate(day.year)
    return PartialDate(day.year, day.month) if day.day == 1 else day


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
        yield {"role": role.label, "people": len(set(people[role])), "attendances": len(people[role])}
