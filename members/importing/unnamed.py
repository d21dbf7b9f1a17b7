"""A list without a column whose heading means the name: whether one of its columns looks like names, and what stands
in its columns, so that a person can say which is what. Nothing is guessed from it."""

from dataclasses import replace
from itertools import takewhile
from textwrap import shorten

from members.importing.bands import NAME, SEARCHED, band_at, find_band, may_be_headings
from members.importing.headings import NO_HEADING, mapping_key
from members.importing.result import Column
from members.importing.shapes import is_signature
from members.importing.values.names import WORDS_OF_NAMES, is_written_as_a_name
from members.importing.values.text import clean
from nakhe.spreadsheets.book import Cell, letters

MOSTLY = 0.6
"""Of the texts of a column, so many have to be written as names are."""
SAMPLES = 3
LOOKED_AT = 200
"""Rows below the headings."""
FEWEST_COLUMNS = FEWEST_PEOPLE = 2
LONGEST_SAMPLE = 40


def unnamed_columns(sheet, mapped):
    """The Columns of *sheet* with samples of what stands in them; [] where no column could be that of the names."""
    band = _band(sheet, mapped)
    if band is None:
        return []
    meanings = {column.number: str(column.meaning) if column.meaning else None for column in band.columns}
    return [
        Column(sheet.name, each.letters, each.heading, meanings[each.number], mapping_key(each.path), values[:SAMPLES])
        for each in band.columns
        for values in [list(dict.fromkeys(_values(sheet, band, each.number)))]
    ]


def headed(sheet, mapped):
    """*sheet*; a list without any headings with a row of them above it, in row 0, made of what stands in its first row.

    So what a person says of its columns is remembered for this list alone.
    """
    if not sheet.rows or find_band(sheet, mapped) or _band(sheet, mapped):
        return sheet
    first = next((row for row in list(sheet.rows)[:SEARCHED] if len(sheet.rows[row]) >= FEWEST_COLUMNS), None)
    if first is None:
        return sheet
    names = {
        number: Cell(0, number, NO_HEADING.format(letters(number), shorten(clean(cell.value), LONGEST_SAMPLE)))
        for number, cell in sheet.rows[first].items()
    }
    with_headings = replace(sheet, rows={0: names} | sheet.rows)
    is_list = any(len(_values(with_headings, band_at(with_headings, 0), number)) >= FEWEST_PEOPLE for number in names)
    return with_headings if is_list and _band(with_headings, mapped) else sheet


def looks_like_names(values):
    """Whether most of *values* (texts) are written as names of people are, who have more words than villages."""
    names = [text for text in values if is_written_as_a_name(text.title() if text == text.upper() else text)]
    words = sum(len(text.split()) for text in names)
    return bool(names) and len(names) >= MOSTLY * len(values) and words >= WORDS_OF_NAMES * len(names)


def _band(sheet, mapped):
    """The headings that were understood in part, else the first row of words that names stand below."""
    found = find_band(sheet, mapped)
    if found:
        return found if _may_name(sheet, found) else None
    rows = [row for row in list(sheet.rows)[:SEARCHED] if len(sheet.rows[row]) >= FEWEST_COLUMNS]
    rows = takewhile(lambda row: not is_signature(sheet.rows[row]), rows)
    bands = (band_at(sheet, row, mapped) for row in rows if may_be_headings(sheet, row))
    return next((band for band in bands if _tells_apart(band) and _may_name(sheet, band)), None)


def _tells_apart(band):
    """Whether each column has a heading of its own, which is nobody's name; a group over several has not."""
    headings = {column.heading for column in band.columns}
    return len(headings) == len(band.columns) and not any(looks_like_names([heading]) for heading in headings)


def _may_name(sheet, band):
    open_columns = [column for column in band.columns if column.meaning is None or column.key == NAME]
    return len(band.columns) >= FEWEST_COLUMNS and any(
        looks_like_names(_values(sheet, band, column.number)) for column in open_columns
    )


def _values(sheet, band, number):
    below = [cells for row, cells in sheet.rows.items() if row > band.last][:LOOKED_AT]
    below = takewhile(lambda cells: not is_signature(cells), below)
    texts = (clean(cells[number].value) for cells in below if number in cells and len(cells) >= FEWEST_COLUMNS)
    return [text for text in texts if text]
