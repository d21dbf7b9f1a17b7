from django.shortcuts import redirect, render

from nakhe.access import Right, has_right, requires
from reports.overview import Overview
from reports.parameters import ParametersForm, resolve
from reports.year_bars import year_bars

DECLARED = ("as_of", "compare")


def overview(request):
    """The first page; an administrator, who reads no people, begins in the settings."""
    if not has_right(request.user, Right.READ) and has_right(request.user, Right.ACCOUNTS):
        return redirect("admin:index")
    return figures(request)


@requires(Right.READ)
def figures(request):
    form = ParametersForm(DECLARED, request.GET, takes_number=False)
    given = resolve(form, request.user, Right.READ)
    form.offer([], [], given) if form.is_valid() else form.offer_nothing()
    shown = Overview(request.user, given)
    can_add = has_right(request.user, Right.EDIT_PEOPLE)
    context = {"form": form, "overview": shown, "chart": year_bars(shown.years), "can_add": can_add}
    context["may_begin"] = has_right(request.user, Right.EDIT_RECORD)
    return render(request, "reports/overview.html", context, status=200 if form.is_valid() else 400)
