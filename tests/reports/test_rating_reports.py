"""The reports of the rating year: stories of Na Pô, Na Kinh and the police, counted by hand."""

from datetime import date

import pytest
from django.core.management import CommandError
from django.urls import reverse

from members.models import Commendation, Discipline, MemberRating, Membership, Person
from nakhe.access import SYSTEM, Right
from reports.parameters import ParametersForm, resolve
from reports.registry import reports
from tests.factories import join, make_member, make_office, make_person, make_user
from tests.reports.asking import ask, page_tables, row_of
from units.models import RatingCampaign, RatingReason, RatingRegime, UnitRating


@pytest.fixture
def campaign(commune):
    """2023, open: Lan and Dính of Na Pô, Páo of Na Kinh and Sính of the police are to be rated."""
    regime = RatingRegime.objects.get(first_year=2023)
    return RatingCampaign.objects.create(unit=commune.unit, year=2023, regime=regime, assessed_on=date(2023, 12, 31))


def lock(campaign):
    campaign.state = RatingCampaign.State.LOCKED
    campaign.save()


def named(full_name):
    return Person.objects.get(full_name=full_name)


def rate(full_name, level, year=2023, unit=None, **fields):
    person = named(full_name)
    unit = unit or person.memberships.earliest("started_on").unit
    given = {"level": level} if level in LEVELS else {"not_rated_reason": level}
    return MemberRating.objects.create(person=person, unit=unit, year=year, **given, **fields)


LEVELS = ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED")


def rate_many(unit, year=2023, **numbers):
    """So many new people of *unit* with each level, or each reason for having none."""
    for verdict, number in numbers.items():
        given = {"level": verdict} if verdict in LEVELS else {"not_rated_reason": verdict}
        people = Person.objects.bulk_create(Person(full_name=f"Người {verdict} {n}") for n in range(number))
        MemberRating.objects.bulk_create(MemberRating(person=p, unit=unit, year=year, **given) for p in people)


# --- The summary of members ---


def test_the_worked_example_of_244(commune, campaign):
    """12 exempt, 1 suspended, 7 under six months: 224 rated, 32 / 160 / 30 / 2, so 14.3 / 71.4 / 13.4 / 0.9 %."""
    numbers = {"EXCELLENT": 32, "GOOD": 160, "COMPLETED": 30, "NOT_COMPLETED": 2}
    rate_many(commune.na_po, **numbers, EXEMPT=12, SUSPENDED=1, UNDER_SIX_MONTHS=7)
    lock(campaign)

    report = ask("xep-loai-dang-vien", year="2023")

    totals = report["totals"]
    assert (totals["total"], totals["not_rated"], totals["rated"]) == (244, 20, 224)
    assert [totals[f"{level.lower()}_share"] for level in LEVELS] == [14.3, 71.4, 13.4, 0.9]
    assert report["notes"][-1].startswith("Trần HTXSNV: HTXSNV 32, tối đa 32 (20 % của 160 HTTNV)")


def test_the_year_before_stands_below_the_total_with_the_difference(commune, campaign):
    """2022: 1 + 3 rated, 1 exempt; 2023: 2 + 2 + 1 rated, none exempt. 1 of 4 is 25.0 %, 2 of 5 are 40.0 %."""
    rate_many(commune.na_po, 2022, EXCELLENT=1, GOOD=3, EXEMPT=1)
    rate_many(commune.na_po, 2023, EXCELLENT=2, GOOD=2, COMPLETED=1)

    before, change = ask("xep-loai-dang-vien", year="2023")["comparison"]

    assert before["label"] == "Năm 2022"
    figures = ("total", "exempt", "not_rated", "rated", "excellent", "excellent_share", "good", "completed")
    assert [before["values"][name] for name in figures] == [5, 1, 1, 4, 1, 25.0, 3, 0]
    assert change["label"] == "So sánh"
    assert [change["values"][name] for name in figures] == [0, -1, -1, 1, 1, 15.0, -1, 1]


def test_any_year_may_be_compared_with_and_one_without_results_is_named(commune, campaign):
    rate_many(commune.na_po, 2021, EXCELLENT=1, GOOD=1)
    rate_many(commune.na_po, 2023, EXCELLENT=2, GOOD=2)

    compared = ask("xep-loai-dang-vien", year="2023", compare_year="2021")
    assert compared["comparison"][0]["values"]["total"] == 2
    assert compared["parameters"]["compare_year"] == 2021

    alone = ask("xep-loai-dang-vien", year="2023")
    assert "comparison" not in alone
    assert "Năm 2022 chưa có kết quả để so sánh." in alone["notes"]


