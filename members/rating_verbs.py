"""The steps of a rating year as buttons: what each is called, whose it is, when it is offered, what it asks."""

from collections.abc import Callable
from dataclasses import dataclass

from members import rating_steps as steps
from members.rating_sheets import Part
from nakhe.access import Right
from units.models import Step


@dataclass(frozen=True)
class ListVerb:
    """Takes one list from *before* to *after*."""

    slug: str
    label: str
    says: str
    """What it does, for who is about to do it."""
    done: str
    take: Callable
    right: Right
    before: Step
    after: Step
    asks_reason: bool = False
    asks_about_missing: bool = False

    def label_for(self, sheet):
        """A chi bộ sends its proposal to the committee; the committee's own lists go nowhere."""
        return "Gửi Đảng ủy" if self.take is steps.propose and sheet.part == Part.MEMBERS else self.label

    def is_done(self, sheet):
        return sheet.step == self.after


LIST_VERBS = {
    verb.slug: verb
    for verb in (
        ListVerb(
            "bieu-quyet",
            "Chuyển sang biểu quyết",
            "Danh sách mở cho phiếu và kết quả. Phần tự xếp loại đã ghi vẫn giữ và vẫn sửa được.",
            "đã sang bước biểu quyết",
            steps.begin_vote,
            Right.RATE,
            Step.SELF_RATING,
            Step.VOTING,
        ),
        ListVerb(
            "de-nghi",
            "Chốt để quyết định",
            "Kết quả đang có trở thành đề nghị và được giữ lại bên cạnh quyết định. Sau đó chỉ Đảng ủy sửa được "
            "danh sách này, hoặc trả lại.",
            "đã gửi đề nghị",
            steps.propose,
            Right.RATE,
            Step.VOTING,
            Step.PROPOSED,
            asks_about_missing=True,
        ),
        ListVerb(
            "tra-lai",
            "Trả lại",
            "Danh sách trở về bước biểu quyết: mức và lý do chi tiết trở lại như lúc đề nghị, điểm và ghi chú "
            "giữ như đang có. Lý do trả lại hiện ở đầu danh sách.",
            "đã được trả lại",
            steps.send_back,
            Right.DECIDE,
            Step.PROPOSED,
            Step.VOTING,
            asks_reason=True,
        ),
        ListVerb(
            "mo-lai",
            "Mở lại danh sách",
            "Danh sách trở về bước đề nghị để quyết định lại. Kết quả và số quyết định cũ vẫn giữ đến khi đó.",
            "đã mở lại",
            steps.reopen_sheet,
            Right.DECIDE,
            Step.DECIDED,
            Step.PROPOSED,
            asks_reason=True,
        ),
    )
}


def verbs_of(sheet, may_rate, may_decide):
    """[(ListVerb, its label)] that the reader may take now; *sheet* with its campaign."""
    if sheet.campaign.is_locked:
        return []
    held = {Right.RATE: may_rate, Right.DECIDE: may_decide}
    offered = [verb for verb in LIST_VERBS.values() if verb.before == sheet.step and held[verb.right]]
    return [(verb, verb.label_for(sheet)) for verb in offered]


@dataclass(frozen=True)
class YearVerb:
    """About the whole year. *is_offered* and *is_done* are asked of the campaign and the steps of its lists."""

    slug: str
    label: str
    says: str
    done: str
    take: Callable
    is_offered: Callable
    is_done: Callable
    asks_reason: bool = False

    def heading(self, year):
        """“Khóa năm 2025”."""
        return f"{self.label.removesuffix(' năm')} năm {year}"


YEAR_VERBS = {
    verb.slug: verb
    for verb in (
        YearVerb(
            "chot-danh-sach",
            "Chốt danh sách",
            "Ai được xếp loại được ghi lại theo hồ sơ lúc này, kết quả đã có vẫn giữ. Năm đã có quyết định thì các "
            "danh sách ở bước quyết định, chưa có thì ở bước biểu quyết.",
            "Đã chốt danh sách",
            steps.freeze_lists,
            lambda campaign, at: not campaign.is_locked and not campaign.listed_at,
            lambda campaign, at: bool(campaign.listed_at),
        ),
        YearVerb(
            "bat-dau",
            "Bắt đầu tự xếp loại",
            "Mọi danh sách đang ở bước nháp chuyển sang tự xếp loại cùng một lúc.",
            "Đã bắt đầu tự xếp loại",
            steps.start,
            lambda campaign, at: not campaign.is_locked and Step.DRAFT in at,
            lambda campaign, at: bool(at) and Step.DRAFT not in at,
        ),
        YearVerb(
            "bieu-quyet",
            "Chuyển sang biểu quyết",
            "Mọi danh sách đang ở bước tự xếp loại mở cho phiếu và kết quả cùng một lúc. Phần tự xếp loại đã ghi vẫn "
            "giữ và vẫn sửa được.",
            "Đã chuyển sang biểu quyết",
            steps.begin_votes,
            lambda campaign, at: not campaign.is_locked and Step.SELF_RATING in at,
            lambda campaign, at: bool(at) and at.isdisjoint({Step.DRAFT, Step.SELF_RATING}),
        ),
        YearVerb(
            "khoa",
            "Khóa năm",
            "Một bản khóa được ghi lại; báo cáo của năm cho đúng những dòng ấy mãi về sau, dù hồ sơ đổi thế nào. "
            "Mở lại phải có lý do, và mọi bản khóa đều được giữ.",
            "Đã khóa",
            steps.lock,
            lambda campaign, at: not campaign.is_locked and at == {Step.DECIDED},
            lambda campaign, at: campaign.is_locked,
        ),
        YearVerb(
            "mo-lai",
            "Mở lại năm",
            "Năm này mở lại để sửa; bản đã khóa vẫn giữ nguyên. Danh sách nào cần sửa thì mở lại danh sách đó.",
            "Đã mở lại",
            steps.reopen,
            lambda campaign, at: campaign.is_locked,
            lambda campaign, at: not campaign.is_locked,
            asks_reason=True,
        ),
    )
}
