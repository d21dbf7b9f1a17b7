"""Movements of members: the register of what was written, one document, writing one, taking one back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from members.filters import found_by
from members.forms.decision import batch_of, with_new_batch
from members.forms.movement import MovementForm
from members.forms.movement_register import CancelForm, RegisterForm
from members.models import Movement, Person
from members.movements.document import cancel, lock_units, locked
from members.movements.verbs import BY_SLUG
from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from nakhe.access import Right, requires
from nakhe.effects import Superseded, sentences
from nakhe.keys import keys

PER_PAGE = 50
CANDIDATES = 20


@requires(Right.READ)
def movements(request):
    form = RegisterForm(request.GET)
    rows = form.cut(Movement.objects.visible_to(request.user))
    page = Paginator(rows.select_related("person", "unit", "to_unit", "recorded_by"), PER_PAGE).get_page(
        request.GET.get("trang")
    )
    given = urlencode({name: value for name, value in request.GET.items() if value and name != "trang"})
    tabs = SavedTabs("bien-dong", given_in(request.GET), request.user)
    context = {"form": form, "page": page, "given": given, "saved": tabs}
    return render(request, "members/movements.html", context)


@requires(Right.READ)
def movement(request, pk):
    shown = get_object_or_404(Movement.objects.visible_to(request.user).select_related("recorded_by"), pk=pk)
    together = Movement.objects.visible_to(request.user).filter(batch=shown.batch)
    together = list(together.select_related("person", "unit", "to_unit", "cancelled_by").order_by("person__sort_key"))
    mine = set(Movement.objects.changeable_by(request.user).filter(batch=shown.batch).values_list("pk", flat=True))
    for row in together:
        row.sentences = sentences(row.effects)
        row.can_cancel = row.pk in mine and not row.is_cancelled
    context = {"movement": shown, "together": together, "open": [row for row in together if row.can_cancel]}
    return render(request, "members/movement.html", context | {"form": CancelForm()})


@requires(Right.EDIT_PEOPLE)
def movement_cancel(request, pk):
    """Take back the ticked movements of one document, the last first; all of them or none."""
    shown = get_object_or_404(Movement.objects.changeable_by(request.user), pk=pk)
    form = CancelForm(request.POST)
    chosen = Movement.objects.changeable_by(request.user).filter(batch=shown.batch, cancelled_at=None)
    chosen = chosen.filter(pk__in=keys(request.POST.getlist("chon")))
    if request.method != "POST" or not chosen or not form.is_valid():
        if request.method == "POST":
            messages.error(request, "Chưa hủy: chọn người và ghi lý do hủy.")
        return redirect(shown)
    try:
        with transaction.atomic():
            rows = list(chosen.select_related("person").order_by("-pk"))
            locked([row.person for row in rows])
            for row in rows:
                cancel(row, request.user, form.cleaned_data["reason"])
    except Superseded as fault:
        messages.error(request, f"Chưa hủy được: {fault}")
    else:
        messages.success(request, "Đã hủy. Sổ trở lại như trước khi ghi.")
    return redirect(shown)


@requires(Right.EDIT_PEOPLE)
def movement_add(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    if request.method == "POST" and "tim" not in request.POST:
        return _save(request, BY_SLUG[slug])
    people, strangers = _people(request)
    form = MovementForm(BY_SLUG[slug], people, request.user, typed=request.POST)
    return _show(request, BY_SLUG[slug], people, form, strangers)


@transaction.atomic
def _save(request, verb):
    """Show what would change; write it once that has been seen. Of two clicks, the second finds it written."""
    people, strangers = _people(request)
    lock_units(keys([request.POST.get(name, "") for name in ("to_unit", "unit")]))
    people = sorted(locked(people), key=lambda person: person.sort_key)
    written, data = _already(request), request.POST
    if {row.person for row in written} == set(people) and written:
        return _done(request, written)
    form = MovementForm(verb, people, request.user, with_new_batch(data) if written else data)
    if form.is_confirmed and not strangers:
        return _done(request, form.save(request.user))
    return _show(request, verb, people, form, strangers)


def _already(request):
    mine = Movement.objects.visible_to(request.user)
    return list(mine.filter(batch=batch_of(request.POST)).select_related("person"))


def _done(request, written):
    first = written[0]
    who = f"{len(written)} người" if len(written) > 1 else str(first.person)
    messages.success(request, f"Đã ghi {first.get_kind_display().lower()}: {who}.")
    return redirect(first if len(written) > 1 else first.person)


def _people(request):
    """The chosen people, in name order, and how many of the chosen are not the reader's to change."""
    given = request.POST if request.method == "POST" else request.GET
    asked = set(keys(given.getlist("nguoi")))
    people = list(Person.objects.changeable_by(request.user).filter(pk__in=asked).in_name_order())
    return people, len(asked) - len(people)


def _show(request, verb, people, form, strangers):
    query = (request.POST.get("q") or request.GET.get("q") or "").strip()
    found = []
    if query:
        mine = Person.objects.changeable_by(request.user).exclude(pk__in=[person.pk for person in people])
        found = mine.filter(pk__in=found_by(query, request.user).values("pk")).in_name_order()[:CANDIDATES]
    context = {
        "verb": verb,
        "form": form,
        "people": people,
        "strangers": strangers,
        "query": query,
        "found": found,
        "is_preview": form.is_bound and form.is_valid() and not strangers,
        "chosen": urlencode([("nguoi", person.pk) for person in people]),
        "url": reverse("movement_add", args=[verb.slug]),
    }
    return render(request, "members/movement_form.html", context)
