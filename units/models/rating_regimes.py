"""The rules that years are rated under, as records: the regime of a year and the sub-codes of its levels."""

from django.db import models
from django.db.models import F, Q

from units.models.rating_levels import Level


class CapBase(models.TextChoices):
    GOOD = "GOOD", "HTTNV"
    GOOD_OR_BETTER = "GOOD_OR_BETTER", "HTTNV trở lên"


class CapScope(models.TextChoices):
    ORGANISATION = "ORGANISATION", "Toàn tổ chức cơ sở đảng"
    BRANCH = "BRANCH", "Từng chi bộ"
    GROUP = "GROUP", "Từng nhóm chi bộ cùng loại hình"


class RegimeManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class RatingRegime(models.Model):
    """The rules that years are rated under: a record, because they change and newer texts come."""

    name = models.CharField("tên gọi", max_length=80, unique=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    regulation = models.CharField("quy định", max_length=60)
    regulation_on = models.DateField("ngày quy định", null=True, blank=True)
    guidance = models.CharField("hướng dẫn", max_length=60, blank=True)
    guidance_on = models.DateField("ngày hướng dẫn", null=True, blank=True)
    excludes_suspended = models.BooleanField("không xếp loại người bị đình chỉ sinh hoạt", default=True)
    minimum_months = models.PositiveSmallIntegerField(
        "chưa đủ số tháng thì không xếp loại", default=0, help_text="0: người mới kết nạp vẫn được xếp loại."
    )
    uses_scores = models.BooleanField("có chấm điểm", default=False)
    score_excellent = models.PositiveSmallIntegerField("HTXSNV từ điểm", default=90)
    score_good = models.PositiveSmallIntegerField("HTTNV từ điểm", default=70)
    score_completed = models.PositiveSmallIntegerField("HTNV từ điểm", default=50, help_text="Dưới điểm này: KHTNV.")
    beyond_share = models.PositiveSmallIntegerField("HTXSNV khi vượt yêu cầu từ (%) nhiệm vụ", default=30)
    commended_years = models.PositiveSmallIntegerField(
        "nhắc khen thưởng sau số năm liền HTXSNV", default=5, help_text="0: không nhắc."
    )
    cap_base = models.CharField("cơ sở tính trần", max_length=16, choices=CapBase, default=CapBase.GOOD)
    cap_rate = models.PositiveSmallIntegerField("trần HTXSNV (%)", default=20)

    objects = RegimeManager()

    class Meta:
        verbose_name = "quy định xếp loại"
        verbose_name_plural = "quy định xếp loại"
        ordering = ["first_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="units_regime_years_in_order",
                violation_error_message="Năm cuối không được trước năm đầu.",
            ),
            models.CheckConstraint(
                condition=Q(score_excellent__gt=F("score_good"), score_good__gt=F("score_completed")),
                name="units_regime_scores_in_order",
                violation_error_message="Điểm của mức cao hơn phải lớn hơn điểm của mức thấp hơn.",
            ),
            models.CheckConstraint(
                condition=Q(cap_rate__lte=100),
                name="units_regime_rate_is_a_percentage",
                violation_error_message="Trần phải từ 0 đến 100 %.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)

    def level_of(self, score):
        """The Level that *score* proposes; the bounds belong to the better level (QĐ 366: 70 is HTTNV)."""
        bounds = (self.score_excellent, self.score_good, self.score_completed)
        return next((level for level, bound in zip(Level, bounds, strict=False) if score >= bound), Level.NOT_COMPLETED)

    @property
    def citation(self):
        """The document a verdict names: the guidance where there is one, with its date."""
        document, day = (self.guidance, self.guidance_on) if self.guidance else (self.regulation, self.regulation_on)
        return f"{document} ngày {day:%d/%m/%Y}" if day else document


class ReasonManager(models.Manager):
    def get_by_natural_key(self, level, code):
        return self.get(level=level, code=code)


class RatingReason(models.Model):
    """Sub-codes such as HTNV-a or KHTNV-đ; data, because committees differ."""

    level = models.CharField("mức", max_length=14, choices=Level)
    code = models.CharField("mã", max_length=4)
    text = models.CharField("nội dung", max_length=300, blank=True)

    objects = ReasonManager()

    class Meta:
        verbose_name = "lý do xếp loại"
        verbose_name_plural = "lý do xếp loại"
        ordering = ["level", "pk"]
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="units_ratingreason_once")]

    def __str__(self):
        return f"{self.get_level_display()}-{self.code}"

    def natural_key(self):
        return (self.level, self.code)
