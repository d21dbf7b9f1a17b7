"""The rows of a list of participants beside the record: which course, who is meant, what is new or differs."""

from members.importing.matching import match, may_be
from members.importing.register import Register, spelt_alike
from members.importing.result import CHANGED, ERROR, NEW, SAME, WARNING, Problem
from members.importing.rows import status_of
from members.importing_training import fields
from members.importing_training.courses import Courses
from members.models import TrainingAttendance
from members.participants import candidates
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import exact_key

NOBODY = "Không có ai tên {0} trong sổ. Danh sách lớp không lập hồ sơ mới: ghi người này vào sổ trước."
BORN = "{0} trong sổ sinh {1}, ở đây ghi {2}. Sửa ngày sinh cho khớp."
NOT_THEN = "{0}: không phải đảng viên, trưởng thôn thuộc {1} vào ngày {2}."
NAMES = {"course": fields.COURSE, "kind": fields.KIND, "started_on": fields.STARTED, "ended_on": fields.ENDED,
         "organiser": fields.ORGANISER}  # fmt: skip


def decide(rows, letters, asked, units, answers):
    """Set status, changes and match of *rows*; what is to be asked or mended stands in their problems.

    A row says beside its person: course (the key of the one on record, or what the new one will be), attendance (the
    key of the one on record), attends (as what, and sent by which chi bộ).
    """
    register = Register(asked.reader, asked.day, rows, {unit.pk: unit.name for unit in units.all})
    _Deciding(register, Courses(asked.reader, answers), asked.reader, letters, answers).decide(rows)


class _Among:
    """The part of the register that may have attended one course."""

    admits_newcomers = False

    def __init__(self, register, pks):
        self.register, self.pks, self.is_own_export = register, pks, register.is_own_export

    def holder(self, name, number):
        known, _ = self.register.holder(name, number)
        return (known if known and known.pk in self.pks else None), False

    def namesakes(self, full_name):
        return [known for known in self.register.namesakes(full_name) if known.pk in self.pks]


class _Deciding:
    def __init__(self, register, courses, reader, letters, answers):
        self.register, self.courses, self.reader = register, courses, reader
        self.letters, self.answers = letters, answers
        self.earlier = {}

    def decide(self, rows):
        for row in rows:
            known = self._course(row) if "left" not in row.beside else None
            if known and "full_name" in row.person:
                self._match(row, known)
            if row.match:
                self._compare(row, known, known.attendances.get(row.match))
            row.status = _status(row)

    def _tell(self, row, level, code, message, name, question=""):
        column = self.letters[row.sheet, row.row].get(name, "")
        row.problems.append(Problem(level, code, message, name, column, question=question))

    # --- The course ---

    def _course(self, row):
        if any(problem.level == ERROR and problem.field in fields.OF_COURSE for problem in row.problems):
            return None
        known = self.courses.of(row, lambda *told: self._tell(row, *told))
        if known is None:
            return None
        row.beside["course"] = known.course.pk or described(known)
        self._remark_end(row, known.course)
        row.person |= shown(known.course)
        if not known.people:
            known.people = candidates(known.course, self.reader)
            on_record = known.course.attendances.all() if known.course.pk else ()
            known.attendances = {each.person_id: each for each in on_record}
        return known

    def _remark_end(self, row, course):
        """The list changes nothing of a course that is on record."""
        said, held = row.person.get(fields.ENDED, ""), course.ended_on.iso if course.ended_on else ""
        if not may_be(said, held):
            message = f"Trong sổ lớp {course} bế giảng {course.ended_on}, ở đây ghi khác; giữ như trong sổ."
            self._tell(row, WARNING, "course_end", message, fields.ENDED)

    # --- Who is meant ---

    def _match(self, row, known):
        among = _Among(self.register, known.people)
        attending = self._attending(row, known, among)
        found = attending or match(row, among, self.answers, self.letters[row.sheet, row.row])
        if found:
            row.match = found.pk
        elif status_of(row) == NEW:
            self._tell(row, ERROR, "not_on_record", self._why_nobody(row, known.course), "full_name")

    def _attending(self, row, known, among):
        """Who is on record with this course and is the only one of the name who can be."""
        namesakes = among.namesakes(row.person["full_name"])
        if len(namesakes) != 1 or namesakes[0].pk not in known.attendances:
            return None
        one = namesakes[0]
        is_spelt_so = any(spelt_alike(row.person["full_name"], name) for name in one.names)
        return one if is_spelt_so and may_be(row.person.get("birth_date", ""), one.birth) else None

    def _why_nobody(self, row, course):
        name, born = row.person["full_name"], row.person.get("birth_date", "")
        namesakes = self.register.namesakes(name)
        alike = [known for known in namesakes if may_be(born, known.birth)]
        if alike:
            return NOT_THEN.format(alike[0].described, course.unit, format_day(course.first_day))
        if namesakes:
            said, held = ("/".join(reversed(day.split("-"))) for day in (born, namesakes[0].birth))
            return BORN.format(namesakes[0].names[0], held, said)
        return NOBODY.format(name)

    # --- What is on record ---

    def _compare(self, row, known, attendance):
        earlier = self.earlier.setdefault((known.key, row.match), row)
        candidate = known.people[row.match]
        if earlier is not row:
            self._tell(row, ERROR, "repeated", f"Người này đã ghi ở dòng {earlier.row}. Giữ một dòng.", "full_name")
        elif attendance is None:
            role = row.person.get(fields.ROLE, "") if candidate.is_member else ""
            named = TrainingAttendance.AttendedAs(role or candidate.attended_as).label.lower()
            row.beside["attends"] = {
                "on": known.course.started_on.iso, "name": f"{named}, nơi cử đi: {candidate.unit_name}",
            }  # fmt: skip
        else:
            row.beside["attendance"] = attendance.pk
            row.changes = _changes(row, attendance, candidate)


def _changes(row, attendance, candidate):
    """{field: [on record, in the file]}; who was no member did not attend as one."""
    said, changes = row.person, {}
    if exact_key(said.get(fields.RESULT, "")) not in ("", exact_key(attendance.result)):
        changes[fields.RESULT] = [attendance.result or None, said[fields.RESULT]]
    if candidate.is_member and said.get(fields.ROLE, attendance.attended_as) != attendance.attended_as:
        changes[fields.ROLE] = [attendance.attended_as, said[fields.ROLE]]
    return changes


def shown(course):
    """{field: value} of a course, as its columns would say it."""
    values = {
        name: value.iso if name.endswith("_on") and value else value
        for name in NAMES
        if name != "course" and (value := getattr(course, name))
    }
    return {fields.COURSE: course.name} | {NAMES[name]: str(value) for name, value in values.items()}


def described(known):
    """What a new course will be, as plain data."""
    return shown(known.course) | {"unit": known.course.unit.pk, "key": known.key}


def _status(row):
    status = status_of(row)
    if status == NEW and "attendance" in row.beside:
        return CHANGED if row.changes else SAME
    return status
