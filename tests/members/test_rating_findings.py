"""What is found in a rating year, on the page beside the row and above the grid, and on the command line."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Discipline, Exemption, Suspension, VillageHeadRating
from members.rating_choice import branches_of
from members.rating_findings import rating_findings
from nakhe.access import SYSTEM
from tests.factories import join, make_head, make_member, make_person, make_unit, make_user, make_village
from tests.members.checking import check, codes, make_campaign, rate
from units.models import RatingCampaign, RatingRegime, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(commune):
    return make_campaign(commune, 2024, cap_base="GOOD_OR_BETTER", cap_rate=100)


@pytest.fixture
def lan(na_po):
    return make_member("Vàng Thị Lan", na_po, admitted_on="2000-01-01")


@pytest.fixture
def secretary(client, commune):
    user = make_user("SECRETARY", commune)
    client.force_login(user)
    return user


def of(person, year=2024):
    return codes(check(year), person.full_name)


def message(year, code):
    return next(finding["message"] for finding in check(year)["findings"] if finding["code"] == code)


def grid(client, unit, year=2024):
    return client.get(f"{reverse('ratings')}?nam={year}&don_vi={unit.pk}")


# --- who is to be rated ---


@pytest.mark.parametrize(
    ("year", "admitted_on", "found"),
    [(2024, "2024-06-30", []), (2024, "2024-07-01", ["not_to_be_rated"]), (2022, "2022-07-01", [])],
)
def test_six_months_after_admission(commune, na_po, year, admitted_on, found):
    make_campaign(commune, year, cap_rate=100)
    dat = make_member("Sùng Mí Đạt", na_po, date.fromisoformat(admitted_on), None, admitted_on=admitted_on)
    rate(dat, na_po, year=year)

    assert of(dat, year) == found


@pytest.mark.parametrize(("year", "found"), [(2018, []), (2022, ["not_to_be_rated"]), (2024, ["not_to_be_rated"])])
def test_who_is_suspended_from_party_life_is_not_rated_from_hd_21_on(commune, na_po, lan, year, found):
    make_campaign(commune, year)
    Suspension.objects.create(person=lan, started_on=date(year, 11, 1), scope="PARTY_LIFE")
    rate(lan, na_po, year=year)

    assert of(lan, year) == found


def test_who_is_suspended_from_a_committee_only_is_rated(campaign, na_po, lan):
    Suspension.objects.create(person=lan, started_on=date(2024, 11, 1), scope="COMMITTEE")
    rate(lan, na_po)

    assert of(lan) == []


def test_an_exempt_member_with_a_level_contradicts_the_record(campaign, na_po, lan):
    Exemption.objects.create(person=lan, started_on=date(2022, 6, 1))
    rating = rate(lan, na_po)

    found = check(2024)["findings"][0]

    assert (found["subject"], found["unit"], found["code"], found["level"]) == (
        "Vàng Thị Lan", na_po.code, "not_to_be_rated", "error",
    )  # fmt: skip
    assert found["message"] == (
        "Thuộc diện không xếp loại – xếp HTTNV nhưng miễn công tác, sinh hoạt từ 01/06/2022: "
        "bỏ mức và ghi lý do “Miễn công tác và sinh hoạt”, hoặc sửa hồ sơ."
    )
    assert found["regulation"] == "HD 25-HD/BTCTW ngày 10/11/2023"
    rating.level, rating.not_rated_reason = "", "EXEMPT"
    rating.save()
    assert of(lan) == []


@pytest.mark.parametrize("reason", ["EXEMPT", "SUSPENDED", "UNDER_SIX_MONTHS", "OTHER"])
def test_a_reason_that_the_record_does_not_have(campaign, na_po, lan, reason):
    rate(lan, na_po, "", not_rated_reason=reason)

    assert of(lan) == ["should_be_rated"]


def test_an_admission_known_to_the_year_only_may_be_too_new_either_way(campaign, na_po):
    tua = make_member("Vàng Mí Tủa", na_po, date(2024, 3, 1), None, admitted_on="2024")
    rating = rate(tua, na_po)

    assert of(tua) == ["admission"]
    rating.level, rating.not_rated_reason = "", "UNDER_SIX_MONTHS"
    rating.save()
    assert of(tua) == ["admission"]


def test_who_has_no_result_is_missing(campaign, na_po, lan):
    tua = make_member("Vàng Mí Tủa", na_po, date(2024, 9, 2), None, admitted_on="2024-09-02")

    assert (of(lan), of(tua)) == (["missing"], ["missing"])
    says = [finding["message"] for finding in check(2024)["findings"] if finding["subject"] == tua.full_name]
    assert says == ["Chưa có kết quả năm 2024 – ghi lý do “Mới kết nạp, chưa đủ 6 tháng”."]


# --- where ---


def test_a_result_of_a_chi_bo_where_the_person_was_not_on_the_day(campaign, na_po, na_kinh):
    moved = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(moved, na_po, date(2010, 1, 1), ended_on=date(2024, 12, 20), reason_out="INTERNAL")
    join(moved, na_kinh, date(2024, 12, 20), reason_in="INTERNAL")
    rate(moved, na_po)

    found = [(each["subject"], each["unit"], each["code"], each["level"]) for each in check(2024)["findings"]]
    assert ("Lù Văn Mìn", na_po.code, "not_here", "error") in found
    assert of(moved) == ["not_here"]


@pytest.mark.parametrize(
    ("ended_on", "found"),
    [(date(2024, 10, 1), ["expelled"]), (date(2023, 10, 1), ["not_here"]), (date(2025, 1, 10), [])],
)
def test_who_was_expelled_before_the_end_of_the_year_is_not_on_the_list(campaign, na_po, ended_on, found):
    gone = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(gone, na_po, date(2010, 1, 1), ended_on=ended_on, reason_out="EXPELLED")
    Discipline.objects.create(person=gone, form="EXPULSION", decided_on=ended_on)
    rate(gone, na_po)

    assert of(gone) == found


def test_expelled_after_the_assessment_and_before_the_end_of_the_year(campaign, na_po):
    RatingCampaign.objects.update(assessed_on=date(2024, 12, 15))
    gone = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(gone, na_po, date(2010, 1, 1), ended_on=date(2024, 12, 20), reason_out="EXPELLED")
    Discipline.objects.create(person=gone, form="EXPULSION", decided_on=date(2024, 12, 20))

    assert of(gone) == ["expelled"]
    assert message(2024, "expelled").startswith("Khai trừ 20/12/2024 – trước khi hết năm")
    rate(gone, na_po, "", not_rated_reason="OTHER")
    assert of(gone) == []


def test_who_was_expelled_and_restored_within_the_year_is_rated(campaign, na_po):
    back = make_person("Lù Văn Mìn", admitted_on="2001-01-01")
    join(back, na_po, date(2010, 1, 1), ended_on=date(2024, 3, 1), reason_out="EXPELLED")
    join(back, na_po, date(2024, 8, 1), reason_in="RESTORED")
    rate(back, na_po)

    assert of(back) == []


# --- discipline, scores, years running ---


@pytest.mark.parametrize(
    ("year", "self_remedied", "level", "found"),
    [
        (2022, False, "GOOD", ["disciplined"]),
        (2022, True, "GOOD", ["disciplined"]),
        (2024, True, "GOOD", []),
        (2024, False, "COMPLETED", ["disciplined"]),
        (2024, False, "NOT_COMPLETED", []),
    ],
)
def test_disciplined_in_the_year(commune, na_po, lan, year, self_remedied, level, found):
    make_campaign(commune, year)
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=date(year, 4, 12), self_remedied=self_remedied)
    rate(lan, na_po, level, year)

    assert of(lan, year) == found


def test_a_discipline_of_another_year_is_of_that_year(campaign, na_po, lan):
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2023, 12, 31))
    rate(lan, na_po)

    assert of(lan) == []


@pytest.mark.parametrize(
    ("score", "fits", "differs"),
    [
        ("90", "EXCELLENT", "GOOD"),
        ("89.99", "GOOD", "EXCELLENT"),
        ("70", "GOOD", "COMPLETED"),
        ("69.5", "COMPLETED", "GOOD"),
        ("50", "COMPLETED", "NOT_COMPLETED"),
        ("49.99", "NOT_COMPLETED", "COMPLETED"),
    ],
)
def test_qd_366_proposes_a_level_by_the_score(commune, na_po, lan, score, fits, differs):
    make_campaign(commune, 2025, cap_base="GOOD_OR_BETTER", cap_rate=100)
    rating = rate(lan, na_po, fits, 2025, score=Decimal(score))

    assert of(lan, 2025) == []
    rating.level = differs
    rating.save()
    assert of(lan, 2025) == ["score"]


def test_the_score_of_htxsnv_names_its_second_condition(commune, na_po, lan):
    make_campaign(commune, 2025)
    rate(lan, na_po, "GOOD", 2025, score=Decimal("92.50"))

    assert message(2025, "score") == (
        "Điểm 92,5 – ứng với HTXSNV nếu từ 30 % nhiệm vụ trở lên vượt yêu cầu, đang xếp HTTNV: "
        "xem lại mức, hoặc ghi lý do ở ghi chú."
    )


def test_the_bounds_are_the_regimes_and_without_scores_there_are_none(commune, campaign, na_po, lan):
    RatingRegime.objects.filter(first_year=2025).update(score_excellent=95)
    make_campaign(commune, 2025)
    rate(lan, na_po, "GOOD", 2025, score=92)
    rate(lan, na_po, "GOOD", 2024, score=92)

    assert (of(lan, 2025), of(lan, 2024)) == ([], [])


def test_khtnv_two_years_running_is_for_review(campaign, na_po, lan):
    rate(lan, na_po, "NOT_COMPLETED", 2023)
    rating = rate(lan, na_po, "NOT_COMPLETED")

    assert of(lan) == ["second_year"]
    rating.level = "COMPLETED"
    rating.save()
    assert of(lan) == []


def test_htxsnv_five_years_running_is_for_commendation(campaign, na_po, lan):
    ratings = [rate(lan, na_po, "EXCELLENT", year) for year in range(2020, 2025)]

    assert of(lan) == ["commendation"]
    RatingRegime.objects.update(commended_years=6)
    assert of(lan) == []
    RatingRegime.objects.update(commended_years=0)
    assert of(lan) == []
    RatingRegime.objects.update(commended_years=5)
    ratings[2].level = "GOOD"
    ratings[2].save()
    assert of(lan) == []


# --- chi bộ and village heads, by the same rules ---


def test_chi_bo_and_village_heads_are_found_by_the_same_rules(commune, campaign, na_po, na_kinh):
    for year in range(2020, 2025):
        UnitRating.objects.create(unit=na_po, year=year, level="EXCELLENT")
    village, head = make_village("Na Pô", commune), make_person("Lù Văn Mìn")
    make_head(head, village)
    new = make_person("Giàng Mí Pó")
    make_head(new, make_village("Na Kinh", commune))
    for year in (2023, 2024):
        VillageHeadRating.objects.create(person=head, village=village, year=year, level="NOT_COMPLETED")

    assert codes(check(2024)) == [
        ("Chi bộ thôn Na Pô", "commendation"),
        ("Chi bộ thôn Na Kinh", "missing"),
        ("Giàng Mí Pó", "missing"),  # of Na Kinh, which comes before Na Pô
        ("Lù Văn Mìn", "second_year"),
    ]


# --- the page ---


def test_the_page_says_it_beside_the_row_and_above_the_grid(client, secretary, campaign, na_po, lan):
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=date(2024, 4, 12))
    rate(lan, na_po)
    bang = make_member("Hoàng Văn Bằng", na_po)

    page = " ".join(grid(client, na_po).content.decode().split())

    assert f'<a href="#d{lan.pk}">Vàng Thị Lan</a>' in page
    assert f'<b>Chưa có kết quả</b> (1): <a href="#d{bang.pk}">Hoàng Văn Bằng</a>' in page
    assert f'id="d{lan.pk}"' in page
    said = "xếp HTTNV dù bị kỷ luật ngày 12/04/2024: xếp KHTNV, hoặc ghi rõ căn cứ của mức này"
    assert f'<span class="tag warn">Khiển trách 04/2024</span> {said}' in page
    assert page.count("(HD 25-HD/BTCTW ngày 10/11/2023)") == 1


def test_the_cap_stands_in_the_summary_without_a_row(client, secretary, commune, na_po, lan):
    make_campaign(commune, 2024)
    rate(lan, na_po, "EXCELLENT")

    page = " ".join(grid(client, na_po).content.decode().split())

    assert "<b>Vượt trần HTXSNV</b> (1): Vượt 1 – HTXSNV 1, tối đa 0 (20 % của 0 HTTNV)" in page


def test_a_year_without_findings_has_no_box(client, secretary, campaign, na_po, lan):
    rate(lan, na_po)

    assert "Cần xem lại" not in grid(client, na_po).content.decode()


def test_a_unit_secretary_reads_the_findings_of_the_own_chi_bo_only(client, commune, na_po, na_kinh, lan):
    """2 HTXSNV and nothing else are over the cap of the whole, which is the committee's to know."""
    make_campaign(commune, 2024)
    rate(make_member("Lù Văn Mìn", na_kinh), na_kinh, "EXCELLENT")
    rate(lan, na_po, "EXCELLENT")
    make_member("Hoàng Văn Bằng", na_po)
    client.force_login(make_user("UNIT_SECRETARY", na_po))

    findings = grid(client, na_po).context["grid"].findings

    assert [(finding.subject, finding.remark.code) for finding in findings] == [("Hoàng Văn Bằng", "missing")]


