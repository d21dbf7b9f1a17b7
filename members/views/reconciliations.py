"""The register beside a spreadsheet of others: the file, what was found, answers, the Excel file; nothing written."""

import io
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from members.forms.reconciliation import ReconciliationForm
from members.importing.previews import READING
from members.importing.review import Review
from members.models import Reconciliation
from members.reconciling import groups, keeping, workbook
from members.reconciling.register import SENSITIVE_NAMES
from members.reconciling.review import ComparisonReview
from members.reconciling.scope import WHOLE
from members.views import imports
from members.views.import_files import XLSX
from members.views.imports import answers_in, log_refusal, mapped_in, refusals_logged, sent_file, with_outcome
from nakhe.access import Right, has_right, requires, who_may
from nakhe.export_reason import ask_reason, reason_form
from nakhe.exports import hand_out, stamp_for
from nakhe.progress import Outcome, progress_page
from nakhe.refused_writes import OperationalError, sentence_of
from nakhe.spreadsheets.places import Busy
from nakhe.spreadsheets.safety import Refused, check
from nakhe.steps import at_once
from units.shell import home_unit

PER_PAGE = 30
ALL = "reconciliations"
REFUSED = "Tệp đối khớp bị từ chối"
COMPARED = "Đã đối khớp xong."
KEEP_OPEN = "Tệp lớn nên cần một lúc. Giữ trang này mở; rời trang là dừng. Không ghi gì vào sổ."
AGAIN = "Đã đối khớp lại với sổ hiện nay."
RIGHTS_CHANGED = "Quyền xem của bạn đã khác từ lần đối khớp trước, nên tệp được đối khớp lại."


# --- The file ---


@requires(Right.READ)
def reconciliations(request):
    form = ReconciliationForm(request.POST if request.method == "POST" else None, reader=request.user)
    if request.method != "POST":
        return _show_all(request, form)
    if not form.is_valid():
        return _show_all(request, form, status=400)
    try:
        upload = sent_file(request)
        data = upload.read()
        if len(data) >= imports.LARGE:
            check(data, upload.name)
            return _slowly(request, _comparing(request, data, upload.name, form.cleaned_data), reverse(ALL))
        kept = _compared(request, data, upload.name, form.cleaned_data)
    except Refused as refusal:
        return _refuse(request, form, str(refusal))
    except Busy as busy:
        return _show_all(request, form, str(busy), 429)
    except OperationalError as error:
        return _refuse(request, form, sentence_of(error))
    return redirect("reconciliation", kept.number)


def _compared_in_steps(request, data, name, asked):
    said = {"scope": asked["pham_vi"], "day": asked["ngay"]}
    kept = keeping.keep((yield from keeping.reconcile_in_steps(data, name, request.user, **said)))
    if kept.read.refused:
        raise Refused(kept.read.refused)
    return kept


_compared = at_once(_compared_in_steps)


def _comparing(request, data, name, asked):
    """The steps of a large file, on a page that shows them."""
    yield READING
    with refusals_logged(request, REFUSED):
        kept = yield from _compared_in_steps(request, data, name, asked)
    yield Outcome(COMPARED, reverse("reconciliation", args=[kept.number]), "Xem kết quả", follows=True)


def _slowly(request, steps, address):
    steps = with_outcome(request, steps, Outcome("", address, "Quay lại", is_bad=True))
    return progress_page(
        request, steps, title="Đang đối khớp", said=KEEP_OPEN, unit="dòng", back=(reverse(ALL), "Đối khớp")
    )


def _refuse(request, form, sentence):
    log_refusal(request, REFUSED, sentence)
    return _show_all(request, form, sentence, 400)


def _show_all(request, form, fault="", status=200):
    found = Reconciliation.objects.visible_to(request.user).without_contents()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"form": form, "fault": fault, "page": page, "names": groups.NAMES}
    return render(request, "members/reconciliations.html", context, status=status)


# --- What was found ---


