"""Writing a movement of one or many people, seeing beforehand what it would change, and taking it back."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members.merging.since import merged_since
from members.models import Membership, Movement, Person
from members.movements.act import Act
from members.movements.inside import end_of_probation
from members.organisation import remarks_of
from members.stranded import nobody_stranded
from nakhe.effects import Effects, Superseded, take_back
from nakhe.vietnamese.dates import format_day
from units.models import Unit, UnitChange

KEPT = ("decision_number", "decided_on", "note", "papers", "place", "to_unit")
"""What the document itself keeps of the form; the rest goes into the facts that it writes."""
MEMBERSHIP = Membership._meta.label_lower
MERGED = "{0}: hồ sơ này vừa được gộp vào hồ sơ khác. Chọn lại người."


class Refused(ValidationError):
    """Some of the people can't move so: {field: [sentence that begins with the name]}. Nothing was written."""


@dataclass(frozen=True)
class Preview:
    """What a movement would change: people as [(person, day, sentences)], chi bộ as [(unit, before, after)]."""

    people: list
    strengths: list
    questions: list
    remarks: list
    """What the rules say of the chi bộ that are left behind."""

    @property
    def strengths_text(self):
        return [f"{unit} {before} → {after}" for unit, before, after in self.strengths]


def record(verb, people, given, by=None, batch=None):
    """Write one Movement for each of *people*, or none at all; returns them. Raises Refused.

    *given* are the cleaned values of the form. The same *batch* again writes nothing and returns what is there.
    """
    with transaction.atomic():
        lock_units([given[name].pk for name in ("to_unit", "unit") if given.get(name)])
        people = locked(people)
        if batch and (there := list(Movement.objects.filter(batch=batch))):
            return there
        batch = batch or Movement().batch
        return [written(verb, act, by, batch) for act in _acts(verb, people, given)]


def record_arrival(membership, by=None):
    """Put a person on file with *membership*: only that is written, the rest of a life came with its form."""
    with transaction.atomic():
        kind = Movement.Kind(membership.reason_in)
        effects = Effects(kind.label)
        effects.create(membership, f"{kind.label}: {membership.unit} từ {membership.started_on:%d/%m/%Y}")
        document = Movement(
            kind=kind,
            person=membership.person,
            unit=membership.unit,
            effective_on=membership.started_on,
            decision_number=membership.decision_in,
            decided_on=membership.decided_in_on,
            place=membership.came_from,
            recorded_by=by,
            effects=effects.rows,
        )
        document.full_clean()
        document.save()
    return document


def preview(verb, people, given):
    """The Preview of what record() would do. Nothing of it is kept. Raises Refused."""
    with transaction.atomic():
        acts = _acts(verb, locked(people), given)
        told = [(act.person, act.day, act.effects.sentences) for act in acts]
        questions = [question for act in acts for question in act.questions]
        found = Preview(told, _strengths(acts), questions, _left_behind(acts))
        transaction.set_rollback(True)
    return found


def cancel(movement, by, reason):
    """Take *movement* back: the register is as if it had not been; the document stays, cancelled. Raises Superseded."""
    with transaction.atomic():
        locked([movement.person])
        movement = Movement.objects.select_for_update(no_key=True).get(pk=movement.pk)
        if movement.is_cancelled:
            raise Superseded("Biến động này đã hủy rồi.")
        if UnitChange.objects.filter(batch=movement.batch).exists():
            raise Superseded("Biến động này theo một thay đổi tổ chức: hủy cả thay đổi đó ở trang Thay đổi tổ chức.")
        rows = [{"model": Movement._meta.label_lower, "pk": movement.pk}, *movement.effects]
        if told := merged_since(rows, movement.recorded_at):
            raise Superseded(told)
        with nobody_stranded([movement.person_id]):
            take_back(movement.effects, f"Hủy biến động: {reason}")
        refuse_outliving(movement.person)
        movement.cancelled_at, movement.cancelled_by, movement.cancel_reason = timezone.now(), by, reason
        movement.save()


