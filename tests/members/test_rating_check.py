"""manage.py rating_check: the cap by the worked examples of the regulation (domain.md §1), its shape, its errors."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_commune, make_member, make_unit
from tests.members.checking import check, codes, make_campaign, rate, rate_many
from units.closure import rebuild_below
from units.models import UnitRating

pytestmark = pytest.mark.django_db

STRICT, WIDE = "GOOD", "GOOD_OR_BETTER"


@pytest.mark.parametrize(
    ("levels", "settings", "maximum", "over"),
    [
        ({"EXCELLENT": 32, "GOOD": 160}, {}, 32, 0),  # 20 % of 160
        ({"EXCELLENT": 33, "GOOD": 160}, {}, 32, 1),
        ({"EXCELLENT": 33, "GOOD": 160}, {"cap_base": WIDE}, 38, 0),  # 20 % of 193 is 38,6
        ({"EXCELLENT": 40, "GOOD": 160}, {"cap_rate": 25, "cap_decision": "12-QĐ/HU"}, 40, 0),  # 25 % of 160
        ({"EXCELLENT": 41, "GOOD": 160}, {"cap_rate": 25, "cap_decision": "12-QĐ/HU"}, 40, 1),
    ],
)
def test_the_cap_over_the_whole_organisation(commune, na_po, na_kinh, levels, settings, maximum, over):
    """The HTXSNV are in one chi bộ, the HTTNV in the other: only the whole counts."""
    make_campaign(commune, 2024, **settings)
    rate_many(na_po, {"EXCELLENT": levels["EXCELLENT"]})
    rate_many(na_kinh, {"GOOD": levels["GOOD"]})

    checked = check(2024)

    whole = checked["cap"]["whole"]
    assert (whole["excellent"], whole["good"], whole["rated"]) == (*levels.values(), sum(levels.values()))
    assert (whole["maximum"], whole["over"]) == (maximum, over)
    assert (("Đảng bộ xã Na Khê", "over_cap") in codes(checked)) == bool(over)


@pytest.mark.parametrize(
    ("excellent", "good", "base", "fits"),
    [
        (2, 11, STRICT, True),  # 20 % of 11 is 2,2
        (3, 10, STRICT, False),
        (3, 12, STRICT, False),  # 2,4
        (2, 11, WIDE, True),  # of 13: 2,6
        (3, 10, WIDE, False),
        (3, 12, WIDE, True),  # of 15: 3
    ],
)
def test_the_cap_on_the_chi_bo_themselves(commune, excellent, good, base, fits):
    make_campaign(commune, 2024, cap_base=base)
    for number in range(excellent + good):
        branch = make_unit(f"Chi bộ {number}", commune)
        UnitRating.objects.create(unit=branch, year=2024, level="EXCELLENT" if number < excellent else "GOOD")

    checked = check(2024)

    assert (checked["cap_of_units"]["excellent"], checked["cap_of_units"]["good"]) == (excellent, good)
    assert (checked["cap_of_units"]["over"] == 0) == fits
    assert codes(checked) == ([] if fits else [("Các chi bộ của Đảng bộ xã Na Khê", "over_cap")])


def rated_in_both(na_po, na_kinh):
    """Na Pô 1 of 1 + 5: allowed 1. Na Kinh 1 of 1 + 4: allowed 0. Together 2 of 9: allowed 1."""
    rate_many(na_po, {"EXCELLENT": 1, "GOOD": 5})
    rate_many(na_kinh, {"EXCELLENT": 1, "GOOD": 4})


def over_cap(checked):
    caps = [finding for finding in checked["findings"] if finding["code"] == "over_cap"]
    return [(finding["subject"], finding["unit"]) for finding in caps]


def test_the_scope_of_the_year_decides_which_cap_is_a_finding(commune, na_po, na_kinh):
    campaign = make_campaign(commune, 2024)
    rated_in_both(na_po, na_kinh)

    assert over_cap(check(2024)) == [("Đảng bộ xã Na Khê", commune.code)]
    campaign.cap_scope = "BRANCH"
    campaign.save()
    assert over_cap(check(2024)) == [("Chi bộ thôn Na Kinh", na_kinh.code)]
    campaign.cap_scope = "GROUP"
    campaign.save()
    assert over_cap(check(2024)) == [("Nhóm chi bộ Thôn", commune.code)]
    na_kinh.unit_type = "SCHOOL"
    na_kinh.save()
    assert over_cap(check(2024)) == [("Nhóm chi bộ Trường học", commune.code)]


def test_the_whole_and_each_chi_bo_have_their_figures(commune, na_po, na_kinh):
    make_campaign(commune, 2024)
    rated_in_both(na_po, na_kinh)

    checked = check(2024)

    settings = {"scope": "ORGANISATION", "base": "GOOD", "rate": 20}
    assert list(checked) == ["findings", "cap", "cap_of_units"]
    assert checked["cap"] == {
        "whole": settings | {"rated": 11, "good": 9, "excellent": 2, "maximum": 1, "over": 1},
        na_po.code: settings | {"rated": 6, "good": 5, "excellent": 1, "maximum": 1, "over": 0},
        na_kinh.code: settings | {"rated": 5, "good": 4, "excellent": 1, "maximum": 0, "over": 1},
    }


def test_a_finding_has_the_six_keys(commune, na_po):
    make_campaign(commune, 2024, cap_rate=25, cap_decision="12-QĐ/HU")
    UnitRating.objects.create(unit=na_po, year=2024, level="GOOD")
    rate_many(na_po, {"EXCELLENT": 2, "GOOD": 4})

    assert check(2024)["findings"] == [
        {
            "subject": "Đảng bộ xã Na Khê",
            "unit": commune.code,
            "code": "over_cap",
            "level": "warning",
            "message": "Vượt 1 – HTXSNV 2, tối đa 1 (25 % của 4 HTTNV): "
            "xem lại số HTXSNV, hoặc ghi văn bản cho phép trần khác.",
            "regulation": "HD 25-HD/BTCTW ngày 10/11/2023 và 12-QĐ/HU",
        }
    ]


def test_a_unit_is_checked_alone_under_the_cap_of_the_whole(commune, na_po, na_kinh):
    make_campaign(commune, 2024)
    rated_in_both(na_po, na_kinh)
    make_member("Vàng Thị Lan", na_po)
    make_member("Lù Văn Mìn", na_kinh)

    checked = check(2024, unit=na_po.code)

    assert codes(checked) == [("Vàng Thị Lan", "missing"), ("Chi bộ thôn Na Pô", "missing")]
    assert list(checked["cap"]) == ["whole", na_po.code]
    assert checked["cap"]["whole"]["over"] == 1
    assert codes(check(2024, unit=commune.code)) == codes(check(2024))


def test_without_json_it_is_a_table(commune, na_po):
    make_campaign(commune, 2024)
    UnitRating.objects.create(unit=na_po, year=2024, level="GOOD")
    rate_many(na_po, {"EXCELLENT": 1, "GOOD": 5})
    make_member("Vàng Thị Lan", na_po)
    out = StringIO()

    call_command("rating_check", year=2024, stdout=out)

    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert lines == [
        "Xếp loại năm 2024, Đảng bộ xã Na Khê: 1 điều cần xem lại",
        "Mức Tổ chức Đối tượng Cần xem lại Căn cứ",
        f"nhắc {na_po.code} Vàng Thị Lan Chưa có kết quả năm 2024 – ghi một mức, hoặc một lý do không xếp loại. "
        "HD 25-HD/BTCTW ngày 10/11/2023",
        "",
        "Trần HTXSNV 20 % (HTTNV), Toàn tổ chức cơ sở đảng",
        "Tổ chức Được xếp loại HTTNV HTXSNV Tối đa Vượt",
        "toàn bộ 6 5 1 1 0",
        f"{na_po.code} 6 5 1 1 0",
        "xếp loại chi bộ 1 1 0 0 0",
    ]


def test_a_year_without_anybody_is_answered_too(commune):
    make_campaign(commune, 2024)

    assert check(2024)["findings"] == []
    assert check(2024)["cap"]["whole"]["rated"] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"year": "1999"}, "Không có đợt xếp loại năm “1999”: ghi --year với một năm đã mở đợt (2023, 2024)."),
        ({"year": ""}, "Không có đợt xếp loại năm “”"),
        ({"year": "hai nghìn"}, "Không có đợt xếp loại năm “hai nghìn”"),
        ({"year": 2024, "unit": "khong-co"}, "Không có tổ chức mang mã “khong-co”."),
        ({"year": 2024, "unit": "phu-lung"}, "“phu-lung” không được đợt xếp loại nào của năm 2024 xếp loại."),
    ],
)
def test_one_sentence_says_what_is_wrong(commune, options, said):
    make_campaign(commune, 2023)
    make_campaign(commune, 2024)
    make_commune("Đảng bộ xã Phú Lũng", code="phu-lung")

    with pytest.raises(CommandError) as error:
        check(**options)

    assert str(error.value).startswith(said)
    assert error.value.returncode == 2


def test_of_two_committees_one_is_named(commune, na_po):
    other = make_commune("Đảng bộ xã Phú Lũng", code="phu-lung")
    for committee in (commune, other):
        make_campaign(committee, 2024)
    rate_many(na_po, {"GOOD": 1})

    with pytest.raises(CommandError, match=r"Năm 2024 có nhiều đợt xếp loại: chọn đảng bộ bằng --unit"):
        check(2024)
    assert check(2024, unit=na_po.code)["cap"]["whole"]["rated"] == 1
    assert check(2024, unit="phu-lung")["cap"]["whole"]["rated"] == 0


def test_a_chi_bo_is_checked_by_the_nearest_committee(commune, na_po):
    district = make_unit("Đảng bộ huyện Yên Minh", kind="DISTRICT")
    commune.parents.create(parent=district, started_on="2000-01-01")
    rebuild_below(commune)
    make_campaign(district, 2024, cap_rate=30)
    make_campaign(commune, 2024)

    assert check(2024, unit=na_po.code)["cap"]["whole"]["rate"] == 20
    assert check(2024, unit=district.code)["cap"]["whole"]["rate"] == 30


def test_the_summary_of_244(commune, na_po):
    """12 exempt, 1 suspended, 7 under six months: 224 rated; 32 / 160 / 30 / 2 are 14,3 / 71,4 / 13,4 / 0,9 %."""
    make_campaign(commune, 2024)
    rate_many(na_po, {"EXCELLENT": 32, "GOOD": 160, "COMPLETED": 30, "NOT_COMPLETED": 2})
    for reason, number in {"EXEMPT": 12, "SUSPENDED": 1, "UNDER_SIX_MONTHS": 7}.items():
        for each in range(number):
            rate(make_member(f"Lù Văn {reason} {each}", na_po), na_po, "", not_rated_reason=reason)

    whole = check(2024)["cap"]["whole"]

    assert (whole["rated"], whole["good"], whole["excellent"], whole["over"]) == (224, 160, 32, 0)
