"""The figures by name, for a template that has sentences of its own; unknown ones read “chưa rõ”."""

from nakhe.vietnamese.dates import format_day
from reports.rating_columns import LEVELS
from reports.written.wording import UNKNOWN, listed, number

COMPARED = {
    "chi_bo": ("Chi bộ", "chi bộ"),
    "chi_bo_co_chi_uy": ("Chi bộ có chi ủy", "chi bộ có chi ủy"),
    "dang_vien": ("Đảng viên", "đảng viên"),
    "chinh_thuc": ("Đảng viên chính thức", "đảng viên chính thức"),
    "dang_vien_nu": ("Đảng viên nữ", "đảng viên nữ"),
    "dan_toc_thieu_so": ("Đảng viên dân tộc thiểu số", "đảng viên dân tộc thiểu số"),
    "truong_thon_chua_vao_dang": ("Trưởng thôn chưa là đảng viên", "trưởng thôn chưa là đảng viên"),
}
"""{tag after “so_”: (figure of the comparison, what it is)}; each has “_truoc” for the earlier date."""
RATED = {"chi_bo": ("xep-loai-chi-bo", "chi bộ"), "dang_vien": ("xep-loai-dang-vien", "đảng viên")}
SHORT = {"excellent": "htxsnv", "good": "httnv", "completed": "htnv", "not_completed": "khtnv"}


def compared(figure, side):
    return lambda sources: number(sources.compared[figure][side])


def total(slug, column, place=0):
    return lambda sources: number(sources.totals(slug, place)[column])


def count(slug):
    return lambda sources: number(len(sources.rows(slug)))


def outside(sources):
    """The village heads who are no members, by name."""
    names = [f"{row['name']} ({row['village']})" for row in sources.rows("truong-thon") if not row["is_member"]]
    return listed(names) if names else "không có"


def without_committee(sources):
    names = [row["name"] for row in sources.rows("to-chuc") if not row["has_committee"]]
    return listed(names) if names else "không có"


def rated(slug, column):
    """A year without any result is unknown, not 0."""

    def read(sources):
        totals = sources.totals(slug)
        return number(totals[column]) if totals["rated"] else UNKNOWN

    return read


def figures():
    """{tag: (what it says, function of the sources)}."""
    found = {"ngay": ("Ngày của báo cáo", lambda sources: format_day(sources.given.as_of))}
    found["ngay_so_sanh"] = ("Ngày so sánh", lambda sources: format_day(sources.given.compare))
    found["nam_xep_loai"] = ("Năm xếp loại", lambda sources: str(sources.report("xep-loai-dang-vien").year))
    for tag, (figure, what) in COMPARED.items():
        found[f"so_{tag}"] = (f"Số {what}", compared(figure, "after"))
        found[f"so_{tag}_truoc"] = (f"Số {what} ở ngày so sánh", compared(figure, "before"))
    found["so_du_bi"] = ("Số đảng viên dự bị", total("to-chuc", "probationary"))
    found["so_ket_nap"] = ("Số kết nạp từ đầu nhiệm kỳ", count("ket-nap"))
    found["so_truong_thon"] = ("Số trưởng thôn", count("truong-thon"))
    found["so_bi_thu"] = ("Số bí thư chi bộ", count("chat-luong-bi-thu"))
    found["so_boi_duong"] = ("Số người được bồi dưỡng từ đầu nhiệm kỳ", total("boi-duong", "people", 1))
    found["ten_truong_thon_chua_vao_dang"] = ("Tên trưởng thôn chưa là đảng viên", outside)
    found["ten_chi_bo_chua_co_chi_uy"] = ("Tên chi bộ chưa có chi ủy", without_committee)
    return found | of_ratings()


def of_ratings():
    found = {}
    for tag, (slug, what) in RATED.items():
        found[f"so_{tag}_duoc_xep_loai"] = (f"Số {what} được xếp loại", rated(slug, "rated"))
        for level, name in LEVELS.items():
            found[f"so_{tag}_{SHORT[name]}"] = (f"Số {what} {level.label}", rated(slug, name))
    return found


FIGURES = figures()
