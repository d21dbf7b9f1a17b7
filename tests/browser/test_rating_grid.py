"""The rating grid in a real browser: by keyboard, by two at once, pasted, undone, without a line, without script."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Exemption, MemberRating
from members.rating_steps import freeze_lists, propose
from nakhe.access import SYSTEM, Role
from nakhe.models import OpenSession
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_pages import violations, width_of
from tests.factories import make_commune, make_member, make_unit, make_user
from tests.members.checking import make_campaign
from units.models import RatingSheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_THE_BOTTOM = """() => {
    const box = document.querySelector("#chua-luu").getBoundingClientRect();
    return document.elementFromPoint(box.x + 30, box.y + box.height / 2).textContent;
}"""
LETTERS = "ABCDEGHIKLMNOPQRSTUV"
PEOPLE = [f"Vàng Mí {letter}" for letter in LETTERS]


@pytest.fixture
def na_po():
    """A chi bộ of 20, on the list of 2024 and open for votes."""
    unit = make_unit("Chi bộ thôn Na Pô", make_commune(code="na-khe"), code="na-po")
    for name in PEOPLE:
        make_member(name, unit, admitted_on="2000-01-01")
    freeze_lists(make_campaign(unit.parents.get().parent, 2024), by=SYSTEM)
    return unit


@pytest.fixture
def address(na_po):
    return f"{reverse('ratings')}?nam=2024&don_vi={na_po.pk}"


@pytest.fixture
def secretary(na_po):
    return make_user(Role.UNIT_SECRETARY, na_po, full_name="Hoàng Văn Bằng")


@pytest.fixture
def page(secretary, signed_in, address):
    window = signed_in(secretary)
    window.goto(address)
    return window


def row(page, name):
    return page.locator(f"tr[data-name='{name}']")


def level(page, name, text):
    return row(page, name).locator(".seg").get_by_text(text, exact=True)


def field(page, name, of):
    return row(page, name).locator(f"[data-field={of}]")


def saved(page):
    expect(page.locator("#da-luu")).to_contain_text("Lưu lúc")


def levels(*names):
    ratings = MemberRating.objects.filter(person__full_name__in=names or PEOPLE).order_by("person__full_name")
    return list(ratings.values_list("level", flat=True))


def rating_of(name):
    return MemberRating.objects.get(person__full_name=name)


def until(page, check, timeout=15_000):
    """The check holds once the page has nothing under way: the database is not read while the server writes."""
    expect(page.locator("#da-luu")).not_to_have_text("Đang lưu", timeout=timeout)
    assert check()


# --- the keyboard ---


def focused(page):
    return page.evaluate("document.activeElement.name || ''")


def tab_to(page, ending):
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).endswith(ending):
            return
    raise AssertionError(f"Tab does not reach {ending}")


def test_a_chi_bo_of_twenty_is_rated_with_the_keyboard_alone(page):
    keys = page.keyboard
    tab_to(page, "ds-present")
    keys.type("14")
    tab_to(page, "-self_level")
    for key in "1" + "2" * 19:
        keys.press(key)
        keys.press("ArrowDown")
    for _ in range(19):
        keys.press("ArrowUp")
    tab_to(page, "-votes_excellent")
    for number in [13] + [2] * 19:
        keys.type(str(number))
        keys.press("Enter")
    for _ in range(19):
        keys.press("Shift+Enter")
    tab_to(page, "-votes_good")
    for number in [1] + [12] * 19:
        keys.type(str(number))
        keys.press("ArrowDown")
    for _ in range(19):
        keys.press("ArrowUp")
    tab_to(page, "-level")
    for key in "1" + "2" * 17 + "34":
        keys.press(key)
        keys.press("ArrowDown")

    wanted = ["EXCELLENT", *["GOOD"] * 17, "COMPLETED", "NOT_COMPLETED"]
    until(page, lambda: levels() == wanted)
    saved(page)
    assert list(MemberRating.objects.order_by("person__full_name").values_list("self_level", flat=True)) == [
        "EXCELLENT", *["GOOD"] * 19,
    ]  # fmt: skip
    votes = MemberRating.objects.order_by("person__full_name").values_list("votes_excellent", "votes_good")
    assert list(votes) == [(13, 1), *[(2, 12)] * 19]
    assert RatingSheet.objects.get(part="dang-vien").present == 14
    expect(page.locator("#co-mat")).to_have_text(" / 14")
    expect(page.locator("#tran")).to_contain_text("mức 20 % là 3")


def test_a_level_is_cleared_with_0_and_a_reason_clears_it_too(page):
    level(page, "Vàng Mí A", "HTTNV").click()
    saved(page)
    page.keyboard.press("0")
    until(page, lambda: rating_of("Vàng Mí A").version == 3)
    assert rating_of("Vàng Mí A").level == ""

    page.keyboard.press("3")
    row(page, "Vàng Mí A").locator("summary").click()
    row(page, "Vàng Mí A").get_by_label("Không xếp loại").select_option("Lý do khác")
    until(page, lambda: rating_of("Vàng Mí A").not_rated_reason == "OTHER")
    assert rating_of("Vàng Mí A").level == ""
    expect(field(page, "Vàng Mí A", "level").locator(":checked")).to_have_value("")


def test_the_arrows_go_from_cell_to_cell_and_change_none(page):
    level(page, "Vàng Mí B", "HTTNV").click()
    saved(page)
    keys = page.keyboard
    keys.press("ArrowRight")
    assert focused(page).endswith("-level")  # the last column
    for column in ("votes_not_completed", "votes_completed", "votes_good", "votes_excellent", "committee_level"):
        keys.press("ArrowLeft")
        assert focused(page).endswith(f"-{column}")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert focused(page).endswith("-self_level")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.type("12")
    keys.press("ArrowLeft")
    assert focused(page).endswith("-votes_excellent")  # within the text
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert focused(page).endswith("-votes_good")

    until(page, lambda: rating_of("Vàng Mí B").votes_excellent == 12)
    rating = rating_of("Vàng Mí B")
    assert (rating.level, rating.self_level, rating.committee_level) == ("GOOD", "", "")


def test_only_the_sub_codes_of_the_level_are_offered(page):
    level(page, "Vàng Mí A", "HTNV").click()
    row(page, "Vàng Mí A").locator("summary").click()
    offered = field(page, "Vàng Mí A", "reason").locator("option:not([hidden])")
    expect(offered).to_have_text(["–", "HTNV-a", "HTNV-b", "HTNV-c"])
    field(page, "Vàng Mí A", "reason").select_option("HTNV-b")
    until(page, lambda: str(rating_of("Vàng Mí A").reason) == "HTNV-b")
    page.keyboard.press("Escape")
    level(page, "Vàng Mí A", "HTTNV").click()
    until(page, lambda: rating_of("Vàng Mí A").reason is None)
    expect(field(page, "Vàng Mí A", "reason")).to_have_value("")
    page.keyboard.press("Control+z")
    until(page, lambda: str(rating_of("Vàng Mí A").reason) == "HTNV-b")


# --- what the page says while one works ---


def test_votes_that_do_not_add_up_are_told_at_once(page):
    page.get_by_label("Có mặt biểu quyết").fill("14")
    field(page, "Vàng Mí A", "votes_good").fill("13")
    field(page, "Vàng Mí A", "votes_good").press("Tab")
    expect(row(page, "Vàng Mí A")).to_contain_text("13 phiếu, 14 người có mặt")
    expect(page.locator("#can-xem-lai")).to_contain_text("Số phiếu khác số người có mặt")
    assert violations(page) == []

    field(page, "Vàng Mí A", "votes_excellent").fill("2")
    field(page, "Vàng Mí A", "votes_excellent").press("Tab")
    expect(row(page, "Vàng Mí A")).to_contain_text("Tổng 15 phiếu, nhiều hơn 14 người có mặt")
    expect(page.locator("#da-luu")).to_have_text("1 dòng chưa lưu được")
    assert rating_of("Vàng Mí A").votes == [None, 13, None, None]

    field(page, "Vàng Mí A", "votes_excellent").fill("1")
    field(page, "Vàng Mí A", "votes_excellent").press("Tab")
    saved(page)
    expect(row(page, "Vàng Mí A")).not_to_contain_text("Tổng 15 phiếu")
    assert rating_of("Vàng Mí A").votes == [1, 13, None, None]


# --- two windows ---


def test_the_second_window_sees_what_the_first_saved_and_nothing_is_lost(na_po, page, signed_in, address):
    other = signed_in(make_user(Role.SECRETARY, na_po.parents.get().parent, full_name="Hoàng Đức Thịnh"))
    other.goto(address)
    level(page, "Vàng Mí A", "HTXSNV").click()
    saved(page)
    field(page, "Vàng Mí A", "self_level").select_option("HTTNV")
    until(page, lambda: rating_of("Vàng Mí A").self_level == "GOOD")

    level(other, "Vàng Mí A", "HTNV").click()

    told = row(other, "Vàng Mí A").locator(".told")
    expect(told).to_contain_text("Hoàng Văn Bằng vừa lưu HTXSNV, ở đây đang chọn HTNV.")
    assert rating_of("Vàng Mí A").level == "EXCELLENT"
    assert violations(other) == []
    told.get_by_role("button", name="Lấy “HTXSNV”").click()
    expect(told).to_be_empty()
    expect(field(other, "Vàng Mí A", "level").locator(":checked")).to_have_value("EXCELLENT")

    level(other, "Vàng Mí A", "HTTNV").click()
    until(other, lambda: rating_of("Vàng Mí A").level == "GOOD")
    expect(field(other, "Vàng Mí A", "self_level")).to_have_value("GOOD")


def test_the_first_value_is_overwritten_only_knowingly(na_po, page, signed_in, address):
    other = signed_in(make_user(Role.SECRETARY, na_po.parents.get().parent))
    other.goto(address)
    level(page, "Vàng Mí A", "HTXSNV").click()
    saved(page)

    level(other, "Vàng Mí A", "HTNV").click()
    field(other, "Vàng Mí A", "self_level").select_option("HTTNV")
    expect(other.locator("#da-luu")).to_have_text("1 dòng chưa lưu được")
    assert rating_of("Vàng Mí A").level == "EXCELLENT"
    row(other, "Vàng Mí A").get_by_role("button", name="Giữ “HTNV”").click()

    until(other, lambda: rating_of("Vàng Mí A").level == "COMPLETED")
    assert rating_of("Vàng Mí A").self_level == "GOOD"


# --- paste and undo ---


def paste(page, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_a_column_from_excel_is_pasted_and_taken_back_at_once(page):
    level(page, "Vàng Mí B", "HTTNV").click()
    saved(page)
    field(page, "Vàng Mí B", "level").locator(":checked").focus()

    paste(page, "HTXSNV\nHoàn thành tốt nhiệm vụ\nTốt lắm\n\nht\n4\nKhông hoàn thành nhiệm vụ\n")

    expect(page.locator("#da-dan")).to_have_text(
        "Đã dán vào 5 dòng. Không hiểu dòng 3 “Tốt lắm”. Dán 7 dòng, bảng từ đây có 19 dòng: 12 dòng sau giữ nguyên."
    )
    wanted = ["", "EXCELLENT", "GOOD", "", "", "COMPLETED", "NOT_COMPLETED", "NOT_COMPLETED", *[""] * 12]
    until(page, lambda: levels() == wanted)

    page.get_by_role("button", name="Hoàn tác").click()
    until(page, lambda: levels() == ["", "GOOD", *[""] * 18])


def test_a_block_is_pasted_across_columns_and_what_is_too_much_is_told(page):
    field(page, "Vàng Mí U", "self_level").focus()

    paste(page, "XS\tT\t3\t11\t0\t0\t2\r\nT\tT\t0\t14\t0\tx\tT\r\nK\tK\t0\t0\t0\t14\tK\r\n")

    expect(page.locator("#da-dan")).to_have_text(
        "Đã dán vào 2 dòng. Không hiểu dòng 2 “x”. Dán 3 dòng, bảng từ đây có 2 dòng: thừa 1 dòng cuối, từ "
        "“K K 0 0 0 14 K”."
    )
    until(page, lambda: levels("Vàng Mí U", "Vàng Mí V") == ["GOOD", "GOOD"])
    rating = rating_of("Vàng Mí U")
    assert (rating.self_level, rating.committee_level, rating.votes) == ("EXCELLENT", "GOOD", [3, 11, 0, 0])
    assert rating_of("Vàng Mí V").votes == [0, 14, 0, None]


def set_aside(page, address, name):
    exempt = rating_of(name)
    exempt.listed_reason = exempt.not_rated_reason = "EXEMPT"
    exempt.save()
    page.goto(address)


def paste_from_the_first(page, *texts):
    field(page, "Vàng Mí A", "level").locator(":checked").focus()
    paste(page, "\n".join(texts))


def test_a_column_passes_over_those_who_are_not_rated(page, address):
    set_aside(page, address, "Vàng Mí B")

    paste_from_the_first(page, "XS", "Miễn", "T")

    expect(page.locator("#da-dan")).to_have_text(
        "Đã dán vào 2 dòng. Bỏ qua người không xếp loại: Vàng Mí B (“Miễn”). "
        "Dán 3 dòng, bảng từ đây có 20 dòng: 17 dòng sau giữ nguyên."
    )
    until(page, lambda: levels(*PEOPLE[:4]) == ["EXCELLENT", "", "GOOD", ""])


def test_a_column_of_the_rated_alone_reaches_the_last_of_them(page, address):
    set_aside(page, address, "Vàng Mí U")

    paste_from_the_first(page, *["T"] * 18, "XS")

    expect(page.locator("#da-dan")).to_have_text("Đã dán vào 19 dòng. Bỏ qua người không xếp loại: Vàng Mí U.")
    until(page, lambda: levels() == [*["GOOD"] * 18, "", "EXCELLENT"])


def test_of_a_column_of_everybody_the_value_of_who_is_not_rated_is_named(page, address):
    set_aside(page, address, "Vàng Mí B")

    paste_from_the_first(page, "XS", "K", *["T"] * 18)

    told = "Đã dán vào 19 dòng. Bỏ qua người không xếp loại: Vàng Mí B (“K”)."
    expect(page.locator("#da-dan")).to_have_text(told)
    until(page, lambda: levels() == ["EXCELLENT", "", *["GOOD"] * 18])


def test_a_column_of_another_length_fills_the_rated_rows_in_order_and_says_the_numbers(page, address):
    set_aside(page, address, "Vàng Mí B")

    paste_from_the_first(page, "XS", "T", "HT")
    expect(page.locator("#da-dan")).to_have_text(
        "Đã dán vào 3 dòng. Bỏ qua người không xếp loại: Vàng Mí B. "
        "Dán 3 dòng, bảng từ đây có 19 dòng được xếp loại: 16 dòng sau giữ nguyên."
    )
    until(page, lambda: levels(*PEOPLE[:4]) == ["EXCELLENT", "", "GOOD", "COMPLETED"])

    paste_from_the_first(page, *["T"] * 20, "K")
    expect(page.locator("#da-dan")).to_contain_text(
        "Dán 21 dòng, bảng từ đây có 19 dòng được xếp loại: thừa 2 dòng cuối, từ “T”."
    )
    until(page, lambda: levels() == ["GOOD", "", *["GOOD"] * 18])


def test_each_undo_takes_one_change_back(page):
    undo = page.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_disabled()
    level(page, "Vàng Mí A", "HTTNV").click()
    level(page, "Vàng Mí B", "HTXSNV").click()
    until(page, lambda: levels("Vàng Mí A", "Vàng Mí B") == ["GOOD", "EXCELLENT"])

    page.keyboard.press("Control+z")
    until(page, lambda: levels("Vàng Mí A", "Vàng Mí B") == ["GOOD", ""])
    page.keyboard.press("Control+z")
    until(page, lambda: levels("Vàng Mí A", "Vàng Mí B") == ["", ""])
    expect(undo).to_be_disabled()


def test_undo_says_what_it_took_back(page):
    level(page, "Vàng Mí A", "HTTNV").click()
    level(page, "Vàng Mí A", "HTXSNV").click()
    until(page, lambda: levels("Vàng Mí A") == ["EXCELLENT"])
    page.keyboard.press("Control+z")
    expect(page.locator("#da-dan")).to_have_text("Đã hoàn tác Vàng Mí A: “HTXSNV” về “HTTNV”.")
    field(page, "Vàng Mí B", "votes_good").fill("12")
    field(page, "Vàng Mí B", "votes_good").press("Tab")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#da-dan")).to_have_text("Đã hoàn tác Vàng Mí B: “12” về “trống”.")
    until(page, lambda: levels("Vàng Mí A") == ["GOOD"])


def test_who_is_not_rated_does_not_look_as_if_waiting(page):
    waiting = level(page, "Vàng Mí A", "Chưa")
    lit = waiting.evaluate("one => getComputedStyle(one).backgroundColor")
    row(page, "Vàng Mí A").locator("summary").click()
    row(page, "Vàng Mí A").get_by_label("Không xếp loại").select_option("Lý do khác")
    until(page, lambda: rating_of("Vàng Mí A").not_rated_reason == "OTHER")
    for _ in range(2):
        assert waiting.evaluate("one => getComputedStyle(one).backgroundColor") != lit
        page.reload()
        row(page, "Vàng Mí A").locator("summary").click()
    saved_row = row(page, "Vàng Mí A")
    saved_row.get_by_label("Không xếp loại").select_option("–")
    until(page, lambda: rating_of("Vàng Mí A").not_rated_reason == "")
    assert waiting.evaluate("one => getComputedStyle(one).backgroundColor") == lit


# --- the line, and the session ---


def test_what_is_typed_without_a_line_is_saved_when_it_is_back(page):
    level(page, "Vàng Mí A", "HTTNV").click()
    saved(page)
    page.context.set_offline(True)
    for name in PEOPLE[1:4]:
        level(page, name, "HTTNV").click()
    expect(page.locator("#chua-luu")).to_have_text("Mất kết nối. 3 dòng chưa lưu, giữ trang này mở.")
    assert levels(*PEOPLE[:4]) == ["GOOD", "", "", ""]

    page.context.set_offline(False)

    expect(page.locator("#chua-luu")).to_be_hidden()
    until(page, lambda: levels(*PEOPLE[:4]) == ["GOOD"] * 4)
    saved(page)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_lost_line_is_seen_from_any_row(secretary, signed_in, address, size):
    page = signed_in(secretary, size=size)
    page.goto(address)
    level(page, "Vàng Mí A", "HTTNV").click()
    saved(page)
    page.context.set_offline(True)
    level(page, "Vàng Mí P", "HTTNV").click()
    for name in ("Vàng Mí P", "Vàng Mí B"):
        field(page, name, "self_level").focus()
        expect(page.locator("#chua-luu")).to_be_in_viewport(ratio=1)
        expect(page.locator("#hoan-tac")).to_be_in_viewport(ratio=1)
        assert "Mất kết nối" in page.evaluate(AT_THE_BOTTOM)
    page.context.set_offline(False)
    until(page, lambda: levels("Vàng Mí P") == ["GOOD"])
    saved(page)


def test_what_is_typed_after_the_session_ended_is_put_back_after_signing_in(page, secretary, address):
    OpenSession.objects.all().delete()
    level(page, "Vàng Mí A", "HTTNV").click()
    expect(page.locator("#chua-luu")).to_contain_text("Phiên làm việc đã hết. 1 dòng chưa lưu.")
    level(page, "Vàng Mí B", "HTXSNV").click()

    page.get_by_role("button", name="Lưu kết quả").click()
    page.get_by_label("Tên đăng nhập").fill(secretary.username)
    page.get_by_label("Mật khẩu", exact=True).fill(secretary.username)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Mở lại").first.click()

    expect(field(page, "Vàng Mí A", "level").locator(":checked")).to_have_value("GOOD")
    expect(field(page, "Vàng Mí B", "level").locator(":checked")).to_have_value("EXCELLENT")
    page.get_by_role("button", name="Lưu kết quả").click()
    until(page, lambda: levels("Vàng Mí A", "Vàng Mí B") == ["GOOD", "EXCELLENT"])


def test_a_list_that_was_sent_meanwhile_is_not_written_any_more(page):
    propose(RatingSheet.objects.get(part="dang-vien"), by=SYSTEM)

    level(page, "Vàng Mí A", "HTTNV").click()

    expect(page.locator("#chua-luu")).to_contain_text("Đã gửi Đảng ủy, chờ quyết định. 1 dòng chưa lưu.")
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.get_by_role("alert")).to_contain_text("Vàng Mí A: Mức “HTTNV” – không ghi được ở bước “Đề nghị”.")
    assert levels() == [""] * 20


# --- without script; how it looks ---


def test_without_javascript_one_button_saves_the_table(secretary, signed_in, address):
    page = signed_in(secretary, javascript=False)
    page.goto(address)
    page.get_by_label("Có mặt biểu quyết").fill("14")
    field(page, "Vàng Mí A", "self_level").select_option("HTXSNV")
    field(page, "Vàng Mí A", "votes_good").fill("14")
    level(page, "Vàng Mí A", "HTTNV").click()
    row(page, "Vàng Mí B").locator("summary").click()
    row(page, "Vàng Mí B").get_by_label("Không xếp loại").select_option("Lý do khác")
    row(page, "Vàng Mí B").get_by_label("Ghi chú").fill("Ốm dài ngày")
    page.get_by_role("button", name="Lưu kết quả").click()

    expect(page.get_by_role("status").first).to_contain_text("Đã lưu 2 kết quả xếp loại")
    first, second = rating_of("Vàng Mí A"), rating_of("Vàng Mí B")
    assert (first.self_level, first.votes_good, first.level) == ("EXCELLENT", 14, "GOOD")
    assert (second.not_rated_reason, second.note) == ("OTHER", "Ốm dài ngày")
    expect(row(page, "Vàng Mí B")).to_contain_text("Không xếp loại: Lý do khác")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_step_fits_the_screen_and_is_accessible(na_po, signed_in, address, size):
    exempt = MemberRating.objects.get(person__full_name="Vàng Mí C")
    Exemption.objects.create(person=exempt.person, started_on=date(2024, 6, 1))
    exempt.listed_reason = exempt.not_rated_reason = "EXEMPT"
    exempt.listed_because = "Miễn công tác, sinh hoạt từ 01/06/2024"
    exempt.save()
    page = signed_in(make_user(Role.SECRETARY, na_po.parents.get().parent), size=size)
    page.goto(address)
    for summary in page.locator("tbody summary").all()[:3]:
        summary.click()
    assert violations(page) == []
    assert width_of(page.screenshot(full_page=True)) <= size["width"]

    propose(RatingSheet.objects.get(part="dang-vien"), by=SYSTEM)
    page.goto(address)
    assert violations(page) == []
    assert width_of(page.screenshot(full_page=True)) <= size["width"]
    level(page, "Vàng Mí A", "HTTNV").click()
    until(page, lambda: rating_of("Vàng Mí A").level == "GOOD")
