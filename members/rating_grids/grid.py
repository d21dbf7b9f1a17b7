"""What the grids of a year's ratings have in common: a row, and who may write what of it at a step."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from members.rating_sheets import EDITABLE, holds, sheet_of, writing_right
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.cap import CapLine
from units.models import Level, NotRatedReason, RatingCampaign, RatingReason, Step
from units.models.rating_regimes import CapBase, CapScope
from units.models.ratings import VOTES
from units.rating_remarks import Code, Remark, cast_votes, findings_of
from units.rating_rules import NotRated, season

NO_RIGHT = "Tài khoản này chỉ được xem kết quả xếp loại ở đây."
WAITS = {
    Step.DRAFT: "Danh sách đã chốt, chưa mở tự xếp loại: bí thư Đảng ủy mở bước này cho tất cả danh sách.",
    Step.PROPOSED: "Đã gửi Đảng ủy, chờ quyết định.",
    Step.DECIDED: "Danh sách đã quyết định, chỉ còn xem: muốn sửa thì bí thư Đảng ủy mở lại danh sách.",
}
"""Why whoever rates can't write at a step."""
GONE = "Nay thuộc đảng bộ khác, chỉ được xem"
HELD_ELSEWHERE = "Thuộc một đợt xếp loại khác của năm này, chỉ được xem"


@dataclass
class Row:
    """Whoever is rated, with the rating as stored; *new_rating* makes the first one."""

    key: int
    name: str
    url: str
    new_rating: object
    rating: object = None
    detail: str = ""
    not_rated: NotRated | None = None
    found: list[Remark] = field(default_factory=list)
    unit: str = ""
    """The code of the unit that rates."""
    is_fixed: bool = False
    """Shown, but not to be changed here."""
    is_elsewhere: bool = False
    """Whether the year's result was given by another chi bộ or commune."""

    @property
    def has_result(self):
        return self.rating is not None and self.rating.has_result

    @property
    def remarks(self):
        """Those shown beside the row; that a result is missing is seen there already."""
        return [remark for remark in self.found if remark.code != Code.MISSING]

    @property
    def findings(self):
        return findings_of(self.name, self.unit, self.found, self.key)

    @property
    def shown_reason(self):
        """Why there is no rating, as stored or, before anything is, as the rules propose it."""
        if self.rating:
            return self.rating.not_rated_reason
        return self.not_rated.reason.value if self.not_rated else ""

    @property
    def is_set_aside(self):
        """Shown in one line that says why there is no rating; its controls stay at hand behind “Sửa”."""
        return bool(self.shown_reason)

    @property
    def set_aside_because(self):
        is_by_record = self.not_rated and self.not_rated.reason == self.shown_reason
        return self.not_rated.text if is_by_record else NotRatedReason(self.shown_reason).label


class Grid:
    """What the three kinds have in common. A grid knows its rows and who may rate them."""

    part = ""
    title = ""
    subject = ""
    committee_label = "Cấp ủy"
    level_label = "Đề nghị"
    is_capped = True

    def __init__(self, reader, campaign, branches, unit):
        self.reader, self.campaign, self.branches, self.unit = reader, campaign, branches, unit
        self.year, self.day = campaign.year, campaign.assessed_on

    @property
    def heading(self):
        return self.title

    @property
    def saved_of(self):
        return f"{self.subject} năm {self.year}"

    @property
    def may_rate(self):
        return self.campaign.may_rate

    @cached_property
    def held_by(self):
        """The campaign that closes this grid: this one once locked, or another one that owns the list; None: open."""
        if self.campaign.is_locked:
            return self.campaign
        return RatingCampaign.objects.holding([self.rated_by], self.campaign).select_related("unit").first()

    @property
    def rated_by(self):
        """The key of the unit whose list this is."""
        return self.campaign.unit_id

    @cached_property
    def sheet(self):
        return sheet_of(self.campaign, self.part, self.rated_by)

    @property
    def step(self):
        return Step(self.sheet.step)

    @cached_property
    def may_write(self):
        """Whether the step of the list is the reader's to write; whoever decides must still have the unit."""
        right = writing_right(self.step)
        if right is None or not self.may_rate:
            return False
        return right == Right.RATE or holds(self.reader, right, self.sheet)

    @property
    def is_open(self):
        return self.may_write and not self.held_by

    @property
    def fields(self):
        """The fields of a rating that may be written now."""
        fields = EDITABLE[self.step] if self.is_open else ()
        return tuple(name for name in fields if name != "score" or self.has_scores)

    @property
    def has_scores(self):
        return self.campaign.regime.uses_scores

    @property
    def takes_votes(self):
        """Whether those present may be written, too."""
        return VOTES[Level.EXCELLENT] in self.fields

    @property
    def is_proposed(self):
        """Whether what stands is the committee's by now, and the proposal is text beside it."""
        return self.step >= Step.PROPOSED or bool(self.held_by and self.held_by.is_locked)

    @cached_property
    def reasons(self):
        """{key: RatingReason}, asked once for all rows."""
        return {reason.pk: reason for reason in RatingReason.objects.all()}

    @property
    def closed_because(self):
        if self.held_by:
            return self.held_by.held_sentence
        if not self.may_rate:
            return NO_RIGHT
        return "" if self.may_write else WAITS[self.step]

    @property
    def votes_hint(self):
        """What should be looked at again about the vote itself."""
        return " ".join(filter(None, [self._present_hint, self._day_hint]))

    @property
    def _day_hint(self):
        day, (first, last) = self.sheet.voted_on, season(self.campaign)
        if not day or first <= day <= min(last, today()):
            return ""
        usual = f"{format_day(first)} đến {format_day(last)}"
        return f"Ngày họp {format_day(day)} chưa tới hoặc ngoài kỳ xếp loại ({usual}): xem lại ngày họp."

    @property
    def _present_hint(self):
        """Votes say something only beside the number of those present."""
        if self.sheet.present is not None or not any(row.rating and cast_votes(row.rating) for row in self.rows):
            return ""
        return "Đã có phiếu: ghi số người có mặt để đối chiếu."

    @property
    def done(self):
        return sum(row.has_result for row in self.rows)

    @property
    def missing(self):
        return len(self.rows) - self.done

    @property
    def meters(self):
        return []

    @cached_property
    def findings(self):
        """What should be looked at again: the cap, then row by row."""
        over = [meter.finding for meter in self.meters if meter.finding]
        return over + [finding for row in self.rows for finding in row.findings]

    @property
    def to_review(self):
        """[(Code, its findings)] for the summary above the grid."""
        groups = defaultdict(list)
        for finding in self.findings:
            groups[finding.remark.code].append(finding)
        return [(code, groups[code]) for code in Code if groups[code]]

    @property
    def progress(self):
        """The RatingProgress of the whole committee, where the reader reads it."""
        return None

    @property
    def done_width(self):
        """Of the progress bar, in per cent."""
        whole = self.progress
        done, everyone = (whole.done, whole.members) if whole else (self.done, len(self.rows))
        return f"{100 * done / max(everyone, 1):.1f}"

    @property
    def cap_basis(self):
        campaign = self.campaign
        base, scope = CapBase(campaign.cap_base).label, CapScope(campaign.cap_scope).label.lower()
        rule = CapLine(None, campaign).regulation
        return f"Trần {campaign.cap_rate} % số {base}, tính trên {scope}: {rule}. Chỉ nhắc, không chặn."
