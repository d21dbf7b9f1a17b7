"""Writes a Paper as a Word document (.docx).

Each kind of block has one function of that name; letterhead, tables and signatures know nothing of what the paper is
about, so that any document of the register can be made of them.
"""

import io
import re
from copy import deepcopy
from functools import partial

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from reports.output.long_word import LongTable, save, with_ending
from reports.output.paper import Table
from reports.output.word_document import blank_document, fill_foot, lay_out, new_section, room, small
from reports.output.written import whole

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
PARTY_WIDTH = 80
"""Of that line in bold 15, in millimetres: the rule below it is as long."""
PADDING = 1.2
"""Left and right of the text in the cells of a table, in millimetres."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold; nobody typed them knowingly."""


def write(paper):
    file = io.BytesIO()
    return whole(write_into(paper, file), file)


def write_into(paper, file):
    document = blank_document(paper.title, paper.author)
    written, long = {}, []
    for number, sheet in enumerate(paper.sheets):
        section = document.sections[0] if number == 0 else new_section(document)
        lay_out(section, sheet)
        if id(sheet) in written:  # another copy
            for element in written[id(sheet)]:
                document.element.body.insert_element_before(deepcopy(element), "w:sectPr")
        else:
            written[id(sheet)] = write_blocks(document, sheet.blocks, long)
    small(document.add_paragraph())  # a document may not end with a table
    fill_foot(document.sections[0], paper)
    return save(document, long, file)


def write_blocks(document, blocks, long=None):
    """Append *blocks*; the elements that they became. To *long* come the tables that are filled as they are saved."""
    body = document.element.body
    before = len(body)
    for block in blocks:
        if isinstance(block, Table) and not isinstance(block.rows, tuple):
            long.append(long_table(document, block))
        else:
            BLOCKS[block.kind](document, block)
    return list(body)[before - 1 : -1]  # the last element is the section's


# --- Blocks ---


def head(document, block):
    letterhead(document, block.superior.upper(), block.body.upper(), block.number, block.dated)


def letterhead(document, superior, body, number, dated):
    """The texts as they are: a template's tags stay small letters."""
    width = room(document)
    left = round(0.42 * width)
    ours, partys = bare_table(document, [left, width - left])
    say(ours.paragraphs[0], superior, "center", size=13)
    say(ours.add_paragraph(), body, "center", size=13, bold=True)
    say(ours.add_paragraph(), "*", "center", size=13)
    if number:
        say(ours.add_paragraph(), number, "center", size=13)
    party = say(partys.paragraphs[0], PARTY, "center", size=15, bold=True)
    underline(party, (width - left - PARTY_WIDTH) / 2)
    if dated:
        day = say(partys.add_paragraph(), dated, "center", size=13, italic=True)
        day.paragraph_format.space_before = Pt(6)
    small(document.add_paragraph())


def title(document, block):
    heading = say(document.add_paragraph(), block.text, "center", size=16, bold=True)
    heading.paragraph_format.space_before = Pt(12)
    paragraphs = [heading]
    if block.about:
        paragraphs.append(say(document.add_paragraph(), block.about, "center", bold=True))
    if block.note:
        paragraphs.append(say(document.add_paragraph(), block.note, "center", size=13, italic=True))
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True
    paragraphs[-1].paragraph_format.space_after = Pt(8)


def text(document, block):
    paragraph = document.add_paragraph()
    if block.lead:
        paragraph.add_run(f"{block.lead} ").bold = True
    say(paragraph, block.text, block.align, bold=block.is_bold, italic=block.is_italic)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    if block.align == "justify":
        paragraph.paragraph_format.first_line_indent = Mm(10)
    if block.is_bold or block.stays:
        paragraph.paragraph_format.keep_with_next = True


