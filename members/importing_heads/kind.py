"""Village heads, as a kind of file."""

from members.importing.held_rows import lock_rows, must_be_own
from members.importing.kind import Kind
from members.importing.of_people import keep_the_people, lock_people
from members.importing.template import branches_of, template_of
from members.importing_heads import fields
from members.importing_heads.reading import fits, read_heads_in_steps
from members.importing_heads.villages import Villages
from members.importing_heads.writing import WritingHeads
from members.models import ImportBatch, VillageHead
from nakhe.access import Right
from units.models import Village

TITLE = "DANH SÁCH TRƯỞNG THÔN"
HELP = (
    "Mỗi người, mỗi nhiệm kỳ một dòng; người trước ghi đến ngày nào. Trưởng thôn chưa là đảng viên cũng ghi. "
    "Ô chưa biết để trống. Dòng “Ví dụ” không được nhập; có thể xóa."
)
COLUMNS = [
    "row_number", fields.VILLAGE, fields.NAME, "birth_date", "sex", "phone", fields.STARTED, fields.ENDED, fields.TERM,
    fields.NUMBER, fields.DECIDED, fields.IS_MEMBER, "unit",
]  # fmt: skip
EXAMPLES = {
    "row_number": "Ví dụ", fields.NAME: "Nguyễn Văn Mẫu", "birth_date": "03/02/1990", "sex": "Nam",
    "phone": "0912345678", fields.STARTED: "01/03/2025", fields.TERM: "2025–2027", fields.NUMBER: "15/QĐ-UBND",
    fields.DECIDED: "25/02/2025", fields.IS_MEMBER: "x",
}  # fmt: skip


def template(reader, day):
    """The villages of *day* whose heads *reader* keeps, and the chi bộ, are those to choose from."""
    lists = {
        fields.VILLAGE: [village.name for village in Villages(reader, day).current],
        "sex": ["Nam", "Nữ"],
        fields.IS_MEMBER: ["x"],
        "unit": branches_of(reader, day),
    }
    examples = EXAMPLES | {key: lists[key][0] for key in (fields.VILLAGE, "unit") if lists[key]}
    named = [(fields.BY_KEY[key].spellings[0], examples.get(key, ""), lists.get(key, [])) for key in COLUMNS]
    return template_of(TITLE, HELP, named)


def lock(reading, by, day):
    """Villages first, then people."""
    lock_rows(Village, {row.beside["village"] for row in reading.rows if "village" in row.beside})
    lock_people(reading, by, day)


def must_be_kept(batch, people, by):
    heads = [row["pk"] for row in batch.effects.each() if row["model"] == VillageHead._meta.label_lower]
    villages = set(VillageHead.objects.filter(pk__in=heads).values_list("village", flat=True))
    lock_rows(Village, villages)
    must_be_own(Village, villages, by, Right.EDIT_RECORD, "thôn")
    keep_the_people(batch, people, by)


HEADS = Kind(
    code=ImportBatch.Kind.HEADS,
    slug="truong-thon",
    name="danh sách trưởng thôn",
    right=Right.EDIT_RECORD,
    fields=fields.FIELDS,
    meaning=fields.heading_meaning,
    fits=fits,
    read_in_steps=read_heads_in_steps,
    lock=lock,
    writing=WritingHeads,
    must_be_kept=must_be_kept,
    template=template,
    file_name="mau-nhap-truong-thon.xlsx",
)
