"""Two people at one form of the admin: what it showed travels with it, signed, and is compared before it is saved.

The pages of the register have members.forms.conflict; this is the same for any ModelForm and its inlines.
"""

import json

from django import forms
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import InlineForeignKeyField

from nakhe.audit import last_editor

FIELD, SALT = "_base", "nakhe.snapshot"
UNKNOWN = ["Không rõ trang này mở từ lúc nào, nên không biết có ai vừa sửa hay không."]


def signed(shown):
    """What the forms *shown* have from the database, for one hidden control."""
    return signing.dumps({_key(form): texts(form) for form in shown if form.instance.pk}, salt=SALT, compress=True)


def compare(form):
    """What somebody else changed of a bound *form*, in sentences. A field left alone takes the value stored now."""
    base, now = _read(form.data).get(_key(form)), texts(form)
    if base is None:
        return UNKNOWN
    changed = [name for name in now if base.get(name, now[name]) != now[name] and _differs(form, name, now[name])]
    alone = [name for name in changed if not _differs(form, name, base[name])]
    told = [_told(form, name, name in alone) for name in changed]
    if alone:
        form.data = _with_stored(form, alone)
    return told


def _told(form, name, is_alone):
    label, now = str(form.fields[name].label), in_words(form, name, form.initial[name])
    outcome = "đã lấy vào trang này" if is_alone else f"ở đây đang ghi “{in_words(form, name, form[name].data)}”"
    return f"{label[:1].upper()}{label[1:]}: nay là “{now}”, {outcome}."


def sentences(form):
    """Why *form* was not saved."""
    by = last_editor(form.instance)
    told = form.overtaken if form.overtaken is UNKNOWN else [f"{by} vừa sửa mục này.", *form.overtaken]
    return [f"Chưa lưu: {told[0]}", *told[1:], "Những gì đã gõ vẫn còn. Xem lại, rồi bấm lưu lần nữa."]


def texts(form):
    """{field: stored value as JSON keeps it} of the fields that *form* may write."""
    return {name: _text(form, name) for name, field in form.fields.items() if _is_written(form, name, field)}


def in_words(form, name, value):
    field = form.fields[name]
    if value in (None, ""):
        return "để trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(field, forms.ModelChoiceField):
        keys = _keys(value) if isinstance(value, (list, tuple)) else [value]
        return ", ".join(map(field.label_from_instance, _offered(field, keys))) or "để trống"
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, field.prepare_value(value)))


def _read(data):
    try:
        return signing.loads(data.get(FIELD, ""), salt=SALT)
    except signing.BadSignature:
        return {}


def _key(form):
    return f"{form.instance._meta.label_lower} {form.instance.pk}"


def _is_written(form, name, field):
    is_key = isinstance(field, InlineForeignKeyField) or name == form.instance._meta.pk.name
    return name in form.initial and not is_key


def _text(form, name):
    value = form.initial[name]
    if isinstance(form.fields[name], forms.ModelMultipleChoiceField):
        return sorted(_keys(value))
    stored = form.instance._meta.get_field(name).get_prep_value(value)
    return json.loads(json.dumps(stored, cls=DjangoJSONEncoder))


def _keys(rows):
    return [getattr(row, "pk", row) for row in rows]


def _offered(field, keys):
    """The rows of *field* that have one of *keys*; a key that is none finds nothing."""
    return [row for row in field.queryset if str(row.pk) in set(map(str, keys))]


def _differs(form, name, text):
    """Whether what was sent is something else than the stored *text*."""
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        shown = _keys(_offered(field, text))
    else:
        shown = form.instance._meta.get_field(name).to_python(text)
    return field.has_changed(shown, form[name].data)


def _with_stored(form, names):
    data = form.data.copy()
    for name in names:
        field, key, value = form.fields[name], form.add_prefix(name), form.initial[name]
        prepared = field.prepare_value(value)
        if isinstance(field, forms.ModelMultipleChoiceField):
            data.setlist(key, prepared)
        elif prepared is None or prepared is False:
            data.pop(key, None)
        else:
            data[key] = prepared
    return data
