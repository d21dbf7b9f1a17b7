"""Who may have attended a course: the members of its days, and the village heads who were none."""

from dataclasses import dataclass

from members.models import Membership, Office, Person, TrainingAttendance, TrainingCourse, VillageHead
from nakhe.access import Right
from units.models import Unit, UnitClosure, Village

Role = TrainingAttendance.AttendedAs
OF_HEADS, OF_NEWCOMERS = TrainingCourse.Kind.VILLAGE_HEADS, TrainingCourse.Kind.NEW_MEMBERS


@dataclass(frozen=True)
class Candidate:
    person: Person
    unit: Unit
    """The chi bộ that sends; of a head who is no member, that of the village."""
    unit_name: str
    attended_as: str
    """As what, unless somebody says otherwise."""
    is_member: bool

    @property
    def role(self):
        return Role(self.attended_as).label


def candidates(course, reader):
    """{person id: Candidate} below the course's committee whose record *reader* keeps, by chi bộ and name."""
    units = {unit.pk: unit for unit in Unit.objects.named(course.first_day).filter(pk__in=_below(course)).in_order()}
    mine = Person.objects.changeable_by(reader, Right.EDIT_PEOPLE)
    members = _members(course, reader).filter(person__in=mine)
    heads = {head.person: head.village for head in _heads(course, reader).filter(person__in=mine)}
    roles = Roles(course, heads)
    placed = {row.person: units[row.unit_id] for row in members if row.unit_id in units}
    outside = {head: units[_sends(village, course, units)] for head, village in heads.items() if head not in placed}
    found = [
        Candidate(person, unit, unit.short_name, roles.of(person, person in placed), person in placed)
        for person, unit in (placed | outside).items()
    ]
    order = {pk: place for place, pk in enumerate(units)}
    found.sort(key=lambda candidate: (order[candidate.unit.pk], candidate.person.sort_key, candidate.person.pk))
    return {candidate.person.pk: candidate for candidate in found}


def _below(course):
    closure = UnitClosure.objects.overlapping(course.first_day, course.last_day)
    return closure.filter(ancestor=course.unit).values("unit")


def _members(course, reader):
    """Of who moved meanwhile, the later membership comes last and counts."""
    rows = Membership.objects.changeable_by(reader, Right.EDIT_PEOPLE).filter(unit__in=_below(course))
    return rows.overlapping(course.first_day, course.last_day).select_related("person").order_by("started_on")


def _heads(course, reader):
    villages = Village.objects.lying_in(_below(course), course.first_day)
    heads = VillageHead.objects.changeable_by(reader, Right.EDIT_PEOPLE).filter(village__in=villages)
    heads = heads.overlapping(course.first_day, course.last_day)
    return heads.select_related("person", "village").order_by("started_on")


def _sends(village, course, units):
    branches = (unit.pk for unit in units.values() if unit.village_id == village.pk)
    return next(branches, course.unit_id)


class Roles:
    def __init__(self, course, heads):
        self.course, self.heads = course, heads
        held = Office.objects.secretaries().filter(unit__kind=Unit.Kind.BRANCH)
        held = held.overlapping(course.first_day, course.last_day).filter(unit__in=_below(course))
        self.secretaries = set(held.values_list("person", flat=True))

    def of(self, person, is_member):
        if not is_member or (self.course.kind == OF_HEADS and person in self.heads):
            return Role.VILLAGE_HEAD
        is_secretary = person.pk in self.secretaries and self.course.kind != OF_NEWCOMERS
        return Role.SECRETARY if is_secretary else Role.MEMBER


def add(course, chosen, attended_as="", result=""):
    """Write down that the *chosen* candidates, none of whom is in *course* yet, attended it."""
    rows = [attendance_of(course, each, attended_as, result) for each in chosen]
    for row in rows:
        row.full_clean()
        row.save()
    return rows


def attendance_of(course, candidate, attended_as="", result=""):
    """The unsaved TrainingAttendance. Who was no member did not attend as one."""
    role = attended_as if attended_as and candidate.is_member else candidate.attended_as
    return TrainingAttendance(
        course=course, person=candidate.person, unit=candidate.unit, attended_as=role, result=result
    )
