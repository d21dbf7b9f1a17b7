"""Which course a line means: one on record by name and dates, or a new one that somebody says yes to."""

import re
from dataclasses import dataclass, field

from members.forms.course import highest
from members.importing.matching import may_be
from members.importing.result import ASK, ERROR, SKIP, Option, Question
from members.importing_training import fields
from members.models import TrainingCourse
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import DateError, PartialDate, add_months, parse
from nakhe.vietnamese.names import exact_key, fold
from units.models import Unit

MAKE = "new"
OFFERED = 40
"""Courses on record to choose from, the most alike first."""
MONTHS_AHEAD = 12
AROUND = re.compile(r"^(?:lớp|khóa|khoá)\s+|[\s,(–-]*\b(?:năm\s*)?(?:19|20)\d{2}\)?$", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
NAMELESS = "Tệp không ghi lớp nào. Chọn lớp trong sổ, hoặc ghi tên lớp mới."
UNKNOWN = "Chưa có lớp “{0}” trong sổ."
SEVERAL = "Trong sổ có nhiều lớp “{0}”. Chọn một."


@dataclass
class Known:
    """A course, of the record or to be made: *course* may be unsaved."""

    course: TrainingCourse
    key: str
    """Its pk as text, or that of the question it was made by."""
    people: dict = field(default_factory=dict)
    """{key of the person: Candidate}; filled in, like what is next, by who needs it."""
    attendances: dict = field(default_factory=dict)
    """{key of the person: TrainingAttendance on record}."""


class Courses:
    def __init__(self, reader, answers):
        self.reader, self.answers = reader, answers
        seen = TrainingCourse.objects.changeable_by(reader, Right.EDIT_PEOPLE).select_related("unit")
        self.all = list(seen)
        self.known = {str(course.pk): Known(course, str(course.pk)) for course in self.all}
        self.units = highest(Unit.objects.changeable_by(reader, Right.EDIT_PEOPLE).as_of(today()).in_order())

    def of(self, row, tell):
        """The Known that *row* means; None while something is asked. *tell(level, code, message, name, question)*."""
        name = row.person.get(fields.COURSE, "")
        if year := YEAR.search(name):
            row.person.setdefault(fields.STARTED, year[1])
        started = row.person.get(fields.STARTED, "")
        alike = [course for course in self.all if name and plain(course.name) == plain(name)]
        found = [course for course in alike if may_be(started, course.started_on.iso)]
        exact = [course for course in found if exact_key(course.name) == exact_key(name)]
        found = exact or found
        if len(found) == 1:
            return self.known[str(found[0].pk)]
        return self._asked(row, name, started, found or alike, tell)

    def _asked(self, row, name, started, found, tell):
        key = f"{fold(name)}|{started}"
        message = NAMELESS if not name else SEVERAL.format(name) if len(found) > 1 else UNKNOWN.format(name)
        options = [Option(str(course.pk), _told(course)) for course in self._offered(name, found)]
        made = f"Lập lớp mới: {self._summary(row, name, started)}"
        make, text = ([Option(MAKE, made)], f"{message} {made}?") if name else ([], message)
        question = Question(f"course|{key}", text, [*make, *options, Option(SKIP, "Bỏ các dòng này")])
        question.typed = "" if name else "Tên lớp mới"
        answer = self.answers.ask(question)
        if answer is None:
            tell(ASK, "course", message, fields.COURSE, question.key)
        elif answer == SKIP:
            row.beside["left"] = "course"
        elif answer in self.known and answer.isdigit():
            return self.known[answer]
        else:
            return self._made(row, name or answer, key, tell)
        return None

    def _offered(self, name, found):
        """Those of the name first, then by words in common, the latest first."""
        words = set(fold(name).split())
        others = sorted(
            (course for course in self.all if course not in found),
            key=lambda course: (-len(words & set(fold(course.name).split())), -course.first_day.toordinal()),
        )
        return [*found, *others][:OFFERED]

    def _summary(self, row, name, started):
        kind = row.person.get(fields.KIND) or fields.kind_named_in(name)
        told = [
            name,
            TrainingCourse.Kind(kind).label if kind else "chưa rõ loại",
            f"khai giảng {PartialDate.from_iso(started)}" if started else "chưa rõ ngày khai giảng",
        ]
        if ended := row.person.get(fields.ENDED):
            told.append(f"bế giảng {PartialDate.from_iso(ended)}")
        return ", ".join([*told, *filter(None, [row.person.get(fields.ORGANISER)])])

    # --- A new one ---

    def _made(self, row, name, key, tell):
        """The new course of all lines with this *key*, once all that it needs is known."""
        place = f"course|{key}"
        if place in self.known:
            return self.known[place]
        kind = row.person.get(fields.KIND) or fields.kind_named_in(name) or self._ask_kind(name, key, tell)
        started = row.person.get(fields.STARTED) or self._ask_started(name, key, tell)
        unit = self._ask_unit(name, key, tell)
        if not (kind and started and unit):
            return None
        course = TrainingCourse(unit=unit, name=name, kind=kind, organiser=row.person.get(fields.ORGANISER, ""))
        course.started_on = PartialDate.from_iso(started)
        course.ended_on = PartialDate.from_iso(row.person[fields.ENDED]) if fields.ENDED in row.person else None
        if fault := _fault(course):
            tell(ERROR, "course_days", fault, fields.STARTED, "")
            return None
        return self.known.setdefault(place, Known(course, place))

    def _ask_kind(self, name, key, tell):
        options = [Option(value, label) for value, label in TrainingCourse.Kind.choices]
        return self._ask(f"course_kind|{key}", f"Lớp “{name}” thuộc loại nào?", options, fields.KIND, tell)

    def _ask_started(self, name, key, tell):
        """The first day, typed, as precise as it is known; ISO."""
        message = f"Lớp “{name}” khai giảng ngày nào? Biết đến đâu ghi đến đó: 14/8/2023, 8/2023 hoặc 2023."
        question = Question(f"course_from|{key}", message, [], typed="Ngày khai giảng")
        typed = self.answers.ask(question)
        if typed:
            try:
                return parse(typed).iso
            except DateError as error:
                message = f"“{typed}”: {error}"
        tell(ASK, "course_from", message, fields.STARTED, question.key)
        return None

    def _ask_unit(self, name, key, tell):
        """The committee that sends, asked of who keeps several."""
        if len(self.units) == 1:
            return self.units[0]
        options = [Option(unit.code, str(unit)) for unit in self.units]
        code = self._ask(f"course_unit|{key}", f"Đảng bộ nào cử người dự lớp “{name}”?", options, fields.COURSE, tell)
        return next((unit for unit in self.units if unit.code == code), None)

    def _ask(self, key, message, options, name, tell):
        question = Question(key, message, options)
        answer = self.answers.ask(question)
        if answer is None:
            tell(ASK, key.partition("|")[0], message, name, question.key)
        return answer


def plain(name):
    """A name of a course to be compared: without “Lớp” before it and its year behind."""
    return fold(AROUND.sub("", AROUND.sub("", name.strip())))


def _told(course):
    until = f"–{course.ended_on}" if course.ended_on else ""
    return f"{course}, {course.started_on}{until}"


def _fault(course):
    if course.first_day > add_months(today(), MONTHS_AHEAD):
        return f"Ngày khai giảng còn hơn {MONTHS_AHEAD} tháng nữa. Kiểm tra lại năm."
    if course.ended_on and course.ended_on < course.started_on:
        return f"Bế giảng {course.ended_on} trước khai giảng {course.started_on}. Kiểm tra lại ngày."
    return ""
