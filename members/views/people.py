"""The list of members on a date, and everyone on file."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse

from members.bulk import actions_for
from members.columns import ColumnChoice
from members.filters import PeopleFilter, found_by
from members.list_tabs import KEPT, Tabs
from members.models import Person
from members.roster import on_file
from members.tables import OnFileTable, PeopleTable
from nakhe.access import Right, has_right, requires
from nakhe.asof import AsOfForm
from nakhe.keys import is_key

PER_PAGE = 50
COLUMN_BUTTONS = {"xep_cot", "mac_dinh"}


class CountedPaginator(Paginator):
    """Spares a query where the number of rows is known already."""

    def __init__(self, *args, count, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count


@requires(Right.READ)
def people(request):
    if request.GET.get("pham_vi") == "tat_ca":
        return _everyone(request)
    choice = ColumnChoice(PeopleTable, request.GET.get("cot", ""), request.user)
    if COLUMN_BUTTONS & request.GET.keys():
        return redirect(f"{reverse('people')}?{_with_columns(request.GET, choice)}")
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    filtered = PeopleFilter(request.GET, reader=request.user, day=asof.day)
    counts = _counts(filtered)
    table = choice.table(filtered.qs, filtered.day, choice.shown, request.GET.get("sap_xep"))
    _paginate(request, table, counts["found"])
    table.name_year(table.page.object_list.data)
    can_search_numbers = has_right(request.user, Right.READ_NUMBERS)
    context = {
        "filter": filtered,
        "counts": counts,
        "choice": choice,
        "file_headings": [table.columns[name].header for name in choice.for_file()],
        "actions": actions_for(request.user),
        "can_search_numbers": can_search_numbers,
    }
    return render(request, "members/people.html", context | _frame(request, asof, table, filtered.active))


def _with_columns(typed, choice):
    """The address that the form of columns asks for: its ticks and numbers become one text."""
    kept = {name: value for name, value in typed.items() if value and not name.startswith(("chon_", "thu_tu_"))}
    ticked = {name.removeprefix("chon_") for name in typed if name.startswith("chon_")} & choice.offered.keys()
    places = {name: typed.get(f"thu_tu_{name}", "") for name in choice.offered}
    text = "" if "mac_dinh" in typed else choice.reordered(ticked, places)
    chosen = ColumnChoice(choice.table_class, text, choice.reader)
    asked = {name: value for name, value in kept.items() if name not in COLUMN_BUTTONS | {"trang", "cot"}}
    return urlencode(asked | ({"cot": chosen.as_text} if chosen.as_text else {}))


def _counts(filtered):
    """How many there are, how many the filters leave, and how many of those the reader may take away."""
    taken = filtered.qs.visible_to(filtered.reader, Right.EXPORT)
    return filtered.queryset.aggregate(
        total=Count("pk"),
        found=Count("pk", filter=Q(pk__in=filtered.qs.values("pk"))),
        taken=Count("pk", filter=Q(pk__in=taken.values("pk"))),
    )


def _everyone(request):
    """Everyone on file whom the reader may see: also those who left, and village heads outside the Party."""
    asof = AsOfForm(request.GET)
    found = Person.objects.visible_to(request.user)
    if query := request.GET.get("q", "").strip():
        found = found.filter(pk__in=found_by(query, request.user).values("pk"))
    rows = on_file(found, request.user, asof.day)
    table = OnFileTable(rows, asof.day, order_by=request.GET.get("sap_xep") or "full_name")
    _paginate(request, table, found.count())
    return render(request, "members/people_on_file.html", {"query": query} | _frame(request, asof, table, []))


def _paginate(request, table, count):
    page = request.GET.get("trang", "1")
    last = max(1, -(-count // PER_PAGE))
    number = min(max(int(page), 1), last) if is_key(page) else 1
    table.paginate(paginator_class=CountedPaginator, page=number, per_page=PER_PAGE, count=count)


def _frame(request, asof, table, active):
    """What both lists show around their table."""
    given = {name: value for name, value in request.GET.items() if value and name != "trang"}
    kept = {name: given[name] for name in KEPT if name in given}
    return {
        "asof": asof,
        "table": table,
        "given": urlencode(given),
        "given_items": given.items(),
        "can_add": has_right(request.user, Right.EDIT_PEOPLE),
        "order": next((column.header for column in table.columns if column.is_ordered), ""),
        "tabs": Tabs(given, request.user),
        "chips": [(f"{label}: {value}", _without(given, name)) for name, label, value in active],
        "unfiltered": urlencode(kept),
        "pages": table.paginator.get_elided_page_range(table.page.number, on_each_side=2, on_ends=1),
    }


def _without(given, name):
    return urlencode({key: value for key, value in given.items() if key != name})
