"""Saves a Word document with tables that are too long to be held: their rows are written as the file is.

python-docx keeps a document whole. So it makes the document with a mark where the rows belong, and one row of each look
as the model for all; what is saved is the document up to the mark, each row as the model with other texts, the rest.
"""

import io
import re
from collections import deque
from dataclasses import replace
from uuid import uuid4
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

DOCUMENT = "word/document.xml"
TOGETHER = 2
"""So many rows stay with what stands below their table."""
MARK = re.compile(rb"<!--([0-9a-f]{32})-->")
PLACE = "\ue000"
"""Stands in a model row where a text belongs; no text of ours has that sign."""
NAMESPACES = re.compile(r' xmlns:\w+="[^"]*"')
"""A row taken out of its document declares them again."""


class LongTable:
    """The *block* (paper.Table) in the python-docx table *grid* with its headings.

    *append*(row, cells, stays) puts a row into it and returns its element; *written*(text) is the text as XML holds it.
    """

    def __init__(self, block, grid, append, written):
        self.block, self.grid, self.append, self.written = block, grid, append, written
        self.models = {}
        self.key = uuid4().hex
        grid._tbl.append(etree.Comment(self.key))

    def write_into(self, out):
        part = getattr(self.block.rows, "part", 1)
        for row, cells, stays in with_ending(self.block.lines):
            out.write(self._xml(row, cells, stays).encode())
            yield part

    def _xml(self, row, cells, stays):
        between = self._between(row, cells, stays)
        texts = [run_content(self.written(cell.text)) for cell in cells]
        return "".join(piece for pair in zip(between, [*texts, ""], strict=True) for piece in pair)

    def _between(self, row, cells, stays):
        """What stands around the texts of a row that looks like this one."""
        look = row.is_group, row.is_total, stays
        if look not in self.models:
            element = self.append(row, [replace(cell, text=PLACE) for cell in cells], stays)
            self.grid._tbl.remove(element)
            xml = NAMESPACES.sub("", etree.tostring(element, encoding="unicode", with_tail=False))
            self.models[look] = xml.split(f"<w:t>{PLACE}</w:t>")
        return self.models[look]


def with_ending(lines):
    """(Row, its Cells, whether it is one of the last, which stay with what stands below the table), one by one."""
    waiting = deque()
    for line in lines:
        waiting.append(line)
        if len(waiting) > TOGETHER:
            yield *waiting.popleft(), False
    for line in waiting:
        yield *line, True


def run_content(text):
    """The children of a run, as python-docx makes them of *text*."""
    return "".join(map(_piece, filter(None, re.split("([\t\n\r])", text))))


def _piece(text):
    if text in "\t\n\r":
        return "<w:tab/>" if text == "\t" else "<w:br/>"
    keeps = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:t{keeps}>{escape(text)}</w:t>"


def save(document, long, file):
    """Write *document* with its *long* tables into *file*, row by row."""
    shell = io.BytesIO()
    document.save(shell)
    tables = {table.key: table for table in long}
    with ZipFile(shell) as made, ZipFile(file, "w", ZIP_DEFLATED) as out:
        for member in made.infolist():
            if member.filename != DOCUMENT:
                out.writestr(member, made.read(member))
                continue
            with out.open(member.filename, "w") as body:
                yield from fill(body, made.read(member), tables)


def fill(body, xml, tables):
    """A table that stands in several copies of a sheet is filled in each."""
    head, *rest = MARK.split(xml)
    body.write(head)
    for key, after in zip(rest[::2], rest[1::2], strict=True):
        yield from tables[key.decode()].write_into(body)
        body.write(after)
