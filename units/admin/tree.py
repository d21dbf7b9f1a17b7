from itertools import pairwise

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from nakhe.adminsite import FromFiles, RecordAdmin, RecordInline, site
from nakhe.record_forms import RecordForm, RecordFormSet
from nakhe.vietnamese.dates import format_day
from units.changes import living_below
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


class NameInline(BeginsWithOne, RecordInline):
    model = UnitName


class ParentFormSet(RecordFormSet):
    """A unit is reached through those above it: without one, nobody could open it again, not even to mend that."""

    def clean(self):
        super().clean()
        if not any(self.errors):
            for day in self._new_gaps():
                self._refuse_gap(day)

    def _new_gaps(self):
        """The days from which nobody would be above the unit. A gap that is on file already hinders nothing."""
        links = [*(form.instance for form in self.kept_forms), *self.unseen]
        stored_end = Unit.objects.filter(pk=self.instance.pk).values_list("ended_on", flat=True).first()
        return gaps(links, self.instance.ended_on) - gaps(self.stored.values(), stored_end)

    def _refuse_gap(self, day):
        message = (
            f"Từ ngày {format_day(day)} tổ chức này không trực thuộc đâu, và không ai mở được nữa. Ghi luôn nơi trực "
            "thuộc mới bắt đầu từ chính ngày đó, hoặc để trống “đến ngày”."
        )
        row = next((form for form in self.kept_forms if form.instance.ended_on == day), None)
        if row is None:
            raise ValidationError(message)
        row.add_error("ended_on", message)


def gaps(links, end):
    """The days on which a parent in *links* ends and none follows, though the unit lives on, until *end* if it ends."""
    ordered = sorted(links, key=lambda link: link.started_on)
    followed = [(link.ended_on, later.started_on) for link, later in pairwise(ordered)]
    last = [(link.ended_on, end) for link in ordered[-1:]]
    return {day for day, begins in followed + last if day and (begins is None or day < begins)}


class ParentInline(BeginsWithOne, RecordInline):
    model = UnitParent
    fk_name = "unit"
    formset = ParentFormSet


class UnitForm(RecordForm):
    """A unit ends empty. Its page for that carries members and offices along, this form does not."""

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("ended_on")
        if day and self.instance.pk and "ended_on" in self.changed_data:
            self._refuse_members(day)
            self._refuse_units_below(day)
        return cleaned

    def _refuse_members(self, day):
        here = self.instance.memberships.filter(Q(ended_on=None) | Q(ended_on__gt=day))
        if number := here.values("person").distinct().count():
            what = f"{self.instance} còn {number} đảng viên sinh hoạt từ ngày {format_day(day)} trở đi."
            self._refuse(what, "giai-the", "Giải thể", "chuyển đảng viên và kết thúc tổ chức cùng một lần")

    def _refuse_units_below(self, day):
        if living := living_below(self.instance, day):
            what = f"{self.instance} còn {len(living)} tổ chức trực thuộc từ ngày {format_day(day)} trở đi."
            self._refuse(what, "chuyen-truc-thuoc", "Chuyển trực thuộc", "chuyển các tổ chức đó trước")

    def _refuse(self, what, slug, page, purpose):
        address = f"{reverse('unit_change_add', args=[slug])}?units={self.instance.pk}"
        self.add_error("ended_on", format_html('{} Vào trang <a href="{}">{}</a> để {}.', what, address, page, purpose))


@admin.register(Unit, site=site)
class UnitAdmin(FromFiles, RecordAdmin):
    """Where a unit ends or moves, the old name or parent gets its last day; nothing is overwritten."""

    form = UnitForm
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

    def is_frozen(self, request, obj):
        """What a decision has changed is taken back on its own page, together with the document."""
        return bool(obj.effects) or obj.is_cancelled

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and self.is_frozen(request, obj):
            told = 'Thay đổi này đã ghi vào sổ. Xem và hủy trên <a href="{}">trang của thay đổi</a>.'
            fieldsets[0][1]["description"] = format_html(told, obj.get_absolute_url())
        return fieldsets


@admin.register(Village, site=site)
class VillageAdmin(FromFiles, RecordAdmin):
    list_display = ["name", "unit", "is_border", "position", "started_on", "ended_on"]
    list_filter = ["unit", "is_border"]
    list_select_related = ["unit"]
