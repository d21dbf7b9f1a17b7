"""Whether a .docx may be the template: an ordinary Word file whose tags are names from TAGS, and nothing else.

What it may contain is a list of the allowed: {{ tag }} and {% if tag %} … {% endif %}. No attribute, call, filter or
loop is left for the sandbox to stop.
"""

import io
import re
import zipfile
from contextlib import suppress
from difflib import get_close_matches
from itertools import chain

from django.core.exceptions import ValidationError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reports.written.tags import TAGS

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 2_000_000, 30_000_000, 500
TOO_LARGE = "Tệp quá lớn: mẫu không quá 2 MB. Bỏ bớt hình trong mẫu."
MAIN = "word/document.xml"
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
HOW = "Chỉ dùng {{ tên_thẻ }} và {% if tên_thẻ %} … {% else %} … {% endif %}."
OF_PARAGRAPHS = re.compile(r"\{\{(?:r|p|tr|tc)\b|\{%\s*(?:colspan|cellbg|hm|vm)\b")
ATTACHED = re.compile(rb'TargetMode\s*=\s*["\']External["\']')
HYPERLINK = b"/hyperlink"


def environment():
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def check(data):
    """ValidationError says what is wrong with the file, and what to do."""
    if len(data) > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    parts = unpacked(data)
    refuse_programs(parts)
    texts = [text for name in parts if TEXT_PARTS.fullmatch(name) for text in paragraphs(name, parts[name])]
    refuse_unclosed(texts)
    refuse_unknown(sources(data, parts))
    try_out(data)


def unpacked(data):
    """{part: bytes}."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            listed = package.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
                raise ValidationError("Tệp mở ra quá lớn. Bỏ bớt hình trong mẫu.")
            parts = {part.filename: package.read(part) for part in listed}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ValidationError("Không đọc được tệp này như tệp Word. Lưu lại từ Word dưới dạng .docx.") from error
    if MAIN not in parts:
        raise ValidationError("Tệp này không phải tệp Word (.docx). Lưu lại từ Word dưới dạng .docx.")
    return parts


def refuse_programs(parts):
    names = " ".join(parts).lower()
    if "vbaproject" in names or "vbadata" in names or b"macroenabled" in parts.get("[Content_Types].xml", b"").lower():
        raise ValidationError("Tệp có macro. Lưu lại dưới dạng .docx không có macro.")
    if "/activex" in names or "/embeddings" in names:
        raise ValidationError("Tệp có đối tượng nhúng (ActiveX, OLE). Bỏ đối tượng đó rồi lưu lại.")
    for name, content in parts.items():
        if name.endswith(".rels") and any(is_outside(tag) for tag in re.findall(rb"<Relationship\b[^>]*>", content)):
            raise ValidationError("Tệp trỏ tới một tệp ở nơi khác (mẫu hoặc hình liên kết). Bỏ liên kết rồi lưu lại.")
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.upper():
            raise ValidationError("Tệp có khai báo DOCTYPE, Word không dùng. Lưu lại từ Word dưới dạng .docx.")


def is_outside(relationship):
    return bool(ATTACHED.search(relationship)) and HYPERLINK not in relationship


def paragraphs(name, content):
    try:
        root = parse_xml(content)
    except (ValueError, SyntaxError) as error:  # lxml's XMLSyntaxError is a SyntaxError
        raise ValidationError(f"Phần {name} của tệp bị hỏng. Lưu lại từ Word dưới dạng .docx.") from error
    for paragraph in root.iter(qn("w:p")):
        yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def refuse_unclosed(texts):
    for text in texts:
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            raise ValidationError(f"Thẻ chưa đóng hoặc chưa mở ở dòng “{text.strip()[:80]}”. {HOW}")
        if OF_PARAGRAPHS.search(text):
            raise ValidationError(f"Không dùng được kiểu thẻ ở dòng “{text.strip()[:80]}”. {HOW}")


def sources(data, parts):
    """The texts that jinja may come to read: every part, whatever its name, as docxtpl prepares it; the properties."""
    template = DocxTemplate(io.BytesIO(data))
    for content in parts.values():
        with suppress(ValueError, SyntaxError):  # pictures
            yield template.patch_xml(template.xml_to_string(parse_xml(content)))
    properties = properties_of(template)
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield getattr(properties, name)


def properties_of(template):
    try:
        return template.get_docx().core_properties
    except Exception as error:  # python-docx says in many ways that a package is not whole
        raise ValidationError("Không đọc được tệp này như tệp Word. Lưu lại từ Word dưới dạng .docx.") from error


def refuse_unknown(texts):
    try:
        trees = [environment().parse(text) for text in texts]
    except TemplateError as error:
        raise ValidationError(f"Thẻ sai cú pháp ({error.message}). {HOW}") from error
    found = list(chain.from_iterable(walk(tree) for tree in trees))
    if not all(isinstance(node, ALLOWED) for node in found):
        raise ValidationError(f"Mẫu có lệnh không dùng được. {HOW}")
    if unknown := named_wrongly(found):
        raise ValidationError([unknown_tag(name) for name in unknown])


def named_wrongly(found):
    return list(dict.fromkeys(n.name for n in found if isinstance(n, nodes.Name) and n.name not in TAGS))


def forgotten(data):
    """The tags of a template taken in earlier that the register no longer knows."""
    trees = [environment().parse(text) for text in sources(data, unpacked(data))]
    return named_wrongly(chain.from_iterable(walk(tree) for tree in trees))


def walk(node):
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


def unknown_tag(name):
    near = get_close_matches(name, TAGS, 1, 0.6)
    hint = f" Có phải {{{{ {near[0]} }}}}?" if near else ""
    return f"Không có thẻ {{{{ {name} }}}}.{hint} Các thẻ có: {', '.join(TAGS)}."


def try_out(data):
    """Filled in once, so that what nobody foresaw is met here and not on the day of the report."""
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(dict.fromkeys(TAGS, "x"), environment(), autoescape=True)
        template.save(io.BytesIO())
    except Exception as error:  # the file is somebody else's: whatever it does, it is refused
        raise ValidationError(f"Không lập được báo cáo từ mẫu này. Lưu lại từ Word dưới dạng .docx. {HOW}") from error
