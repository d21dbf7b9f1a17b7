"""The log: change sets, the newest first, and one change set opened."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render

from members.forms.log import LogForm
from members.history import told
from members.log import ChangeSet, about, change_sets, entries_for, narrowed
from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from nakhe.access import Right, requires
from nakhe.keys import is_key

PER_PAGE = 50


@requires(Right.READ_LOG)
def log(request):
    entries = entries_for(request.user)
    form = LogForm(request.GET, entries)
    asked = form.cleaned_data if form.is_valid() else {}
    narrowing = any(asked.values())
    matching = about(narrowed(entries, asked), asked.get("ten", ""), request.user) if narrowing else entries
    before = request.GET.get("truoc", "")
    sets = change_sets(entries, matching, PER_PAGE + 1, int(before) if is_key(before) else None)
    older = sets[PER_PAGE - 1].pk if len(sets) > PER_PAGE else None
    given = {name: value for name, value in request.GET.items() if value and name != "truoc"}
    context = {"form": form, "sets": sets[:PER_PAGE], "older": older and urlencode(given | {"truoc": older})}
    context["saved"] = SavedTabs("nhat-ky", given_in(request.GET), request.user)
    return render(request, "members/log.html", context)


@requires(Right.READ_LOG)
def change_set(request, pk):
    """The set that begins with the entry *pk*, or has it."""
    entries = entries_for(request.user).select_related("actor", "content_type")
    entry = entries.filter(pk=pk).first()
    if entry is None:
        raise Http404
    rows = entries.filter(cid=entry.cid).order_by("pk") if entry.cid else [entry]
    shown = ChangeSet(list(rows))
    context = {"set": shown, "changes": told(shown.entries, request.user)}
    return render(request, "members/change_set.html", context)
