"""Chi bộ and villages from a spreadsheet: the file, its review with questions, and the writing of all or nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from members.first_steps import first_steps
from members.importing.answer import STATUS_NAMES
from members.importing.kinds import KINDS
from members.importing.previews import preview
from members.importing.result import CHANGED, NEW
from members.importing.review import ANSWER, ORDER, TAGS, Asked
from members.importing_units import batches, template, words
from members.importing_units.carried import LARGEST, carried, carry, seen
from members.importing_units.reading import PEOPLE, AskedUnits, read_units, waiting
from members.importing_units.register import committee_of
from members.importing_units.writing import Unfinished
from nakhe.access import Right, has_right, requires
from nakhe.audit import log_access
from nakhe.effects import Superseded
from nakhe.spreadsheets.places import place
from nakhe.spreadsheets.reading import open_book
from nakhe.spreadsheets.safety import Refused
from nakhe.vietnamese.names import tidy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 10
"""Lists written last, each with its button."""
NO_FILE = "Chọn một tệp .xlsx, .xls hoặc .csv."
TOO_LARGE = "Tệp lớn hơn 1 MB: danh sách chi bộ không lớn đến thế. Kiểm tra lại tệp."
GONE = "Tệp gửi lần trước không còn dùng được. Chọn lại tệp."
CHANGED_SINCE = "Sổ hoặc câu trả lời đã khác so với lần xem trước: xem lại bên dưới rồi ghi."


@requires(Right.EDIT_RECORD)
def steps(request):
    found = first_steps(request.user)
    context = {"steps": found, "next": next((step for step in found if not step.done), None)}
    context["keeps_accounts"] = has_right(request.user, Right.ACCOUNTS)
    return render(request, "first_day/steps.html", context)


@requires(Right.EDIT_RECORD)
def units_import(request):
    if request.method != "POST":
        return _show_upload(request)
    try:
        data, name = _sent_file(request)
        reading = _read(data, name, request)
        if reading.refused == PEOPLE and has_right(request.user, Right.EDIT_PEOPLE):
            return _review_of_people(request, data, name)
        _refuse(reading)
    except Refused as refusal:
        return _show_upload(request, str(refusal))
    if "ghi" not in request.POST:
        return _show_review(request, reading, data)
    if request.POST.get("da_xem") != seen(reading):
        return _show_review(request, reading, data, CHANGED_SINCE)
    return _write(request, reading, data)


def review_of_units(request, data, name):
    """The review of a list that was brought to another page; what is chosen on it is sent to this one."""
    if len(data) > LARGEST:
        raise Refused(TOO_LARGE)
    reading = _read(data, name, request)
    _refuse(reading)
    return _show_review(request, reading, data)


def _review_of_people(request, data, name):
    """Likewise, of a list of people that was brought to this page."""
    batch = preview(data, name, request.user)
    if batch.read.refused and not batch.read.is_unnamed:
        raise Refused(batch.read.refused)
    messages.info(request, f"Tệp {batch.file_name} là {KINDS[batch.kind].name}: xem lại bên dưới.")
    return redirect("import_batch", batch.number)


def _refuse(reading):
    if reading.refused:
        raise Refused(reading.refused)


def _sent_file(request):
    """(data, name) of the file just chosen, or of the one under review."""
    if "noi_dung" in request.POST:
        found = carried(request.POST["noi_dung"], request.user)
        if not found:
            raise Refused(GONE)
        return found
    upload = request.FILES.get("tep")
    if not upload:
        raise Refused(NO_FILE)
    if upload.size > LARGEST:
        raise Refused(TOO_LARGE)
    return upload.read(), upload.name


@place()
def _read(data, name, request):
    return read_units(open_book(data, name), AskedUnits(request.user), _answers(request))


def _answers(request):
    return {key.removeprefix(ANSWER): value for key, value in request.POST.items() if key.startswith(ANSWER)}


def _write(request, reading, data):
    committee = committee_of(request.user)
    try:
        batches.commit(reading, data, committee, request.user, _answers(request))
    except batches.Changed:
        return _show_review(request, _read(data, reading.file, request), data, CHANGED_SINCE)
    except (Unfinished, ValidationError) as refused:
        return _show_review(request, reading, data, " ".join(getattr(refused, "messages", [str(refused)])))
    summary = reading.summary
    log_access(request, committee, f"Nhập chi bộ từ tệp {reading.file}", **summary)
    messages.success(request, f"Đã ghi {summary[NEW]} chi bộ mới, {summary[CHANGED]} thay đổi từ tệp {reading.file}.")
    return redirect("first_steps")


@requires(Right.EDIT_RECORD)
def units_template(request):
    headers = {"Content-Disposition": f'attachment; filename="{template.FILE_NAME}"'}
    return HttpResponse(template.template(), content_type=XLSX, headers=headers)


@requires(Right.EDIT_RECORD)
def units_import_undo(request, pk):
    """The button beside a list that was written; an address that is only opened leads back."""
    batch = get_object_or_404(batches.written_lists(request.user), pk=pk)
    reason = tidy(request.POST.get("ly_do", ""))
    if request.method == "POST" and not reason:
        messages.error(request, "Ghi lý do hoàn tác.")
    elif request.method == "POST":
        _undo(request, batch, reason)
    return redirect("units_import")


def _undo(request, batch, reason):
    try:
        batches.undo(batch, request.user, reason)
        messages.success(request, f"Đã hoàn tác việc nhập tệp {batch.file_name}.")
    except Superseded as refusal:
        messages.error(request, str(refusal))


def _show_upload(request, fault=""):
    context = {"fault": fault, "types": words.ALLOWED, "lists": batches.written_lists(request.user)[:SHOWN]}
    return render(request, "members/units_import.html", context, status=400 if fault else 200)


def _show_review(request, reading, data, told=""):
    summary = reading.summary
    context = {
        "reading": reading,
        "told": told,
        "counts": [(number, STATUS_NAMES[status], status) for status, number in summary.items()],
        "unread": [column for column in reading.columns if column.field is None],
        "questions": [Asked(question, request.POST.get(ANSWER + question.key)) for question in reading.questions],
        "lines": [_line(row) for row in sorted(reading.rows, key=lambda row: ORDER.index(row.status))],
        "waiting": len(waiting(reading)),
        "to_write": summary[NEW] + summary[CHANGED],
        "carried": carry(data, reading.file, request.user),
        "seen": seen(reading),
    }
    return render(request, "members/units_import_review.html", context)


def _line(row):
    """A row as its line of the table: cells are new, (old, new) or as they are."""
    cells = [_cell(row, name) for name in (words.TYPE, words.VILLAGE, words.BORDER, words.FOUNDED)]
    status = STATUS_NAMES.get(row.status, "bỏ qua")
    return {"row": row, "status": status.capitalize(), "tag": TAGS[row.status], "cells": cells}


def _cell(row, name):
    before, after = row.changes.get(name, (None, row.unit.get(name)))
    return {
        "heading": words.NAMES[name],
        "before": words.in_words(name, before) if name in row.changes else "",
        "after": "" if after is None else words.in_words(name, after),
        "is_new": row.status == NEW,
    }
