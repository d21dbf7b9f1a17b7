"""Who changed what in a record, when and why: the audit log, told field by field."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from auditlog.models import LogEntry
from django.db.models import DateField, DateTimeField, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localtime, make_aware

from members.audit import MASKED
from members.merging.document import absorbed
from members.models import PersonMerge
from members.related_names import field_of, names_of
from members.undo import last_change
from nakhe.vietnamese.dates import PartialDate

SHOWN = 50
NOTHING = "–"
HIDDEN = "••••••"
UNREADABLE = "ngoài phạm vi được xem"


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    what: str
    old: str = ""
    new: str = ""
    reason: str = ""
    is_new: bool = False
    """Whether a whole record was written, which tells itself."""
    undo: tuple = ()
    """(entry's key, field's name) where the change can still be put back."""
    url: str = ""
    """Of the document that tells it whole."""


def history(record):
    """The latest changes of *record* (members.record.Record) and of all that hangs on it."""
    entries = LogEntry.objects.filter(_about(record)).exclude(action=LogEntry.Action.ACCESS)
    entries = list(entries.select_related("actor", "content_type").order_by("-timestamp", "-pk")[:SHOWN])
    names = names_of(entries, record.reader)
    return [change for together in _by_request(entries) for change in _of_one(together, names, record.person)]


def _by_request(entries):
    """*entries* in their order, those of one request together."""
    grouped = {}
    for entry in entries:
        grouped.setdefault(entry.cid or entry.pk, []).append(entry)
    return grouped.values()


def _of_one(entries, names, person):
    """What one request changed: a movement is told as the document that it is, all else field by field."""
    merge = next((entry for entry in entries if entry.content_type.model == "personmerge"), None)
    if merge:
        yield _merge(entries, merge)
        return
    document = next((entry for entry in entries if entry.content_type.model == "movement"), None)
    if document is None or any(_whole_person(entry) for entry in entries):
        for entry in entries:
            yield from _changes(entry, names, person)
        return
    is_new = document.action == LogEntry.Action.CREATE
    what = "Ghi biến động" if is_new else "Hủy biến động"
    reason = "" if is_new else next(filter(None, map(_reason, entries)), "")
    by, url = _actor(document), reverse("movement", args=[document.object_id])
    yield Change(document.timestamp, by, what, new=document.object_repr, reason=reason, is_new=is_new, url=url)


def _merge(entries, entry):
    """Two records made one, or made two again: told as that, not row by row."""
    is_new = entry.action == LogEntry.Action.CREATE
    what = "Gộp hồ sơ" if is_new else "Hủy gộp hồ sơ"
    reason = next(filter(None, map(_reason, entries)), "")
    url = reverse("person_merge", args=[entry.object_id])
    return Change(entry.timestamp, _actor(entry), what, new=entry.object_repr, reason=reason, url=url)


def _whole_person(entry):
    return entry.action == LogEntry.Action.CREATE and entry.content_type.model == "person"


def told(entries, reader):
    """[(the record's words, Change)] of *entries* of any model, for who may read them all."""
    names = names_of(entries, reader)
    return [(entry.object_repr, change) for entry in entries for change in _changes(entry, names)]


def _about(record):
    people = [record.person.pk, *(absorbed(record.person) if record.person.has_merges else ())]
    ids = defaultdict(list, person=people)
    if record.person.has_merges:
        _add_merges(ids, people, record)
    for row in (*record.memberships, *record.offices, *record.numbers):
        ids[row._meta.model_name].append(row.pk)
    for fact in record.facts:
        ids[fact.kind.lower()].append(int(fact.pk))
    about = Q(pk=None)
    for model, keys in ids.items():
        about |= Q(content_type__app_label="members", content_type__model=model, object_id__in=keys)
    removed = Q(action=LogEntry.Action.DELETE, content_type__app_label="members")
    of_them = Q(changes__person__0__in=list(map(str, people)))
    return about | removed & of_them & _of_known_units(record)


def _add_merges(ids, people, record):
    """The merges that made *people* one, and what they took out."""
    known = {row.unit_id for row in (*record.memberships, *record.offices)}
    for merge in PersonMerge.objects.filter(Q(kept__in=people) | Q(merged__in=people)):
        ids["personmerge"].append(merge.pk)
        for row in _taken_out(merge, known):
            ids[row["model"].rpartition(".")[2]].append(row["pk"])


def _taken_out(merge, known):
    """What a merge in force folded into another row has a history of its own; of units, only those in *known*."""
    gone = [] if merge.is_cancelled else [row for row in merge.effects if row["after"] is None]
    return [row for row in gone if row["before"].get("unit") in (None, *known)]


def _of_known_units(record):
    """Of what hung on a unit, too, only what was of units that the reader sees in this record."""
    known = {str(row.unit_id) for row in (*record.memberships, *record.offices)}
    return Q(changes__unit__isnull=True) | Q(changes__unit__0__in=known)


def _changes(entry, names, person=None):
    """Field by field; of *person*'s own fields, which can be put back."""
    model = entry.content_type.model_class()
    by, reason = _actor(entry), _reason(entry)
    if entry.action != LogEntry.Action.UPDATE:
        what = _whole(entry, model)
        is_own = what == "Lập hồ sơ" and (person is None or entry.object_id == person.pk)
        told = "" if is_own else entry.object_repr
        is_new = entry.action == LogEntry.Action.CREATE
        yield Change(entry.timestamp, by, what, new=told, reason=reason, is_new=is_new)
        return
    for name, values in (entry.changes or {}).items():
        field = field_of(model, name) if model else None
        if field is None or not isinstance(values, list):  # a field since removed; a change of many-to-many rows
            yield Change(entry.timestamp, by, name, new=_many(values), reason=reason)
            continue
        old, new = (_in_words(model, field, value, names) for value in values)
        undo = (entry.pk, name) if person and last_change(person, entry, name) else ()
        yield Change(entry.timestamp, by, _label(model, field), old, new, reason, undo=undo)


def _actor(entry):
    return str(entry.actor) if entry.actor else "Hệ thống"


def _reason(entry):
    return (entry.additional_data or {}).get("reason", "")


def in_words(model, field, value):
    """One value of the log as people read it."""
    related = field.related_model
    row = related.objects.filter(pk=value).first() if related and value.isdecimal() else None
    return _in_words(model, field, value, {(related, value): str(row)} if row else {})


def _whole(entry, model):
    """What happened to a whole record."""
    if entry.action == LogEntry.Action.ACCESS:
        return (entry.additional_data or {}).get("what", "Xem")
    if entry.content_type.model == "person":
        return "Lập hồ sơ"
    verb = "Xóa" if entry.action == LogEntry.Action.DELETE else "Ghi"
    return f"{verb} {model._meta.verbose_name if model else entry.content_type.model}"


def _many(values):
    objects = values.get("objects", []) if isinstance(values, dict) else []
    return ", ".join(map(str, objects))


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
        return names.get((field.related_model, value), UNREADABLE)
    if isinstance(field, DateTimeField):
        moment = make_aware(datetime.fromisoformat(value), UTC)
        return f"{localtime(moment):%H:%M %d/%m/%Y}"
    if isinstance(field, DateField):
        return str(PartialDate.from_iso(value))
    return str(dict(field.flatchoices or ()).get(value, value))
