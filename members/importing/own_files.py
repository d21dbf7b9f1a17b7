"""Whether a file is one that this register handed out, edited or not: its export code stands in the log."""

from nakhe.exports import CODE, exports


def is_own_export(book):
    """Whether a code of an export stands on a sheet of *book* or in its name, and the log knows it."""
    codes = {code for text in _texts(book) for code in CODE.findall(text)}
    return bool(codes) and exports().filter(additional_data__code__in=sorted(codes)).exists()


def _texts(book):
    yield book.name.upper()
    for sheet in book.sheets:
        for cells in sheet.rows.values():
            yield from (cell.value for cell in cells.values() if cell.is_text and "NK-" in cell.value)
