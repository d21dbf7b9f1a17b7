from django.db import models
from django.db.models import Exists, OuterRef, Q

from nakhe.access import SYSTEM, Right
from nakhe.periods import Period
from units.scoping import ScopedPeriodQuerySet, units_kept, units_on, units_within


class VillageQuerySet(ScopedPeriodQuerySet):
    def visible_to(self, reader, right=Right.READ):
        """Villages of the reader's communes, and those of the reader's own chi bộ."""
        return self if reader is SYSTEM else self._of_units(units_within(reader, right))

    def visible_on(self, reader, day, right=Right.READ):
        return self if reader is SYSTEM else self.lying_in(units_on(reader, day, right), day)

    def changeable_by(self, reader, right):
        return self if reader is SYSTEM else self._of_units(units_kept(reader, right))

    def lying_in(self, units, day):
        """The villages within *units* on *day*: a village lies where its chi bộ lies, without one in its commune."""
        there = self.model.objects.filter(branches__in=units).values("pk")
        branches = self.model.branches.rel.related_model.objects.as_of(day).filter(village=OuterRef("pk"))
        return self.filter(Q(pk__in=there) | Q(unit__in=units) & ~Exists(branches))

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
