"""The tasks of every day, and how many actions each takes: a click, a field filled in, a key pressed."""

import pytest
from playwright.sync_api import expect

from members.models import Person
from nakhe.access import Role
from tests.browser.test_pages import na_khe  # noqa: F401  (the small register)
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])


class Hand:
    """Does what a person does on a page, and counts it."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def fill(self, label, text):
        self.actions += 1
        self.page.get_by_label(label, exact=True).last.fill(text)

    def choose(self, label, text):
        self.actions += 1
        self.page.get_by_label(label, exact=True).select_option(label=text)

    def click(self, name, role="button"):
        self.actions += 1
        self.page.get_by_role(role, name=name, exact=True).last.click()

    def open(self, name):
        """A menu."""
        self.actions += 1
        self.page.locator("summary", has_text=name).click()

    def press(self, key):
        self.actions += 1
        self.page.keyboard.press(key)

    def search(self, words):
        self.actions += 2
        self.page.get_by_role("searchbox").first.fill(words)
        self.page.keyboard.press("Enter")


@pytest.fixture
def hand(na_khe, signed_in):  # noqa: F811
    def at_work(**window):
        page = signed_in(make_user(Role.SECRETARY, na_khe), **window)
        page.goto("/")
        return Hand(page)

    return at_work


@SCRIPT
def test_finding_a_person_takes_three_actions(hand, javascript):
    hand = hand(javascript=javascript)
    hand.search("lu chan")
    hand.click("Lù Thị Chấn", "link")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Lù Thị Chấn")
    assert hand.actions == 3


@SCRIPT
def test_recording_a_transfer_takes_ten_actions(hand, javascript):
    hand = hand(javascript=javascript)
    hand.search("lu chan")
    hand.click("Lù Thị Chấn", "link")
    hand.open("Ghi biến động")
    hand.click("Chuyển nội bộ", "link")
    hand.choose("Đến chi bộ", "Chi bộ Trường học")
    hand.fill("Ngày hiệu lực", "1/6/2024")
    hand.fill("Số quyết định", "12-QĐ/ĐU")
    hand.click("Xem trước")
    expect(hand.page.get_by_role("heading", name="Sẽ thay đổi")).to_be_visible()
    hand.click("Ghi vào sổ")
    expect(hand.page.get_by_role("status")).to_contain_text("Đã ghi chuyển nội bộ: Lù Thị Chấn.")
    chan = Person.objects.get(full_name="Lù Thị Chấn")
    assert chan.memberships.get(ended_on=None).unit.code == "truong-hoc"
    assert hand.actions == 10


@SCRIPT
def test_correcting_a_birth_date_takes_seven_actions(hand, javascript):
    hand = hand(javascript=javascript)
    hand.search("lu chan")
    hand.click("Lù Thị Chấn", "link")
    hand.click("Sửa lý lịch", "link")
    hand.fill("Ngày sinh", "21/10/1988")
    hand.fill("Lý do thay đổi", "Đối chiếu giấy khai sinh")
    hand.click("Lưu thay đổi")
    expect(hand.page.get_by_role("status")).to_contain_text("Đã lưu thay đổi của Lù Thị Chấn.")
    assert str(Person.objects.get(full_name="Lù Thị Chấn").birth_on) == "21/10/1988"
    assert hand.actions == 7


@SCRIPT
def test_how_many_members_there_were_takes_three_actions(hand, javascript):
    hand = hand(javascript=javascript)
    hand.click("Đảng viên", "link")
    hand.fill("Tính đến", "31/12/2020")
    hand.press("Enter")
    expect(hand.page.get_by_text("2 trong 2 đồng chí · tính đến 31/12/2020")).to_be_visible()
    assert hand.actions == 3
