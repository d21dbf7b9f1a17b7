"""The 20 figures of the commune's article of 28/05/2024, each recounted by the ordinary reports.

The expected values stand in the article (Xây dựng Đảng bộ, hệ thống chính trị ở cơ sở trong sạch vững mạnh).
"""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command

from members.models import MemberRating, Membership
from nakhe.access import Role
from tests.demonstration import django_db_setup  # noqa: F401
from tests.factories import make_user
from tests.reports.reading_word import opened, texts
from units.models import RatingCampaign, Unit

pytestmark = pytest.mark.django_db

NOW, IN_2020 = "2024-05-28", "2020-12-31"
SINCE_THE_CONGRESS = {"from": "2020-06-15", "as_of": NOW}


def report(slug, **options):
    """What `manage.py report SLUG --format json` prints, read back."""
    out = StringIO()
    call_command("report", slug, format="json", stdout=out, **options)
    return json.loads(out.getvalue())


def rows_by(key, table):
    return {row[key]: row for row in table["rows"]}


def count_by(column, table):
    counts = {}
    for row in table["rows"]:
        counts[row[column]] = counts.get(row[column], 0) + 1
    return counts


def test_1_fifteen_chi_bo():
    assert len(report("to-chuc", as_of=NOW)["rows"]) == 15


def test_2_244_members():
    assert report("to-chuc", as_of=NOW)["totals"]["members"] == 244
    assert report("xep-loai-dang-vien", year=2023)["totals"]["rated"] == 244


def test_3_one_chi_bo_more_than_in_2020():
    units = rows_by("figure", report("so-sanh", as_of=NOW, compare=IN_2020))["Chi bộ"]
    assert (units["before"], units["after"], units["change"]) == (14, 15, 1)
    assert units["names"] == "thêm Công an xã"


def test_4_37_members_more_than_in_2020():
    members = rows_by("figure", report("so-sanh", as_of=NOW, compare=IN_2020))["Đảng viên"]
    assert (members["before"], members["after"], members["change"]) == (207, 244, 37)


def test_5_37_admissions_in_the_term():
    assert report("bien-dong", **SINCE_THE_CONGRESS)["totals"]["admitted"] == 37
    assert len(report("ket-nap", **SINCE_THE_CONGRESS)["rows"]) == 37


def test_5_the_term_is_the_period_that_nobody_has_to_type():
    assert len(report("ket-nap", as_of=NOW)["rows"]) == 37


def test_6_14_of_15_have_a_committee():
    without = [row["name"] for row in report("to-chuc", as_of=NOW)["rows"] if not row["has_committee"]]
    assert without == ["Trạm Y tế"]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2021-12-31", {"Giàng Mí Pó", "Thào Mí Chứ", "Hoàng Văn Thực", "Ly Mí Sáng"}),
        (NOW, {"Giàng Mí Pó", "Thào Mí Chứ"}),
    ],
)
def test_7_village_heads_who_are_not_members(day, names):
    heads = first_table(report("truong-thon", as_of=day))
    assert {row["name"] for row in heads["rows"] if not row["is_member"]} == names


def first_table(found):
    return found["tables"][0] if "tables" in found else found


def test_8_and_9_education_and_theory_of_secretaries():
    secretaries, summary = report("chat-luong-bi-thu", as_of=NOW)["tables"]
    assert count_by("education", secretaries) == {"Đại học": 7, "12/12": 2, "9/12": 6}
    assert count_by("political_theory", secretaries) == {"Cao cấp": 1, "Trung cấp": 6, "Sơ cấp": 8}
    numbers = [list(row.values())[:3] for row in summary["rows"]]
    assert [tuple(row[1:]) for row in numbers] == [
        *[("Đại học", 7), ("Cao đẳng", 0), ("Trung cấp", 0), ("12/12", 2), ("9/12", 6)],
        *[("Cao cấp", 1), ("Trung cấp", 6), ("Sơ cấp", 8)],
    ]


def test_10_and_11_education_and_theory_of_village_heads():
    heads = first_table(report("truong-thon", as_of=NOW))
    assert count_by("education", heads) == {"12/12": 1, "Chưa qua đào tạo": 9}
    assert sum(row["political_theory"] in {"Sơ cấp", "Trung cấp"} for row in heads["rows"]) == 10


def test_12_ten_secretaries_and_ten_heads_were_trained():
    people = report("boi-duong", **SINCE_THE_CONGRESS)["tables"][1]
    numbers = [list(row.values())[:2] for row in people["rows"]]
    assert numbers[:2] == [["Bí thư chi bộ", 10], ["Trưởng thôn", 10]]


def test_13_ratings_of_units_for_2023():
    totals = report("xep-loai-chi-bo", year=2023)["tables"][0]["totals"]
    levels = [totals[name] for name in ("excellent", "good", "completed", "not_completed", "rated")]
    assert levels == [3, 12, 0, 0, 15]


