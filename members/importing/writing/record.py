"""What is on record of the people whom rows mean, in a fixed number of queries, and the rows that will be written."""

from collections import defaultdict
from datetime import date

from members.models import (
    Discipline,
    Ethnicity,
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Office,
    Person,
    Probation,
    Qualification,
    Religion,
    Suspension,
    TemporaryAbsence,
    VillageHead,
)
from nakhe.bulk_effects import BulkEffects
from units.models import RatingReason, Unit, UnitParent

ORDER = (
    Person, IdentityNumber, Membership, Exemption, Suspension, TemporaryAbsence, Probation, Qualification, Office,
    VillageHead, Discipline, MemberRating,
)  # fmt: skip
"""Whoever is pointed at comes first."""
CHUNK = 5_000


class Record:
    """Rows of the register by person; *units* are importing.units.Known."""

    def __init__(self, rows, units, reason):
        self.effects = BulkEffects(ORDER, reason)
        keys = sorted({row.match for row in rows if row.match})
        self.people = _in_bulk(Person, keys)
        self.held = {model: _by_person(model, keys, self.people) for model in ORDER[1:] if model is not Discipline}
        self.known = units
        self.units = Unit.objects.in_bulk([unit.pk for unit in units.all])
        self.ethnicities = {each.name: each for each in Ethnicity.objects.all()}
        self.religions = {each.name: each for each in Religion.objects.all()}
        self.reasons = {(reason.level, reason.code): reason for reason in RatingReason.objects.all()}
        self.parents = {
            each.unit_id: each.parent for each in UnitParent.objects.filter(ended_on=None).select_related("parent")
        }

    def unit_named(self, name):
        known = self.known.by_name.get(name)
        return known and self.units[known.pk]

    def of(self, person, model):
        """The rows of *model* on record that are the person's."""
        return self.held[model].get(person.pk, []) if person.pk else []

    def open(self, person, model, **values):
        """Those of them that have not ended, with *values*."""
        rows = [row for row in self.of(person, model) if row.ended_on is None]
        return [row for row in rows if all(getattr(row, name) == value for name, value in values.items())]


def _in_bulk(model, keys):
    found = {}
    for start in range(0, len(keys), CHUNK):
        found |= model.objects.in_bulk(keys[start : start + CHUNK])
    return found


def _by_person(model, keys, people):
    found = defaultdict(list)
    related = ["unit"] if model in (Membership, Office) else []
    for start in range(0, len(keys), CHUNK):
        rows = model.objects.filter(person__in=keys[start : start + CHUNK]).select_related(*related)
        for row in rows.order_by("pk"):
            row.person = people[row.person_id]
            found[row.person_id].append(row)
    return found


def day_of(row):
    """From when holds what *row* says without a date."""
    return date.fromisoformat(row.day)
