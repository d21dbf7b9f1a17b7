"""Yearly quality rating: the regime of a year, a committee's campaign, and what every rating has in common."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from nakhe.access import Right
from units.models.tree import Unit, UnitClosure
from units.scoping import ScopedQuerySet


class Level(models.TextChoices):
    EXCELLENT = "EXCELLENT", "HTXSNV"
    GOOD = "GOOD", "HTTNV"
    COMPLETED = "COMPLETED", "HTNV"
    NOT_COMPLETED = "NOT_COMPLETED", "KHTNV"

    @property
    def full_name(self):
        return FULL_NAMES[self]

    @property
    def rank(self):
        """1 for HTXSNV … 4 for KHTNV: the key that types it, and its colour."""
        return list(Level).index(self) + 1


FULL_NAMES = {
    Level.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    Level.GOOD: "Hoàn thành tốt nhiệm vụ",
    Level.COMPLETED: "Hoàn thành nhiệm vụ",
    Level.NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
}


class NotRatedReason(models.TextChoices):
    EXEMPT = "EXEMPT", "Miễn công tác và sinh hoạt"
    SUSPENDED = "SUSPENDED", "Đình chỉ sinh hoạt đảng"
    UNDER_SIX_MONTHS = "UNDER_SIX_MONTHS", "Mới kết nạp, chưa đủ 6 tháng"
    OTHER = "OTHER", "Lý do khác"


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


class RatingCampaignQuerySet(ScopedQuerySet):
    def covering(self, reader):
        """The campaigns that rate a unit *reader* reads; is_own says whether the committee itself is read, too."""
        campaign = self.model.objects.filter(pk=OuterRef("pk"))
        return self._above(Unit.objects.visible_to(reader)).annotate(
            is_own=Exists(campaign.visible_to(reader)),
            may_rate=Exists(campaign.changeable_by(reader, Right.RATE)),
            may_decide=Exists(campaign.changeable_by(reader, Right.DECIDE)),
        )

    def _above(self, units):
        """The campaigns of the committees that *units* lay under on the assessment date."""
        in_force = Q(ended_on=None) | Q(ended_on__gt=OuterRef("assessed_on"))
        closure = UnitClosure.objects.filter(
            in_force, ancestor=OuterRef("unit"), started_on__lte=OuterRef("assessed_on")
        )
        return self.filter(Exists(closure.filter(unit__in=units.values("pk"))))

    def holding(self, units, campaign):
        """The other campaigns that hold the ratings of *units* (keys), so that they are not *campaign*'s."""
        return self.filter(pk__in=held_elsewhere(campaign).filter(unit__in=units).values("ancestor__campaigns"))

    def rating(self, unit, year):
        """The campaigns that rate *unit* (a key) in that year, each where it lay on its own assessment date."""
        return self.filter(pk__in=closure_of_year(year).filter(unit=unit).values("ancestor__campaigns"))


def held_elsewhere(campaign):
    """The closure rows by which a unit's ratings of the year are held by another campaign than *campaign*.

    One campaign owns them: the first that froze its lists of who lay there on its assessment date, or lay there to the
    unit's end. One that was locked before there were lists goes before all.
    """
    earlier = {"listed_at__lt": campaign.listed_at} if campaign.listed_at else {"listed_at__isnull": False}
    listed_first = Q(**{f"ancestor__campaigns__{name}": value for name, value in earlier.items()})
    locked_without = Q(ancestor__campaigns__state=RatingCampaign.State.LOCKED, ancestor__campaigns__listed_at=None)
    return closure_of_year(campaign.year, listed_first | locked_without, ~Q(ancestor=campaign.unit_id))


def closure_of_year(year, *conditions):
    """The closure rows by which a unit is rated in *year*; *conditions* on ancestor__campaigns are of that campaign."""
    assessed_on = F("ancestor__campaigns__assessed_on")
    return UnitClosure.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=assessed_on) | Q(ended_on=F("unit__ended_on")),
        *conditions,
        started_on__lte=assessed_on,
        ancestor__campaigns__year=year,
    )


