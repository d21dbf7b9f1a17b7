"""Changing a number that identifies a person: the old one is ended, never overwritten."""

from django.db import transaction

from members.models import IdentityNumber
from nakhe.vietnamese.dates import PartialDate


@transaction.atomic
def replace_number(person, kind, number, on):
    """Put *number* in the place of the current one of its *kind*, which ends on day *on*."""
    numbers = IdentityNumber.objects.filter(person=person, kind=kind)
    for old in numbers.current():
        old.ended_on = PartialDate.of(on)
        old.save()
    new = numbers.filter(number=number).first() or IdentityNumber(person=person, kind=kind, number=number)
    new.ended_on = None
    new.full_clean()
    new.save()


def is_anothers(kind, number, person):
    """Whether anyone else holds or held *number*, in the reader's units or not; who, is nobody's business."""
    return IdentityNumber.objects.filter(kind=kind, number=number).exclude(person=person.pk).exists()
