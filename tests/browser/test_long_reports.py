"""The pages of a long report, and the page that checks its file, as somebody at a screen meets them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from nakhe.access import Role
from reports import row_pages
from tests.browser.conftest import DESKTOP, PHONE, downloading
from tests.browser.test_pages import violations, width_of
from tests.factories import make_commune, make_unit, make_user
from tests.reports.many import many_members

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(row_pages, "ROWS_A_PAGE", 5)
    commune = make_commune(code="na-khe")
    many_members(make_unit("Na Pô", commune, code="na-po"), 60)
    return make_user(Role.OFFICE, commune)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_page_to_page_to_the_file_and_back_with_it(office, signed_in, tmp_path, size):
    page = signed_in(office, size=size)
    page.goto(f"{reverse('report', args=['danh-sach-loc'])}?ngay=28/05/2024&cot=sex")
    page.get_by_role("navigation", name="Trang").get_by_role("link", name="Sau").click()
    expect(page.get_by_text("Dòng 6–10 trên 60 dòng; tệp có đủ.").last).to_be_visible()
    assert violations(page) == []
    assert width_of(page.screenshot(full_page=True)) == size["width"]
    page.emulate_media(media="print")
    expect(page.get_by_text("Dòng 6–10 trên 60 dòng; tệp có đủ.").locator("visible=true")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Trang")).to_be_hidden()
    page.emulate_media(media="screen")
    with downloading(page, tmp_path / "danh-sach.csv"):
        page.get_by_role("link", name="CSV", exact=True).click()

    page.goto(reverse("file_check"))
    page.get_by_label("Tệp (").set_input_files(tmp_path / "danh-sach.csv")
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("NGUYÊN VẸN")).to_be_visible()
    expect(page.get_by_text("60 dòng")).to_be_visible()
    assert violations(page) == []
    assert width_of(page.screenshot(full_page=True)) == size["width"]
