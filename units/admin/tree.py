from django.contrib import admin

from nakhe.adminsite import CutToReader, RecordAdmin, RecordInline, site
from units.models import Unit, UnitChange, UnitName, UnitParent, Village


class BeginsWithOne:
    """A new unit has a name and a place in the tree; nobody would see it again without."""

    extra = 0

    def get_min_num(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=not obj, **kwargs)

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj else 0


class NameInline(BeginsWithOne, CutToReader, admin.StackedInline):
    model = UnitName


class ParentInline(BeginsWithOne, RecordInline):
    model = UnitParent
    fk_name = "unit"


@admin.register(Unit, site=site)
class UnitAdmin(RecordAdmin):
    """Where a unit ends or moves, the old name or parent gets its last day; nothing is overwritten."""

    list_display = ["latest_name", "code", "kind", "unit_type", "village", "started_on", "ended_on"]
    list_display_links = ["latest_name"]
    list_filter = ["kind", "unit_type"]
    list_select_related = ["village"]
    inlines = [NameInline, ParentInline]


@admin.register(UnitChange, site=site)
class UnitChangeAdmin(RecordAdmin):
    list_display = ["kind", "effective_on", "decision_number", "decided_on", "note"]
    list_filter = ["kind"]
    deletable = True


@admin.register(Village, site=site)
class VillageAdmin(RecordAdmin):
    list_display = ["name", "unit", "is_border", "position", "started_on", "ended_on"]
    list_filter = ["unit", "is_border"]
    list_select_related = ["unit"]
