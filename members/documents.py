"""Which decision wrote a row, or a field of it: while it is in force, the row is its own, and taken back with it."""

from members.models import Movement, Person, PersonMerge
from units.models import Unit, UnitChange


def document_of(row, field=None):
    """The Movement, UnitChange or PersonMerge in force that made *row* (or gave *field* its value), or None."""
    return next((each for each in _documents_about(row) if _wrote(each, row, field)), None)


def _documents_about(row):
    person = row if isinstance(row, Person) else getattr(row, "person", None)
    unit = getattr(row, "unit", None)
    if person is not None:
        yield from PersonMerge.objects.in_force().filter(kept=person)
        yield from Movement.objects.in_force().filter(person=person).order_by("-pk")
    if isinstance(unit, Unit):
        yield from UnitChange.objects.in_force().filter(successors=unit).order_by("-pk")


def _wrote(document, row, field):
    mine = {"model": row._meta.label_lower, "pk": row.pk}
    effects = [effect for effect in document.effects if mine.items() <= effect.items()]
    if field:
        return any(field in effect["after"] for effect in effects)
    return any(effect["before"] is None for effect in effects)
