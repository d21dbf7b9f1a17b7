"""A change of units with all that it carries: members move, offices end, and the whole can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.merging.since import merged_since
from members.models import Membership, Movement, Office, Person
from members.movements import inside
from members.movements.act import Act
from members.movements.document import lock_units, locked, written
from members.movements.verbs import BY_KIND
from nakhe.access import Right
from nakhe.effects import Effects, Superseded, take_back
from nakhe.vietnamese.dates import format_day
from units import changes
from units.models import Unit, UnitChange, UnitParent

Kind = UnitChange.Kind


class Work:
    """One change in the making: *given* are the form's cleaned values, *units* what it changes."""

    def __init__(self, units, given):
        self.units, self.given, self.day = units, given, given["effective_on"]
        self.effects = Effects("Thay đổi tổ chức")
        self.acts = []
        self.successors = []

    def carry(self, unit, target, people=None):
        """Move the members of *unit* (or those of *people* among them) to *target*, each with a document."""
        rows = Membership.objects.as_of(self.day).filter(unit=unit).select_related("person")
        if people is not None:
            rows = rows.filter(person__in=people)
            self._refuse_others(unit, people, rows)
        for row in rows.order_by("person"):
            act = Act(row.person, self.given | {"to_unit": target}, "Thay đổi tổ chức")
            inside.move(act)
            name_who(act, target)
            self.acts.append(act)
            self.effects.rows += act.effects.rows

    def _refuse_others(self, unit, people, rows):
        """Of those who were chosen, some may not have belonged to *unit* on the day."""
        here = {row.person_id for row in rows}
        if others := [str(person) for person in people if person.pk not in here]:
            day = format_day(self.day)
            raise ValidationError({"people": f"Ngày {day} không sinh hoạt ở {unit}: {', '.join(others)}."})

    def close(self, unit):
        """End *unit* with the offices that are still held there."""
        here = Membership.objects.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), unit=unit)
        if here.exists():
            message = f"{unit} còn {here.count()} đảng viên. Chọn chi bộ tiếp nhận."
            raise ValidationError({"to_unit": message})
        held = Office.objects.filter(Q(ended_on=None) | Q(ended_on__gt=self.day), unit=unit).select_related("person")
        for office in held:
            changes.must_be_last(office, self.day, str(office), open_ended=False)
            says = f"{office.person} thôi {office.full_title} ({unit}) từ {format_day(self.day)}"
            self.effects.change(office, says, ended_on=self.day)
        changes.close(self.effects, unit, self.day)

    def found(self):
        unit = changes.found(self.effects, self.day, self.given["parent"], self.given)
        self.successors.append(unit)
        return unit


def name_who(act, target):
    """Among many, one sentence for each who moves, and for each office that ends with it."""
    for row in act.effects.rows:
        if row["model"] != Membership._meta.label_lower:
            row["says"] = f"{act.person}: {row['says']}"
        else:
            row["says"] = f"{act.person} chuyển sang {target}" if row["before"] is None else ""


def create(work):
    work.found()


def rename(work):
    (unit,) = work.units
    changes.rename(work.effects, unit, work.day, work.given)
    work.successors.append(unit)


def move(work):
    for unit in work.units:
        changes.move(work.effects, unit, work.given["parent"], work.day)
    work.successors += work.units


def merge(work):
    """Into one of the units, another one, or a new one named on the form."""
    target = work.given.get("to_unit") or work.found()
    gone = [unit for unit in work.units if unit != target]
    if not gone or (len(work.units) < 2 and target in work.successors):
        raise ValidationError({"units": "Chọn ít nhất hai tổ chức để sáp nhập."})
    for unit in gone:
        work.carry(unit, target)
        work.close(unit)
    if target not in work.successors:
        work.successors.append(target)


def split(work):
    """A new chi bộ out of an old one, with the members that the form names; the old one goes on."""
    (unit,) = work.units
    if not work.given.get("people"):
        raise ValidationError({"people": "Chọn đảng viên chuyển sang chi bộ mới."})
    work.carry(unit, work.found(), work.given["people"])
    if not Membership.objects.as_of(work.day).filter(unit=unit).exists():
        message = f"{unit} sẽ không còn ai. Chuyển cả chi bộ thì ghi đổi tên hoặc sáp nhập."
        raise ValidationError({"people": message})
    work.successors.insert(0, unit)


def dissolve(work):
    (unit,) = work.units
    if target := work.given.get("to_unit"):
        work.carry(unit, target)
    work.close(unit)


@dataclass(frozen=True)
class Verb:
    kind: Kind
    slug: str
    fields: tuple
    apply: Callable
    required: tuple = ()

    @property
    def label(self):
        return self.kind.label


NEW = ("name", "short_name", "unit_type", "village")
VERBS = [
    Verb(Kind.RENAME, "doi-ten", ("units", "name", "short_name", "committee_name", "place", "location"), rename,
         ("units", "name", "short_name")),
    Verb(Kind.MERGE, "sap-nhap", ("units", "to_unit", "parent", *NEW), merge, ("units",)),
    Verb(Kind.SPLIT, "chia-tach", ("units", "people", "parent", *NEW), split, ("units", "parent", *NEW[:3])),
    Verb(Kind.MOVE, "chuyen-truc-thuoc", ("units", "parent"), move, ("units", "parent")),
    Verb(Kind.DISSOLVE, "giai-the", ("units", "to_unit"), dissolve, ("units",)),
    Verb(Kind.CREATE, "thanh-lap", ("parent", "kind", *NEW), create, ("parent", "name", "short_name")),
]  # fmt: skip
BY_SLUG = {verb.slug: verb for verb in VERBS}


