"""“Back” leads to a page whose boxes say what its figures are for, whatever was typed there before."""

import pytest
from django.urls import reverse

from nakhe.access import Role
from tests.factories import make_commune, make_member, make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_boxes_of_a_page_come_back_as_they_were_sent(signed_in):
    commune = make_commune(code="na-khe")
    make_member("Vàng Thị Lan", make_unit("Na Pô", commune, code="na-po"), sex="F")
    page = signed_in(make_user(Role.OFFICE, commune))
    for name, value in (("report", "danh-sach-loc"), ("people", None)):
        page.goto(f"{reverse(name, args=[value] if value else [])}?ngay=28/05/2024")
        page.get_by_label("Tính đến", exact=False).first.fill("01/02/2020")
        if name == "report":
            page.get_by_label("Giới tính").select_option("F")
        page.get_by_label("Tính đến", exact=False).first.press("Enter")
        page.wait_for_url(lambda url: "2020" in url)
        page.go_back()
        page.wait_for_url(lambda url: "2024" in url)
        assert page.get_by_label("Tính đến", exact=False).first.input_value() == "28/05/2024", name
        if name == "report":
            assert page.get_by_label("Giới tính").input_value() == ""
