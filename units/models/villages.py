from django.db import models
from django.db.models import Q

from nakhe.access import SYSTEM, Right
from nakhe.periods import Period
from units.scoping import ScopedPeriodQuerySet, units_kept, units_within


class VillageQuerySet(ScopedPeriodQuerySet):
    def visible_to(self, reader, right=Right.READ):
        """Villages of the reader's communes, and those of the reader's own chi bộ."""
        return self if reader is SYSTEM else self._of_units(units_within(reader, right))

    def changeable_by(self, reader, right):
        return self if reader is SYSTEM else self._of_units(units_kept(reader, right))

    def _of_units(self, units):
        own = self.model.objects.filter(Q(unit__in=units) | Q(branches__in=units)).values("pk")
        return self.filter(pk__in=own)


class Village(Period):
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="villages", verbose_name="đảng bộ xã")
    name = models.CharField("tên thôn", max_length=80)
    is_border = models.BooleanField("thôn biên giới", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = VillageQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "thôn"
        verbose_name_plural = "thôn"
        ordering = ["position", "name"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(ended_on=None),
                name="units_village_name_once",
                violation_error_message="Xã đã có thôn mang tên này.",
            ),
        ]

    def __str__(self):
        return self.name
