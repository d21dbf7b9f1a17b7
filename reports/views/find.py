"""Quick find, from the box on every page: people, units, villages, reports and saved views at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse

from members.finding import SHOWN, Hit, people_found, says, units_found, views_found, villages_found
from nakhe.access import Right, has_right, requires
from nakhe.periods import today
from reports.registry import reports
from reports.workbook import Contents
from reports.written import document

QUERY_LENGTH = 100


@dataclass
class Group:
    key: str
    title: str
    hits: list
    count: int
    more: str
    """The address of all of them."""


@requires(Right.READ)
def find(request):
    """One person's whole card, profile or citizen number leads straight to the record."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH]
    groups = []
    if query:
        found = people_found(query, request.user, today())
        if found.the_one:
            return redirect(found.the_one)
        everyone = f"{reverse('people')}?{urlencode({'pham_vi': 'tat_ca', 'q': query})}"
        groups = [Group("nguoi", "Người", found.hits, found.count, everyone), *_others(request, query)]
    context = {"query": query, "groups": [group for group in groups if group.count]}
    return render(request, "reports/find.html", context)


def _others(request, query):
    yield _group(request, query, "chi-bo", "Chi bộ, đảng bộ", units_found(query, request.user))
    yield _group(request, query, "thon", "Thôn", villages_found(query, request.user, today()))
    yield _group(request, query, "bao-cao", "Báo cáo", _reports_found(query, request.user))
    yield _group(request, query, "cach-xem", "Cách xem đã lưu", views_found(query, request.user))


def _group(request, query, key, title, hits):
    shown = hits if request.GET.get("nhom") == key else hits[:SHOWN]
    return Group(key, title, shown, len(hits), f"?{urlencode({'q': query, 'nhom': key})}")


def _reports_found(query, reader):
    """The reports and what is made of several of them, as far as *reader* may have it."""
    entries = [
        (report.title, reverse("report", args=[slug]), report.summary, report.group)
        for slug, report in reports().items()
    ]
    entries.append((document.TITLE, reverse("written_report"), "Báo cáo viết: các câu lấy số từ báo cáo, bản Word", ""))
    if has_right(reader, Right.EXPORT):
        entries.append((Contents.title, reverse("workbook"), "Nhiều báo cáo trong một tệp Excel, bộ báo cáo năm", ""))
    return [Hit(title, url, summary) for title, url, summary, group in entries if says(query, title, summary, group)]
