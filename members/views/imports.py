"""Spreadsheets of people: the file, its review with questions, writing all or the valid lines or none, taking back."""

from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial

from auditlog.context import set_actor
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import OperationalError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.importing import committing, previews, taking_back
from members.importing.bands import NAME
from members.importing.batches import NotWritten
from members.importing.discarding import discard
from members.importing.fields import ROW_NUMBER
from members.importing.kinds import KINDS, kinds_of
from members.importing.reading_rights import may_look_at
from members.importing.result import CHANGED, NEW
from members.importing.review import COLUMN, LEFT_OUT, Review
from members.importing_units import batches as unit_batches
from members.models import ImportBatch
from members.views.units_import import review_of_units
from nakhe.access import Right, has_right, requires
from nakhe.audit import log_access
from nakhe.effects import Superseded
from nakhe.progress import Outcome, progress_page
from nakhe.refused_writes import sentence_of
from nakhe.spreadsheets.limits import MAX_BYTES
from nakhe.spreadsheets.places import Busy
from nakhe.spreadsheets.safety import Refused, check
from nakhe.steps import at_once
from nakhe.vietnamese.names import tidy

PER_PAGE = 30
LONG = 500
"""Lines, or rows of the record, from which a page shows how far the work is."""
LARGE = 150 << 10
"""Bytes of a file, a good thousand lines, from which a page shows that it is being read."""
REFUSED = "Tệp nhập bị từ chối"
NO_FILE = "Chọn một tệp .xlsx, .xls hoặc .csv."
ONE_FILE = "Chọn một tệp mỗi lần; nhập tệp này xong rồi đến tệp sau."
TOO_LARGE = f"Tệp lớn hơn {MAX_BYTES >> 20} MB. Xóa ảnh và trang không cần, hoặc chia thành nhiều tệp."
KIND = "loai_tep"
WRITTEN = {
    ImportBatch.Kind.PEOPLE: ("people", "Xem danh sách đảng viên"),
    ImportBatch.Kind.UNITS: ("units", "Xem các chi bộ"),
    ImportBatch.Kind.HEADS: ("village_heads", "Xem trưởng thôn"),
    ImportBatch.Kind.TRAINING: ("courses", "Xem các lớp bồi dưỡng"),
}
"""Where what was written is seen: {kind: (page, link)}."""
LONGEST_ANSWER = 200
NO_NAMES = "Chọn cột ghi họ và tên, và ít nhất một cột nữa, ví dụ ngày sinh hoặc chi bộ."
READ_AGAIN = "Đã đọc lại theo lựa chọn. Xem lại bên dưới rồi ghi."
NOTHING_CHOSEN = "Không có lựa chọn nào khác trước. Đã so lại tệp với sổ hiện nay."
RIGHTS_CHANGED = "Quyền của bạn đã khác từ lần xem trước, nên tệp được đọc lại."
READING = "Tệp lớn nên cần một lúc. Giữ trang này mở; rời trang là dừng. Chưa có gì được ghi trước khi xem lại."
READ = "Đã đọc xong tệp. Xem lại trước khi ghi."
KEEP_OPEN = "Giữ trang này mở; rời trang là dừng, và không có gì được ghi."


class UndoForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=180, error_messages={"required": "Ghi lý do hoàn tác."})
    reason.widget.attrs["class"] = "w100"


# --- The file ---


@requires(Right.EDIT_PEOPLE)
def imports(request):
    show = partial(_show_imports, request)
    return take_file(request, show) if request.method == "POST" else show()


def take_file(request, show):
    """The way to the review of the file that was sent, or *show*(sentence, status) with what refused it."""
    try:
        return _taken(request)
    except (Refused, OperationalError) as refusal:
        sentence = sentence_of(refusal) if isinstance(refusal, OperationalError) else str(refusal)
        log_refusal(request, REFUSED, sentence)
        return show(sentence, 400)
    except Busy as busy:
        return show(str(busy), 429)


def _taken(request):
    upload = sent_file(request)
    data = upload.read()
    if len(data) >= LARGE:
        check(data, upload.name)
        return _preview_slowly(request, data, upload.name)
    try:
        batch = _preview(request, data, upload.name)
    except previews.OfUnits:
        return review_of_units(request, data, upload.name)
    return redirect("import_batch", batch.number)


def _preview_in_steps(request, data, name):
    batch = yield from previews.preview_in_steps(data, name, request.user)
    if batch.read.refused and not batch.read.is_unnamed:
        raise Refused(batch.read.refused)
    return batch


_preview = at_once(_preview_in_steps)


def _preview_slowly(request, data, name):
    """The page that shows that the file is being read, and leads to its review."""
    again = Outcome("", request.path, "Chọn lại tệp", is_bad=True)
    work = with_outcome(request, _reading(request, data, name), again)
    back = (request.path, "Nhập từ Excel")
    return progress_page(request, work, title="Đang đọc tệp", said=READING, unit="dòng", back=back)


