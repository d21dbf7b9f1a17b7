"""Keeps what is derived from the tree in step with it: the closure and every unit's latest name.

Signals, because the tree is edited from forms, the admin and commands alike. A raw save (loaddata) is
skipped: `manage.py rebuild` follows it, and check_data reports whatever is out of step.
"""

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver

from units import closure
from units.models import Unit, UnitName, UnitParent

rebuilt = Signal()
"""Sent when all of it was written anew: whoever keeps something that follows from it does so now."""


@receiver(post_save, sender=Unit)
def follow_the_unit(instance, raw, update_fields, **kwargs):
    if not raw and (update_fields is None or {"started_on", "ended_on"} & set(update_fields)):
        closure.rebuild_below(instance)


@receiver([post_save, post_delete], sender=UnitParent)
def follow_the_parent(instance, raw=False, **kwargs):
    if not raw:
        closure.rebuild_below(instance.unit)


@receiver([post_save, post_delete], sender=UnitName)
def follow_the_name(instance, raw=False, **kwargs):
    if not raw:
        name_latest(instance.unit)


def name_latest(unit):
    """Store the unit's last name, for places that show a unit without a date."""
    last = unit.names.order_by("started_on").last()
    unit.latest_name = last.name if last else ""
    unit.save(update_fields=["latest_name"])
