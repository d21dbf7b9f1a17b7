"""A spreadsheet that was brought: as it was uploaded, what was read and answered, and what it wrote."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nakhe.access import SYSTEM, Right, has_right
from nakhe.packed import PackedJSONField
from units.scoping import ScopedQuerySet, units_within


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, reader, right=Right.EDIT_PEOPLE):
        """One's own, and what was written in the reader's committees; a preview is nobody's but its account's."""
        if reader is SYSTEM:
            return self
        if not has_right(reader, right):
            return self.none()
        here, own = Q(unit__in=units_within(reader, right)), Q(account=reader)
        return self.filter(own & (here | Q(unit=None)) | here & ~Q(state=ImportBatch.State.PREVIEW))

    def without_contents(self):
        """For lists: the file, the reading and the effects stay where they are."""
        return self.without_readings().defer("content")

    def without_readings(self):
        """What is large and not always needed is asked for when it is."""
        return self.defer("reading", "effects")


class ImportBatch(models.Model):
    class State(models.TextChoices):
        PREVIEW = "PREVIEW", "Đang xem trước"
        COMMITTED = "COMMITTED", "Đã ghi"
        UNDONE = "UNDONE", "Đã hoàn tác"

    class Kind(models.TextChoices):
        PEOPLE = "PEOPLE", "Đảng viên, xếp loại"
        UNITS = "UNITS", "Chi bộ, thôn"
        HEADS = "HEADS", "Trưởng thôn"
        TRAINING = "TRAINING", "Bồi dưỡng"

    number = models.UUIDField("mã lần nhập", default=uuid.uuid4, unique=True, editable=False)
    """Under which pages name it: nobody guesses another's."""
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="imports", verbose_name="người nhập"
    )
    """None: the command line."""
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="đảng bộ"
    )
    """For which committee; None where an account has several, or for the whole register."""
    kind = models.CharField("nội dung", max_length=16, choices=Kind, default=Kind.PEOPLE)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256 của tệp", max_length=64)
    content = models.BinaryField("tệp")
    """As it was uploaded, so that what was decoded from an old font can always be looked up."""
    branch = models.CharField("mã chi bộ của dòng không ghi chi bộ", max_length=40, blank=True)
    year = models.CharField("năm của cột xếp loại không ghi năm", max_length=4, blank=True)
    day = models.DateField("ngày đọc")
    mapped = models.JSONField("cột chọn bằng tay", default=dict, blank=True)
    answers = models.JSONField("trả lời", default=dict, blank=True)
    summary = models.JSONField("số dòng", default=dict, blank=True)
    reading = PackedJSONField("nội dung đã đọc", null=True, stays_packed=True)
    """members.importing.stored: what the preview showed, compared before it is written."""
    state = models.CharField("trạng thái", max_length=9, choices=State, default=State.PREVIEW)
    previewed_at = models.DateTimeField("xem trước lúc", default=timezone.now)
    effects = PackedJSONField("đã ghi gì", null=True, stays_packed=True)
    """See nakhe.effects."""
    written = models.JSONField("số mục đã ghi", default=dict, encoder=DjangoJSONEncoder)
    """{model: [created, changed]}."""
    committed_at = models.DateTimeField("ghi lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người hoàn tác"
    )
    undo_reason = models.CharField("lý do hoàn tác", max_length=200, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập dữ liệu"
        verbose_name_plural = "các lần nhập dữ liệu"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="PREVIEW") | Q(committed_at__isnull=False),
                name="members_importbatch_written_once",
            )
        ]

    def __str__(self):
        return f"Nhập tệp {self.file_name} (lần {self.pk})"


class HeadingMeaning(models.Model):
    """A column mapped by hand, for the next file of the same kind and committee with that heading."""

    unit = models.ForeignKey(
        "units.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="đảng bộ"
    )
    kind = models.CharField("nội dung", max_length=16, choices=ImportBatch.Kind, default=ImportBatch.Kind.PEOPLE)
    heading = models.CharField("tên cột", max_length=400)
    """As members.importing.headings.mapping_key writes it."""
    field = models.CharField("trường", max_length=80, blank=True)
    """Empty: the column is left out."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "cột chọn bằng tay"
        verbose_name_plural = "cột chọn bằng tay"
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "heading"], name="members_headingmeaning_once"),
            models.UniqueConstraint(
                fields=["kind", "heading"], condition=Q(unit=None), name="members_headingmeaning_once_for_all"
            ),
        ]

    def __str__(self):
        return f"{self.heading} → {self.field or 'không nhập'}"