@requires(Right.READ)
def reconciliation(request, number):
    kept = _own(request, number)
    if request.method != "POST":
        return _show(request, kept)
    if "bo" in request.POST:
        keeping.forget(kept, request.user)
        messages.success(request, f"Đã bỏ lần đối khớp tệp {kept.file_name}.")
        return redirect("reconciliations")
    if "nhap" in request.POST:
        return _bring_in(request, kept)
    if len(kept.content) >= imports.LARGE:
        return _slowly(request, _comparing_again(request, kept), request.get_full_path())
    try:
        _compare_again(request, kept)
        messages.info(request, AGAIN)
    except Busy as busy:
        messages.error(request, str(busy))
    return redirect(request.get_full_path())


def _own(request, number):
    return get_object_or_404(Reconciliation.objects.visible_to(request.user), number=number)


def _bring_in(request, kept):
    """The same file as the preview of an import: what to write is decided there."""
    if not has_right(request.user, Right.EDIT_PEOPLE):
        raise PermissionDenied(who_may(Right.EDIT_PEOPLE))
    batch = keeping.as_import(kept, request.user)
    return redirect("import_batch", batch.number)


def _compare_again_in_steps(request, kept):
    review = Review(keeping.reading_of(kept), kept.answers)
    said = {"answers": answers_in(request.POST, review), "mapped": mapped_in(request.POST, review)}
    if "ca_dang_bo" in request.POST:
        said["scope"] = WHOLE
    if "ngay_cua_tep" in request.POST and (day := keeping.found_in(kept).list_day):
        said["day"] = date.fromisoformat(day)
    yield from keeping.again_in_steps(kept, request.user, **said)


_compare_again = at_once(_compare_again_in_steps)


def _comparing_again(request, kept):
    yield READING
    yield from _compare_again_in_steps(request, kept)
    yield Outcome(AGAIN, request.get_full_path(), "Xem kết quả", follows=True)


def _show(request, kept):
    if not keeping.is_as_allowed(kept, request.user):
        kept = keeping.again(kept, request.user)
        messages.info(request, RIGHTS_CHANGED)
    reading, asked = keeping.reading_of(kept), request.GET
    found = keeping.found_in(kept)
    review = ComparisonReview(
        found, reading, kept.answers, asked.get("nhom", ""), asked.get("trang"), asked.get("o") == "tat-ca"
    )
    context = {
        "kept": kept,
        "found": found,
        "review": review,
        "file": Review(reading, kept.answers),
        "may_import": has_right(request.user, Right.EDIT_PEOPLE),
        "may_export": has_right(request.user, Right.EXPORT),
    }
    return render(request, "members/reconciliation.html", context)


# --- The Excel file ---


@requires(Right.EXPORT)
def reconciliation_file(request, number):
    """Without ethnicity, religion and numbers, unless the address asks for them and a reason was given."""
    kept, reason = _own(request, number), reason_form(request)
    if not keeping.is_as_allowed(kept, request.user):
        return redirect("reconciliation", number)
    private = "nhay_cam" in request.GET
    if private and not reason.is_valid():
        told = {
            "what": "Kết quả đối khớp",
            "sensitive": SENSITIVE_NAMES,
            "back": reverse("reconciliation", args=[number]),
        }
        return ask_reason(request, reason, **told)
    return _hand_out(request, kept, reason.cleaned_data["ly_do"] if private else "", private)


def _hand_out(request, kept, reason, private):
    found, withheld = workbook.for_export(keeping.found_in(kept), request.user, private)
    stamp, file = stamp_for(request.user, kept.day), io.BytesIO()
    home = home_unit(request.user)
    about = workbook.about(kept, found)
    workbook.write(found, file, body=home["name"] if home else "", about=about, withheld=withheld, mark=stamp.line)
    details = {"sensitive": [SENSITIVE_NAMES] if private else [], "reason": reason, "file": kept.file_name}
    name = f"doi-khop-{kept.day:%Y-%m-%d}.xlsx"
    what = f"kết quả đối khớp với tệp {kept.file_name}"
    return hand_out(
        request, stamp, file.getvalue(), what, workbook.rows_of(found), name=name, content_type=XLSX, **details
    )