def refuse_outliving(person):
    """Nobody is put back into a unit that has ended since."""
    beyond = Q(ended_on=None) | Q(ended_on__gt=F("unit__ended_on"))
    for rows in (person.memberships, person.offices):
        row = rows.filter(beyond, unit__ended_on__isnull=False).select_related("unit").first()
        if row:
            since = format_day(row.unit.ended_on)
            raise Superseded(f"{row.unit} đã ngừng hoạt động từ {since}. Hủy thay đổi tổ chức đó trước.")


def lock_units(keys):
    """Units are locked before people, and each kind in the order of its keys: so nobody waits for who waits for him."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def locked(people):
    """*people* in the order of their keys, each locked: of two who write at once, one waits for the other."""
    return list(
        Person.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people]).order_by("pk")
    )


def hold(people):
    """*people*, locked. Raises ValidationError where one of them is part of another record by now."""
    found = locked(people)
    if told := [MERGED.format(person) for person in found if person.merged_into_id]:
        raise ValidationError(told)
    return found


def _acts(verb, people, given):
    acts, faults = [], {}
    for person in people:
        try:
            acts.append(_done(verb, person, given))
        except ValidationError as error:
            for field, messages in _by_field(person, error).items():
                faults.setdefault(field, []).extend(messages)
    if faults:
        raise Refused(faults)
    return acts


def _done(verb, person, given):
    if person.merged_into_id:
        raise ValidationError({"person": MERGED.format(person)})
    act = Act(person, given | {"effective_on": _day(verb, person, given)}, verb.label)
    with transaction.atomic():
        verb.apply(act)
    return act


def _day(verb, person, given):
    """The typed day; recognition without one takes the end of each person's own probation."""
    day = given.get("effective_on")
    if day is None and verb.kind == Movement.Kind.RECOGNISED:
        day = end_of_probation(person)
    if day is None:
        raise ValidationError({"effective_on": f"{person}: chưa biết ngày lễ kết nạp, ghi ngày chính thức."})
    return day


def _by_field(person, error):
    """Refusals name their field; what the model's own rules say is about the person."""
    if hasattr(error, "error_dict") and all(name in Movement.FORM_FIELDS for name in error.error_dict):
        return error.message_dict
    return {NON_FIELD_ERRORS: [f"{person}: {message}" for message in error.messages]}


def _strengths(acts):
    """Members of each chi bộ that someone leaves or enters, before and after, on the day."""
    changed = Counter()
    for act in acts:
        for row in act.effects.rows:
            if row["model"] == MEMBERSHIP:
                membership = Membership.objects.get(pk=row["pk"])
                changed[membership.unit_id, act.day] += 1 if row["before"] is None else -1
    named = Unit.objects.in_bulk([unit for unit, _ in changed])
    found = []
    for (unit, day), difference in changed.items():
        after = Membership.objects.as_of(day).filter(unit=unit).count()
        found.append((named[unit], after - difference, after))
    return found


def _left_behind(acts):
    """What is to be said of each chi bộ that somebody leaves (domain.md §4)."""
    left = {}
    for act in acts:
        ended = [row["pk"] for row in act.effects.rows if row["model"] == MEMBERSHIP and row["before"] is not None]
        left |= dict.fromkeys(Unit.objects.filter(memberships__in=ended), act.day)
    return [f"{unit}, từ {format_day(day)}: {remark}" for unit, day in left.items() for remark in remarks_of(unit, day)]


def written(verb, act, by, batch):
    """The document of *act*, saved."""
    unit = act["unit"] or next((row.unit for row in act.memberships if row.is_on(act.day)), None) or act.latest.unit
    document = Movement(
        kind=verb.kind,
        person=act.person,
        unit=unit,
        effective_on=act.day,
        batch=batch,
        recorded_by=by,
        effects=act.effects.rows,
        **{name: act.given[name] for name in KEPT if act.given.get(name)},
    )
    document.full_clean()
    document.save()
    return document
