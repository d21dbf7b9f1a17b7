"""What a chi bộ proposes to its committee: the letter with the sums, then the list across the page."""

from members.rating_sheets import Part
from reports.output.paper import DOTS, Column, Row, SheetOfPaper, Signatures, Signer, Table, Text, Title
from reports.paper_lines import full_name
from reports.rating_paper import RatingPaper, dotted, summary_table, written
from units.models import Level

NOT_YET = "Danh sách chưa chốt đề nghị: mức ghi ở đây là mức đang có."


class Proposal(RatingPaper):
    slug = "danh-sach-de-nghi"
    title = "Tờ trình, danh sách đề nghị"
    summary = "Tờ trình đề nghị xếp loại, bảng tổng hợp theo mức và danh sách: tự xếp loại, phiếu, mức đề nghị, lý do."
    order = 5
    takes_number = True

    def sheets(self):
        return [SheetOfPaper(tuple(self._letter())), SheetOfPaper(tuple(self._annex()), is_wide=True)]

    @property
    def _to(self):
        """Above a chi bộ stands the committee's body; the committee's own proposals go to all of its members."""
        if self.list.part == Part.MEMBERS:
            return self.letterhead.superior or DOTS
        return f"Ban Chấp hành {self.letterhead.name}"

    def _letter(self):
        yield self.head(self.letterhead.numbered("proposal"))
        yield Title("TỜ TRÌNH", f"đề nghị {self.about}")
        yield Text(f"Kính gửi: {self._to}", align="center")
        for document in self.list.documents:
            yield Text(f"Căn cứ {document};")
        yield Text(self._meeting())
        rated, rest = self.list.rated, self.list.not_rated
        yield Text(f"Đề nghị xem xét, quyết định xếp loại {self.number_of(rated)}, gồm:")
        yield summary_table([line.proposed for line in rated])
        if rest:
            yield Text(f"Không xếp loại: {self.number_of(rest)}, có lý do ghi trong danh sách.")
        yield Text("(Kèm theo danh sách.)", is_italic=True)
        yield self._signature(self.letterhead.recipients or (f"- {self._to};", f"- {self.letterhead.filed}."))

    def _meeting(self):
        sheet = self.list.sheet
        body = self.letterhead.name if self.list.part == Part.MEMBERS else self.letterhead.body
        return (
            f"{written(sheet.voted_on).capitalize()}, {body} đã họp đánh giá, biểu quyết {self.about}; "
            f"có mặt {dotted(sheet.present)} đồng chí."
        )

    def _signature(self, recipients=()):
        letterhead = self.letterhead
        return Signatures((Signer(letterhead.on_behalf_of, letterhead.office, letterhead.signer),), recipients)

    @property
    def _number(self):
        """“số 12-TTr/CB”."""
        number = self.letterhead.numbered("proposal").removeprefix("Số ")
        return f"số {number if self.wishes.number else DOTS}"

    # --- The list ---

    def _annex(self):
        yield Title("DANH SÁCH", f"đề nghị {self.about}", f"(kèm theo Tờ trình {self._number} {written(None)})")
        if not self.list.is_proposed and not self.list.campaign.is_locked:
            yield Text(NOT_YET, align="center", is_italic=True)
        yield self._table()
        if self.list.not_rated:
            yield Text(f"Không xếp loại: {self.number_of(self.list.not_rated)}", align="left", is_bold=True)
            yield self.not_rated_table(self.list.not_rated)
        yield self._signature()

    def _table(self):
        votes = [Column(level.full_name, 17, "center", under="Số phiếu") for level in Level]
        columns = (
            Column("TT", 11, "center"), *self.facts, Column("Tự xếp loại", 36), *votes,
            Column("Mức đề nghị", 36), Column("Lý do, ghi chú", 30),
        )  # fmt: skip
        rows = [Row((str(n), *self._cells(line))) for n, line in enumerate(self.list.rated, 1)]
        return Table(columns, tuple(rows))

    def _cells(self, line):
        return *self.facts_of(line), full_name(line.self_level), *line.votes, full_name(line.proposed), line.remark
