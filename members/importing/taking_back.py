"""What a file wrote is taken back as a whole, while nothing was built on it."""

from django.db import transaction
from django.utils import timezone

from members.importing.batches import forget_contents, lock_all_units, locked, must_import
from members.importing.kinds import KINDS
from members.importing.of_people import people_written
from members.models import ImportBatch
from members.stranded import nobody_stranded
from nakhe.access import SYSTEM
from nakhe.audit import as_one_change_set
from nakhe.bulk_effects import take_back_in_bulk
from nakhe.effects import Superseded
from nakhe.long_writes import long_write
from nakhe.periods import today
from nakhe.steps import at_once


def undo(batch, by, reason):
    """A generator of (done, total) that takes back all that *batch* wrote. Raises Superseded; then all is as it was."""
    with long_write(), as_one_change_set(), transaction.atomic():
        kept = locked(batch, by)
        if kept.kind not in KINDS:
            raise Superseded(f"Lần nhập này là {kept.get_kind_display().lower()}: hoàn tác ở nơi đã nhập.")
        must_import(by, KINDS[kept.kind])
        if kept.state != ImportBatch.State.COMMITTED:
            raise Superseded("Lần nhập này chưa ghi, hoặc đã hoàn tác rồi.")
        lock_all_units(by, today())
        people = people_written(kept)
        KINDS[kept.kind].must_be_kept(kept, people, by)
        with nobody_stranded(people):
            effects, total = kept.effects.each(), sum(map(sum, kept.written.values()))
            for done in take_back_in_bulk(effects, f"Hoàn tác nhập tệp {kept.file_name}: {reason}"):
                yield done, total
        forget_contents(kept)  # the log of the next save reads the row anew
        kept.state, kept.undone_at, kept.undo_reason = ImportBatch.State.UNDONE, timezone.now(), reason[:200]
        kept.undone_by = None if by is SYSTEM else by
        kept.save()
    batch.__dict__.update(kept.__dict__)
    return batch


undo_now = at_once(undo)
