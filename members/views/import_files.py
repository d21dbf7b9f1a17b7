"""The two files of importing: the template, and what was left of a file with the reasons."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from members.importing.kinds import BY_SLUG, KINDS
from members.importing.mapped import mapped_in
from members.importing.of_people import PEOPLE
from members.importing.previews import shown
from members.importing.reading_rights import may_look_at
from members.importing.rest import rest_of
from members.views.imports import found_batch
from nakhe.access import Right, has_right, requires, who_may
from nakhe.exports import hand_out, stamp_for
from nakhe.periods import today
from nakhe.spreadsheets.places import place

REST = "-con-lai"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Right.EDIT_PEOPLE)
def import_template(request, slug=PEOPLE.slug):
    """It says nothing of anybody, so it leaves without an entry in the log."""
    kind = BY_SLUG.get(slug)
    if kind is None:
        raise Http404
    if not has_right(request.user, kind.right):
        raise PermissionDenied(who_may(kind.right))
    headers = {"Content-Disposition": f'attachment; filename="{kind.file_name}"'}
    return HttpResponse(kind.template(request.user, today()), content_type=XLSX, headers=headers)


@requires(Right.EDIT_PEOPLE)
@place()
def import_rest(request, number):
    batch = found_batch(request, number)
    if not batch.reading:  # of chi bộ: they are written whole
        return redirect("import_batch", batch.number)
    stamp, meaning, reading = stamp_for(request.user, batch.day), KINDS[batch.kind].meaning, shown(batch)
    if not may_look_at(reading, request.user):
        return redirect("import_batch", batch.number)
    data, lines = rest_of(bytes(batch.content), batch.file_name, reading, mapped_in(batch), stamp.line, meaning)
    if not lines:
        return redirect("import_batch", batch.number)
    what = f"các dòng chưa nhập của tệp {batch.file_name}"
    return hand_out(request, stamp, data, what, lines, name=rest_name(batch.file_name), content_type=XLSX)


def rest_name(name):
    """“danh-sach.xls” → “danh-sach-con-lai.xlsx”, so that what was left of two files lies beside each other."""
    return f"{PurePath(name).stem.removesuffix(REST)}{REST}.xlsx"
