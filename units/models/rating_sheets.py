"""The lists of a rating year, one for each who rates, and how far each has come."""

from django.db import models
from django.db.models import Q

from units.models.rating_campaigns import RatingCampaign
from units.scoping import ScopedQuerySet


class Step(models.IntegerChoices):
    """In their order (domain.md §1). A locked campaign locks all of its lists; it is no step of one."""

    DRAFT = 1, "Nháp"
    SELF_RATING = 2, "Tự xếp loại"
    VOTING = 3, "Chi bộ biểu quyết"
    PROPOSED = 4, "Đề nghị"
    DECIDED = 5, "Quyết định"


class RatingSheet(models.Model):
    """The list of one kind that *unit* rates: a chi bộ its members, the committee its chi bộ and village heads."""

    class Part(models.TextChoices):
        """The values stand in addresses."""

        MEMBERS = "dang-vien", "Đảng viên"
        UNITS = "chi-bo", "Chi bộ"
        HEADS = "truong-thon", "Trưởng thôn"

    campaign = models.ForeignKey(RatingCampaign, models.PROTECT, related_name="sheets", verbose_name="đợt xếp loại")
    part = models.CharField("đối tượng", max_length=12, choices=Part)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="rating_sheets", verbose_name="nơi xếp loại")
    step = models.PositiveSmallIntegerField("bước", choices=Step, default=Step.VOTING)
    present = models.PositiveSmallIntegerField("số người có mặt biểu quyết", null=True, blank=True)
    voted_on = models.DateField("ngày họp biểu quyết", null=True, blank=True)
    remark = models.CharField("lý do trả lại", max_length=300, blank=True)
    """Why it was last returned or opened again; empty once it moves on."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách xếp loại"
        verbose_name_plural = "danh sách xếp loại"
        ordering = ["campaign", "part", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "part", "unit"],
                name="units_ratingsheet_once",
                violation_error_message="Danh sách này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(step__in=Step.values),
                name="units_ratingsheet_step_is_known",
                violation_error_message="Không có bước này.",
            ),
        ]

    def __str__(self):
        return f"{self.campaign}: {self.get_part_display().lower()}, {self.unit}"
