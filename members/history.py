"""Who changed what in a record, when and why: the audit log, told field by field."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from django.apps import apps
from django.db.models import DateField, Q
from django.utils.text import capfirst

from members.audit import MASKED
from members.models import Ethnicity, Religion
from nakhe.vietnamese.dates import PartialDate

SHOWN = 50
NOTHING = "–"
HIDDEN = "••••••"


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    what: str
    old: str = ""
    new: str = ""
    reason: str = ""


def history(record):
    """The latest changes of *record* (members.record.Record) and of all that hangs on it."""
    entries = LogEntry.objects.filter(_about(record)).exclude(action=LogEntry.Action.ACCESS)
    entries = list(entries.select_related("actor", "content_type").order_by("-timestamp", "-pk")[:SHOWN])
    names = _names(entries, record)
    return [change for entry in entries for change in _changes(entry, names)]


def _about(record):
    ids = defaultdict(list, person=[record.person.pk])
    for row in (*record.memberships, *record.offices, *record.ratings, *record.numbers):
        ids[row._meta.model_name].append(row.pk)
    for fact in record.facts:
        ids[fact.kind.lower()].append(int(fact.pk))
    about = Q(pk=None)
    for model, keys in ids.items():
        about |= Q(content_type__app_label="members", content_type__model=model, object_id__in=keys)
    return about


def _names(entries, record):
    """The log keeps keys of related rows; {(field, key): name} for those that a record changes."""
    changed = {name for entry in entries for name in (entry.changes or {}) if entry.action == LogEntry.Action.UPDATE}
    units = {row.unit_id: row.unit_name for row in (*record.offices, *record.memberships)}
    names = {("unit", str(pk)): name for pk, name in units.items()}
    for field, model in (("ethnicity", Ethnicity), ("religion", Religion)):
        if field in changed:
            names |= {(field, str(pk)): name for pk, name in model.objects.values_list("pk", "name")}
    return names


def _changes(entry, names):
    model = apps.get_model("members", entry.content_type.model)
    by = str(entry.actor) if entry.actor else "Hệ thống"
    reason = (entry.additional_data or {}).get("reason", "")
    if entry.action != LogEntry.Action.UPDATE:
        what = "Lập hồ sơ" if entry.content_type.model == "person" else f"Ghi {model._meta.verbose_name}"
        yield Change(entry.timestamp, by, what, new="" if what == "Lập hồ sơ" else entry.object_repr, reason=reason)
        return
    for name, (old, new) in (entry.changes or {}).items():
        field = model._meta.get_field(name)
        old, new = (_in_words(model, field, value, names) for value in (old, new))
        yield Change(entry.timestamp, by, _label(model, field), old, new, reason)


def _label(model, field):
    if model.__name__ in ("Person", "IdentityNumber"):
        return capfirst(field.verbose_name)
    return f"{capfirst(model._meta.verbose_name)}: {field.verbose_name}"


def _in_words(model, field, value, names):
    if value in (None, "", "None"):
        return NOTHING
    if field.name in MASKED.get(model.__name__, ()):
        return HIDDEN
    if field.is_relation:
        return names.get((field.name, value), value)
    if isinstance(field, DateField):
        return str(PartialDate.from_iso(value))
    return str(dict(field.flatchoices).get(value, value))
