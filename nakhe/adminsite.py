"""Django's admin, opened by rights and cut to what the reader may change.

A site of its own: what libraries register with django.contrib.admin.site (groups, logs, lock-outs) stays out of
reach, because nothing there is cut. Whatever is registered here derives from RecordAdmin.
"""

from functools import partial, wraps

from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import path

from nakhe import snapshot
from nakhe.access import Right, has_right
from nakhe.fields import DayField
from nakhe.record_forms import RecordForm, RecordFormSet
from nakhe.vietnamese.names import search_words

ADMIN_RIGHTS = (Right.EDIT_RECORD, Right.REFERENCE)


class RegisterSite(admin.AdminSite):
    site_title = site_header = index_title = "Thiết lập"
    enable_nav_sidebar = False

    take_file = None
    """(request, show) → the review of the file that was sent, or show(sentence, status) with what refused it.

    Set by the application that reads spreadsheets, for every page of it alike.
    """

    LEFT_OUT = {"logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}
    """Pages that the application has itself, and two that tell whether an object exists."""

    def has_permission(self, request):
        return any(has_right(request.user, right) for right in ADMIN_RIGHTS)

    def admin_view(self, view, cacheable=False):
        """A signed-in reader without the right is refused, instead of being asked to sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return checked

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", None) not in self.LEFT_OUT]

    def get_app_list(self, request, app_label=None):
        """In the order of registration, which follows the work; Django's alphabet puts Đ last."""
        return list(self._build_app_dict(request, app_label).values())

    @login_not_required
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next") or "/")


site = RegisterSite()


class CutToReader:
    """Rows, choices and permissions of an admin or an inline, from one right."""

    right = Right.EDIT_RECORD
    deletable = False
    """Only for facts that nothing hangs on; people, units, memberships and ratings are ended, not deleted."""
    form = RecordForm
    formfield_overrides = {models.DateField: {"form_class": DayField, "widget": forms.TextInput}}
    show_change_link = False

    def offered(self, model, request):
        """The rows of *model* that the reader may edit or choose; of a model that nobody cuts, none.

        Reference lists (ethnic groups, regimes …) belong to no unit: they are common to the whole register.
        """
        rows = model._default_manager.all()
        if hasattr(rows, "changeable_by"):
            return rows.changeable_by(request.user, self.right)
        registered = self.admin_site._registry.get(model)
        return rows if registered and registered.right is Right.REFERENCE else rows.none()

    def get_queryset(self, request):
        ordering = self.get_ordering(request) or self.model._meta.ordering
        rows = self.offered(self.model, request).order_by(*ordering)
        return rows.select_related(*self.list_select_related) if getattr(self, "list_select_related", None) else rows

    def get_fields(self, request, obj=None):
        """What it is about, then from when to when."""
        return sorted(super().get_fields(request, obj), key=lambda name: name in ("started_on", "ended_on"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the pop-up links around a choice: they need JavaScript."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), admin.widgets.RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.offered(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = self.offered(db_field.remote_field.model, request)
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def is_frozen(self, request, obj):
        """Whether *obj* (for an inline: the record above) is shown but no longer changed."""
        return False

    def has_module_permission(self, request):
        return has_right(request.user, self.right)

    def has_view_permission(self, request, obj=None):
        return has_right(request.user, self.right)

    def has_add_permission(self, request, obj=None):
        """*obj* is given to inlines alone: the record that the new row would hang on."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return has_right(request.user, self.right) and not (obj and self.is_frozen(request, obj))

    def has_delete_permission(self, request, obj=None):
        return self.deletable and self.has_change_permission(request, obj)


class OwnOnlyFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        return [(row.pk, str(row)) for row in model_admin.offered(field.related_model, request)]


class RecordInline(CutToReader, admin.StackedInline):
    formset = RecordFormSet
    extra = 1


class RecordAdmin(CutToReader, admin.ModelAdmin):
    actions = None
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    fixed = ()
    """Fields that say whose fact this is: chosen once, when it is recorded."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]

    def get_list_filter(self, request):
        return [(item, OwnOnlyFilter) if self._is_relation(item) else item for item in self.list_filter]

    def _is_relation(self, item):
        try:
            return self.opts.get_field(item).is_relation
        except FieldDoesNotExist:
            return False

    def lookup_allowed(self, lookup, value, request):
        """Only what a filter on the page asks: no probing of fields through the address."""
        return lookup.partition("__")[0] in self.list_filter and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        """Names are searched in their keys, which have no accents."""
        words = search_words(search_term) if any("search_key" in name for name in self.search_fields) else None
        return super().get_search_results(request, queryset, " ".join(words) if words else search_term)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Missing or somebody else's: the same page for both."""
        raise Http404

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        """Who saves holds the record; of two who write at once, the second is told what the first wrote."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        try:
            return self._save_alone(request, object_id, *args, **kwargs)
        except IntegrityError:
            return self._save_alone(request, object_id, *args, **kwargs)

    @transaction.atomic
    def _save_alone(self, request, object_id, *args, **kwargs):
        if object_id:
            self._lock(unquote(object_id))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _lock(self, typed_key):
        try:
            key = self.opts.pk.to_python(typed_key)
        except ValidationError:
            return
        list(self.model._base_manager.select_for_update().filter(pk=key).values("pk"))

    def render_change_form(self, request, context, *args, **kwargs):
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        shown = [context["adminform"].form, *(form for formset in formsets for form in formset.initial_forms)]
        context["base"] = snapshot.signed(shown)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        subject = self.get_object(request, unquote(object_id))
        if subject is None:
            raise Http404
        entries = LogEntry.objects.get_for_object(subject).select_related("actor")[:200]
        context = self.admin_site.each_context(request) | {
            "title": f"Lịch sử: {subject}",
            "opts": self.opts,
            "object": subject,
            "entries": [(entry, self._changed_labels(entry)) for entry in entries],
        }
        return render(request, "admin/object_history.html", context)

    def _changed_labels(self, entry):
        """Which fields changed. Their values are for the log page, which knows who may read them."""
        fields = {field.name: field.verbose_name for field in self.opts.get_fields() if hasattr(field, "verbose_name")}
        return [fields[name] for name in entry.changes_dict if name in fields and name != self.opts.pk.name]

    def get_deleted_objects(self, objs, request):
        """Names no other record: what stands in the way may not be the reader's to see."""
        *_, protected = super().get_deleted_objects(objs, request)
        counts = {self.opts.verbose_name_plural: len(objs)}
        return [str(item) for item in objs], counts, set(), ["bản ghi khác đang dùng mục này"] if protected else []

    def log_addition(self, request, obj, message):
        """django-auditlog has already written its entry, with the address and both values; one is enough."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """As above."""


class FromFiles:
    """What else a list has whose records are also brought in by a spreadsheet: the page that takes it, at import/.

    It reads and writes nothing itself: the file goes the way of every other one, to the same review.
    """

    change_list_template = "admin/change_list_of_files.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_view), name=name), *super().get_urls()]

    def import_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        show = partial(self._show_import, request)
        return self.admin_site.take_file(request, show) if request.method == "POST" else show()

    def _show_import(self, request, fault="", status=200):
        title = f"Nhập {self.opts.verbose_name_plural} từ Excel"
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "errors": fault}
        return render(request, "admin/import.html", context, status=status)


class ReferenceAdmin(RecordAdmin):
    """Lists common to the whole register; an administrator adds to them."""

    right = Right.REFERENCE
    deletable = True
