"""Where the headings of a sheet stand: one to three rows, merged or not, under any preamble."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from members.importing.fields import ROW_NUMBER
from members.importing.headings import BETWEEN_LEVELS, YEAR, Meaning, meaning_of, plain
from nakhe.spreadsheets.book import letters
from nakhe.vietnamese.legacy import decode
from nakhe.vietnamese.names import tidy

SEARCHED = 40
"""Rows with something in them that are searched for headings."""
TALLEST = 3
FEWEST_OF_A_TABLE = 2
NAME = "full_name"
LETTER = re.compile(r"[^\W\d_]")
A_YEAR = range(1930, 2101)
ASKED_AGAIN = 20_000
"""Texts whose meaning is remembered: every kind of file asks about the first rows, and several times."""


@dataclass
class HeadedColumn:
    number: int
    heading: str
    path: tuple[str, ...]
    meaning: Meaning | None

    @property
    def letters(self):
        return letters(self.number)

    @property
    def key(self):
        return self.meaning.keys[0] if self.meaning else ""


@dataclass
class Band:
    """The rows of headings of a *sheet*, and the columns below them."""

    first: int
    last: int
    columns: list

    @property
    def understood(self):
        return {str(column.meaning) for column in self.columns if column.meaning}

    @property
    def names_people(self):
        return any(column.key == NAME for column in self.columns) and len(self.understood) > 1

    def column_of(self, key):
        return next((column for column in self.columns if column.key == key), None)


def find_band(sheet, mapped=None, read=meaning_of):
    """The Band that says the most, people's names before all; None where no row holds two known headings.

    *read(path, mapped)*: the Meaning of the headings above a column.
    """
    best = None
    for first in list(sheet.rows)[:SEARCHED]:
        for height in range(1, TALLEST + 1):
            last = _whole(sheet, first, first + height - 1)
            if last is None or not _may_be_headings(sheet, first, first + height - 1, last):
                break
            band = Band(first, last, _columns(sheet, first, last, mapped, read))
            if len(band.understood) > 1 and (best is None or _says(band) > _says(best)):
                best = band
    return best


def lists_of(sheet, mapped=None):
    """The lists of people that stand below each other on *sheet*, each as a sheet with its own headings and titles.

    Headings that are only printed again, in the same columns, begin no other list.
    """
    band, parts, begins = _first_headings(sheet, mapped), [], 0
    if band is None:
        return [sheet]
    for number in [number for number in sheet.rows if number > band.last]:
        other = _other_headings(sheet, number, band, mapped)
        if other:
            cut = _top_of_titles(sheet, number, band)
            parts.append(_rows_between(sheet, begins, cut))
            band, begins = other, cut
    return [*parts, _rows_between(sheet, begins, max(sheet.rows) + 1)]


def _first_headings(sheet, mapped):
    """The first Band that names people, be there one below that says more; None where there is none."""
    first, found = None, find_band(sheet, mapped)
    while found and found.names_people:
        first, found = found, find_band(_rows_between(sheet, 0, found.first), mapped)
    return first


def _other_headings(sheet, number, band, mapped):
    """The Band of other columns than those of *band* that begins in the row *number*, or None."""
    cells = sheet.rows[number]
    if number <= band.last or len(cells) < 2 or not all(map(_is_word, cells.values())):
        return None
    above = {column.number: column.path for column in band.columns}
    again = [tidy(str(cell.value)) in above.get(cell.column, ()) for cell in cells.values()]
    if all(again) or not _holds_a_heading(cells, mapped):
        return None
    found = find_band(_rows_between(sheet, number, number + TALLEST), mapped) or band_at(sheet, number, mapped)
    is_another = found.names_people or (_is_numbered(found) and 2 * sum(again) < len(again))
    return found if found.first == number and is_another else None


def _holds_a_heading(cells, mapped):
    """Whether one text is a heading by itself: a long list without any figures is asked no more than that."""
    chosen = tuple(sorted((mapped or {}).items()))
    return any(_meaning((tidy(str(cell.value)),), chosen, meaning_of) for cell in cells.values())


def _is_numbered(band):
    """Whether the first column is that of row numbers: so begin tables of other things, never a person."""
    return band.columns[0].key == ROW_NUMBER and len(band.columns) > FEWEST_OF_A_TABLE


def _top_of_titles(sheet, number, band):
    """The first of the rows with one cell each that stand right above the row *number*; a name alone is no title."""
    named = {column.number for column in band.columns if column.key == NAME}
    for above in sorted((row for row in sheet.rows if band.last < row < number), reverse=True):
        if len(sheet.rows[above]) > 1 or named & sheet.rows[above].keys():
            break
        number = above
    return number


def _rows_between(sheet, first, end):
    numbers = range(first, end) if end - first <= TALLEST else sheet.rows
    return replace(sheet, rows={n: sheet.rows[n] for n in numbers if first <= n < end and n in sheet.rows})


def band_at(sheet, row, mapped=None, read=meaning_of):
    """The Band of headings in one *row*, whatever they mean."""
    return Band(row, row, _columns(sheet, row, row, mapped, read))


def may_be_headings(sheet, row):
    """Whether all that stands in *row* is words, as far as headings may have figures."""
    return all(map(_is_word, sheet.rows[row].values()))


def _says(band):
    """More headings, then fewer rows."""
    return band.names_people, len(band.understood), band.first - band.last


def _whole(sheet, first, last):
    """The last row of *first* to *last* with the merged cells that begin in it; None when one reaches in from above."""
    for top, _, bottom, _ in sheet.merged:
        if top < first <= bottom:
            return None
        if first <= top <= last:
            last = max(last, bottom)
    return last if last - first < TALLEST else None


def _may_be_headings(sheet, first, asked_last, last):
    """What stands below the first row of headings is words too, or it is a person; a number may only be a year."""
    cells = [cell for row in range(first + 1, last + 1) for cell in sheet.rows.get(row, {}).values()]
    return all(_is_word(cell) for cell in cells) and bool(sheet.rows.get(asked_last))


def _is_word(cell):
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return cell.value in A_YEAR
    if not cell.is_text:
        return False
    return bool(LETTER.search(cell.value)) or not plain(cell.value) or bool(YEAR.fullmatch(cell.value.strip()))


def _columns(sheet, first, last, mapped, read):
    texts = {row: _texts(sheet, row) for row in range(first, last + 1)}
    chosen, found = tuple(sorted((mapped or {}).items())), []
    for number in range(1, sheet.last_column + 1):
        path = _path(texts, number, first, last)
        if path:
            found.append(HeadedColumn(number, BETWEEN_LEVELS.join(path), path, _meaning(path, chosen, read)))
    return found


@lru_cache(ASKED_AGAIN)
def _meaning(path, chosen, read):
    """Of a heading that means nothing as it stands, what it means in an old charset: “Chi bé” is “Chi bộ” in TCVN3.

    Of a path some texts may be in Unicode already: the group sure, the heading below it in doubt, or the other way.
    *chosen*: the items of what was mapped by hand.
    """
    mapped = dict(chosen)
    found = read(path, mapped)
    if found or "".join(path).isascii():
        return found
    meant = (read(each, mapped) for charset in ("tcvn3", "vni", "cp1258") for each in _decoded(path, charset))
    return next(filter(None, meant), None)


def _decoded(path, charset):
    *groups, leaf = path
    inner, outer = decode(leaf, charset), [decode(text, charset) for text in groups]
    return [*outer, inner], [*groups, inner], [*outer, leaf]


def _texts(sheet, row):
    """{column: text} of one row, merged cells in every column and row that they cover."""
    texts = {number: tidy(str(cell.value)) for number, cell in sheet.rows.get(row, {}).items()}
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            cell = sheet.at(top, left)
            if cell is not None:
                texts |= dict.fromkeys(range(left, right + 1), tidy(str(cell.value)))
    return texts


def _path(texts, number, first, last):
    """The texts above a column, each once; a group without merged cells reaches on over headings below it."""
    path = []
    for row in range(first, last + 1):
        text = texts[row].get(number) or (_reaching(texts, row, number) if row < last else "")
        if text and text not in path:
            path.append(text)
    return tuple(path)


def _reaching(texts, row, number):
    """The nearest text to the left, where every column from there on has a heading below."""
    for left in range(number - 1, 0, -1):
        if not texts[row + 1].get(left + 1):
            return ""
        if texts[row].get(left):
            return texts[row][left] if texts[row + 1].get(left) else ""
    return ""
