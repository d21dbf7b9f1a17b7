"""A file that is compared and kept a week, like the preview of an import: read again with answers, or brought in.

Nothing in the register is written. Each step checks its right (Right.READ); what is found is cut to it.
"""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from members.importing import previews
from members.importing import stored as readings
from members.importing.mapped import remember, remembered
from members.importing.reading import Asked, read_in_steps
from members.models import ImportBatch, Reconciliation
from members.reconciling import result
from members.reconciling.beside import Beside
from members.reconciling.scope import WHOLE
from nakhe.access import SYSTEM, Right, granted_units, has_right
from nakhe.audit import as_one_change_set, because
from nakhe.one_view import one_view
from nakhe.periods import today
from nakhe.spreadsheets.file_names import plain_name
from nakhe.spreadsheets.places import place
from nakhe.spreadsheets.reading import open_book
from nakhe.steps import at_once

PEOPLE = ImportBatch.Kind.PEOPLE
USED = (Right.READ, Right.READ_NUMBERS, Right.EDIT_PEOPLE)
"""The rights that say what is found and offered."""


def reconcile_in_steps(data, name, by, *, scope="", day=None, answers=None, mapped=None):
    """Compare the bytes *data* with the register of *day*: a Reconciliation, not saved, with its Reading as `.read`.

    Raises limits.Refused for what is no spreadsheet, places.Busy; `.read.refused` says why one is no list of people.
    """
    _must_read(by)
    kept = Reconciliation(
        account=None if by is SYSTEM else by,
        unit_id=_unit_of(by),
        file_name=plain_name(name),
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        day=day or today(),
        scope=scope,
        answers=answers or {},
        mapped=mapped or {},
    )
    yield from _read_into(kept, by)
    return kept


reconcile = at_once(reconcile_in_steps)


def keep(kept):
    """Save it, unless it is no list of people; whatever is older than a week is forgotten. Returns it."""
    if not kept.read.refused:
        with as_one_change_set(), because("Tệp đối khớp quá một tuần"):
            Reconciliation.objects.filter(compared_at__lt=timezone.now() - previews.KEPT).delete()
        with as_one_change_set():
            kept.save()
    return kept


def again_in_steps(kept, by, *, answers=None, mapped=None, **said):
    """Compare once more, with more *answers*, columns *mapped* by hand, another scope or day.

    Nothing is locked while it is read. What is mapped is remembered for the next file where the account imports files
    as well.
    """
    with transaction.atomic():
        kept = _own(kept, by)
    kept.answers |= answers or {}
    kept.mapped |= mapped or {}
    for name, value in said.items():
        setattr(kept, name, value)
    yield from _read_into(kept, by)
    with transaction.atomic():
        _own(kept, by)
        if has_right(by, Right.EDIT_PEOPLE):
            for heading, field in (mapped or {}).items():
                remember(kept.unit_id, PEOPLE, heading, field)
        kept.save()
    return kept


again = at_once(again_in_steps)


def found_in(kept):
    return result.unpacked(kept.found)


def reading_of(kept):
    return readings.unpacked(kept.reading)


def is_as_allowed(kept, by):
    """Whether the account may still read just what it was shown."""
    return kept.rights == _rights(by)


def as_import(kept, by):
    """The same file with the same answers as the preview of an import, saved; its right is the import's."""
    _must_read(by)
    kept = Reconciliation.objects.visible_to(by).get(pk=kept.pk)
    said = {"branch": _branch(kept), "answers": kept.answers, "mapped": kept.mapped}
    return previews.preview(bytes(kept.content), kept.file_name, by, kind=PEOPLE, **said)


def forget(kept, by):
    with because("Bỏ lần đối khớp"), transaction.atomic():
        _own(kept, by).delete()


def _read_into(kept, by):
    beside = Beside(kept.day, kept.scope)
    mapped = remembered(kept.unit_id, PEOPLE) | kept.mapped
    with place(), one_view():
        book = open_book(bytes(kept.content), kept.file_name)
        asked = Asked(by, _branch(kept), day=today(), mapped=mapped)
        kept.read = yield from read_in_steps(book, asked, kept.answers, beside)
        if kept.read.refused:
            return
        found = beside.found(kept.read)
    kept.compared_at, kept.rights = timezone.now(), _rights(by)
    kept.reading, kept.found, kept.counts = readings.packed(kept.read), result.packed(found), found.counts


def _branch(kept):
    """The chi bộ of lines that name none: the one that was chosen."""
    return "" if kept.scope == WHOLE else kept.scope


def _rights(by):
    """[[right, units]], as JSON keeps it."""
    return [] if by is SYSTEM else [[right.value, sorted(granted_units(by, right))] for right in USED]


def _unit_of(by):
    units = set() if by is SYSTEM else set(granted_units(by, Right.READ))
    return units.pop() if len(units) == 1 else None


def _must_read(by):
    if not has_right(by, Right.READ):
        raise PermissionDenied


def _own(kept, by):
    _must_read(by)
    mine = Reconciliation.objects.visible_to(by).filter(pk=kept.pk)
    found = Reconciliation.objects.select_for_update(no_key=True).filter(pk__in=mine.values("pk")).first()
    if found is None:
        raise PermissionDenied
    return found
