"""A preview that nobody is to confirm: thrown away by who made it."""

from members.models import ImportBatch
from nakhe.audit import because


def discard(batch, by):
    """The account's own preview is gone, its file with it; what was written stays."""
    with because("Bỏ lần nhập, không ghi gì"):
        own = ImportBatch.objects.without_contents().filter(account=by, state=ImportBatch.State.PREVIEW)
        for each in own.filter(pk=batch.pk):
            each.delete()
