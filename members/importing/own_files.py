"""Whether a file is one that was made of the reader's register, edited or not: its export code stands in the log.

A file of another committee is not: chi bộ of one name are two, and so are their namesakes.
"""

from members.models import Membership
from nakhe.access import SYSTEM
from nakhe.exports import CODE, exports


def is_own_export(book, reader):
    """Whether a code of an export stands in *book* or in its name, and tells of none but *reader*'s people."""
    codes = {code for text in _texts(book) for code in CODE.findall(text)}
    entries = exports().filter(additional_data__code__in=sorted(codes)) if codes else ()
    return any(_is_all_of(reader, entry.actor or SYSTEM) for entry in entries)


def _is_all_of(reader, exporter):
    """Whether *reader* sees everybody whom *exporter* does, by today's rights, and that is somebody."""
    told = Membership.objects.visible_to(exporter)
    units = Membership.objects.visible_to(reader).values("unit")
    return told.exists() and not told.exclude(unit__in=units).exists()


def _texts(book):
    yield book.name.upper()
    for sheet in book.sheets:
        for cells in sheet.rows.values():
            yield from (cell.value for cell in cells.values() if cell.is_text and "NK-" in cell.value)
