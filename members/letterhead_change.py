"""Laying down, from a day on, what the papers of a unit say: the former period ends where the new one begins."""

from django.db import transaction

from members.models import LetterheadSetting
from members.models.letterhead_settings import INHERITED
from nakhe.audit import because
from units.models import Unit

FIELDS = ("recipients", *INHERITED, "on_behalf_of", "signs", "signer")


@transaction.atomic
def lay_down(unit, day, values, reason=""):
    """*values* {name of FIELDS: value} hold from *day* to where a later setting begins; the row, None if they did so.

    Raises ValidationError. Of two who write for one unit, one waits.
    """
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    former = in_force(unit, day)
    if not changes(former, values):
        return None
    with because(reason or "Đổi thiết lập đầu văn bản"):
        if former and former.started_on == day:
            return saved(former, values)
        later = unit.letterheads.filter(started_on__gt=day).order_by("started_on").first()
        if former:
            saved(former, {"ended_on": day})
        return saved(LetterheadSetting(unit=unit, started_on=day, ended_on=later and later.started_on), values)


def in_force(unit, day):
    """The own setting of *unit* on *day*, or None."""
    return unit.letterheads.as_of(day).select_related("signer").first()


def changes(former, values):
    """Whether *values* say anything else than *former*, which may be None."""
    former = former or LetterheadSetting()
    return any(getattr(former, name) != value for name, value in values.items())


def saved(setting, values):
    for name, value in values.items():
        setattr(setting, name, value)
    setting.full_clean()
    setting.save()
    return setting
