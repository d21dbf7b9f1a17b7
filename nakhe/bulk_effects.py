"""nakhe.effects for thousands of rows at once: written, logged and taken back in bulk, with the same list of effects.

Signals of models are not sent, and full_clean() is not asked: whoever collects rows has seen to what it says. What is
derived by a field itself (pre_save) and the version of a row follow as with save(). The database's own constraints
still refuse; on SQLite, that knows no exclusion constraint, check_data is the witness.
"""

from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, prefetch_related_objects
from django.db.models.signals import pre_save

from nakhe.audit import change_set_id, mask
from nakhe.effects import Superseded, bring_back, changed_since, gone_row, texts
from nakhe.packed import packed_value
from nakhe.periods import NoOverlap

CHUNK = 500
Action = LogEntry.Action


class BulkEffects:
    """Rows are collected, then written: of each model the changes before the new rows, models in the *order* given."""

    def __init__(self, order, reason=""):
        self.order, self.reason = order, reason
        self.created, self.changed = defaultdict(list), defaultdict(dict)
        self.rows = []

    def create(self, instance):
        checked(instance)
        self.created[type(instance)].append(instance)
        return instance

    def change(self, instance, **values):
        """Called again for the same row, it remembers what the row was at first; a new row just takes the values."""
        if instance.pk is None:
            for name, value in values.items():
                setattr(instance, name, value)
            checked(instance)
            return instance
        before = self.changed[type(instance)].setdefault(instance.pk, (instance, {}))[1]
        for name, value in values.items():
            before.setdefault(name, getattr(instance, _attname(instance, name)))
            setattr(instance, name, value)
        checked(instance)
        return instance

    @property
    def total(self):
        return sum(map(len, self.created.values())) + sum(map(len, self.changed.values()))

    @property
    def counts(self):
        """{name of the model: [created, changed]}."""
        return {
            str(model._meta.verbose_name): [len(self.created[model]), len(self.changed[model])]
            for model in self.order
            if self.created[model] or self.changed[model]
        }

    def write(self):
        """A generator of how many rows are written; in a transaction of the caller."""
        done = 0
        for model in self.order:
            for chunk in _chunks(list(self.changed[model].values())):
                self._store_changes(model, chunk)
                done += len(chunk)
                yield done
            for chunk in _chunks(self.created[model]):
                self._store_new(model, chunk)
                done += len(chunk)
                yield done

    def _store_new(self, model, instances):
        _rows_of(model).bulk_create(instances)
        self.rows += [_effect(instance, None, texts(instance)) for instance in instances]
        log([entry(each, Action.CREATE, _diff_of_new(each), self.reason) for each in instances])

    def _store_changes(self, model, changes):
        by_fields = defaultdict(list)
        for instance, before in changes:
            by_fields[frozenset(before)].append(instance)
            _derive(instance)
        for names, instances in by_fields.items():
            _rows_of(model).bulk_update(instances, [*names, *_derived(model)])
        entries = []
        for instance, before in changes:
            was = _before(instance, before)
            self.rows.append(_effect(instance, was, texts(instance, before)))
            entries.append(entry(instance, Action.UPDATE, _diff(instance, before), self.reason))
        log(entries)


def checked(instance):
    """What a row's own fields refuse, without a question to the database."""
    relations = [field.name for field in instance._meta.concrete_fields if field.is_relation]
    instance.clean_fields(exclude=relations)
    instance.clean()


def _rows_of(model):
    """Of the model itself: its own manager may refuse to write past save()."""
    return models.QuerySet(model)


def _attname(instance, name):
    return instance._meta.get_field(name).attname


def _derived(model):
    """The fields that save() writes by itself: keys of names, and how often the row was saved."""
    return [field.name for field in model._meta.concrete_fields if not field.editable and _is_computed(field)]


def _is_computed(field):
    return field.name == "version" or getattr(field, "compute", None) is not None


def _derive(instance):
    for name in _derived(type(instance)):
        field = instance._meta.get_field(name)
        if name == "version":
            instance.version += 1
        else:
            field.pre_save(instance, add=False)


def _effect(instance, before, after):
    return {"model": instance._meta.label_lower, "pk": instance.pk, "before": before, "after": after, "says": ""}


def _before(instance, before):
    """The stored values of what *before* holds as Python values by field name."""
    was = type(instance)(**{_attname(instance, name): value for name, value in before.items()})
    return texts(was, before)


def _chunks(rows):
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


# --- The log ---


def entry(instance, action, changes, reason=""):
    """The LogEntry that django-auditlog would have written, not yet saved."""
    return LogEntry(
        content_type=ContentType.objects.get_for_model(instance),
        object_pk=str(instance.pk),
        object_id=instance.pk,
        object_repr=str(instance),
        action=action,
        changes=changes,
        additional_data={"reason": reason} if reason else None,
        cid=change_set_id(),
    )


def log(entries):
    """Save *entries*; whoever completes one before it is saved (the actor, the address) is asked for each."""
    for each in entries:
        pre_save.send(LogEntry, instance=each, raw=False, using="default", update_fields=None)
    LogEntry.objects.bulk_create(entries)


