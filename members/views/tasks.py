"""What waits to be done on a date, kind by kind."""

from django.shortcuts import render

from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from members.tasks import KINDS, tasks_of
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm


@requires(Right.READ)
def tasks(request):
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    asked = [kind for kind in KINDS if kind.key == request.GET.get("viec")]
    found = tasks_of(request.user, asof.day, asked or KINDS)
    context = {
        "asof": asof,
        "saved": SavedTabs("viec-can-lam", given_in(request.GET), request.user),
        "whole": bool(asked),
        "waiting": [task for task in found if task.count],
        "nothing": [task for task in found if not task.count],
    }
    return render(request, "members/tasks.html", context)
