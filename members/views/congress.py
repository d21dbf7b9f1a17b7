"""A unit's congress, with the term, the committee and the offices that it opens, as one form."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.congress import CongressForm
from members.forms.decision import batch_of, with_new_batch
from nakhe.access import Right, requires
from units.models import Unit, UnitChange


@requires(Right.EDIT_RECORD)
@transaction.atomic
def congress_add(request, pk):
    """Show what would change; write it once that has been seen. Of two clicks, the second finds it written."""
    units = Unit.objects.changeable_by(request.user, Right.EDIT_RECORD)
    units = units.select_for_update(of=("self",), no_key=True) if request.method == "POST" else units
    unit = get_object_or_404(units, pk=pk)
    there, data = _already(request), request.POST or None
    if there and unit in there.successors.all():
        return _done(request, there)
    form = CongressForm(unit, with_new_batch(data) if there else data)
    if form.is_confirmed:
        return _done(request, form.save(request.user))
    return render(request, "members/congress_form.html", {"unit": unit, "form": form})


def _already(request):
    mine = UnitChange.objects.changeable_by(request.user, Right.EDIT_RECORD)
    return mine.filter(batch=batch_of(request.POST)).first()


def _done(request, change):
    messages.success(request, "Đã ghi đại hội.")
    return redirect(change)
