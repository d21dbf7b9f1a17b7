"""Words of the offices for one fixed value each: whole values, never parts of one (“hoàn thành” stands in all four).

Every table is {value: spellings}; a value that a spelling may mean several of stands in AMBIGUOUS. Spellings: the
committees' own lists and forms (spreadsheets.md, Values).
"""

import re
import unicodedata
from functools import lru_cache

from nakhe.vietnamese.names import exact_key, fold

MALE, FEMALE = "M", "F"
SEX = {MALE: ["nam", "trai"], FEMALE: ["nữ", "gái"]}

EXCELLENT, GOOD, COMPLETED, NOT_COMPLETED, NOT_RATED = "EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED", "NOT_RATED"
RATINGS = {
    EXCELLENT: [
        "htxsnv", "htxs", "htsxnv", "hoàn thành xuất sắc nhiệm vụ", "hoàn thành xuất sắc", "xuất sắc",
    ],
    GOOD: ["httnv", "htt", "hoàn thành tốt nhiệm vụ", "hoàn thành tốt", "tốt"],
    COMPLETED: ["htnv", "hoàn thành nhiệm vụ", "hoàn thành"],
    NOT_COMPLETED: [
        "khtnv", "không htnv", "không hoàn thành nhiệm vụ", "không hoàn thành", "chưa hoàn thành nhiệm vụ",
    ],
    NOT_RATED: [
        "miễn sinh hoạt", "miễn sh", "miễn công tác và sinh hoạt", "chưa đánh giá", "chưa xếp loại",
        "không xếp loại", "không đánh giá", "không xl", "chưa xl", "miễn xl", "miễn xếp loại",
        "chưa đủ 6 tháng", "chưa đủ sáu tháng", "mới kết nạp, chưa đủ 6 tháng",
        "đình chỉ sinh hoạt", "đình chỉ sinh hoạt đảng", "lý do khác",
    ],
}  # fmt: skip
NOT_RATED_REASONS = {
    "EXEMPT": ["miễn sinh hoạt", "miễn sh", "miễn công tác và sinh hoạt"],
    "SUSPENDED": ["đình chỉ sinh hoạt", "đình chỉ sinh hoạt đảng"],
    "UNDER_SIX_MONTHS": ["chưa đủ 6 tháng", "chưa đủ sáu tháng", "mới kết nạp, chưa đủ 6 tháng"],
}
"""Of NOT_RATED; any other is OTHER."""
RATING_NAMES = {
    EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    GOOD: "Hoàn thành tốt nhiệm vụ",
    COMPLETED: "Hoàn thành nhiệm vụ",
    NOT_COMPLETED: "Không hoàn thành nhiệm vụ",
    NOT_RATED: "Không xếp loại",
}
SUB_CODE = re.compile(r"(htnv|khtnv|không htnv)\s*[-–. ]?\s*\(?([a-eđ])\)?")
"""HTNV-a, KHTNV-đ."""

PARTY_OFFICES = {
    "SECRETARY": ["bt", "bí thư", "bí thư chi bộ", "btcb", "bí thư cb"],
    "DEPUTY_SECRETARY": ["pbt", "phó bí thư", "phó bí thư chi bộ", "p.bt", "pbtcb", "p. bí thư"],
    "COMMITTEE_MEMBER": ["cuv", "chi ủy viên", "cấp ủy viên", "ủy viên", "chi ủy", "uv", "ủy viên chi ủy"],
}
ABOVE = {
    "SECRETARY": ["bí thư đảng ủy", "btđu", "bí thư đu"],
    "DEPUTY_SECRETARY": ["phó bí thư đảng ủy", "pbtđu", "phó bí thư đu", "phó bí thư thường trực đảng ủy"],
    "COMMITTEE_MEMBER": [
        "đuv",
        "đảng ủy viên",
        "ủy viên ban chấp hành",
        "ủy viên bch",
        "ubvtđu",
        "ủy viên ban thường vụ",
    ],
}
"""Offices of the committee above; the same positions, at another unit."""
NO_OFFICE = ["đv", "đảng viên", "không"]
OFFICE_NAMES = {"SECRETARY": "Bí thư", "DEPUTY_SECRETARY": "Phó bí thư", "COMMITTEE_MEMBER": "Chi ủy viên"}

