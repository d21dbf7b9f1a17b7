"""The minutes of the vote: what is recorded is printed, what is not leaves room for a pen."""

from members.rating_sheets import Part
from reports.output.paper import DOTS, Column, Lines, Row, SheetOfPaper, Signatures, Signer, Table, Text, Title
from reports.paper_lines import full_name
from reports.rating_paper import RatingPaper, dotted, summary_table, written
from units.models import Level


class VoteMinutes(RatingPaper):
    slug = "bien-ban-kiem-phieu"
    title = "Biên bản kiểm phiếu"
    summary = (
        "Người dự, ban kiểm phiếu, số phiếu của từng người theo bốn mức, kết quả; chỗ chưa ghi để trống cho viết tay."
    )
    order = 4

    def sheets(self):
        return [SheetOfPaper((*self._opening(), *self._counting(), *self._result(), self._signatures()))]

    def _opening(self):
        day = written(self.list.sheet.voted_on)
        body = self.letterhead.name if self.list.part == Part.MEMBERS else self.letterhead.body
        yield self.head("", self.list.sheet.voted_on)
        yield Title("BIÊN BẢN KIỂM PHIẾU", f"biểu quyết {self.about}")
        yield Text(f"Hôm nay, {day}, {body} họp đánh giá, {self.about}.")
        yield Lines("Địa điểm:")
        yield Text(f"Có mặt: {dotted(self.list.sheet.present)} đồng chí; vắng mặt: {DOTS} đồng chí.")
        yield Lines("Chủ trì: đồng chí")
        yield Lines("Thư ký: đồng chí")
        yield Text("Ban kiểm phiếu gồm:", is_bold=True)
        yield Lines("1. Trưởng ban: đồng chí")
        yield Lines("2. Ủy viên: đồng chí")
        yield Lines("3. Ủy viên: đồng chí")

    def _counting(self):
        yield Text(f"Danh sách biểu quyết có {self.number_of(self.list.rated)}.")
        yield Text(f"Số phiếu phát ra: {DOTS}; thu về: {DOTS}; hợp lệ: {DOTS}; không hợp lệ: {DOTS}.")
        yield Text("Kết quả kiểm phiếu:", is_bold=True)
        levels = [Column(level.full_name, 16, "center", under="Số phiếu") for level in Level]
        columns = (Column("TT", 9, "center"), *self.who, *levels, Column("Mức đề nghị", 47))
        rows = [
            Row((str(n), *self.who_is(line), *line.votes, full_name(line.proposed)))
            for n, line in enumerate(self.list.rated, 1)
        ]
        yield Table(columns, tuple(rows), row_height=7)

    def _result(self):
        proposed = [line.proposed for line in self.list.rated]
        yield Text("Tổng hợp mức đề nghị:", is_bold=True)
        if all(proposed):
            yield summary_table(proposed)
        else:
            yield Text("; ".join(f"{level.full_name}: {DOTS}" for level in Level) + ".")
        passed = f"đã đọc cho hội nghị nghe và được thông qua hồi {DOTS} giờ {DOTS} cùng ngày"
        yield Text(f"Biên bản lập thành {DOTS} bản, {passed}.")

    def _signatures(self):
        signers = (Signer("", "THƯ KÝ"), Signer("T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN"), Signer("", "CHỦ TRÌ"))
        return Signatures(signers)
