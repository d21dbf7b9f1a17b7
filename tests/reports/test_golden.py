"""The golden set: the demonstration's workbook of 2023, every cell of every sheet recomputed by plain SQL.

The queries stand in golden/, one file a sheet, written from the definitions (domain.md, README) and from nothing of the
application: no model, no queryset, no derived table but the order of names. Headings, titles and notes stand here as a
reader of the file expects them; the figures in the notes come from the same queries, those of the day or year beside it
from the queries with every day a year earlier. Each chart on “Biểu đồ” is held against the queries of its sheet, too.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from nakhe.exports import CODE
from tests.demonstration import django_db_setup  # noqa: F401
from tests.factories import make_user
from tests.reports.reading_charts import cells_at, charts_in, source
from units.models import Unit

CHART_SHEET = "Biểu đồ"
pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
PERIOD, DAY = "Từ ngày 01/01/2023 đến ngày 31/12/2023", "Tính đến ngày 31/12/2023"
TWO_DAYS = f"{DAY}, so với ngày 31/12/2022"
AWARD = "Đợt 03/02/2024; tính đến ngày 31/12/2023, so với ngày 31/12/2022"
RATED = "Năm 2023 (ngày đánh giá 31/12/2023); tỷ lệ % tính trên số được đánh giá; 118-QĐ/ĐU, 22/12/2023"
LISTED = "Năm 2023 (ngày đánh giá 31/12/2023); 118-QĐ/ĐU, 22/12/2023"
YEARS = "Các năm 2019–2023"
BADGES, TRAINING = "Danh sách đề nghị tặng Huy hiệu Đảng", "Bồi dưỡng, tập huấn"
QUALITY, DISCIPLINE, RATINGS = "Chất lượng bí thư chi bộ", "Kỷ luật, khen thưởng", "Xếp loại qua các năm"
SIGNED = "NGƯỜI LẬP BIỂU"
LEVELS = "SL|%|SL|%|SL|%|SL|%"
A_YEAR_AGO = "Ngày 31/12/2022"


@dataclass(frozen=True)
class Page:
    """What a sheet says: *queries* of golden/ after the_year, *headings* a line each, without STT where rows have no
    number, *total* a sign for each column after the label: + the sum, c how many “Có”, a/b the share of a in b."""

    title: str
    subtitle: str
    queries: str
    headings: tuple
    part: str = ""
    total: str = ""
    notes: object = lambda rows, total: []
    beside: str = ""
    """How the total of the year before is named, which stands below the total with the difference: the same queries."""

    @property
    def is_numbered(self):
        return self.headings[0].startswith("STT|")

    @property
    def is_beside_each(self):
        """Whether every level has its number of the year before, and the difference, beside it."""
        return A_YEAR_AGO in self.headings[0]


# --- What the notes say ---


def organisation(rows, total):
    return [
        f"{total[8]} trên {len(rows)} chi bộ có chi ủy; chưa có: {listed(r[0] for r in rows if not r[7])}.",
        "Đảng viên: người có tên trong chi bộ ngày đó, kể cả được miễn, đình chỉ, tạm thời ở nơi khác. Dự bị gồm cả "
        "người chưa ghi ngày chính thức; nữ không gồm người chưa ghi giới tính.",
    ]


def figures_of_branches(rows, total):
    without = total[3] - sum(total[13:17])
    return [
        "14 trên 15 chi bộ có chi ủy; chưa có, nên không tính chi ủy viên: Trạm Y tế.",
        "Xếp loại: mức năm 2023 của đảng viên đang sinh hoạt, kể cả mức do chi bộ trước xếp; "
        f"{without} đảng viên không có mức của năm đó.",
        "Lý luận chính trị: trình độ cao nhất; cử nhân tính vào cao cấp; ai chưa ghi trình độ không có ở cột nào. "
        "Nữ, dân tộc thiểu số không gồm người chưa ghi giới tính, dân tộc.",
    ]


def secretaries(rows, total):
    return [f"{len(rows)} trên {len(rows)} bí thư chi bộ."]


def secretaries_by_level(rows, total):
    everybody = sum(row[2] for row in rows if row[0] == "Lý luận chính trị")
    return [
        f"Tổng số {everybody} bí thư chi bộ; tỷ lệ % tính trên tổng số. Học vấn: trình độ chuyên môn, ai không có thì "
        "lớp phổ thông. “Chưa rõ”: sổ chưa ghi. Chi bộ chưa có bí thư không có trong bảng."
    ]


def structure(rows, total):
    everybody = sum(row[2] for row in rows if row[0] == "Giới tính")
    return [
        f"Tổng số {everybody} đảng viên; mỗi tiêu chí cộng lại bằng tổng số. “Chưa rõ”: sổ chưa ghi.",
        "Tỷ lệ % tính trên tổng số, kể cả người chưa rõ. Tuổi: số năm tròn đến ngày đó; chỉ ghi tháng, năm: từ ngày "
        "đầu.",
    ]


def comparison(rows, total):
    return [
        "Trước: ngày 31/12/2022; nay: ngày 31/12/2023. Kết nạp, chuyển đến, giảm: số phát sinh sau ngày trước, đến hết "
        "ngày nay.",
        "Nữ, dân tộc thiểu số không gồm người chưa ghi giới tính, dân tộc. Chuyển nội bộ không tính là tăng, giảm; "
        "người theo cả chi bộ chuyển về, chuyển đi có trong số đảng viên nhưng không có ở ba dòng cuối.",
    ]


def balance(rows, total):
    def line(row):
        opening, came, left, closing = (row[column] for column in (1, 11, 19, 20))
        assert opening + came - left == closing
        return f"{opening} + {came} − {left} = {closing}"

    return [
        f"A + B − C = D, toàn bộ: {line(total[1:])}.",
        f"Từng chi bộ: {'; '.join(f'{row[0]} {line(row)}' for row in rows)}.",
        f"Chuyển nội bộ tính cả ở B và C: {total[10]} đến, {total[18]} đi.",
    ]


def admissions(rows, total):
    unborn = count(rows, 6, None)
    return [
        f"{len(rows)} đảng viên kết nạp trong kỳ, trong đó {count(rows, 5, 'Nữ')} nữ.",
        *([f"Tuổi: tính đến ngày kết nạp; {unborn} người chưa ghi ngày sinh."] if unborn else []),
    ]


def transfers(rows, total):
    kinds = ("Chuyển đi", "Chuyển đến", "Chuyển nội bộ", "Tạm thời")
    return [f"{len(rows)} lượt: {listed(f'{kind.lower()} {count(rows, 1, kind)}' for kind in kinds)}."]


def disciplines(rows, total):
    forms = ("Khiển trách", "Cảnh cáo", "Cách chức", "Khai trừ")
    each = listed(f"{form.lower()} {count(rows, 2, form)}" for form in forms if count(rows, 2, form))
    return [
        f"{len(rows)} quyết định kỷ luật đối với {len({row[0] for row in rows})} đảng viên: {each}; "
        f"{count(rows, 6, 'Có')} tự phát hiện, đã khắc phục.",
        "Sổ chỉ ghi khôi phục đảng tịch sau khai trừ; ngày chấm dứt hiệu lực của hình thức khác chưa có trong sổ.",
    ]


def commendations(rows, total):
    return [f"{len(rows)} lượt khen thưởng: {count(rows, 1, 'Cá nhân')} cá nhân, {count(rows, 1, 'Tập thể')} tập thể."]


def badges(rows, total):
    return [
        f"{len(rows)} người, trong đó truy tặng {count(rows, 7, 'Truy tặng')}. "
        "Tuổi đảng tính đến ngày trao, truy tặng đến ngày mất."
    ]


def village_heads(rows, total):
    [[women, minorities]] = ask(
        "SELECT SUM(CASE WHEN sex = 'F' THEN 1 ELSE 0 END), SUM(CASE WHEN is_majority THEN 0 ELSE 1 END) "
        "FROM head JOIN members_ethnicity e ON e.id = head.ethnicity_id"
    )
    outside = [f"{row[1]} ({row[0]})" for row in rows if not row[2]]
    return [
        f"Trong {len(rows)} trưởng thôn: {women} nữ, {minorities} dân tộc thiểu số, {count(rows, 2, 'Có')} đảng viên, "
        f"{count(rows, 3, 'Có')} bí thư kiêm trưởng thôn.",
        f"Học vấn: 12/12: {count(rows, 4, '12/12')}, Chưa qua đào tạo: {count(rows, 4, 'Chưa qua đào tạo')}. "
        f"Lý luận chính trị từ sơ cấp trở lên: {count(rows, 5, 'Sơ cấp') + count(rows, 5, 'Trung cấp')}.",
        f"Chưa là đảng viên {len(outside)}: {listed(outside)}.",
        "Bồi dưỡng: dự lớp mở trong năm 2023. Xếp loại: năm 2023.",
    ]


def villages(rows, total):
    outside = [f"{row[3]} ({row[0]})" for row in rows if not row[4]]
    return [
        f"{len(rows)} thôn, {sum(bool(row[1]) for row in rows)} có chi bộ; {sum(bool(row[3]) for row in rows)} trưởng "
        f"thôn, {count(rows, 4, 'Có')} là đảng viên, {count(rows, 5, 'Có')} bí thư chi bộ kiêm trưởng thôn.",
        f"Trưởng thôn chưa là đảng viên {len(outside)}: {listed(outside)}.",
        "Đảng viên: người sinh hoạt ở chi bộ của thôn; không tính đảng viên của chi bộ không thuộc thôn nào.",
    ]


def targets(rows, total):
    return [
        f"Đạt {count(rows, 6, 'Có')} trên {len(rows)} chỉ tiêu. Trưởng thôn, chi ủy: tính đến ngày 31/12/2023; "
        "xếp loại, kết nạp: năm 2023.",
        "Xếp loại: mẫu số là số có mức, không tính người, chi bộ không xếp loại, chưa có kết quả; – là chưa có gì để "
        "đếm.",
    ]


def cap(excellent, good):
    """Domain.md §1: at most 20 % of those rated HTTNV, integers; both bases are told."""
    strict, wide = good * 20 // 100, (good + excellent) * 20 // 100
    share = str(tenths(Decimal(100 * excellent) / good)).replace(".", ",")
    return [
        f"Trần HTXSNV: HTXSNV {excellent}, tối đa {strict} (20 % của {good} HTTNV); bằng {share} %. "
        f"Vượt {excellent - strict}. Theo HD 25-HD/BTCTW ngày 10/11/2023, cơ sở tính của năm: “HTTNV”. "
        f"Nếu tính trên “HTTNV trở lên” ({good + excellent}): tối đa {wide}, trong mức."
    ]


CHANGES = "Cột +/− so với năm liền trước; – là chưa có kết quả của một trong hai năm."


def says(*lines):
    return lambda rows, total: list(lines)


# --- The sheets ---

PAGES = [
    Page("Tổ chức chi bộ và đảng viên", TWO_DAYS, "01_to_chuc",
         ("STT|Chi bộ|Loại hình|Đảng viên|Trong đó|Bí thư|Chi ủy|Thôn|Biên giới", "Chính thức|Dự bị|Nữ"),
         total=". + + + + . c . c", notes=organisation, beside=A_YEAR_AGO),
    Page("Số liệu chi bộ", TWO_DAYS, "02_so_lieu_chi_bo",
         ("STT|Chi bộ|Chi ủy viên|Đảng số|Trong đó|Lý luận chính trị|Xếp loại năm gần nhất",
          "Nữ|Dân tộc thiểu số|Dự bị|Miễn sinh hoạt|Tạm thời nơi khác|Có huy hiệu Đảng|Sơ cấp|Trung cấp|Cao cấp|"
          "HTXSNV|HTTNV|HTNV|KHTNV"),
         total="+ + + + + + + + + + + + + + +", notes=figures_of_branches, beside=A_YEAR_AGO),
    Page(QUALITY, TWO_DAYS, "03_1_chat_luong_bi_thu",
         ("STT|Họ và tên|Chi bộ|Học vấn|Chuyên môn|Lý luận chính trị",), notes=secretaries),
    Page(QUALITY, TWO_DAYS, "03_2_tong_hop_bi_thu", (f"Tiêu chí|Trình độ|Bí thư|%|{A_YEAR_AGO}|Tăng, giảm",),
         part="Tổng hợp theo trình độ", notes=secretaries_by_level),
    Page("Cơ cấu đảng viên", TWO_DAYS, "04_co_cau",
         (f"Tiêu chí|Phân tổ|Đảng viên|%|{A_YEAR_AGO}|Tăng, giảm",), notes=structure),
    Page("So sánh hai thời điểm", "Ngày 31/12/2023 so với ngày 31/12/2022", "05_so_sanh",
         ("Chỉ số|Trước|Nay|Tăng, giảm|Cụ thể",), notes=comparison),
    Page("Tăng, giảm đảng viên", PERIOD, "06_tang_giam",
         ("STT|Chi bộ|A. Đầu kỳ|B. Tăng|C. Giảm|D. Cuối kỳ",
          "Tổng số|Nữ|Dân tộc thiểu số|Dự bị|Miễn sinh hoạt|Kết nạp|Kết nạp lại, khôi phục|Chuyển đến|"
          "Chuyển nội bộ đến|Theo chi bộ chuyển về|Cộng|Từ trần|Khai trừ|Xóa tên|Xin ra|Chuyển đi|Chuyển nội bộ đi|"
          "Theo chi bộ chuyển đi|Cộng|Tổng số|Nữ|Dân tộc thiểu số|Dự bị|Miễn sinh hoạt"),
         total=" ".join("+" * 24), notes=balance),
    Page("Kết nạp đảng viên", PERIOD, "07_ket_nap",
         ("STT|Họ và tên|Chi bộ|Ngày kết nạp|Chính thức|Giới tính|Tuổi khi kết nạp", "Quyết định|Lễ kết nạp"),
         notes=admissions),
    Page("Chuyển sinh hoạt đảng", PERIOD, "08_chuyen_sinh_hoat",
         ("STT|Họ và tên|Hình thức|Từ ngày|Nơi đi|Nơi đến|Số, ngày quyết định|Đến ngày|Theo dõi",), notes=transfers),
    Page(DISCIPLINE, PERIOD, "09_1_ky_luat",
         ("STT|Họ và tên|Chi bộ|Hình thức|Ngày quyết định|Số quyết định|Nội dung vi phạm|Tự phát hiện, đã khắc phục|"
          "Khôi phục đảng tịch",), part="Kỷ luật", notes=disciplines),
    Page(DISCIPLINE, PERIOD, "09_2_khen_thuong",
         ("STT|Cá nhân, tập thể|Đối tượng|Chi bộ|Hình thức|Ngày quyết định|Số quyết định|Cấp khen thưởng|Thành tích",),
         part="Khen thưởng", notes=commendations),
    Page(BADGES, AWARD, "badges 10_1_huy_hieu",
         ("STT|Họ và tên|Ngày sinh|Chi bộ|Ngày vào Đảng|Huy hiệu|Đủ năm từ ngày|Tuổi đảng|Hình thức|"
          "Kỷ luật trong 12 tháng|Ghi chú của đợt",), part="Đủ tuổi đảng và truy tặng", notes=badges),
    Page(BADGES, AWARD, "badges 10_2_xet_som",
         ("STT|Họ và tên|Ngày sinh|Chi bộ|Ngày vào Đảng|Huy hiệu|Đủ năm từ ngày|Kỷ luật trong 12 tháng|"
          "Bệnh nặng (đánh dấu)",), part="Có thể xét tặng sớm nếu bệnh nặng",
         notes=says("Bệnh nặng không ghi trong sổ: đánh dấu bằng tay. Xét sớm không quá 12 tháng, từ 70 năm trở lên "
                    "không quá 24 tháng.")),
    Page(BADGES, AWARD, "badges 10_3_theo_loai",
         ("Huy hiệu|Trao tặng|Truy tặng|Trong đó bị kỷ luật|Có thể xét sớm",), part="Theo loại huy hiệu",
         total="+ + + +", beside=A_YEAR_AGO,
         notes=says("Trao tặng và truy tặng cộng lại là danh sách đề nghị; người có thể xét sớm không nằm trong đó.")),
    Page(TRAINING, PERIOD, "11_1_boi_duong", ("STT|Lớp|Loại|Khai giảng|Chi bộ|Lượt người",),
         part="Lượt bồi dưỡng theo lớp, chi bộ", total=". . . +",
         notes=says("Tính lớp khai giảng trong kỳ; lớp chỉ ghi tháng, năm: tính từ ngày đầu. Chi bộ: chi bộ cử đi. "
                    "Người dự nhiều lớp tính nhiều lượt.")),
    Page(TRAINING, PERIOD, "11_2_so_nguoi", ("Dự với tư cách|Số người|Lượt người",), part="Số người được bồi dưỡng",
         notes=says("Mỗi người chỉ tính một lần; dòng Cộng không tính hai lần người dự với hai tư cách.")),
    Page("Chất lượng trưởng thôn", TWO_DAYS, "12_truong_thon",
         ("STT|Thôn|Họ và tên|Đảng viên|Kiêm bí thư|Học vấn|Lý luận chính trị|Bồi dưỡng trong năm|"
          "Xếp loại năm gần nhất",), total=". c c . . c .", notes=village_heads, beside=A_YEAR_AGO),
    Page("Thôn và tổ chức đảng", TWO_DAYS, "13_thon_dang",
         ("STT|Thôn|Chi bộ|Đảng viên|Trưởng thôn|Ghi chú", "Họ và tên|Là đảng viên|Kiêm bí thư chi bộ"),
         total=". + . c c .", notes=villages, beside=A_YEAR_AGO),
    Page("Chỉ tiêu nghị quyết và kết quả", LISTED, "14_chi_tieu",
         ("STT|Chỉ tiêu|Nghị quyết|Giao|Số đạt|Trên tổng số|Kết quả|Đạt",), total=". . . . . c", notes=targets),
    Page("Kết quả xếp loại chi bộ", RATED, "15_1_xep_loai_chi_bo",
         ("STT|Loại hình|Tổng số|Được đánh giá|HTXSNV|HTTNV|HTNV|KHTNV|Chưa đánh giá|Ghi chú", LEVELS),
         part="Tổng hợp theo loại hình", total="+ + + 4/3 + 6/3 + 8/3 + 10/3 + .", beside="Năm 2022",
         notes=lambda rows, total: cap(total[4], total[6])),
    Page("Kết quả xếp loại chi bộ", RATED, "15_2_danh_sach_chi_bo",
         ("STT|Chi bộ|Loại hình|Xếp loại|Năm so sánh|Ghi chú",), part="Danh sách chi bộ",
         notes=says("“Năm so sánh”: 2022, kể cả mức do đảng bộ khác xếp khi đó.")),
    Page("Kết quả xếp loại đảng viên", RATED, "16_xep_loai_dang_vien",
         ("STT|Chi bộ|Tổng số|Không đánh giá|Được đánh giá|HTXSNV|HTTNV|HTNV|KHTNV|Trong đó|Ghi chú",
          f"Miễn|Đình chỉ|< 6 tháng|Khác|Cộng|{LEVELS}|Bị kỷ luật"),
         total="+ + + + + + + + 9/8 + 11/8 + 13/8 + 15/8 + .", beside="Năm 2022",
         notes=lambda rows, total: cap(total[9], total[11])),
    Page("Danh sách xếp loại đảng viên", LISTED, "17_xep_loai_chi_tiet",
         ("STT|Họ và tên|Ngày sinh|Chức vụ|Chi bộ|Tự xếp loại|Chi ủy|Phiếu của chi bộ|Chi bộ đề nghị|Đảng ủy xếp loại|"
          "Lý do|Số, ngày quyết định|Ghi chú xếp loại", "Có mặt|HTXSNV|HTTNV|HTNV|KHTNV"),
         notes=lambda rows, total: [f"{len(rows)} đảng viên."]),
    Page(RATINGS, YEARS, "18_1_muc_chi_bo", ("STT|Chi bộ|2019|2020|2021|2022|2023|So với năm trước",),
         part="Mức của từng chi bộ",
         notes=says("Ô trống: chưa có kết quả của năm đó. “Miễn”, “Đình chỉ”, “< 6 tháng”, “Khác”: lý do không xếp "
                    "loại.")),
    Page(RATINGS, YEARS, "18_2_so_chi_bo over_the_years",
         ("STT|Tổ chức|Chỉ số|2019|2020|2021|2022|2023", "SL|+/−|" * 4 + "SL|+/−"),
         part="Số chi bộ theo mức", notes=says(CHANGES)),
    Page(RATINGS, YEARS, "18_3_so_dang_vien over_the_years",
         ("STT|Tổ chức|Chỉ số|2019|2020|2021|2022|2023", "SL|+/−|" * 4 + "SL|+/−"),
         part="Số đảng viên theo mức", notes=says(CHANGES)),
]  # fmt: skip


# --- The charts ---


def every(row):
    return True


@dataclass(frozen=True)
class Chart:
    """What a chart shows of the rows of a sheet's *queries*: those that are meant (*only*), by the column *label*, of
    each the columns *values*, which go by *names*. One *over the years* has a label a year, and goes by its rows."""

    title: str
    queries: str
    label: int
    values: tuple
    names: tuple
    only: object = every
    is_over_the_years: bool = False


def of_group(name):
    return lambda row: row[0] == name


def of_members(group):
    title = f"Đảng viên theo {group[:1].lower()}{group[1:]}"
    return Chart(title, "04_co_cau", 1, (2,), ("Đảng viên",), of_group(group))


def of_secretaries(group):
    title = f"Bí thư theo {group[:1].lower()}{group[1:]}"
    return Chart(title, "03_2_tong_hop_bi_thu", 1, (2,), ("Bí thư",), of_group(group))


RATED_AS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
LAST_YEARS = ("2019", "2020", "2021", "2022", "2023")


def over_the_years(title, queries):
    """The levels that anybody had, of the whole."""

    def meant(row):
        return row[0] == "Toàn Đảng bộ" and row[1] in RATED_AS

    return Chart(title, queries, 1, (2, 4, 6, 8, 10), LAST_YEARS, meant, is_over_the_years=True)


CHARTS = [
    Chart("Đảng viên theo chi bộ", "01_to_chuc", 0, (2,), ("Đảng viên",)),
    Chart("Đảng viên theo chi bộ", "02_so_lieu_chi_bo", 0, (2,), ("Đảng số",)),
    of_secretaries("Học vấn, chuyên môn"),
    of_secretaries("Lý luận chính trị"),
    of_members("Tuổi đời"),
    of_members("Tuổi đảng"),
    of_members("Chuyên môn"),
    of_members("Lý luận chính trị"),
    Chart("Trước và nay", "05_so_sanh", 0, (1, 2), ("Trước", "Nay"), lambda row: row[1] is not None),
    Chart("Đầu kỳ và cuối kỳ theo chi bộ", "06_tang_giam", 0, (1, 20), ("A. Đầu kỳ", "D. Cuối kỳ")),
    Chart("Người được bồi dưỡng", "11_2_so_nguoi", 0, (1,), ("Số người",), lambda row: row[0] != "Cộng"),
    Chart("Đảng viên theo thôn", "13_thon_dang", 0, (2,), ("Đảng viên",)),
    Chart("Kết quả tính theo tỷ lệ", "14_chi_tieu", 0, (5,), ("Kết quả",)),
    Chart("Mức xếp loại của chi bộ theo loại hình", "15_1_xep_loai_chi_bo", 0, (3, 5, 7, 9), RATED_AS),
    Chart("Mức xếp loại của đảng viên theo chi bộ", "16_xep_loai_dang_vien", 0, (8, 10, 12, 14), RATED_AS),
    over_the_years("Mức xếp loại của chi bộ qua các năm", "18_2_so_chi_bo over_the_years"),
    over_the_years("Mức xếp loại của đảng viên qua các năm", "18_3_so_dang_vien over_the_years"),
]


@pytest.fixture
def author():
    return make_user("OFFICE", Unit.objects.get(code="na-khe"))


@pytest.fixture
def workbook(author, client):
    """The set of 2023 as Excel, as the office takes it."""
    client.force_login(author)
    return client.get(reverse("workbook_file"), {"bo": "nam", "nam": "2023"}).content


def test_every_cell_of_the_workbook_of_2023_is_what_plain_sql_counts(workbook, author):
    contents, *sheets, charts = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets

    assert charts.title == CHART_SHEET
    assert len(sheets) == len(PAGES)
    for page, sheet in zip(PAGES, sheets, strict=True):
        assert read(sheet) == expected(page, author=str(author)), page
    assert read(contents) == expected_contents([sheet.title for sheet in sheets])


def test_every_chart_of_the_workbook_shows_what_plain_sql_counts(workbook):
    """Whatever it is drawn from stands in the tables, where its formulas take it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert [drawn(chart, book) for chart in charts_in(workbook)] == [expected_chart(chart) for chart in CHARTS]


