"""The written report as it leaves: the template filled with what the reports say, the tables behind it."""

import io

from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate

from reports.written import annexes
from reports.written.checking import environment, forgotten
from reports.written.tags import values

TITLE = "Báo cáo công tác xây dựng Đảng"

NO_BREAK = "\u00a0%"
"""A share stays on one line."""


def filled(template, sources):
    """The python-docx document made of the bytes of *template*; a tag that there is no longer leaves a visible gap."""
    document = DocxTemplate(io.BytesIO(template))
    texts = {tag: text.replace(" %", NO_BREAK) for tag, text in values(sources).items()}
    texts |= {tag: f"[không còn thẻ {tag}]" for tag in forgotten(template)}
    document.render(texts, environment(), autoescape=True)
    return document.docx  # get_docx() would read the template again


def write(template, sources, mark=""):
    """The bytes of the file; *mark* says at its foot who took it and when (nakhe.exports)."""
    document = filled(template, sources)
    annexes.append(document, sources)
    if mark:
        foot = document.sections[0].footer.paragraphs[0]
        foot.insert_paragraph_before().add_run(mark).font.size = Pt(8)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraphs(document):
    """[(whether a heading, text)] of the running text, as the page shows it before the file is taken."""
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        if text:
            yield is_heading(paragraph), text


def is_heading(paragraph):
    runs = [run for run in paragraph.runs if run.text.strip()]
    outline = paragraph._p.find(f".//{qn('w:outlineLvl')}") is not None
    named = paragraph.style.name.startswith(("Heading", "Title"))
    return named or outline or (bool(runs) and all(run.bold for run in runs))


def file_name(sources):
    unit = f"-{sources.given.unit.code}" if sources.given.unit else ""
    return f"bao-cao-xay-dung-dang{unit}-{sources.given.as_of.isoformat()}.docx"
