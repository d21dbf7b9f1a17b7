"""An empty register in a browser: from the code of the server to the first chi bộ, wide and narrow."""

import pytest
from playwright.sync_api import expect

from nakhe.models import User
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_pages import violations
from tests.importing.conftest import SAMPLES
from tests.importing.sheets import workbook_of
from units.first_code import first_code, has_begun
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GIVEN = {
    "Tên đảng bộ": "Đảng bộ xã Na Khê",
    "Cấp ủy cấp trên trực tiếp": "Tỉnh ủy Tuyên Quang",
    "Địa danh": "Na Khê",
    "Họ và tên": "Nguyễn Văn An",
    "Tên đăng nhập": "quantri",
}
NEW = "mua-xuan-na-khe-26"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_first_day_from_the_code_to_the_first_chi_bo(browse, size, tmp_path):
    has_begun.clear()
    page = browse(size=size)
    page.goto("/dang-vien/")
    looked_at = [look(page, size)]
    fill(page, {**GIVEN, "Mã lập sổ": "sai"})
    page.get_by_role("button", name="Lập sổ").click()
    expect(page.get_by_role("link", name="Mã lập sổ: Mã chưa đúng.")).to_be_visible()
    looked_at.append(look(page, size))

    fill(page, {"Mã lập sổ": first_code()})
    page.get_by_role("button", name="Lập sổ").click()
    password = page.locator(".secret").inner_text()
    looked_at.append(look(page, size))
    sign_in(page, password)

    page.goto("/")
    page.get_by_role("link", name="Bước tiếp").click()
    expect(page.get_by_role("link", name="Nhập tệp chi bộ")).to_be_visible()
    looked_at.append(look(page, size))
    page.get_by_role("link", name="Nhập tệp chi bộ").click()
    read(page, SAMPLES / "don-vi.csv")
    expect(page.get_by_role("button", name="Ghi 7 dòng vào sổ")).to_be_visible()
    looked_at.append(look(page, size))
    page.get_by_role("button", name="Ghi 7 dòng vào sổ").click()
    expect(page.get_by_text("7 chi bộ, 4 thôn")).to_be_visible()

    strange = tmp_path / "la.xlsx"
    strange.write_bytes(workbook_of(["Chi bộ", "Loại hình"], ["Chi bộ thôn Na Po", "thôn"], ["Chi bộ X", "nhà máy"]))
    page.goto("/nhap/chi-bo/")
    read(page, strange)
    page.get_by_label("Là Chi bộ thôn Na Pô").check()
    page.get_by_role("button", name="Xem lại theo câu trả lời").click()
    expect(page.get_by_text("Còn 1 dòng lỗi")).to_be_visible()
    looked_at.append(look(page, size))

    assert looked_at == [([], True)] * len(looked_at)
    assert (Unit.objects.branches().count(), User.objects.count()) == (7, 1)


def look(page, size):
    """(violations, whether the page is as wide as the window)."""
    return violations(page), page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def fill(page, given):
    for label, text in given.items():
        page.get_by_label(label, exact=True).fill(text)


def sign_in(page, password):
    page.get_by_role("link", name="Đã ghi, đăng nhập").click()
    fill(page, {"Tên đăng nhập": "quantri", "Mật khẩu": password})
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("[name=old_password]").fill(password)
    page.locator("[name=new_password1]").fill(NEW)
    page.locator("[name=new_password2]").fill(NEW)
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/xong/")


def read(page, path):
    page.get_by_label("Tệp danh sách chi bộ").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp").click()
