"""What a committee should look at again in a year's ratings, each rule with its regulation (domain.md §1).

Pure rules over one rating and dates. They warn; the committee decides.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import TextChoices

from nakhe.vietnamese.dates import format_day
from units.cap import CapLine
from units.models.rating_levels import Level, NotRatedReason
from units.rating_rules import is_too_new

SELF_REMEDIED_SINCE = 2023
"""QĐ 124-QĐ/TW (04/10/2023) excepts a violation that the member found and mended; HD 21 did not."""


class Severity(StrEnum):
    WARNING = "warning"
    """To be looked at; it may well stay as it is."""
    ERROR = "error"
    """Rating and record contradict each other: one of the two is wrong."""


class Code(TextChoices):
    OVER_CAP = "over_cap", "Vượt trần HTXSNV"
    EXPELLED = "expelled", "Bị khai trừ trước khi hết năm"
    NOT_HERE = "not_here", "Không sinh hoạt ở đây vào ngày đánh giá"
    NOT_TO_BE_RATED = "not_to_be_rated", "Có mức nhưng thuộc diện không xếp loại"
    SHOULD_BE_RATED = "should_be_rated", "Không xếp loại nhưng hồ sơ không có lý do"
    DISCIPLINED = "disciplined", "Bị kỷ luật trong năm nhưng không xếp KHTNV"
    SCORE = "score", "Mức không khớp với điểm"
    SECOND_YEAR = "second_year", "KHTNV hai năm liền"
    COMMENDATION = "commendation", "HTXSNV nhiều năm liền"
    VOTES = "votes", "Số phiếu khác số người có mặt"
    ADMISSION = "admission", "Ngày kết nạp chưa đủ rõ"
    MISSING = "missing", "Chưa có kết quả"


@dataclass(frozen=True)
class Remark:
    """Stands beside a row. With a code it is a finding; without one it is only good to know."""

    tag: str
    text: str = ""
    code: str = ""
    regulation: str = ""
    level: Severity = Severity.WARNING

    @property
    def message(self):
        """One sentence: what is the matter, and what to do."""
        return f"{self.tag} – {self.text}." if self.text else f"{self.tag}."

    @property
    def is_error(self):
        return self.level == Severity.ERROR


def missing_remark(campaign, not_rated=None):
    """Nobody has said anything yet; who is not rated still gets a row, with the reason."""
    reason = f"lý do “{not_rated.reason.label}”" if not_rated else "một mức, hoặc một lý do không xếp loại"
    return Remark(f"Chưa có kết quả năm {campaign.year}", f"ghi {reason}", Code.MISSING, campaign.regime.citation)


def not_to_be_rated_remark(campaign, rating, not_rated):
    why, label = not_rated.text[0].lower() + not_rated.text[1:], not_rated.reason.label
    text = f"xếp {rating.verdict} nhưng {why}: bỏ mức và ghi lý do “{label}”, hoặc sửa hồ sơ"
    citation = campaign.regime.citation
    return Remark("Thuộc diện không xếp loại", text, Code.NOT_TO_BE_RATED, citation, Severity.ERROR)


def should_be_rated_remark(campaign, rating):
    if rating.not_rated_reason == NotRatedReason.OTHER:
        text = "không xếp loại vì lý do mà quy định không nêu: xếp một mức, hoặc ghi rõ căn cứ ở ghi chú"
    else:
        day = format_day(campaign.assessed_on)
        text = f"ghi “{rating.verdict}” nhưng hồ sơ ngày {day} không có: xếp một mức, hoặc bổ sung hồ sơ"
    return Remark("Thuộc diện xếp loại", text, Code.SHOULD_BE_RATED, campaign.regime.citation)


def not_here_remark(campaign):
    day = format_day(campaign.assessed_on)
    text = "đã có kết quả ở đây: kiểm tra ngày chuyển sinh hoạt, hoặc ghi kết quả ở chi bộ của ngày đó"
    return Remark(f"Không sinh hoạt ở đây ngày {day}", text, Code.NOT_HERE, campaign.regime.citation, Severity.ERROR)


def expelled_remark(campaign, expelled_on):
    day = format_day(expelled_on)
    text = "trước khi hết năm, nên không thuộc danh sách xếp loại: không xếp mức nào, ghi “Lý do khác”"
    return Remark(f"Khai trừ {day}", text, Code.EXPELLED, campaign.regime.citation, Severity.ERROR)


def admission_remark(campaign, admitted_on=None, official_on=None):
    """A doubt about the six months: the admission is not known, or not to the day that decides."""
    months = campaign.regime.minimum_months
    if not months:
        return None
    todo = f"tra hồ sơ xem đã đủ {months} tháng chưa, rồi ghi bổ sung"
    if admitted_on:
        may_be_new = is_too_new(campaign, admitted_on.last_day) and not is_too_new(campaign, admitted_on.first_day)
        known = f"mới biết đến {admitted_on.described}"
        return _admission(campaign, "Kiểm tra ngày kết nạp", f"{known}: {todo}") if may_be_new else None
    if official_on and official_on.last_day <= campaign.assessed_on:
        return None  # a probation of twelve months lies behind
    return _admission(campaign, "Chưa rõ ngày kết nạp", todo)


def _admission(campaign, tag, text):
    return Remark(tag, text, Code.ADMISSION, campaign.regime.citation)


def discipline_remark(campaign, form_name, decided_on, self_remedied=False, level=""):
    """Disciplined in the year: KHTNV is expected, unless the member found and mended it (QĐ 124)."""
    tag = f"{form_name} {decided_on:%m/%Y}"
    if self_remedied and campaign.year >= SELF_REMEDIED_SINCE:
        return Remark(tag, f"tự phát hiện, đã khắc phục: không buộc KHTNV ({campaign.regime.regulation})")
    if level in ("", Level.NOT_COMPLETED):
        return Remark(tag, f"bị kỷ luật trong năm: KHTNV theo {campaign.regime.guidance or campaign.regime.regulation}")
    given, day = Level(level).label, format_day(decided_on)
    text = f"xếp {given} dù bị kỷ luật ngày {day}: xếp KHTNV, hoặc ghi rõ căn cứ của mức này"
    return Remark(tag, text, Code.DISCIPLINED, campaign.regime.citation)


def score_remark(campaign, rating):
    """The score proposes a level, people decide; whoever decides otherwise says why."""
    regime = campaign.regime
    if not regime.uses_scores or rating.score is None or rating.not_rated_reason:
        return None
    proposed = regime.level_of(rating.score)
    if proposed == rating.level:
        return None
    beyond = f" nếu từ {regime.beyond_share} % nhiệm vụ trở lên vượt yêu cầu" if proposed == Level.EXCELLENT else ""
    points = format_score(rating.score)
    if not rating.level:
        return Remark(f"Điểm {points}", f"ứng với {proposed.label}{beyond}")
    text = f"ứng với {proposed.label}{beyond}, đang xếp {rating.verdict}: xem lại mức, hoặc ghi lý do ở ghi chú"
    return Remark(f"Điểm {points}", text, Code.SCORE, regime.citation)


def format_score(score):
    """87,5 for 87.50, as papers write it."""
    return f"{Decimal(score).normalize():f}".replace(".", ",")


def votes_remark(campaign, rating, present):
    """Everybody present votes once on each: more votes than people are refused where they are typed, fewer warn."""
    votes = cast_votes(rating)
    if votes is None or present is None or votes == present:
        return None
    text = "đếm lại, hoặc ghi số phiếu không hợp lệ ở ghi chú"
    level = Severity.ERROR if votes > present else Severity.WARNING
    return Remark(f"{votes} phiếu, {present} người có mặt", text, Code.VOTES, campaign.regime.citation, level)


def against_votes_remark(campaign, rating):
    """A level that the vote did not give: nobody voted for it, or more did for another. People decide."""
    if not rating.level or not cast_votes(rating):
        return None
    given = {level: votes or 0 for level, votes in zip(Level, rating.votes, strict=True)}
    most = max(given, key=given.get)
    if given[rating.level] and given[rating.level] == given[most]:
        return None
    own = f"{given[rating.level]} phiếu" if given[rating.level] else "không có phiếu nào"
    text = f"{rating.verdict} {own}, {most.label} {given[most]} phiếu: xem lại mức, hoặc ghi lý do ở ghi chú"
    return Remark("Mức khác với phiếu", text, regulation=campaign.regime.citation)


def cast_votes(rating):
    """How many votes were cast on *rating*; None where none were written."""
    votes = [each for each in rating.votes if each is not None]
    return sum(votes) if votes else None


def second_year_remark(campaign, level="", before=None):
    """KHTNV the year before, and perhaps again: a flag for review, never an action (domain.md §1)."""
    last = campaign.year - 1
    if (before or {}).get(last) != Level.NOT_COMPLETED:
        return None
    if level == Level.NOT_COMPLETED:
        text = f"năm {last} và năm {campaign.year}: cần xem xét theo quy định"
        return Remark("KHTNV hai năm liền", text, Code.SECOND_YEAR, campaign.regime.citation)
    return Remark(f"Năm {last} KHTNV")


def commendation_remark(campaign, level="", before=None):
    """HTXSNV year after year; *before* is {year: level}. How many years count is the regime's, since orders differ."""
    years = campaign.regime.commended_years
    earlier = range(campaign.year - years + 1, campaign.year)
    if not years or level != Level.EXCELLENT or any((before or {}).get(y) != Level.EXCELLENT for y in earlier):
        return None
    text = f"từ năm {campaign.year - years + 1} đến năm {campaign.year}: xem xét đề nghị khen thưởng"
    rule = f"Mốc khen thưởng đặt trong “{campaign.regime}”"
    return Remark(f"HTXSNV {years} năm liền", text, Code.COMMENDATION, rule)


