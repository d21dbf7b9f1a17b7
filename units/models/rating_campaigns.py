"""A committee's rating of one year, and which committee's campaign owns whom."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from nakhe.access import Right
from units.models.rating_regimes import CapBase, CapScope, RatingRegime
from units.models.tree import Unit, UnitClosure
from units.scoping import ScopedQuerySet


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
