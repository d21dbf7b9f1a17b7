"""Two people at one record: what the other saved meanwhile is named field by field, and nothing is lost."""

from dataclasses import dataclass

from django.core import signing

from members.forms.opened import last_editor
from members.forms.person import NUMBERS, Difference, PersonForm


@dataclass(frozen=True)
class Conflict:
    by: str
    changes: list[Difference]


def read_base(data):
    """What the form showed when it was opened; a form without it counts as opened long ago."""
    try:
        return signing.loads(data.get("base", ""))
    except signing.BadSignature:
        return {"version": None, "texts": {}}


def with_others_changes(data, person, reader):
    """(form, conflict): *data* over the record as it is now. Fields left alone take the other's value."""
    base = read_base(data)
    if base["version"] == person.version:
        return PersonForm(data, instance=person, reader=reader), None
    now = PersonForm(instance=person, reader=reader).stored_texts
    changed = [name for name, text in now.items() if base["texts"].get(name, text) != text]
    merged = data.copy()
    for name in changed:
        if name not in NUMBERS and data.get(name, "") == base["texts"][name]:
            merged[name] = now[name]
    form = PersonForm(merged, instance=person, reader=reader)
    return form, Conflict(last_editor(person), [_change(form, name, base, now, data) for name in changed])


def _change(form, name, base, now, data):
    """One field that the other changed; *typed* when the own text differs from both."""
    if name in NUMBERS:
        return Difference(form.fields[name].label, "số cũ", "số mới", data.get(name, ""))
    typed = data.get(name, "")
    typed = form.in_words(name, typed) if typed not in (base["texts"][name], now[name]) else ""
    old, new = (form.in_words(name, text) or "để trống" for text in (base["texts"][name], now[name]))
    return Difference(form.fields[name].label, old, new, typed)
