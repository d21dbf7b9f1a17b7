"""What waits to be done, on a given day: each kind told of named people, with days and numbers counted by hand."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from members import probation
from members.badges import around
from members.models import (
    AwardDay,
    Badge,
    BadgeLevel,
    Ethnicity,
    Exemption,
    MemberRating,
    Movement,
    Probation,
    Religion,
    TemporaryAbsence,
)
from members.tasks import KINDS, tasks_of
from nakhe.access import SYSTEM
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
from units.models import Committee, Congress, RatingCampaign, RatingRegime, Term, UnitParent

DAY = date(2024, 5, 28)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2024, 5, 3), 30, date(2024, 6, 14)),  # Friday + 6 weeks
        (date(2024, 5, 3), 1, date(2024, 5, 6)),  # over a week-end
        (date(2024, 5, 6), 4, date(2024, 5, 10)),
    ],
)
def test_working_days_pass_over_week_ends(day, count, later):
    assert probation.working_days_after(day, count) == later


@pytest.fixture
def na_khe(db):
    return make_commune()


@pytest.fixture
def na_po(na_khe):
    return make_unit("Na Pô", na_khe)


def task(key, day=DAY, reader=SYSTEM):
    return next(task for task in tasks_of(reader, day) if task.key == key)


def told(key, day=DAY, reader=SYSTEM):
    return [str(item) for item in task(key, day, reader).items]


# --- Recognition ---


def test_probation_ends_twelve_months_after_the_ceremony(na_po):
    """Liều's year ended in January, 30 working days ago and more; Súa's on 3 May; Mẩy's ends in 3 weeks; Nô's later."""
    for name, ceremony in [
        ("Liều", "2023-01-15"),
        ("Súa", "2023-05-03"),
        ("Mẩy", "2023-06-18"),
        ("Nô", "2023-09-02"),
    ]:
        person = make_person(name, admitted_on=ceremony)
        join(person, na_po, date.fromisoformat(ceremony))

    # 15/01 → 28/05/2024: 16 + 29 + 31 + 30 + 28 = 134 days
    assert told("xet-chinh-thuc") == [
        "Liều (Na Pô) quá hạn từ 15/01/2024, 134 ngày",
        "Súa (Na Pô) đến hạn từ 03/05/2024",
        "Mẩy (Na Pô) hạn 18/06/2024",
    ]
    assert task("xet-chinh-thuc").late == 1


def test_who_is_overdue_for_years_may_lack_the_date(na_po):
    """29/05/2023 → 28/05/2024 are 365 days, 28/05/2023 one more, for 2024 has a 29 February."""
    for name, ceremony in [("Dợ", "1970-01-24"), ("Páo", "2022-05-28"), ("Say", "2022-05-29")]:
        join(make_person(name, admitted_on=ceremony), na_po, date.fromisoformat(ceremony))

    assert told("xet-chinh-thuc") == [
        "Dợ (Na Pô) quá hạn từ 24/01/1971, hoặc hồ sơ chưa ghi ngày chính thức",
        "Páo (Na Pô) quá hạn từ 28/05/2023, hoặc hồ sơ chưa ghi ngày chính thức",
        "Say (Na Pô) quá hạn từ 29/05/2023, 365 ngày",
    ]
    assert task("xet-chinh-thuc").late == 3


def test_who_was_readmitted_is_due_by_the_second_probation(na_po):
    """Lan, official in 1996, was readmitted on 10/06/2023; her second probation ends on 10/06/2024."""
    lan = make_person("Lan", admitted_on="1995-03-02", official_on="1996-03-02")
    join(lan, na_po, date(2023, 6, 10), reason_in="READMITTED")
    second = Probation.objects.create(person=lan, started_on=date(2023, 6, 10))
    assert told("xet-chinh-thuc") == ["Lan (Na Pô) hạn 10/06/2024"]

    second.ended_on = DAY
    second.save()
    assert told("xet-chinh-thuc") == []


# --- Badges ---


def test_time_out_of_the_party_is_taken_off_the_years_of_a_badge(na_po):
    """Domain.md §5: decision 20/07/1985, out for 14 months: 40 years on 20/09/2026, awarded on 07/11/2026."""
    lan = make_person("Lan", admission_decision_on="1985-07-20", official_on="1986-07-20")
    join(lan, na_po, date(1985, 7, 20), ended_on=date(2000, 1, 1), reason_out="REMOVED")
    join(lan, na_po, date(2001, 3, 1), reason_in="READMITTED")
    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=30), awarded_on=date(2016, 11, 7))

    assert told("huy-hieu", date(2026, 9, 2)) == []  # the award day of 02/09 itself: 18 days too early
    assert told("huy-hieu", date(2026, 9, 3)) == ["Lan (Na Pô): 40 năm, đủ từ 20/09/2026"]
    assert task("huy-hieu", date(2026, 9, 3)).title == "Huy hiệu Đảng đợt 07/11/2026"
    assert told("huy-hieu", date(2026, 11, 8)) == ["Lan (Na Pô): 40 năm, đủ từ 20/09/2026, đợt trước chưa ghi trao"]

    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=40), awarded_on=date(2026, 11, 7))
    assert told("huy-hieu", date(2026, 11, 8)) == []


def test_there_is_no_badge_for_35_years(na_po):
    for name, since in [("Mai", "1989-08-01"), ("Bình", "1994-09-02"), ("Cúc", "1994-09-03"), ("Dế", "1934-01-05")]:
        make_member(name, na_po, admission_decision_on=since, official_on="1996-01-01")
    assert told("huy-hieu") == [
        "Dế (Na Pô): 90 năm, đủ từ 05/01/2024, đợt trước chưa ghi trao",
        "Bình (Na Pô): 30 năm, đủ từ 02/09/2024",
        "Mai (Na Pô): 30 năm, đủ từ 01/08/2019, đợt trước chưa ghi trao",
    ]


def test_a_badge_waits_for_the_next_day_of_the_list(db):
    days = [(2, 3), (9, 2)]
    assert around(date(2024, 9, 2), days) == (date(2024, 2, 3), date(2024, 9, 2))
    assert around(date(2024, 9, 3), days) == (date(2024, 9, 2), date(2025, 2, 3))
    assert around(date(2025, 1, 1), [(2, 29)]) == (date(2024, 2, 29), date(2028, 2, 29))
    assert around(DAY, []) is None


def test_without_award_days_nobody_waits_for_a_badge(na_po):
    make_member("Lan", na_po, admission_decision_on="1985-07-20")
    AwardDay.objects.all().delete()
    assert told("huy-hieu") == []


# --- Chi bộ ---


def official(unit, count):
    return [make_member(f"Người {number}", unit) for number in range(count)]


def test_from_nine_official_members_a_chi_bo_could_elect_a_committee(na_khe, na_po):
    """Na Pô has 9 official members, the health station 8 and three on probation; the school has its committee."""
    health, school = (make_unit(name, na_khe, unit_type="HEALTH") for name in ("Trạm Y tế", "Trường học"))
    official(na_po, 9)
    official(health, 8)
    for name in ("Một", "Hai", "Ba"):
        make_member(name, health, official_on=None)
    official(school, 9)
    Committee.objects.create(unit=school, started_on=date(2022, 3, 15))

    assert told("bau-chi-uy") == ["Na Pô: 9 đảng viên chính thức"]
    assert told("chi-bo-it-nguoi") == []


def test_a_committee_of_eight_is_too_large_and_two_official_members_too_few(na_khe, na_po):
    Committee.objects.create(unit=na_po, started_on=date(2022, 3, 15))
    people = official(na_po, 9)
    for person in people[:7]:
        make_office(person, na_po, "COMMITTEE_MEMBER")
    assert told("chi-uy-qua-dong") == []
    make_office(people[7], na_po, "COMMITTEE_MEMBER")
    assert told("chi-uy-qua-dong") == ["Na Pô: chi ủy 8 người"]

    school = make_unit("Trường học", na_khe, unit_type="SCHOOL")
    official(school, 2)
    assert told("chi-bo-it-nguoi") == ["Trường học: 2 đảng viên chính thức"]
    make_member("Người thứ ba", school)
    assert told("chi-bo-it-nguoi") == []


# --- Villages ---


def test_a_village_head_who_joined_is_no_longer_listed(na_khe, na_po):
    pao, chu = make_person("Giàng Mí Páo"), make_person("Thào Mí Chứ")
    make_head(pao, make_village("Phe Phà", na_khe, position=1))
    make_head(chu, make_village("Lùng Vái", na_khe, position=2))
    join(chu, na_po, DAY)

    assert told("truong-thon-ngoai-dang", date(2024, 5, 27)) == ["Giàng Mí Páo (Phe Phà)", "Thào Mí Chứ (Lùng Vái)"]
    assert told("truong-thon-ngoai-dang") == ["Giàng Mí Páo (Phe Phà)"]


def test_a_village_whose_head_left_waits_for_the_next_one(na_khe):
    village = make_village("Phe Phà", na_khe)
    make_head(make_person("Giàng Mí Páo"), village, ended_on=date(2024, 5, 1))

    assert told("thon-chua-co-truong-thon", date(2024, 4, 30)) == []
    assert told("thon-chua-co-truong-thon") == ["Thôn Phe Phà"]


# --- Ratings ---


@pytest.fixture
def campaign(na_khe):
    regime = RatingRegime.objects.get(first_year=2023)
    return RatingCampaign.objects.create(unit=na_khe, year=2023, regime=regime, assessed_on=date(2023, 12, 31))


def test_who_has_no_row_in_the_open_campaign_is_counted_by_chi_bo(na_khe, na_po, campaign):
    """Of four members on 31/12/2023 Lan is rated, Bình is not for a reason; Mai and the teacher are missing."""
    lan, binh, _ = (make_member(name, na_po) for name in ("Lan", "Bình", "Mai"))
    make_member("Cô giáo", make_unit("Trường học", na_khe, unit_type="SCHOOL"))
    make_member("Đến sau", na_po, day=date(2024, 1, 1))
    MemberRating.objects.create(person=lan, unit=na_po, year=2023, level="GOOD")
    MemberRating.objects.create(person=binh, unit=na_po, year=2023, not_rated_reason="EXEMPT")

    found = task("xep-loai")
    assert (found.title, found.count, found.summary) == (
        "Xếp loại đảng viên năm 2023",
        2,
        "2 / 4 đảng viên đã có kết quả",
    )
    assert told("xep-loai") == ["Na Pô: 1 trên 3 chưa có kết quả", "Trường học: 1 trên 1 chưa có kết quả"]


def test_a_campaign_waits_until_two_months_before_its_assessment(na_po, campaign):
    make_member("Lan", na_po)
    assert task("xep-loai", date(2023, 10, 30)).count == 0
    assert task("xep-loai", date(2023, 10, 31)).count == 1


def test_a_locked_year_is_told_as_done(na_po, campaign):
    lan = make_member("Lan", na_po)
    make_member("Mai", na_po)
    MemberRating.objects.create(person=lan, unit=na_po, year=2023, level="GOOD")
    campaign.state = "LOCKED"
    campaign.save()

    found = task("xep-loai")
    assert (found.count, found.is_done, found.items) == (0, True, [])
    assert found.summary == "1 / 2 đảng viên đã có kết quả"


# --- Terms ---


def make_term(unit, started_on, first_year, last_year, ordinal=1, ended_on=None):
    congress = Congress.objects.create(unit=unit, ordinal=ordinal)
    years = {"first_year": first_year, "last_year": last_year}
    return Term.objects.create(unit=unit, congress=congress, started_on=started_on, ended_on=ended_on, **years)


def test_a_term_is_told_of_half_a_year_before_its_five_years_are_over(na_khe):
    make_term(na_khe, date(2020, 6, 15), 2020, 2025)

    assert told("nhiem-ky", date(2024, 12, 14)) == []
    assert told("nhiem-ky", date(2024, 12, 15)) == ["Đảng bộ xã Na Khê: nhiệm kỳ 2020–2025 hết ngày 15/06/2025"]
    assert told("nhiem-ky", date(2025, 6, 15)) == [
        "Đảng bộ xã Na Khê: nhiệm kỳ 2020–2025 hết từ 15/06/2025, chưa ghi đại hội mới"
    ]


def test_a_term_with_a_successor_is_over_without_a_word(na_po):
    make_term(na_po, date(2020, 3, 1), 2020, 2022, ended_on=date(2022, 9, 1))
    assert told("nhiem-ky") == ["Na Pô: nhiệm kỳ 2020–2022 hết từ 01/09/2022, chưa ghi đại hội mới"]
    make_term(na_po, date(2022, 9, 1), 2022, 2027, ordinal=2)
    assert told("nhiem-ky") == []


# --- Periods that ran out ---


@pytest.fixture
def lan(na_po):
    return make_member("Lan", na_po)


def test_a_temporary_transfer_past_its_end_asks_for_a_word(na_po, lan):
    TemporaryAbsence.objects.create(person=lan, started_on=date(2023, 11, 1), ended_on=date(2024, 5, 1))
    assert told("het-tam-thoi", date(2024, 4, 30)) == []
    assert told("het-tam-thoi", date(2024, 5, 1)) == ["Lan (Na Pô) hết hạn 01/05/2024"]
    assert told("het-tam-thoi", date(2024, 8, 1)) == []  # three months on, the quarter has been reconciled

    Movement.objects.create(kind="BACK", person=lan, unit=na_po, effective_on=date(2024, 5, 1))
    assert told("het-tam-thoi") == []


def test_a_temporary_transfer_without_an_end_is_asked_about_after_a_year(lan):
    TemporaryAbsence.objects.create(person=lan, started_on=date(2023, 5, 28))
    assert told("het-tam-thoi", date(2024, 5, 27)) == []
    assert told("het-tam-thoi") == ["Lan (Na Pô) đi từ 28/05/2023, quá 12 tháng, chưa ghi ngày về"]


def test_an_exemption_that_ran_out_is_told_unless_another_follows(lan):
    Exemption.objects.create(person=lan, started_on=date(2023, 5, 1), ended_on=date(2024, 5, 1))
    assert told("het-mien") == ["Lan (Na Pô) hết hạn 01/05/2024"]
    Exemption.objects.create(person=lan, started_on=date(2024, 5, 1))
    assert told("het-mien") == []


def exempt_later(person, unit):
    """From 01/06/2024, recorded on 20/04/2024."""
    later = Movement.objects.create(kind="EXEMPTED", person=person, unit=unit, effective_on=date(2024, 6, 1))
    Movement.objects.filter(pk=later.pk).update(recorded_at=timezone.make_aware(datetime(2024, 4, 20, 9)))


def test_a_movement_recorded_now_for_later_is_told_until_it_takes_effect(na_po, lan):
    exempt_later(lan, na_po)

    assert told("sap-hieu-luc", date(2024, 4, 19)) == []
    assert told("sap-hieu-luc") == ["Lan: miễn công tác, sinh hoạt từ 01/06/2024"]
    assert told("sap-hieu-luc", date(2024, 6, 1)) == []


# --- Records with gaps ---


def test_what_records_lack_is_counted_field_by_field(na_po, lan):
    """Lan's record has nothing but her name, Mai's lacks the home place. Súa's has its name of today and the ceremony,
    which will do for the old name and the decision: nothing is missing. A record counts once, whatever it lacks."""
    known = {"birth_on": "1985", "sex": "F", "admission_decision_on": "2005"}
    known |= {"ethnicity": Ethnicity.objects.first(), "religion": Religion.objects.first()}
    make_member("Mai", na_po, **known)
    del known["admission_decision_on"]
    make_member("Súa", na_po, native_place_now="Bạch Đích", admitted_on="2000", **known)

    assert task("thieu-thong-tin").count == 2
    assert told("thieu-thong-tin") == [
        "Thiếu ngày sinh: 1 người",
        "Thiếu giới tính: 1 người",
        "Thiếu dân tộc: 1 người",
        "Thiếu tôn giáo: 1 người",
        "Thiếu quê quán: 2 người",
        "Thiếu ngày kết nạp: 1 người",
    ]


# --- Whose ---


def test_a_chi_bo_that_left_for_another_committee_is_no_longer_its_tasks(na_khe):
    """Na Pô goes to Bạch Đích on 01/05/2024 with its villages: all that waits there goes along on that day."""
    na_po = make_unit("Na Pô", na_khe, village=make_village("Na Pô", na_khe))
    make_unit("Na Pô hai", na_po, kind="CELL", village=(empty := make_village("Phe Phà", na_khe)))
    liu = make_person("Liều", admitted_on="2023-01-15")
    join(liu, na_po, date(2023, 1, 15))
    exempt_later(liu, na_po)
    make_head(make_person("Giàng Mí Páo"), na_po.village)
    make_term(na_po, date(2019, 3, 1), 2019, 2022)
    bach_dich = make_commune("Đảng bộ xã Bạch Đích")
    UnitParent.objects.filter(unit=na_po).update(ended_on=date(2024, 5, 1))
    UnitParent.objects.create(unit=na_po, parent=bach_dich, started_on=date(2024, 5, 1))
    here, there = make_user("SECRETARY", na_khe), make_user("SECRETARY", bach_dich)

    def waiting(reader, day):
        return {kind.key for kind in tasks_of(reader, day) if kind.count}

    its = {"xet-chinh-thuc", "chi-bo-it-nguoi", "thieu-thong-tin", "sap-hieu-luc", "truong-thon-ngoai-dang",
           "thon-chua-co-truong-thon", "nhiem-ky", "chua-co-bi-thu"}  # fmt: skip
    assert (waiting(here, date(2024, 4, 30)), waiting(there, date(2024, 4, 30))) == (its, set())
    assert (waiting(here, DAY), waiting(there, DAY)) == (set(), its)
    assert told("thon-chua-co-truong-thon", DAY, there) == [f"Thôn {empty}"]


def test_keys_are_addresses_and_none_is_given_twice():
    keys = [kind.key for kind in KINDS]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key == key.lower() for key in keys)
