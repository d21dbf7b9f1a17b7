"""Which of two records remains unless somebody says otherwise."""

from members.merging import values
from members.merging.moved import moving
from members.models import RatingRecord


def fuller(*people):
    """The one that stands on a list of a rating year as it was locked, else the one that says more, else the older."""
    return max(people, key=lambda person: (_is_on_locked_list(person), _said(person), -person.pk))


def _is_on_locked_list(person):
    return RatingRecord.objects.filter(person=person).exists()


def _said(person):
    """How many columns are filled in and rows hang on it."""
    filled = sum(getattr(person, name) not in values.BLANK for name in values.fields_of(type(person)))
    return filled + sum(model._base_manager.filter(**{name: person}).count() for model, name, _ in moving())
