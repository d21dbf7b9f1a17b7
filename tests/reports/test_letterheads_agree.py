"""What a report says above and below its tables: the same on the printed page, in Excel and in Word, as of its day.

On 1 July 2025 districts end: Na Khê lies under the province, which has another name from that day on.
"""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from members.letterhead_change import lay_down
from nakhe.access import Role
from reports.registry import reports
from tests.factories import make_member, make_office, make_unit, make_user
from tests.reports.asking import worksheets
from tests.reports.reading_word import opened, texts
from units.models import UnitName, UnitParent

MERGER = date(2025, 7, 1)
every_report = pytest.mark.parametrize("slug", list(reports()))


@pytest.fixture
def merged(rated_commune):
    unit = rated_commune.unit
    district = unit.parents.get()
    province = make_unit("Đảng bộ tỉnh Tuyên Quang", kind="PROVINCE", code="tuyen-quang")
    UnitName.objects.filter(unit=province).update(committee_name="Tỉnh ủy Tuyên Quang")
    district.ended_on = MERGER
    district.save()
    UnitParent.objects.create(unit=unit, parent=province, started_on=MERGER)
    old = UnitName.objects.get(unit=unit)
    old.ended_on = MERGER
    old.save()
    UnitName.objects.create(
        unit=unit, name="Đảng bộ xã Bạch Đích", short_name="Bạch Đích",
        committee_name="Đảng ủy xã Bạch Đích", place="Bạch Đích", started_on=MERGER,
    )  # fmt: skip
    thinh, my = (make_member(name, rated_commune.police) for name in ("Hoàng Đức Thịnh", "Ly Thị Mỷ"))
    make_office(thinh, unit, ended_on=MERGER)
    make_office(my, unit, "DEPUTY_SECRETARY")
    lay_down(
        unit, MERGER, {"recipients": "- [cấp trên];\n- Lưu VP.", "report_symbol": "BC-ĐU", "signs": "FOR_SECRETARY"}
    )
    return rated_commune


BEFORE = {
    "HUYỆN ỦY YÊN MINH", "ĐẢNG ỦY XÃ NA KHÊ", "*", "Số 12-BC/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Nơi nhận:", "- Huyện ủy Yên Minh (báo cáo);", "- Lưu.",
    "NGƯỜI LẬP BIỂU", "Nông Thị Duyên", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Đức Thịnh",
}  # fmt: skip
AFTER = {
    "TỈNH ỦY TUYÊN QUANG", "ĐẢNG ỦY XÃ BẠCH ĐÍCH", "*", "Số 12-BC-ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Nơi nhận:", "- Tỉnh ủy Tuyên Quang;", "- Lưu VP.",
    "NGƯỜI LẬP BIỂU", "Nông Thị Duyên", "T/M BAN THƯỜNG VỤ", "K/T BÍ THƯ", "PHÓ BÍ THƯ", "Ly Thị Mỷ",
}  # fmt: skip
OWN = {
    "ĐẢNG ỦY XÃ BẠCH ĐÍCH", "NA PÔ", "*", "Số -BC-CB", "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Nơi nhận:", "- Đảng ủy xã Bạch Đích (báo cáo);", "- Lưu chi bộ.",
    "NGƯỜI LẬP BIỂU", "Giàng Mí Dính", "T/M CHI BỘ", "BÍ THƯ", "Vàng Thị Lan",
}  # fmt: skip


EXCHANGE = "nhap-lieu-4-0"


class Printed(HTMLParser):
    """The paragraphs of the head and the end of a page that is printed."""

    def __init__(self):
        super().__init__()
        self.depth, self.said, self.paragraph = 0, [], None

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        if tag == "div" and (self.depth or {"thu", "ky"} & set(classes)):
            self.depth += 1
        elif tag == "p" and self.depth:
            self.paragraph = ""

    def handle_data(self, data):
        if self.paragraph is not None:
            self.paragraph += data

    def handle_endtag(self, tag):
        if tag == "div" and self.depth:
            self.depth -= 1
        elif tag == "p" and self.paragraph is not None:
            self.said.append(self.paragraph)
            self.paragraph = None


