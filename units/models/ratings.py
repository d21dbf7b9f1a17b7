"""What the yearly rating of a unit, a member or a village head has in common; and that of a unit."""

from django.db import models
from django.db.models import Q

from units.models.rating_levels import Level, NotRatedReason
from units.models.rating_regimes import RatingReason
from units.scoping import ScopedQuerySet

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
