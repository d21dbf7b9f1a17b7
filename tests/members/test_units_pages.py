"""The chi bộ on a date, one unit, and the village heads: figures by hand, cut to the reader."""

from datetime import date

import pytest
from django.urls import reverse

from members import rating_steps as steps
from members.models import MemberRating
from members.organisation import remarks
from nakhe.access import SYSTEM, Role
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
from tests.members.rating_year import bring, open_year
from units.closure import rebuild_below
from units.models import Committee, Congress, Step, Term, UnitParent, UnitRating

pytestmark = pytest.mark.django_db

DAY = "28/05/2024"


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
    assert remarks(official, has_committee, size, has_secretary=False) == ["chưa có bí thư", *sentences]


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
    assert [most >= found for most, found in zip((8, 13, 8), many, strict=True)] == [True, True, True]


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


# --- What the day knows, and the whole of a committee ---


def sentence(client, unit, day=DAY, since="31/12/2022"):
    page = client.get(reverse("unit", args=[unit.pk]), {"ngay": day, "so_voi": since}).content.decode()
    return page.partition("Biến động từ ")[2].partition(".")[0]


def end(unit, day):
    """*unit* is dissolved on *day*."""
    unit.ended_on = day
    unit.save()
    unit.parents.update(ended_on=day)
    rebuild_below(unit)


def move(unit, parent, day):
    """*unit* comes under *parent* on *day*, with everybody in it."""
    unit.parents.update(ended_on=day)
    UnitParent.objects.create(unit=unit, parent=parent, started_on=day)
    rebuild_below(unit)


def test_the_report_of_movements_starts_on_the_day_after_the_compared_one(secretary, na_po):
    join(make_person("Ly Thị May"), na_po, date(2022, 12, 31))  # counted in the 4 of that day

    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY, "so_voi": "31/12/2022"}).content.decode()

    assert "31/12/2022: 4 + 1 kết nạp − 1 chuyển đi = 4." in page
    assert f"{reverse('report', args=['bien-dong'])}?tu=01/01/2023&amp;ngay=28/05/2024" in page


def test_members_of_a_dissolved_chi_bo_were_members_of_the_commune(secretary, na_khe, na_po):
    old = make_unit("Chi bộ thôn Khai Hoang", na_khe)
    may = make_person("Ly Thị May", official_on="2001")
    join(may, old, ended_on=date(2023, 6, 1), reason_out="INTERNAL")
    join(may, na_po, date(2023, 6, 1), "INTERNAL")
    join(make_person("Ly Mí Sính"), old, ended_on=date(2023, 6, 1), reason_out="TRANSFERRED_OUT")
    end(old, date(2023, 6, 1))

    assert sentence(secretary, na_khe) == "31/12/2022: 5 + 1 kết nạp − 2 chuyển đi = 4"


def test_a_chi_bo_that_comes_under_the_commune_brings_its_members(secretary, na_khe, na_po):
    unit = make_unit("Chi bộ thôn Sủng Thài", make_commune("Đảng bộ xã Phú Lũng"))
    make_member("Ly Thị May", unit)
    join(make_person("Ly Mí Sính"), unit, date(2023, 3, 1))  # not yet the commune's to admit
    move(unit, na_khe, date(2023, 7, 1))
    join(make_person("Ly Mí Pó"), unit, date(2023, 8, 1))

    assert sentence(secretary, na_khe) == ("31/12/2022: 3 + 2 kết nạp − 1 chuyển đi + 2 theo chi bộ chuyển về = 6")


def test_moves_across_the_edge_of_a_section_are_told(secretary, na_khe, na_po):
    section = make_unit("Đảng bộ bộ phận Trường học", na_khe, kind="SECTION")
    school = make_unit("Chi bộ Trường học", section)
    may = make_person("Ly Thị May")
    join(may, school, ended_on=date(2023, 6, 1), reason_out="INTERNAL")
    join(may, na_po, date(2023, 6, 1), "INTERNAL")

    assert sentence(secretary, section) == "31/12/2022: 1 − 1 chuyển nội bộ đi = 0"
    assert sentence(secretary, na_khe) == "31/12/2022: 4 + 1 kết nạp − 1 chuyển đi = 4"


