"""Several reports as one Excel file: chosen on a page with the dates for all of them, or the whole set of a year."""

from dataclasses import replace
from functools import partial
from itertools import groupby

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from nakhe.access import Right, requires
from nakhe.exports import hand_out, stamp_for
from nakhe.long_exports import hand_out_slowly
from nakhe.one_view import one_view
from reports.exported import WorkbookExport
from reports.output import workbook as excel
from reports.parameters import ParametersForm, UnknownUnit, resolve
from reports.registry import reports
from reports.views.report import rated_years
from reports.workbook import OFFERED, YEARLY, NothingOnRecord, contents_of, latest_year, set_of_year
from units.models import Unit

WHOLE_YEAR = "nam"
"""?bo=nam asks for the set of a year by its name."""


class ChoiceForm(forms.Form):
    bao_cao = forms.MultipleChoiceField(
        choices=lambda: [(slug, definition.title) for slug, definition in reports().items()],
        error_messages={"required": "Chọn ít nhất một báo cáo.", "invalid_choice": "Không có báo cáo “%(value)s”."},
    )


@requires(Right.EXPORT)
def workbook(request):
    choice = ChoiceForm(request.GET if "bao_cao" in request.GET else {"bao_cao": YEARLY})
    form = ParametersForm(OFFERED, request.GET)
    return page(request, choice, form, status=200 if form.is_valid() else 400)


@requires(Right.EXPORT)
def workbook_file(request):
    is_yearly = request.GET.get("bo") == WHOLE_YEAR
    choice = ChoiceForm({"bao_cao": YEARLY} if is_yearly else request.GET)
    form = ParametersForm(OFFERED, request.GET)
    if not (choice.is_valid() and form.is_valid()):
        return page(request, choice, form, status=400)
    make = partial(made_for, request.user, choice.cleaned_data["bao_cao"], form.cleaned_data, is_yearly)
    with one_view():
        try:
            contents = make()
        except NothingOnRecord as nothing:
            form.add_error("nam", str(nothing))
            return page(request, choice, form, status=400)
        export = WorkbookExport(make, stamp_for(request.user, contents.as_of))
        first, sheets = export.marked(contents)
        data = None if any(sheet.is_long for sheet in sheets) else excel.write(first, sheets)
    if data is not None:
        return hand_out(request, export.stamp, data, **export.told(contents))
    back = (f"{reverse('workbook')}?{request.GET.urlencode()}", "Bộ báo cáo")
    return hand_out_slowly(request, export.stamp, export.write_into, back=back)


def made_for(reader, slugs, asked, is_yearly):
    """Another's unit is answered as a missing one."""
    asked = {name: value for name, value in asked.items() if value}
    try:
        if is_yearly:
            return set_of_year(reader, asked, Right.EXPORT)
        return contents_of(reader, slugs, asked, Right.EXPORT)
    except UnknownUnit as error:
        raise Http404 from error


def page(request, choice, form, status):
    """What was ticked and typed stays; dates that can't be read keep their text and their message."""
    context = {"choice": choice, "form": form, "groups": groups(choice["bao_cao"].value() or [])}
    if form.is_valid():
        context["year"] = offer_choices(form, request.user)
    else:
        form.offer_nothing()
    return render(request, "reports/workbook.html", context, status=status)


def groups(ticked):
    entries = [(definition, definition.slug in ticked) for definition in reports().values()]
    return [(group, list(found)) for group, found in groupby(entries, key=lambda entry: entry[0].group)]


def offer_choices(form, reader):
    """Fill the boxes; the year that the set of a year is offered for. The date is the one asked for, not its year's."""
    try:
        year = form.typed("year") or latest_year(reader, form.cleaned_data, Right.EXPORT)
        dated = ParametersForm(("from", "as_of", "compare", "unit"), form.data)
        given = replace(resolve(dated, reader, Right.EXPORT), year=year)
    except UnknownUnit as error:
        raise Http404 from error
    units = Unit.objects.visible_to(reader, Right.EXPORT).as_of(given.as_of).named(given.as_of).in_order()
    form.offer(units.values_list("pk", "short_name"), {year, *rated_years(given.issuer)}, given)
    return year
