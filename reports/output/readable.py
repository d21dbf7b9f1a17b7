"""How a table is laid on A4 so that it can be read: the sheet is turned, then texts are broken, before letters shrink.

Widths are in ordinary letters of the body, as a spreadsheet's columns have them.
"""

SMALLEST = 0.75
"""How far a page may be shrunk to hold its table: letters of 12 points to 9."""


def is_too_wide(widths, page):
    """Whether columns of *widths* would have to be shrunk further to stand on a *page* of that many letters."""
    return sum(widths) > page / SMALLEST


def narrowed(widths, least, page):
    """*widths* with the widest cut to one measure, so that they stand on *page*; none of them below its *least*.

    The widest give first: a long reason is broken into lines before a name is.
    """
    measure = max(widths)
    while is_too_wide(widths, page) and measure > min(widths):
        measure -= 1
        widths = [min(width, max(measure, word)) for width, word in zip(widths, least, strict=True)]
    return widths
