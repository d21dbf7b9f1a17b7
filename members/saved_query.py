"""What of an address is kept with a saved list: the filters, the columns, the order; never the page."""

from urllib.parse import parse_qsl, urlencode

from members.filters import PeopleFilter, means_a_number

ORDER = ("pham_vi", *PeopleFilter.base_filters, "sap_xep", "cot", "ngay")


def normalised(given, keep_day=False):
    """{name: value} of *given* in a fixed order; two addresses that ask the same become equal.

    The day is left out unless it is meant: a list is usually looked at for today.
    """
    wanted = [name for name in ORDER if name != "ngay" or keep_day]
    return {name: given[name].strip() for name in wanted if given.get(name, "").strip()}


def as_text(given, keep_day=False):
    return urlencode(normalised(given, keep_day))


def as_values(text):
    return dict(parse_qsl(text))


def asks_for_a_number(given):
    """A saved list would carry a card or citizen number to whoever sees its address."""
    return means_a_number(given.get("q", ""))