def test_the_page_and_its_figures_show_the_comparison(commune, campaign, client):
    rate_many(commune.na_po, 2022, EXCELLENT=1, GOOD=3)
    rate_many(commune.na_po, 2023, EXCELLENT=2, GOOD=3)
    client.force_login(make_user("OFFICE", commune.unit))

    page = client.get(reverse("report", args=["xep-loai-dang-vien"]), {"nam": 2023}).content.decode()

    (table,) = page_tables(page)
    total, before, change = (line[1:] for line in table["tfoot"])
    assert [total[0], *total[8:10]] == ["Cộng", "2", "40,0"]
    assert [before[0], *before[8:10]] == ["Năm 2022", "1", "25,0"]
    assert [change[0], *change[8:10]] == ["So sánh", "+1", "+15,0"]
    assert "tỷ lệ % tính trên số được đánh giá" in page


def test_whoever_has_no_row_is_named_under_the_table(commune, campaign):
    """Rated: Lan. Without a row: Dính of Na Pô, Páo, Sính. Mai joined in 2024 and is none of them."""
    rate("Vàng Thị Lan", "GOOD")

    report = ask("xep-loai-dang-vien", year="2023")

    assert row_of(report, name="Na Pô")["note"] == "1 chưa có kết quả"
    assert row_of(report, name="Na Pô")["total"] == 1
    assert "3 đảng viên chưa ghi kết quả xếp loại năm 2023, không có trong bảng." in report["notes"]
    named_below = "Chưa có kết quả: Na Pô: Giàng Mí Dính; Na Kinh: Thò Mí Páo; Công an xã: Ly Văn Sính."
    assert named_below in report["notes"]


def test_a_locked_year_is_what_was_stored(commune, campaign):
    """Lan and Páo were rated; Dính was forgotten, and Tủa is found afterwards to have belonged to Na Kinh."""
    rate("Vàng Thị Lan", "GOOD")
    rate("Thò Mí Páo", "EXCELLENT")
    lock(campaign)
    slugs = ("xep-loai-dang-vien", "xep-loai-chi-tiet", "tien-do-xep-loai", "xep-loai-nhieu-nam")
    before = [ask(slug, year="2023") for slug in slugs]

    join(make_person("Lầu Mí Tủa"), commune.na_kinh, date(2023, 1, 1))
    Membership.objects.filter(person=named("Thò Mí Páo")).update(
        ended_on=date(2023, 6, 1), reason_out=Membership.ReasonOut.DIED
    )

    assert [ask(slug, year="2023") for slug in slugs] == before
    assert before[0]["totals"]["total"] == 2
    assert not any("Dính" in note for note in before[0]["notes"])
    assert [(row["name"], row["members"], row["missing"]) for row in before[2]["rows"]] == [
        ("Na Pô", 1, 0), ("Na Kinh", 1, 0)
    ]  # fmt: skip


def test_chi_bo_not_rated_are_named_with_the_year_before(commune, campaign):
    """2022: Na Pô HTTNV, Na Kinh HTNV. 2023: Na Pô HTXSNV, the police not for another reason, Na Kinh not yet."""
    for year, unit, level in ((2022, commune.na_po, "GOOD"), (2022, commune.na_kinh, "COMPLETED")):
        UnitRating.objects.create(unit=unit, year=year, level=level)
    UnitRating.objects.create(unit=commune.na_po, year=2023, level="EXCELLENT")
    UnitRating.objects.create(unit=commune.police, year=2023, not_rated_reason="OTHER", note="mới thành lập lại")

    summary, units = ask("xep-loai-chi-bo", year="2023")["tables"]

    assert row_of(summary, name="Thôn")["note"] == "Na Kinh (chưa đánh giá)"
    assert row_of(summary, name="Công an")["note"] == "Công an xã (lý do khác)"
    before, change = (line["values"] for line in summary["comparison"])
    # In 2022 the police, founded in March, had no result: 3 chi bộ, 2 rated.
    assert (before["total"], before["rated"], before["excellent"], before["not_rated"]) == (3, 2, 0, 1)
    assert (change["total"], change["rated"], change["excellent"], change["not_rated"]) == (0, -1, 1, 1)
    assert [(row["name"], row["level"], row["level_before"], row["note"]) for row in units["rows"]] == [
        ("Na Pô", "HTXSNV", "HTTNV", ""),
        ("Na Kinh", "Chưa đánh giá", "HTNV", ""),
        ("Công an xã", "Lý do khác", "", "mới thành lập lại"),
    ]


