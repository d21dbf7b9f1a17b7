"""Writes a Paper as a Word document (.docx).

Each kind of block has one function of that name; letterhead, tables and signatures know nothing of what the paper is
about, so that any document of the register can be made of them.
"""

import io
import re
from copy import deepcopy
from functools import partial

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.output.long_word import LongTable, save, with_ending
from reports.output.paper import LONG, MARGINS, SHORT, Table
from reports.output.written import whole

FONT, SIZE = "Times New Roman", 14
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
DENSE = 12
"""Margin above and below of a dense sheet, in millimetres."""
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


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


# --- The document ---


def blank_document(title, author):
    """A4 in the type of Party documents, telling nothing of the machine that made it."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    describe(document, title, author)
    return document


def describe(document, title, author):
    """The template's own author, comments, picture and program are taken out."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "vi-VN"
    properties.comments = properties.last_modified_by = properties.keywords = properties.subject = ""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
        elif relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            relation.target_part._blob = APPLICATION


def new_section(document):
    section = document.add_section(WD_SECTION.NEW_PAGE)
    small(Paragraph(document.element.body[-2], document))
    return section


def lay_out(section, sheet):
    width, height = (LONG, SHORT) if sheet.is_wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    section.top_margin = Mm(DENSE if sheet.is_dense else MARGINS["top"])
    section.bottom_margin = Mm(DENSE if sheet.is_dense else MARGINS["bottom"])
    section.footer_distance = section.header_distance = Mm(8)


def fill_foot(section, paper):
    """One line: who took the file, then “n/N”; the sections that follow take the same foot."""
    if not (paper.mark or paper.is_numbered):
        return
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = ALIGN["right"]
    if paper.mark:
        paragraph.add_run(paper.mark).font.size = Pt(8)
    if paper.is_numbered:
        number_pages(paragraph, gap="   " if paper.mark else "")


def number_pages(paragraph, gap):
    paragraph.add_run(gap)
    for part in ("PAGE", "/", "NUMPAGES"):
        run = paragraph.add_run()
        run.font.size = Pt(11)
        if part == "/":
            run.text = part
        else:
            add_field(run, part)


def add_field(run, code):
    for kind in ("begin", "instruction", "separate", "text", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
        elif kind == "text":  # what is read where fields are not computed
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def small(paragraph):
    """A paragraph that has to be there and must not take room."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    mark, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr")
    return paragraph


def as_bytes(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def room(document):
    """The width between the margins, in millimetres."""
    section = document.sections[-1]
    return round((section.page_width - section.left_margin - section.right_margin) / Mm(1))


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