class RatingCampaign(models.Model):
    """One committee's rating of one year, with the settings that its verdicts are computed from."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Đang xếp loại"
        LOCKED = "LOCKED", "Đã khóa"

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="campaigns", verbose_name="đảng bộ")
    year = models.PositiveSmallIntegerField("năm")
    regime = models.ForeignKey(RatingRegime, models.PROTECT, related_name="campaigns", verbose_name="theo quy định")
    assessed_on = models.DateField("ngày đánh giá", help_text="Thường là 31/12.")
    state = models.CharField("trạng thái", max_length=8, choices=State, default=State.OPEN)
    cap_base = models.CharField("cơ sở tính trần", max_length=16, choices=CapBase, default=CapBase.GOOD)
    cap_rate = models.PositiveSmallIntegerField("trần HTXSNV (%)", default=20)
    cap_scope = models.CharField("phạm vi tính trần", max_length=12, choices=CapScope, default=CapScope.ORGANISATION)
    cap_decision = models.CharField("văn bản cho phép trần khác", max_length=60, blank=True)
    self_rating_by = models.DateField("hạn tự xếp loại", null=True, blank=True)
    vote_by = models.DateField("hạn chi bộ biểu quyết", null=True, blank=True)
    proposal_by = models.DateField("hạn đề nghị", null=True, blank=True)
    decision_by = models.DateField("hạn quyết định", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    listed_at = models.DateTimeField("chốt danh sách lúc", null=True, blank=True, editable=False)
    """When the lists of who is rated were frozen; None where the record itself is the list."""

    objects = RatingCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt xếp loại"
        verbose_name_plural = "đợt xếp loại"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="units_campaign_once",
                violation_error_message="Năm này đã có đợt xếp loại.",
            ),
            models.CheckConstraint(
                condition=Q(cap_rate__lte=100),
                name="units_campaign_rate_is_a_percentage",
                violation_error_message="Trần phải từ 0 đến 100 %.",
            ),
        ]

    def __str__(self):
        return f"Xếp loại năm {self.year}"

    @property
    def is_locked(self):
        return self.state == self.State.LOCKED

    @property
    def lock_sentence(self):
        """“Năm 2023 đã khóa theo Quyết định 118-QĐ/ĐU ngày 22/12/2023.”"""
        decision = f" theo Quyết định {self.decision_number}" if self.decision_number else ""
        day = f" ngày {self.decided_on:%d/%m/%Y}" if decision and self.decided_on else ""
        return f"Năm {self.year} đã khóa{decision}{day}."

    @property
    def held_sentence(self):
        """Why another campaign doesn't write what this one rates."""
        if self.is_locked:
            return self.lock_sentence
        return f"Năm {self.year} ở đây thuộc đợt xếp loại của {self.unit}: ghi và sửa ở đợt đó."


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


HAS_RESULT = Q(level__gt="") | Q(not_rated_reason__gt="")
"""Of a rating: a level, or a reason for having none. A row without is somebody on the list of a year under way."""


def rating_constraints(model):
    """A rating has a level, or a reason for having none, or not yet either; and never both."""
    levels, reasons = ["", *Level.values], ["", *NotRatedReason.values]
    rated = Q(level__in=levels, not_rated_reason="")
    not_rated = Q(level="", not_rated_reason__in=reasons)
    return [
        models.CheckConstraint(
            condition=rated | not_rated,
            name=f"{model}_level_or_reason",
            violation_error_message="Chọn một mức xếp loại, hoặc một lý do không xếp loại.",
        ),
        models.CheckConstraint(
            condition=Q(self_level__in=levels, committee_level__in=levels, proposed_level__in=levels),
            name=f"{model}_one_of_four_levels",
            violation_error_message="Chỉ có bốn mức xếp loại.",
        ),
        models.CheckConstraint(
            condition=Q(year__gte=1930, year__lte=2200),
            name=f"{model}_year_is_a_year",
            violation_error_message="Năm xếp loại không đúng.",
        ),
    ]