def test_14_ratings_of_members_for_2023():
    found = report("xep-loai-dang-vien", year=2023)
    levels = [found["totals"][name] for name in ("excellent", "good", "completed", "not_completed", "rated")]
    assert levels == [45, 199, 0, 0, 244]
    assert any("tối đa 39" in note and "Vượt 6" in note and "HD 25-HD/BTCTW" in note for note in found["notes"])


def test_15_both_targets_for_chi_bo_are_met():
    first, second, third = report("chi-tieu", year=2023)["rows"]
    assert (first["result"], first["met"]) == (100.0, True)
    assert (second["required"], second["result"], second["met"]) == ("15–20 %", 20.0, True)
    assert (third["result"], third["met"]) == (80.0, False)


def test_16_na_po_is_a_border_village_with_15_members():
    na_po = rows_by("name", report("to-chuc", as_of=NOW))["Na Pô"]
    assert (na_po["is_border"], na_po["members"]) == (True, 15)


def test_17_na_po_admitted_four_since_2023():
    na_po = rows_by("name", report("bien-dong", **{"from": "2023-01-01", "as_of": NOW}))["Na Pô"]
    assert na_po["admitted"] == 4


def test_18_na_po_sent_two_and_four_to_courses():
    courses = report("boi-duong", **SINCE_THE_CONGRESS, unit="na-po")["tables"][0]
    sent = {row["kind"]: row["participants"] for row in courses["rows"]}
    assert (sent["Nghiệp vụ công tác Đảng"], sent["Cập nhật kiến thức"]) == (2, 4)


def test_19_na_pos_head_is_a_member_of_its_chi_bo():
    head = rows_by("village", first_table(report("truong-thon", as_of=NOW)))["Na Pô"]
    assert head["is_member"] is True
    members = Membership.objects.as_of(date(2024, 5, 28)).filter(unit__code="na-po")
    assert members.filter(person__full_name=head["name"]).count() == 1


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("na-po", ["VI (2017–2020)", "VII (2020–2022)", "VIII (2022–2025)"]),
        ("quan-su", ["III (2017–2020)", "IV (2020–2022)", "V (2022–2025)"]),
        ("na-khe", ["XVIII (2015–2020)", "XIX (2020–2025)"]),
    ],
)
def test_20_terms_are_on_the_page_of_the_unit(client, code, terms):
    unit = Unit.objects.get(code=code)
    client.force_login(make_user(Role.SECRETARY, Unit.objects.get(code="na-khe")))
    page = client.get(f"{unit.get_absolute_url()}?ngay=28/05/2024").content.decode()
    for term in terms:
        ordinal, years = term.split(" ", 1)
        assert f">{ordinal}<" in page
        assert years.strip("()") in page


def test_when_one_membership_ends_244_becomes_243_everywhere(client):
    client.force_login(make_user(Role.SECRETARY, Unit.objects.get(code="na-khe")))
    row = Membership.objects.filter(unit__code="na-kinh", ended_on=None).first()
    row.ended_on, row.reason_out = date(2024, 5, 1), "TRANSFERRED_OUT"
    row.save()

    assert report("to-chuc", as_of=NOW)["totals"]["members"] == 243
    assert report("bien-dong", as_of=NOW)["totals"]["closing"] == 243
    comparison = rows_by("figure", report("so-sanh", as_of=NOW, compare=IN_2020))
    assert (comparison["Đảng viên"]["after"], comparison["Đảng viên"]["change"]) == (243, 36)
    structure = report("co-cau", as_of=NOW)
    sexes = [row for row in first_table(structure)["rows"] if row["group"] == "Giới tính"]
    assert sum(row["members"] for row in sexes) == 243
    for address in ("/", "/dang-vien/", "/chi-bo/"):
        page = client.get(f"{address}?ngay=28/05/2024").content.decode()
        assert "243" in page, address
        assert "244 đồng chí" not in page, address


def test_when_one_rating_goes_244_rated_become_243():
    """Once the year is open again: locked, it is what its version says."""

    def rated():
        totals = report("xep-loai-dang-vien", year=2023)["totals"]
        return totals["rated"], totals["good"]

    MemberRating.objects.filter(year=2023, level="GOOD").first().delete()
    assert rated() == (244, 199)
    RatingCampaign.objects.filter(year=2023).update(state="OPEN")
    assert rated() == (243, 198)