def test_what_the_formulas_of_the_charts_show_is_what_they_take(workbook):
    """A program that does not compute, as a preview, shows the values that the file brings along."""
    book, computed = (openpyxl.load_workbook(io.BytesIO(workbook), data_only=only) for only in (False, True))
    cells = [cell for line in book[CHART_SHEET].iter_rows() for cell in line if str(cell.value).startswith("=")]
    shown = [computed[CHART_SHEET][cell.coordinate].value for cell in cells]
    assert shown == [source(book, cell).value for cell in cells]
    assert cells


def drawn(chart, book):
    """(title, [(name, {label: figure}) of each series])."""
    return chart["title"], [
        (cells_at(book, name)[0].value, dict(zip(read_at(book, labels), read_at(book, values), strict=True)))
        for name, labels, values in chart["series"]
    ]


def read_at(book, address):
    """Every cell stands in a table."""
    cells = cells_at(book, address)
    assert CHART_SHEET not in {cell.parent.title for cell in cells}
    return [cell.value for cell in cells]


def expected_chart(chart):
    [page] = [page for page in PAGES if page.queries == chart.queries]
    rows = [row for row in rows_of(page) if chart.only(row)]
    if chart.is_over_the_years:
        return chart.title, [
            (row[chart.label], {year: row[column] for year, column in zip(chart.names, chart.values, strict=True)})
            for row in rows
        ]
    return chart.title, [
        (name, {row[chart.label]: row[column] for row in rows})
        for name, column in zip(chart.names, chart.values, strict=True)
    ]


