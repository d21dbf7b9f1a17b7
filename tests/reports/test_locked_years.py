"""A locked year says the same for ever, whatever happens to its people, its chi bộ and its rules later."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from members.models import Discipline, MemberRating, Membership, Person, RatingVersion, VillageHeadRating
from members.rating_sheets import Part, rows_of
from members.rating_steps import decide, freeze_lists, lock, propose, reopen, send_back
from members.rating_versions import keep_locked_years
from nakhe.access import SYSTEM
from tests.factories import join, make_head, make_member, make_office, make_person, make_unit, make_user, make_village
from tests.reports.asking import ask, csv_lines, page_tables, papers, row_of, tables_of
from units.closure import rebuild_below
from units.models import (
    RatingCampaign,
    RatingReason,
    RatingRegime,
    Resolution,
    Target,
    Unit,
    UnitName,
    UnitParent,
    UnitRating,
)
from units.models.rating_sheets import Step

SLUGS = (
    "xep-loai-dang-vien", "xep-loai-chi-bo", "xep-loai-chi-tiet", "tien-do-xep-loai", "xep-loai-nhieu-nam",
    "lien-tuc-xuat-sac",
)  # fmt: skip
LEVELS = ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED")


@pytest.fixture
def campaign(commune):
    """2023, its lists frozen: Lan and Dính of Na Pô, Páo of Na Kinh, Sính of the police; heads Dính and Súng."""
    found = open_campaign(commune, 2023)
    freeze_lists(found, SYSTEM)
    found.refresh_from_db()
    return found


@pytest.fixture
def locked(campaign):
    """Lan HTXSNV, Dính HTTNV, Páo HTNV-b, Sính exempt; Na Pô HTXSNV, the others HTTNV; both heads HTTNV."""
    rate_everybody(campaign)
    decide_everything(campaign)
    lock(campaign, SYSTEM)
    campaign.refresh_from_db()
    return campaign


def open_campaign(commune, year, **fields):
    regime = RatingRegime.objects.filter(first_year__lte=year).last()
    return RatingCampaign.objects.create(
        unit=commune.unit, year=year, regime=regime, assessed_on=date(year, 12, 31), **fields
    )


def rate_everybody(campaign):
    reason = RatingReason.objects.get(level="COMPLETED", code="b")
    rate(campaign, "Vàng Thị Lan", "EXCELLENT", self_level="EXCELLENT", committee_level="GOOD", votes_excellent=2,
         votes_good=1, votes_completed=0, votes_not_completed=0, note="nêu gương")  # fmt: skip
    rate(campaign, "Giàng Mí Dính", "GOOD")
    rate(campaign, "Thò Mí Páo", "COMPLETED", reason=reason)
    rate(campaign, "Ly Văn Sính", "EXEMPT")
    for rating in UnitRating.objects.filter(year=campaign.year):
        rating.level = "EXCELLENT" if str(rating.unit) == "Na Pô" else "GOOD"
        rating.save()
    for rating in VillageHeadRating.objects.filter(year=campaign.year):
        rating.level = "GOOD"
        rating.save()


def rate(campaign, full_name, verdict, **fields):
    rating = MemberRating.objects.get(person__full_name=full_name, year=campaign.year)
    rating.level, rating.not_rated_reason = (verdict, "") if verdict in LEVELS else ("", verdict)
    for name, value in fields.items():
        setattr(rating, name, value)
    rating.full_clean()
    rating.save()


def decide_everything(campaign):
    sheets = list(campaign.sheets.all())
    for sheet in sheets:
        if sheet.part == Part.MEMBERS:
            sheet.present = 3
            sheet.save()
        propose(sheet, SYSTEM)
    decide(sheets, "118-QĐ/ĐU", date(2023, 12, 22), "Vàng Mí Sự", SYSTEM)


def everything_changes(commune):
    """Each thing that a report of today would see: people, offices, chi bộ, the tree, the rules, the ratings."""
    lan, pao = (Person.objects.get(full_name=name) for name in ("Vàng Thị Lan", "Thò Mí Páo"))
    Membership.objects.filter(person=lan).update(unit=commune.na_kinh)
    lan.offices.all().delete()
    pao.full_name, pao.birth_on = "Thò Mí Páo A", "1971"
    pao.save()
    Discipline.objects.create(person=pao, form="WARNING", decided_on=date(2023, 5, 1))
    make_member("Lầu Mí Tủa", commune.na_kinh, date(2023, 1, 1))
    UnitName.objects.filter(unit=commune.na_po).update(name="Chi bộ Na Pô 1", short_name="Na Pô 1")
    Unit.objects.filter(pk=commune.na_po.pk).update(position=99, unit_type="SCHOOL")
    elsewhere = make_unit("Đảng bộ xã Phú Lũng", kind="COMMUNE", code="phu-lung")
    UnitParent.objects.filter(unit=commune.na_kinh).update(parent=elsewhere)
    Unit.objects.filter(pk=commune.police.pk).update(ended_on=date(2023, 7, 1))
    for unit in (commune.na_kinh, commune.police):
        rebuild_below(Unit.objects.get(pk=unit.pk))
    RatingCampaign.objects.filter(year=2023).update(
        cap_base="GOOD_OR_BETTER", cap_rate=99, assessed_on=date(2023, 11, 30), decision_number="999-QĐ/ĐU"
    )
    RatingRegime.objects.filter(first_year=2023).update(guidance="HD 99", regulation="QĐ 99", uses_scores=True)
    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="", note="sửa sau khóa")
    UnitRating.objects.filter(year=2023).update(level="NOT_COMPLETED", note="sửa sau khóa")
    VillageHeadRating.objects.filter(year=2023).update(level="NOT_COMPLETED")


def everywhere(client, slug, **asked):
    """The tables of the page, of the JSON, of the CSV and of the Excel file."""
    page = client.get(reverse("report", args=[slug]), {"nam": 2023, **asked}).content.decode()
    files = {
        kind: client.get(reverse("report_file", args=[slug, kind]), {"nam": 2023, **asked}).content
        for kind in ("json", "csv", "xlsx")
    }
    shown = [(table["tbody"], table["tfoot"]) for table in page_tables(page)]
    return shown, json.loads(files["json"]), csv_lines(files["csv"]), papers(files["xlsx"])


def check(year=2023, **options):
    out = StringIO()
    call_command("rating_check", year=year, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


# --- The same rows for ever ---


@pytest.mark.parametrize("slug", SLUGS)
def test_a_committee_reads_its_locked_year_as_it_was(commune, locked, client, slug):
    client.force_login(make_user("OFFICE", commune.unit))
    before = everywhere(client, slug, so_nam=2)
    chosen = everywhere(client, slug, so_nam=2, don_vi=commune.na_po.code)
    assert before[1] != chosen[1]

    everything_changes(commune)

    assert everywhere(client, slug, so_nam=2) == before
    assert everywhere(client, slug, so_nam=2, don_vi=commune.na_po.code) == chosen


@pytest.mark.parametrize("unit", ["unit", "na_po"])
def test_a_locked_years_reports_keep_their_letterhead(commune, locked, client, unit):
    """Of the committee and of a chi bộ, whatever they are named and whoever leads them now."""
    client.force_login(make_user("OFFICE", commune.unit))
    asked = {"nam": 2023, "don_vi": getattr(commune, unit).code}

    def printed():
        response = client.get(reverse("report", args=["xep-loai-dang-vien"]), asked)
        return response.context["sheet"].letterhead, response.context["sheet"].dated

    before = printed()
    UnitName.objects.update(name="Tên mới", short_name="Mới", committee_name="Đảng ủy mới", place="Nơi mới")
    getattr(commune, unit).offices.all().delete()
    make_office(make_person("Lầu Thị Say"), getattr(commune, unit))

    assert printed() == before
    assert "mới" not in str(before)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_chi_bo_reads_its_own_lines_of_it(commune, locked, client, slug):
    client.force_login(make_user("UNIT_SECRETARY", commune.na_po))
    before = everywhere(client, slug)
    for name in ("Páo", "Sính", "Na Kinh", "Công an"):
        assert name not in json.dumps(before, ensure_ascii=False)

    everything_changes(commune)

    assert everywhere(client, slug) == before


def test_the_command_line_reads_it_too(commune, locked):
    before = [ask(slug, year="2023") for slug in SLUGS]
    everything_changes(commune)
    assert [ask(slug, year="2023") for slug in SLUGS] == before


def test_what_the_year_says(commune, locked):
    """4 people, Sính exempt: 3 rated 1 / 1 / 1; of the chi bộ 1 / 2. 20 % of 1 HTTNV are 0: 1 over; of 2, 0: 1 over."""
    everything_changes(commune)

    members = ask("xep-loai-dang-vien", year="2023")
    columns = ("name", "total", "rated", "exempt", "disciplined")
    assert [tuple(row[name] for name in columns) for row in members["rows"]] == [
        ("Na Pô", 2, 2, 0, 0), ("Na Kinh", 1, 1, 0, 0), ("Công an xã", 1, 0, 1, 0)
    ]  # fmt: skip
    totals = [members["totals"][name] for name in ("total", "not_rated", "rated", *map(str.lower, LEVELS))]
    assert totals == [4, 1, 3, 1, 1, 1, 0]
    line = members["notes"][-1]
    assert line.startswith("Trần HTXSNV: HTXSNV 1, tối đa 0 (20 % của 1 HTTNV); bằng 100,0 %. Vượt 1.")
    assert "HD 25-HD/BTCTW" in line

    summary, units = ask("xep-loai-chi-bo", year="2023")["tables"]
    assert [(row["name"], row["total"], row["excellent"], row["good"]) for row in summary["rows"]] == [
        ("Thôn", 2, 1, 1), ("Công an", 1, 0, 1)
    ]  # fmt: skip
    assert [(row["name"], row["unit_type"], row["level"], row["note"]) for row in units["rows"]] == [
        ("Na Pô", "Thôn", "HTXSNV", ""), ("Na Kinh", "Thôn", "HTTNV", ""), ("Công an xã", "Công an", "HTTNV", "")
    ]  # fmt: skip
    board = ask("tien-do-xep-loai", year="2023")
    assert [(row["name"], row["members"], row["done"], row["unit_result"]) for row in board["rows"]] == [
        ("Na Pô", 2, 2, "HTXSNV"), ("Na Kinh", 1, 1, "HTTNV"), ("Công an xã", 1, 1, "HTTNV")
    ]  # fmt: skip


def test_the_list_of_the_decision_has_every_column(commune, locked):
    everything_changes(commune)

    report = ask("xep-loai-chi-tiet", year="2023")

    assert [column["name"] for column in report["columns"]] == [
        "name", "birth_on", "office", "unit", "self_level", "committee_level", "present", "votes_excellent",
        "votes_good", "votes_completed", "votes_not_completed", "proposed", "result", "reason", "decision", "note",
    ]  # fmt: skip
    dinh, lan, pao, sinh = (tuple(row.values()) for row in report["rows"])
    decided = "118-QĐ/ĐU, 22/12/2023"
    votes, no_votes = (3, 2, 1, 0, 0), (3, None, None, None, None)
    assert lan == ("Vàng Thị Lan", None, "Bí thư chi bộ", "Na Pô", "HTXSNV", "HTTNV", *votes, "HTXSNV", "HTXSNV", "",
                   decided, "nêu gương")  # fmt: skip
    assert dinh == ("Giàng Mí Dính", None, "", "Na Pô", "", "", *no_votes, "HTTNV", "HTTNV", "", decided, "")
    assert pao[:4] == ("Thò Mí Páo", None, "", "Na Kinh")
    assert pao[11:13] == ("HTNV", "HTNV")
    assert pao[13].startswith("HTNV-b")
    assert sinh[11:14] == ("Không xếp loại", "Không xếp loại", "Miễn công tác và sinh hoạt")


def test_every_number_still_opens_its_people(commune, locked):
    everything_changes(commune)

    def people(result, **options):
        return [row["name"] for row in ask("xep-loai-chi-tiet", year="2023", result=result, **options)["rows"]]

    assert people("duoc_danh_gia") == ["Giàng Mí Dính", "Vàng Thị Lan", "Thò Mí Páo"]
    assert people("htxsnv", unit=commune.na_po.code) == ["Vàng Thị Lan"]
    assert people("khtnv") == people("bi_ky_luat") == people("chua_co") == []
    assert people("mien") == people("khong_xep_loai") == ["Ly Văn Sính"]


def test_discipline_is_that_of_the_lock(commune, campaign):
    Discipline.objects.create(
        person=Person.objects.get(full_name="Thò Mí Páo"), form="WARNING", decided_on=date(2023, 5, 1)
    )
    rate_everybody(campaign)
    decide_everything(campaign)
    lock(campaign, SYSTEM)
    Discipline.objects.all().delete()

    assert row_of(ask("xep-loai-dang-vien", year="2023"), name="Na Kinh")["disciplined"] == 1
    assert [row["name"] for row in ask("xep-loai-chi-tiet", year="2023", result="bi_ky_luat")["rows"]] == ["Thò Mí Páo"]


def test_the_rating_of_a_village_head_is_that_of_the_lock(commune, locked):
    VillageHeadRating.objects.filter(year=2023).update(level="NOT_COMPLETED")

    heads = ask("truong-thon", as_of="2024-05-28")["rows"]

    assert [(row["village"], row["rating"]) for row in heads] == [("Na Kinh", "HTTNV"), ("Na Pô", "HTTNV")]


def test_a_head_of_another_commune_keeps_the_own_rating_beside_a_locked_year(commune, locked):
    """The register has two communes; Na Khê has locked 2023, Phú Lũng rated its head without a campaign."""
    other = make_unit("Đảng bộ xã Phú Lũng", kind="COMMUNE", code="phu-lung")
    village, head = make_village("Phú Lũng 1", other), make_person("Lù Mí Xá")
    make_head(head, village)
    VillageHeadRating.objects.create(person=head, village=village, year=2023, level="EXCELLENT")
    VillageHeadRating.objects.exclude(person=head).update(level="NOT_COMPLETED")

    heads = ask("truong-thon", as_of="2024-05-28")["rows"]

    assert {row["village"]: row["rating"] for row in heads} == {
        "Na Kinh": "HTTNV", "Na Pô": "HTTNV", "Phú Lũng 1": "HTXSNV"
    }  # fmt: skip


def test_a_later_year_is_compared_with_the_locked_one(commune, locked):
    """2024 is open, with Lan HTTNV alone; beside it 2023 stays 4 people, 3 rated."""
    open_campaign(commune, 2024)
    MemberRating.objects.create(
        person=Person.objects.get(full_name="Vàng Thị Lan"), unit=commune.na_po, year=2024, level="GOOD"
    )
    UnitRating.objects.create(unit=commune.na_po, year=2024, level="GOOD")
    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="")
    UnitRating.objects.filter(year=2023).update(level="NOT_COMPLETED")

    before = ask("xep-loai-dang-vien", year="2024")["comparison"][0]
    assert before["label"] == "Năm 2023"
    assert [before["values"][name] for name in ("total", "rated", "excellent", "not_completed")] == [4, 3, 1, 0]
    summary, units = ask("xep-loai-chi-bo", year="2024")["tables"]
    values = summary["comparison"][0]["values"]
    assert [values[name] for name in ("total", "excellent", "good", "not_completed")] == [3, 1, 2, 0]
    assert row_of(units, name="Na Pô")["level_before"] == "HTXSNV"
    assert row_of(units, name="Na Kinh")["level_before"] == "HTTNV"


def test_the_years_side_by_side_count_each_locked_year_from_its_version(commune, locked):
    open_campaign(commune, 2024)
    MemberRating.objects.create(
        person=Person.objects.get(full_name="Vàng Thị Lan"), unit=commune.na_po, year=2024, level="EXCELLENT"
    )
    UnitRating.objects.create(unit=commune.na_po, year=2024, level="EXCELLENT")
    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="")
    UnitRating.objects.filter(year=2023).update(level="NOT_COMPLETED")

    levels, units, members = ask("xep-loai-nhieu-nam", year="2024", years="2")["tables"]
    assert row_of(levels, name="Na Pô") == {
        "name": "Na Pô",
        "y2023": "HTXSNV",
        "y2024": "HTXSNV",
        "change": "Không đổi",
    }
    whole = row_of(members, name="Toàn Đảng bộ", figure="Tổng số")
    assert (whole["y2023"], whole["y2024"], whole["y2024_change"]) == (4, 1, -3)
    assert "Năm 2024 chưa khóa: số liệu theo kết quả đang ghi." in members["notes"]
    people = ask("xep-loai-nhieu-nam", year="2024", years="2", unit=commune.na_po.code)["tables"][0]
    assert [(row["name"], row["y2023"], row["y2024"]) for row in people["rows"]] == [
        ("Giàng Mí Dính", "HTTNV", ""), ("Vàng Thị Lan", "HTXSNV", "HTXSNV")
    ]  # fmt: skip
    excellent, of_units = ask("lien-tuc-xuat-sac", year="2024", years="2")["tables"]
    assert [(row["name"], row["years"]) for row in excellent["rows"]] == [("Vàng Thị Lan", "2023–2024")]
    assert [(row["name"], row["years"]) for row in of_units["rows"]] == [("Na Pô", "2023–2024")]


# --- Opened again ---


def test_while_it_is_open_again_the_ratings_count_and_then_the_new_version(commune, locked):
    def levels():
        rows = ask("xep-loai-chi-tiet", year="2023")["rows"]
        return [row["result"] for row in rows if row["name"] == "Giàng Mí Dính"], ask(
            "xep-loai-dang-vien", year="2023"
        )["totals"]["excellent"]

    reopen(locked, "Dính được tặng bằng khen", SYSTEM)
    rate(locked, "Giàng Mí Dính", "EXCELLENT")
    assert levels() == (["HTXSNV"], 2)

    lock(locked, SYSTEM)
    everything_changes(commune)
    assert levels() == (["HTXSNV"], 2)
    assert RatingVersion.objects.count() == 2


# --- The cap ---


def test_the_check_of_a_locked_year_counts_its_version(commune, locked):
    """1 HTXSNV, 1 HTTNV of 3 rated; the chi bộ 1 and 2 of 3. Na Kinh, moved away since, still has its own figure."""
    before = check()
    everything_changes(commune)
    after = check()

    assert after["cap"] == before["cap"]
    assert after["cap_of_units"] == before["cap_of_units"]
    figures = {"scope": "ORGANISATION", "base": "GOOD", "rate": 20}
    assert after["cap"]["whole"] == figures | {"rated": 3, "good": 1, "excellent": 1, "maximum": 0, "over": 1}
    assert after["cap_of_units"] == figures | {"rated": 3, "good": 2, "excellent": 1, "maximum": 0, "over": 1}
    assert list(after["cap"]) == ["whole", commune.na_po.code, commune.na_kinh.code, commune.police.code]
    assert list(check(unit=commune.na_po.code)["cap"]) == ["whole", commune.na_po.code]


@pytest.mark.parametrize(
    ("levels", "settings", "maximum", "verdict"),
    [
        ({"EXCELLENT": 32, "GOOD": 160}, {}, 32, "Trong mức."),
        ({"EXCELLENT": 33, "GOOD": 160}, {}, 32, "Vượt 1."),
        ({"EXCELLENT": 33, "GOOD": 160}, {"cap_base": "GOOD_OR_BETTER"}, 38, "Trong mức."),
        ({"EXCELLENT": 40, "GOOD": 160}, {"cap_rate": 25, "cap_decision": "12-QĐ/TU"}, 40, "Trong mức."),
    ],
)
def test_the_caps_worked_examples_in_a_locked_year(commune, levels, settings, maximum, verdict):
    """domain.md §1: of 160 HTTNV 32 fit and 33 are one over; “trở lên” of 193 allows 38; 25 % of 160 are 40."""
    open_campaign(commune, 2024, state="LOCKED", **settings)
    rate_many(commune.na_po, levels, 2024)
    keep_locked_years()
    MemberRating.objects.filter(year=2024).update(level="COMPLETED")

    note = ask("xep-loai-dang-vien", year="2024")["notes"][-1]

    assert note.startswith(f"Trần HTXSNV: HTXSNV {levels['EXCELLENT']}, tối đa {maximum} ")
    assert f" %. {verdict} Theo " in note
    assert check(2024)["cap"]["whole"]["maximum"] == maximum


@pytest.mark.parametrize(
    ("excellent", "good", "base", "verdict"),
    [
        (2, 11, "GOOD", "Trong mức."), (3, 10, "GOOD", "Vượt 1."), (3, 12, "GOOD", "Vượt 1."),
        (2, 11, "GOOD_OR_BETTER", "Trong mức."), (3, 10, "GOOD_OR_BETTER", "Vượt 1."),
        (3, 12, "GOOD_OR_BETTER", "Trong mức."),
    ],
)  # fmt: skip
def test_the_caps_worked_examples_of_chi_bo_in_a_locked_year(commune, excellent, good, base, verdict):
    open_campaign(commune, 2024, state="LOCKED", cap_base=base)
    for number in range(excellent + good):
        unit = make_unit(f"Chi bộ {number}", commune.unit)
        UnitRating.objects.create(unit=unit, year=2024, level="EXCELLENT" if number < excellent else "GOOD")
    keep_locked_years()
    UnitRating.objects.all().update(level="COMPLETED")

    assert f" %. {verdict} Theo " in ask("xep-loai-chi-bo", year="2024")["tables"][0]["notes"][-1]


def rate_many(unit, numbers, year):
    """So many new people with each level, or each reason for having none."""
    for verdict, number in numbers.items():
        given = {"level": verdict} if verdict in LEVELS else {"not_rated_reason": verdict}
        people = Person.objects.bulk_create(Person(full_name=f"Người {verdict} {n}") for n in range(number))
        MemberRating.objects.bulk_create(MemberRating(person=p, unit=unit, year=year, **given) for p in people)


def test_the_summary_of_244_in_a_locked_year(commune):
    """12 exempt, 1 suspended, 7 under six months: 224 rated, 32 / 160 / 30 / 2, so 14.3 / 71.4 / 13.4 / 0.9 %."""
    open_campaign(commune, 2024, state="LOCKED")
    numbers = {"EXCELLENT": 32, "GOOD": 160, "COMPLETED": 30, "NOT_COMPLETED": 2}
    rate_many(commune.na_po, numbers | {"EXEMPT": 12, "SUSPENDED": 1, "UNDER_SIX_MONTHS": 7}, 2024)
    keep_locked_years()
    MemberRating.objects.filter(year=2024).delete()

    totals = ask("xep-loai-dang-vien", year="2024")["totals"]

    assert [totals[name] for name in ("total", "exempt", "suspended", "under_six_months", "not_rated", "rated")] == [
        244, 12, 1, 7, 20, 224
    ]  # fmt: skip
    assert [totals[f"{level.lower()}_share"] for level in LEVELS] == [14.3, 71.4, 13.4, 0.9]


# --- A year under way ---


def test_what_stands_is_the_chi_bos_until_the_list_is_decided(commune, campaign):
    def na_po():
        row = row_of(ask("xep-loai-chi-tiet", year="2023"), name="Vàng Thị Lan")
        return row["proposed"], row["result"], row["decision"]

    assert na_po() == ("", "Chưa có kết quả", "")
    rate_everybody(campaign)
    assert na_po() == ("HTXSNV", "", "")
    sheet = campaign.sheets.get(part=Part.MEMBERS, unit=commune.na_po)
    propose(sheet, SYSTEM)
    rate(campaign, "Vàng Thị Lan", "GOOD")
    assert na_po() == ("HTXSNV", "", "")
    send_back(sheet, "xem lại", SYSTEM)
    assert na_po() == ("HTXSNV", "", "")
    propose(sheet, SYSTEM)
    rate(campaign, "Vàng Thị Lan", "GOOD")
    decide([sheet], "118-QĐ/ĐU", date(2023, 12, 22), "", SYSTEM)
    assert na_po() == ("HTXSNV", "HTTNV", "118-QĐ/ĐU, 22/12/2023")


def test_an_open_year_says_so_with_how_many_of_its_lists_are_decided(commune, campaign):
    """Three chi bộ have a list of members; the committee one of its chi bộ."""
    rate_everybody(campaign)
    for sheet in (campaign.sheets.get(part=Part.MEMBERS, unit=commune.na_po), campaign.sheets.get(part=Part.UNITS)):
        propose(sheet, SYSTEM)
        decide([sheet], "118-QĐ/ĐU", date(2023, 12, 22), "", SYSTEM)

    told = "Năm 2023 chưa khóa: số liệu theo kết quả đang ghi; {} danh sách đã quyết định."
    for slug in ("xep-loai-dang-vien", "xep-loai-chi-tiet", "tien-do-xep-loai"):
        assert told.format("1 / 3") in ask(slug, year="2023")["notes"], slug
    assert told.format("1 / 1") in ask("xep-loai-chi-bo", year="2023")["tables"][0]["notes"]
    one = ask("xep-loai-dang-vien", year="2023", unit=commune.na_po.code)
    assert told.format("1 / 1") in one["notes"]


def test_a_year_without_frozen_lists_says_so_too_and_a_locked_one_does_not(commune, locked):
    open_campaign(commune, 2024)
    assert "Năm 2024 chưa khóa: số liệu theo kết quả đang ghi." in ask("xep-loai-dang-vien", year="2024")["notes"]
    for slug in SLUGS:
        for table in tables_of(ask(slug, year="2023")):
            assert not any("chưa khóa" in note for note in table["notes"]), slug


def test_missing_is_who_stands_on_the_frozen_list_without_a_result(commune, campaign):
    """Páo has left by a later correction and Tủa came by one: the list still has Páo, and never had Tủa."""
    rate(campaign, "Vàng Thị Lan", "GOOD")
    Membership.objects.filter(person__full_name="Thò Mí Páo").update(
        ended_on=date(2023, 6, 1), reason_out=Membership.ReasonOut.DIED
    )
    join(make_person("Lầu Mí Tủa"), commune.na_kinh, date(2023, 1, 1))

    summary = ask("xep-loai-dang-vien", year="2023")
    assert "Chưa có kết quả: Na Pô: Giàng Mí Dính; Na Kinh: Thò Mí Páo; Công an xã: Ly Văn Sính." in summary["notes"]
    assert row_of(summary, name="Na Kinh")["note"] == "1 chưa có kết quả"
    board = ask("tien-do-xep-loai", year="2023")
    assert [(row["name"], row["members"], row["missing"], row["names"]) for row in board["rows"]] == [
        ("Na Pô", 2, 1, "Giàng Mí Dính"), ("Na Kinh", 1, 1, "Thò Mí Páo"), ("Công an xã", 1, 1, "Ly Văn Sính")
    ]  # fmt: skip
    assert board["notes"][0].startswith("Danh sách đã chốt theo ngày 31/12/2023; 0 / 3 chi bộ")
    listed = ask("xep-loai-chi-tiet", year="2023", result="chua_co")["rows"]
    assert [row["name"] for row in listed] == ["Giàng Mí Dính", "Thò Mí Páo", "Ly Văn Sính"]
    assert ask("xep-loai-chi-tiet", year="2023", result="khong_xep_loai")["rows"] == []


def test_a_year_with_scores_shows_them(commune):
    campaign = open_campaign(commune, 2025)
    freeze_lists(campaign, SYSTEM)
    rate(campaign, "Vàng Thị Lan", "EXCELLENT", score="92.5")

    report = ask("xep-loai-chi-tiet", year="2025")

    assert [column["heading"] for column in report["columns"]][12:15] == ["Đảng ủy xếp loại", "Điểm", "Lý do"]
    assert row_of(report, name="Vàng Thị Lan")["score"] == 92.5


# --- Versions of years locked before there were any ---


def test_rebuild_keeps_the_years_that_were_locked_without_a_version(commune, locked):
    old, still_open = open_campaign(commune, 2022, state="LOCKED"), open_campaign(commune, 2024)
    unrated = open_campaign(commune, 2021, state="LOCKED")
    rate_many(commune.na_po, {"GOOD": 2}, 2022)
    assert ask("xep-loai-dang-vien", year="2022")["totals"]["good"] == 2

    call_command("rebuild", stdout=StringIO())
    call_command("rebuild", stdout=StringIO())

    assert {each.year: each.versions.count() for each in (old, locked, still_open, unrated)} == {
        2022: 1, 2023: 1, 2024: 0, 2021: 0
    }  # fmt: skip
    assert (old.versions.get().number, old.versions.get().locked_by) == (1, None)
    MemberRating.objects.filter(year=2022).update(level="COMPLETED")
    assert ask("xep-loai-dang-vien", year="2022")["totals"]["good"] == 2


def test_an_upgrade_keeps_them_when_it_migrates(commune):
    old = open_campaign(commune, 2022, state="LOCKED")
    rate_many(commune.na_po, {"GOOD": 2}, 2022)

    call_command("migrate", verbosity=0)

    assert old.versions.get().records.count() == 2


# --- Of two committees ---


def test_a_register_of_two_committees_is_not_one_committees_year(commune, locked):
    """Phú Lũng rates 2023, too: asked for everything, both are counted; asked for Na Khê, its locked year."""
    phu_lung = make_unit("Đảng bộ xã Phú Lũng", kind="COMMUNE", code="phu-lung")
    RatingCampaign.objects.create(unit=phu_lung, year=2023, regime=locked.regime, assessed_on=date(2023, 12, 31))
    rate_many(make_unit("Sủng Thài", phu_lung), {"GOOD": 5}, 2023)
    both = make_user("OFFICE", commune.unit, "hai-xa")
    both.grants.create(role="OFFICE", unit=phu_lung, started_on=date(2000, 1, 1))

    for options in ({}, {"user": "hai-xa"}):
        assert ask("xep-loai-dang-vien", year="2023", **options)["totals"]["good"] == 6
        assert ask("xep-loai-dang-vien", year="2023", unit="na-khe", **options)["totals"]["good"] == 1


def test_the_secretary_of_two_chi_bo_reads_both_from_the_version(commune, locked):
    reader = make_user("UNIT_SECRETARY", commune.na_po, "hai-noi")
    reader.grants.create(role="UNIT_SECRETARY", unit=commune.na_kinh, started_on=date(2000, 1, 1))
    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="")

    rows = ask("xep-loai-dang-vien", user="hai-noi", year="2023")["rows"]

    assert [(row["name"], row["rated"], row["not_completed"]) for row in rows] == [("Na Pô", 2, 0), ("Na Kinh", 1, 0)]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_queries_do_not_grow_with_a_locked_years_rows(commune, campaign, client, count_queries, slug):
    address = f"{reverse('report', args=[slug])}?nam=2023&so_nam=2"
    client.force_login(make_user("OFFICE", commune.unit))
    rate_everybody(campaign)
    decide_everything(campaign)
    lock(campaign, SYSTEM)
    few = count_queries(client, address)

    reopen(campaign, "thêm người", SYSTEM)
    for number in range(6):
        unit = make_unit(f"Chi bộ {number}", commune.unit)
        UnitRating.objects.create(unit=unit, year=2023, level="EXCELLENT")
        rate_many(unit, {"EXCELLENT": 3, "GOOD": 3}, 2023)
        campaign.sheets.create(part=Part.MEMBERS, unit=unit, step=Step.DECIDED)
    lock(campaign, SYSTEM)

    assert count_queries(client, address) == few
    assert rows_of(campaign.sheets.get(part=Part.UNITS)).count() == 9


def test_the_targets_of_a_locked_year_are_measured_on_its_version(commune, locked):
    adopted = {"number": "05-NQ/ĐU", "title": "Nhiệm vụ năm 2023", "adopted_on": date(2023, 1, 5)}
    resolution = Resolution.objects.create(unit=commune.unit, **adopted)
    for measure in (Target.Measure.MEMBERS_GOOD_OR_BETTER, Target.Measure.UNITS_GOOD_OR_BETTER):
        Target.objects.create(resolution=resolution, name=measure.label, measure=measure, year=2023, minimum=100)
    before = [row["result"] for row in ask("chi-tieu", year="2023")["rows"]]

    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="")
    UnitRating.objects.filter(year=2023).update(level="NOT_COMPLETED", not_rated_reason="")

    assert all(before)
    assert [row["result"] for row in ask("chi-tieu", year="2023")["rows"]] == before
