"""Changes of units: the list of them, one with all that it carried, writing one, taking one back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.decision import batch_of, with_new_batch
from members.forms.movement_register import CancelForm
from members.forms.reorganisation import ReorganisationForm
from members.models import Movement
from members.reorganisation import BY_SLUG, VERBS, cancel, may_take_back
from nakhe.access import Right, has_right, requires
from nakhe.effects import Superseded, sentences
from nakhe.keys import keys
from units.models import Unit, UnitChange


@requires(Right.READ)
def unit_changes(request):
    changes = UnitChange.objects.visible_to(request.user).select_related("recorded_by")
    changes = changes.prefetch_related("predecessors", "successors")
    can_write = has_right(request.user, Right.EDIT_RECORD)
    return render(request, "members/unit_changes.html", {"changes": changes, "verbs": VERBS if can_write else []})


@requires(Right.READ)
def unit_change(request, pk):
    shown = get_object_or_404(UnitChange.objects.visible_to(request.user).select_related("recorded_by"), pk=pk)
    carried = Movement.objects.visible_to(request.user).filter(batch=shown.batch).select_related("person", "to_unit")
    is_mine = may_take_back(shown, request.user)
    context = {
        "change": shown,
        "sentences": sentences(shown.effects) if is_mine else [],
        "carried": carried.order_by("person__sort_key"),
        "can_cancel": is_mine and not shown.is_cancelled and shown.effects,
        "form": CancelForm(),
    }
    return render(request, "members/unit_change.html", context)


@requires(Right.EDIT_RECORD)
def unit_change_cancel(request, pk):
    shown = get_object_or_404(UnitChange.objects.changeable_by(request.user, Right.EDIT_RECORD), pk=pk)
    form = CancelForm(request.POST)
    if request.method != "POST":
        return redirect(shown)
    if not may_take_back(shown, request.user):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, "Chưa hủy: ghi lý do hủy.")
        return redirect(shown)
    try:
        cancel(shown, request.user, form.cleaned_data["reason"])
    except Superseded as fault:
        messages.error(request, f"Chưa hủy được: {fault}")
    else:
        messages.success(request, "Đã hủy. Sổ trở lại như trước khi ghi.")
    return redirect(shown)


@requires(Right.EDIT_RECORD)
def unit_change_add(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    verb = BY_SLUG[slug]
    if request.method == "POST":
        return _save(request, verb)
    return _show(request, verb, ReorganisationForm(verb, request.user, units=_named(request, request.GET)))


@transaction.atomic
def _save(request, verb):
    """Show what would change; write it once that has been seen. Of two clicks, the second finds it written."""
    units = _named(request, request.POST)
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=[unit.pk for unit in units]).order_by("pk"))
    there, data = _already(request), request.POST
    if there and there.kind == verb.kind and set(units) == set(there.predecessors.all()):
        return _done(request, there)
    form = ReorganisationForm(verb, request.user, with_new_batch(data) if there else data, units=units)
    if form.is_confirmed:
        return _done(request, form.save(request.user))
    return _show(request, verb, form)


def _named(request, given):
    """The chosen units that are the reader's to change."""
    asked = keys(given.getlist("units"))
    return list(Unit.objects.changeable_by(request.user, Right.EDIT_RECORD).filter(pk__in=asked))


def _already(request):
    mine = UnitChange.objects.changeable_by(request.user, Right.EDIT_RECORD)
    return mine.filter(batch=batch_of(request.POST)).first()


def _done(request, change):
    messages.success(request, f"Đã ghi {change.get_kind_display().lower()}.")
    return redirect(change)


def _show(request, verb, form):
    is_preview = form.is_bound and form.is_valid()
    return render(request, "members/unit_change_form.html", {"verb": verb, "form": form, "is_preview": is_preview})
