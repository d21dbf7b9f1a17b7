"""What the list behind a figure may be narrowed to: {key in an address: its name}, for the form and for the heading."""

from members.models.learning import SCHOOL_YEARS
from reports.levels import POLITICAL, TRAINED, UNKNOWN, UNTRAINED

COMMITTEE = {"1": "Có chi ủy", "0": "Chưa có chi ủy"}
BORDER = {"1": "Thôn biên giới"}
IS_MEMBER, IS_NO_MEMBER, IS_SECRETARY, IS_TRAINED = "dang_vien", "khong_dang_vien", "kiem_bi_thu", "boi_duong"
HEADS = {
    IS_MEMBER: "Là đảng viên",
    IS_NO_MEMBER: "Chưa là đảng viên",
    IS_SECRETARY: "Kiêm bí thư chi bộ",
    IS_TRAINED: "Được bồi dưỡng trong năm",
}
EACH_ONCE = {"1": "Một dòng"}
GIVEN, POSTHUMOUS, DELAYED, EARLY = "trao_tang", "truy_tang", "ky_luat", "xet_som"
MANNERS = {
    GIVEN: "Trao tặng",
    POSTHUMOUS: "Truy tặng",
    DELAYED: "Bị kỷ luật trong 12 tháng",
    EARLY: "Có thể xét sớm",
}
EDUCATION = {name: name for name in (*TRAINED, *SCHOOL_YEARS, UNTRAINED, UNKNOWN)}
THEORY = {name: name for name in (*POLITICAL, UNKNOWN)}