def _reading(request, data, name):
    yield previews.READING
    with refusals_logged(request, REFUSED):
        batch = yield from _preview_in_steps(request, data, name)
    yield Outcome(READ, reverse("import_batch", args=[batch.number]), "Xem lại", follows=True)


def sent_file(request):
    """The one file that was sent; larger ones are taken by no upload handler (settings), so they never reach a disk."""
    uploads = request.FILES.getlist("tep")
    if len(uploads) > 1:
        raise Refused(ONE_FILE)
    if not uploads or uploads[0].size > MAX_BYTES:
        raise Refused(TOO_LARGE if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES else NO_FILE)
    return uploads[0]


@contextmanager
def refusals_logged(request, what):
    """Inside, a large file is read; why it was refused is logged before its page says so."""
    try:
        yield
    except Refused as refusal:
        log_refusal(request, what, str(refusal))
        raise


def log_refusal(request, what, sentence):
    name = getattr(request.FILES.get("tep"), "name", "")[:200]
    try:
        with transaction.atomic():
            log_access(request, request.user, what, file=name, refused=sentence)
    except OperationalError as error:  # no room for the entry either: the server's log has it
        sentence_of(error)


def _show_imports(request, fault="", status=200):
    found = ImportBatch.objects.visible_to(request.user).without_contents().select_related("account", "unit")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"fault": fault, "page": page, "kinds": kinds_of(request.user)}
    context["keeps_units"] = has_right(request.user, Right.EDIT_RECORD)
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
    review = _review(batch)
    if not may_look_at(review.reading, request.user):
        return _read_with_other_rights(request, batch)
    if review.reading.refused and not _names_people(request.POST, review):
        return _ask_for_the_names(request, batch, review, NO_NAMES)
    answers, mapped = answers_in(request.POST, review), mapped_in(request.POST, review)
    kind = request.POST.get(KIND, batch.kind)
    try:
        if kind != batch.kind and KINDS.get(kind) in kinds_of(request.user):
            told = f"Đã đọc lại là {KINDS[kind].name}."
            return _read_again(request, batch, previews.read_as_in_steps(batch, request.user, KINDS[kind]), told)
        chosen = answers or mapped
        if "ghi" in request.POST and not chosen:
            return _write(request, batch, only_valid=request.POST["ghi"] != "tat-ca")
        if "xem" in request.POST and not chosen:  # another page of the lines
            return redirect(request.get_full_path())
        said, told = {"answers": answers, "mapped": mapped}, READ_AGAIN if chosen else NOTHING_CHOSEN
        return _read_again(request, batch, previews.answer_in_steps(batch, request.user, **said), told)
    except (NotWritten, Refused) as refusal:
        return _show_review(request, batch, refusal)
    except Busy as busy:
        return _show_review(request, batch, busy, 429)
    except OperationalError as error:
        return _show_review(request, batch, sentence_of(error))


def _read_again(request, batch, reading, told):
    """Take the steps of *reading*, for a large file while a page shows them."""
    address = request.get_full_path()
    if len(batch.content) < LARGE:
        for _ in reading:
            pass
        messages.info(request, told)
        return redirect(address)

    def work():
        yield previews.READING
        yield from reading
        yield Outcome(told, address, "Xem lại", follows=True)

    steps = with_outcome(request, work(), Outcome("", address, "Xem lại", is_bad=True))
    back = (address, batch.file_name)
    return progress_page(request, steps, title="Đang đọc lại tệp", said=READING, unit="dòng", back=back)


def _read_with_other_rights(request, batch):
    """What was read with rights that are gone is shown as those of today have it."""
    try:
        return _read_again(request, batch, previews.answer_in_steps(batch, request.user), RIGHTS_CHANGED)
    except (NotWritten, Busy) as refusal:
        messages.error(request, str(refusal))
        return redirect("imports")


def _review(batch, status="", page=1):
    return Review(previews.shown(batch), batch.answers, status, page, KINDS[batch.kind].by_key)


def _names_people(posted, review):
    """Whether a column of names is chosen, and another one beside it."""
    said = {posted.get(column.name, LEFT_OUT) for column in review.columns} - {LEFT_OUT, ROW_NUMBER}
    return NAME in said and len(said) > 1


def _ask_for_the_names(request, batch, review, fault=""):
    """Which column is what, of a file whose names were not found; nothing else can be shown of it."""
    context = {"batch": batch, "columns": review.columns, "fault": fault}
    return render(request, "members/import_columns.html", context, status=400 if fault else 200)


def answers_in(posted, review):
    """{key: value} of the questions that were answered otherwise than before."""
    found = {}
    for asked in review.asked:
        value, written = posted.get(asked.name), tidy(posted.get(asked.box, ""))[:LONGEST_ANSWER]
        if asked.question.typed and written and written != asked.written:
            found[asked.question.key] = written
        elif value in {option.value for option in asked.question.options} and value != asked.answer:
            found[asked.question.key] = value
    return found