def lines(document, block):
    """Dots to the right margin; on the first line behind what it says."""
    for number in range(block.count):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{block.text} \t" if number == 0 and block.text else "\t")
        paragraph.paragraph_format.space_before = Pt(3)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(room(document)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def table(document, block):
    """Heading rows repeat on every page, no row is split."""
    grid, widths, models = begin_table(document, block), widths_of(block, room(document)), {}
    for row, cells, stays in with_ending(block.lines):
        look = row.is_group, row.is_total, stays
        if look in models:
            grid._tbl.append(same_with(models[look], cells))
        else:
            models[look] = row_element(grid, widths, block, row, cells, stays)


def begin_table(document, block):
    """The table with its headings alone, and the paragraph below it."""
    widths = widths_of(block, room(document))
    grid = document.add_table(len(block.head), len(widths), style="Table Grid")
    fix_widths(grid, widths, PADDING)
    fill_headings(grid, block)
    below = small(document.add_paragraph()).paragraph_format
    below.space_after, below.keep_with_next = Pt(4), True
    return grid


def long_table(document, block):
    grid = begin_table(document, block)
    append = partial(row_element, grid, widths_of(block, room(document)), block)
    return LongTable(block, grid, append, partial(UNWRITABLE.sub, ""))


def row_element(grid, widths, block, row, cells, stays):
    return new_row(grid, row, cells, widths, block, stays)._tr


def widths_of(block, width):
    return [width * share / 100 for share in block.shares]


def signatures(document, block):
    cells = bare_table(document, [room(document) / block.columns] * block.columns)
    if block.recipients:
        recipients(cells[0], block.recipients)
    most = max(len(lines_above(signer)) for signer in block.signers)
    for cell, signer in zip(cells[-len(block.signers) :], block.signers, strict=True):
        first, *more = lines_above(signer)
        say(cell.paragraphs[0], first, "center", bold=True).paragraph_format.space_before = Pt(10)
        for line in [*more, *[""] * (most - 1 - len(more))]:  # the names stand level
            say(cell.add_paragraph(), line, "center")
        name = say(cell.add_paragraph(), signer.name, "center", bold=True)
        name.paragraph_format.space_before = Pt(64)


def lines_above(signer):
    """What stands above the name of who signs."""
    return [signer.on_behalf_of, *signer.office.splitlines()] if signer.on_behalf_of else [signer.office]


BLOCKS = {"head": head, "title": title, "text": text, "lines": lines, "table": table, "signatures": signatures}


# --- What they are made of ---


def say(paragraph, words, align="left", size=None, bold=False, italic=False):
    run = paragraph.add_run(UNWRITABLE.sub("", words))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    paragraph.alignment = ALIGN[align]
    return paragraph


def recipients(cell, names):
    heading = say(cell.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    heading.paragraph_format.space_before = Pt(10)
    for name in names:
        say(cell.add_paragraph(), name, size=11)


def underline(paragraph, indent):
    """A rule below the paragraph, *indent* millimetres shorter at either end."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(max(indent, 0))
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "auto"}.items():
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants it before spacing, indents and alignment.
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def bare_table(document, widths):
    """One row without lines, kept on one page; its cells."""
    grid = document.add_table(1, len(widths))
    fix_widths(grid, widths, padding=0)
    keep_whole(grid.rows[0])
    return list(grid.rows[0].cells)


def fix_widths(grid, widths, padding):
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(padding).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:  # Word goes by the cells, others by the columns
        for box, width in zip(row._tr.tc_lst, widths, strict=True):
            box.width = Mm(width)


def keep_whole(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def fill_headings(grid, block):
    taken = set()
    for number, heads in enumerate(block.head):
        row = grid.rows[number]
        keep_whole(row)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        place = 0
        for each in heads:
            while (number, place) in taken:
                place += 1
            last = grid.cell(number + each.rowspan - 1, place + each.colspan - 1)
            cell = grid.cell(number, place).merge(last)
            fill(cell, each.text, "center", block.size, bold=True)
            taken |= {(number + r, place + c) for r in range(each.rowspan) for c in range(each.colspan)}


def new_row(grid, row, cells, widths, block, stays):
    made = grid.add_row()
    keep_whole(made)
    if block.row_height:
        made.height, made.height_rule = Mm(block.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
    fill_row(made, row, cells, widths, block.size, stays)
    return made


def same_with(model, cells):
    """A copy of a row with other texts: far quicker than another row made piece by piece."""
    copied = deepcopy(model)
    for box, cell in zip(copied.tc_lst, cells, strict=True):
        box.p_lst[0].r_lst[0].text = UNWRITABLE.sub("", cell.text)
    return copied


def fill_row(made, row, cells, widths, size, stays):
    """One that *stays* is not parted from what follows."""
    boxes = made._tr.tc_lst
    if row.is_group:
        boxes[0].merge(boxes[-1])
    else:
        for box, width in zip(boxes, widths, strict=True):
            box.width = Mm(width)
    for box, cell in zip(made._tr.tc_lst, cells, strict=True):
        paragraph = fill(_Cell(box, made), cell.text, cell.align, size, row.is_group or row.is_total)
        paragraph.paragraph_format.keep_with_next = row.is_group or stays or None


def fill(cell, words, align, size, bold=False):
    cell.vertical_alignment = VERTICAL.CENTER
    paragraph = say(cell.paragraphs[0], words, align, size, bold)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    return paragraph
