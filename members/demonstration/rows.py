"""The rows being invented: unsaved records with keys of their own, so that no database is needed to make them."""

import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from members.models import BadgeLevel, Ethnicity, Person, Religion
from members.models.person import compute_search_key, compute_sort_key
from units.models import RatingReason, RatingRegime


@dataclass(eq=False)
class Decision:
    """Stands for a decision number until all are known: a body numbers its decisions of a year in their order."""

    day: date
    body: str


class Rows:
    """Records in the order made. A key counts up within its model, so that the same seed gives the same files."""

    def __init__(self):
        self.of = defaultdict(list)
        self.decisions = []

    def add(self, model, many=None, **fields):
        """*many*: the keys of many-to-many fields, {field name: [key]}."""
        record = model(pk=len(self.of[model]) + 1, **fields)
        record.many = many or {}
        if model is Person:
            record.sort_key, record.search_key = compute_sort_key(record), compute_search_key(record)
        self.of[model].append(record)
        return record

    def decision(self, day, body="ĐU"):
        """A decision of the commune's committee (ĐU) or of the district's (HU), signed on *day*."""
        self.decisions.append(Decision(day, body))
        return self.decisions[-1]

    def number_decisions(self):
        """Every second number of a year, for a body also decides other things; “37-QĐ/HU”."""
        counts, numbers = defaultdict(int), {}
        for decision in sorted(self.decisions, key=lambda decision: decision.day):
            counts[decision.body, decision.day.year] += 2
            numbers[decision] = f"{counts[decision.body, decision.day.year] + 1}-QĐ/{decision.body}"
        for records in self.of.values():
            for record in records:
                for name, value in vars(record).items():
                    if isinstance(value, Decision):
                        setattr(record, name, numbers[value])

    def as_json(self, models):
        rows = [row for model in models for row in self._plain(model)]
        return json.dumps(rows, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder) + "\n"

    def _plain(self, model):
        """Rows as loaddata reads them: without what a field has by default, many-to-many keys added by hand."""
        given = [field for field in model._meta.concrete_fields if field.default is not uuid.uuid4]
        defaults = {field.name: field.get_default() for field in given}
        records = self.of[model]
        plain = serializers.serialize("python", records, fields=defaults, use_natural_foreign_keys=True)
        for record, row in zip(records, plain, strict=True):
            row["fields"] = {name: value for name, value in row["fields"].items() if value not in (defaults[name], "")}
            row["fields"] |= record.many
        return plain


# Reference records are there after every migrate; only their natural keys are written.


def ethnicity(name):
    return Ethnicity(pk=1, name=name)


def religion(name):
    return Religion(pk=1, name=name)


def regime(name):
    return RatingRegime(pk=1, name=name)


def rating_reason(level, code):
    return RatingReason(pk=1, level=level, code=code)


def badge_level(years):
    return BadgeLevel(pk=1, years=years)
