"""Our register laid beside a spreadsheet of others: the file as it came and what was found. Nothing is ever written."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nakhe.access import SYSTEM, Right, has_right
from nakhe.packed import PackedJSONField
from units.scoping import units_within


class ReconciliationQuerySet(models.QuerySet):
    def visible_to(self, reader, right=Right.READ):
        """One's own, as long as the units are the reader's: it holds what its account brought and was shown."""
        if reader is SYSTEM:
            return self
        if not has_right(reader, right):
            return self.none()
        return self.filter(Q(unit=None) | Q(unit__in=units_within(reader, right)), account=reader)

    def without_contents(self):
        """For lists: the file and what was found stay where they are."""
        return self.defer("content", "reading", "found")


class Reconciliation(models.Model):
    number = models.UUIDField("mã lần đối khớp", default=uuid.uuid4, unique=True, editable=False)
    """Under which pages name it: nobody guesses another's."""
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="reconciliations",
        verbose_name="người đối khớp",
    )
    """None: the command line."""
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tổ chức của người đối khớp"
    )
    """None where an account has several, or for the whole register."""
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256 của tệp", max_length=64)
    content = models.BinaryField("tệp")
    day = models.DateField("đối khớp với sổ ngày")
    scope = models.CharField("phạm vi", max_length=40, blank=True)
    """The code of a chi bộ, members.reconciling.scope.WHOLE, or empty: as the file is."""
    mapped = models.JSONField("cột chọn bằng tay", default=dict, blank=True)
    answers = models.JSONField("trả lời", default=dict, blank=True)
    counts = models.JSONField("số dòng", default=dict, blank=True)
    rights = models.JSONField("quyền khi đối khớp", default=list, blank=True)
    """Where the account read what: with other rights it is read again before it is shown."""
    reading = PackedJSONField("nội dung đã đọc", null=True, stays_packed=True)
    """See members.importing.stored."""
    found = PackedJSONField("kết quả đối khớp", null=True)
    """See members.reconciling.result."""
    compared_at = models.DateTimeField("đối khớp lúc", default=timezone.now)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = "lần đối khớp"
        verbose_name_plural = "các lần đối khớp"
        ordering = ["-pk"]

    def __str__(self):
        return f"Đối khớp tệp {self.file_name}"
