"""The chi bộ on a date, one unit, and the village heads: figures by hand, cut to the reader."""

from datetime import date

import pytest
from django.urls import reverse

from members.organisation import remarks
from nakhe.access import Role
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_office,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from units.models import Committee, Congress, Term

pytestmark = pytest.mark.django_db

DAY = "28/05/2024"


@pytest.fixture
def na_khe():
    return make_commune()


@pytest.fixture
def village(na_khe):
    return make_village("Na Pô", na_khe, is_border=True)


@pytest.fixture
def na_po(na_khe, village):
    """On 31/12/2022: Bằng, Chấn, Vinh. Then Tủa was admitted, Vinh left: on 28/05/2024 three again."""
    unit = make_unit("Chi bộ thôn Na Pô", na_khe, village=village)
    bang = make_member("Hoàng Văn Bằng", unit, sex="M")
    make_member("Lù Thị Chấn", unit, sex="F")
    join(make_person("Vàng Mí Tủa", sex="M"), unit, date(2023, 9, 2))
    vinh = make_person("Lục Văn Vinh", sex="M", official_on="2004")
    join(vinh, unit, ended_on=date(2024, 4, 20), reason_out="TRANSFERRED_OUT", went_to="Đảng bộ xã Phú Lũng")
    congress = Congress.objects.create(unit=unit, ordinal=8, held_on="2022-03-15")
    term = Term.objects.create(
        unit=unit, congress=congress, started_on=date(2022, 3, 15), first_year=2022, last_year=2025
    )
    make_office(bang, unit, term=term, started_on=date(2022, 3, 15))
    Committee.objects.create(unit=unit, started_on=date(2022, 3, 15))
    return unit


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user(Role.SECRETARY, na_khe))
    return client


def figures(page, day):
    return dict(page.context["page"].figures)[day]


def test_figures_of_two_days_and_what_happened_between(secretary, na_po):
    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY, "so_voi": "31/12/2022"})

    now, before = figures(page, date(2024, 5, 28)), figures(page, date(2022, 12, 31))
    assert (now["members"], now["official"], now["probationary"], now["women"]) == (3, 2, 1, 1)
    assert (before["members"], before["official"], before["probationary"]) == (3, 3, 0)
    assert "Biến động từ 31/12/2022: 3 + 1 kết nạp − 1 chuyển đi = 3." in page.content.decode()


def test_facts_of_a_unit_are_those_of_the_day(secretary, na_po, village):
    make_head(make_person("Vàng Mí Dế"), village, date(2020, 7, 20))

    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY}).content.decode()
    for fact in ("Thôn biên giới", "Hoàng Văn Bằng", "VIII (2022–2025)", "Vàng Mí Dế", "Chuyển đi: Lục Văn Vinh"):
        assert fact in page

    earlier = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": "01/01/2020"}).content.decode()
    assert "VIII (2022–2025)" not in earlier
    assert "Chuyển đi: Lục Văn Vinh" not in earlier


def test_a_commune_counts_all_that_lies_below_it(secretary, na_khe, na_po):
    make_member("Vi Thị Thu", make_unit("Na Kinh", na_khe))

    page = secretary.get(reverse("unit", args=[na_khe.pk]), {"ngay": DAY})
    assert figures(page, date(2024, 5, 28))["members"] == 4


def test_another_communes_unit_answers_as_a_missing_one(secretary, na_po):
    elsewhere = make_unit("Chi bộ khác", make_commune("Đảng bộ xã Phú Lũng"))

    other = secretary.get(reverse("unit", args=[elsewhere.pk]))
    missing = secretary.get(reverse("unit", args=[elsewhere.pk + 1000]))
    assert (other.status_code, other.content) == (404, missing.content)


def test_a_chi_bo_secretary_sees_the_own_chi_bo_only(client, na_khe, na_po):
    make_unit("Chi bộ thôn Na Kinh", na_khe)
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))

    page = client.get(reverse("units"), {"ngay": DAY})
    assert [unit.name for unit in page.context["units"]] == ["Chi bộ thôn Na Pô"]
    assert client.get(reverse("unit", args=[na_khe.pk])).status_code == 404


def test_the_list_sums_its_columns(secretary, na_khe, na_po):
    make_member("Vi Thị Thu", make_unit("Na Kinh", na_khe), sex="F")

    totals = secretary.get(reverse("units"), {"ngay": DAY}).context["totals"]
    assert totals == {"members": 4, "official": 3, "probationary": 1, "women": 2, "committees": 1}


def test_a_date_that_cannot_be_read_stays_in_its_box(secretary, na_po):
    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": "31/2/2024"}).content.decode()
    assert 'value="31/2/2024"' in page
    assert "Tháng 2 không có ngày 31" in page


@pytest.mark.parametrize(
    ("official", "has_committee", "size", "sentences"),
    [
        (8, False, 0, []),
        (9, False, 0, ["9 đảng viên chính thức, đủ để bầu chi ủy"]),
        (8, True, 3, ["có chi ủy nhưng chỉ 8 đảng viên chính thức"]),
        (2, False, 0, ["2 đảng viên chính thức, dưới 3"]),
        (30, True, 8, ["chi ủy 8 người, quá 7"]),
        (9, True, 7, []),
    ],
)
def test_what_the_rules_say_of_a_chi_bos_size(official, has_committee, size, sentences):
    assert remarks(official, has_committee, size) == sentences


def test_the_pages_cost_the_same_for_one_and_for_many(secretary, na_khe, na_po, village, count_queries):
    addresses = [reverse("units"), reverse("unit", args=[na_po.pk]), reverse("village_heads")]
    make_head(make_person("Người thứ nhất"), village)
    few = [count_queries(secretary, address) for address in addresses]
    for number in range(3):
        unit = make_unit(f"Chi bộ {number}", na_khe)
        make_member(f"Người {number}", unit)
        make_member(f"Đồng chí {number}", na_po)
        make_head(make_person(f"Trưởng thôn {number}"), make_village(f"Thôn {number}", na_khe))
    many = [count_queries(secretary, address) for address in addresses]

    assert many == few
    assert [most >= found for most, found in zip((8, 12, 8), many, strict=True)] == [True, True, True]


def test_heads_outside_the_party_are_named_first(secretary, na_khe, na_po, village):
    make_head(make_person("Giàng Mí Pó", sex="M"), village)
    chan = na_po.memberships.get(person__full_name="Lù Thị Chấn").person
    make_head(chan, make_village("Na Kinh", na_khe, position=1))

    page = secretary.get(reverse("village_heads"), {"ngay": DAY})
    assert page.context["totals"] == {"heads": 2, "members": 1, "secretaries": 0, "women": 1}
    assert "1 trưởng thôn chưa là đảng viên" in page.content.decode()


def test_a_head_who_is_the_secretary_of_the_villages_chi_bo(secretary, na_po, village):
    make_head(na_po.memberships.get(person__full_name="Hoàng Văn Bằng").person, village)

    assert secretary.get(reverse("village_heads"), {"ngay": DAY}).context["totals"]["secretaries"] == 1
