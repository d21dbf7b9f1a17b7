"""What one decision changes, row by row: enough to tell it, and to take it back exactly.

A list of effects is JSON: [{"model": "members.membership", "pk": 7, "before": {field: value} or None for a new row,
"after": {field: value} or None for a row taken out, "says": a Vietnamese sentence or ""}], in the order in which they
were written. Of a row taken out "before" has every column, so that it comes back as it was, under its own key.
"""

import json
from datetime import datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from nakhe.audit import because


class Superseded(Exception):
    """A row is no longer as the decision left it; str() is a sentence for the person who wanted it back."""


class Effects:
    """Writes rows and remembers what they were. Every write is checked, saved and audited."""

    def __init__(self, reason=""):
        self.reason = reason
        """Stands beside each change in the log."""
        self.rows = []

    def create(self, instance, says=""):
        self._write(instance)
        self._remember(instance, None, texts(instance), says)
        return instance

    def change(self, instance, says="", **values):
        _refuse_stale(instance)
        before = texts(instance, values)
        for name, value in values.items():
            setattr(instance, name, value)
        self._write(instance)
        self._remember(instance, before, texts(instance, values), says)
        return instance

    def remove(self, instance, says=""):
        """Take the row out; take_back brings it back. IntegrityError where other rows lean on it."""
        _refuse_stale(instance)
        row = {"model": instance._meta.label_lower, "pk": instance.pk, "before": whole(instance), "after": None}
        with because(self.reason):
            instance.delete()
        self.rows.append(row | {"says": says})

    def _write(self, instance):
        instance.full_clean()
        with because(self.reason):
            instance.save()

    def _remember(self, instance, before, after, says):
        label = instance._meta.label_lower
        self.rows.append({"model": label, "pk": instance.pk, "before": before, "after": after, "says": says})

    @property
    def sentences(self):
        return sentences(self.rows)


def _refuse_stale(instance):
    """The row is locked, and must still be what was read: nobody's change in between is written over."""
    stored = type(instance)._base_manager.select_for_update(no_key=True).filter(pk=instance.pk).first()
    if stored is None or texts(stored) != texts(instance):
        raise ValidationError(f"“{instance}” vừa được người khác sửa. Mở lại trang này rồi làm lại.")


def sentences(rows):
    """What the effects *rows* say, in their order."""
    return [row["says"] for row in rows if row["says"]]


def texts(instance, names=None):
    """{field: stored value} of *names*, or of every editable column, as JSON keeps them."""
    fields = [field for field in instance._meta.concrete_fields if not field.primary_key]
    wanted = [field for field in fields if (field.name in names if names is not None else field.editable)]
    values = {field.name: field.get_prep_value(field.value_from_object(instance)) for field in wanted}
    return {name: value if type(value) in PLAIN else _plain(value) for name, value in values.items()}


PLAIN = (str, int, bool, type(None))


def _plain(value):
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


class _ToTheMicrosecond(DjangoJSONEncoder):
    def default(self, value):
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def whole(instance):
    """{field: stored value} of every column but the key, those that nobody edits included."""
    fields = [field for field in instance._meta.concrete_fields if not field.primary_key]
    values = {field.name: field.get_prep_value(field.value_from_object(instance)) for field in fields}
    return json.loads(json.dumps(values, cls=_ToTheMicrosecond))


def take_back(rows, reason=""):
    """Restore what stood before the effects *rows*, the last first. Raises Superseded, and then nothing changed."""
    with transaction.atomic():
        for row in reversed(rows):
            with because(reason):
                _restore(row)


def _restore(row):
    instance = gone_row(row) if row["after"] is None else _as_left(row)
    try:
        with transaction.atomic():
            if row["after"] is None:
                bring_back(instance)
            elif row["before"] is None:
                instance.delete()
            else:
                _put_back(instance, row["before"])
    except (ValidationError, IntegrityError) as error:
        raise Superseded(f"Không trả lại được “{instance}”: đã có bản ghi khác dựa vào mục này.") from error


def _as_left(row):
    """The row, locked, if it still is what the decision made of it."""
    model = apps.get_model(row["model"])
    instance = model._base_manager.select_for_update(no_key=True).filter(pk=row["pk"]).first()
    if instance is None:
        raise Superseded(f"{model._meta.verbose_name.capitalize()} của lần ghi này không còn trong sổ.")
    if labels := changed_since(instance, row["after"]):
        raise Superseded(f"“{instance}” đã thay đổi sau đó ({labels}). Hủy lần ghi sau trước.")
    return instance


def gone_row(row):
    """The row that was taken out, as it stood, not yet saved. Raises Superseded where its key has been taken since."""
    model = apps.get_model(row["model"])
    if model._base_manager.filter(pk=row["pk"]).exists():
        raise Superseded(f"{model._meta.verbose_name.capitalize()} của lần ghi này đã có lại trong sổ.")
    instance = model(pk=row["pk"])
    _set(instance, row["before"])
    return instance


def bring_back(instance):
    """Save *instance* under its old key, with the moments it was written at. ValidationError, IntegrityError."""
    instance.full_clean()
    moments = {field.attname: getattr(instance, field.attname) for field in instance._meta.fields if _is_moment(field)}
    instance.save(force_insert=True)
    if moments:
        type(instance)._base_manager.filter(pk=instance.pk).update(**moments)


def _is_moment(field):
    """Whether saving would write the present moment into *field*."""
    return getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)


def changed_since(instance, after):
    """The names of the fields that no longer hold what *after* says, for a sentence; empty where all do."""
    now = texts(instance, after)
    changed = [name for name, value in after.items() if now.get(name) != value]
    return ", ".join(str(instance._meta.get_field(name).verbose_name) for name in changed)


def _put_back(instance, values):
    _set(instance, values)
    instance.full_clean()
    instance.save()


def _set(instance, values):
    for name, value in values.items():
        field = instance._meta.get_field(name)
        setattr(instance, field.attname, field.to_python(value))