def sentences(compare, unit=None):
    """The written report of 28/05/2024: its running text, read back from the Word file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bao-cao.docx"
        call_command("written_report", as_of=NOW, compare=compare, unit=unit, output=path)
        lines = texts(opened(path.read_bytes()))
    return " ".join(lines[: lines.index("Biểu số 1")])


def test_the_written_report_says_all_twenty():
    """1–16 and 20 of the whole, against the end of 2020; 7 against 2021; 16–20 of Na Pô, since 2022 was over."""
    whole, of_2021, na_po = sentences(IN_2020), sentences("2021-12-31"), sentences("2022-12-31", unit="na-po")
    for words in (
        "Đảng bộ xã Na Khê có 15 chi bộ, tăng 01 so với ngày 31/12/2020 (14): thêm Công an xã.",
        "có 244 đảng viên, tăng 37 so với ngày 31/12/2020 (207)",
        "Từ đầu nhiệm kỳ (15/06/2020) đến ngày 28/05/2024 kết nạp 37 đảng viên",
        "14/15 chi bộ có chi ủy; chưa có: Trạm Y tế.",
        "Có 15 bí thư chi bộ; học vấn, chuyên môn: đại học: 07; 12/12: 02; 9/12: 06; không có cao đẳng, trung cấp.",
        "Lý luận chính trị của bí thư chi bộ: cao cấp: 01; trung cấp: 06; sơ cấp: 08.",
        "Có 10 trưởng thôn,",
        "Học vấn của trưởng thôn: 12/12: 01; chưa qua đào tạo: 09.",
        "Trưởng thôn có lý luận chính trị từ sơ cấp trở lên: 10/10",
        "bí thư chi bộ: 10; trưởng thôn: 10;",
        "Năm 2023, 15 chi bộ được đánh giá, xếp loại: hoàn thành xuất sắc nhiệm vụ (HTXSNV): 03 (20,0 %); "
        "hoàn thành tốt nhiệm vụ (HTTNV): 12 (80,0 %); không có mức hoàn thành nhiệm vụ (HTNV), "
        "không hoàn thành nhiệm vụ (KHTNV).",
        "Năm 2023, 244 đảng viên được đánh giá, xếp loại: HTXSNV: 45 (18,4 %); HTTNV: 199 (81,6 %); "
        "không có mức HTNV, KHTNV.",
        "Chi bộ hoàn thành tốt nhiệm vụ trở lên (giao 100 %): 100,0 %, đạt;",
        "Chi bộ hoàn thành xuất sắc nhiệm vụ (giao 15–20 %): 20,0 %, đạt;",
        "Có 01 chi bộ ở thôn biên giới: Na Pô (15 đảng viên).",
        "XIX (2020–2025).",
        "lần V (2022–2025): Trạm Y tế, Quân sự xã;",
    ):
        assert words in whole
    assert (
        "02 chưa là đảng viên: Giàng Mí Pó (Phe Phà) và Thào Mí Chứ (Lùng Vái); "
        "ngày 31/12/2021 có 04 trưởng thôn chưa là đảng viên."
    ) in of_2021
    for words in (
        "Chi bộ ở thôn biên giới: Na Pô.",
        "Chi bộ thôn Na Pô có 15 đảng viên",
        "Sau ngày 31/12/2022 đến ngày 28/05/2024: kết nạp: 04;",
        "nghiệp vụ công tác Đảng: 02; cập nhật kiến thức: 04;",
        "Trưởng thôn Na Pô: Vàng Mí Dế, là đảng viên;",
        "VII (2020–2022) và VIII (2022–2025).",
    ):
        assert words in na_po


def check(year):
    out = StringIO()
    call_command("rating_check", year=year, json=True, stdout=out)
    return json.loads(out.getvalue())


def cap_of(figures):
    return figures["excellent"], figures["good"], figures["rated"], figures["maximum"], figures["over"]


def test_the_cap_of_2023_by_both_readings():
    """45 of 199 HTTNV: 20 % are 39, 6 over; of 244 HTTNV trở lên 48. The chi bộ: 3 of 12 and of 15."""
    strict = check(2023)
    RatingCampaign.objects.filter(year=2023).update(cap_base="GOOD_OR_BETTER")
    assert check(2023) == strict, "locked, the year keeps its settings"
    RatingCampaign.objects.filter(year=2023).update(state="OPEN")
    wide = check(2023)

    assert cap_of(strict["cap"]["whole"]) == (45, 199, 244, 39, 6)
    assert cap_of(wide["cap"]["whole"]) == (45, 199, 244, 48, 0)
    assert cap_of(strict["cap_of_units"]) == (3, 12, 15, 2, 1)
    assert cap_of(wide["cap_of_units"]) == (3, 12, 15, 3, 0)
    assert {name: figures["rated"] for name, figures in strict["cap"].items() if name in ("na-po", "cong-an")} == {
        "na-po": 15,
        "cong-an": 9,
    }
    over = [[each["unit"] for each in of["findings"] if each["code"] == "over_cap"] for of in (strict, wide)]
    assert over == [["na-khe", "na-khe"], []]


def test_2023_contradicts_the_record_nowhere():
    assert [each for each in check(2023)["findings"] if each["level"] == "error" or each["code"] == "missing"] == []
