"""What a browser prints of a report ends as its files do: who signs on the page of the last rows."""

import pytest

from nakhe.access import Role
from tests.browser.test_pages import na_khe  # noqa: F401  (the small register)
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = "document.querySelector('.ky').closest('tfoot, tbody')"
"""Rows that are not parted from each other."""


def said(page):
    """Blanks between rows apart, which nobody sees."""
    return "".join(page.content().split())


def test_notes_and_signatures_stand_in_the_last_rows_while_printing(na_khe, signed_in):  # noqa: F811
    page = signed_in(make_user(Role.SECRETARY, na_khe))
    page.goto("/bao-cao/truong-thon/?ngay=28/05/2024")
    before = said(page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(f"getComputedStyle({WHERE}).breakInside") == "avoid"
    assert page.evaluate(f"{WHERE}.rows[0].cells[1].innerText") == "Cộng"
    assert page.evaluate(f"[...{WHERE}.rows].at(-1).cells[0].firstElementChild.className") == "notes"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).textTransform") == "uppercase"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert said(page) == before


def test_a_list_without_totals_keeps_its_last_two_rows(na_khe, signed_in):  # noqa: F811
    page = signed_in(make_user(Role.SECRETARY, na_khe))
    page.goto("/bao-cao/danh-sach-dang-vien/?ngay=28/05/2024")
    before = said(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(f"{WHERE}.rows.length") == 3  # Hoàng Văn Bằng, Lù Thị Chấn, the end
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert said(page) == before
