"""One person's record: read it, change it, add one, show one of its numbers."""

from auditlog.models import LogEntry
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from members.duplicates import duplicates_of
from members.forms.conflict import with_others_changes
from members.forms.newcomer import NewcomerForm
from members.forms.person import PersonForm
from members.merging.document import absorbed, remaining
from members.models import IdentityNumber, Person
from members.record import Record, records
from members.timeline import Line
from members.views.notes import NoteForm
from members.who_reads import readers_of
from nakhe.access import Right, has_right, requires
from nakhe.audit import log_access
from nakhe.models import User
from nakhe.periods import today

SEEN = 30
SHOWN_FOR = 30
"""Seconds for which a revealed number stays on the screen."""


@requires(Right.READ)
def person(request, pk):
    found = records(request.user, today()).filter(pk=pk).first()
    if found is None:
        return _lead_on(request, pk)
    record = Record(found, request.user, today())
    line = Line(record.timeline, request.GET.get("loai"))
    context = {"person": found, "record": record, "line": line, "note_form": NoteForm()}
    context["can_export"] = has_right(request.user, Right.EXPORT)
    context["alike"] = duplicates_of(found, request.user) if found.can_edit else []
    return render(request, "members/person.html", context)


def _lead_on(request, pk):
    """The address of a record that was merged leads to the one that stands for it."""
    gone = get_object_or_404(Person.objects.exclude(merged_into=None), pk=pk)
    into = get_object_or_404(Person.objects.visible_to(request.user), pk=remaining(gone).pk)
    messages.info(request, f"Hồ sơ {gone} đã gộp vào hồ sơ này.")
    return redirect(into)


@requires(Right.EDIT_PEOPLE)
def readers(request, pk):
    """Which accounts see the record, and who had a number shown."""
    found = get_object_or_404(Person.objects.changeable_by(request.user), pk=pk)
    of_people = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Person))
    seen = of_people.filter(object_id__in=[pk, *absorbed(found)], action=LogEntry.Action.ACCESS)
    seen = seen.select_related("actor")
    context = {"person": found, "readers": readers_of(found), "seen": seen[:SEEN]}
    return render(request, "members/readers.html", context)


@requires(Right.READ_NUMBERS)
def number(request, pk, number_pk):
    """Show one number in full, once, and note who saw it; an address that is only opened leads back to the record."""
    if request.method != "POST":
        return redirect("person", pk)
    someone = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    shown = get_object_or_404(IdentityNumber.objects.visible_to(request.user), pk=number_pk, person=someone)
    log_access(request, someone, f"Hiện {shown.get_kind_display().lower()}", number=shown.pk)
    context = {"person": someone, "number": shown, "seconds": SHOWN_FOR}
    response = render(request, "members/number.html", context)
    response["Refresh"] = f"{SHOWN_FOR}; url={reverse('person', args=[pk])}"
    return response


@requires(Right.EDIT_PEOPLE)
def person_edit(request, pk):
    if request.method == "POST":
        return _save(request, pk)
    someone = get_object_or_404(Person.objects.changeable_by(request.user), pk=pk)
    return _show_form(request, PersonForm(instance=someone, reader=request.user))


@transaction.atomic
def _save(request, pk):
    """Write the record, or give the form back with all that was typed."""
    changeable = Person.objects.changeable_by(request.user).select_for_update(of=("self",), no_key=True)
    someone = get_object_or_404(changeable, pk=pk)
    form, conflict = with_others_changes(
        request.POST, lambda data: PersonForm(data, instance=someone, reader=request.user), someone
    )
    if not form.has_news:
        messages.success(request, f"Đã lưu thay đổi của {someone}." if conflict else "Không có thay đổi nào để lưu.")
        return redirect("person", pk)
    if not conflict and form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu thay đổi của {someone}.")
        return redirect("person", pk)
    return _show_form(request, form, conflict=conflict)


@requires(Right.EDIT_PEOPLE)
def person_add(request):
    if request.method == "POST":
        return _add(request)
    return _show_form(request, NewcomerForm(reader=request.user))


@transaction.atomic
def _add(request):
    """One account adds one person at a time: of two clicks, the second finds the first one's record."""
    User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
    form = NewcomerForm(request.POST, reader=request.user)
    if not form.is_valid():
        return _show_form(request, form)
    someone = form.save()
    messages.success(request, f"Đã thêm {someone} vào sổ.")
    return redirect("person", someone.pk)


def _show_form(request, form, conflict=None):
    """*form* and, in its summary, what stands in the way of saving."""
    form.is_valid()
    someone = Person.objects.get(pk=form.instance.pk) if form.instance.pk else None  # as stored, not as typed
    context = {"form": form, "person": someone, "conflict": conflict}
    return render(request, "members/person_form.html", context)
