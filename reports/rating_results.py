"""What may be asked for of a year's ratings: a level, a reason for having none, discipline, or no result yet."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from members.models import Discipline
from units.models import Level, NotRatedReason
from units.models.ratings import HAS_RESULT

SHORT_REASONS = {
    NotRatedReason.EXEMPT: "Miễn",
    NotRatedReason.SUSPENDED: "Đình chỉ",
    NotRatedReason.UNDER_SIX_MONTHS: "< 6 tháng",
    NotRatedReason.OTHER: "Khác",
}
DISCIPLINED_IN_ITS_YEAR = Q(
    Exists(Discipline.objects.filter(person=OuterRef("person"), decided_on__year=OuterRef("year")))
)
NO_RESULT = "Chưa có kết quả"


@dataclass(frozen=True)
class Result:
    label: str
    given: Q
    """The condition on ratings; those that meet MISSING's may have no row at all."""


RATED, NOT_RATED, DISCIPLINED = "duoc_danh_gia", "khong_xep_loai", "bi_ky_luat"
DONE, MISSING = "da_co", "chua_co"
GOOD_OR_BETTER, NO_LEVEL = "tu_httnv", "khong_co_muc"
OF_LEVEL = {level: level.label.lower() for level in Level}
OF_REASON = {
    NotRatedReason.EXEMPT: "mien",
    NotRatedReason.SUSPENDED: "dinh_chi",
    NotRatedReason.UNDER_SIX_MONTHS: "duoi_6_thang",
    NotRatedReason.OTHER: "khac",
}
RESULTS = {
    RATED: Result("Được đánh giá", ~Q(level="")),
    **{key: Result(level.label, Q(level=level)) for level, key in OF_LEVEL.items()},
    GOOD_OR_BETTER: Result("HTTNV trở lên", Q(level__in=[Level.EXCELLENT, Level.GOOD])),
    NOT_RATED: Result("Không xếp loại", ~Q(not_rated_reason="")),
    **{key: Result(reason.label, Q(not_rated_reason=reason)) for reason, key in OF_REASON.items()},
    DISCIPLINED: Result("Bị kỷ luật trong năm", DISCIPLINED_IN_ITS_YEAR),
    DONE: Result("Đã có kết quả", HAS_RESULT),
    MISSING: Result(NO_RESULT, Q(level="", not_rated_reason="")),
    NO_LEVEL: Result("Không có mức", Q(level="")),
}
"""{key in an address: Result}."""


def asked_of_records(key):
    """The condition of RESULTS on the records of a locked year, which know of themselves who was disciplined."""
    return Q(disciplined=True) if key == DISCIPLINED else RESULTS[key].given


def verdict(level, reason, reasons=SHORT_REASONS):
    """The level's code, or why there is none; empty where there is no result."""
    if level:
        return Level(level).label
    return reasons[NotRatedReason(reason)] if reason else ""
