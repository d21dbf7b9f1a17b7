"""Congresses, the terms they open and the committees they elect."""

from django.db import models
from django.db.models import F, Q

from nakhe.fields import PartialDateField
from nakhe.periods import NoOverlap, Period
from nakhe.vietnamese.numbers import roman
from units.scoping import ScopedPeriodQuerySet, ScopedQuerySet


class Congress(models.Model):
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="congresses", verbose_name="tổ chức")
    ordinal = models.PositiveSmallIntegerField("lần thứ")
    held_on = PartialDateField("ngày đại hội", null=True, blank=True)
    members_entitled = models.PositiveSmallIntegerField("đảng viên được triệu tập", null=True, blank=True)
    members_present = models.PositiveSmallIntegerField("đảng viên dự", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "đại hội"
        verbose_name_plural = "đại hội"
        ordering = ["unit", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "ordinal"],
                name="units_congress_once",
                violation_error_message="Đại hội lần này đã có trong sổ.",
            ),
            models.CheckConstraint(
                condition=Q(members_present=None)
                | Q(members_entitled=None)
                | Q(members_present__lte=F("members_entitled")),
                name="units_congress_present_within_entitled",
                violation_error_message="Số dự đại hội không được nhiều hơn số được triệu tập.",
            ),
        ]

    def __str__(self):
        return f"Đại hội lần {self.roman}"

    @property
    def roman(self):
        return roman(self.ordinal)


class Term(Period):
    """The period between two congresses. Its label keeps the years it was elected for."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="terms", verbose_name="tổ chức")
    congress = models.OneToOneField(Congress, models.PROTECT, related_name="term", verbose_name="đại hội")
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        ordering = ["unit", "-started_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="units_term_no_overlap", subject="unit"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="units_term_years_in_order",
                violation_error_message="Năm cuối nhiệm kỳ không được trước năm đầu.",
            ),
        ]

    def __str__(self):
        return f"{self.congress.roman} ({self.years})"

    @property
    def years(self):
        return f"{self.first_year}–{self.last_year}"


class Committee(Period):
    """That a unit has a chi ủy (or đảng ủy) is a fact with dates, compared with the rule, never derived from it."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="committees", verbose_name="tổ chức")
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name="nhiệm kỳ"
    )
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "cấp ủy"
        verbose_name_plural = "cấp ủy"
        ordering = ["unit", "-started_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="units_committee_no_overlap", subject="unit"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_on=None),
                name="units_committee_one_open",
                violation_error_message="Tổ chức này đang có một cấp ủy.",
            ),
        ]

    def __str__(self):
        return f"Cấp ủy {self.unit} từ {self.started_on:%d/%m/%Y}"
