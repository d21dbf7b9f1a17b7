"""A decision on file: who recorded it, what it changed, and, when it was a mistake, who took it back and why."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class RecordedQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(cancelled_at=None)


class Recorded(models.Model):
    """What a movement of members and a change of units have in common."""

    effective_on = models.DateField("ngày hiệu lực")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    batch = models.UUIDField("lần ghi", default=uuid.uuid4, editable=False)
    """One form sent once: all that it wrote, and what a second click finds already there."""
    effects = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    """See nakhe.effects."""
    recorded_at = models.DateTimeField("ghi lúc", null=True, auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người ghi"
    )
    cancelled_at = models.DateTimeField("hủy lúc", null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người hủy"
    )
    cancel_reason = models.CharField("lý do hủy", max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="%(app_label)s_%(class)s_cancelled_for_a_reason",
            )
        ]

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None