THEORY = {
    "NONE": ["chưa qua", "không", "chưa", "chưa học", "chưa qua đào tạo", "không có", "0"],
    "ELEMENTARY": ["sc", "sơ cấp", "sơ cấp llct", "sơ cấp lý luận chính trị"],
    "INTERMEDIATE": ["tc", "trung cấp", "trung cấp llct", "trung cấp lý luận chính trị"],
    "ADVANCED": ["cc", "cao cấp", "cao cấp llct", "cao cấp lý luận chính trị"],
    "BACHELOR": ["cn", "cử nhân", "cử nhân chính trị", "cử nhân llct"],
}
THEORY_NAMES = {
    "NONE": "Chưa qua", "ELEMENTARY": "Sơ cấp", "INTERMEDIATE": "Trung cấp", "ADVANCED": "Cao cấp",
    "BACHELOR": "Cử nhân",
}  # fmt: skip

TRAINING = {
    "NONE": [
        "không", "chưa qua đào tạo", "chưa qua", "lđ phổ thông", "lđpt", "lao động phổ thông", "phổ thông",
        "chưa đào tạo",
    ],
    "ELEMENTARY": ["sc", "sơ cấp", "sơ cấp nghề"],
    "INTERMEDIATE": ["tc", "trung cấp", "thcn", "trung học chuyên nghiệp", "tccn"],
    "COLLEGE": ["cđ", "cao đẳng", "cđsp", "cao đẳng sư phạm"],
    "UNIVERSITY": ["đh", "đại học", "cử nhân", "kỹ sư", "bác sĩ", "đhsp", "đại học sư phạm"],
    "MASTER": ["ths", "thạc sĩ", "thạc sỹ", "th.s", "cao học"],
    "DOCTOR": ["ts", "tiến sĩ", "tiến sỹ", "t.s"],
}  # fmt: skip
TRAINING_NAMES = {
    "NONE": "Chưa qua đào tạo", "ELEMENTARY": "Sơ cấp", "INTERMEDIATE": "Trung cấp", "COLLEGE": "Cao đẳng",
    "UNIVERSITY": "Đại học", "MASTER": "Thạc sĩ", "DOCTOR": "Tiến sĩ",
}  # fmt: skip
SEVERAL_TRAININGS = {
    ("MASTER", "DOCTOR"): ["trên đại học", "sau đại học", "trên đh", "sau đh"],
    ("COLLEGE", "INTERMEDIATE"): ["cao đẳng, trung cấp", "trung cấp, cao đẳng", "cđ, tc", "cao đẳng và trung cấp"],
    ("INTERMEDIATE", "ELEMENTARY"): ["trung cấp, sơ cấp", "sơ cấp, trung cấp"],
    ("UNIVERSITY", "COLLEGE"): ["đại học, cao đẳng", "cao đẳng, đại học"],
}
SEVERAL_THEORIES = {
    ("ADVANCED", "BACHELOR"): ["cao cấp, cử nhân", "cử nhân, cao cấp", "cao cấp trở lên", "cc, cn"],
    ("INTERMEDIATE", "ELEMENTARY"): ["trung cấp, sơ cấp", "sơ cấp, trung cấp"],
}
SCHOOL = {
    "12/12": ["thpt", "tốt nghiệp thpt", "cấp 3", "cấp iii"],
    "9/12": ["thcs", "tốt nghiệp thcs", "cấp 2", "cấp ii"],
}
"""Read as the last year of that school, and shown as a guess: some were ten years long."""

