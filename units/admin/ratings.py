"""Campaigns, the ratings of units, and the lists that ratings draw on. Members are rated on their own page.

So are chi bộ and village heads wherever there is a campaign: what is corrected here are years from before there were.
"""

from django.contrib import admin

from nakhe.adminsite import RecordAdmin, ReferenceAdmin, site
from nakhe.record_forms import RecordForm
from units.models import RatingCampaign, RatingReason, RatingRegime, Unit, UnitRating


@admin.register(RatingRegime, site=site)
class RatingRegimeAdmin(ReferenceAdmin):
    list_display = ["name", "first_year", "last_year", "regulation", "guidance", "cap_rate"]


@admin.register(RatingReason, site=site)
class RatingReasonAdmin(ReferenceAdmin):
    list_display = ["__str__", "level", "text"]
    list_filter = ["level"]


@admin.register(RatingCampaign, site=site)
class RatingCampaignAdmin(RecordAdmin):
    list_display = ["year", "unit", "regime", "state", "assessed_on", "decision_number"]
    list_filter = ["unit", "state"]
    list_select_related = ["unit", "regime"]
    fixed = ["unit", "year"]
    readonly_fields = ["state"]
    """A year is locked and opened again on its own pages, which ask why and keep every version."""
    of_lists = [
        "assessed_on", "cap_base", "cap_rate", "cap_scope", "cap_decision", "decision_number", "decided_on", "signer",
    ]  # fmt: skip
    """Set on the pages of the year, which check them, once it has lists."""

    def get_readonly_fields(self, request, obj=None):
        has_lists = obj is not None and (obj.listed_at or obj.is_locked)
        return [*super().get_readonly_fields(request, obj), *(self.of_lists if has_lists else ())]

    def is_frozen(self, request, obj):
        return obj.is_locked


class RatingForm(RecordForm):
    """A rating is neither added to a year that a campaign rates nor moved into one."""

    @staticmethod
    def unit_of(rating):
        """The key of the unit by which the year of *rating* is found; None where none is rated."""
        return rating.unit_id

    @classmethod
    def campaign_of(cls, rating):
        """A campaign whose pages rate this, a locked one first; None where there is none."""
        campaigns = RatingCampaign.objects.rating(cls.unit_of(rating), rating.year)
        return campaigns.order_by("state", "pk").first()

    def _post_clean(self):
        super()._post_clean()
        if campaign := self.campaign_of(self.instance):
            self.add_error(None, _told(campaign))


def _told(campaign):
    if campaign.is_locked:
        return f"Đợt xếp loại năm {campaign.year} đã khóa. Mở lại đợt trước khi sửa."
    return f"Năm {campaign.year} có đợt xếp loại: ghi kết quả ở trang “Xếp loại”."


class RatingAdmin(RecordAdmin):
    form = RatingForm

    def is_frozen(self, request, obj):
        return self.form.campaign_of(obj) is not None


class UnitRatingForm(RatingForm):
    """A committee itself is on no list of its own year; only a lock keeps its rating."""

    @classmethod
    def campaign_of(cls, rating):
        campaign = super().campaign_of(rating)
        is_listed = rating.unit_id and rating.unit.kind == Unit.Kind.BRANCH
        return campaign if campaign and (campaign.is_locked or is_listed) else None


@admin.register(UnitRating, site=site)
class UnitRatingAdmin(RatingAdmin):
    form = UnitRatingForm
    list_display = ["unit", "year", "level", "not_rated_reason", "reason", "decision_number"]
    list_filter = ["year", "level", "unit"]
    list_select_related = ["unit", "reason"]
    fixed = ["unit"]
