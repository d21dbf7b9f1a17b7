"""A row of a list of participants, written: its course where that is new, then the attendance."""

from members.importing_training import fields
from members.models import TrainingAttendance, TrainingCourse
from members.participants import attendance_of, candidates
from nakhe.bulk_effects import BulkEffects
from nakhe.vietnamese.dates import PartialDate


class WritingTraining:
    def __init__(self, batch, by, reading, rows):
        self.by = by
        self.effects = BulkEffects((TrainingCourse, TrainingAttendance), f"Nhập từ tệp {batch.file_name}")
        held = [row.beside["course"] for row in rows if isinstance(row.beside["course"], int)]
        self.courses = TrainingCourse.objects.select_related("unit").in_bulk(sorted(set(held)))
        attendances = [row.beside["attendance"] for row in rows if "attendance" in row.beside]
        self.attendances = TrainingAttendance.objects.in_bulk(attendances)
        self.people = {}

    def write(self, row):
        if "attendance" in row.beside:
            changed = {name: value for name, (_, value) in row.changes.items()}
            self.effects.change(self.attendances[row.beside["attendance"]], **changed)
            return
        key = row.beside["course"] if isinstance(row.beside["course"], int) else row.beside["course"]["key"]
        course = self.courses.get(key) or self._made(row.beside["course"])
        if key not in self.people:
            self.people[key] = candidates(course, self.by)
        candidate = self.people[key][row.match]
        role, result = row.person.get(fields.ROLE, ""), row.person.get(fields.RESULT, "")
        self.effects.create(attendance_of(course, candidate, role, result))

    def _made(self, said):
        course = TrainingCourse(
            unit_id=said["unit"],
            name=said[fields.COURSE],
            kind=said[fields.KIND],
            organiser=said.get(fields.ORGANISER, ""),
            started_on=PartialDate.from_iso(said[fields.STARTED]),
            ended_on=PartialDate.from_iso(said[fields.ENDED]) if fields.ENDED in said else None,
        )
        self.courses[said["key"]] = self.effects.create(course)
        return course
