"""The list of members as an Excel file: all of it, or the people ticked on it."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from members import output
from members.columns import ColumnChoice
from members.filters import PeopleFilter, without_numbers
from members.models import Membership
from members.selection import SelectionError, chosen, ticked
from members.tables import PeopleTable
from members.views.selection import asked_list, back_to_list, the_set
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from nakhe.export_reason import ReasonForm, ask_reason, reason_form
from nakhe.exports import stamp_for
from nakhe.long_exports import hand_out_at_once, hand_out_slowly, steps
from nakhe.vietnamese.dates import format_day

CHUNK = 500
"""How many records are in memory at a time."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Right.EXPORT)
def people_file(request):
    """The list of people() with all its pages; sensitive columns only if the address says so.

    A list narrowed by what is sensitive tells it without a column, and needs a reason as well.
    """
    asof = AsOfForm(request.GET)
    filtered = PeopleFilter(request.GET, reader=request.user, day=asof.day)
    if asof.errors or not filtered.form.is_valid():  # the page says what is wrong
        return redirect(f"{reverse('people')}?{request.GET.urlencode()}")
    asked = {label: value for _, label, value in filtered.active} | _search_words(request)
    words = "; ".join(f"{label}: {value}" for label, value in asked.items()) or "tất cả"
    memberships = filtered.qs.visible_to(request.user, Right.EXPORT)
    columns = _choice(request, request.GET).sensitive if "nhay_cam" in request.GET else []
    sensitive = [*columns, *filtered.sensitive]
    reason = reason_form(request)
    if sensitive and not reason.is_valid():
        back = f"{reverse('people')}?{_without_wish(request.GET)}"
        told = ", ".join(sensitive).lower()
        return ask_reason(request, reason, what="Danh sách đảng viên", sensitive=told, back=back)
    why = reason.cleaned_data["ly_do"] if sensitive else ""
    told = {"sensitive": sensitive, "filters": asked, "reason": why}
    return _file(request, request.GET, filtered, memberships, words, bool(columns), **told)


def _without_wish(asked):
    """The address of the list itself, which knows no sensitive columns apart."""
    asked = asked.copy()
    asked.pop("nhay_cam", None)
    return asked.urlencode()


def _choice(request, asked):
    return ColumnChoice(PeopleTable, asked.get("cot", ""), request.user)


def _search_words(request):
    """What was searched for, as the file's heading and the log tell it: of a number, only that it was one."""
    query = without_numbers(request.GET.get("q", "").strip())
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
        return _show_set(request, people, taken, filtered)
    columns = _choice(request, asked).sensitive if "nhay_cam" in request.POST else []
    sensitive = [*columns, *filtered.sensitive]
    reason = reason_form(request)
    if sensitive and not reason.is_valid():
        return _show_set(request, people, taken, filtered, reason)
    why = reason.cleaned_data["ly_do"] if sensitive else ""
    told = {"sensitive": sensitive, "people": sorted(taken), "reason": why}
    return _file(request, asked, filtered, memberships, "chọn từng người", bool(columns), **told)


def _show_set(request, people, taken, filtered, reason=None):
    """What was typed stays; a *reason* that will not do says so."""
    choice = _choice(request, asked_list(request))
    context = {
        "kept": [person for person in people if person.pk in taken],
        "refused": [person for person in people if person.pk not in taken],
        "choice": choice,
        "headings": [choice.offered[name].verbose_name for name in choice.for_file()],
        "narrowed": filtered.sensitive,
        "day": filtered.day,
        "reason": reason or ReasonForm(initial={"ly_do": request.POST.get("ly_do", "")}),
        "is_wished": "nhay_cam" in request.POST,
    }
    status = 400 if reason else 200
    return render(request, "members/chosen_file.html", the_set(request, people) | context, status=status)


def _file(request, asked, filtered, memberships, words, with_sensitive, **details):
    """*memberships* with the columns of the address *asked*, the sensitive ones only *with_sensitive*, logged."""
    choice, day = _choice(request, asked), filtered.day
    stamp = stamp_for(request.user, day)
    told = {
        "what": "danh sách đảng viên",
        "name": f"dang-vien-{day:%Y-%m-%d}.xlsx",
        "content_type": EXCEL,
        "asked": words,
        **details,
    }

    def write_into(file):
        table = choice.table(memberships, day, choice.for_file(with_sensitive), asked.get("sap_xep"))
        records, count = table.data.data, memberships.count()
        table.name_year(records[:1])
        lines = [f"Tính đến ngày {format_day(day)} · {words}", f"{count} đồng chí"]
        body = filtered.body.name if filtered.body else ""
        heading = {"body": body, "title": "DANH SÁCH ĐẢNG VIÊN", "lines": lines, "mark": stamp.line}
        yield from steps(output.write_into(table, records.iterator(chunk_size=CHUNK), file, **heading), count)
        return told | {"rows": count, "columns": [str(column.header) for column in table.columns]}

    if memberships.count() > settings.LONG_LIST:
        back = (f"{reverse('people')}?{asked.urlencode()}", "Danh sách đảng viên")
        return hand_out_slowly(request, stamp, write_into, back=back)
    return hand_out_at_once(request, stamp, write_into)