def cap_remark(campaign, cap):
    """More HTXSNV than the year's cap allows (HD 21). It names the maximum and how many are over, and never blocks."""
    if cap.holds:
        return None
    line = CapLine(cap, campaign)
    todo = "xem lại số HTXSNV, hoặc ghi văn bản cho phép trần khác"
    return Remark(line.verdict, f"{line.figures}: {todo}", Code.OVER_CAP, line.regulation)


def rating_remarks(campaign, rating, before, present=None):
    """What holds for whatever is rated, a member, a chi bộ or a village head; *before* is {year: level}.

    *present* is how many voted.
    """
    level = rating.level if rating else ""
    found = [
        votes_remark(campaign, rating, present) if rating else None,
        against_votes_remark(campaign, rating) if rating else None,
        score_remark(campaign, rating) if rating else None,
        second_year_remark(campaign, level, before),
        commendation_remark(campaign, level, before),
    ]
    return [remark for remark in found if remark]


def years_looked_back(campaign):
    """The years before the campaign's that the rules ask about."""
    return range(campaign.year - max(campaign.regime.commended_years - 1, 1), campaign.year)


@dataclass(frozen=True)
class Finding:
    """A remark with whom it is about; *unit* is the code of the unit that rates, *key* the row of the grid."""

    subject: str
    unit: str
    remark: Remark
    key: int | None = None

    def as_dict(self):
        remark = self.remark
        return {
            "subject": self.subject,
            "unit": self.unit,
            "code": str(remark.code),
            "level": str(remark.level),
            "message": remark.message,
            "regulation": remark.regulation,
        }


def findings_of(subject, unit, remarks, key=None):
    return [Finding(subject, unit, remark, key) for remark in remarks if remark.code]
