"""One report on screen, and the same report as a file."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from nakhe.access import Right, has_right, requires
from nakhe.export_reason import ask_reason, reason_form
from nakhe.exports import hand_out, stamp_for
from reports.asked_words import in_words
from reports.chart_drawing import drawing
from reports.output import FORMATS, file_name
from reports.parameters import ParametersForm, UnknownUnit, resolve
from reports.registry import reports
from reports.views.layout import laid_out
from units.models import Unit, UnitClosure

SENSITIVE = ["dân tộc", "tôn giáo", "các số giấy tờ"]
"""What “Kèm dữ liệu nhạy cảm” may bring into a file."""
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
    if form.typed("private") and not reason.is_valid():
        return ask_for(request, made, reason)
    stamp = stamp_for(request.user, made.as_of)
    sheet = replace(made.sheet(), mark=stamp.line)
    return hand_out(
        request,
        stamp,
        file_format.write(sheet),
        f"báo cáo “{sheet.title}” ({file_format.label})",
        row_count(sheet),
        name=file_name(sheet, extension, stamp.code),
        content_type=file_format.content_type,
        report=slug,
        filters={name: str(value) for name, value in sheet.parameters.items() if value is not None},
        asked=in_words(form, made.given),
        columns=[column.full_text for table in sheet.tables for column in table.columns],
        **(sensitive_because(reason) if form.typed("private") else {}),
    )


def ask_for(request, made, reason):
    """Why the file of *made* must have sensitive data."""
    back = f"{reverse('report', args=[made.slug])}?{request.GET.urlencode()}"
    return ask_reason(request, reason, what=made.title, sensitive=", ".join(SENSITIVE), back=back)


def sensitive_because(reason):
    return {"sensitive": SENSITIVE, "reason": reason.cleaned_data["ly_do"]}


def row_count(sheet):
    return sum(len(table.rows) for table in sheet.tables)


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
    if "cot" in form.fields:
        form.offer_columns(made.column_choice)


def rated_years(unit):
    above = UnitClosure.objects.filter(unit=unit, ancestor__campaigns__isnull=False)
    return above.values_list("ancestor__campaigns__year", flat=True).distinct()


def page(request, made, form):
    sheet = made.sheet()
    cap = made.cap
    tables = [laid_out(table, frozen) for table, frozen in made.laid_out]
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
        "query": request.GET.urlencode(),
        "can_export": has_right(request.user, Right.EXPORT),
    }