def lines(said):
    return {" ".join(text.split()) for text in said if text.strip()}


def on_page(client, slug, asked):
    reader = Printed()
    reader.feed(client.get(reverse("report", args=[slug]), asked).content.decode())
    return lines(reader.said)


def in_excel(data, title):
    """Of every worksheet: what stands above the title, and from the signatures with “Nơi nhận” on."""
    found = []
    for page in worksheets(data):
        said = [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
        end = min(said.index("NGƯỜI LẬP BIỂU"), said.index("Nơi nhận:"))
        found.append(lines(said[: said.index(title.upper())] + said[end:]))
    return found


def in_word(data, title):
    said = texts(opened(data))
    return lines(said[: said.index(title.upper())] + said[said.index("Nơi nhận:") :])


def everywhere(client, slug, asked):
    """The lines of page, Word and each worksheet; the upper system's own file has its layout and no letterhead."""
    title = reports()[slug].title
    excel, word = (client.get(reverse("report_file", args=[slug, kind]), asked).content for kind in ("xlsx", "docx"))
    sheets = [] if slug == EXCHANGE else in_excel(excel, title)
    return [on_page(client, slug, asked), in_word(word, title), *sheets]


def is_yearly(slug):
    return "year" in reports()[slug].parameters


@every_report
def test_before_the_merger_all_say_the_names_of_then(merged, client, slug):
    client.force_login(make_user(Role.OFFICE, merged.unit, full_name="Nông Thị Duyên"))
    day = "ngày 31 tháng 12 năm 2023" if is_yearly(slug) else "ngày 28 tháng 5 năm 2024"
    for said in everywhere(client, slug, {"ngay": "28/05/2024", "so": "12"}):
        assert said == BEFORE | {f"Na Khê, {day}"}


@every_report
def test_after_the_merger_all_say_the_names_of_now(merged, client, slug):
    client.force_login(make_user(Role.OFFICE, merged.unit, full_name="Nông Thị Duyên"))
    day, asked = "ngày 15 tháng 7 năm 2025", {"ngay": "15/07/2025", "so": "12"}
    if is_yearly(slug):
        day, asked = "ngày 31 tháng 12 năm 2025", {"nam": "2025", "so": "12"}
    for said in everywhere(client, slug, asked):
        assert said == AFTER | {f"Bạch Đích, {day}"}


@pytest.mark.parametrize("slug", ["to-chuc", "co-cau", "danh-sach-dang-vien", "xep-loai-dang-vien"])
def test_a_chi_bo_secretarys_paper_is_the_chi_bos_own(merged, client, slug):
    """No number typed: room for a pen. Na Pô has no name of place of its own, so the committee's stands there."""
    client.force_login(make_user(Role.UNIT_SECRETARY, merged.na_po, full_name="Giàng Mí Dính"))
    asked = {"nam": "2025"} if is_yearly(slug) else {"ngay": "15/07/2025"}
    day = "ngày 31 tháng 12 năm 2025" if is_yearly(slug) else "ngày 15 tháng 7 năm 2025"
    for said in everywhere(client, slug, asked):
        assert said == OWN | {f"Bạch Đích, {day}"}


@pytest.mark.parametrize("typed", ["12-BC/ĐU", "0", "mười hai", "<b>", "123456"])
def test_what_is_no_number_is_told_and_no_paper_is_made(merged, client, typed):
    client.force_login(make_user(Role.OFFICE, merged.unit))
    for name, args in (("report", ["to-chuc"]), ("report_file", ["to-chuc", "xlsx"]), ("written_report_file", [])):
        answer = client.get(reverse(name, args=args), {"so": typed})
        assert answer.status_code == 400
        assert "Ghi riêng số" in answer.content.decode()