class RatingQuerySet(ScopedQuerySet):
    def with_result(self):
        return self.filter(HAS_RESULT)

    def rated(self):
        return self.exclude(level="")

    def not_rated(self):
        return self.exclude(not_rated_reason="")


def level_field(name):
    return models.CharField(name, max_length=14, choices=Level, blank=True)


def votes_field(level):
    return models.PositiveSmallIntegerField(f"phiếu {level.label}", null=True, blank=True)


class Rating(models.Model):
    """What a rating of a unit, a member or a village head has in common. Correcting it is logged, old and new.

    One row a subject and year, from the list of the year to its lock. *level* and *not_rated_reason* are the result
    as it stands: of whoever rates until it is proposed, then of the committee that decides; *proposed_level* and
    *proposed_reason* keep what was proposed, as long as its list is proposed or decided.
    """

    year = models.PositiveSmallIntegerField("năm")
    listed_reason = models.CharField(
        "lý do theo hồ sơ", max_length=16, choices=NotRatedReason, blank=True, editable=False
    )
    """Why the record says that there is no rating, as of when the list was frozen."""
    listed_because = models.CharField("theo hồ sơ", max_length=200, blank=True, editable=False)
    self_level = level_field("tự xếp loại")
    committee_level = level_field("cấp ủy nhận xét")
    votes_excellent = votes_field(Level.EXCELLENT)
    votes_good = votes_field(Level.GOOD)
    votes_completed = votes_field(Level.COMPLETED)
    votes_not_completed = votes_field(Level.NOT_COMPLETED)
    proposed_level = models.CharField("mức đề nghị", max_length=14, choices=Level, blank=True, editable=False)
    proposed_reason = models.CharField(
        "lý do không xếp loại đề nghị", max_length=16, choices=NotRatedReason, blank=True, editable=False
    )
    proposed_sub_code = models.ForeignKey(
        RatingReason,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="lý do chi tiết đề nghị",
    )
    level = models.CharField("mức", max_length=14, choices=Level, blank=True)
    not_rated_reason = models.CharField("lý do không xếp loại", max_length=16, choices=NotRatedReason, blank=True)
    reason = models.ForeignKey(RatingReason, models.PROTECT, null=True, blank=True, verbose_name="lý do chi tiết")
    score = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts the saves."""

    objects = RatingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.version += 0 if self._state.adding else 1
        super().save(**kwargs)

    @property
    def has_result(self):
        return bool(self.level or self.not_rated_reason)

    @property
    def verdict(self):
        """The level's code, or why there is none."""
        return self.get_level_display() or self.get_not_rated_reason_display()

    @property
    def proposed_verdict(self):
        return self.get_proposed_level_display() or self.get_proposed_reason_display()

    def propose(self):
        """Keep the result as it stands beside whatever is decided."""
        self.proposed_level, self.proposed_reason = self.level, self.not_rated_reason
        self.proposed_sub_code = self.reason

    def withdraw(self):
        """The result becomes what was proposed, and is no proposal any more; one that never was stays."""
        if self.proposed_level or self.proposed_reason:
            self.level, self.not_rated_reason = self.proposed_level, self.proposed_reason
            self.reason = self.proposed_sub_code
        self.forget_proposal()

    def forget_proposal(self):
        self.proposed_level = self.proposed_reason = ""
        self.proposed_sub_code = None

    @property
    def votes(self):
        """Votes of each level in the order of Level; None where none were written."""
        return [getattr(self, name) for name in VOTES.values()]


VOTES = {level: f"votes_{level.value.lower()}" for level in Level}
"""{Level: field of its votes}."""


class UnitRating(Rating):
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="ratings", verbose_name="tổ chức")

    class Meta:
        verbose_name = "xếp loại tổ chức"
        verbose_name_plural = "xếp loại tổ chức"
        ordering = ["-year"]
        indexes = [models.Index(fields=["unit", "year", "level"], name="unitrating_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="units_unitrating_once",
                violation_error_message="Tổ chức đã được xếp loại năm này.",
            ),
            *rating_constraints("units_unitrating"),
        ]

    def __str__(self):
        return f"{self.unit}, năm {self.year}: {self.verdict}"
