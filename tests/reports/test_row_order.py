"""?sap_xep= of a report: by given name, by the committee's order, the unknown last; the same in every file."""

import json
import re
from datetime import date
from urllib.parse import parse_qsl

import pytest
from django.urls import reverse

from members.models import Discipline, Person
from reports.registry import reports
from tests.factories import make_member, make_user
from tests.reports.asking import ask, page_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(commune):
    return make_user("OFFICE", commune.unit)


def names(slug, order, **options):
    document = ask(slug, as_of="2024-05-28", order=order, **options)
    table = document.get("tables", [document])[0]
    return [row.get("name") or row["full_name"] for row in table["rows"]]


def test_people_stand_by_given_name_letter_tone_and_then_surname(commune):
    make_member("Đinh Thị Ân", commune.na_kinh)
    make_member("Bàn Thị Lan", commune.police)
    make_member("Ly Thị Đào", commune.police)
    wanted = ["Đinh Thị Ân", "Giàng Mí Dính", "Ly Thị Đào", "Bàn Thị Lan", "Vàng Thị Lan", "Hoàng Thị Mai",
              "Thò Mí Páo", "Ly Văn Sính"]  # fmt: skip

    assert names("danh-sach-loc", "full_name") == wanted
    assert names("danh-sach-loc", "-full_name") == wanted[::-1]


def test_a_given_name_that_is_not_the_last_word_counts_where_a_report_orders_too(rated_commune):
    pao = Person.objects.get(full_name="Thò Mí Páo")
    pao.full_name, pao.given_name = "An Thò", "An"
    pao.save()

    assert names("xep-loai-chi-tiet", "name") == ["An Thò", "Giàng Mí Dính", "Vàng Thị Lan", "Ly Văn Sính"]


def test_chi_bo_stand_in_the_committees_order_not_in_that_of_the_alphabet(commune):
    for name in ("Vàng Thị Lan", "Thò Mí Páo", "Ly Văn Sính"):
        person = Person.objects.get(full_name=name)
        Discipline.objects.create(person=person, form="WARNING", decided_on=date(2024, 5, 1))
    period = {"from": "2024-01-01"}

    assert names("ky-luat-khen-thuong", "unit", **period) == ["Vàng Thị Lan", "Thò Mí Páo", "Ly Văn Sính"]
    assert names("ky-luat-khen-thuong", "-unit", **period) == ["Ly Văn Sính", "Thò Mí Páo", "Vàng Thị Lan"]


def test_who_has_no_date_stands_last_in_both_directions_and_a_year_before_its_days(rated_commune):
    for name, born in (("Vàng Thị Lan", "1985"), ("Giàng Mí Dính", "1985-03-02"), ("Ly Văn Sính", "1979")):
        person = Person.objects.get(full_name=name)
        person.birth_on = born
        person.save()

    wanted = ["Ly Văn Sính", "Vàng Thị Lan", "Giàng Mí Dính"]
    assert names("xep-loai-chi-tiet", "birth_on") == [*wanted, "Thò Mí Páo"]
    assert names("xep-loai-chi-tiet", "-birth_on") == [*wanted[::-1], "Thò Mí Páo"]


def test_numbers_stand_by_size(commune):
    for name, day, born in (("Lù Văn Tú", "2024-02-01", "2005-02-01"), ("Lù Văn Tư", "2024-02-02", "1915-02-02")):
        make_member(name, commune.na_po, date.fromisoformat(day), None, admitted_on=day, birth_on=born)
    period = {"from": "2024-01-01"}

    # 19, 24 and 109 years old when admitted
    assert names("ket-nap", "age", **period) == ["Lù Văn Tú", "Hoàng Thị Mai", "Lù Văn Tư"]
    assert names("ket-nap", "-age", **period) == ["Lù Văn Tư", "Hoàng Thị Mai", "Lù Văn Tú"]