ACTIVE, EXEMPT, SUSPENDED, TEMPORARY = "ACTIVE", "EXEMPT", "SUSPENDED", "TEMPORARY"
OUT, DEAD, REMOVED, EXPELLED, WITHDRAWN = "TRANSFERRED_OUT", "DEAD", "REMOVED", "EXPELLED", "WITHDRAWN"
STATUS = {
    ACTIVE: ["đsh", "đang sinh hoạt", "đang sinh hoạt đảng", "sinh hoạt", "đang hoạt động"],
    EXEMPT: ["msh", "miễn sinh hoạt", "miễn công tác và sinh hoạt", "miễn ct, sh", "được miễn sinh hoạt"],
    SUSPENDED: ["đình chỉ", "đình chỉ sinh hoạt", "đình chỉ sinh hoạt đảng", "bị đình chỉ sinh hoạt"],
    TEMPORARY: [
        "sht",
        "sinh hoạt tạm",
        "sinh hoạt tạm thời",
        "sinh hoạt tạm thời nơi khác",
        "chuyển sinh hoạt tạm thời",
    ],
    OUT: ["cđi", "chuyển đi", "đã chuyển đi", "chuyển sinh hoạt", "chuyển sinh hoạt chính thức"],
    DEAD: ["tt", "từ trần", "chết", "đã chết", "mất", "đã mất", "đã từ trần"],
    REMOVED: ["xt", "xóa tên", "bị xóa tên"],
    EXPELLED: ["kt", "khai trừ", "bị khai trừ"],
    WITHDRAWN: ["cr", "cho ra", "cho ra khỏi đảng", "xin ra", "xin ra khỏi đảng"],
}
SEVERAL_STATUSES = {
    (REMOVED, WITHDRAWN, EXPELLED): ["rời khỏi đảng", "ra khỏi đảng", "ra đảng"],
    (SUSPENDED, TEMPORARY): ["gián đoạn", "gián đoạn sinh hoạt"],
    (TEMPORARY, ACTIVE, OUT): ["cđt", "chuyển đến", "ct"],
}
STATUS_NAMES = {
    ACTIVE: "Đang sinh hoạt", EXEMPT: "Miễn sinh hoạt", SUSPENDED: "Đình chỉ sinh hoạt",
    TEMPORARY: "Sinh hoạt tạm thời nơi khác", OUT: "Chuyển đi", DEAD: "Từ trần", REMOVED: "Xóa tên",
    EXPELLED: "Khai trừ", WITHDRAWN: "Xin ra khỏi Đảng",
}  # fmt: skip

PROBATIONARY = {True: ["dự bị", "đảng viên dự bị", "đvdb"], False: ["chính thức", "đảng viên chính thức", "đvct"]}
STANDING_NAMES = {"yes": "Dự bị", "no": "Chính thức"}

NO_RELIGION = ["không", "không theo tôn giáo", "không có", "không tôn giáo", "ko", "0"]
OTHER_ETHNICITIES = {"hmong": "Mông", "h mong": "Mông", "meo": "Mông", "kho mu": "Khơ-mú", "cao lan": "Sán Chay"}
"""{folded: the name of Quyết định 121-TCTK/PPCĐ}."""
OTHER_RELIGIONS = {
    "phat": "Phật giáo",
    "dao phat": "Phật giáo",
    "thien chua": "Công giáo",
    "thien chua giao": "Công giáo",
}

YES = ["x", "✓", "✔", "√", "v", "có", "+", "1", "đúng", "true"]
NO = ["không", "0", "false", "-"]


@lru_cache(maxsize=20_000)
def plain(text):
    """Lower case, single spaces, without what a typist leaves at the end; the tone of a syllable after it."""
    return exact_key(unicodedata.normalize("NFKC", str(text)).strip(" .;:,*"))


def compiled(table):
    """{spelling: value}, with the spellings without accents where only one value has them."""
    exact = {plain(spelling): value for value, spellings in table.items() for spelling in spellings}
    folded = {}
    for spelling, value in exact.items():
        folded.setdefault(fold_exact(spelling), set()).add(value)
    loose = {spelling: values.pop() for spelling, values in folded.items() if len(values) == 1}
    return exact, loose


def fold_exact(spelling):
    """Without accents, but with the words apart as they were."""
    return fold(spelling) or spelling


def meaning(text, tables):
    """The value that *text* means as a whole in compiled *tables*; None where it is none of their spellings."""
    exact, loose = tables
    key = plain(text)
    return exact[key] if key in exact else loose.get(fold_exact(key))
