"""A large file, as somebody at a screen brings it: the page that reads, the review by itself, the page that writes."""

import pytest
from playwright.sync_api import expect

from members.models import Person
from members.views import imports
from nakhe.access import Role
from tests.browser.conftest import PHONE
from tests.browser.test_pages import violations, width_of
from tests.factories import make_commune, make_unit, make_user
from tests.importing.sheets import HEADINGS, workbook_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAN, TU = [1, "Vàng Thị Lan", "3/2/1990", "Na Pô"], [2, "Hà Văn Tú", "1/1/1970", "Na Pô"]


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(imports, "LARGE", 1)
    monkeypatch.setattr(imports, "LONG", 1)
    commune = make_commune()
    make_unit("Chi bộ thôn Na Pô", commune)
    return make_user(Role.OFFICE, commune)


def bring(page, *rows):
    page.goto("/nhap/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "danh-sach.xlsx", "mimeType": kind, "buffer": workbook_of(*rows)}
    )
    page.get_by_role("button", name="Đọc tệp").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_reading_to_the_review_to_the_register(office, signed_in, javascript):
    page = signed_in(office, size=PHONE, javascript=javascript)
    bring(page, HEADINGS, LAN, TU)
    expect(page.get_by_role("heading", name="Xem lại trước khi ghi")).to_be_visible()
    page.get_by_role("button", name="Ghi 2 dòng vào sổ").click()
    expect(page.get_by_text("Đã ghi tệp danh-sach.xlsx vào sổ.")).to_be_visible()

    expect(page.locator("progress:visible")).to_have_count(0)
    assert width_of(page.screenshot(full_page=True)) == PHONE["width"]
    assert Person.objects.count() == 2


def test_what_is_refused_is_said_where_the_reading_was_shown(office, signed_in):
    page = signed_in(office)
    bring(page, ["Chi bộ", "Đảng số"], ["Na Pô", 12])
    expect(page.get_by_text("Tệp này không phải danh sách đảng viên")).to_be_visible()

    expect(page.get_by_role("heading", name="Đang đọc tệp")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Chọn lại tệp").click()
    expect(page.get_by_role("heading", name="Nhập từ Excel")).to_be_visible()
