"""Who heads the villages on a date: membership, learning and the rating that was known by then."""

from datetime import date

import pytest
from django.urls import reverse

from members import rating_steps as steps
from members.models import Person, Qualification, VillageHeadRating
from nakhe.access import SYSTEM, Role
from tests.factories import join, make_commune, make_head, make_person, make_unit, make_user, make_village
from tests.members.rating_year import DECISION, bring, open_year
from units.models import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(na_khe):
    return make_village("Na Pô", na_khe, is_border=True)


@pytest.fixture
def na_po(na_khe, village):
    return make_unit("Chi bộ thôn Na Pô", na_khe, village=village)


@pytest.fixture
def de(village):
    """Vàng Mí Dế has headed Na Pô since 2020."""
    person = make_person("Vàng Mí Dế", sex="M")
    make_head(person, village, date(2020, 7, 20))
    return person


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user(Role.SECRETARY, na_khe))
    return client


def heads(client, day="28/05/2024"):
    return client.get(reverse("village_heads"), {"ngay": day}).context["heads"]


def test_a_head_who_is_admitted_stays_the_same_person(secretary, na_po, de):
    join(de, na_po, date(2023, 9, 2))

    before, after = heads(secretary, "01/09/2023"), heads(secretary, "02/09/2023")

    assert [(head.person, head.is_member) for head in before + after] == [(de, False), (de, True)]


def test_a_new_head_follows_the_old_one(secretary, village, na_po):
    make_head(make_person("Giàng Mí Pó"), village, date(2017, 7, 20), ended_on=date(2020, 7, 20))
    make_head(make_person("Vàng Mí Dế"), village, date(2020, 7, 20))

    assert [str(head.person) for head in heads(secretary, "19/07/2020")] == ["Giàng Mí Pó"]
    assert [str(head.person) for head in heads(secretary, "20/07/2020")] == ["Vàng Mí Dế"]


def test_learning_is_what_was_the_highest_on_the_day(secretary, na_po, de):
    for kind, level, start, end in (
        ("GENERAL", "12/12", "2005", None),
        ("POLITICAL", "NONE", "2020", "2022-11"),
        ("POLITICAL", "ELEMENTARY", "2022-11", None),
    ):
        Qualification.objects.create(person=de, kind=kind, level=level, started_on=start, ended_on=end)

    [before], [after] = heads(secretary, "31/10/2022"), heads(secretary)

    assert (before.education, before.theory) == ("12/12", "Chưa qua")
    assert (after.education, after.theory) == ("12/12", "Sơ cấp")


def test_a_rating_is_shown_from_the_day_it_was_decided(secretary, village, na_po, de):
    given = {"person": de, "village": village}
    VillageHeadRating.objects.create(year=2022, level="COMPLETED", **given)  # without a decision on file
    VillageHeadRating.objects.create(year=2023, level="GOOD", decided_on=date(2023, 12, 20), **given)
    VillageHeadRating.objects.create(year=2024, level="EXCELLENT", **given)

    shown = [
        (head.rating_year, head.verdict)
        for day in ("31/12/2022", "01/01/2023", "20/12/2023", "28/05/2024", "01/01/2025")
        for head in heads(secretary, day)
    ]

    assert shown == [(None, ""), (2022, "HTNV"), (2023, "HTTNV"), (2023, "HTTNV"), (2024, "HTXSNV")]


def test_a_rating_that_is_still_voted_on_is_not_shown(secretary, na_khe, na_po, de):
    campaign = open_year(na_khe, 2023)
    bring(campaign, Step.PROPOSED)
    assert [head.verdict for head in heads(secretary)] == [""]
    steps.decide(list(campaign.sheets.all()), *DECISION, by=SYSTEM)
    assert [head.verdict for head in heads(secretary, "01/01/2025")] == ["HTTNV"]


def test_another_communes_heads_are_not_listed(client, secretary, na_po, de):
    elsewhere = make_commune("Đảng bộ xã Phú Lũng")
    make_head(make_person("Ly Thị May"), make_village("Sủng Thài", elsewhere))

    assert [head.person for head in heads(secretary)] == [de]


def test_a_chi_bo_secretary_sees_the_head_of_the_own_village(client, na_khe, na_po, de):
    make_head(make_person("Ly Thị May"), make_village("Na Kinh", na_khe))
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))

    assert [head.person for head in heads(client)] == [de]


def test_who_now_heads_another_communes_village_is_that_communes_to_change():
    here, there = make_commune("Đảng bộ xã Na Khê"), make_commune("Đảng bộ xã Bạch Đích")
    pao = make_person("Sùng Mí Páo")
    make_head(pao, make_village("Na Pô", here), date(2005, 1, 1), ended_on=date(2010, 1, 1))
    make_head(pao, make_village("Bản Muồng", there), date(2020, 1, 1))
    old, new = make_user("SECRETARY", here), make_user("SECRETARY", there)
    assert list(Person.objects.visible_to(old)) == [pao]
    assert list(Person.objects.changeable_by(old)) == []
    assert list(Person.objects.changeable_by(new)) == [pao]
