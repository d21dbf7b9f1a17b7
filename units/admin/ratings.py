"""Campaigns, the ratings of units, and the lists that ratings draw on. Members are rated on their own page."""

from django.contrib import admin

from nakhe.adminsite import RecordAdmin, ReferenceAdmin, site
from nakhe.record_forms import RecordForm
from units.models import RatingCampaign, RatingReason, RatingRegime, UnitRating


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

    def get_readonly_fields(self, request, obj=None):
        """A locked campaign can be opened again, and nothing else of it changes before."""
        if obj and obj.is_locked:
            return [field.name for field in self.opts.fields if field.editable and field.name != "state"]
        return super().get_readonly_fields(request, obj)


class RatingForm(RecordForm):
    """A rating is neither added to a locked year nor moved into one."""

    @staticmethod
    def is_locked(rating):
        return RatingCampaign.objects.locking(rating.unit_id, rating.year).exists()

    def _post_clean(self):
        super()._post_clean()
        if self.is_locked(self.instance):
            self.add_error(None, f"Đợt xếp loại năm {self.instance.year} đã khóa. Mở lại đợt trước khi sửa.")


class RatingAdmin(RecordAdmin):
    form = RatingForm

    def is_frozen(self, request, obj):
        return self.form.is_locked(obj)


@admin.register(UnitRating, site=site)
class UnitRatingAdmin(RatingAdmin):
    list_display = ["unit", "year", "level", "not_rated_reason", "reason", "decision_number"]
    list_filter = ["year", "level", "unit"]
    list_select_related = ["unit", "reason"]
    fixed = ["unit"]
