from django.conf import settings
from django.db import models

from nakhe.access import Role
from nakhe.periods import Period
from units.models.tree import Unit
from units.scoping import ScopedPeriodQuerySet


class RoleGrantQuerySet(ScopedPeriodQuerySet):
    def held_on(self, day):
        """Those in force on *day*, each with its unit and unit_name, the name of that day."""
        named = Unit.objects.named(day).filter(pk=models.OuterRef("unit"))
        return self.as_of(day).select_related("unit").annotate(unit_name=models.Subquery(named.values("name")[:1]))


class RoleGrant(Period):
    """An account holds a role at a unit for a period; it reaches everything below."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name="tài khoản")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="grants", verbose_name="tại tổ chức")

    objects = RoleGrantQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "phân quyền"
        verbose_name_plural = "phân quyền"
        ordering = ["user", "started_on"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=models.Q(ended_on=None),
                name="units_rolegrant_one_open",
                violation_error_message="Tài khoản đang giữ vai trò này tại tổ chức này.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
