"""The template that comes with the register, kept as text so that it can be reviewed, and made into a .docx here.

A line “# …” is a heading. A line of one tag alone stands only where the tag has something to say.
"""

import re
from functools import cache

from docx.shared import Mm, Pt

from reports.output import word, word_document
from reports.output.paper import Paper, SheetOfPaper, Signatures, Signer, Title

TEXT = """
# I. Tổ chức đảng và đảng viên
{{ cau_chi_bo }}
{{ cau_chi_uy }}
{{ cau_bien_gioi }}
{{ cau_dang_vien }}
{{ cau_ket_nap }}
{{ cau_tang_giam }}
{{ cau_bien_dong }}
# II. Cán bộ
{{ cau_bi_thu_hoc_van }}
{{ cau_bi_thu_ly_luan }}
{{ cau_truong_thon }}
{{ cau_truong_thon_hoc_van }}
{{ cau_truong_thon_ly_luan }}
{{ cau_boi_duong }}
{{ cau_lop }}
# III. Đánh giá, xếp loại chất lượng; khen thưởng, kỷ luật
{{ cau_xep_loai_chi_bo }}
{{ cau_xep_loai_dang_vien }}
{{ cau_tran }}
{{ cau_khen_thuong }}
{{ cau_ky_luat }}
{{ cau_chi_tieu }}
# IV. Đại hội, nhiệm kỳ
{{ cau_nhiem_ky }}
{{ cau_nhiem_ky_chi_bo }}
"""
TAG_ALONE = re.compile(r"\{\{ (\w+) \}\}")


@cache
def default_template():
    """The bytes of the .docx."""
    document = word_document.blank_document("Báo cáo công tác xây dựng Đảng", "{{ co_quan }}")
    word_document.lay_out(document.sections[0], SheetOfPaper(()))
    word.letterhead(document, "{{ CAP_TREN }}", "{{ CO_QUAN }}", "{{ so_van_ban }}", "{{ dia_danh_ngay }}")
    word.title(document, Title("BÁO CÁO", "công tác xây dựng Đảng", "Số liệu đến ngày {{ ngay }}"))
    for line in TEXT.strip().splitlines():
        add_line(document, line)
    signer = Signer("{{ thay_mat }}", "{{ chuc_vu_ky }}", "{{ nguoi_ky }}")
    word.signatures(document, Signatures((signer,), ("{{ noi_nhan }}",)))
    word_document.small(document.add_paragraph())  # a document may not end with a table
    word_document.fill_foot(document.sections[0], Paper("", ""))
    return word_document.as_bytes(document)


def add_line(document, line):
    alone = TAG_ALONE.fullmatch(line)
    if alone:
        document.add_paragraph(f"{{%p if {alone[1]} %}}")
    paragraph = word.say(document.add_paragraph(), line.removeprefix("# "), "justify", bold=line.startswith("# "))
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    if line.startswith("# "):
        paragraph.paragraph_format.keep_with_next = True
    else:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    if alone:
        document.add_paragraph("{%p endif %}")
