"""Who attended training in a period, a row an attendance or a person: the list behind the figures of boi-duong."""

from functools import cached_property

from members.models import TrainingAttendance
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, DateColumn
from reports.training import attendances

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
        return list(attendances(self))

    def courses_of_period(self):
        """[(key, name)] to choose from, as all attendances of the period have them."""
        return list({each.course_id: each.course.name for each in self._attendances}.items())

    def branches_of_period(self):
        return sorted({(each.unit.code, each.unit_name) for each in self._attendances}, key=lambda pair: pair[1] or "")

    def rows(self):
        found = [described(each) for each in self._attendances if self._is_meant(each)]
        return once_each(found) if self.given.each_once else found

    def _is_meant(self, attendance):
        given = self.given
        return (
            given.course in ("", str(attendance.course_id))
            and given.branch in ("", attendance.unit.code)
            and given.attended_as in ("", attendance.attended_as)
        )

    def notes(self, rows):
        if self.given.each_once:
            return [f"{len(rows)} người, mỗi người một dòng với các lớp đã dự."]
        people = len({row["person"] for row in rows})
        return [f"{len(rows)} lượt của {people} người. Tính lớp khai giảng trong kỳ."]


def described(attendance):
    return {
        "person": attendance.person_id,
        "name": attendance.person.full_name,
        "unit": attendance.unit_name,
        "course": attendance.course.name,
        "started_on": attendance.course.started_on,
        "attended_as": attendance.get_attended_as_display(),
    }


def once_each(rows):
    """A row for each person, by name: the courses together, the date of the first."""
    people = {}
    for row in rows:
        known = people.setdefault(row["person"], row | {"course": []})
        known["course"].append(row["course"])
    return [row | {"course": "; ".join(dict.fromkeys(row["course"]))} for row in people.values()]
