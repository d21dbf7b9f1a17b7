"""A list in large print for whoever fills it in by pen, in the order and the columns in which the grid keys it back."""

from dataclasses import replace

from members.rating_sheets import Part
from reports.output.paper import Column, Row, SheetOfPaper, Table, Text, Title
from reports.rating_paper import RatingPaper, dotted, written
from units.models import Level

KEYS = "; ".join(f"{level.rank}: {level.full_name}" for level in Level)
NOT_RATED = "–"


class PenSheet(RatingPaper):
    slug = "phieu-ghi-tay"
    title = "Phiếu ghi tay, chữ to"
    summary = "Cả danh sách bằng chữ to, đúng thứ tự và các cột của bảng nhập, để ghi bằng bút rồi nhập lại."
    order = 2

    def sheets(self):
        return [SheetOfPaper(tuple(self._blocks()), is_wide=True)]

    def _blocks(self):
        sheet = self.list.sheet
        about = f"{self.about}: {self.letterhead.name or self.list.unit}"
        yield Title("PHIẾU GHI KẾT QUẢ", about)
        day = written(sheet.voted_on).removeprefix("ngày ")
        yield Text(f"Ngày họp: {day}. Có mặt: {dotted(sheet.present)}", align="left")
        yield Text(f"Cột mức ghi số: {KEYS}.", align="left")
        yield self._table()

    @property
    def has_scores(self):
        return self.list.campaign.regime.uses_scores

    def _table(self):
        rates, committee = ("Chi bộ", "Chi ủy") if self.list.part == Part.MEMBERS else ("Đề nghị", "Cấp ủy")
        votes = [Column(level.label, 24, "center", under="Số phiếu") for level in Level]
        scores = [Column("Điểm", 20, "center")] if self.has_scores else []
        name, *rest = self.who
        columns = (
            Column("TT", 12, "center"), replace(name, width=62), *rest, Column("Tự", 20, "center"),
            Column(committee, 20, "center"), *votes, *scores, Column(rates, 20, "center"),
        )  # fmt: skip
        rows = [Row((str(n), *self._cells(line))) for n, line in enumerate(self.list.lines, 1)]
        return Table(columns, tuple(rows), size=14, row_height=9)

    def _cells(self, line):
        """Whoever isn't rated keeps the place, so that the order is that of the grid."""
        if not line.is_rated:
            name, *rest = self.who_is(line)
            return f"{name}\nKhông xếp loại: {line.why_not}", *rest, *[NOT_RATED] * (len(Level) + 3 + self.has_scores)
        marks = [str(level.rank) if level else "" for level in (line.self_level, line.committee_level, line.proposed)]
        scores = [line.score] if self.has_scores else []
        return *self.who_is(line), *marks[:2], *line.votes, *scores, marks[2]
