"""The two files of importing: the template, and what was left of a file with the reasons."""

from django.http import HttpResponse
from django.shortcuts import redirect

from members.importing.batches import remembered, shown
from members.importing.rest import rest_of
from members.importing.template import template
from members.views.imports import found_batch
from nakhe.access import Right, requires
from nakhe.exports import hand_out, stamp_for
from nakhe.periods import today
from nakhe.spreadsheets.places import place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Right.EDIT_PEOPLE)
def import_template(request):
    """It says nothing of anybody, so it leaves without an entry in the log."""
    headers = {"Content-Disposition": 'attachment; filename="mau-nhap-dang-vien.xlsx"'}
    return HttpResponse(template(request.user, today()), content_type=XLSX, headers=headers)


@requires(Right.EDIT_PEOPLE)
@place()
def import_rest(request, number):
    batch = found_batch(request, number)
    if not batch.reading:  # of chi bộ: they are written whole
        return redirect("import_batch", batch.number)
    mapped = remembered(batch.unit_id) | batch.mapped
    stamp = stamp_for(request.user, batch.day)
    data, lines = rest_of(bytes(batch.content), batch.file_name, shown(batch), mapped, stamp.line)
    if not lines:
        return redirect("import_batch", batch.number)
    what = f"các dòng chưa nhập của tệp {batch.file_name}"
    return hand_out(request, stamp, data, what, lines, name="con-lai.xlsx", content_type=XLSX)
