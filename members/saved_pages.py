"""The pages whose views can be kept under a name, and what of an address belongs to each.

A page's key is its address without the slashes around it: “dang-vien”, “bao-cao/to-chuc”. An application above this one
adds its own with pages_from(). To add a page, write its SavedPage; its template includes members/_saved_views.html.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urlencode

from django.urls import get_script_prefix

from members.filters import means_a_number
from nakhe.access import Right, has_right
from nakhe.asof import AsOfForm

DAY = {"ngay": "Tính đến ngày"}
_finders = []


@dataclass(frozen=True)
class SavedPage:
    key: str
    title: str
    words: Callable
    """(asked, reader) → {heading: what is asked for, in words}. Raises Http404 where the page would."""
    names: tuple = ()
    """The parameters that are kept, in their order; never the page number, nor the wish for sensitive data."""
    times: dict = field(default_factory=lambda: DAY)
    """{name: label} of those that say when: kept together, or left to the day on which the view is opened."""
    right: Right = Right.READ
    searches: tuple = ()
    """The names into which words are typed."""

    @property
    def url(self):
        return f"{get_script_prefix()}{self.key}/"

    def normalised(self, given, keep_times=False):
        """{name: value} of *given* in a fixed order; two addresses that ask the same become equal."""
        wanted = [*self.names, *(self.times if keep_times else ())]
        return {name: given[name].strip() for name in wanted if given.get(name, "").strip()}

    def as_text(self, given, keep_times=False):
        return urlencode(self.normalised(given, keep_times))

    def times_of(self, asked):
        """What of *asked* says when, without the day of today."""
        is_today = AsOfForm(asked).is_today
        return {name: asked[name] for name in self.times if asked.get(name) and not (name == "ngay" and is_today)}

    def asks_for_a_number(self, asked):
        """A view would carry a card or citizen number to whoever sees its address."""
        return any(means_a_number(asked.get(name, "")) for name in self.searches)


def as_values(text):
    return dict(parse_qsl(text))


def given_in(query):
    """{name: value} of an address (QueryDict); columns ticked one by one become one text."""
    return {name: ",".join(filter(None, query.getlist(name))) if name == "cot" else query[name] for name in query}


def pages_from(finder):
    """*finder* () → SavedPages; asked when the first of them is."""
    _finders.append(finder)


@cache
def pages():
    """{key: SavedPage}, in the order of the page that lists all views."""
    return {page.key: page for finder in _finders for page in finder()}


def open_to(reader):
    """The keys of the pages that *reader* may open."""
    return [key for key, page in pages().items() if has_right(reader, page.right)]
