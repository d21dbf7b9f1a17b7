"""Spreadsheets of people: the file, its review with questions, writing all or the valid lines or none, taking back."""

from threading import BoundedSemaphore

from auditlog.context import set_actor
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import OperationalError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.importing import batches
from members.importing.bands import NAME
from members.importing.discarding import discard
from members.importing.fields import ROW_NUMBER
from members.importing.review import COLUMN, LEFT_OUT, Review
from members.importing_units import batches as unit_batches
from members.models import ImportBatch
from nakhe.access import Right, has_right, requires
from nakhe.audit import log_access
from nakhe.effects import Superseded
from nakhe.progress import Outcome, progress_page
from nakhe.spreadsheets.limits import MAX_BYTES
from nakhe.spreadsheets.safety import Refused

PER_PAGE = 30
LONG = 500
"""Lines, or rows of the record, from which a page shows how far the work is."""
AT_ONCE = 2
"""Files that are read at the same time: each may take hundreds of megabytes."""
_places = BoundedSemaphore(AT_ONCE)
NO_FILE = "Chọn một tệp .xlsx, .xls hoặc .csv."
ONE_FILE = "Chọn một tệp mỗi lần; nhập tệp này xong rồi đến tệp sau."
TOO_LARGE = f"Tệp lớn hơn {MAX_BYTES >> 20} MB. Xóa ảnh và trang không cần, hoặc chia thành nhiều tệp."
BUSY = "Đang có nhiều tệp được đọc cùng lúc. Đợi một phút rồi chọn lại tệp."
NO_SPACE = "Không lưu được tệp, có thể máy chủ hết chỗ. Chưa ghi gì; báo người quản trị rồi thử lại."
NO_NAMES = "Chọn cột ghi họ và tên, và ít nhất một cột nữa, ví dụ ngày sinh hoặc chi bộ."
READ_AGAIN = "Đã đọc lại theo lựa chọn của bạn. Xem lại bên dưới rồi ghi."
KEEP_OPEN = "Giữ trang này mở; rời trang là dừng, và không có gì được ghi."


class UndoForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=180, error_messages={"required": "Ghi lý do hoàn tác."})
    reason.widget.attrs["class"] = "w100"


# --- The file ---


@requires(Right.EDIT_PEOPLE)
def imports(request):
    if request.method != "POST":
        return _show_imports(request)
    if not _places.acquire(blocking=False):
        return _show_imports(request, BUSY, 429)
    try:
        batch = _preview(request)
    except Refused as refusal:
        return _refuse(request, str(refusal))
    except OperationalError:
        return _refuse(request, NO_SPACE)
    finally:
        _places.release()
    return redirect("import_batch", batch.number)


def _preview(request):
    upload = _sent(request)
    batch = batches.preview(upload.read(), upload.name, request.user)
    if batch.read.refused and not batch.read.is_unnamed:
        raise Refused(batch.read.refused)
    return batch


def _sent(request):
    """The one file that was sent; larger ones are taken by no upload handler (settings), so they never reach a disk."""
    uploads = request.FILES.getlist("tep")
    if len(uploads) > 1:
        raise Refused(ONE_FILE)
    if not uploads or uploads[0].size > MAX_BYTES:
        raise Refused(TOO_LARGE if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES else NO_FILE)
    return uploads[0]


def _refuse(request, sentence):
    name = getattr(request.FILES.get("tep"), "name", "")[:200]
    log_access(request, request.user, "Tệp nhập bị từ chối", file=name, refused=sentence)
    return _show_imports(request, sentence, 400)


def _show_imports(request, fault="", status=200):
    found = ImportBatch.objects.visible_to(request.user).without_contents().select_related("account", "unit")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"fault": fault, "page": page, "keeps_units": has_right(request.user, Right.EDIT_RECORD)}
    return render(request, "members/imports.html", context, status=status)


# --- Its review ---


@requires(Right.EDIT_PEOPLE)
def import_batch(request, number):
    batch = found_batch(request, number)
    if batch.state != ImportBatch.State.PREVIEW:
        return _show_result(request, batch)
    if request.method != "POST":
        return _show_review(request, batch)
    if "bo" in request.POST:
        discard(batch, request.user)
        messages.success(request, f"Đã bỏ tệp {batch.file_name}. Không ghi gì.")
        return redirect("imports")
    return _decide(request, batch)


def found_batch(request, number):
    batches_seen = ImportBatch.objects.visible_to(request.user).select_related("account", "unit", "undone_by")
    return get_object_or_404(batches_seen, number=number)


def _decide(request, batch):
    """What was chosen is read before anything is written: nothing is written that was not shown."""
    reading = batches.shown(batch)
    if reading.refused and not _names_people(request.POST, reading):
        return _ask_for_the_names(request, batch, reading, NO_NAMES)
    answers, mapped = _answers(request.POST, batch, reading), _mapped(request.POST, reading)
    try:
        if answers or mapped:
            batch = batches.answer(batch, request.user, answers=answers, mapped=mapped)
            messages.info(request, READ_AGAIN)
        elif "ghi" in request.POST:
            return _write(request, batch, only_valid=request.POST["ghi"] != "tat-ca")
    except batches.NotWritten as refusal:
        return _show_review(request, batch, refusal)
    return redirect(request.get_full_path())


