"""What a chi bộ wrote of a member since: who was moved there is not taken back under it."""

from contextlib import contextmanager
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from members.models import MemberRating, Membership, Office
from nakhe.effects import Superseded

CHUNK = 5_000
MOST_TOLD = 3


@contextmanager
def nobody_stranded(people):
    """Inside, memberships of *people* (keys) are taken back. Raises Superseded, naming what was written where they no
    longer belong: a rating of a year, or an office, that lay within a membership of its unit before.
    """
    before = _within(people)
    yield
    if told := list(islice(_standing(before - _within(people)), MOST_TOLD)):
        raise Superseded(f"Đã ghi sau đó: {', '.join(map(_named, told))}. Bỏ mục ấy trước, rồi làm lại.")


def _within(people):
    """{(model, key)} of the ratings and offices that lie within a membership of their unit."""
    there, found = Membership.objects.filter(person=OuterRef("person"), unit=OuterRef("unit")), set()
    in_year = there.filter(
        Q(ended_on=None) | Q(ended_on__year__gte=OuterRef("year")), started_on__year__lte=OuterRef("year")
    )
    meanwhile = there.filter(
        Q(ended_on=None) | Q(ended_on__gt=OuterRef("started_on")), started_on__lte=OuterRef("started_on")
    )
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        for model, memberships in (MemberRating, in_year), (Office, meanwhile):
            rows = model.objects.filter(Exists(memberships), person__in=chunk)
            found |= {(model, pk) for pk in rows.values_list("pk", flat=True)}
    return found


def _standing(lost):
    """Those of *lost* that were not taken back as well: most often none, of thousands."""
    for model in (MemberRating, Office):
        keys = sorted(pk for each, pk in lost if each is model)
        for start in range(0, len(keys), CHUNK):
            yield from (
                model.objects.filter(pk__in=keys[start : start + CHUNK]).select_related("person", "unit").order_by("pk")
            )


def _named(row):
    """“xếp loại năm 2024 của Vàng Thị Lan ở Chi bộ Na Kinh”."""
    what = f"xếp loại năm {row.year}" if isinstance(row, MemberRating) else f"chức vụ {row.full_title}"
    return f"{what} của {row.person} ở {row.unit}"
