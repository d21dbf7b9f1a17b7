"""The list of members as an Excel file: all of it, or the people ticked on it."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from members.columns import ColumnChoice
from members.filters import PeopleFilter
from members.models import Membership
from members.output import workbook
from members.selection import SelectionError, chosen, ticked
from members.tables import PeopleTable
from members.views.selection import asked_list, back_to_list, the_set
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from nakhe.audit import log_export
from nakhe.vietnamese.dates import format_day

LONG_NUMBER = re.compile(r"\d(?:[\s.]?\d){2,}\w*")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Right.EXPORT)
def people_file(request):
    """The list of people() with all its pages; sensitive columns only if the address says so."""
    asof = AsOfForm(request.GET)
    filtered = PeopleFilter(request.GET, reader=request.user, day=asof.day)
    if asof.errors or not filtered.form.is_valid():  # the page says what is wrong
        return redirect(f"{reverse('people')}?{request.GET.urlencode()}")
    asked = {label: value for _, label, value in filtered.active} | _search_words(request)
    words = "; ".join(f"{label}: {value}" for label, value in asked.items()) or "tất cả"
    memberships = filtered.qs.visible_to(request.user, Right.EXPORT)
    return _file(request, request.GET, filtered, memberships, words, "nhay_cam" in request.GET, filters=asked)


def _search_words(request):
    """What was searched for, as the file's heading and the log tell it: of a number, only that it was one."""
    query = LONG_NUMBER.sub("••••", request.GET.get("q", "").strip())
    return {"Tìm": query} if query else {}


@requires(Right.EXPORT)
def chosen_file(request):
    """First the page that names who is in the file and which columns; then the file of just those people."""
    if request.method != "POST":
        return redirect("people")
    asked = asked_list(request)
    filtered = PeopleFilter(asked, reader=request.user, day=AsOfForm(asked).day)
    try:
        people = chosen(ticked(request.POST), request.user, filtered.day)
    except SelectionError as error:
        return back_to_list(request, error)
    memberships = Membership.objects.visible_to(request.user, Right.EXPORT).as_of(filtered.day)
    memberships = memberships.filter(person__in=people)
    taken = set(memberships.values_list("person", flat=True))
    if "tai" not in request.POST or len(taken) < len(people):
        return _show_set(request, people, taken, filtered.day)
    with_sensitive, ids = "nhay_cam" in request.POST, sorted(taken)
    return _file(request, asked, filtered, memberships, "chọn từng người", with_sensitive, people=ids)


def _show_set(request, people, taken, day):
    choice = ColumnChoice(PeopleTable, asked_list(request).get("cot", ""), request.user)
    context = {
        "kept": [person for person in people if person.pk in taken],
        "refused": [person for person in people if person.pk not in taken],
        "choice": choice,
        "headings": [choice.offered[name].verbose_name for name in choice.for_file()],
        "day": day,
    }
    return render(request, "members/chosen_file.html", the_set(request, people) | context)


def _file(request, asked, filtered, memberships, words, with_sensitive, **details):
    """*memberships* with the columns of the address *asked*, logged."""
    choice, day = ColumnChoice(PeopleTable, asked.get("cot", ""), request.user), filtered.day
    table = choice.table(memberships, day, choice.for_file(with_sensitive), asked.get("sap_xep"))
    rows = table.data.data
    table.name_year(rows)
    lines = [f"Tính đến ngày {format_day(day)} · {words}", f"{len(rows)} đồng chí"]
    file = workbook(table, body=filtered.body.name if filtered.body else "", title="DANH SÁCH ĐẢNG VIÊN", lines=lines)
    if with_sensitive and choice.sensitive:
        details["sensitive"] = choice.sensitive
    log_export(request, "danh sách đảng viên", len(rows), day=day.isoformat(), **details)
    name = f"dang-vien-{day:%Y-%m-%d}.xlsx"
    return HttpResponse(file, EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})
