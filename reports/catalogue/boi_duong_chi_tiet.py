"""Who attended training in a period, a row an attendance or a person: the list behind the figures of boi-duong."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Window
from django.db.models.functions import RowNumber

from members.models import TrainingAttendance
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, DateColumn
from reports.rows import Rows, each
from reports.training import ORDER, attendances

AttendedAs = TrainingAttendance.AttendedAs


class TrainingList(Report):
    slug = "boi-duong-chi-tiet"
    title = "Danh sách dự bồi dưỡng, tập huấn"
    summary = "Từng người: lớp, ngày khai giảng, chi bộ, tư cách dự"
    group = "Đảng viên"
    parameters = ("from", "as_of", "course", "attended_as", "branch", "each_once", "unit")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        course = Column("Lớp")
        started_on = DateColumn("Khai giảng")
        attended_as = Column("Dự với tư cách")

    @cached_property
    def _attendances(self):
        return attendances(self)

    def courses_of_period(self):
        """[(key, name)] to choose from, as all attendances of the period have them."""
        courses = self._attendances.order_by("course__started_on", "course__name", "course").distinct()
        return list(courses.values_list("course_id", "course__name"))

    def branches_of_period(self):
        """[(code, name)] of the chi bộ that sent somebody, in the committee's order."""
        units = self._attendances.order_by("unit__position", "unit__code").distinct()
        return list(units.values_list("unit__code", "unit_name"))

    def rows(self):
        if self.given.each_once:
            return Rows(firsts(self._meant), self._each_once)
        return Rows(self._meant, each(described))

    @property
    def _meant(self):
        given = self.given
        asked = {"course": given.course, "unit__code": given.branch, "attended_as": given.attended_as}
        return self._attendances.filter(**{name: value for name, value in asked.items() if value})

    def _each_once(self, chunk):
        """A row for each of *chunk*, first attendances: the courses together, the date of the first."""
        courses = defaultdict(list)
        for attendance in self._meant.filter(person__in=[first.person_id for first in chunk]):
            courses[attendance.person_id].append(attendance.course.name)
        return [described(first) | {"course": "; ".join(dict.fromkeys(courses[first.person_id]))} for first in chunk]

    def notes(self, rows):
        if self.given.each_once:
            return [f"{len(rows)} người, mỗi người một dòng với các lớp đã dự."]
        people = len({row["person"] for row in rows})
        return [f"{len(rows)} lượt của {people} người. Tính lớp khai giảng trong kỳ."]


def firsts(found):
    """Of every person the first of the attendances *found*, in their order."""
    place = Window(RowNumber(), partition_by="person", order_by=ORDER)
    return found.annotate(place=place).filter(place=1)


def described(attendance):
    return {
        "person": attendance.person_id,
        "name": attendance.person.full_name,
        "unit": attendance.unit_name,
        "course": attendance.course.name,
        "started_on": attendance.course.started_on,
        "attended_as": attendance.get_attended_as_display(),
    }
