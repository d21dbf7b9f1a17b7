"""Previews that nobody confirms: thrown away by who made them, or when they are too old to be written."""

from django.utils import timezone

from members.importing.batches import LASTS
from members.models import ImportBatch
from nakhe.audit import because


def discard(batch, by):
    """The account's own preview is gone, its file with it; what was written stays."""
    with because("Bỏ lần nhập, không ghi gì"):
        for each in _previews(by).filter(pk=batch.pk):
            each.delete()


def discard_old(by):
    """The account's previews that could not be written any more."""
    with because("Bản xem trước quá 24 giờ"):
        for each in _previews(by).filter(previewed_at__lt=timezone.now() - LASTS):
            each.delete()


def _previews(by):
    return ImportBatch.objects.without_contents().filter(account=by, state=ImportBatch.State.PREVIEW)
