"""A long file, as somebody at a screen takes it: the page that works, the file that comes by itself."""

from threading import Event

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from nakhe import long_exports, progress
from nakhe.access import Role
from reports import exported
from tests.browser.conftest import PHONE
from tests.browser.test_pages import violations, width_of
from tests.factories import make_commune, make_unit, make_user
from tests.reports.many import many_members

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(settings, tmp_path):
    settings.LONG_LIST, settings.WAITING_FILES = 9, tmp_path / "waiting"
    commune = make_commune()
    many_members(make_unit("Na Pô", commune), 40)
    return make_user(Role.OFFICE, commune)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_the_file_comes_by_itself_and_the_page_says_so(office, signed_in, tmp_path, javascript):
    page = signed_in(office, size=PHONE, javascript=javascript)
    page.goto(f"{reverse('report', args=['danh-sach-loc'])}?ngay=28/05/2024")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    download.value.save_as(tmp_path / "taken.csv")

    assert len((tmp_path / "taken.csv").read_text().splitlines()) == 1 + 40
    expect(page.get_by_role("heading", name="Đang lập tệp")).to_be_visible()
    expect(page.get_by_text("Đã lập xong tệp 40 dòng.")).to_be_visible()
    expect(page.locator("progress:visible")).to_have_count(0)
    assert width_of(page.screenshot(full_page=True)) == PHONE["width"]
    page.get_by_role("link", name="Tải tệp").click()
    expect(page.get_by_role("heading", name="Tệp này không còn ở đây")).to_be_visible()


def test_only_the_latest_line_shows_while_the_file_is_made(office, signed_in, monkeypatch):
    """Chromium draws the page before it is whole: until then no line is the last child of its parent."""
    looked = Event()

    def slow(written, rows):
        for done, total in long_exports.steps(written, rows):
            yield done, total
            if done == 20:
                looked.wait(30)

    monkeypatch.setattr(progress, "APART", 0)
    monkeypatch.setattr(exported, "steps", slow)
    page = signed_in(office)
    page.goto(f"{reverse('report', args=['danh-sach-loc'])}?ngay=28/05/2024")
    try:
        page.get_by_role("link", name="CSV", exact=True).click(no_wait_after=True)
        expect(page.get_by_text("Đã xong 20 / 40 dòng")).to_be_visible()
        expect(page.locator("progress:visible")).to_have_count(1)
        expect(page.get_by_text("Đã xong 19 / 40 dòng")).to_be_hidden()
    finally:
        with page.expect_download():
            looked.set()
    expect(page.locator("progress:visible")).to_have_count(0)


def test_the_page_has_no_accessibility_violation(office, signed_in):
    page = signed_in(office)
    with page.expect_download():
        page.goto(f"{reverse('report', args=['danh-sach-loc'])}?ngay=28/05/2024")
        page.get_by_role("link", name="CSV", exact=True).click()
    expect(page.get_by_role("link", name="Tải tệp")).to_be_visible()
    assert violations(page) == []