@pytest.mark.parametrize("order", ["khong_co", "result", "-", ""])
def test_what_is_no_order_of_the_report_leaves_its_own(rated_commune, order):
    assert names("xep-loai-chi-tiet", order) == ["Giàng Mí Dính", "Vàng Thị Lan", "Thò Mí Páo", "Ly Văn Sính"]


def test_a_heading_asks_for_its_order_then_for_the_opposite_and_keeps_the_rest(rated_commune, client, office):
    client.force_login(office)
    address = reverse("report", args=["xep-loai-chi-tiet"])

    plain = client.get(address, {"nam": "2023", "ket_qua": "httnv"}).content.decode()
    assert '<a href="?nam=2023&amp;ket_qua=httnv&amp;sap_xep=birth_on">Ngày sinh</a>' in plain
    assert "aria-sort" not in plain

    sorted_page = client.get(address, {"nam": "2023", "sap_xep": "birth_on"}).content.decode()
    assert 'aria-sort="ascending"><a href="?nam=2023&amp;sap_xep=-birth_on">Ngày sinh ↑</a>' in sorted_page
    turned = client.get(address, {"nam": "2023", "sap_xep": "-birth_on"}).content.decode()
    assert 'aria-sort="descending"><a href="?nam=2023&amp;sap_xep=birth_on">Ngày sinh ↓</a>' in turned


def test_a_summary_has_no_order_to_ask_for(rated_commune, client, office):
    client.force_login(office)
    page = client.get(reverse("report", args=["to-chuc"]), {"sap_xep": "-name", "ngay": "28/05/2024"})

    assert [line[1] for line in page_tables(page.content.decode())[0]["tbody"]] == ["Na Pô", "Na Kinh", "Công an xã"]
    assert "sap_xep=name" not in page.content.decode()


def test_the_order_stays_when_the_form_of_the_page_is_sent_and_stands_in_the_file(rated_commune, client, office):
    client.force_login(office)
    asked = {"ngay": "28/05/2024", "sap_xep": "-full_name"}

    page = client.get(reverse("report", args=["danh-sach-dang-vien"]), asked).content.decode()
    file = client.get(reverse("report_file", args=["danh-sach-dang-vien", "json"]), asked)

    assert '<input type="hidden" name="sap_xep" value="-full_name"' in page
    assert "danh-sach-dang-vien.xlsx?ngay=28%2F05%2F2024&amp;sap_xep=-full_name" in page
    document = json.loads(file.content)
    assert document["parameters"]["order"] == "-full_name"
    assert document["rows"][0]["full_name"] == "Ly Văn Sính"


LONG_IF_ASKED = [(slug, name) for slug in ("danh-sach-loc", "xep-loai-chi-tiet") for name in reports()[slug].orders]


@pytest.mark.parametrize(("slug", "column"), LONG_IF_ASKED)
def test_a_list_too_long_to_be_held_stands_in_the_same_order(rated_commune, settings, slug, column):
    held = [names(slug, order) for order in (column, f"-{column}")]
    settings.LONG_LIST = 2

    assert len(held[0]) > 2
    assert [names(slug, order) for order in (column, f"-{column}")] == held


def test_a_long_list_by_given_name(commune, settings):
    settings.LONG_LIST = 2
    make_member("Đinh Thị Ân", commune.na_kinh)

    assert names("danh-sach-loc", "-full_name")[::-1][:2] == ["Đinh Thị Ân", "Giàng Mí Dính"]


def test_the_way_back_to_today_keeps_what_else_was_asked(rated_commune, client, office):
    asked = {"ngay": "28/05/2024", "gioi_tinh": "F", "sap_xep": "-birth_on", "cot": "birth_on,unit"}
    asked |= {"don_vi": rated_commune.na_po.code}
    client.force_login(office)
    shown = client.get(reverse("report", args=["danh-sach-loc"]), asked).content.decode()
    link = re.search(r'href="([^"]+)">Về hôm nay', shown)[1].replace("&amp;", "&")
    assert dict(parse_qsl(link.removeprefix("?"))) == {name: asked[name] for name in asked if name != "ngay"}
