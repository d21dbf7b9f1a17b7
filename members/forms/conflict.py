"""Two people at one record: what the other saved meanwhile is named field by field, and nothing is lost."""

from dataclasses import dataclass

from django.core import signing

from members.forms.shown import Difference
from nakhe.audit import last_editor

TAKEN = "lay"
"""Names the fields of which the other's value is taken."""


@dataclass(frozen=True)
class Conflict:
    by: str
    changes: list[Difference]


def with_others_changes(data, make, subject):
    """(form, Conflict or None): *data* over *subject* as it is now. Fields left alone take the other's value.

    *make* makes the form of *subject* (a RemembersWhatItShowed), bound to what it is given.
    """
    unbound = make(None)
    shown, now = _shown(data), unbound.stored_texts
    data = _with_theirs(data, now, unbound.remembered)
    if shown == now:
        return make(data), None
    changed = [name for name, text in now.items() if shown.get(name, text) != text]
    merged = data.copy()
    for name in changed:
        if name in unbound.remembered and data.get(name, "") == shown[name]:
            merged[name] = now[name]
    form = make(merged)
    return form, Conflict(last_editor(subject), [_change(form, name, shown, now, data) for name in changed])


def _with_theirs(data, now, fields):
    """*data* with the other's value where the form says so; a number typed beside a newer one is dropped."""
    data = data.copy()
    for name in set(data.getlist(TAKEN)) & now.keys():
        data[name] = now[name] if name in fields else ""
    return data


def _shown(data):
    """What the form showed when it was opened; one without it counts as opened long ago."""
    try:
        return signing.loads(data.get("base", ""))
    except signing.BadSignature:
        return {}


def _change(form, name, shown, now, data):
    typed = data.get(name, "")
    return form.difference(name, shown[name], now[name], typed if typed not in (shown[name], now[name]) else "")
