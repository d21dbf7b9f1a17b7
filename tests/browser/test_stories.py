"""What people do all day, in a real browser: sign in, find, change, rate, take away."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from members.models import MemberRating, Person
from nakhe.access import Role
from tests.browser.conftest import PHONE, downloading
from tests.browser.test_pages import na_khe, violations  # noqa: F401  (the small register)
from tests.factories import make_user
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretary(na_khe, signed_in):  # noqa: F811
    return signed_in(make_user(Role.SECRETARY, na_khe))


def test_signing_in_leads_to_the_overview_and_out_again(na_khe, browse):  # noqa: F811
    user = make_user(Role.SECRETARY, na_khe)
    page = browse()
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill("sai mật khẩu")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Tên đăng nhập")).to_have_value(user.username)

    page.get_by_label("Mật khẩu", exact=True).fill(user.username)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan")

    page.get_by_role("button", name="Đăng xuất").last.click()
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()


def test_finding_someone_without_accents(secretary):
    secretary.keyboard.press("/")
    secretary.keyboard.type("hoang bang")
    secretary.keyboard.press("Enter")
    expect(secretary.get_by_role("link", name="Hoàng Văn Bằng")).to_be_visible()
    expect(secretary.get_by_role("link", name="Lù Thị Chấn")).to_have_count(0)


def test_ticking_two_people_and_changing_one_field_of_both(secretary):
    secretary.goto(reverse("people"))
    expect(secretary.get_by_text("Chưa chọn ai")).to_be_visible()
    secretary.get_by_label("Chọn cả trang này").check()
    expect(secretary.get_by_text("Đã chọn 2 đồng chí")).to_be_visible()
    secretary.get_by_role("button", name="Chọn tất cả 2 người").click()
    expect(secretary.get_by_role("heading", level=1)).to_have_text("Đã chọn 2 người")
    assert violations(secretary) == []
    secretary.get_by_role("button", name="Sửa một mục").click()
    secretary.get_by_label("Nghề nghiệp").check()
    secretary.get_by_role("button", name="Tiếp tục").click()
    secretary.get_by_label("Nghề nghiệp").fill("Nông dân")
    secretary.get_by_label("Lý do thay đổi").fill("Rà soát")
    secretary.get_by_role("button", name="Xem trước").click()
    expect(secretary.get_by_role("button", name="Lưu cho 2 người")).to_be_visible()
    assert violations(secretary) == []
    secretary.get_by_role("button", name="Lưu cho 2 người").click()

    expect(secretary.get_by_text("Đã sửa nghề nghiệp của 2 người.")).to_be_visible()
    assert set(Person.objects.filter(memberships__isnull=False).values_list("occupation", flat=True)) == {"Nông dân"}


def test_ticking_and_choosing_columns_need_no_javascript(na_khe, signed_in):  # noqa: F811
    page = signed_in(make_user(Role.SECRETARY, na_khe), javascript=False, size=PHONE)
    page.goto(reverse("people"))
    page.locator("summary", has_text="Cột: 9").click()
    page.get_by_role("checkbox", name="Dân tộc").check()
    page.get_by_label("Thứ tự cột Dân tộc").fill("2")
    page.get_by_role("button", name="Xếp lại cột").click()
    shown = "full_name,ethnicity,birth_on,sex,unit,position,admitted_on,party_age,standing,rating"
    expect(page).to_have_url(re.compile(f"cot={quote(shown)}$"))

    page.get_by_label("Chọn Hoàng Văn Bằng").check()
    page.get_by_role("button", name="Xuất Excel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xuất Excel 1 người")
    page.goto(reverse("people"))
    page.get_by_role("button", name="Chọn tất cả 2 người").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã chọn 2 người")


def test_changing_a_record_asks_for_what_is_wrong_and_keeps_what_was_typed(secretary):
    chan = Person.objects.get(full_name="Lù Thị Chấn")
    secretary.goto(reverse("person_edit", args=[chan.pk]))
    secretary.get_by_label("Ngày sinh").fill("31/2/1988")
    secretary.get_by_role("button", name="Lưu thay đổi").click()
    expect(secretary.get_by_role("alert").first).to_contain_text("Tháng 2 không có ngày 31")
    expect(secretary.get_by_label("Ngày sinh")).to_have_value("31/2/1988")

    secretary.get_by_label("Ngày sinh").fill("21/10/1988")
    secretary.get_by_label("Lý do thay đổi").fill("Đối chiếu giấy khai sinh")
    secretary.get_by_role("button", name="Lưu thay đổi").click()
    expect(secretary.get_by_text("Đã lưu thay đổi của Lù Thị Chấn.")).to_be_visible()
    chan.refresh_from_db()
    assert str(chan.birth_on) == "21/10/1988"


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_rating_a_chi_bo_saves_itself_or_by_one_button(na_khe, signed_in, javascript):  # noqa: F811
    na_po = Unit.objects.get(code="na-po")
    page = signed_in(make_user(Role.UNIT_SECRETARY, na_po), javascript=javascript)
    page.goto(f"{reverse('ratings')}?nam=2023&don_vi={na_po.pk}")
    page.get_by_role("row", name="Lù Thị Chấn").get_by_text("HTTNV", exact=True).last.click()
    if javascript:
        expect(page.locator("#da-luu")).to_contain_text("Lưu lúc")
    else:
        page.get_by_role("button", name="Lưu kết quả").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã lưu 1 kết quả xếp loại")
    assert MemberRating.objects.get(person__full_name="Lù Thị Chấn", year=2023).level == "GOOD"


def test_taking_a_report_away_in_excel(secretary, tmp_path):
    secretary.goto(f"{reverse('report', args=['to-chuc'])}?ngay=28/05/2024")
    with downloading(secretary, tmp_path / "to-chuc.xlsx"):
        secretary.get_by_role("link", name=re.compile("^Excel")).click()
    cells = [cell.value for row in load_workbook(tmp_path / "to-chuc.xlsx").active for cell in row]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in cells
    assert "Hoàng Văn Bằng" in cells


def test_the_bar_at_the_foot_of_a_phone_leads_everywhere(na_khe, signed_in):  # noqa: F811
    page = signed_in(make_user(Role.CADRE, na_khe), size=PHONE)
    for name, heading in [("Chi bộ", "Chi bộ"), ("Đảng viên", "Đảng viên"), ("Báo cáo", "Báo cáo")]:
        page.get_by_role("navigation", name="Mục chính").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_the_keyboard_alone_reaches_the_content_first(secretary):
    secretary.goto("/chi-bo/")
    secretary.keyboard.press("Tab")
    secretary.keyboard.press("Enter")
    assert secretary.evaluate("document.activeElement.id") == "noi-dung"
