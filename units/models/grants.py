from django.conf import settings
from django.db import models

from nakhe.access import Role
from nakhe.periods import Period
from units.scoping import ScopedPeriodQuerySet


class RoleGrant(Period):
    """An account holds a role at a unit for a period; it reaches everything below."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name="tài khoản")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="grants", verbose_name="tại tổ chức")

    objects = ScopedPeriodQuerySet.as_manager()

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
