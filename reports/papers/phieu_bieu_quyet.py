"""The ballot: whoever is to be rated, in the order of the list, and four boxes for each."""

from reports.output.paper import Column, Row, SheetOfPaper, Table, Text, Title
from reports.rating_paper import RatingPaper
from units.models import Level

HOW = "Mỗi dòng đánh dấu X vào một ô. Người bỏ phiếu không ghi tên vào phiếu."


class Ballot(RatingPaper):
    slug = "phieu-bieu-quyet"
    title = "Phiếu biểu quyết"
    summary = "Phiếu bỏ kín theo thứ tự danh sách, mỗi dòng bốn ô để đánh dấu; số bản tùy số người dự họp."
    order = 3
    takes_copies = True

    @property
    def rows(self):
        return len(self.list.rated)

    def sheets(self):
        if not self.list.rated:
            return []
        blocks = (
            self.head(day=self.list.sheet.voted_on),
            Title("PHIẾU BIỂU QUYẾT", self.about),
            Text(HOW, align="center", is_italic=True),
            self._table(),
        )
        return [SheetOfPaper(blocks)] * self.wishes.copies

    def _table(self):
        columns = (Column("TT", 9, "center"), *self.who, *(Column(level.full_name, 25) for level in Level))
        rows = [Row((str(n), *self.who_is(line), *[""] * len(Level))) for n, line in enumerate(self.list.rated, 1)]
        return Table(columns, tuple(rows), row_height=8)
