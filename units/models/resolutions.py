"""Resolutions and the targets they set; a target's result is counted, never typed."""

from django.db import models
from django.db.models import F, Q

from units.scoping import ScopedQuerySet


class Resolution(models.Model):
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="resolutions", verbose_name="tổ chức")
    number = models.CharField("số", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    adopted_on = models.DateField("ngày ban hành")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "nghị quyết"
        verbose_name_plural = "nghị quyết"
        ordering = ["-adopted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "adopted_on"],
                name="units_resolution_once",
                violation_error_message="Nghị quyết này đã có trong sổ.",
            )
        ]

    def __str__(self):
        return f"Nghị quyết {self.number}"


class TargetQuerySet(ScopedQuerySet):
    unit_path = "resolution__unit"


class Target(models.Model):
    class Measure(models.TextChoices):
        UNITS_GOOD_OR_BETTER = "UNITS_GOOD_OR_BETTER", "Tỷ lệ chi bộ HTTNV trở lên"
        UNITS_EXCELLENT = "UNITS_EXCELLENT", "Tỷ lệ chi bộ HTXSNV"
        MEMBERS_GOOD_OR_BETTER = "MEMBERS_GOOD_OR_BETTER", "Tỷ lệ đảng viên HTTNV trở lên"
        VILLAGE_HEADS_MEMBERS = "VILLAGE_HEADS_MEMBERS", "Tỷ lệ trưởng thôn là đảng viên"
        UNITS_WITH_COMMITTEE = "UNITS_WITH_COMMITTEE", "Tỷ lệ chi bộ có chi ủy"
        ADMISSIONS = "ADMISSIONS", "Số đảng viên kết nạp"

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="targets", verbose_name="nghị quyết")
    name = models.CharField("chỉ tiêu", max_length=200)
    measure = models.CharField("cách tính", max_length=30, choices=Measure)
    year = models.PositiveSmallIntegerField("năm", help_text="Năm đánh giá chỉ tiêu.")
    minimum = models.DecimalField("từ", max_digits=7, decimal_places=1, null=True, blank=True)
    maximum = models.DecimalField("đến", max_digits=7, decimal_places=1, null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["resolution", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "measure", "year"],
                name="units_target_once",
                violation_error_message="Nghị quyết đã có chỉ tiêu này cho năm này.",
            ),
            models.CheckConstraint(
                condition=~Q(minimum=None, maximum=None),
                name="units_target_has_a_bound",
                violation_error_message="Ghi mức từ, hoặc mức đến, hoặc cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="units_target_bounds_in_order",
                violation_error_message="Mức “đến” không được nhỏ hơn mức “từ”.",
            ),
        ]

    def __str__(self):
        return self.name
