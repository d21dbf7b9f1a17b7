"""A Sheet as a Paper: the same letterhead, tables, notes and signatures as in Excel, for the Word writer."""

import datetime
from dataclasses import dataclass
from itertools import chain

from nakhe.vietnamese import numbers
from nakhe.vietnamese.dates import PartialDate, format_day
from reports.output import word
from reports.output.column_widths import LETTER, PADDING, Content, fitted, length
from reports.output.paper import (
    LONG,
    MARGINS,
    SHORT,
    Column,
    Head,
    Paper,
    Row,
    SheetOfPaper,
    Signatures,
    Signer,
    Table,
    Text,
    Title,
)
from reports.output.sheet import SheetTable
from reports.output.written import as_bytes

WIDE = 10
"""A table of more columns stands across the page (domain.md §7)."""
ALIGNED = {"text": "left", "date": "center", "flag": "center", "change": "center"}
"""Columns of other kinds hold numbers."""
LINE, GENEROUS = 0.41, 1.2
"""The height of a line in millimetres for each point of its size, and what words broken at blanks add to it."""
HEADINGS, LETTERHEAD = 30, 55
"""What the heading rows take of a page, and letterhead and title of the first, in millimetres."""
CHANGES = {"share": numbers.signed_decimal, "count": numbers.signed, "change": numbers.signed, "flag": numbers.signed}
"""How the difference of two totals of a kind is written."""


def write(sheet):
    return as_bytes(write_into, sheet)


def write_into(sheet, file):
    return word.write_into(paper_of(sheet), file)


def paper_of(sheet):
    letterhead = sheet.letterhead
    is_wide = any(len(table.columns) > WIDE for table in sheet.tables)
    room = (LONG if is_wide else SHORT) - MARGINS["left"] - MARGINS["right"]
    opening = [Head(letterhead.superior, letterhead.body, letterhead.numbered(), sheet.dated)]
    opening.append(Title(sheet.title.upper(), note=sheet.subtitle))
    if sheet.tables and sheet.tables[0].facing and not sheet.tables[0].is_long:  # pages are cut by what stands on them
        pages = list(facing_pages(sheet.tables[0], room, opening, [*notes(sheet.tables[0]), signatures(letterhead)]))
    else:
        blocks = [block for table in sheet.tables for block in blocks_of(table, sheet, room)]
        pages = [SheetOfPaper((*opening, *blocks, signatures(letterhead)), is_wide)]
    return Paper(sheet.title, letterhead.body, pages, mark=sheet.mark)


def blocks_of(table, sheet, room):
    """Its title where it has one of its own, the table, and what is said below it."""
    if table.title != sheet.title:
        yield Text(table.title, align="left", is_bold=True)
    yield from ruled(table, room)
    yield from notes(table)


def notes(table):
    return [Text(note, align="left", is_italic=True, stays=True) for note in table.notes]


def signatures(letterhead):
    """Who made it, and who signs it, and to whom it goes."""
    author = Signer("NGƯỜI LẬP BIỂU", name=letterhead.author)
    signer = Signer(letterhead.on_behalf_of, letterhead.office, letterhead.signer)
    return Signatures((author, signer), letterhead.sent_to)


# --- The table ---


def ruled(table, room):
    """Where words would be broken the table goes on below itself, number and first column repeated.

    Of a long table the first rows say how wide the columns are; they alone are held.
    """
    columns = table.columns
    lines = list(lines_of(table, table.sample))
    contents = [content(columns, lines, place) for place in range(len(columns) + 1)]
    for count in range(1, len(columns) + 1):
        strips = list(places_of(count, table))
        laid_out = [fitted([contents[place] for place in places], room) for places in strips]
        if all(is_whole for *_, is_whole in laid_out):
            break
    for number, (places, (size, widths, _)) in enumerate(zip(strips, laid_out, strict=True)):
        if number:
            yield Text("(tiếp theo)", align="right", is_italic=True, stays=True)
        held = tuple(cut(line, places) for line in lines)
        yield strip(columns, LongLines(table, places, 1 / len(strips)) if table.is_long else held, places, size, widths)


def lines_of(table, rows):
    """The Rows of *rows*, and of what stands below them."""
    lines = (row(str(number), values, table.columns) for number, values in enumerate(rows, 1))
    return chain(lines, summary(table)) if table.totals and table.rows else lines


def cut(line, places):
    return Row(tuple(line.cells[place] for place in places), is_total=line.is_total)


