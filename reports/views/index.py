"""All reports, with the dates chosen once for every one of them."""

from itertools import groupby
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from members.saved_tabs import views_of
from nakhe.access import Right, has_right, requires
from reports.output import FORMATS
from reports.parameters import ParametersForm, addressed
from reports.registry import reports as registered
from reports.workbook import latest_year

OFFERED = ("from", "as_of", "compare")


@requires(Right.READ)
def reports(request):
    form = ParametersForm(OFFERED, request.GET, takes_number=False)
    entries = [entry(definition, request.GET) for definition in registered().values()]
    groups = [(group, list(found)) for group, found in groupby(entries, key=lambda entry: entry["group"])]
    saved = views_of(request.user).filter(page__startswith="bao-cao/")
    context = {"form": form, "groups": groups, "saved": saved, "can_export": has_right(request.user, Right.EXPORT)}
    context["set_of"] = context["can_export"] and latest_year(request.user, {}, Right.EXPORT)
    context["can_set"] = has_right(request.user, Right.EDIT_RECORD)
    return render(request, "reports/reports.html", context)


def entry(definition, typed):
    """What the index shows of a report; its addresses carry the dates that it has a use for."""
    wanted = addressed(definition.parameters)
    asked = urlencode({name: value for name, value in typed.items() if name in wanted and value})
    query = f"?{asked}" if asked else ""
    return {
        "group": definition.group,
        "title": definition.title,
        "summary": definition.summary,
        "url": reverse("report", args=[definition.slug]) + query,
        "files": [
            {"label": FORMATS[name].label, "url": reverse("report_file", args=[definition.slug, name]) + query}
            for name in ("xlsx", "docx")
        ],
    }
