"""What stands below a table: who made it and who signs, and “Nơi nhận” beside them where there is room (domain.md §7).

A part of a worksheet is a pair (first column, last column).
"""

from reports.output.excel_look import width_of_style
from reports.output.excel_pages import points

LEAST_OF_RECIPIENTS = 22
"""How many letters wide “Nơi nhận” must be to stand beside the signatures."""


def signed(letterhead):
    """[(text, style)] of every row of the two who sign, the names in the last."""
    first, *more = letterhead.signed_as or [""]
    above = [(first, "signed"), *((line, "signature") for line in more or [""])]
    empty = [("", "signature")]
    author = [("NGƯỜI LẬP BIỂU", "signed"), *empty * (len(above) + 2), (letterhead.author, "signed")]
    return author, [*above, *empty * 3, (letterhead.signer, "signed")]


def sent_to(letterhead):
    """[(text, style)] of “Nơi nhận” and its lines; empty where nobody is named."""
    lines = letterhead.sent_to
    return [("Nơi nhận:", "sent_to"), *((line, "sent") for line in lines)] if lines else []


def three_parts(widths, said):
    """The parts of recipients, author and signer, as even as columns of *widths* allow; None where one is narrow.

    *said*: [(text, style)] of each of the three.
    """
    last, (_, *signers) = len(widths) - 1, said
    least = [points(LEAST_OF_RECIPIENTS), *(max(width_of_style(*each) for each in lines) for lines in signers)]
    ends = [(left, right) for left in range(last) for right in range(left + 1, last)]
    found = [[(0, left), (left + 1, right), (right + 1, last)] for left, right in ends]
    roomy = [
        parts for parts in found if all(room_of_part(widths, p) >= need for p, need in zip(parts, least, strict=True))
    ]
    return min(roomy, key=lambda parts: max(room_of_part(widths, part) for part in parts), default=None)


def room_of_part(widths, part):
    """In points."""
    own = widths[part[0] : part[1] + 1]
    return points(sum(own), len(own))
