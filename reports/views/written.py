"""The written report: its sentences on the page, its Word file, and the committee's own template of it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, urlencode

from nakhe.access import Right, has_right, requires, who_may
from nakhe.exports import hand_out, stamp_for
from nakhe.keys import is_key
from nakhe.one_view import one_view
from nakhe.periods import today
from reports.letterhead import issuing_unit
from reports.links import address
from reports.models import WrittenTemplate
from reports.parameters import ParametersForm, UnknownUnit, resolve
from reports.views.papers import WORD
from reports.views.report import offer_choices
from reports.written import document, tags, template
from reports.written.annexes import annexed
from reports.written.checking import forgotten
from reports.written.form import BackForm, TemplateForm
from reports.written.sources import DECLARED, Sources
from units.models import Unit


@requires(Right.READ)
def written_report(request):
    form = ParametersForm(DECLARED, request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    sources = sources_of(request.user, form, Right.READ)
    offer_choices(form, request.user, sources.report("so-sanh"))
    return render(request, "reports/written.html", page(request, form, sources))


@requires(Right.EXPORT)
def written_report_file(request):
    form = ParametersForm(DECLARED, request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    sources = sources_of(request.user, form, Right.EXPORT)
    stamp = stamp_for(request.user, sources.given.as_of)
    with one_view():
        data = document.write(template.in_use(sources.issuer), sources, stamp.line)
        rows = sum(len(frozen.rows) for _, _, tables in annexed(sources) for _, frozen in tables)
    return hand_out(
        request,
        stamp,
        data,
        f"“{document.TITLE}” (Word)",
        rows,
        name=document.file_name(sources),
        content_type=WORD,
        report="viet",
        filters=sources.asked,
    )


def unreadable(request, form):
    """No sentences for a date that could not be read; what was typed stays in its box."""
    form.offer_nothing()
    return render(request, "reports/written.html", {"title": document.TITLE, "form": form}, status=400)


def sources_of(reader, form, right):
    """Another's unit is answered as a missing one."""
    try:
        return Sources(reader, resolve(form, reader, right), right)
    except UnknownUnit as error:
        raise Http404 from error


def page(request, form, sources):
    number = {"so": sources.given.number} if sources.given.number else {}
    version = WrittenTemplate.objects.in_use_for(sources.issuer) if sources.issuer else None
    return {
        "title": document.TITLE,
        "form": form,
        "sources": sources,
        "paragraphs": list(document.paragraphs(document.filled(template.content_of(version), sources))),
        "annexes": [
            {"number": number, "title": report.title, "url": address(report.slug, sources.asked_of(report.slug))}
            for number, report, _ in annexed(sources)
        ],
        "version": version,
        "forgotten": forgotten_by(version),
        "query": urlencode(sources.asked | number),
        "letterhead": tags.letterhead(sources),
        "can_export": has_right(request.user, Right.EXPORT),
        "can_replace": has_right(request.user, Right.EDIT_RECORD),
        "who_may_replace": who_may(Right.EDIT_RECORD),
    }


# --- The template ---


@requires(Right.EDIT_RECORD)
def written_template(request):
    unit = own_unit(request)
    form, back = TemplateForm(), BackForm()
    if request.method == "POST":
        is_back = "mac_dinh" in request.POST
        sent = BackForm(request.POST) if is_back else TemplateForm(request.POST, request.FILES)
        if sent.is_valid() and replaced(request, unit, sent, is_back):
            messages.success(request, "Đã trở về mẫu mặc định." if is_back else "Đã thay mẫu báo cáo.")
            return redirect(request.get_full_path())
        form, back = (form, sent) if is_back else (sent, back)
    versions = WrittenTemplate.objects.visible_to(request.user, Right.EDIT_RECORD).filter(unit=unit)
    in_use = WrittenTemplate.objects.in_use_for(unit)
    context = {
        "unit": unit,
        "form": form,
        "back": back,
        "sent": back if back.is_bound else form,
        "version": in_use,
        "forgotten": forgotten_by(in_use),
        "versions": versions.defer("content").select_related("made_by"),
        "groups": tags.described(),
    }
    return render(request, "reports/written_template.html", context)


def forgotten_by(version):
    """The tags of a committee's own template that were taken out of the register since; the register's has none."""
    return forgotten(bytes(version.content)) if version and version.content else []


def replaced(request, unit, form, is_back):
    """Whether the next version was written; somebody else's since the page was opened is told first."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        current = WrittenTemplate.objects.in_use_for(unit)
        if request.POST.get("dang_dung", "") != shown(current):
            form.add_error(None, f"Trong lúc trang này mở, mẫu đã được thay: {current}. Xem lại rồi gửi tệp lần nữa.")
            return False
        data = b"" if is_back else form.cleaned_data["tep"]
        name = "" if is_back else form.file_name
        template.replace(unit, data, name, form.cleaned_data["ly_do"], request.user)
    return True


def shown(version):
    return str(version.pk) if version else ""


@requires(Right.EDIT_RECORD)
def written_template_file(request):
    """The template in use, with ?phien_ban= an earlier one, with ?mac_dinh= the register's."""
    unit, asked = own_unit(request), request.GET.get("phien_ban", "")
    version = None if "mac_dinh" in request.GET else WrittenTemplate.objects.in_use_for(unit)
    if asked:
        versions = WrittenTemplate.objects.visible_to(request.user, Right.EDIT_RECORD).filter(unit=unit)
        version = versions.filter(pk=asked).first() if is_key(asked) else None
        if version is None:
            raise Http404
    name = version.file_name if version and version.content else "mau-bao-cao.docx"
    return as_word(template.content_of(version), name)


def own_unit(request):
    """The unit whose template it is: the one asked for, or the highest whose record the reader keeps."""
    chosen = request.GET.get("don_vi", "") or None
    unit = issuing_unit(request.user, Right.EDIT_RECORD, chosen, today(), None, False)
    if unit is None:
        raise Http404
    return unit


def as_word(data, name):
    return HttpResponse(data, WORD, headers={"Content-Disposition": content_disposition_header(True, name)})
