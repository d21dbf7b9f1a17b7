"""Several committees above each other rate one year: one campaign owns each list, the first that froze it."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from members import rating_steps as steps
from members.models import MemberRating, VillageHeadRating
from members.rating_board import Board
from members.rating_roll import differences
from members.rating_sheets import Part
from nakhe.access import SYSTEM, Role
from tests.factories import make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.checking import make_campaign
from tests.members.rating_year import DECISION, bring, open_year, sheet
from units.models import RatingCampaign, RatingSheet, Step, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT")


@pytest.fixture
def commune(district):
    return make_unit("Đảng bộ xã Na Khê", district, kind="COMMUNE")


@pytest.fixture
def section(commune):
    """A đảng bộ bộ phận: its chi bộ lie below the commune as well."""
    return make_unit("Đảng bộ bộ phận trường học", commune, kind="SECTION")


@pytest.fixture
def school(section):
    unit = make_unit("Chi bộ trường học", section)
    make_member("Tẩn Thị Mẩy", unit)
    return unit


@pytest.fixture
def head(commune):
    person = make_person("Giàng Mí Pó")
    make_head(person, make_village("Na Pô", commune))
    return person


@pytest.fixture
def pho_bang(district):
    """Phú Lũng, which opens no year of its own: Chi bộ Phố Bảng with one member, and a village with its head."""
    other = make_unit("Đảng bộ xã Phú Lũng", district, kind="COMMUNE")
    unit = make_unit("Chi bộ thôn Phố Bảng", other)
    make_member("Lù Văn Mìn", unit)
    make_head(make_person("Sùng Mí Nô"), make_village("Phố Bảng", other))
    return unit


def address(part="", unit=None):
    return reverse("ratings") + "?nam=2024" + (f"&phan={part}" if part else "") + (f"&don_vi={unit.pk}" if unit else "")


def typed(whom, was, level):
    stored = {"level": was, "not_rated_reason": "", "reason": ""}
    return {f"d{whom.pk}-level": level, f"d{whom.pk}-was": json.dumps(stored)}


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (MemberRating, UnitRating, VillageHeadRating)]


@pytest.mark.parametrize("is_locked", [True, False])
def test_what_a_commune_has_decided_the_district_neither_lists_nor_writes(
    client, district, commune, na_po, lan, head, pho_bang, is_locked
):
    year = open_year(commune)
    bring(year, Step.DECIDED)
    if is_locked:
        steps.lock(year, SYSTEM)
    before = everything()

    above = open_year(district)
    bring(above, Step.VOTING)

    listed = {(one.part, str(one.unit)) for one in above.sheets.select_related("unit")}
    assert listed == {
        ("dang-vien", "Chi bộ thôn Phố Bảng"),
        ("chi-bo", "Đảng bộ huyện Yên Minh"),
        ("truong-thon", "Đảng bộ huyện Yên Minh"),
    }
    client.force_login(make_user(Role.SECRETARY, district))
    for part, whom in (("truong-thon", head), ("chi-bo", na_po)):
        page = client.post(address(part, district), typed(whom, "GOOD", "NOT_COMPLETED"))
        shown = {row.key: row for row in page.context["form"].rows}
        assert shown[whom.pk].is_fixed
        tags = [remark.tag for remark in shown[whom.pk].remarks]
        assert tags == ["Thuộc một đợt xếp loại khác của năm này, chỉ được xem"]
        assert sum(row.is_fixed for row in shown.values()) == 1
    for one in above.sheets.all():
        steps.propose(one, SYSTEM)
    steps.decide(list(above.sheets.all()), "99-QĐ/HU", date(2024, 12, 30), "Lù Mí Xá", SYSTEM)
    steps.lock(above, SYSTEM)

    after = [[row for row in rows if row["decision_number"] != "99-QĐ/HU"] for rows in everything()]
    assert after == before
    assert UnitRating.objects.get(unit=pho_bang).decision_number == "99-QĐ/HU"


def test_the_lock_of_the_district_leaves_the_commune_to_its_own_lists(district, commune, na_po, lan, pho_bang):
    year = open_year(commune)
    above = open_year(district)
    bring(above, Step.DECIDED)
    steps.lock(above, SYSTEM)

    bring(year, Step.DECIDED)

    assert MemberRating.objects.get(person=lan).decision_number == DECISION[0]
    assert steps.lock(year, SYSTEM).number == 1


def test_a_section_opens_no_year_of_what_the_commune_lists(client, commune, section, school):
    year = open_year(commune)
    bring(year, Step.DECIDED)
    user = make_user(Role.SECRETARY, section)
    told = "Năm 2024 ở đây thuộc đợt xếp loại của Đảng bộ xã Na Khê: ghi và sửa ở đợt đó."

    with pytest.raises(ValidationError, match=told):
        open_year(section, by=user)

    client.force_login(user)
    client.post(address(unit=school), typed(MemberRating.objects.get().person, "GOOD", "NOT_COMPLETED"))
    assert MemberRating.objects.get().level == "GOOD"
    begun = make_campaign(section, 2023)
    assert steps.freeze_lists(begun, SYSTEM).sheets.count() == 2
    begun = make_campaign(section, 2024)
    with pytest.raises(steps.OutOfTurn, match=told):
        steps.freeze_lists(begun, SYSTEM)
    client.post(address(unit=school), typed(MemberRating.objects.get(year=2024).person, "GOOD", "NOT_COMPLETED"))
    assert MemberRating.objects.get(year=2024).level == "GOOD"


def test_no_step_is_taken_on_a_list_that_another_campaign_holds(commune, section, school):
    bring(open_year(commune), Step.VOTING)
    begun = make_campaign(section, 2024)
    unsaved = RatingSheet(campaign=begun, part=Part.MEMBERS, unit=school)

    with pytest.raises(steps.OutOfTurn, match="thuộc đợt xếp loại của Đảng bộ xã Na Khê"):
        steps.propose(unsaved, SYSTEM)

    assert not begun.sheets.exists()
    assert MemberRating.objects.get().proposed_level == ""


def test_a_commune_lists_what_no_section_has_listed_before(commune, section, school, na_po, lan):
    bring(open_year(section), Step.VOTING)
    year = open_year(commune)
    assert {str(one.unit) for one in year.sheets.select_related("unit")} == {
        "Chi bộ thôn Na Pô", "Đảng bộ xã Na Khê",
    }  # fmt: skip
    assert differences(year) == []
    user = make_user(Role.SECRETARY, commune)
    found = RatingCampaign.objects.covering(user).get(pk=year.pk)
    assert [line.name for line in Board(user, found).lines] == ["Chi bộ thôn Na Pô", "Chi bộ"]


def test_a_list_that_a_former_lock_holds_has_no_differences(commune, district, na_po, lan):
    """The district locked 2024 before there were lists: what the commune had listed is the district's."""
    year = open_year(commune)
    make_campaign(district, 2024, state="LOCKED", decision_number="9-QĐ/HU")
    membership = lan.memberships.get()
    membership.ended_on, membership.reason_out = date(2024, 6, 1), "TRANSFERRED_OUT"
    membership.save()

    assert differences(year) == []
    with pytest.raises(steps.OutOfTurn, match="Năm 2024 đã khóa theo Quyết định 9-QĐ/HU."):
        steps.begin_vote(sheet(year, na_po), SYSTEM)
