"""How wide the columns of a worksheet are, and whether its page lies across."""

from reports.output.readable import is_too_wide, narrowed

LANDSCAPE_FROM = 11
PAGE_WIDTH = {"portrait": 84, "landscape": 128}
"""How many characters a line of A4 holds at the body's size."""
LETTERHEAD_WIDTH = 84
"""What “ĐẢNG CỘNG SẢN VIỆT NAM” needs beside the issuing body, however narrow the table."""
NUMBER_COLUMN, NUMBER_WIDTH, DATE_WIDTH, NARROWEST, WIDEST, FACING_WIDEST = 5, 8, 12, 6, 44, 24


def is_wide(table):
    """Whether the page lies across: for many columns, or where upright its letters would become too small."""
    return len(table.columns) >= LANDSCAPE_FROM or is_too_wide(natural_widths(table), PAGE_WIDTH["portrait"])


def natural_widths(table):
    return [*[NUMBER_COLUMN] * table.is_numbered, *(natural_width(table, column) for column in table.columns)]


def least_widths(table):
    return [*[NUMBER_COLUMN] * table.is_numbered, *(least_width(table, column) for column in table.columns)]


def widths(table, page):
    """Of the number column, if any, and every other; text columns share what the page has left over."""
    found = natural_widths(table)
    if not table.facing:
        found = narrowed(found, least_widths(table), page)
    wide = [n for n, column in enumerate(table.columns, table.is_numbered) if column.kind == "text"]
    spare = page - sum(found)
    if spare > 0 and wide:
        share = min(spare / len(wide), 30)
        found = [width + share if n in wide else width for n, width in enumerate(found)]
    found[-1] += max(0, LETTERHEAD_WIDTH - sum(found))
    return found


def natural_width(table, column):
    longest_word = max((len(word) for word in column.text.split()), default=0) + 2
    if column.kind == "text":
        longest = max((length(row[column.name]) for row in table.sample), default=0) + 3
        return min(max(longest, longest_word, NARROWEST), FACING_WIDEST if table.facing else WIDEST)
    return max({"date": DATE_WIDTH}.get(column.kind, NUMBER_WIDTH), longest_word)


def least_width(table, column):
    """What the longest word needs; of numbers and dates, all of them."""
    if column.kind != "text":
        return natural_width(table, column)
    texts = [column.text, *(row[column.name] for row in table.sample)]
    return max((length(word) for text in texts for word in text.split()), default=0) + 3


def length(text):
    """In widths of an ordinary letter; capitals are wider."""
    return len(text) + sum(letter.isupper() for letter in text) // 3
