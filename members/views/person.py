"""One person's record: read it, change it, add one, show one of its numbers."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.models import IdentityNumber, Person
from members.record import Record, records
from nakhe.access import Right, requires
from nakhe.audit import log_access
from nakhe.periods import today

SHOWN_FOR = 30
"""Seconds for which a revealed number stays on the screen."""


@requires(Right.READ)
def person(request, pk):
    found = get_object_or_404(records(request.user, today()), pk=pk)
    record = Record(found, request.user, today())
    return render(request, "members/person.html", {"person": found, "record": record})


@require_POST
@requires(Right.READ_NUMBERS)
def number(request, pk, number_pk):
    """Show one number in full, once, and note who saw it."""
    someone = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    shown = get_object_or_404(IdentityNumber.objects.visible_to(request.user), pk=number_pk, person=someone)
    log_access(request, someone, f"Hiện {shown.get_kind_display().lower()}", number=shown.pk)
    context = {"person": someone, "number": shown, "seconds": SHOWN_FOR}
    response = render(request, "members/number.html", context)
    response["Refresh"] = f"{SHOWN_FOR}; url={reverse('person', args=[pk])}"
    return response


def person_edit(request, pk):
    raise Http404


def person_add(request):
    raise Http404
