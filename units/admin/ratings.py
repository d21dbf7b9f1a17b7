"""Campaigns, the ratings of units, and the lists that ratings draw on. Members are rated on their own page."""

from django.contrib import admin

from nakhe.adminsite import RecordAdmin, ReferenceAdmin, site
from nakhe.record_forms import RecordForm
from units.models import (
    RatingCampaign,
    RatingReason,
    RatingRegime,
    RatingSheet,
    Step,
    UnitClosure,
    UnitRating,
)


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

    def is_frozen(self, request, obj):
        return obj.is_locked


class RatingForm(RecordForm):
    """A rating is neither added to a locked year or a decided list nor moved into one."""

    part = RatingSheet.Part.UNITS

    @staticmethod
    def unit_of(rating):
        """The key of the unit by which the year of *rating* is found."""
        return rating.unit_id

    @classmethod
    def is_locked(cls, rating):
        return RatingCampaign.objects.locking(cls.unit_of(rating), rating.year).exists()

    @classmethod
    def is_decided(cls, rating):
        above = UnitClosure.objects.filter(unit=cls.unit_of(rating)).values("ancestor")
        lists = RatingSheet.objects.filter(part=cls.part, campaign__year=rating.year, unit__in=above)
        return lists.filter(step=Step.DECIDED).exists()

    def _post_clean(self):
        super()._post_clean()
        if self.is_locked(self.instance):
            self.add_error(None, f"Đợt xếp loại năm {self.instance.year} đã khóa. Mở lại đợt trước khi sửa.")
        elif self.is_decided(self.instance):
            self.add_error(None, f"Danh sách năm {self.instance.year} đã quyết định. Mở lại danh sách trước khi sửa.")


class RatingAdmin(RecordAdmin):
    form = RatingForm

    def is_frozen(self, request, obj):
        return self.form.is_locked(obj) or self.form.is_decided(obj)


@admin.register(UnitRating, site=site)
class UnitRatingAdmin(RatingAdmin):
    list_display = ["unit", "year", "level", "not_rated_reason", "reason", "decision_number"]
    list_filter = ["year", "level", "unit"]
    list_select_related = ["unit", "reason"]
    fixed = ["unit"]
