"""Memberships and breaks, as members.importing.stays decided with the preview."""

from datetime import date

from members.importing import words
from members.models import (
    Discipline,
    Exemption,
    Membership,
    Office,
    Probation,
    Suspension,
    TemporaryAbsence,
    VillageHead,
)

BREAKS = {words.EXEMPT: Exemption, words.SUSPENDED: Suspension, words.TEMPORARY: TemporaryAbsence}
IN, OUT = Membership.ReasonIn, Membership.ReasonOut


def write_belonging(row, person, record):
    """Returns the membership that the person has after this row, or None."""
    current = next(iter(record.open(person, Membership)), None)
    if "joins" in row.beside:
        current = _join(row.beside["joins"], record.unit_named(row.person["unit"]), person, record)
    if "moves" in row.beside:
        current = _move(_day(row.beside["moves"]), current, record.unit_named(row.changes["unit"][1]), record)
    if "resumes" in row.beside:
        _end_breaks(person, _day(row.beside["resumes"]), record)
    if "breaks" in row.beside:
        begun = row.beside["breaks"]
        record.effects.create(BREAKS[begun["status"]](person=person, started_on=_day(begun)))
    if "leaves" in row.beside:
        _leave(row.beside["leaves"], current, record)
    return current


def _day(told):
    return date.fromisoformat(told["on"])


def _join(told, unit, person, record):
    membership = Membership(
        person=person,
        unit=unit,
        started_on=_day(told),
        started_precision=told["precision"],
        reason_in=told["reason_in"],
        came_from=told["came_from"],
    )
    return record.effects.create(membership)


def _move(day, current, unit, record):
    """Two ends on one day, as members.movements.inside has it; offices of the old chi bộ end there."""
    _end_offices(current.person, day, record, unit=current.unit)
    record.effects.change(current, ended_on=day, reason_out=OUT.INTERNAL, counterpart_out=unit)
    arrival = Membership(
        person=current.person, unit=unit, started_on=day, reason_in=IN.INTERNAL, counterpart_in=current.unit
    )
    return record.effects.create(arrival)


def _leave(told, current, record):
    """What members.movements.leaving does, too."""
    day = _day(told)
    record.effects.change(current, ended_on=day, reason_out=told["reason_out"], went_to=told["went_to"])
    _end_offices(current.person, day, record)
    _end_breaks(current.person, day, record)
    if told["reason_out"] == OUT.DIED:
        for head in record.open(current.person, VillageHead):
            if head.started_on < day:
                record.effects.change(head, ended_on=day)
    if told["reason_out"] == OUT.EXPELLED:
        record.effects.create(Discipline(person=current.person, form=Discipline.Form.EXPULSION, decided_on=day))


def _end_offices(person, day, record, unit=None):
    for office in record.open(person, Office):
        if office.position in Office.PARTY and (unit is None or office.unit == unit) and office.started_on < day:
            record.effects.change(office, ended_on=day)


def _end_breaks(person, day, record):
    for model in (*BREAKS.values(), Probation):
        for row in record.open(person, model):
            if row.started_on < day:
                record.effects.change(row, ended_on=day)
