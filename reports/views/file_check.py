"""Is this file still what left the register? Whoever may take files may ask, and is told of those of the own units."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render

from members.log import accounts_within
from nakhe.access import Right, requires
from nakhe.verifying import facts, verdict, verify

LARGEST = 50_000_000
"""Bytes; ten thousand members in every column are a tenth of it."""


class FileForm(forms.Form):
    tep = forms.FileField(
        label="Tệp (.xlsx, .docx, .csv, .json)",
        help_text="Tệp chỉ được so với nhật ký, không được giữ lại.",
        allow_empty_file=True,
        error_messages={"required": "Chọn một tệp."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx,.csv,.json"}),
    )

    def clean_tep(self):
        file = self.cleaned_data["tep"]
        if file.size > LARGEST:
            raise ValidationError("Tệp lớn quá 50 MB. Mọi tệp của sổ này nhỏ hơn thế.")
        return file


@requires(Right.EXPORT)
def file_check(request):
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {"form": form}
    if form.is_valid():
        file = form.cleaned_data["tep"]
        context |= told(verify(file.name, file), request.user) | {"name": file.name}
    return render(request, "reports/file_check.html", context, status=400 if form.errors else 200)


def told(answer, reader):
    """Of who took the file only what happened in the reader's units; of the others, that there is something."""
    mine = {*accounts_within(reader, Right.EXPORT).values_list("pk", flat=True), reader.pk}
    known = [entry for entry in answer.entries if entry.actor_id in mine]
    return {
        "status": answer.status,
        "verdict": list(verdict(answer)),
        "exports": [(entry.additional_data, facts(entry)) for entry in known],
        "others": len(answer.entries) > len(known),
    }
