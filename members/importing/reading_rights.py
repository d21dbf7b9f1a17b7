"""With which rights a file was read: who has less by now may not look at what it showed."""

from nakhe.access import SYSTEM, Right, granted_units
from units.models import Unit
from units.scoping import units_within

SHOWN_WITH = (Right.READ, Right.READ_NUMBERS, Right.EDIT_PEOPLE)


def rights_of(by):
    """[[right, keys of units]], as a Reading keeps it."""
    return [] if by is SYSTEM else [[right.value, sorted(granted_units(by, right))] for right in SHOWN_WITH]


def may_look_at(reading, by):
    """Whether *by* still has all the rights with which the kept *reading* was read, at its units or above them."""
    return by is SYSTEM or all(_reaches(by, right, units) for right, units in reading.rights)


def _reaches(by, right, units):
    if set(units) <= set(granted_units(by, right)):
        return True
    return not Unit.objects.filter(pk__in=units).exclude(pk__in=units_within(by, right)).exists()
