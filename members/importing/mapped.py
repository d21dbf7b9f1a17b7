"""What a column means by hand: chosen on a review, and remembered by the committee for its next file."""

from members.models import HeadingMeaning
from nakhe.audit import because


def mapped_in(batch):
    """{heading: field} mapped by hand, for this file or for one before."""
    return remembered(batch.unit_id, batch.kind) | batch.mapped


def remembered(unit, kind):
    """{heading: field} that the committee (a key or None) mapped by hand before, in files of the *kind*."""
    return dict(HeadingMeaning.objects.filter(unit=unit, kind=kind).values_list("heading", "field"))


def remember(unit, kind, heading, field):
    with because("Chọn cột khi nhập tệp"):
        HeadingMeaning.objects.update_or_create(
            unit_id=unit, kind=kind, heading=heading[:400], defaults={"field": field}
        )