# --- The list ---


def test_the_list_names_everybody_chi_bo_by_chi_bo(commune, campaign):
    reason = RatingReason.objects.get(level="COMPLETED", code="b")
    decided = {"decision_number": "118-QĐ/ĐU", "decided_on": date(2023, 12, 22)}
    rate("Thò Mí Páo", "COMPLETED", reason=reason, note="vắng nhiều buổi", **decided)
    rate("Vàng Thị Lan", "EXCELLENT", **decided)
    rate("Giàng Mí Dính", "EXEMPT")
    Person.objects.filter(full_name="Thò Mí Páo").update(birth_on="1970-03")

    rows = ask("xep-loai-chi-tiet", year="2023")["rows"]

    told = [(row["name"], row["office"], row["unit"], row["result"], row["reason"], row["decision"]) for row in rows]
    assert told == [
        ("Giàng Mí Dính", "", "Na Pô", "Không xếp loại", "Miễn công tác và sinh hoạt", ""),
        ("Vàng Thị Lan", "Bí thư chi bộ", "Na Pô", "HTXSNV", "", "118-QĐ/ĐU, 22/12/2023"),
        ("Thò Mí Páo", "", "Na Kinh", "HTNV", told[2][4], "118-QĐ/ĐU, 22/12/2023"),
        ("Ly Văn Sính", "", "Công an xã", "Chưa có kết quả", "", ""),
    ]
    assert told[2][4].startswith("HTNV-b")
    assert (rows[2]["birth_on"], rows[2]["note"]) == ("1970-03", "vắng nhiều buổi")


def test_every_number_of_the_summary_opens_its_people(commune, campaign, client):
    rate("Vàng Thị Lan", "EXCELLENT")
    rate("Giàng Mí Dính", "NOT_COMPLETED")
    rate("Thò Mí Páo", "SUSPENDED")
    Discipline.objects.create(person=named("Giàng Mí Dính"), form="WARNING", decided_on=date(2023, 5, 1))
    Discipline.objects.create(person=named("Vàng Thị Lan"), form="WARNING", decided_on=date(2022, 5, 1))

    def people(result, unit=None):
        options = {"unit": unit.code} if unit else {}
        return [row["name"] for row in ask("xep-loai-chi-tiet", year="2023", result=result, **options)["rows"]]

    assert people("htxsnv") == ["Vàng Thị Lan"]
    assert people("duoc_danh_gia") == ["Giàng Mí Dính", "Vàng Thị Lan"]
    assert people("duoc_danh_gia", commune.na_kinh) == []
    assert people("khong_xep_loai") == people("dinh_chi") == ["Thò Mí Páo"]
    assert people("bi_ky_luat") == ["Giàng Mí Dính"]
    assert people("chua_co") == ["Ly Văn Sính"]

    client.force_login(make_user("OFFICE", commune.unit))
    page = client.get(reverse("report", args=["xep-loai-dang-vien"]), {"nam": 2023}).content.decode()
    list_url = reverse("report", args=["xep-loai-chi-tiet"])
    assert f'href="{list_url}?nam=2023&amp;ket_qua=htxsnv&amp;don_vi={commune.na_po.pk}">1</a>' in page
    assert f'href="{list_url}?nam=2023&amp;ket_qua=khtnv">1</a>' in page


def test_a_result_that_there_is_not_is_refused_with_those_that_there_are(commune):
    with pytest.raises(CommandError, match="--result: Không có kết quả “tot”. Có: duoc_danh_gia, htxsnv"):
        ask("xep-loai-chi-tiet", result="tot")
    with pytest.raises(CommandError, match="--years: Ghi số năm từ 2 đến 15"):
        ask("lien-tuc-xuat-sac", years="1")


# --- Over the years ---