def _names_people(posted, reading):
    """Whether a column of names is chosen, and another one beside it."""
    said = {posted.get(column.name, LEFT_OUT) for column in Review(reading, {}).columns} - {LEFT_OUT, ROW_NUMBER}
    return NAME in said and len(said) > 1


def _ask_for_the_names(request, batch, reading, fault=""):
    """Which column is what, of a file whose names were not found; nothing else can be shown of it."""
    context = {"batch": batch, "columns": Review(reading, {}).columns, "fault": fault}
    return render(request, "members/import_columns.html", context, status=400 if fault else 200)


def _answers(posted, batch, reading):
    """{key: value} of the questions that were answered otherwise than before."""
    review, found = Review(reading, batch.answers), {}
    for asked in review.asked:
        value = posted.get(asked.name)
        if value in {option.value for option in asked.question.options} and value != asked.answer:
            found[asked.question.key] = value
    return found


def _mapped(posted, reading):
    """{key of the heading: field, or "" for none} of the columns that were mapped otherwise than before."""
    found = {}
    for column in Review(reading, {}).columns:
        value = posted.get(COLUMN + column.key)
        if value != column.chosen and value in {option for option, _ in column.options}:
            found[column.key] = "" if value == LEFT_OUT else value
    return found


def _show_review(request, batch, refusal=None):
    if getattr(refusal, "told", None):  # the register is another than it was: shown as it is now
        batch = batches.answer(batch, request.user)
    reading = batches.shown(batch)
    if reading.refused:
        return _ask_for_the_names(request, batch, reading, "" if reading.is_unnamed else reading.refused)
    review = Review(reading, batch.answers, request.GET.get("loai", ""), request.GET.get("trang"))
    context = {"batch": batch, "review": review, "refusal": refusal}
    return render(request, "members/import_review.html", context, status=409 if refusal else 200)


# --- Writing, and taking back ---


def _write(request, batch, only_valid):
    review = Review(batches.shown(batch), batch.answers)
    work = batches.commit(batch, request.user, only_valid=only_valid)
    if review.to_write < LONG:
        for _ in work:
            pass
        messages.success(request, f"Đã ghi tệp {batch.file_name} vào sổ.")
        return redirect("import_batch", batch.number)
    return _slowly(request, batch, work, "Đang ghi vào sổ", f"Đã ghi tệp {batch.file_name} vào sổ.")


@requires(Right.EDIT_PEOPLE)
@require_POST
def import_undo(request, number):
    batch, form = found_batch(request, number), UndoForm(request.POST)
    if not form.is_valid():
        return _show_result(request, batch, form)
    work = _undoing(batch, request.user, form.cleaned_data["reason"])
    if len(batch.effects or ()) >= LONG:
        return _slowly(request, batch, work, "Đang hoàn tác", f"Đã hoàn tác tệp {batch.file_name}.")
    try:
        for _ in work:
            pass
    except Superseded as refusal:
        form.add_error(None, str(refusal))
        return _show_result(request, batch, form)
    messages.success(request, f"Đã hoàn tác tệp {batch.file_name}: sổ trở lại như trước lần nhập.")
    return redirect("import_batch", batch.number)


def _undoing(batch, by, reason):
    """The steps of taking back; a list of chi bộ is short and has none."""
    if batch.kind != ImportBatch.Kind.UNITS:
        yield from batches.undo(batch, by, reason)
        return
    unit_batches.undo(batch, by, reason)
    yield 1, 1


def _may_undo(batch, by):
    right = Right.EDIT_RECORD if batch.kind == ImportBatch.Kind.UNITS else Right.EDIT_PEOPLE
    return batch.state == ImportBatch.State.COMMITTED and has_right(by, right)


def _show_result(request, batch, form=None):
    review = Review(batches.shown(batch), batch.answers) if batch.reading else None
    context = {"batch": batch, "review": review, "form": form or UndoForm()}
    context["may_undo"] = _may_undo(batch, request.user)
    return render(request, "members/import_done.html", context, status=409 if form and form.errors else 200)


def _slowly(request, batch, work, title, done):
    address = reverse("import_batch", args=[batch.number])
    steps = _with_outcome(request, work, Outcome(done, address, "Xem kết quả"), address)
    back = (address, batch.file_name)
    return progress_page(request, steps, title=title, said=KEEP_OPEN, unit="mục", back=back)


def _with_outcome(request, work, outcome, address):
    """The steps of *work*, in the name of the account: the page is sent when the middleware has ended already."""
    try:
        with set_actor(request.user, request.META.get("REMOTE_ADDR")):
            yield from work
    except (batches.NotWritten, Superseded) as refusal:
        told = " ".join([str(refusal), *getattr(refusal, "told", [])])
        yield Outcome(told, address, "Xem lại")
    else:
        yield outcome