# --- What stands on a sheet ---


def read(sheet):
    """Its lines: of the table whole, below its headings; of what stands around it, what is written. Export codes left
    out. Who signs and to whom it goes are one line: which of them stand side by side is the columns' affair."""
    lines = [[plain(cell.value) for cell in line] for line in sheet.iter_rows()]
    table = range(*bounds(sheet, lines))
    shown = [line if number in table else [text for text in line if text] for number, line in enumerate(lines)]
    said = [line for line in shown if any(line) and not (isinstance(line[0], str) and CODE.search(line[0]))]
    end = next((number for number, line in enumerate(said) if SIGNED in line), len(said))
    return [*said[:end], *([sorted(sum(said[end:], []))] if said[end:] else [])]


def bounds(sheet, lines):
    """Of the rows of the table: from below the headings, which every page repeats, to the empty line behind it."""
    first = int(sheet.print_title_rows.rpartition("$")[2])
    return first, next(number for number in range(first, len(lines)) if not any(map(is_said, lines[number])))


def is_said(value):
    return value is not None


def plain(value):
    """A date as the record has it, as precise as it is known; nothing for an empty cell; one blank for many."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if not isinstance(value, str):
        return value
    if found := re.fullmatch(r"(\d{1,2})/(\d{4})", value):
        return f"{found[2]}-{int(found[1]):02}"
    return " ".join(value.split()) or None


# --- What ought to stand there ---


def expected(page, author):
    rows = rows_of(page)
    total = total_of(page, rows)
    return [
        *letterhead(),
        *([line] for line in (page.title.upper(), page.part, page.subtitle) if line),
        *(line.split("|") for line in page.headings),
        *(numbered(rows) if page.is_numbered else rows),
        *([total] if total else []),
        *(a_year_ago(page, total) if page.beside else []),
        *([note] for note in page.notes(rows, total)),
        *signatures(author),
    ]


def expected_contents(names):
    """The first sheet: which reports there are, for when, on which sheet, with how many rows."""
    titles = [page.title for page in PAGES]
    lines = [
        [
            number,
            f"{page.title}: {page.part}" if page.part and titles.count(page.title) > 1 else page.title,
            page.subtitle,
            name,
            sum(row[0] != "Cộng" for row in rows_of(page)),
        ]
        for number, (page, name) in enumerate(zip(PAGES, names, strict=True), 1)
    ]
    return [
        *letterhead(),
        ["BỘ BÁO CÁO NĂM 2023"],
        [DAY],
        ["STT", "Báo cáo", "Thời điểm", "Trang tính", "Số dòng"],
        *lines,
        ["Biểu đồ của các báo cáo: trang tính “Biểu đồ”."],
    ]


def letterhead():
    """The committee has laid down nothing: a report is BC/ĐU (domain.md §7), its number is written by hand."""
    superior, body, place = named_on_top()
    return [
        [superior.upper(), "ĐẢNG CỘNG SẢN VIỆT NAM"],
        [body.upper(), f"{place}, ngày 31 tháng 12 năm 2023"],
        ["*"],
        ["Số -BC/ĐU"],
    ]


def signatures(author):
    """Who made it out and who signs; to whom it goes: the committee above, and the files."""
    superior, _, _ = named_on_top()
    [[signer]] = ask("SELECT full_name FROM secretary WHERE unit_id = (SELECT id FROM commune)")
    signed = [SIGNED, "T/M BAN THƯỜNG VỤ", "BÍ THƯ", author, signer]
    return [sorted([*signed, "Nơi nhận:", f"- {superior} (báo cáo);", "- Lưu."])]


def named_on_top():
    [names] = ask(
        "SELECT s.committee_name, n.committee_name, n.place FROM units_unitname n "
        "JOIN units_unitparent p ON p.unit_id = n.unit_id JOIN units_unitname s ON s.unit_id = p.parent_id "
        "WHERE n.unit_id = (SELECT id FROM commune)"
    )
    return names


def rows_of(page, year=2023):
    text = "\n".join((GOLDEN / f"{name}.sql").read_text(encoding="utf-8") for name in page.queries.split())
    rows = ask(text, year)
    if page.queries.endswith("over_the_years"):
        return side_by_side(rows)
    if page.is_beside_each and year == 2023:
        return beside_each(rows, rows_of(page, 2022))
    return named(rows) if page.queries == "05_so_sanh" else rows


def ask(text, year=2023):
    """The rows of the_year with *text* below it, of another *year* with every day in them moved by as many years."""
    text = f"{(GOLDEN / 'the_year.sql').read_text(encoding='utf-8')}\n{text}"
    with connection.cursor() as cursor:
        cursor.execute(re.sub(r"\b20[12]\d\b", lambda found: str(int(found[0]) + year - 2023), text))
        return [[stored(value) for value in row] for row in cursor.fetchall()]


def stored(value):
    """As both databases mean it: a whole number, a share, a date as its text; nothing for an empty text."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return None if value == "" else getattr(value, "isoformat", lambda: value)()


