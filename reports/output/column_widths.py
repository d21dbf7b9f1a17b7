"""How wide the columns of a table on paper are, and how large its letters can be, so that no word is broken."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

SIZES = (12, 11, 10, 9, 8)
"""Of letters, in points."""
LETTER = 0.19
"""The width of an ordinary letter in millimetres, for each point of its size."""
BOLD = 1.15
"""How much wider headings are."""
PADDING = 2.8
"""What a cell keeps free beside its text, in millimetres."""
WIDEST = 32
"""How many letters of a text stand on a line before it is broken."""
HEADING_LINES = 3
"""Into how many lines a heading may be broken."""
COMFORT = 0.4
"""How much of what texts want beyond their longest word they have to get before smaller letters are taken."""


@dataclass(frozen=True)
class Content:
    """All that stands in a column."""

    heading: str
    texts: list
    under: str = ""
    takes_rest: bool = False
    """Whether it may grow into room that no column needs."""

    @cached_property
    def least(self):
        return max([BOLD * longest_word(self.heading), *map(longest_word, self.texts)])

    @cached_property
    def wanted(self):
        heading = BOLD * length(self.heading) / HEADING_LINES
        return min(max([heading, *map(length, self.texts)]), WIDEST)


def fitted(columns, room):
    """(size, widths, whether every word is whole) of *columns* in *room* millimetres."""
    least = with_upper_headings(columns)
    lacking = [max(0, column.wanted - have) for column, have in zip(columns, least, strict=True)]
    for size in SIZES:
        letters = (room - PADDING * len(columns)) / (LETTER * size)
        if letters >= sum(least) + COMFORT * sum(lacking):
            break
    widths = stretched(least, lacking, [column.takes_rest for column in columns], letters)
    return size, [LETTER * size * width + PADDING for width in widths], letters >= sum(least)


def with_upper_headings(columns):
    """The least width of each column, grown where the longest word of the heading above would not fit over them."""
    found = []
    for under, group in groupby(columns, key=lambda column: column.under):
        least = [column.least for column in group]
        short = max(0, BOLD * longest_word(under) - sum(least))
        found += [width + short / len(least) for width in least]
    return found


def stretched(least, lacking, takers, letters):
    """From the *least* widths as far towards what is *lacking* as *letters* reach; the rest is the takers'."""
    spare = max(0, letters - sum(least))
    part = min(1, spare / sum(lacking)) if sum(lacking) else 0
    left = max(0, spare - sum(lacking)) / (sum(takers) or len(takers))
    grows = takers if any(takers) else [True] * len(takers)
    return [have + part * lack + left * grow for have, lack, grow in zip(least, lacking, grows, strict=True)]


def longest_word(text):
    return max(map(length, text.split()), default=0)


def length(text):
    """In widths of an ordinary letter; capitals are wider."""
    return len(text) + sum(letter.isupper() for letter in text) / 3
