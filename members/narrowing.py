"""What members of a day are narrowed to, each said once: a filter of the list and a count of a report ask the same."""

from django.db.models import Exists, OuterRef

from members.models import Badge, Office, Qualification
from members.models.learning import PoliticalLevel
from units.models import Committee

ADVANCED_OR_ABOVE = "tu_cao_cap"
"""Cử nhân chính trị, a degree no longer given, is counted with cao cấp (form BM5 has three levels). [S]"""
THEORY = {
    PoliticalLevel.ELEMENTARY: [PoliticalLevel.ELEMENTARY],
    PoliticalLevel.INTERMEDIATE: [PoliticalLevel.INTERMEDIATE],
    ADVANCED_OR_ABOVE: [PoliticalLevel.ADVANCED, PoliticalLevel.BACHELOR],
}
"""{key in an address: levels} of the three steps that forms count."""


def of_the_person(rows):
    """Condition on memberships: the person has one of *rows*."""
    return Exists(rows.filter(person=OuterRef("person")))


def with_badge(memberships, day):
    return memberships.filter(of_the_person(Badge.objects.filter(awarded_on__lte=day)))


def in_committee(memberships, day):
    """The chi ủy of the own chi bộ: who holds a Party office there, where a chi ủy is on record."""
    offices = Office.objects.as_of(day).filter(position__in=Office.PARTY, unit=OuterRef("unit"))
    elected = Committee.objects.as_of(day).filter(unit=OuterRef("unit"))
    return memberships.filter(of_the_person(offices), Exists(elected))


def of_level(memberships, day, kind, *levels):
    """Whose qualification of *kind* on *day* is one of *levels*."""
    held = Qualification.objects.as_of(day).level_of(kind, outer="person")
    return memberships.alias(held_level=held).filter(held_level__in=levels)


def of_theory(memberships, day, key):
    return of_level(memberships, day, Qualification.Kind.POLITICAL, *THEORY.get(key, [key]))