def named(rows):
    """The comparison with its last column: who or what the numbers are made of, by name."""
    without = ask("SELECT short_name FROM branch WHERE id NOT IN (SELECT unit_id FROM chi_uy)")
    heads = {year: sorted(f"{name} ({village})" for name, village in ask(HEADS_OUTSIDE, year)) for year in (2022, 2023)}
    found = {
        "Chi bộ có chi ủy": f"chưa có: {listed(name for [name] in without)}",
        "Trưởng thôn chưa là đảng viên": f"trước: {listed(heads[2022])}; nay: {listed(heads[2023])}",
    }
    assert ask("SELECT id FROM branch ORDER BY id") == ask("SELECT id FROM branch_before ORDER BY id")
    return [[*row, found.get(row[0])] for row in rows]


HEADS_OUTSIDE = "SELECT full_name, village FROM head WHERE is_member = 0"


def beside_each(rows, before):
    """[group, level, number, share, number a year ago, difference]; what is no more stands last in its group."""
    was = {(group, level): number for group, level, number, _ in before}
    found = [[*row, was.get(tuple(row[:2]), 0), row[2] - was.pop(tuple(row[:2]), 0)] for row in rows]
    found += [[*key, 0, 0.0, number, -number] for key, number in was.items()]
    groups = list(dict.fromkeys(row[0] for row in rows))
    return sorted(found, key=lambda row: groups.index(row[0]))


