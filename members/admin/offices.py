from django.contrib import admin

from members.admin.people import PersonalAdmin
from members.models import Office, VillageHead, VillageHeadRating
from nakhe.adminsite import FromFiles, site
from units.admin.ratings import RatingAdmin, RatingForm


@admin.register(Office, site=site)
class OfficeAdmin(PersonalAdmin):
    list_display = ["person", "position", "title", "unit", "started_on", "ended_on"]
    list_filter = ["position", "unit"]
    list_select_related = ["person", "unit"]
    deletable = True


@admin.register(VillageHead, site=site)
class VillageHeadAdmin(FromFiles, PersonalAdmin):
    list_display = ["person", "village", "term_years", "started_on", "ended_on"]
    list_filter = ["village"]
    list_select_related = ["person", "village"]
    deletable = True


class HeadRatingForm(RatingForm):
    @staticmethod
    def unit_of(rating):
        return rating.village.unit_id if rating.village_id else None


@admin.register(VillageHeadRating, site=site)
class VillageHeadRatingAdmin(RatingAdmin, PersonalAdmin):
    form = HeadRatingForm
    list_display = ["person", "village", "year", "level", "not_rated_reason", "decision_number"]
    list_filter = ["year", "level", "village"]
    list_select_related = ["person", "village"]
    fixed = ["person", "village"]