def mapped_in(posted, review):
    """{key of the heading: field, or "" for none} of the columns that were mapped otherwise than before."""
    found = {}
    for column in review.columns:
        value = posted.get(COLUMN + column.key)
        if value != column.chosen and value in {option for option, _ in column.options}:
            found[column.key] = "" if value == LEFT_OUT else value
    return found


def _show_review(request, batch, refusal=None, status=409):
    if getattr(refusal, "told", None):  # the register is another than it was: shown as it is now
        with suppress(NotWritten):  # somebody else read it again, or wrote it: shown as that left it
            batch = previews.answer(batch, request.user)
    review = _review(batch, request.GET.get("loai", ""), request.GET.get("trang"))
    reading = review.reading
    if not may_look_at(reading, request.user):
        return _read_with_other_rights(request, batch)
    if reading.refused:
        return _ask_for_the_names(request, batch, review, "" if reading.is_unnamed else reading.refused)
    context = {"batch": batch, "review": review, "refusal": refusal}
    context |= {"kind": KINDS[batch.kind], "kinds": kinds_of(request.user)}
    context["keeps_units"] = has_right(request.user, Right.EDIT_RECORD)
    return render(request, "members/import_review.html", context, status=status if refusal else 200)


# --- Writing, and taking back ---


def _write(request, batch, only_valid):
    work = committing.commit(batch, request.user, only_valid=only_valid)
    if batch.summary[NEW] + batch.summary[CHANGED] < LONG:
        for _ in work:
            pass
        messages.success(request, f"Đã ghi tệp {batch.file_name} vào sổ.")
        return redirect("import_batch", batch.number)
    return _slowly(request, batch, work, "Đang ghi vào sổ", "dòng", f"Đã ghi tệp {batch.file_name} vào sổ.")


@requires(Right.EDIT_PEOPLE)
@require_POST
def import_undo(request, number):
    batch, form = found_batch(request, number), UndoForm(request.POST)
    if not form.is_valid():
        return _show_result(request, batch, form)
    work = _undoing(batch, request.user, form.cleaned_data["reason"])
    if sum(map(sum, batch.written.values())) >= LONG:
        return _slowly(request, batch, work, "Đang hoàn tác", "mục", f"Đã hoàn tác tệp {batch.file_name}.")
    try:
        for _ in work:
            pass
    except (Superseded, OperationalError) as refusal:
        form.add_error(None, sentence_of(refusal) if isinstance(refusal, OperationalError) else str(refusal))
        return _show_result(request, batch, form)
    messages.success(request, f"Đã hoàn tác tệp {batch.file_name}: sổ trở lại như trước lần nhập.")
    return redirect("import_batch", batch.number)


def _undoing(batch, by, reason):
    """The steps of taking back; a list of chi bộ is short and has none."""
    if batch.kind != ImportBatch.Kind.UNITS:
        yield from taking_back.undo(batch, by, reason)
        return
    unit_batches.undo(batch, by, reason)
    yield 1, 1


def _may_undo(batch, by):
    right = KINDS[batch.kind].right if batch.kind in KINDS else Right.EDIT_RECORD
    return batch.state == ImportBatch.State.COMMITTED and has_right(by, right)


def _show_result(request, batch, form=None):
    review = _review(batch) if batch.reading else None
    review = review if review and may_look_at(review.reading, request.user) else None
    context = {"batch": batch, "review": review, "form": form or UndoForm()}
    context["may_undo"] = _may_undo(batch, request.user)
    context["seen_at"], context["seen_as"] = WRITTEN[batch.kind]
    context["keeps_units"] = has_right(request.user, Right.EDIT_RECORD)
    return render(request, "members/import_done.html", context, status=409 if form and form.errors else 200)


def _slowly(request, batch, work, title, unit, done):
    address = reverse("import_batch", args=[batch.number])
    again = Outcome("", address, "Xem lại", is_bad=True)
    steps = with_outcome(request, work, again, Outcome(done, address, "Xem kết quả"))
    back = (address, batch.file_name)
    return progress_page(request, steps, title=title, said=KEEP_OPEN, unit=unit, back=back)


def with_outcome(request, work, again, outcome=None):
    """The steps of *work*, then its *outcome*, else *again* with what refused it.

    In the name of the account: the page is sent when the middleware has ended already.
    """
    try:
        with set_actor(request.user, request.META.get("REMOTE_ADDR")):
            yield from work
    except (NotWritten, Superseded, Busy, Refused) as refusal:
        yield replace(again, sentence=" ".join([str(refusal), *getattr(refusal, "told", [])]))
    except OperationalError as error:
        yield replace(again, sentence=sentence_of(error))
    else:
        if outcome:
            yield outcome
