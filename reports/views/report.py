"""One report on screen, and the same report as a file."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from nakhe.access import Right, has_right, requires
from nakhe.audit import log_access
from nakhe.export_reason import ask_reason, reason_form
from nakhe.exports import hand_out, stamp_for
from nakhe.long_exports import hand_out_slowly
from nakhe.one_view import one_view
from reports import printed
from reports.chart_drawing import drawing
from reports.exported import ReportExport, row_count, sensitive_in
from reports.output import FORMATS
from reports.parameters import ParametersForm, UnknownUnit, resolve
from reports.registry import reports
from reports.row_pages import page_of, without_pages
from reports.views.layout import laid_out
from units.models import Unit, UnitClosure

WIDE = 10
"""A table of more columns is printed across the page (domain.md §7)."""


@requires(Right.READ)
def report(request, slug):
    definition = found(reports(), slug)
    form = ParametersForm(definition.parameters, request.GET)
    if not form.is_valid():
        return unreadable(request, definition, form)
    made = made_for(request.user, definition, form, Right.READ)
    offer_choices(form, request.user, made)
    if made.about:
        log_access(request, made.about, "Mở phiếu để in")
    return render(request, "reports/report.html", page(request, made, form))


@requires(Right.EXPORT)
def report_file(request, slug, extension):
    definition = found(reports(), slug)
    file_format = found(FORMATS, extension)
    form = ParametersForm(definition.parameters, request.GET)
    if not form.is_valid():
        return unreadable(request, definition, form)
    made = made_for(request.user, definition, form, Right.EXPORT)
    reason = reason_form(request)
    sensitive = sensitive_in(made)
    if sensitive and not reason.is_valid():
        return ask_for(request, made, sensitive, reason)
    if made.about:
        log_access(request, made.about, f"Xuất phiếu ({file_format.label})")
    private = {"sensitive": sensitive, "reason": reason.cleaned_data["ly_do"]} if sensitive else {}
    export = ReportExport(made, extension, form, stamp_for(request.user, made.as_of), private)
    with one_view():
        sheet = export.sheet()
        data = None if sheet.is_long else file_format.write(sheet)
    if data is not None:
        return hand_out(request, export.stamp, data, **export.told(sheet))
    back = (f"{reverse('report', args=[slug])}?{request.GET.urlencode()}", made.title)
    return hand_out_slowly(request, export.stamp, export.write_into, back=back)


def ask_for(request, made, sensitive, reason):
    """Why the file of *made* must have *sensitive* data."""
    back = f"{reverse('report', args=[made.slug])}?{request.GET.urlencode()}"
    return ask_reason(request, reason, what=made.title, sensitive=", ".join(sensitive), back=back)


def found(choices, name):
    if name not in choices:
        raise Http404
    return choices[name]


def made_for(reader, definition, form, right):
    """Another's unit is answered as a missing one."""
    try:
        return definition(reader, resolve(form, reader, right), right)
    except UnknownUnit as error:
        raise Http404 from error


def unreadable(request, definition, form):
    """No figures for a date that could not be read; what was typed stays in its box."""
    form.offer_nothing()
    return render(request, "reports/report.html", {"report": definition, "form": form}, status=400)


def offer_choices(form, reader, made):
    units, years = [], []
    if "don_vi" in form.fields:
        units = Unit.objects.visible_to(reader).as_of(made.as_of).named(made.as_of).in_order()
        units = units.values_list("pk", "short_name")
    if "nam" in form.fields:
        years = sorted({made.year, *rated_years(made.given.issuer)}, reverse=True)
    branches = made.branches_of_period() if "chi_bo" in form.fields else ()
    form.offer(units, years, made.given, branches)
    if "lop" in form.fields:
        form.offer_courses(made.courses_of_period())
    if "cot" in form.fields:
        form.offer_columns(made.column_choice)


def rated_years(unit):
    above = UnitClosure.objects.filter(unit=unit, ancestor__campaigns__isnull=False)
    return above.values_list("ancestor__campaigns__year", flat=True).distinct()


def page(request, made, form):
    sheet = made.sheet()
    cap = made.cap
    tables = [
        laid_out(table, frozen, page_of(len(frozen.rows), request.GET, place), part.hints)
        for place, ((table, frozen), part) in enumerate(zip(made.laid_out, made.asked_parts, strict=True))
    ]
    if cap:
        tables[0]["notes"] = [note for note in tables[0]["notes"] if note != cap.note]
    return {
        "report": made,
        "sheet": sheet,
        "form": form,
        "tables": tables,
        "is_only": len(tables) == 1,
        "is_wide": any(len(table.columns) > WIDE for table in sheet.tables),
        "charts": [drawing(chart) for chart in sheet.charts],
        "cap": cap,
        "rows": row_count(sheet),
        "query": without_pages(request.GET),
        "saved": SavedTabs(f"bao-cao/{made.slug}", given_in(request.GET), request.user),
        "can_export": has_right(request.user, Right.EXPORT),
        "printed": printed.line(request.user, made.as_of),
    }