def test_the_years_of_the_committee_side_by_side(commune, campaign):
    """Members: 2021 1 + 1, 2022 2 + 1, 2023 1 + 3 and one exempt. Na Pô's own: HTTNV, none, HTXSNV; Na Kinh rises."""
    rate_many(commune.na_po, 2021, EXCELLENT=1, GOOD=1)
    rate_many(commune.na_po, 2022, EXCELLENT=2)
    rate_many(commune.na_kinh, 2022, GOOD=1)
    rate_many(commune.na_po, 2023, EXCELLENT=1, GOOD=3, EXEMPT=1)
    for unit, year, level in (
        (commune.na_po, 2021, "GOOD"), (commune.na_po, 2023, "EXCELLENT"),
        (commune.na_kinh, 2022, "COMPLETED"), (commune.na_kinh, 2023, "EXCELLENT"),
    ):  # fmt: skip
        UnitRating.objects.create(unit=unit, year=year, level=level)

    levels, units, members = ask("xep-loai-nhieu-nam", year="2023", years="2")["tables"]

    assert levels["rows"] == [
        {"name": "Na Pô", "y2022": "", "y2023": "HTXSNV", "change": ""},
        {"name": "Na Kinh", "y2022": "HTNV", "y2023": "HTXSNV", "change": "Lên 2 mức"},
    ]

    def numbers(table, figure, name="Toàn Đảng bộ"):
        row = row_of(table, name=name, figure=figure)
        return row["y2022"], row["y2022_change"], row["y2023"], row["y2023_change"]

    assert numbers(units, "HTXSNV") == (0, 0, 2, 2)
    assert numbers(members, "Tổng số") == (3, 1, 5, 2)
    assert numbers(members, "HTXSNV") == (2, 1, 1, -1)
    assert numbers(members, "HTTNV") == (1, 0, 3, 2)
    assert numbers(members, "Không xếp loại") == (0, 0, 1, 1)
    assert numbers(members, "HTTNV", "Na Kinh") == (1, None, None, None)


def test_the_years_of_a_chi_bo_name_its_people(commune, campaign):
    """Lan came from Na Kinh in 2022, where she was rated for 2021; Sính is the police's."""
    rate("Vàng Thị Lan", "COMPLETED", 2021, commune.na_kinh)
    rate("Vàng Thị Lan", "GOOD", 2022)
    rate("Vàng Thị Lan", "EXCELLENT", 2023)
    rate("Giàng Mí Dính", "EXEMPT", 2022)
    rate("Giàng Mí Dính", "GOOD", 2023)
    rate("Ly Văn Sính", "GOOD", 2023)

    people, figures = ask("xep-loai-nhieu-nam", year="2023", years="3", unit=commune.na_po.code)["tables"]

    assert people["rows"] == [
        {"name": "Giàng Mí Dính", "y2021": "", "y2022": "Miễn", "y2023": "HTTNV", "change": ""},
        {"name": "Vàng Thị Lan", "y2021": "HTNV", "y2022": "HTTNV", "y2023": "HTXSNV", "change": "Lên 1 mức"},
    ]
    assert {row["name"] for row in figures["rows"]} == {"Na Pô"}


def test_years_running_end_with_the_year_and_have_no_gap(commune, campaign):
    """Lan 2020–2023: four. Dính 2019–2020 and 2022–2023: two. Páo until 2022: none now. Na Pô itself: three."""
    runs = {"Vàng Thị Lan": (2020, 2021, 2022, 2023), "Giàng Mí Dính": (2019, 2020, 2022, 2023),
            "Thò Mí Páo": (2019, 2020, 2021, 2022)}  # fmt: skip
    for full_name, years in runs.items():
        for year in years:
            rate(full_name, "EXCELLENT", year)
    rate("Giàng Mí Dính", "GOOD", 2021)
    for year in (2021, 2022, 2023):
        UnitRating.objects.create(unit=commune.na_po, year=year, level="EXCELLENT")
    for day, form in ((date(2021, 2, 3), "Giấy khen"), (date(2022, 2, 3), "Bằng khen"), (date(2024, 2, 3), "Cờ")):
        Commendation.objects.create(person=named("Vàng Thị Lan"), form=form, decided_on=day)

    people, units = ask("lien-tuc-xuat-sac", year="2023", years="3")["tables"]

    assert [tuple(row.values()) for row in people["rows"]] == [
        ("Vàng Thị Lan", "Na Pô", 4, "2020–2023", "Bằng khen, 03/02/2022")
    ]
    assert [tuple(row.values()) for row in units["rows"]] == [("Na Pô", 3, "2021–2023", "")]
    two = ask("lien-tuc-xuat-sac", year="2023", years="2")["tables"][0]
    assert [(row["name"], row["running"]) for row in two["rows"]] == [("Giàng Mí Dính", 2), ("Vàng Thị Lan", 4)]
    assert ask("lien-tuc-xuat-sac", year="2023")["tables"][0]["rows"] == []


