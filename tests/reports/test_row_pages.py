"""A long report on the screen: so many rows a page, with what was counted of all; its files have everybody."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nakhe.access import Role
from reports import row_pages
from tests.factories import make_commune, make_unit, make_user
from tests.reports.asking import csv_lines, page_tables
from tests.reports.many import many_members

pytestmark = pytest.mark.django_db
DAY = "28/05/2024"
PEOPLE = 60
A_PAGE = 25
EVERYBODY = {
    "danh-sach-dang-vien": {},
    "danh-sach-loc": {"sap_xep": "-birth_on"},
    "so-danh-sach": {"tu": "01/01/2024"},
    "nhap-lieu-4-0": {"tu": "01/01/2024"},
    "xep-loai-chi-tiet": {"nam": "2023"},
}
ROWS = {"bien-dong-chi-tiet": 30, "chuyen-sinh-hoat": 30, "thay-doi-nam": 90}
"""Every second one came in 2023, and everybody was rated."""
EVENTS = {slug: {"tu": "01/01/2023", "ngay": "31/12/2023"} for slug in ROWS}
every_list = pytest.mark.parametrize(("slug", "asked"), (EVERYBODY | EVENTS).items())


@pytest.fixture(params=[9, 1000], ids=["long", "held"])
def office(db, settings, monkeypatch, request, tmp_path):
    """The office of a commune of sixty members; their lists are read as they come, or held."""
    settings.LONG_LIST, settings.WAITING_FILES = request.param, tmp_path
    monkeypatch.setattr(row_pages, "ROWS_A_PAGE", A_PAGE)
    commune = make_commune(code="na-khe")
    many_members(make_unit("Na Pô", commune, code="na-po"), PEOPLE)
    return make_user(Role.OFFICE, commune)


def page(client, slug, **asked):
    return client.get(reverse("report", args=[slug]), {"ngay": DAY, **asked}).content.decode()


def lines(html):
    return page_tables(html)[0]["tbody"]


@every_list
def test_the_pages_together_have_the_rows_of_the_file_in_their_order(office, client, settings, slug, asked):
    client.force_login(office)
    count = ROWS.get(slug, PEOPLE)
    pages = [page(client, slug, **asked, trang=number) for number in range(1, -(-count // A_PAGE) + 1)]
    assert [len(lines(each)) for each in pages[:-1]] == [A_PAGE] * (len(pages) - 1)
    shown = [line for each in pages for line in lines(each)]
    assert [line[0] for line in shown] == [str(number) for number in range(1, count + 1)]
    settings.LONG_LIST = 1000
    file = client.get(reverse("report_file", args=[slug, "csv"]), {"ngay": DAY, **asked}).content
    name = 2 if slug == "nhap-lieu-4-0" else 1  # behind the upper system's own ID
    assert [line[name] for line in shown] == [row[name - 1] for row in csv_lines(file)[1:]]


def test_a_page_says_which_rows_it_has_and_leads_to_the_others(office, client):
    client.force_login(office)
    last = page(client, "danh-sach-loc", gioi_tinh="", trang=3)
    assert "Dòng 51–60 trên 60 dòng; tệp có đủ." in last
    assert "60 đảng viên." in last
    assert 'href="?ngay=28%2F05%2F2024&amp;gioi_tinh=&amp;trang=2">Trước</a>' in last
    assert 'aria-current="page">3</a>' in last
    assert ">Sau</a>" not in last
    assert 'danh-sach-loc.xlsx?ngay=28%2F05%2F2024&amp;gioi_tinh="' in last, "the file knows no pages"


def test_a_page_that_there_is_not_is_the_nearest(office, client):
    client.force_login(office)
    assert [len(lines(page(client, "danh-sach-loc", trang=asked))) for asked in ("99", "0", "x", "")] == [
        10,
        10,
        25,
        25,
    ]


def test_a_short_list_has_no_pages(office, client, monkeypatch):
    monkeypatch.setattr(row_pages, "ROWS_A_PAGE", PEOPLE)
    client.force_login(office)
    shown = page(client, "danh-sach-loc")
    assert len(lines(shown)) == PEOPLE
    assert 'class="pager"' not in shown
    assert "tệp có đủ" not in shown


@every_list
def test_a_larger_page_costs_no_more_queries(office, client, monkeypatch, slug, asked):
    client.force_login(office)
    page(client, slug, **asked)
    with CaptureQueriesContext(connection) as small:
        page(client, slug, **asked)
    monkeypatch.setattr(row_pages, "ROWS_A_PAGE", PEOPLE)
    with CaptureQueriesContext(connection) as large:
        page(client, slug, **asked)
    assert abs(len(large) - len(small)) <= 1, "without a slice the first chunk is enough"


def test_thousands_are_written_with_a_dot():
    assert row_pages.page_of(6244, QueryDict(), 0).told == "Dòng 1–500 trên 6.244 dòng; tệp có đủ."
