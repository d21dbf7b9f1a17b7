"""What must never be is refused by the database itself: these writes go past forms, clean() and save()."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from members.checks import check_overlaps
from members.models import (
    AwardDay,
    Commendation,
    Discipline,
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Office,
    Person,
    Qualification,
    TrainingAttendance,
    TrainingCourse,
    VillageHead,
    VillageHeadRating,
)
from nakhe.access import Role
from tests.factories import (
    LONG_AGO,
    join,
    make_commune,
    make_head,
    make_office,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from units.models import (
    Committee,
    Congress,
    RatingCampaign,
    RatingReason,
    RatingRegime,
    Resolution,
    RoleGrant,
    Target,
    Term,
    Unit,
    UnitClosure,
    UnitName,
    UnitParent,
    UnitRating,
    Village,
)

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def refused(model, **fields):
    """Whether the database itself refuses the row."""
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([model(**fields)])
    return True


def refused_update(rows, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(rows), rows).update(**fields)
    return True


def test_one_open_membership_per_person(lan, commune):
    na_kinh = make_unit("Na Kinh", commune)
    assert refused(Membership, person=lan, unit=na_kinh, started_on=JUNE, reason_in="INTERNAL")


def test_a_membership_ends_after_its_start(lan):
    assert refused_update(Membership.objects.filter(person=lan), ended_on=LONG_AGO, reason_out="DIED")


def test_a_membership_ends_for_a_reason(lan):
    assert refused_update(Membership.objects.filter(person=lan), ended_on=JUNE)
    assert refused_update(Membership.objects.filter(person=lan), reason_out="DIED")


def test_a_membership_begins_for_a_reason(na_po):
    assert refused(Membership, person=make_person(), unit=na_po, started_on=JUNE, reason_in="")


def test_memberships_do_not_overlap(na_po):
    """PostgreSQL refuses the row; SQLite has no exclusion constraint, there check_data names the breach."""
    minh = make_person("Lù Văn Minh")
    join(minh, na_po, date(2020, 1, 1), ended_on=JULY, reason_out="TRANSFERRED_OUT")
    overlapping = {"person": minh, "unit": na_po, "started_on": JUNE, "reason_in": "READMITTED"}
    if connection.vendor == "postgresql":
        assert refused(Membership, **overlapping)
    else:
        Membership.objects.create(**overlapping)
        assert list(check_overlaps()) == ["Lù Văn Minh sinh hoạt ở hai chi bộ từ 01/06/2024."]


def test_a_membership_may_begin_on_the_day_another_ends(lan, commune):
    Membership.objects.filter(person=lan).update(ended_on=JUNE, reason_out="INTERNAL")
    join(lan, make_unit("Na Kinh", commune), JUNE, "INTERNAL")
    assert Membership.objects.filter(person=lan).count() == 2


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Exemption, {}),
    ],
)
def test_a_break_ends_after_its_start(lan, model, fields):
    assert refused(model, person=lan, started_on=JULY, ended_on=JUNE, **fields)


def test_one_secretary_per_unit(lan, na_po):
    make_office(lan, na_po)
    assert refused(Office, person=make_person("Lù Văn Minh"), unit=na_po, position="SECRETARY", started_on=JUNE)


def test_a_government_office_has_a_title(lan, commune):
    assert refused(Office, person=lan, unit=commune, position="GOVERNMENT", started_on=JUNE)


def test_one_head_per_village(lan, commune):
    na_po = make_village("Na Pô", commune)
    make_head(lan, na_po)
    assert refused(VillageHead, person=make_person("Lù Văn Minh"), village=na_po, started_on=JUNE)


@pytest.mark.parametrize("verdict", [{"level": "GOOD"}, {"not_rated_reason": "EXEMPT"}])
def test_one_rating_per_person_and_year(lan, na_po, verdict):
    MemberRating.objects.create(person=lan, unit=na_po, year=2023, level="GOOD")
    assert refused(MemberRating, person=lan, unit=na_po, year=2023, **verdict)


@pytest.mark.parametrize(
    "verdict",
    [
        {"level": "GOOD", "not_rated_reason": "EXEMPT"},
        {"level": "VERY_GOOD"},
        {"not_rated_reason": "LAZY"},
        {"self_level": "VERY_GOOD"},
        {"committee_level": "VERY_GOOD"},
        {"proposed_level": "VERY_GOOD"},
    ],
)
def test_a_rating_has_one_of_four_levels_or_a_reason(lan, na_po, commune, verdict):
    village = make_village("Na Pô", commune)
    assert refused(MemberRating, person=lan, unit=na_po, year=2023, **verdict)
    assert refused(UnitRating, unit=na_po, year=2023, **verdict)
    assert refused(VillageHeadRating, person=lan, village=village, year=2023, **verdict)


def test_one_rating_per_unit_and_year(na_po):
    UnitRating.objects.create(unit=na_po, year=2023, level="GOOD")
    assert refused(UnitRating, unit=na_po, year=2023, level="EXCELLENT")


def test_one_rating_per_village_head_and_year(lan, commune):
    village = make_village("Na Pô", commune)
    VillageHeadRating.objects.create(person=lan, village=village, year=2023, level="GOOD")
    assert refused(VillageHeadRating, person=lan, village=village, year=2023, level="GOOD")


def test_one_campaign_per_organisation_and_year(commune):
    campaign = {
        "unit": commune,
        "year": 2023,
        "regime": RatingRegime.objects.get(first_year=2023),
        "assessed_on": date(2023, 12, 31),
    }
    RatingCampaign.objects.create(**campaign)
    assert refused(RatingCampaign, **campaign)
    assert refused(RatingCampaign, **campaign | {"year": 2024, "cap_rate": 101})


def test_a_regime_ends_after_it_begins():
    assert refused(RatingRegime, name="Quy định thử", first_year=2030, last_year=2029, regulation="QĐ 1-QĐ/TW")


def test_a_reason_code_exists_once():
    assert refused(RatingReason, level="COMPLETED", code="a")


def test_a_person_has_a_name():
    assert refused(Person, full_name="")


def test_nobody_is_official_before_admission():
    assert refused(Person, full_name="Lù Văn Minh", admitted_on="2020-05", official_on="2019")


def test_a_number_belongs_to_one_person(lan):
    IdentityNumber.objects.create(person=lan, kind="CARD", number="12034518")
    assert refused(IdentityNumber, person=make_person("Lù Văn Minh"), kind="CARD", number="12034518")
    assert refused(IdentityNumber, person=lan, kind="CARD", number="12034519")
    assert refused(IdentityNumber, person=lan, kind="CITIZEN", number="")


def test_one_highest_qualification_of_a_kind(lan):
    Qualification.objects.create(person=lan, kind="POLITICAL", level="ELEMENTARY", started_on="2015-06")
    assert refused(Qualification, person=lan, kind="POLITICAL", level="INTERMEDIATE", started_on="2019")


@pytest.mark.parametrize(
    ("kind", "level"), [("GENERAL", "MASTER"), ("PROFESSIONAL", "9/12"), ("POLITICAL", "DOCTOR"), ("LANGUAGE", "")]
)
def test_a_level_belongs_to_its_kind(lan, kind, level):
    assert refused(Qualification, person=lan, kind=kind, level=level)


def test_a_qualification_ends_after_it_was_obtained(lan):
    assert refused(Qualification, person=lan, kind="GENERAL", level="9/12", started_on="2004", ended_on="2003-05")


def test_one_attendance_per_course(lan, na_po, commune):
    course = TrainingCourse.objects.create(unit=commune, name="Cập nhật kiến thức", kind="OTHER", started_on="2023-09")
    attendance = {"course": course, "person": lan, "unit": na_po, "attended_as": "MEMBER"}
    TrainingAttendance.objects.create(**attendance)
    assert refused(TrainingAttendance, **attendance)
    assert refused(TrainingCourse, unit=commune, name="Lớp", kind="OTHER", started_on="2023-09", ended_on="2023-08")


def test_a_commendation_is_of_a_person_or_a_unit(lan, na_po):
    assert refused(Commendation, form="Giấy khen", decided_on=JUNE)
    assert refused(Commendation, form="Giấy khen", decided_on=JUNE, person=lan, unit=na_po)


def test_a_discipline_is_recorded_once(lan):
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=JUNE)
    assert refused(Discipline, person=lan, form="REPRIMAND", decided_on=JUNE)


def test_an_award_day_is_a_day():
    assert refused(AwardDay, month=13, day=1)


def test_a_unit_has_one_parent_at_a_time(na_po):
    other = make_commune("Đảng bộ xã Bạch Đích")
    assert refused(UnitParent, unit=na_po, parent=other, started_on=JUNE)


def test_a_unit_is_not_its_own_parent(commune):
    assert refused(UnitParent, unit=commune, parent=commune, started_on=JUNE)


def test_a_branch_has_a_type():
    assert refused(Unit, code="chi-bo", kind="BRANCH", started_on=JUNE)


def test_a_code_names_one_unit(na_po):
    assert refused(Unit, code=na_po.code, kind="COMMUNE", started_on=JUNE)


@pytest.mark.parametrize("model", [UnitName, UnitClosure, Term, Committee, Village, RoleGrant])
def test_every_period_ends_after_its_start(model, commune, na_po):
    congress = Congress.objects.create(unit=na_po, ordinal=7)
    own = {
        UnitName: {"unit": na_po, "name": "Cũ", "short_name": "Cũ"},
        UnitClosure: {"ancestor": commune, "unit": commune, "depth": 0},
        Term: {"unit": na_po, "congress": congress, "first_year": 2020, "last_year": 2022},
        Committee: {"unit": na_po},
        Village: {"unit": commune, "name": "Na Pô"},
        RoleGrant: {"user": make_user(), "role": Role.CADRE, "unit": commune},
    }
    old_days = {"started_on": date(1990, 2, 1), "ended_on": date(1990, 1, 1)}
    assert refused(model, **own[model], **old_days)


def test_one_committee_at_a_time(na_po):
    Committee.objects.create(unit=na_po, started_on=LONG_AGO)
    assert refused(Committee, unit=na_po, started_on=JUNE)


def test_congresses_and_terms_are_in_order(na_po):
    congress = Congress.objects.create(unit=na_po, ordinal=7, members_entitled=11, members_present=10)
    assert refused(Congress, unit=na_po, ordinal=7)
    assert refused(Congress, unit=na_po, ordinal=8, members_entitled=11, members_present=12)
    assert refused(Term, unit=na_po, congress=congress, started_on=JUNE, first_year=2024, last_year=2022)


def test_a_village_name_is_used_once(commune):
    make_village("Na Pô", commune)
    assert refused(Village, unit=commune, name="Na Pô", started_on=JUNE)


def test_a_role_is_held_once(commune):
    user = make_user(Role.CADRE, commune)
    assert refused(RoleGrant, user=user, role=Role.CADRE, unit=commune, started_on=JUNE)


def test_targets_have_bounds_in_order(commune):
    resolution = Resolution.objects.create(unit=commune, number="01-NQ/ĐU", title="Nhiệm vụ 2023", adopted_on=JUNE)
    target = {"resolution": resolution, "name": "Chi bộ HTXSNV", "measure": "UNITS_EXCELLENT", "year": 2023}
    assert refused(Target, **target)
    assert refused(Target, **target, minimum=20, maximum=15)
    Target.objects.create(**target, minimum=15, maximum=20)
    assert refused(Target, **target, minimum=10)
    assert refused(Resolution, unit=commune, number="01-NQ/ĐU", title="Nữa", adopted_on=JUNE)
