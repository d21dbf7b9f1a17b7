"""Half-open periods [started_on, ended_on): the day of a transfer counts once, an open end is NULL."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

UNKNOWN_START = date(1930, 1, 1)
"""Where a unit or village begins whose founding day nobody knows: before the Party was founded (3/2/1930), so that
nothing known of it lies earlier, and no true founding day can be mistaken for it."""


def today():
    """The local date. Forms choose it; queries never do."""
    return timezone.localdate()


class PeriodQuerySet(models.QuerySet):
    def as_of(self, day):
        """What was in force on *day*: started on or before it, not yet ended."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day)

    def overlapping(self, first, last):
        """What was in force on at least one day from *first* to *last*, both included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=first), started_on__lte=last)

    def started_within(self, first, last):
        return self.filter(started_on__gte=first, started_on__lte=last)

    def ended_within(self, first, last):
        """What ended from *first* to *last*: as_of(last) = as_of(first − 1 day) + started − ended."""
        return self.filter(ended_on__gte=first, ended_on__lte=last)

    def count_per(self, field, outer="pk"):
        """Count these rows for each row of an outer query, without a join."""
        counts = self.filter(**{field: OuterRef(outer)}).order_by().values(field)
        return Coalesce(Subquery(counts.annotate(n=models.Count("pk")).values("n")), 0)


def day_before(day):
    return day - timedelta(days=1)


class Period(models.Model):
    started_on = models.DateField("từ ngày")
    ended_on = models.DateField(
        "đến ngày", null=True, blank=True, help_text="Ngày không còn hiệu lực; để trống nếu đang còn."
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def is_on(self, day):
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class DateRange(Func):
    """SQL daterange(start, end), half-open as PostgreSQL has it by default."""

    function = "daterange"
    output_field = DateRangeField()


class NoOverlap(ExclusionConstraint):
    """No two periods of the same subject overlap: held by PostgreSQL itself, and by validation everywhere.

    SQLite has no exclusion constraint; there full_clean() is the guard, and check_data reports a breach.
    """

    def __init__(self, *, name, subject, expressions=(), violation_error_message=None, **kwargs):
        self.subject = subject
        super().__init__(
            name=name,
            expressions=[
                (DateRange("started_on", "ended_on"), RangeOperators.OVERLAPS),
                (subject, RangeOperators.EQUAL),
            ],
            violation_error_message=violation_error_message or "Trùng thời gian với một khoảng đã ghi.",
            **kwargs,
        )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        del kwargs["expressions"]
        return path, args, kwargs | {"subject": self.subject}

    def constraint_sql(self, model, schema_editor):
        return self._on_postgresql(super().constraint_sql, model, schema_editor)

    def create_sql(self, model, schema_editor):
        return self._on_postgresql(super().create_sql, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._on_postgresql(super().remove_sql, model, schema_editor)

    @staticmethod
    def _on_postgresql(write, model, schema_editor):
        return write(model, schema_editor) if schema_editor.connection.vendor == "postgresql" else None

    def validate(self, model, instance, exclude=None, using="default"):
        if {self.subject, "started_on"} & set(exclude or ()) or instance.started_on is None:
            return
        others = model._default_manager.using(using).filter(
            **{self.subject: getattr(instance, model._meta.get_field(self.subject).attname)}
        )
        others = others.exclude(pk=instance.pk).filter(Q(ended_on=None) | Q(ended_on__gt=instance.started_on))
        if instance.ended_on:
            others = others.filter(started_on__lt=instance.ended_on)
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def is_broken_by(self, one, other):
        """The same for two rows in memory, saved or not."""
        subject = one._meta.get_field(self.subject).attname
        if getattr(one, subject) != getattr(other, subject):
            return False
        return all(a.ended_on is None or b.started_on < a.ended_on for a, b in ((one, other), (other, one)))
