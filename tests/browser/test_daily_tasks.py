"""The tasks of every day, and how many actions each takes: a click, a field filled in, a key pressed."""

import pytest
from playwright.sync_api import expect

from members.models import Person, TrainingCourse, VillageHead
from nakhe.access import Role
from tests.browser.test_pages import na_khe  # noqa: F401  (the small register)
from tests.factories import make_member, make_user
from units.models import Unit

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


TEN = ["Lù A Páo", "Lù B Páo", "Lù C Páo", "Lù D Páo", "Lù E Páo", "Lù G Páo", "Lù H Páo", "Lù I Páo", "Lù K Páo"]


@pytest.fixture
def ten(na_khe):  # noqa: F811
    """Ten members of Na Pô; the last two bear one name."""
    na_po = Unit.objects.get(code="na-po")
    for name in TEN:
        make_member(name, na_po, birth_on="1980")
    make_member(TEN[-1], na_po, birth_on="1991")
    return [*TEN[:-1], f"{TEN[-1]}\t1980", f"{TEN[-1]}\t1991"]


@SCRIPT
def test_adding_a_course_for_ten_people_takes_seven_actions(hand, ten, javascript):
    hand = hand(javascript=javascript)
    hand.click("Bồi dưỡng", "link")
    hand.click("Thêm lớp", "link")
    hand.fill("Tên lớp", "Cập nhật kiến thức")
    hand.choose("Loại", "Cập nhật kiến thức")
    hand.fill("Khai giảng", "18/9/2023")
    hand.fill("Dán họ tên", "\n".join(ten))
    hand.click("Ghi lớp")
    expect(hand.page.get_by_role("status")).to_contain_text("Đã thêm 10 người vào lớp.")
    assert TrainingCourse.objects.get(name="Cập nhật kiến thức").attendances.count() == 10
    assert hand.actions == 7


@SCRIPT
def test_a_name_without_accents_and_one_of_two_namesakes_take_two_more(hand, ten, javascript):
    hand = hand(javascript=javascript)
    course = TrainingCourse.objects.get()
    hand.page.goto(f"{course.get_absolute_url()}nguoi-du/")
    hand.fill("Dán họ tên", "lu a pao\nLù K Páo")
    hand.page.get_by_role("button", name="Thêm vào lớp").first.click()
    expect(hand.page.get_by_role("group", name="1 người sẽ được thêm")).to_contain_text("Lù A Páo")
    expect(hand.page.get_by_label("Dán họ tên", exact=True)).to_have_value("Lù K Páo")
    hand.page.get_by_label("sinh 1991").check()
    hand.page.get_by_role("button", name="Thêm vào lớp").first.click()
    expect(hand.page.get_by_role("status")).to_contain_text("Đã thêm 2 người vào lớp.")
    assert course.attendances.filter(person__birth_on="1991").count() == 1


@SCRIPT
def test_people_are_found_in_the_list_and_ticked(hand, ten, javascript):
    hand = hand(javascript=javascript)
    course = TrainingCourse.objects.get()
    hand.page.goto(f"{course.get_absolute_url()}nguoi-du/")
    hand.page.get_by_label("Lù A Páo").check()
    box = hand.page.get_by_label("Tìm trong danh sách")
    box.fill("lu thi ch")
    if not javascript:
        box.press("Enter")
    expect(hand.page.get_by_label("Lù B Páo")).to_be_hidden()
    hand.page.get_by_label("Lù Thị Chấn").check()
    hand.page.get_by_role("button", name="Thêm vào lớp").first.click()
    expect(hand.page.get_by_role("status")).to_contain_text("Đã thêm 2 người vào lớp.")


@SCRIPT
def test_a_change_of_village_head_takes_six_actions(hand, javascript):
    hand = hand(javascript=javascript)
    hand.click("Trưởng thôn", "link")
    hand.click("Thay trưởng thôn Na Pô", "link")
    hand.choose("Chọn người", "Lù Thị Chấn, sinh 1988, Chi bộ thôn Na Pô")
    hand.fill("Từ ngày", "1/6/2024")
    hand.fill("Lý do người trước thôi", "Hết nhiệm kỳ")
    hand.click("Ghi vào sổ")
    expect(hand.page.get_by_role("status")).to_contain_text("Đã ghi Lù Thị Chấn làm trưởng thôn Na Pô từ 01/06/2024.")
    assert str(VillageHead.objects.get(ended_on=None).person) == "Lù Thị Chấn"
    assert hand.actions == 6
