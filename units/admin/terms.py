from django.contrib import admin

from nakhe.adminsite import RecordAdmin, RecordInline, site
from units.models import Committee, Congress, Resolution, Target, Term


@admin.register(Congress, site=site)
class CongressAdmin(RecordAdmin):
    list_display = ["__str__", "unit", "held_on", "members_entitled", "members_present"]
    list_filter = ["unit"]
    list_select_related = ["unit"]
    deletable = True


@admin.register(Term, site=site)
class TermAdmin(RecordAdmin):
    list_display = ["__str__", "unit", "started_on", "ended_on"]
    list_filter = ["unit"]
    list_select_related = ["unit", "congress"]
    deletable = True


@admin.register(Committee, site=site)
class CommitteeAdmin(RecordAdmin):
    list_display = ["unit", "term", "started_on", "ended_on", "decision_number"]
    list_filter = ["unit"]
    list_select_related = ["unit", "term__congress"]
    deletable = True


class TargetInline(RecordInline):
    model = Target
    deletable = True


@admin.register(Resolution, site=site)
class ResolutionAdmin(RecordAdmin):
    list_display = ["number", "title", "unit", "adopted_on"]
    list_filter = ["unit"]
    list_select_related = ["unit"]
    inlines = [TargetInline]
    deletable = True
