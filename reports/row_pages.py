"""A long table on the screen: so many rows a page, ?trang=2; its totals and notes are of all, and files have all.

A second table of the same report has its own pages, ?trang-2=3.
"""

from dataclasses import dataclass

from django.core.paginator import Paginator

ROWS_A_PAGE = 500
NAME = "trang"


@dataclass(frozen=True)
class RowPage:
    """Which rows a page shows; *links* are [(label, address or None where it is this page or a gap, is this page)]."""

    first: int
    """The number of its first row, from 1."""
    last: int
    count: int
    links: list

    @property
    def is_all(self):
        return not self.links

    @property
    def told(self):
        return f"Dòng {numbered(self.first)}–{numbered(self.last)} trên {numbered(self.count)} dòng; tệp có đủ."


def page_of(count, asked, place):
    """The RowPage of the table at *place* (from 0) with *count* rows that *asked* (a QueryDict) means."""
    name = NAME if place == 0 else f"{NAME}-{place + 1}"
    page = Paginator(range(count), ROWS_A_PAGE).get_page(asked.get(name))
    return RowPage(page.start_index(), page.end_index(), count, list(links(page, asked, name)))


def links(page, asked, name):
    if not page.has_other_pages():
        return
    if page.has_previous():
        yield "Trước", address(asked, name, page.previous_page_number()), False
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        is_gap = number == page.paginator.ELLIPSIS
        yield number, None if is_gap else address(asked, name, number), number == page.number
    if page.has_next():
        yield "Sau", address(asked, name, page.next_page_number()), False


def address(asked, name, number):
    asked = asked.copy()
    asked[name] = number
    return f"?{asked.urlencode()}"


def without_pages(asked):
    """*asked* as an address for what has all rows."""
    asked = asked.copy()
    for name in [name for name in asked if name == NAME or name.startswith(f"{NAME}-")]:
        del asked[name]
    return asked.urlencode()


def shown(rows, page):
    """The part of *rows*, held or read as they come, that *page* shows; a list of short rows is only cut."""
    if isinstance(rows, list):
        return rows[page.first - 1 : page.last] if page.count else []
    known = rows.first[: page.last] if page.first == 1 else []
    return known if len(known) == page.last else rows.between(page.first - 1, page.last)


def numbered(number):
    """6.244"""
    return f"{number:,}".replace(",", ".")
