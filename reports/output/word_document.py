"""A Word document before anything stands in it: its type, its pages, its foot; nothing of the machine that made it."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.output.paper import LONG, MARGINS, SHORT

FONT, SIZE = "Times New Roman", 14
DENSE = 12
"""Margin above and below of a dense sheet, in millimetres."""
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


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
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
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