@dataclass(frozen=True)
class LongLines:
    """The lines of a long table at *places*, made anew at every reading; *part* of a row is written with each."""

    table: SheetTable
    places: list
    part: float

    def __iter__(self):
        return (cut(line, self.places) for line in lines_of(self.table, self.table.rows))


def places_of(strips, table):
    """Which columns stand in each strip, about as many in all of them; 0 is the running number, if the table has it."""
    rest = range(2, len(table.columns) + 1)
    for number in range(strips):
        yield [*[0] * table.is_numbered, 1, *rest[number * len(rest) // strips : (number + 1) * len(rest) // strips]]


def strip(columns, lines, places, size, widths):
    """The Table of the columns at *places*, with *lines* cut to them."""
    heads = [head(columns, place, width) for place, width in zip(places, widths, strict=True)]
    return Table(tuple(heads), lines, size=size, head_column=places.index(1))


def content(columns, lines, place):
    texts = [line.cells[place] for line in lines]
    if place == 0:
        return Content("STT", texts)
    column = columns[place - 1]
    return Content(column.text, texts, column.under, takes_rest=column.kind == "text")


def head(columns, place, width):
    if place == 0:
        return Column("STT", width, "center")
    column = columns[place - 1]
    return Column(column.text, width, ALIGNED.get(column.kind, "right"), column.under)


def row(number, values, columns):
    return Row((number, *(shown(values.get(column.name), column.kind) for column in columns)))


def summary(table):
    """The total line and those below it."""
    yield total_row("Cộng", table.totals, table.columns, shown)
    for line in table.comparison:
        yield total_row(line.label, line.values, table.columns, changed if line.is_change else shown)


def total_row(label, values, columns, said):
    """The label stands in the first column, which has no total."""
    cells = [said(values.get(column.name), column.kind) for column in columns]
    return Row(("", cells[0] or label, *cells[1:]), is_total=True)


# --- Two facing pages ---


def facing_pages(table, room, opening, closing):
    """SheetsOfPaper by twos: of the same rows the left columns and, with number and name again, the right ones."""
    columns, lines = table.columns, list(lines_of(table, table.rows))
    halves = [[0, *range(1, table.facing + 1)], [0, 1, *range(table.facing + 1, len(columns) + 1)]]
    contents = [content(columns, lines, place) for place in range(len(columns) + 1)]
    fits = [fitted([contents[place] for place in places], room) for places in halves]
    heights = [max(height(line, *half) for half in zip(halves, fits, strict=True)) for line in lines]
    chunks = list(filled(lines, heights, SHORT - MARGINS["top"] - MARGINS["bottom"]))
    for number, chunk in enumerate(chunks):
        left, right = (
            strip(columns, tuple(cut(line, places) for line in chunk), places, size, widths)
            for places, (size, widths, _) in zip(halves, fits, strict=True)
        )
        yield SheetOfPaper((*(opening if number == 0 else ()), left), is_wide=True)
        end = closing if number == len(chunks) - 1 else ()
        yield SheetOfPaper((Text("(tiếp theo)", align="right", is_italic=True, stays=True), right, *end), is_wide=True)


def height(line, places, fit):
    """Of a row in millimetres, rather too much: a page that overflows would have no page facing it."""
    size, widths, _ = fit
    pairs = [
        (line.cells[place], (width - PADDING) / (LETTER * size)) for place, width in zip(places, widths, strict=True)
    ]
    return 1 + GENEROUS * LINE * size * max(max(1, -(-length(text) // letters)) for text, letters in pairs)


def filled(lines, heights, page):
    """*lines* in chunks, each for one page: on the first the letterhead takes room, too."""
    chunk, left = [], page - HEADINGS - LETTERHEAD
    for line, needed in zip(lines, heights, strict=True):
        if chunk and needed > left:
            yield chunk
            chunk, left = [], page - HEADINGS
        chunk.append(line)
        left -= needed
    yield chunk


# --- Values ---


def shown(value, kind):
    """As people write it; nothing, no and unknown leave a cell empty."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "Có"
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, datetime.date):
        return format_day(value)
    if kind == "change":
        return numbers.signed(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if kind == "score" else numbers.decimal(str(value))
    return str(value)


def changed(value, kind):
    """How much more or less, with its sign."""
    return "" if value is None else CHANGES[kind](value if isinstance(value, int) else str(value))
