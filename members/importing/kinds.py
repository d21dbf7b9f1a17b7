"""The kinds of file that are brought at /nhap/, and which of them a file is."""

from members.importing.of_people import PEOPLE
from members.importing_heads.kind import HEADS
from members.importing_training.kind import TRAINING
from nakhe.access import has_right

KINDS = {kind.code: kind for kind in (PEOPLE, HEADS, TRAINING)}
"""{code: Kind}, in the order in which they are offered."""
BY_SLUG = {kind.slug: kind for kind in KINDS.values()}


def recognised(book, mapped_of):
    """The Kind whose headings *book* has, what is most particular first; people where it is none.

    *mapped_of(kind)*: {heading: field} mapped by hand before.
    """
    particular = reversed(KINDS.values())
    return next((kind for kind in particular if kind.fits(book, mapped_of(kind))), PEOPLE)


def kinds_of(reader):
    """Those whose files *reader* may bring."""
    return [kind for kind in KINDS.values() if has_right(reader, kind.right)]