def test_the_cap_of_a_group_is_shown_where_it_is_counted(client, secretary, commune, na_po, lan):
    make_campaign(commune, 2024, cap_scope="GROUP")
    rate(lan, na_po, "EXCELLENT")
    school = make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL")
    rate(make_member("Lù Văn Mìn", school), school)

    of_village, of_school = grid(client, na_po).context["grid"], grid(client, school).context["grid"]

    assert [(meter.heading, meter.is_verdict) for meter in of_village.meters] == [
        ("HTXSNV toàn Đảng bộ", False),
        ("HTXSNV nhóm Thôn", True),
        ("HTXSNV trong chi bộ", False),
    ]
    assert [finding.subject for finding in of_village.findings] == ["Nhóm chi bộ Thôn"]
    assert of_school.findings == []


# --- cost ---


def test_the_whole_committee_costs_the_same_with_more_of_everything(commune, campaign, na_po, lan):
    def queries():
        asked = RatingCampaign.objects.covering(SYSTEM).select_related("unit", "regime").get()
        with CaptureQueriesContext(connection) as captured:
            rating_findings(SYSTEM, asked, list(branches_of(SYSTEM, asked)))
        return len(captured)

    rate(lan, na_po)
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2024, 5, 1))
    make_head(lan, make_village("Na Pô", commune))
    few = queries()
    for number in range(5):
        unit = make_unit(f"Chi bộ {number}", commune)
        member = make_member(f"Vàng Mí {number}", unit)
        for year in (2022, 2023, 2024):
            rate(member, unit, "EXCELLENT", year)
        Discipline.objects.create(person=member, form="WARNING", decided_on=date(2024, 5, 1))
        make_head(member, make_village(f"Thôn {number}", commune))
    assert queries() == few <= 15
