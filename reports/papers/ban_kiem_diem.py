"""The first sheet of everybody's self-review: who it is, room for each section, the level taken, the two verdicts."""

from members.rating_sheets import Part
from reports.output.paper import DOTS, Column, Lines, Row, SheetOfPaper, Signatures, Signer, Table, Text, Title
from reports.rating_paper import RatingPaper, dotted
from units.models import Level

SECTIONS = (
    ("I.", "Ưu điểm, kết quả đạt được", 3),
    ("II.", "Hạn chế, khuyết điểm và nguyên nhân", 3),
    ("III.", "Kết quả khắc phục hạn chế, khuyết điểm đã được chỉ ra", 2),
    ("IV.", "Giải trình những vấn đề được gợi ý kiểm điểm (nếu có)", 1),
    ("V.", "Phương hướng, biện pháp khắc phục hạn chế, khuyết điểm", 2),
)


class SelfReview(RatingPaper):
    slug = "ban-kiem-diem"
    title = "Bản kiểm điểm cá nhân"
    summary = (
        "Mỗi đảng viên thuộc diện xếp loại một tờ: họ tên, ngày sinh, chức vụ, các mục để viết, bốn ô tự nhận mức."
    )
    order = 1
    parts = (Part.MEMBERS,)
    is_numbered = False

    @property
    def rows(self):
        return len(self.list.rated)

    def sheets(self):
        return [SheetOfPaper(tuple(self._sheet(line)), is_dense=True) for line in self.list.rated]

    def _sheet(self, line):
        yield self.head()
        yield Title("BẢN KIỂM ĐIỂM CÁ NHÂN", f"Năm {self.list.year}")
        yield self._plain(f"Họ và tên: {line.name}; ngày sinh: {dotted(line.birth_on)}")
        yield self._plain(f"Chức vụ Đảng: {line.role or DOTS}; chức vụ chính quyền, đoàn thể: {DOTS}{DOTS}")
        yield self._plain(f"Sinh hoạt tại: {line.group}")
        for lead, text, count in SECTIONS:
            yield Text(text, lead=lead, align="left", is_bold=True)
            yield Lines("", count)
        yield Text("Tự nhận mức xếp loại chất lượng (đánh dấu X vào một ô)", lead="VI.", align="left", is_bold=True)
        yield boxes()
        yield Signatures((Signer("", "NGƯỜI TỰ KIỂM ĐIỂM", line.name),))
        yield Lines("Chi bộ nhận xét, đề nghị mức:", 2)
        yield Lines("Đảng ủy xếp loại mức:", 1)

    @staticmethod
    def _plain(text):
        return Text(text, align="left")


def boxes():
    """The four levels with an empty box below each."""
    columns = tuple(Column(level.full_name, 40, "center") for level in Level)
    return Table(columns, (Row(("",) * len(Level)),), row_height=7, head_column=-1)