def changes_of(unit):
    """The changes that begin at *unit*'s own page."""
    if unit.ended_on:
        return []
    of_branches = () if unit.kind == Unit.Kind.BRANCH else (Kind.MERGE, Kind.SPLIT)
    return [verb for verb in VERBS if "units" in verb.fields and verb.kind not in of_branches]


@dataclass(frozen=True)
class Preview:
    """What a change would do: sentences, and the chi bộ that members leave or enter as [(name, before, after)]."""

    sentences: list
    strengths: list


def record(verb, units, given, by=None, batch=None):
    """Write the change and all that it carries; returns the UnitChange. Raises ValidationError by field.

    The same *batch* again writes nothing and returns what is there.
    """
    with transaction.atomic():
        units = _locked(units, given)
        if batch and (there := UnitChange.objects.filter(batch=batch).first()):
            return there
        work = _done(verb, units, given)
        change = _document(verb, work, by, batch)
        for act in work.acts:
            written(BY_KIND[Movement.Kind.MOVED], act, by, change.batch)
        return change


def preview(verb, units, given):
    """The Preview of what record() would do; nothing of it is kept. Raises ValidationError by field."""
    with transaction.atomic():
        work = _done(verb, _locked(units, given), given)
        found = Preview(work.effects.sentences, _strengths(work))
        transaction.set_rollback(True)
    return found


def may_take_back(change, reader):
    """Whether *reader* keeps every unit that the change touched, and every committee that one left or came under."""
    if not UnitChange.objects.changeable_by(reader, Right.EDIT_RECORD).filter(pk=change.pk).exists():
        return False
    links = [row["pk"] for row in change.effects if row["model"] == UnitParent._meta.label_lower]
    parents = set(UnitParent.objects.filter(pk__in=links).values_list("parent", flat=True))
    kept = Unit.objects.changeable_by(reader, Right.EDIT_RECORD).filter(pk__in=parents)
    return kept.count() == len(parents)


def cancel(change, by, reason):
    """Take the change back, with the movements that it carried. Raises Superseded."""
    with transaction.atomic():
        change = UnitChange.objects.select_for_update(no_key=True).get(pk=change.pk)
        if change.is_cancelled or not change.effects:
            raise Superseded("Thay đổi này đã hủy, hoặc ghi từ trước khi có chức năng hủy.")
        lock_units({unit.pk for unit in (*change.predecessors.all(), *change.successors.all())})
        carried = Movement.objects.filter(batch=change.batch).order_by("person")
        list(Person.objects.select_for_update(no_key=True).filter(movements__in=carried).order_by("pk"))
        if told := merged_since(change.effects, change.recorded_at):
            raise Superseded(told)
        take_back(change.effects, f"Hủy thay đổi tổ chức: {reason}")
        for document in [*carried, change]:
            document.cancelled_at, document.cancelled_by, document.cancel_reason = timezone.now(), by, reason
            document.save()


def _locked(units, given):
    """*units*, locked together with those that take something over, in the order of their keys."""
    keys = {unit.pk for unit in units} | {given[name].pk for name in ("to_unit", "parent") if given.get(name)}
    lock_units(keys)
    locked(Person.objects.filter(memberships__unit__in=[unit.pk for unit in units]).distinct())
    fresh = Unit.objects.in_bulk(keys)
    return [fresh[unit.pk] for unit in units]


def _done(verb, units, given):
    work = Work(units, given)
    if given.get("to_unit") and not given["to_unit"].is_on(work.day):
        raise ValidationError({"to_unit": f"{given['to_unit']} không hoạt động vào ngày {format_day(work.day)}."})
    verb.apply(work)
    for unit in work.successors:
        changes.refuse_namesake(unit, work.day)
    return work


def _document(verb, work, by, batch):
    fields = {name: work.given[name] for name in ("decision_number", "decided_on", "note") if work.given.get(name)}
    change = UnitChange(kind=verb.kind, effective_on=work.day, recorded_by=by, effects=work.effects.rows, **fields)
    change.batch = batch or change.batch
    change.body = work.given.get("parent") or work.units[0].parent_on(work.day) or work.units[0]
    change.full_clean()
    change.save()
    change.predecessors.set(work.units)
    change.successors.set(work.successors)
    return change


def _strengths(work):
    """Members on the day, now that the change is done; and before, from what it moved."""
    left, came = {}, {}
    for act in work.acts:
        left[act.latest.unit] = left.get(act.latest.unit, 0) + 1
        came[act.given["to_unit"]] = came.get(act.given["to_unit"], 0) + 1
    found = []
    for unit in dict.fromkeys([*left, *came]):
        after = Membership.objects.as_of(work.day).filter(unit=unit).count()
        found.append((str(unit), after + left.get(unit, 0) - came.get(unit, 0), after))
    return found
