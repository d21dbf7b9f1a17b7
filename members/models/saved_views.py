"""A view of a list or a report kept under a name: what it asks for, not whom it found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix

from nakhe.access import SYSTEM, Right, granted_units
from nakhe.periods import today
from units.models import UnitClosure
from units.scoping import units_kept


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """The own ones, and those shared with a unit above the reader's; each shows only what its reader may see."""
        if reader is SYSTEM:
            return self
        mine = granted_units(reader, Right.READ)
        above = UnitClosure.objects.as_of(today()).filter(unit__in=mine).values("ancestor")
        return self.filter(Q(owner=reader) | Q(shared_with__in=above))

    def changeable_by(self, reader):
        """The own ones, and those shared with a unit whose record the reader keeps: who shared them may be gone."""
        if reader is SYSTEM:
            return self
        return self.filter(Q(owner=reader) | Q(shared_with__in=units_kept(reader, Right.EDIT_RECORD)))


class SavedView(models.Model):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", verbose_name="người lưu"
    )
    name = models.CharField("tên cách xem", max_length=60)
    page = models.CharField("trang", max_length=60, default="dang-vien")
    """The address of the list or report without the slashes around it: a key of members.saved_pages."""
    query = models.CharField("điều kiện", max_length=1000, blank=True)
    shared_with = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chia sẻ trong"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    created_at = models.DateTimeField("lúc lưu", auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "cách xem đã lưu"
        verbose_name_plural = "cách xem đã lưu"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"],
                name="members_savedview_name_once",
                violation_error_message="Đã có cách xem mang tên này.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        address = f"{get_script_prefix()}{self.page}/"
        return f"{address}?{self.query}" if self.query else address
