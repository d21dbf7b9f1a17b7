"""Who may go on with an ImportBatch, and holds it meanwhile; every step of an import asks here."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from members.importing.kinds import KINDS
from members.importing.units import Units
from members.models import ImportBatch
from members.movements.document import lock_units
from nakhe.access import SYSTEM, has_right

LASTS = timedelta(hours=24)
"""How long a preview may be written."""
STALE = "Bản xem trước đã quá 24 giờ. Đọc lại tệp rồi xem trước lần nữa."
DONE = "Lần nhập này đã ghi rồi."


class NotWritten(Exception):
    """Nothing was written; str() is a sentence, *told* are more of them: what is no longer as shown."""

    def __init__(self, sentence, told=()):
        super().__init__(sentence)
        self.told = list(told)


def must_import(by, *kinds):
    if not any(has_right(by, kind.right) for kind in kinds):
        raise PermissionDenied


def locked(batch, by):
    found = ImportBatch.objects.visible_to(by).filter(pk=batch.pk)
    for_update = ImportBatch.objects.without_readings().select_for_update(no_key=True)
    kept = for_update.filter(pk__in=found.values("pk")).first()
    if kept is None:
        raise PermissionDenied
    return kept


def own_preview(batch, by):
    """The preview, locked: two clicks become one writing."""
    kept = locked(batch, by)
    if kept.kind in KINDS:
        must_import(by, KINDS[kept.kind])
    if kept.account_id != (None if by is SYSTEM else by.pk):
        raise PermissionDenied
    if kept.state != ImportBatch.State.PREVIEW:
        raise NotWritten(DONE)
    if timezone.now() - kept.previewed_at > LASTS:
        raise NotWritten(STALE)
    return kept


def lock_all_units(by, day):
    lock_units([unit.pk for unit in Units(by, day).all])


def forget_contents(batch):
    """What is large is asked from the database again, when anybody wants it."""
    for name in ("reading", "effects"):
        batch.__dict__.pop(name, None)
