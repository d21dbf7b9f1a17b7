"""What somebody has to be told who sees the pages of importing for the first time."""

import io
import re

import openpyxl
import pytest

from members.importing.template import template
from members.importing_training.fields import kind_named_in
from members.models import MemberRating
from members.views.import_files import rest_name
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from tests.factories import make_member, make_user
from tests.importing.sheets import HEADINGS
from tests.importing.test_pages import LAN, TU, WRONG, reviewed

OFFICIAL = [*HEADINGS, "Ngày chính thức"]
COUNTED = "được tính là đảng viên dự bị"
NOTHING = "Không có gì để ghi"
NONE_YET = "Chưa ghi được dòng nào"


@pytest.fixture
def secretary(client, na_po):
    client.force_login(make_user("SECRETARY", na_po.parent_on(today())))
    return client


def bottom(page):
    """The box with the buttons that decide."""
    return page.text.split('id="ghi"')[1]


def test_a_file_of_mistakes_alone_says_what_to_do_next(secretary):
    _, page = reviewed(secretary, HEADINGS, WRONG)
    assert NONE_YET in bottom(page) and NOTHING not in bottom(page)
    assert "ghi xong vẫn hoàn tác được" not in bottom(page) and 'href="#ghi"' not in page.text


def test_a_file_that_is_on_record_already_has_nothing_to_write(secretary):
    address, page = reviewed(secretary, HEADINGS, LAN, TU)
    assert "Ghi 2 dòng vào sổ" in bottom(page) and 'href="#ghi"' in page.text
    secretary.post(address, {"ghi": "tat-ca"})

    _, again = reviewed(secretary, HEADINGS, LAN, TU)
    assert NOTHING in bottom(again) and NONE_YET not in bottom(again)
    assert "Ghi tất cả" not in bottom(again)


def test_new_members_without_an_official_date_are_named_by_number(secretary):
    """Of three, one has the day; one more is said to be probationary."""
    with_day, without = [*LAN, "3/2/2016"], [*TU, ""]
    _, page = reviewed(secretary, OFFICIAL, with_day, without)
    assert f"1 người mới không có ngày chính thức trong tệp nên {COUNTED}" in page.text

    _, page = reviewed(secretary, [*HEADINGS, "Đảng viên dự bị"], [*LAN, "x"], [*TU, "x"])
    assert COUNTED not in page.text


def test_those_on_record_are_not_counted_again(secretary):
    address, page = reviewed(secretary, HEADINGS, LAN)
    assert COUNTED in page.text
    secretary.post(address, {"ghi": "tat-ca"})
    _, again = reviewed(secretary, HEADINGS, LAN)
    assert COUNTED not in again.text


def test_what_was_left_is_named_for_its_file(secretary):
    address, _ = reviewed(secretary, HEADINGS, WRONG, name="so-dang-vien.xlsx")
    answer = secretary.get(f"{address}con-lai/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="so-dang-vien-con-lai.xlsx"'


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Sổ 2024.xls", "Sổ 2024-con-lai.xlsx"),
        ("so-con-lai.xlsx", "so-con-lai.xlsx"),
        ("ds.cũ.csv", "ds.cũ-con-lai.xlsx"),
    ],
)
def test_the_name_keeps_what_it_was_called(name, left):
    assert rest_name(name) == left


def test_what_was_written_is_one_click_away(secretary, na_po):
    """Of each kind its own list, not that of members."""
    make_member("Vàng Thị Lan", na_po, birth_on=PartialDate.from_iso("1990-02-03"))
    address, _ = reviewed(secretary, HEADINGS, TU)
    secretary.post(address, {"ghi": "tat-ca"})
    assert '<a href="/dang-vien/">Xem danh sách đảng viên</a>' in secretary.get(address).text

    rows = [["Họ và tên", "Ngày sinh", "Lớp", "Loại lớp", "Từ ngày"]]
    rows += [["Vàng Thị Lan", "3/2/1990", "Chuyển đổi số", "Cập nhật kiến thức", "14/8/2023"]]
    address, page = reviewed(secretary, *rows)
    secretary.post(address, {re.search(r'name="(tra_loi:course[^"]+)"', page.text)[1]: "new"})
    secretary.post(address, {"ghi": "tat-ca"})
    assert '<a href="/boi-duong/">Xem các lớp bồi dưỡng</a>' in secretary.get(address).text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bồi dưỡng lý luận chính trị dành cho đảng viên mới", "NEW_MEMBERS"),
        ("Lớp đảng viên mới 2024", "NEW_MEMBERS"),
        ("Sơ cấp lý luận chính trị", "POLITICAL_THEORY"),
        ("Nghiệp vụ công tác đảng cho trưởng thôn", None),
    ],
)
def test_the_course_for_new_members_is_asked_for_no_kind(name, kind):
    assert kind_named_in(name) == kind


def test_clerks_read_no_commands(secretary):
    assert "manage.py" not in secretary.get("/bat-dau/buoc-tiep/").text


def test_ratings_brought_by_a_file_are_found_before_the_first_campaign(secretary, na_po):
    page = secretary.get("/xep-loai/")
    assert "Chưa có đợt xếp loại nào." in page.text and "xep-loai-nhieu-nam" not in page.text
    lan = make_member("Vàng Thị Lan", na_po)
    MemberRating.objects.create(person=lan, unit=na_po, year=2023, level="GOOD")
    assert 'href="/bao-cao/xep-loai-nhieu-nam/"' in secretary.get("/xep-loai/").text


def test_template_and_what_was_left_are_printed_on_the_width_of_a_page(secretary, na_po):
    address, _ = reviewed(secretary, HEADINGS, WRONG)
    left = secretary.get(f"{address}con-lai/").content
    for data in (left, template(make_user("OFFICE", na_po.parent_on(today())), today())):
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
