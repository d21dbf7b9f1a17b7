"""What the keys in the audit log mean: the log keeps the numbers of related rows, readers want their words."""

from collections import defaultdict

from auditlog.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from members.models import Ethnicity, Person, Religion, TrainingCourse
from units.models import Unit, Village

ONE_COLUMN = {
    Ethnicity: F("name"),
    Religion: F("name"),
    Village: F("name"),
    TrainingCourse: F("name"),
    Person: F("full_name"),
    Unit: Coalesce(NullIf("latest_name", Value("")), "code"),
}
"""Models whose words are one column: one query reads all of theirs."""


def names_of(entries, reader):
    """{(model, key): words} of the related rows that *entries* changed, as far as *reader* may see them."""
    wanted = _wanted(entries)
    names = _of_one_column({model: keys for model, keys in wanted.items() if model in ONE_COLUMN}, reader)
    for model in wanted.keys() - ONE_COLUMN.keys():
        related = [field.name for field in model._meta.fields if field.is_relation]
        rows = _readable(model, wanted[model], reader).select_related(*related)
        names |= {(model, str(row.pk)): str(row) for row in rows}
    return names


def _wanted(entries):
    """{model: keys}; of a record that was made or removed the log shows its own words."""
    wanted = defaultdict(set)
    for entry in entries:
        model = entry.content_type.model_class()
        if model is None or entry.action != LogEntry.Action.UPDATE:
            continue
        for name, values in entry.changes_dict.items():
            field = field_of(model, name)
            if field is not None and field.is_relation and isinstance(values, list):
                wanted[field.related_model] |= {value for value in values if str(value).isdecimal()}
    return {model: keys for model, keys in wanted.items() if keys}


def field_of(model, name):
    """The field of that name, or None: the log outlives the fields it tells of."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _of_one_column(wanted, reader):
    queries = [
        _readable(model, keys, reader).order_by().values_list(Value(model._meta.label), "pk", _text(model))
        for model, keys in wanted.items()
    ]
    if not queries:
        return {}
    models = {model._meta.label: model for model in wanted}
    return {(models[label], str(pk)): words for label, pk, words in queries[0].union(*queries[1:], all=True)}


def _text(model):
    return Cast(ONE_COLUMN[model], CharField())


def _readable(model, keys, reader):
    if hasattr(model.objects, "visible_to"):
        return model.objects.visible_to(reader).filter(pk__in=keys)
    return model._base_manager.filter(pk__in=keys)