def _logged(model):
    fields = auditlog.get_model_fields(model)
    left_out = set(fields["exclude_fields"])
    masked = set(fields["mask_fields"])
    return [(field, field.name in masked) for field in model._meta.concrete_fields if field.name not in left_out]


def _diff_of_new(instance):
    told = {}
    for field, is_masked in _logged(type(instance)):
        now = _said(field.value_from_object(instance))
        if now != "None":
            told[field.name] = _pair("None", now, is_masked)
    return told


def _diff(instance, before):
    told = {}
    for field, is_masked in _logged(type(instance)):
        if field.name in before:
            was, now = _said(before[field.name]), _said(field.value_from_object(instance))
            if was != now:
                told[field.name] = _pair(was, now, is_masked)
    return told


def _said(value):
    return str(value)


def _pair(was, now, is_masked):
    return [mask(was), mask(now)] if is_masked else [was, now]


# --- Taking back ---


def take_back_in_bulk(rows, reason=""):
    """Restore what stood before the effects *rows*; a generator of how many are done.

    Raises Superseded when anything was changed since or leans on a row that would go; then nothing was changed.
    """
    with transaction.atomic():
        done = 0
        for model, effects in _last_first(rows):
            for chunk in _chunks(effects):
                _restore(model, chunk, reason)
                done += len(chunk)
                yield done


def _last_first(rows):
    """The effects of one model that were written one after another, the last of such runs first.

    They wait packed: a hundred thousand of them are 300 MB.
    """
    runs = [(label, packed_value(list(run))) for label, run in groupby(rows, itemgetter("model"))]
    for label, run in reversed(runs):
        # new rows go before others take their old place again, and those before what was taken out comes back
        yield apps.get_model(label), sorted(run.value, key=_turn)


def _turn(row):
    return row["before"] is not None, row["after"] is None


def _restore(model, effects, reason):
    effects, removed = _split(effects)
    stored = _locked(model, [row["pk"] for row in effects])
    for row in effects:
        _must_be_as_left(model, stored.get(row["pk"]), row)
    gone = [stored[row["pk"]] for row in effects if row["before"] is None]
    back = [(stored[row["pk"]], row["before"]) for row in effects if row["before"] is not None]
    try:
        with transaction.atomic():
            _remove(model, gone, reason)
            _put_back(model, back, reason)
            _bring_back(removed, reason)
            _refuse_overlaps(model, [instance for instance, _ in back])
    except ProtectedError as error:
        raise Superseded(_leaning(error.protected_objects)) from error
    except (ValidationError, IntegrityError) as error:
        name = model._meta.verbose_name
        raise Superseded(f"Không trả lại được {name}: đã có bản ghi khác dựa vào mục này.") from error


def _locked(model, keys):
    """{key: row}, each with the rows it points to: the log says by their names what it is of."""
    rows = list(_rows_of(model).select_for_update(no_key=True).filter(pk__in=keys))
    prefetch_related_objects(rows, *(field.name for field in model._meta.concrete_fields if field.many_to_one))
    return {row.pk: row for row in rows}


def _split(effects):
    """(effects of rows that stand, the rows that were taken out)."""
    return [row for row in effects if row["after"] is not None], [
        gone_row(row) for row in effects if row["after"] is None
    ]


def _refuse_overlaps(model, instances):
    """What PostgreSQL itself would refuse, of rows that are back in their place."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, NoOverlap):
            for instance in instances:
                constraint.validate(model, instance)


def _bring_back(instances, reason):
    with disable_auditlog():
        for instance in instances:
            bring_back(instance)
    log([entry(each, Action.CREATE, _diff_of_new(each), reason) for each in instances])


def _must_be_as_left(model, instance, row):
    name = model._meta.verbose_name
    if instance is None:
        raise Superseded(f"{str(name).capitalize()} của lần ghi này không còn trong sổ.")
    if labels := changed_since(instance, row["after"]):
        raise Superseded(f"“{instance}” ({name}) đã thay đổi sau lần ghi này: {labels}.")


def _leaning(objects):
    told = sorted(f"{each._meta.verbose_name} “{each}”" for each in objects)
    more = f" và {len(told) - 3} mục khác" if len(told) > 3 else ""
    return f"Đã có mục ghi sau dựa vào lần ghi này: {'; '.join(told[:3])}{more}. Bỏ các mục đó trước."


def _remove(model, instances, reason):
    if not instances:
        return
    entries = [entry(each, Action.DELETE, _diff_of_gone(each), reason) for each in instances]
    with disable_auditlog():
        _rows_of(model).filter(pk__in=[each.pk for each in instances]).delete()
    log(entries)


def _diff_of_gone(instance):
    return {name: [now, was] for name, (was, now) in _diff_of_new(instance).items()}


def _put_back(model, instances, reason):
    entries, by_fields = [], defaultdict(list)
    for instance, values in instances:
        before = {}
        for name, value in values.items():
            field = instance._meta.get_field(name)
            before[name] = field.value_from_object(instance)
            setattr(instance, field.attname, field.to_python(value))
        _derive(instance)
        by_fields[frozenset(values)].append(instance)
        entries.append(entry(instance, Action.UPDATE, _diff(instance, before), reason))
    for names, group in by_fields.items():
        _rows_of(model).bulk_update(group, [*names, *_derived(model)])
    log(entries)
