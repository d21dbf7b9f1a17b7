from django.contrib import admin

from members.models import AwardDay, BadgeLevel, Ethnicity, Religion
from nakhe.adminsite import ReferenceAdmin, site


@admin.register(Ethnicity, site=site)
class EthnicityAdmin(ReferenceAdmin):
    list_display = ["name", "is_majority", "position"]


@admin.register(Religion, site=site)
class ReligionAdmin(ReferenceAdmin):
    list_display = ["name", "position"]


@admin.register(BadgeLevel, site=site)
class BadgeLevelAdmin(ReferenceAdmin):
    list_display = ["__str__", "years"]


@admin.register(AwardDay, site=site)
class AwardDayAdmin(ReferenceAdmin):
    list_display = ["__str__", "month", "day"]
