"""The committee's decision over a year's ratings, with the list of whom it decides.

Of a locked year both come from the version that was locked, so that it says the same for ever. Of a year under way it
has the lists that are decided; before there are any it is a draft, and says so. Whoever has the right on a chi bộ only
has an extract of it.
"""

from datetime import date
from functools import cached_property
from itertools import groupby

from members.rating_sheets import Part
from nakhe.vietnamese.numbers import roman
from reports.output.paper import DOTS, Column, Row, SheetOfPaper, Signatures, Signer, Table, Text, Title
from reports.paper_lines import full_name
from reports.rating_paper import RatingPaper, summary_table, written

DRAFT = "Dự thảo: danh sách chưa được quyết định, mức ghi ở đây là mức đang có."


class Decision(RatingPaper):
    slug = "quyet-dinh"
    title = "Quyết định, danh sách kèm theo"
    summary = "Quyết định công nhận kết quả xếp loại và danh sách theo chi bộ; năm đã khóa in đúng như lúc khóa."
    order = 6

    @property
    def rows(self):
        return len(self.lines)

    # --- What was decided ---

    @cached_property
    def is_draft(self):
        """Whether none of the lists is decided yet."""
        return self.list.is_under_way and not self.list.decided_lines

    @cached_property
    def numbers(self):
        """{number: day} of the decisions over this list, the latest last."""
        ratings = [line.rating for line in self.list.decided_lines if line.rating and line.rating.decision_number]
        in_order = sorted(ratings, key=lambda rating: rating.decided_on or date.min)
        return {rating.decision_number: rating.decided_on for rating in in_order}

    @cached_property
    def number(self):
        """Of the decision asked for, else of the latest; empty before there is one."""
        if self.is_draft:
            return ""
        if self.wishes.decision in self.numbers:
            return self.wishes.decision
        return next(reversed(self.numbers), "") or self.list.settings["decision_number"]

    @property
    def decided_on(self):
        if self.is_draft:
            return None
        day = self.list.settings["decided_on"]
        return self.numbers.get(self.number) or (date.fromisoformat(day) if day else None)

    @cached_property
    def lines(self):
        """Whom it decides; those without any number belong to it where the year is over or nothing has a number yet."""
        if self.is_draft:
            return self.list.lines_of_all
        wanted = {self.number}
        if self.list.campaign.is_locked or not self.numbers:
            wanted.add("")
        return [line for line in self.list.decided_lines if self._number_of(line) in wanted]

    @staticmethod
    def _number_of(line):
        return line.rating.decision_number if line.rating else ""

    @property
    def rated(self):
        return [line for line in self.lines if line.is_rated]

    @property
    def not_rated(self):
        return [line for line in self.lines if not line.is_rated]

    # --- In whose name ---

    @cached_property
    def letterhead(self):
        return self.list.letterhead_on(self.decided_on or self.list.day, self.list.committee)

    @property
    def signer(self):
        is_latest = self.number == self.list.settings["decision_number"]
        return (is_latest and self.list.settings["signer"]) or self.letterhead.signer

    @property
    def name_of_list(self):
        return f"{self.letterhead.name or self.list.committee}, {self.counted}, năm {self.list.year}"

    # --- The paper ---

    def sheets(self):
        annex = SheetOfPaper(tuple(self._annex()))
        return [SheetOfPaper(tuple(self._decision())), annex] if self.list.is_whole else [annex]

    def _decision(self):
        yield self.head(f"Số {self.number}" if self.number else self.letterhead.numbered("decision"), self.decided_on)
        yield Title("QUYẾT ĐỊNH", f"công nhận kết quả {self.about}")
        yield from self._remarks()
        yield from (Text(text, is_italic=True) for text in self._grounds())
        yield Text(f"{self.letterhead.body.upper()} QUYẾT ĐỊNH:", align="center", is_bold=True)
        yield Text(f"Công nhận kết quả {self.about} đối với {self.number_of(self.rated)}, gồm:", lead="Điều 1.")
        yield summary_table([line.decided for line in self.rated])
        if self.not_rated:
            yield Text(f"Không xếp loại: {self.number_of(self.not_rated)}.")
        yield Text("(Có danh sách kèm theo.)", is_italic=True)
        yield Text(self._carried_out_by(), lead="Điều 2.")
        yield Text("Quyết định này có hiệu lực kể từ ngày ký.", lead="Điều 3.")
        yield self._signature(self._recipients())

    def _grounds(self):
        yield "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;"
        for document in self.list.documents:
            yield f"- Căn cứ {document};"
        whose = " và đề nghị của các chi bộ" if self._is_of_members else ""
        yield f"- Xét kết quả biểu quyết{whose},"

    @property
    def _is_of_members(self):
        return self.list.part == Part.MEMBERS

    def _carried_out_by(self):
        whom = {
            Part.MEMBERS: "các chi bộ trực thuộc và các đồng chí có tên trong danh sách",
            Part.UNITS: "các chi bộ có tên trong danh sách",
            Part.HEADS: "các chi bộ thôn và những người có tên trong danh sách",
        }
        offices = f"Văn phòng, các cơ quan tham mưu của {self.letterhead.body}"
        return f"{offices}, {whom[self.list.part]} thi hành Quyết định này."

    def _recipients(self):
        superior = self.letterhead.superior
        usual = (*([f"- {superior} (báo cáo);"] if superior else []), "- Lưu Văn phòng.")
        return ("- Như Điều 2;", *(self.letterhead.recipients or usual))

    def _signature(self, recipients=()):
        head = self.letterhead
        office = head.office if self.signer in ("", head.signer) else ""
        return Signatures((Signer(head.on_behalf_of, office, self.signer),), recipients)

    # --- The list ---

    def _annex(self):
        extract = "" if self.list.is_whole else "Trích: "
        number = f"Quyết định số {self.number or DOTS} {written(self.decided_on)} của {self.letterhead.body}"
        yield Title("DANH SÁCH", f"kết quả {self.about}", f"({extract}kèm theo {number})")
        yield from self._remarks()
        columns = (Column("TT", 9, "center"), *self.facts, Column("Mức xếp loại", 61), Column("Ghi chú", 22))
        yield Table(columns, tuple(self._rows()))
        if self.not_rated:
            yield Text(f"Không xếp loại: {self.number_of(self.not_rated)}", align="left", is_bold=True)
            yield self.not_rated_table(self.not_rated)
        yield self._signature()

    def _remarks(self):
        """What nobody has decided must not look decided."""
        if self.is_draft:
            yield Text(DRAFT, align="center", is_italic=True)
        elif names := ", ".join(branch.name for branch in self.list.undecided_branches):
            yield Text(f"Danh sách chưa được quyết định, không có ở đây: {names}.", align="center", is_italic=True)

    def _rows(self):
        """Numbered through; of members each chi bộ stands under its name with how many there are."""
        number = 0
        for place, (group, lines) in enumerate(groupby(self.rated, key=lambda line: line.group), 1):
            lines = list(lines)
            if self._is_of_members:
                yield Row((f"{roman(place)}. {group} ({len(lines)})",), is_group=True)
            for line in lines:
                number += 1
                yield Row((str(number), *self.facts_of(line), full_name(line.decided), line.remark))