# --- The board ---


def test_the_board_counts_members_of_the_assessment_date(commune, campaign):
    """Na Pô: Lan rated, Dính exempt, Sùng Thị Dở missing; Na Kinh: Páo missing; the police: Sính suspended.

    Mai joined after the assessment date. 3 of 5 are done: 60 %.
    """
    make_office(make_member("Sùng Thị Dở", commune.na_po), commune.na_po, "DEPUTY_SECRETARY")
    rate("Vàng Thị Lan", "GOOD")
    rate("Giàng Mí Dính", "EXEMPT")
    rate("Ly Văn Sính", "SUSPENDED")
    UnitRating.objects.create(unit=commune.na_po, year=2023, level="GOOD")

    report = ask("tien-do-xep-loai", year="2023")

    na_po = row_of(report, name="Na Pô")
    assert (na_po["members"], na_po["rated"], na_po["exempt"], na_po["done"], na_po["missing"]) == (3, 1, 1, 2, 1)
    assert (na_po["names"], na_po["unit_result"], na_po["done_share"]) == ("Sùng Thị Dở", "HTTNV", 66.7)
    assert row_of(report, name="Na Kinh")["names"] == "Thò Mí Páo"
    totals = report["totals"]
    assert [totals[name] for name in ("members", "rated", "exempt", "suspended", "done", "missing")] == [
        5, 1, 1, 1, 3, 2
    ]  # fmt: skip
    assert totals["done_share"] == 60.0
    assert report["notes"][0].endswith("1 / 3 chi bộ đã có kết quả của chính chi bộ.")


def test_from_a_person_and_a_chi_bo_to_the_years(commune, campaign, client):
    rate("Vàng Thị Lan", "GOOD")
    client.force_login(make_user("UNIT_SECRETARY", commune.na_po))
    years = reverse("report", args=["xep-loai-nhieu-nam"])

    person = client.get(named("Vàng Thị Lan").get_absolute_url()).content.decode()
    assert f'href="{years}?don_vi={commune.na_po.pk}"' in person
    unit = client.get(commune.na_po.get_absolute_url(), {"ngay": "28/05/2024"}).content.decode()
    assert f'href="{years}?nam=2023&amp;don_vi={commune.na_po.pk}"' in unit
    overview = client.get(reverse("overview"), {"ngay": "28/05/2024"}).content.decode()
    assert f'href="{years}?nam=2023"' in overview
    assert client.get(years, {"don_vi": commune.na_po.pk}).status_code == 200


def test_each_report_names_the_decisions_of_its_own_rows(commune, campaign):
    """Members under 145 and, Na Kinh alone, under 150; the chi bộ under 146."""
    rate("Vàng Thị Lan", "GOOD", decision_number="145-QĐ/ĐU", decided_on=date(2023, 12, 26))
    rate("Thò Mí Páo", "GOOD", decision_number="150-QĐ/ĐU", decided_on=date(2024, 1, 15))
    decided = {"decision_number": "146-QĐ/ĐU", "decided_on": date(2023, 12, 26)}
    UnitRating.objects.create(unit=commune.na_po, year=2023, level="GOOD", **decided)
    lock(campaign)

    def decision(slug, **asked):
        client_report = reports()[slug]
        form = ParametersForm(client_report.parameters, {"nam": "2023", **asked})
        return client_report(SYSTEM, resolve(form, SYSTEM, Right.READ)).decision

    assert decision("xep-loai-dang-vien") == "145-QĐ/ĐU, 26/12/2023; 150-QĐ/ĐU, 15/01/2024"
    assert decision("xep-loai-dang-vien", don_vi=commune.na_po.code) == "145-QĐ/ĐU, 26/12/2023"
    assert decision("xep-loai-chi-bo") == "146-QĐ/ĐU, 26/12/2023"
