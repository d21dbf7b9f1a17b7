"""Who is not rated in which year (domain.md §1): vectors worked out by hand."""

from datetime import date

import pytest

from nakhe.vietnamese.dates import PartialDate, parse
from units.models import NotRatedReason, RatingCampaign, RatingRegime
from units.rating_remarks import admission_remark, discipline_remark, second_year_remark
from units.rating_rules import why_not_rated

HD_16 = RatingRegime(regulation="QĐ 132-QĐ/TW", guidance="HD 16-HD/BTCTW", excludes_suspended=False)
HD_21 = RatingRegime(regulation="QĐ 132-QĐ/TW", guidance="HD 21-HD/BTCTW")
HD_25 = RatingRegime(regulation="QĐ 124-QĐ/TW", guidance="HD 25-HD/BTCTW", minimum_months=6)


def campaign(year, regime):
    return RatingCampaign(year=year, regime=regime, assessed_on=date(year, 12, 31))


Y2018, Y2022, Y2024 = campaign(2018, HD_16), campaign(2022, HD_21), campaign(2024, HD_25)


@pytest.mark.parametrize(
    ("of", "admitted", "is_rated"),
    [
        (Y2024, "30/06/2024", True),
        (Y2024, "01/07/2024", False),
        (Y2024, "6/2024", True),
        (Y2024, "7/2024", False),
        (Y2024, "2024", True),  # perhaps in spring
        (Y2024, "1998", True),
        (Y2022, "30/06/2022", True),
        (Y2022, "01/07/2022", True),
    ],
)
def test_six_months_after_admission(of, admitted, is_rated):
    assert (why_not_rated(of, admitted_on=parse(admitted)) is None) == is_rated


def test_the_reason_is_named_with_its_dates():
    found = why_not_rated(Y2024, admitted_on=PartialDate(2024, 9, 2))

    assert found.reason == NotRatedReason.UNDER_SIX_MONTHS
    assert found.text == "Kết nạp 02/09/2024, chưa đủ 6 tháng đến 31/12/2024"


def test_an_exempt_member_is_not_rated_in_any_year():
    found = [why_not_rated(of, exempt_since=date(2018, 6, 1)) for of in (Y2018, Y2022, Y2024)]

    assert [each.reason for each in found] == [NotRatedReason.EXEMPT] * 3
    assert found[0].text == "Miễn công tác, sinh hoạt từ 01/06/2018"


def test_a_suspended_member_is_not_rated_from_hd_21_on():
    found = [why_not_rated(of, suspended_since=date(2018, 6, 1)) for of in (Y2018, Y2022, Y2024)]

    assert [each and each.reason for each in found] == [None, NotRatedReason.SUSPENDED, NotRatedReason.SUSPENDED]


@pytest.mark.parametrize(
    ("of", "admitted", "official", "tag"),
    [
        (Y2024, "2024", None, "Kiểm tra ngày kết nạp"),
        (Y2024, "6/2024", None, None),
        (Y2024, "2023", None, None),
        (Y2024, None, None, "Chưa rõ ngày kết nạp"),
        (Y2024, None, "1999", None),
        (Y2022, None, None, None),
    ],
)
def test_an_admission_not_known_well_enough_is_remarked(of, admitted, official, tag):
    remark = admission_remark(of, admitted and parse(admitted), official and parse(official))

    assert (remark and remark.tag) == tag


def test_discipline_leads_to_khtnv_unless_mended_since_qd_124():
    then = discipline_remark(Y2022, "Khiển trách", date(2022, 4, 11), self_remedied=True)
    now = discipline_remark(Y2024, "Khiển trách", date(2024, 4, 11), self_remedied=True)
    kept = discipline_remark(Y2024, "Cảnh cáo", date(2024, 4, 11))

    assert (then.tag, then.text) == ("Khiển trách 04/2022", "bị kỷ luật trong năm: KHTNV theo HD 21-HD/BTCTW")
    assert now.text == "tự phát hiện, đã khắc phục: không buộc KHTNV (QĐ 124-QĐ/TW)"
    assert kept.text == "bị kỷ luật trong năm: KHTNV theo HD 25-HD/BTCTW"


def test_khtnv_in_two_years_running_is_a_flag_for_review():
    failed = {2023: "NOT_COMPLETED"}

    assert second_year_remark(Y2024, "NOT_COMPLETED", failed).tag == "KHTNV hai năm liền"
    assert second_year_remark(Y2024, "COMPLETED", failed).tag == "Năm 2023 KHTNV"
    assert second_year_remark(Y2024, before=failed).tag == "Năm 2023 KHTNV"
    assert second_year_remark(Y2024, "NOT_COMPLETED", {2022: "NOT_COMPLETED"}) is None