def ratings(client, unit, day):
    page = client.get(reverse("unit", args=[unit.pk]), {"ngay": day}).context["page"]
    return [(row["year"], row["own"] and row["own"].level, row["excellent"], row["rated"]) for row in page.ratings]


def test_ratings_are_shown_from_the_day_they_were_decided(secretary, na_po):
    bang = na_po.memberships.get(person__full_name="Hoàng Văn Bằng").person
    UnitRating.objects.create(unit=na_po, year=2022, level="GOOD", decided_on=date(2022, 12, 20))
    for year, level in ((2022, "EXCELLENT"), (2023, "GOOD")):
        MemberRating.objects.create(person=bang, unit=na_po, year=year, level=level)

    assert ratings(secretary, na_po, "19/12/2022") == []
    assert ratings(secretary, na_po, "20/12/2022") == [(2022, "GOOD", 0, 0)]
    assert ratings(secretary, na_po, DAY) == [(2023, None, 0, 1), (2022, "GOOD", 1, 1)]


def test_a_commune_shows_the_ratings_of_all_its_members(secretary, na_khe, na_po):
    na_kinh = make_unit("Chi bộ thôn Na Kinh", na_khe)
    elsewhere = make_unit("Chi bộ khác", make_commune("Đảng bộ xã Phú Lũng"))
    for name, unit, level in (("An", na_po, "EXCELLENT"), ("Bình", na_kinh, "GOOD"), ("Chi", elsewhere, "GOOD")):
        MemberRating.objects.create(person=make_member(name, unit), unit=unit, year=2023, level=level)

    assert ratings(secretary, na_khe, DAY) == [(2023, None, 1, 2)]
    page = secretary.get(reverse("unit", args=[na_khe.pk]), {"ngay": DAY}).content.decode()
    report = reverse("report", args=["xep-loai-dang-vien"])
    assert f'<a class="small" href="{report}?nam=2023&amp;don_vi={na_khe.pk}">1 / 2 HTXSNV</a>' in page


@pytest.fixture
def rating_year(na_khe, na_po):
    """2023 of Na Khê: the four members of Na Pô on its lists, everybody HTTNV, nothing decided yet."""
    campaign = open_year(na_khe, 2023)
    bring(campaign, Step.PROPOSED)
    return campaign


def test_what_is_not_decided_is_nobodys_rating_yet(secretary, na_khe, na_po, rating_year):
    for unit in (na_khe, na_po):
        assert ratings(secretary, unit, DAY) == []
    steps.decide(list(rating_year.sheets.all()), "118-QĐ/ĐU", date(2023, 12, 22), "", SYSTEM)
    assert ratings(secretary, na_khe, DAY) == [(2023, None, 0, 4)]
    assert ratings(secretary, na_po, DAY) == [(2023, "GOOD", 0, 4)]
    assert ratings(secretary, na_po, "21/12/2023") == []


def test_a_locked_years_ratings_stand_as_they_were(secretary, na_khe, na_po, rating_year):
    steps.decide(list(rating_year.sheets.all()), "118-QĐ/ĐU", date(2023, 12, 22), "", SYSTEM)
    steps.lock(rating_year, SYSTEM)
    MemberRating.objects.update(level="EXCELLENT")
    UnitRating.objects.update(level="NOT_COMPLETED")

    assert ratings(secretary, na_khe, DAY) == [(2023, None, 0, 4)]
    assert ratings(secretary, na_po, DAY) == [(2023, "GOOD", 0, 4)]
    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY}).context["page"]
    assert "Xếp loại năm 2023: HTTNV" in [event.title for event in page.events]


