"""A list of chi bộ that was written, kept with its file, and taken back as a whole while nothing depends on it.

Nothing is kept of a preview: the page's form carries the file until it is confirmed.
"""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from members.importing_units.carried import seen
from members.importing_units.reading import AskedUnits, read_units
from members.importing_units.writing import Unfinished, write_units
from members.models import ImportBatch
from nakhe.access import SYSTEM, Right
from nakhe.audit import as_one_change_set
from nakhe.effects import Superseded, take_back
from nakhe.periods import today
from nakhe.spreadsheets.reading import open_book
from units.models import Unit

KIND = ImportBatch.Kind.UNITS
CHANGED = "Sổ đã khác so với lần xem trước, chưa ghi gì. Đọc lại tệp rồi xem lại."
LONGEST_NAME = 200


class Changed(Unfinished):
    """The register is no longer what the reading was set beside."""


def commit(reading, data, committee, by, answers=None):
    """The ImportBatch of *reading*, the reading of the bytes *data*, written below *committee* as one change set.

    None where the file says nothing that is not on record. Raises what write_units() raises, and Changed.
    """
    with as_one_change_set(), transaction.atomic():
        _read_locked(reading, data, committee, by, answers)
        effects = write_units(reading, committee)
        if not effects.rows:
            return None
        return ImportBatch.objects.create(
            account=None if by is SYSTEM else by,
            unit=committee,
            kind=KIND,
            file_name=reading.file[-LONGEST_NAME:],
            sha256=hashlib.sha256(data).hexdigest(),
            content=data,
            day=today(),
            answers=answers or {},
            summary=reading.summary,
            state=ImportBatch.State.COMMITTED,
            effects=effects.rows,
            written=_counts(effects.rows),
            committed_at=timezone.now(),
        )


def _read_locked(reading, data, committee, by, answers):
    """The file once more, while nobody else writes below *committee*: of two at once the second finds out."""
    Unit.objects.select_for_update(no_key=True).get(pk=committee.pk)
    now = read_units(open_book(data, reading.file), AskedUnits(by, committee.code, today()), answers)
    if seen(now) != seen(reading):
        raise Changed(CHANGED)


def written_lists(reader):
    """The lists of chi bộ written in the committees whose record *reader* keeps, the latest first."""
    kept = Unit.objects.changeable_by(reader, Right.EDIT_RECORD).values("pk")
    found = ImportBatch.objects.filter(kind=KIND, unit__in=kept).exclude(state=ImportBatch.State.PREVIEW)
    return found.without_contents().select_related("account", "undone_by")


def _counts(rows):
    """{name of the model: [created, changed]}."""
    counts = {}
    for row in rows:
        name = NAMES.get(row["model"], row["model"])
        counts.setdefault(name, [0, 0])[row["before"] is not None] += 1
    return counts


NAMES = {model._meta.label_lower: str(model._meta.verbose_name) for model in Unit._meta.apps.get_models()}


def undo(batch, by, reason):
    """Take back all that *batch* wrote. Raises Superseded with a sentence, and then nothing changed."""
    with as_one_change_set(), transaction.atomic():
        kept = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk, kind=KIND)
        committee = Unit.objects.changeable_by(by, Right.EDIT_RECORD).filter(pk=kept.unit_id)
        if not committee.exists():
            raise PermissionDenied
        if kept.state != ImportBatch.State.COMMITTED:
            raise Superseded("Lần nhập này chưa ghi, hoặc đã hoàn tác rồi.")
        Unit.objects.select_for_update(no_key=True).get(pk=kept.unit_id)
        _refuse_lived_in(kept)
        take_back(kept.effects.value, f"Hoàn tác nhập tệp {kept.file_name}: {reason}")
        kept.state, kept.undone_at, kept.undo_reason = ImportBatch.State.UNDONE, timezone.now(), reason[:200]
        kept.undone_by = None if by is SYSTEM else by
        kept.save()
    batch.__dict__.update(kept.__dict__)
    return batch


def _refuse_lived_in(batch):
    """Chi bộ that have members by now are named; whatever else depends on a row is found by taking it back."""
    label = Unit._meta.label_lower
    made = [row["pk"] for row in batch.effects.each() if row["model"] == label and row["before"] is None]
    lived_in = Unit.objects.filter(pk__in=made, memberships__isnull=False).distinct().in_order()
    if names := ", ".join(map(str, lived_in)):
        raise Superseded(f"Đã có đảng viên ở {names}: hoàn tác việc nhập đảng viên trước.")