def side_by_side(cells):
    """[subject, figure, number of 2019, change, number of 2020, change …] from a cell a year."""
    lines = {}
    for subject, figure, year, number in cells:
        lines.setdefault((subject, figure), {})[year] = number
    return [[*line, *numbers_and_changes(by_year)] for line, by_year in lines.items()]


def numbers_and_changes(by_year):
    for year in range(2019, 2024):
        now, before = by_year[year], by_year[year - 1]
        yield from (now, None if None in (now, before) else now - before)


def numbered(rows):
    return [[None if row[0] == "Cộng" else number, *row] for number, row in enumerate(rows, 1)]


def total_of(page, rows):
    """The whole line “Cộng”; nothing where a sheet has none."""
    line = [None, "Cộng"]
    for column, sign in enumerate(page.total.split(), 1):
        line.append(summed(sign, [row[column] for row in rows], line))
    return line[not page.is_numbered :] if page.total else []


def summed(sign, values, line):
    if sign == "+":
        return sum(values)
    if sign == "c":
        return values.count("Có")
    if sign == ".":
        return None
    part, whole = (line[int(column)] for column in sign.split("/"))
    return float(tenths(Decimal(100 * part) / whole))


def a_year_ago(page, total):
    """The line of the year before, and how much more each figure is now."""
    before = total_of(page, rows_of(page, 2022))
    label = before.index("Cộng") + 1
    pairs = zip(total[label:], before[label:], strict=True)
    change = [None if None in pair else round(pair[0] - pair[1], 1) for pair in pairs]
    number = before[: label - 1]
    return [[*number, page.beside, *before[label:]], [*number, "So sánh", *change]]


def tenths(share):
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def count(rows, column, value):
    return sum(row[column] == value for row in rows)


def listed(names):
    return ", ".join(names)
