"""Two records of one person made one, and the pairs that were looked at and are two people."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models.person import Person
from nakhe.access import SYSTEM, Right


class PersonMergeQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(cancelled_at=None)

    def visible_to(self, reader, right=Right.READ):
        """Those of the reader's people; while one is in force, whoever remains stands for both."""
        if reader is SYSTEM:
            return self
        return self.filter(kept__in=Person.objects.visible_to(reader, right))

    def changeable_by(self, reader, right=Right.EDIT_RECORD):
        if reader is SYSTEM:
            return self
        return self.filter(kept__in=Person.objects.changeable_by(reader, right))


class PersonMerge(models.Model):
    """*merged* stays as a row, empty of all that hung on it; Person.merged_into says so while this is in force."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="hồ sơ còn lại")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="hồ sơ đã gộp")
    reason = models.CharField("lý do", max_length=200)
    batch = models.UUIDField("lần ghi", default=uuid.uuid4, unique=True, editable=False)
    """One form sent once: what a second click finds already there."""
    effects = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    """See nakhe.effects."""
    told = models.JSONField("đã thay đổi", default=list, editable=False)
    """The sentences of the preview."""
    recorded_at = models.DateTimeField("gộp lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người gộp"
    )
    cancelled_at = models.DateTimeField("hủy lúc", null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người hủy"
    )
    cancel_reason = models.CharField("lý do hủy", max_length=200, blank=True, editable=False)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = "gộp hồ sơ"
        verbose_name_plural = "gộp hồ sơ"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="members_personmerge_of_two"),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(cancelled_at=None),
                name="members_personmerge_once",
                violation_error_message="Hồ sơ này đã gộp rồi.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="members_personmerge_cancelled_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.merged} gộp vào {self.kept}"

    def get_absolute_url(self):
        return reverse("person_merge", args=[self.pk])

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None


class DifferentPeople(models.Model):
    """“Không phải một người”: the pair is not asked about again until somebody withdraws the answer."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="hồ sơ thứ nhất")
    """The one with the lower key."""
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="hồ sơ thứ hai")
    said_at = models.DateTimeField("trả lời lúc", auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người trả lời",
    )

    class Meta:
        verbose_name = "hai người khác nhau"
        verbose_name_plural = "hai người khác nhau"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="members_differentpeople_in_order"),
            models.UniqueConstraint(fields=["one", "other"], name="members_differentpeople_once"),
        ]

    def __str__(self):
        return f"{self.one} và {self.other} là hai người"
