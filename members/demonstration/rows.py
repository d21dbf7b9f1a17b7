"""The rows being invented: unsaved records with keys of their own, so that no database is needed to make them."""

import json
from collections import defaultdict

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from members.models import Ethnicity, Person, Religion
from members.models.person import compute_search_key, compute_sort_key
from units.models import RatingRegime


class Rows:
    """Records in the order made. A key counts up within its model, so that the same seed gives the same files."""

    def __init__(self):
        self.of = defaultdict(list)
        self.decisions = defaultdict(int)

    def add(self, model, many=None, **fields):
        """*many*: the keys of many-to-many fields, {field name: [key]}."""
        record = model(pk=len(self.of[model]) + 1, **fields)
        record.many = many or {}
        if model is Person:
            record.sort_key, record.search_key = compute_sort_key(record), compute_search_key(record)
        self.of[model].append(record)
        return record

    def decision(self, year, body="HU"):
        """The next decision number of the year: “37-QĐ/HU”."""
        self.decisions[year, body] += 1
        return f"{self.decisions[year, body] + 10}-QĐ/{body}"

    def as_json(self, models):
        rows = [row for model in models for row in self._plain(model)]
        return json.dumps(rows, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder) + "\n"

    def _plain(self, model):
        """Rows as loaddata reads them; what is empty is left out, and many-to-many keys are added by hand."""
        fields = [field.name for field in model._meta.concrete_fields]
        records = self.of[model]
        plain = serializers.serialize("python", records, fields=fields, use_natural_foreign_keys=True)
        for record, row in zip(records, plain, strict=True):
            row["fields"] = {name: value for name, value in row["fields"].items() if value not in (None, "")}
            row["fields"] |= record.many
        return plain


def ethnicity(name):
    return Ethnicity(pk=1, name=name)


def religion(name):
    return Religion(pk=1, name=name)


def regime(name):
    return RatingRegime(pk=1, name=name)
