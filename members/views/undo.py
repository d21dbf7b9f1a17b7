"""Putting back the last change of one field, seen first and told why."""

from auditlog.models import LogEntry
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.documents import document_of
from members.history import in_words
from members.models import Person
from members.undo import last_change
from nakhe.access import Right, requires
from nakhe.audit import because


class UndoForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=180, error_messages={"required": "Ghi lý do trả lại."})
    reason.widget.attrs["class"] = "w100"


@requires(Right.EDIT_PEOPLE)
@transaction.atomic
def undo(request, pk, entry_pk, field):
    people = Person.objects.changeable_by(request.user)
    people = people.select_for_update(of=("self",), no_key=True) if request.method == "POST" else people
    someone = get_object_or_404(people, pk=pk)
    entry = get_object_or_404(LogEntry.objects.select_related("content_type", "actor"), pk=entry_pk, object_id=pk)
    if entry.content_type.model_class() is not Person:
        raise Http404
    change = last_change(someone, entry, field)
    if change is None:
        messages.error(request, "Mục này đã được sửa sau đó, không trả lại được nữa. Xem lịch sử thay đổi.")
        return redirect(f"{someone.get_absolute_url()}#lich-su")
    if document := document_of(someone, field):
        messages.error(request, f"Mục này do “{document}” ghi. Hủy quyết định đó thì mục này trở lại như trước.")
        return redirect(document)
    form = UndoForm(request.POST or None)
    if form.is_valid() and _put_back(change, form):
        messages.success(request, f"Đã trả lại {change.field.verbose_name} như trước.")
        return redirect(f"{someone.get_absolute_url()}#lich-su")
    old, new = (in_words(Person, change.field, value) for value in (change.old, change.new))
    context = {"person": someone, "change": change, "old": old, "new": new, "form": form}
    return render(request, "members/undo.html", context)


def _put_back(change, form):
    try:
        with transaction.atomic(), because(f"Trả lại giá trị trước: {form.cleaned_data['reason']}"):
            change.put_back()
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
