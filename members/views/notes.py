"""Notes on a record: one more, or one taken off; the log keeps both."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from members.models import Person, PersonNote
from nakhe.access import Right, requires


class NoteForm(forms.ModelForm):
    class Meta:
        model = PersonNote
        fields = ["text"]
        labels = {"text": "Ghi chú mới"}
        widgets = {"text": forms.Textarea(attrs={"rows": 2, "class": "w100"})}
        error_messages = {"text": {"required": "Chưa gõ ghi chú nào.", "max_length": "Ghi chú dài quá 500 chữ."}}


@requires(Right.READ_NUMBERS)
@transaction.atomic
def note_add(request, pk):
    """Of two clicks, the second finds the same words there."""
    if request.method != "POST":
        return redirect("person", pk)
    rows = Person.objects.changeable_by(request.user, Right.READ_NUMBERS).select_for_update(of=("self",), no_key=True)
    someone = get_object_or_404(rows, pk=pk)
    text = request.POST.get("text", "").replace("\r\n", "\n")  # a browser counts a line's end once
    form = NoteForm({"text": text})
    if not form.is_valid():
        return render(request, "members/note_form.html", {"person": someone, "form": form})
    given = {"person": someone, "author": request.user, "text": form.cleaned_data["text"]}
    if not PersonNote.objects.standing().filter(**given).exists():
        PersonNote.objects.create(**given)
    messages.success(request, "Đã ghi chú.")
    return redirect(f"{someone.get_absolute_url()}#ghi-chu")


@requires(Right.READ_NUMBERS)
def note_remove(request, pk, note_pk):
    if request.method != "POST":
        return redirect("person", pk)
    note = get_object_or_404(PersonNote.objects.changeable_by(request.user), pk=note_pk, person=pk)
    if not note.removed_at:  # of two clicks, the first
        note.removed_at = timezone.now()
        note.save()
    messages.success(request, "Đã gỡ ghi chú; nhật ký còn giữ lại.")
    return redirect(f"{note.person.get_absolute_url()}#ghi-chu")
