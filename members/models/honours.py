"""Discipline, commendation and the badges for years in the Party."""

from django.db import models
from django.db.models import Q

from members.models.membership import OfMembersQuerySet
from members.models.person import Person
from nakhe.access import SYSTEM, Right
from units.scoping import units_kept, units_within


class Discipline(models.Model):
    class Form(models.TextChoices):
        REPRIMAND = "REPRIMAND", "Khiển trách"
        WARNING = "WARNING", "Cảnh cáo"
        DISMISSAL = "DISMISSAL", "Cách chức"
        EXPULSION = "EXPULSION", "Khai trừ"

    person = models.ForeignKey(Person, models.PROTECT, related_name="disciplines", verbose_name="đảng viên")
    form = models.CharField("hình thức", max_length=10, choices=Form)
    decided_on = models.DateField("ngày quyết định")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    reason = models.CharField("nội dung vi phạm", max_length=300, blank=True)
    self_remedied = models.BooleanField(
        "tự phát hiện, đã khắc phục", default=False, help_text="QĐ 124-QĐ/TW: không buộc xếp loại KHTNV."
    )

    objects = OfMembersQuerySet.as_manager()

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        ordering = ["-decided_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "decided_on", "form"],
                name="members_discipline_once",
                violation_error_message="Quyết định kỷ luật này đã có trong hồ sơ.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.get_form_display()} {self.decided_on:%d/%m/%Y}"


class CommendationQuerySet(models.QuerySet):
    def visible_to(self, reader, right=Right.READ):
        if reader is SYSTEM:
            return self
        people = Person.objects.visible_to(reader, right)
        return self.filter(Q(person__in=people) | Q(unit__in=units_within(reader, right)))

    def changeable_by(self, reader, right):
        if reader is SYSTEM:
            return self
        people = Person.objects.changeable_by(reader, right)
        return self.filter(Q(person__in=people) | Q(unit__in=units_kept(reader, right)))


class Commendation(models.Model):
    """Of a person or of a unit, never of both."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="commendations", verbose_name="người"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="commendations", verbose_name="tổ chức"
    )
    form = models.CharField("hình thức", max_length=120)
    given_by = models.CharField("cấp khen thưởng", max_length=120, blank=True)
    decided_on = models.DateField("ngày quyết định")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    reason = models.CharField("thành tích", max_length=300, blank=True)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ["-decided_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="members_commendation_person_or_unit",
                violation_error_message="Chọn một người hoặc một tổ chức.",
            )
        ]

    def __str__(self):
        return f"{self.person or self.unit}: {self.form}"


class BadgeLevelManager(models.Manager):
    def get_by_natural_key(self, years):
        return self.get(years=years)


class BadgeLevel(models.Model):
    """The years of a badge (domain.md §5): 30, 40, 45 … 90."""

    years = models.PositiveSmallIntegerField("số năm tuổi đảng", unique=True)

    objects = BadgeLevelManager()

    class Meta:
        verbose_name = "loại huy hiệu"
        verbose_name_plural = "loại huy hiệu"
        ordering = ["years"]

    def __str__(self):
        return f"Huy hiệu {self.years} năm tuổi đảng"

    def natural_key(self):
        return (self.years,)


class AwardDay(models.Model):
    """The days of the year on which badges are awarded; data."""

    month = models.PositiveSmallIntegerField("tháng")
    day = models.PositiveSmallIntegerField("ngày")

    class Meta:
        verbose_name = "đợt trao huy hiệu"
        verbose_name_plural = "đợt trao huy hiệu"
        ordering = ["month", "day"]
        constraints = [
            models.UniqueConstraint(fields=["month", "day"], name="members_awardday_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="members_awardday_is_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.day}/{self.month}"


class Badge(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="badges", verbose_name="đảng viên")
    level = models.ForeignKey(BadgeLevel, models.PROTECT, related_name="badges", verbose_name="loại")
    awarded_on = models.DateField("ngày trao")
    number = models.CharField("số huy hiệu", max_length=20, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    is_early = models.BooleanField("trao sớm", default=False)
    is_posthumous = models.BooleanField("truy tặng", default=False)

    objects = OfMembersQuerySet.as_manager()

    class Meta:
        verbose_name = "huy hiệu Đảng"
        verbose_name_plural = "huy hiệu Đảng"
        ordering = ["-awarded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "level"],
                name="members_badge_once",
                violation_error_message="Người này đã được tặng huy hiệu này.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.level}"
