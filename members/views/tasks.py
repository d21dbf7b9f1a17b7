"""What waits to be done on a date, kind by kind."""

from django.shortcuts import render

from members.tasks import tasks_of
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm


@requires(Right.READ)
def tasks(request):
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    found = tasks_of(request.user, asof.day)
    context = {
        "asof": asof,
        "waiting": [task for task in found if task.count],
        "nothing": [task for task in found if not task.count],
    }
    return render(request, "members/tasks.html", context)