def test_a_new_secretary_is_in_the_log_and_a_reelected_one_is_not_told_twice(secretary, na_po):
    bang = na_po.offices.get()
    bang.ended_on = date(2023, 3, 1)
    bang.save()
    make_office(bang.person, na_po, started_on=date(2023, 3, 1), ended_on=date(2024, 2, 1))
    chan = na_po.memberships.get(person__full_name="Lù Thị Chấn").person
    make_office(chan, na_po, started_on=date(2024, 2, 1))

    events = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY}).context["page"].events
    told = [(event.on, event.title) for event in events if "ư chi bộ" in event.title]

    assert told == [
        (date(2024, 2, 1), "Bí thư chi bộ: Lù Thị Chấn"),
        (date(2024, 2, 1), "Thôi Bí thư chi bộ: Hoàng Văn Bằng"),
        (date(2022, 3, 15), "Bí thư chi bộ: Hoàng Văn Bằng"),
    ]


def test_the_units_own_rating_stands_in_its_log(secretary, na_po):
    decision = {"decided_on": date(2023, 12, 22), "decision_number": "118-QĐ/ĐU"}
    UnitRating.objects.create(unit=na_po, year=2023, level="EXCELLENT", **decision)

    events = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY}).context["page"].events

    assert [(event.on, event.title, event.detail) for event in events if event.is_milestone] == [
        (date(2023, 12, 22), "Xếp loại năm 2023: HTXSNV", "118-QĐ/ĐU"),
        (date(2022, 3, 15), "Đại hội lần VIII", "Nhiệm kỳ 2022–2025"),
    ]


def test_what_happened_later_does_not_crowd_the_log_of_a_day(secretary, na_po):
    join(make_person("Ly Thị May"), na_po, ended_on=date(2019, 5, 1), reason_out="DIED")
    for number in range(12):
        left = {"ended_on": date(2024, 5, 2), "reason_out": "TRANSFERRED_OUT"}
        join(make_person(f"Ly Mí {number}"), na_po, date(2010, 1, 1), **left)

    events = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": "01/01/2020"}).context["page"].events

    assert (events[0].on, events[0].title) == (date(2019, 5, 1), "Từ trần: Ly Thị May")


def test_the_list_names_the_committee_above_and_its_term(client, secretary, na_khe, na_po):
    congress = Congress.objects.create(unit=na_khe, ordinal=19, held_on="2020-06-15")
    Term.objects.create(unit=na_khe, congress=congress, started_on=date(2020, 6, 15), first_year=2020, last_year=2025)

    page = " ".join(secretary.get(reverse("units"), {"ngay": DAY}).content.decode().split())
    link = f'<a href="{reverse("unit", args=[na_khe.pk])}?ngay=28/05/2024">Đảng bộ xã Na Khê</a>'
    assert f"{link}, nhiệm kỳ XIX (2020–2025)" in page

    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))
    assert "nhiệm kỳ XIX" not in client.get(reverse("units"), {"ngay": DAY}).content.decode()


def test_a_compared_day_after_the_day_is_refused_and_stays_in_its_box(secretary, na_po):
    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY, "so_voi": "31/12/2024"}).content.decode()

    assert "Ngày này phải trước ngày “Tính đến ngày”." in page
    assert 'value="31/12/2024"' in page
    assert "Biến động từ 31/12/2022: 3 + 1 kết nạp − 1 chuyển đi = 3." in page


def test_a_day_compared_with_that_nobody_typed_follows_the_day(secretary, na_po):
    page = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": DAY}).content.decode()
    assert 'placeholder="31/12/2022"' in page

    earlier = secretary.get(reverse("unit", args=[na_po.pk]), {"ngay": "01/02/2022", "so_voi": ""}).content.decode()

    assert "phải trước" not in earlier
    assert 'placeholder="31/12/2020"' in earlier
