"""What the office makes its own of the reports."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from nakhe.periods import today
from units.models import UnitClosure
from units.scoping import ScopedQuerySet


class WrittenTemplateQuerySet(ScopedQuerySet):
    def in_use_for(self, unit):
        """The latest of *unit* or, where it never had one, of the nearest committee above it today."""
        above = UnitClosure.objects.as_of(today()).filter(unit=unit)
        depth = Subquery(above.filter(ancestor=OuterRef("unit")).values("depth")[:1])
        found = self.filter(unit__in=above.values("ancestor")).annotate(distance=depth)
        return found.order_by("distance", "-pk").first()


class WrittenTemplate(models.Model):
    """One version of a committee's own template of the written report; the latest is in use, none is ever changed.

    Without content it says that the committee went back to the template that comes with the register.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="tổ chức")
    content = models.BinaryField("tệp", blank=True, default=b"")
    file_name = models.CharField("tên tệp", max_length=120, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    note = models.CharField("lý do", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thay"
    )
    made_at = models.DateTimeField("lúc thay", auto_now_add=True)

    objects = WrittenTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo"
        verbose_name_plural = "mẫu báo cáo"
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name or "Mẫu mặc định"
