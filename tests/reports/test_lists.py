"""The lists and forms that name people, each told with a few people and counted by hand."""

import io
import json
import re
from datetime import date

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members import rating_steps as steps
from members.models import (
    AwardDay,
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Ethnicity,
    Exemption,
    IdentityNumber,
    MemberRating,
    Movement,
    Qualification,
    Religion,
    Suspension,
    TemporaryAbsence,
)
from nakhe.access import SYSTEM
from tests.factories import join, make_person, make_user
from tests.members.rating_year import DECISION, bring, open_year
from tests.members.rating_year import sheet as stored
from tests.reports.asking import ask, row_of, worksheets
from tests.reports.test_figures import end, named
from units.models import Congress, Step, Term

DAY = "2024-05-28"


def names(report, table=0):
    rows = (report["tables"][table] if "tables" in report else report)["rows"]
    return [row.get("full_name") or row["name"] for row in rows]


@pytest.fixture
def office(client, commune):
    user = make_user("OFFICE", commune.unit)
    client.force_login(user)
    return user


def headings(document):
    return [column["heading"] for column in document["columns"]]


def page(client, slug, **asked):
    return client.get(reverse("report", args=[slug]), {"ngay": "28/05/2024", **asked})


def taken(client, slug, **asked):
    response = client.get(reverse("report_file", args=[slug, "json"]), {"ngay": "28/05/2024", **asked})
    return json.loads(response.content)


# --- Danh sách đảng viên (BM1) ---


def test_all_members_chi_bo_by_chi_bo(commune):
    """Na Pô in the order of given names: Dính, Lan, Mai; then Na Kinh and Công an xã."""
    report = ask("danh-sach-dang-vien", as_of=DAY)
    assert names(report) == ["Giàng Mí Dính", "Vàng Thị Lan", "Hoàng Thị Mai", "Thò Mí Páo", "Ly Văn Sính"]
    mai = row_of(report, full_name="Hoàng Thị Mai")
    told = ("unit", "birth_on", "sex", "position", "admitted_on", "party_age", "standing", "rating", "general")
    assert [mai[name] for name in told] == [
        "Na Pô", "2000-01-11", "Nữ", "Đảng viên", "2024-01-10", 0, "Dự bị", "", ""
    ]  # fmt: skip
    assert row_of(report, full_name="Vàng Thị Lan")["position"] == "Bí thư chi bộ"
    assert report["notes"] == ["5 đảng viên."]


def test_before_mai_was_admitted_there_were_four(commune):
    assert ask("danh-sach-dang-vien", as_of="2024-01-09")["notes"] == ["4 đảng viên."]


def test_the_columns_stand_in_the_order_asked_for(commune):
    report = ask("danh-sach-dang-vien", as_of=DAY, columns="unit,sex,khong_co")
    assert headings(report) == ["Họ và tên", "Chi bộ", "Giới"]


def test_boxes_ticked_on_the_page_are_the_columns(commune, client, office):
    shown = page(client, "danh-sach-dang-vien", cot=["sex", "birth_on"])
    assert headings_on(shown) == ["STT", "Họ và tên", "Giới", "Ngày sinh"]
    assert re.search('value="sex"[^>]* checked', shown.content.decode())


def headings_on(response):
    return [cell.text for cell in response.context["tables"][0]["headings"][0]]


def test_ethnicity_goes_into_a_file_only_when_asked_for_and_numbers_never(commune, client, office):
    lan = named("Vàng Thị Lan")
    lan.ethnicity = Ethnicity.objects.get(name="Mông")
    lan.save()
    IdentityNumber.objects.create(person=lan, kind="CARD", number="12034518")
    chosen = {"cot": "ethnicity,card_number"}
    shown = page(client, "danh-sach-dang-vien", **chosen)
    assert headings_on(shown) == ["STT", "Họ và tên", "Dân tộc", "Số thẻ"]
    assert "1203••••" in shown.content.decode()
    assert "12034518" not in shown.content.decode()
    assert headings(taken(client, "danh-sach-dang-vien", **chosen)) == ["Họ và tên"]
    private = reverse(
        "report_file", args=["danh-sach-dang-vien", "json"], query=chosen | {"nhay_cam": "1", "ngay": "28/05/2024"}
    )
    asked = json.loads(client.post(private, {"ly_do": "Bổ sung phiếu đảng viên"}).content)
    assert headings(asked) == ["Họ và tên", "Dân tộc"]
    assert row_of(asked, full_name="Vàng Thị Lan")["ethnicity"] == "Mông"
    assert asked["notes"] == ["5 đảng viên."]
    assert "Không vào tệp: Số thẻ; xem từng số ở hồ sơ." in shown.content.decode()
    assert LogEntry.objects.order_by("pk").last().additional_data["filters"]["private"] == "True"


def test_who_may_not_read_numbers_is_not_offered_them(commune, client):
    client.force_login(make_user("CADRE", commune.unit))
    shown = page(client, "danh-sach-dang-vien", cot="sex,card_number")
    assert headings_on(shown) == ["STT", "Họ và tên", "Giới"]
    assert "Số thẻ" not in shown.content.decode()


# --- Danh sách theo điều kiện (BM2, BM3) ---


@pytest.fixture
def troubled(commune):
    """Lan is exempt, Dính suspended from Party life, Páo from his committee alone, Sính away for a time."""
    Exemption.objects.create(person=named("Vàng Thị Lan"), started_on=date(2024, 1, 1))
    Suspension.objects.create(person=named("Giàng Mí Dính"), started_on=date(2024, 5, 1))
    Suspension.objects.create(person=named("Thò Mí Páo"), started_on=date(2024, 5, 1), scope="COMMITTEE")
    TemporaryAbsence.objects.create(
        person=named("Ly Văn Sính"), started_on=date(2024, 3, 1), ended_on=date(2024, 9, 1), place="Hà Giang"
    )
    Discipline.objects.create(person=named("Giàng Mí Dính"), form="WARNING", decided_on=date(2024, 4, 20))
    Discipline.objects.create(person=named("Thò Mí Páo"), form="WARNING", decided_on=date(2023, 12, 20))
    Discipline.objects.create(person=named("Ly Văn Sính"), form="WARNING", decided_on=date(2024, 6, 1))
    return commune


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("chinh_thuc", ["Giàng Mí Dính", "Vàng Thị Lan", "Thò Mí Páo", "Ly Văn Sính"]),
        ("du_bi", ["Hoàng Thị Mai"]),
        ("mien", ["Vàng Thị Lan"]),
        ("dinh_chi", ["Giàng Mí Dính"]),
        ("tam_vang", ["Ly Văn Sính"]),
    ],
)
def test_a_list_of_one_standing(troubled, standing, found):
    assert names(ask("danh-sach-loc", as_of=DAY, standing=standing)) == found


def test_the_list_of_members_has_the_same_people(troubled, client, office):
    for standing in ("mien", "dinh_chi", "tam_vang"):
        rows = client.get(reverse("people"), {"ngay": "28/05/2024", "tu_cach": standing}).context["table"].rows
        assert [row.record.person.full_name for row in rows] == names(
            ask("danh-sach-loc", as_of=DAY, standing=standing)
        )
    rows = client.get(reverse("people"), {"ngay": "28/05/2024", "ky_luat": "1"}).context["table"].rows
    assert [row.record.person.full_name for row in rows] == ["Giàng Mí Dính"]


def test_discipline_counts_in_the_year_of_the_day_up_to_that_day(troubled):
    """Dính 20/04/2024; Páo's is of last year, Sính's of next week."""
    assert names(ask("danh-sach-loc", as_of=DAY, disciplined="1")) == ["Giàng Mí Dính"]
    assert names(ask("danh-sach-loc", as_of="2023-12-31", disciplined="1")) == ["Thò Mí Páo"]


def test_several_conditions_hold_together_and_stand_in_the_heading(troubled, client, office):
    report = page(client, "danh-sach-loc", gioi_tinh="F", tu_cach="chinh_thuc")
    assert [row["name"] for row in people_of(report)] == ["Vàng Thị Lan"]
    assert report.context["sheet"].subtitle == "Tính đến ngày 28/05/2024; chính thức; nữ"


def people_of(response):
    return [{"name": row["full_name"]} for row in response.context["sheet"].tables[0].rows]


def test_the_rating_asked_for_is_that_of_the_latest_year_rated_by_the_day(commune, client, office):
    """Lan: HTXSNV in 2022, HTTNV in 2023, decided on 31/12/2023. Páo was not rated in 2023."""
    lan, pao = named("Vàng Thị Lan"), named("Thò Mí Páo")
    MemberRating.objects.create(
        person=lan, unit=commune.na_po, year=2022, level="EXCELLENT", decided_on=date(2022, 12, 31)
    )
    MemberRating.objects.create(person=lan, unit=commune.na_po, year=2023, level="GOOD", decided_on=date(2023, 12, 31))
    MemberRating.objects.create(person=pao, unit=commune.na_kinh, year=2023, not_rated_reason="EXEMPT")

    def rated(result, day=DAY):
        return names(ask("danh-sach-loc", as_of=day, rating=result))

    assert rated("GOOD") == ["Vàng Thị Lan"]
    assert rated("EXCELLENT") == []
    assert rated("EXCELLENT", "2023-06-30") == ["Vàng Thị Lan"]
    assert rated("khong_xep_loai") == ["Thò Mí Páo"]
    rows = client.get(reverse("people"), {"ngay": "28/05/2024", "xep_loai": "GOOD"}).context["table"].rows
    assert [row.record.person.full_name for row in rows] == ["Vàng Thị Lan"]


def test_the_rating_of_a_list_that_is_still_open_is_nobodys(commune, client, office):
    """2024 is voted on, then decided; then Na Pô's list is taken up again and Lan falls to KHTNV in a draft."""
    campaign = open_year(commune.unit, 2024)
    bring(campaign, Step.VOTING)

    def lan():
        rows = client.get(reverse("people"), {"ngay": "10/01/2025"}).context["table"].rows
        return next(row.record.level for row in rows if row.record.person.full_name == "Vàng Thị Lan")

    assert not lan()
    lists = [steps.propose(each, SYSTEM) for each in campaign.sheets.all()]
    steps.decide(lists, *DECISION, by=SYSTEM)
    assert lan() == "GOOD"
    again = steps.reopen_sheet(stored(campaign, commune.na_po), "xem lại", SYSTEM)
    steps.send_back(again, "xem lại", SYSTEM)
    MemberRating.objects.filter(person__full_name="Vàng Thị Lan").update(level="NOT_COMPLETED")
    assert not lan()


def test_the_rating_of_a_locked_year_is_that_of_the_lock(commune, client, office):
    campaign = open_year(commune.unit, 2024)
    bring(campaign, Step.DECIDED)
    steps.lock(campaign, SYSTEM)
    MemberRating.objects.filter(person__full_name="Vàng Thị Lan").update(level="NOT_COMPLETED")

    found = ask("danh-sach-loc", as_of="2025-01-10", rating="GOOD")

    assert "Vàng Thị Lan" in names(found)
    assert names(ask("danh-sach-loc", as_of="2025-01-10", rating="NOT_COMPLETED")) == []


def test_a_condition_that_is_none_is_named_with_those_that_are(commune, client, office):
    refused = page(client, "danh-sach-loc", tu_cach="vang")
    assert refused.status_code == 400
    assert "Không có “vang”. Có: chinh_thuc, du_bi, mien, dinh_chi, tam_vang." in refused.content.decode()


# --- Sổ danh sách đảng viên (Mẫu 7-HSĐV) ---


def describe_lan():
    """All that the register asks about Lan."""
    lan = named("Vàng Thị Lan")
    lan.birth_name, lan.native_place, lan.occupation, lan.note = (
        "Vàng Thị Lán",
        "Xã Na Khê",
        "Bộ đội, hưu trí",
        "Có vốn",
    )
    lan.ethnicity, lan.religion = Ethnicity.objects.get(name="Mông"), Religion.objects.get(name="Không")
    lan.admission_decision_on = "3/1990"
    lan.save()
    Qualification.objects.create(person=lan, kind="GENERAL", level="12/12")
    Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="UNIVERSITY")
    Qualification.objects.create(person=lan, kind="LANGUAGE", level="Tiếng Mông")
    IdentityNumber.objects.create(person=lan, kind="CARD", number="01234567")
    IdentityNumber.objects.create(person=lan, kind="PROFILE", number="012345HG")
    IdentityNumber.objects.create(person=lan, kind="PROFILE", number="012344HG", ended_on="2010")
    level = BadgeLevel.objects.get(years=30)
    Badge.objects.create(person=lan, level=level, awarded_on=date(2020, 5, 19), number="30771")
    return lan


def register(**options):
    return ask("so-danh-sach", **{"from": "2024-01-01"}, as_of=DAY, **options)


def test_a_row_of_the_register_has_every_fact_in_the_order_of_its_heading(commune):
    describe_lan()
    lan = row_of(register(private=True), name="Vàng Thị Lan, Vàng Thị Lán")
    assert lan == {
        "name": "Vàng Thị Lan, Vàng Thị Lán",
        "origin": "Nữ, Mông, không",
        "native_place": "Xã Na Khê",
        "learning": "12/12, –, Đại học, Tiếng Mông",
        "occupation": "Bộ đội, hưu trí",
        "admitted": "3/1990, 01/01/2001",
        "numbers": "01234567 / 012345HG / 30771",
        "service": "Bộ đội, Hưu trí",
        "left_for": "",
        "came_from": "",
        "died": "",
        "left_party": "",
        "note": "Na Pô; Có vốn",
    }


def test_the_register_has_fourteen_columns_with_the_running_number(commune, client, office):
    assert len(headings_on(page(client, "so-danh-sach"))) == 14


def test_ethnicity_and_numbers_are_in_the_register_only_when_asked_for(commune, client, office):
    describe_lan()
    lan = row_of(register(), name="Vàng Thị Lan, Vàng Thị Lán")
    assert (lan["origin"], lan["numbers"]) == ("Nữ", "")
    shown = page(client, "so-danh-sach", nhay_cam="1").content.decode()
    assert "0123•••• / 0123•••• / 30•••" in shown
    assert "01234567" not in shown
    client.force_login(make_user("CADRE", commune.unit))
    assert "0123••••" not in page(client, "so-danh-sach", nhay_cam="1").content.decode()


def test_the_register_keeps_who_left_in_the_period(commune):
    """Mai is new and Tủa came; Dính left, Páo died, Sính was expelled; Chứ had left in 2023 already."""
    end(named("Giàng Mí Dính"), date(2024, 3, 1), "TRANSFERRED_OUT")
    named("Giàng Mí Dính").memberships.update(went_to="Đảng bộ xã Mậu Duệ")
    end(named("Thò Mí Páo"), date(2024, 4, 1), "DIED")
    named("Thò Mí Páo").memberships.update(note="ốm")
    end(named("Ly Văn Sính"), date(2024, 5, 28), "EXPELLED")
    join(make_person("Lầu Mí Tủa"), commune.police, date(2024, 2, 1), "TRANSFERRED_IN", came_from="Đảng bộ xã Phú Lũng")
    gone = make_person("Sùng Mí Chứ")
    join(gone, commune.na_po, date(2020, 1, 1), ended_on=date(2023, 12, 31), reason_out="TRANSFERRED_OUT")
    report = register()
    ways = ("left_for", "came_from", "died", "left_party")
    assert {row["name"]: tuple(row[way] for way in ways) for row in report["rows"]} == {
        "Giàng Mí Dính": ("01/03/2024, Đảng bộ xã Mậu Duệ", "", "", ""),
        "Vàng Thị Lan": ("", "", "", ""),
        "Hoàng Thị Mai": ("", "", "", ""),
        "Thò Mí Páo": ("", "", "01/04/2024, ốm", ""),
        "Ly Văn Sính": ("", "", "", "28/05/2024, Khai trừ"),
        "Lầu Mí Tủa": ("", "01/02/2024, Đảng bộ xã Phú Lũng", "", ""),
    }
    assert report["notes"][0] == "3 đảng viên cuối kỳ; 3 người chuyển đi, từ trần, ra khỏi Đảng trong kỳ."
    assert row_of(report, name="Hoàng Thị Mai")["admitted"] == "10/01/2024, dự bị"


def test_who_moves_between_two_chi_bo_stands_once_in_the_whole_and_in_both_of_them(commune):
    lan = named("Vàng Thị Lan")
    end(lan, date(2024, 3, 1), "INTERNAL")
    lan.memberships.update(counterpart_out=commune.na_kinh)
    join(lan, commune.na_kinh, date(2024, 3, 1), "INTERNAL", counterpart_in=commune.na_po)
    whole = row_of(register(), name="Vàng Thị Lan")
    assert (whole["left_for"], whole["came_from"], whole["note"]) == ("", "", "Na Kinh")
    assert row_of(register(unit=commune.na_po.code), name="Vàng Thị Lan")["left_for"] == "01/03/2024, Na Kinh"
    assert row_of(register(unit=commune.na_kinh.code), name="Vàng Thị Lan")["came_from"] == "01/03/2024, Na Pô"


def test_the_register_is_printed_on_two_facing_pages(commune, client, office):
    """Seven columns each, the running number among the left ones; the right repeats it."""
    response = client.get(reverse("report_file", args=["so-danh-sach", "xlsx"]), {"ngay": "28/05/2024"})
    paper = worksheets(response.content)[0]
    assert [mark.id for mark in paper.col_breaks.brk] == [7]
    assert paper.print_title_cols == "$A:$A"
    assert paper.page_setup.orientation == "landscape"


# --- Huy hiệu Đảng (4A-HHĐ) ---


def admitted(full_name, day):
    person = named(full_name)
    person.admission_decision_on = day
    person.save()
    return person


@pytest.fixture
def veterans(commune):
    """For the award day 02/09/2024: Lan has 40 years the day before, Dính 30 on the very day, Páo 30 a day too late.

    Sính has his 65 and will have 70 on 01/08/2026. Chứ died in December, three months short of 50; Tủa died a year
    and a day before the award day.
    """
    admitted("Vàng Thị Lan", "01/09/1984")
    admitted("Giàng Mí Dính", "02/09/1994")
    admitted("Thò Mí Páo", "03/09/1994")
    sinh = admitted("Ly Văn Sính", "01/08/1956")
    Badge.objects.create(person=sinh, level=BadgeLevel.objects.get(years=65), awarded_on=date(2021, 9, 2))
    for name, since, died in (("Sùng Mí Chứ", "10/03/1974", "2023-12-05"), ("Lầu Mí Tủa", "1970", "2023-09-01")):
        dead = make_person(name, admission_decision_on=since)
        join(dead, commune.na_kinh, ended_on=date.fromisoformat(died), reason_out="DIED")
    return commune


def test_who_is_due_on_the_coming_award_day(veterans):
    due, early, levels = ask("huy-hieu", as_of=DAY)["tables"]
    told = ("name", "badge", "reached_on", "party_age", "kind", "note")
    assert [tuple(row[name] for name in told) for row in due["rows"]] == [
        ("Sùng Mí Chứ", "50 năm", "2024-03-10", "49 năm 8 tháng 25 ngày", "Truy tặng", "từ trần 05/12/2023"),
        ("Vàng Thị Lan", "40 năm", "2024-09-01", "40 năm 0 tháng 1 ngày", "Trao tặng", ""),
        ("Giàng Mí Dính", "30 năm", "2024-09-02", "30 năm 0 tháng 0 ngày", "Trao tặng", ""),
    ]
    assert [(row["name"], row["badge"], row["gravely_ill"]) for row in early["rows"]] == [
        ("Ly Văn Sính", "70 năm", ""),
        ("Thò Mí Páo", "30 năm", ""),
    ]
    assert levels["totals"] == {"given": 2, "posthumous": 1, "delayed": 0, "early": 2}
    assert row_of(levels, badge="30 năm") == {"badge": "30 năm", "given": 1, "posthumous": 0, "delayed": 0, "early": 1}


def test_a_badge_is_early_by_12_months_at_most_that_of_70_years_by_24(veterans):
    """From the award day 02/09/2024 that is 02/09/2025 and 02/09/2026; both have their years a day later."""
    admitted("Giàng Mí Dính", "03/09/1995")
    admitted("Ly Văn Sính", "03/09/1956")
    early = ask("huy-hieu", as_of=DAY)["tables"][1]
    assert [row["name"] for row in early["rows"]] == ["Thò Mí Páo"]


@pytest.mark.parametrize(("decided_on", "said"), [("2023-09-03", "Cảnh cáo 03/09/2023"), ("2023-09-02", "")])
def test_discipline_in_the_twelve_months_before_is_a_delay_to_consider(veterans, decided_on, said):
    Discipline.objects.create(person=named("Giàng Mí Dính"), form="WARNING", decided_on=date.fromisoformat(decided_on))
    due, _, levels = ask("huy-hieu", as_of=DAY)["tables"]
    assert row_of(due, name="Giàng Mí Dính")["delay"] == said
    assert levels["totals"]["delayed"] == bool(said)


def test_a_discipline_decided_after_the_reports_day_is_not_known_on_it(veterans):
    """Decided on 29/05/2024, before the award day: the list of the day before cannot say so."""
    Discipline.objects.create(person=named("Giàng Mí Dính"), form="WARNING", decided_on=date(2024, 5, 29))
    before, after = (ask("huy-hieu", as_of=day)["tables"][0] for day in (DAY, "2024-05-29"))
    assert row_of(before, name="Giàng Mí Dính")["delay"] == ""
    assert row_of(after, name="Giàng Mí Dính")["delay"] == "Cảnh cáo 29/05/2024"


def test_the_list_of_an_award_day_keeps_whom_it_was_awarded_to(veterans):
    """On 02/09/2024 Lan's is proposed, though written down by then; the next day leads to 07/11/2024."""
    lan = named("Vàng Thị Lan")
    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=40), awarded_on=date(2024, 9, 2))
    assert names(ask("huy-hieu", as_of="2024-09-02")) == ["Sùng Mí Chứ", "Vàng Thị Lan", "Giàng Mí Dính"]
    assert names(ask("huy-hieu", as_of="2024-09-03")) == ["Sùng Mí Chứ", "Giàng Mí Dính", "Thò Mí Páo"]


def test_the_heading_names_the_award_day(veterans, client, office):
    assert page(client, "huy-hieu").context["sheet"].subtitle == "Đợt 02/09/2024; tính đến ngày 28/05/2024"
    behind = page(client, "huy-hieu", so_voi="31/12/2020", huy_hieu="30").context["sheet"]
    assert behind.subtitle == "Đợt 02/09/2024; tính đến ngày 28/05/2024; huy hiệu 30 năm"


def test_without_award_days_nothing_is_due(veterans):
    AwardDay.objects.all().delete()
    assert [table["rows"] for table in ask("huy-hieu", as_of=DAY)["tables"]] == [[], [], []]


# --- Lịch việc đến hạn ---


def calendar(**options):
    """What the calendar from 28/05/2024 says, without Mai's recognition, which it always names."""
    rows = ask("den-han", as_of=DAY, **options)["rows"]
    found = [tuple(row[name] for name in ("day", "kind", "name", "unit", "note")) for row in rows]
    return [row for row in found if row[2] != "Hoàng Thị Mai"]


def test_a_probation_is_over_twelve_months_after_the_ceremony(commune):
    """Mai was admitted on 10/01/2024; thirty working days after 10/01/2025 the time to decide is over: 21/02/2025."""
    told = ("day", "kind", "unit", "note")

    def of_mai(day):
        return [tuple(row[name] for name in told) for row in ask("den-han", as_of=day)["rows"]]

    assert of_mai("2024-01-09") == []
    assert of_mai(DAY) == [("2025-01-10", "Xét công nhận chính thức", "Na Pô", "")]
    assert of_mai("2025-02-21")[0][3] == "đang trong thời hạn xét"
    assert of_mai("2025-02-22")[0][3] == "quá thời hạn xét 30 ngày làm việc"


def test_badges_fall_due_with_the_award_day_that_follows(commune):
    """Lan has 40 years on 01/09/2024, Dính had 30 in May; Páo's 30 are given already; Sính's come on 29/05/2025."""
    admitted("Vàng Thị Lan", "01/09/1984")
    admitted("Giàng Mí Dính", "19/05/1994")
    pao = admitted("Thò Mí Páo", "01/09/1994")
    Badge.objects.create(person=pao, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 5, 19))
    admitted("Ly Văn Sính", "29/05/1995")
    assert calendar() == [
        ("2024-05-19", "Đủ 30 năm tuổi đảng", "Giàng Mí Dính", "Na Pô", "chưa ghi trao; trao đợt 02/09/2024"),
        ("2024-09-01", "Đủ 40 năm tuổi đảng", "Vàng Thị Lan", "Na Pô", "trao đợt 02/09/2024"),
    ]


def test_terms_end_of_committees_and_of_village_heads(commune):
    """Na Pô's term of 15/03/2022–2025 is over on 15/03/2025; Dính's as head, written “2020–2025”, on 01/06/2024."""
    congress = Congress.objects.create(unit=commune.na_po, ordinal=7)
    Term.objects.create(
        unit=commune.na_po, congress=congress, started_on=date(2022, 3, 15), first_year=2022, last_year=2025
    )
    ended = Congress.objects.create(unit=commune.police, ordinal=1)
    Term.objects.create(
        unit=commune.police, congress=ended, started_on=date(2022, 3, 1), ended_on=date(2024, 3, 1),
        first_year=2022, last_year=2024,
    )  # fmt: skip
    head = named("Giàng Mí Dính").headships.get()
    head.started_on, head.term_years = date(2019, 6, 1), "2019–2024"
    head.save()
    assert calendar() == [
        ("2024-03-01", "Hết nhiệm kỳ", "Công an xã", "", "nhiệm kỳ 2022–2024; chưa ghi đại hội mới"),
        ("2024-06-01", "Hết nhiệm kỳ trưởng thôn", "Giàng Mí Dính", "Thôn Na Pô", "nhiệm kỳ 2019–2024"),
        ("2025-03-15", "Hết nhiệm kỳ", "Na Pô", "", "nhiệm kỳ 2022–2025"),
    ]
    assert [row[2] for row in calendar(unit=commune.na_po.code)] == ["Giàng Mí Dính", "Na Pô"]


def test_what_was_suspended_for_a_time_comes_back(commune):
    """Lan's exemption ended on 01/04/2024 without a word; the others' periods end in the year to come or after it."""
    lan, dinh, pao, sinh = map(named, ["Vàng Thị Lan", "Giàng Mí Dính", "Thò Mí Páo", "Ly Văn Sính"])
    Exemption.objects.create(person=lan, started_on=date(2023, 4, 1), ended_on=date(2024, 4, 1))
    Exemption.objects.create(person=dinh, started_on=date(2024, 1, 1), ended_on=date(2025, 5, 28))
    Exemption.objects.create(person=pao, started_on=date(2024, 1, 1), ended_on=date(2025, 5, 29))
    TemporaryAbsence.objects.create(person=sinh, started_on=date(2023, 9, 1))
    Suspension.objects.create(person=pao, started_on=date(2024, 5, 1), ended_on=date(2024, 8, 1))
    Discipline.objects.create(person=pao, form="REPRIMAND", decided_on=date(2024, 5, 1))
    assert calendar() == [
        ("2024-04-01", "Hết miễn sinh hoạt", "Vàng Thị Lan", "Na Pô", "chưa ghi sinh hoạt trở lại"),
        ("2024-08-01", "Hết đình chỉ sinh hoạt", "Thò Mí Páo", "Na Kinh", "từ 01/05/2024"),
        ("2024-09-01", "Hết sinh hoạt tạm thời", "Ly Văn Sính", "Công an xã", "đủ 12 tháng, chưa ghi ngày về"),
        ("2025-05-01", "Kỷ luật đủ 12 tháng", "Thò Mí Páo", "Na Kinh", "Khiển trách 01/05/2024"),
        ("2025-05-28", "Hết miễn sinh hoạt", "Giàng Mí Dính", "Na Pô", "từ 01/01/2024"),
    ]


def test_who_left_without_papers_is_asked_about_for_three_months(commune):
    move = Movement.objects.create(
        kind="TRANSFERRED_OUT", person=named("Thò Mí Páo"), unit=commune.na_kinh, effective_on=date(2024, 3, 1),
        place="Đảng bộ xã Mậu Duệ",
    )  # fmt: skip
    assert calendar() == [("2024-03-01", "Chuyển đi, chưa ghi giấy tờ", "Thò Mí Páo", "Na Kinh", "Đảng bộ xã Mậu Duệ")]
    Movement.objects.filter(pk=move.pk).update(papers="Giấy giới thiệu 12/GT")
    assert calendar() == []
    Movement.objects.filter(pk=move.pk).update(papers="", effective_on=date(2024, 2, 28))
    assert calendar() == []


def test_a_line_of_the_calendar_opens_the_record(commune, client, office):
    shown = page(client, "den-han").content.decode()
    assert f'<a href="{named("Hoàng Thị Mai").get_absolute_url()}">Hoàng Thị Mai</a>' in shown


# --- Thay đổi trong năm (phiếu bổ sung) ---


def changes(name, **options):
    rows = ask("thay-doi-nam", **{"as_of": DAY} | options)["rows"]
    return [tuple(row[key] for key in ("day", "kind", "what", "detail")) for row in rows if row["name"] == name]


def test_every_fact_of_the_year_is_a_row(commune):
    """Not those of 31/12/2023 and 29/05/2024; what is known to the month or the year counts."""
    lan = named("Vàng Thị Lan")
    Discipline.objects.create(person=lan, form="REPRIMAND", decided_on=date(2024, 2, 1), reason="Vắng họp")
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2023, 12, 31))
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2024, 5, 29))
    Commendation.objects.create(person=lan, form="Giấy khen", given_by="Huyện ủy", decided_on=date(2024, 5, 28))
    Qualification.objects.create(person=lan, kind="POLITICAL", level="ADVANCED", started_on="3/2024")
    Qualification.objects.create(person=lan, kind="LANGUAGE", level="Tiếng Dao", started_on="2024")
    MemberRating.objects.create(person=lan, unit=commune.na_po, year=2023, level="GOOD", decided_on=date(2024, 1, 15))
    Exemption.objects.create(person=lan, started_on=date(2023, 5, 1), ended_on=date(2024, 4, 1))
    office = lan.offices.get()
    office.ended_on = date(2024, 5, 2)
    office.save()
    IdentityNumber.objects.create(person=lan, kind="CARD", number="012345678901", started_on="2024-02-03")
    assert changes("Vàng Thị Lan") == [
        ("2024", "Trình độ", "Tiếng Dao", "Chỉ biết năm"),
        ("2024-01-15", "Xếp loại", "Xếp loại năm 2023: HTTNV", "Na Pô"),
        ("2024-02-01", "Kỷ luật", "Kỷ luật: Khiển trách", "Vắng họp"),
        ("2024-02-03", "Hồ sơ", "Cấp số thẻ đảng viên", ""),
        ("2024-03", "Trình độ", "Cao cấp lý luận chính trị", "Chỉ biết tháng"),
        ("2024-04-01", "Sinh hoạt đảng", "Hết: miễn công tác và sinh hoạt đảng", ""),
        ("2024-05-02", "Chức vụ", "Thôi chức vụ: Bí thư chi bộ", "Na Pô"),
        ("2024-05-28", "Khen thưởng", "Giấy khen, Huyện ủy", ""),
    ]


def test_an_admission_is_one_fact(commune):
    assert changes("Hoàng Thị Mai") == [("2024-01-10", "Sinh hoạt đảng", "Kết nạp: Na Pô", "")]
    assert changes("Hoàng Thị Mai", as_of="2024-01-09") == []


def test_who_left_is_told_of_up_to_that_day(commune):
    """Páo went to Mậu Duệ on 01/03/2024; his reprimand of April is theirs to tell."""
    pao = named("Thò Mí Páo")
    end(pao, date(2024, 3, 1), "TRANSFERRED_OUT")
    pao.memberships.update(went_to="Đảng bộ xã Mậu Duệ")
    Discipline.objects.create(person=pao, form="REPRIMAND", decided_on=date(2024, 2, 1))
    Discipline.objects.create(person=pao, form="WARNING", decided_on=date(2024, 4, 1))
    assert [row[2] for row in changes("Thò Mí Páo")] == ["Kỷ luật: Khiển trách", "Chuyển đi: Na Kinh"]


def test_a_chi_bo_of_a_transfer_is_named_as_on_the_day_and_in_short(commune):
    """Páo left Na Kinh on 01/05/2024 without papers; the chi bộ has been Bạch Đích 1 since 01/07/2025."""
    na_kinh = commune.na_kinh
    na_kinh.names.update(ended_on=date(2025, 7, 1))
    na_kinh.names.create(name="Chi bộ thôn Bạch Đích 1", short_name="Bạch Đích 1", started_on=date(2025, 7, 1))
    Movement.objects.create(
        kind="TRANSFERRED_OUT", person=named("Thò Mí Páo"), unit=na_kinh, effective_on=date(2024, 5, 1),
        recorded_by=make_user("OFFICE", commune.unit),
    )  # fmt: skip
    assert [row[3] for row in calendar() if row[1] == "Chuyển đi, chưa ghi giấy tờ"] == ["Na Kinh"]


def test_a_changed_name_is_told_to_who_may_change_the_record(commune, client, office):
    mai = named("Hoàng Thị Mai")
    mai.full_name = "Hoàng Thị Mây"
    mai.save()
    (row,) = [row for row in ask("thay-doi-nam")["rows"] if row["name"] == "Hoàng Thị Mây"]
    assert (row["what"], row["detail"]) == ("Đổi họ tên đang dùng", "Hoàng Thị Mai → Hoàng Thị Mây")
    shown = client.get(reverse("report", args=["thay-doi-nam"])).content.decode()
    assert "Hoàng Thị Mai" in shown
    assert "Đổi tên: tên cũ → tên mới, theo ngày ghi sổ." in shown
    client.force_login(make_user("CADRE", commune.unit))
    shown = client.get(reverse("report", args=["thay-doi-nam"])).content.decode()
    assert "Hoàng Thị Mai" not in shown
    assert "Đổi tên: chỉ người sửa được hồ sơ thấy." in shown


def test_a_number_given_is_no_news_for_who_may_not_read_numbers(commune, client):
    IdentityNumber.objects.create(
        person=named("Vàng Thị Lan"), kind="CARD", number="012345678901", started_on="2024-02-03"
    )
    client.force_login(make_user("CADRE", commune.unit))
    assert "Cấp số thẻ" not in page(client, "thay-doi-nam").content.decode()


# --- File nhập liệu 4.0 ---

EXCHANGED = """
STT; ID; Họ và tên *; Tên gọi khác; Giới tính *; Sinh ngày * (dd/mm/yyyy); Dân tộc *; Tôn giáo *;
Số định danh cá nhân *; Số thẻ Đảng* (12 số theo HD38-HD/BTCTW); Nơi cấp thẻ Đảng; Ngày cấp thẻ Đảng (dd/mm/yyyy);
Số thẻ Đảng theo QĐ 85; Tổ chức Đảng đang sinh hoạt *; Quốc gia; Tỉnh; Địa chỉ chi tiết; Quốc gia; Tỉnh;
Địa chỉ chi tiết; Quốc gia; Tỉnh; Địa chỉ chi tiết; Ngày vào Đảng* (dd/mm/yyyy);
Ngày vào Đảng chính thức* (dd/mm/yyyy); Số CMND cũ (nếu có); Trạng thái hoạt động;
Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng (dd/mm/yyyy); Đề nghị xóa (do đảng viên không thuộc chi bộ);
Kết quả kiểm tra; Chi tiết lỗi; Ghi chú
"""
EXCHANGE_HEAD = [
    line + [None] * (32 - len(line))
    for line in (
        ["BAN TỔ CHỨC TRUNG ƯƠNG"],
        ["FILE NHẬP LIỆU CƠ SỞ DỮ LIỆU ĐẢNG VIÊN 4.0"],
        ["Đơn vị: Đảng bộ xã Na Khê"],
        ["Lưu ý:"],
        ["- Các cột có dấu * là bắt buộc"],
        ["- Không thêm, xóa, di chuyển cột; không sửa cột ID và cột Tổ chức Đảng đang sinh hoạt"],
        ["- Ngày tháng nhập theo định dạng dd/mm/yyyy"],
        [
            "STT",
            "ID",
            "Họ và tên *",
            "Tên gọi khác",
            "Giới tính *",
            "Sinh ngày *\n(dd/mm/yyyy)",
            "Dân tộc *",
            "Tôn giáo *",
            "Số định danh cá nhân *",
            "Số thẻ Đảng*\n(12 số theo HD38-HD/BTCTW)",
            "Nơi cấp thẻ Đảng",
            "Ngày cấp thẻ Đảng\n(dd/mm/yyyy)",
            "Số thẻ Đảng theo QĐ 85",
            "Tổ chức Đảng đang sinh hoạt *",
            "Nơi đăng ký khai sinh",
            None,
            None,
            "Quê quán (theo mô hình 2 cấp)",
            None,
            None,
            "Thường trú (theo mô hình 2 cấp)",
            None,
            None,
            "Ngày vào Đảng*\n(dd/mm/yyyy)",
            "Ngày vào Đảng chính thức*\n(dd/mm/yyyy)",
            "Số CMND cũ (nếu có)",
            "Trạng thái hoạt động",
            "Ngày rời khỏi/ Ngày mất/ Ngày miễn sinh hoạt Đảng\n(dd/mm/yyyy)",
            "Đề nghị xóa (do đảng viên không thuộc chi bộ)",
            "Kết quả kiểm tra",
            "Chi tiết lỗi",
            "Ghi chú",
        ],
        [
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "Quốc gia",
            "Tỉnh",
            "Địa chỉ chi tiết",
            "Quốc gia",
            "Tỉnh",
            "Địa chỉ chi tiết",
            "Quốc gia",
            "Tỉnh",
            "Địa chỉ chi tiết",
        ],
    )
]
"""The first nine rows of the sample, copied from it."""
EXCHANGE_MERGED = set(
    """
    A2:L2 A8:A9 AA8:AA9 AB8:AB9 AC8:AC9 AD8:AD9 AE8:AE9 AF8:AF9 B8:B9 C8:C9 D8:D9 E8:E9 F8:F9 G8:G9 H8:H9
    I8:I9 J8:J9 K8:K9 L8:L9 M8:M9 N8:N9 O8:Q8 R8:T8 U8:W8 X8:X9 Y8:Y9 Z8:Z9
    """.split()
)
PLACES = ["Nơi đăng ký khai sinh", "Quê quán (theo mô hình 2 cấp)", "Thường trú (theo mô hình 2 cấp)"]


def test_the_exchange_file_has_its_columns_word_for_word_in_two_heading_rows(commune, client, office):
    response = client.get(reverse("report_file", args=["nhap-lieu-4-0", "xlsx"]), {"ngay": "28/05/2024"})
    lines = list(worksheets(response.content)[0].iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if line[0] == "STT")
    upper, lower = lines[top], lines[top + 1]
    wanted = [heading.strip() for heading in EXCHANGED.replace("\n", " ").split(";")]
    found = [" ".join((below or above).split()) for above, below in zip(upper, lower, strict=True)]
    assert found == wanted
    assert [upper[column] for column in (14, 17, 20)] == PLACES


def test_the_exchange_file_is_laid_out_as_the_upper_systems_own(commune, client, office):
    """shared/samples/f-file-nhap-lieu-4.0.xlsx cell by cell: preamble, both heading rows, what is merged, the lists."""
    response = client.get(reverse("report_file", args=["nhap-lieu-4-0", "xlsx"]), {"ngay": "28/05/2024"})
    made = openpyxl.load_workbook(io.BytesIO(response.content))
    page = made.worksheets[0]

    assert [[cell.value for cell in line] for line in page.iter_rows(1, 9, max_col=32)] == EXCHANGE_HEAD
    assert {str(cells) for cells in page.merged_cells.ranges} == EXCHANGE_MERGED
    assert page.title == "DANH SACH DANG VIEN"
    assert [(each.title, each.sheet_state) for each in made.worksheets[1:]] == [
        (name, "hidden") for name in ("QUOCGIA", "TINH", "DANTOC", "TONGIAO")
    ]
    assert page["C10"].value and page["A10"].value == 1
    people = len(ask("nhap-lieu-4-0", as_of="2024-05-28")["rows"])
    assert page.max_row == 9 + people, "nothing below the last person"
    assert '"Nam,Nữ"' in [each.formula1 for each in page.data_validations.dataValidation]


def exchanged(name, **options):
    report = ask("nhap-lieu-4-0", **{"from": "2024-01-01"}, as_of=DAY, **options)
    return {key: value for key, value in row_of(report, name=name).items() if value}


def test_a_person_in_the_exchange_file(commune):
    """The 12-digit card of 2025's form is the new number; the eight digits before it go under QĐ 85."""
    lan = describe_lan()
    lan.birthplace, lan.native_place_now, lan.residence = (
        "xã Na Khê, huyện Yên Minh, tỉnh Hà Giang", "xã Bạch Đích, tỉnh Tuyên Quang", "Thôn Na Pô"
    )  # fmt: skip
    lan.save()
    lan.numbers.filter(kind="CARD").update(ended_on="2024-02-03")
    for kind, number, day in (
        ("CARD", "012345678901", "2024-02-03"), ("CITIZEN", "002185000001", None), ("OLD_CITIZEN", "073900535", None)
    ):  # fmt: skip
        IdentityNumber.objects.create(person=lan, kind=kind, number=number, started_on=day)
    assert exchanged("Vàng Thị Lan", private=True) == {
        "name": "Vàng Thị Lan",
        "sex": "Nữ",
        "ethnicity": "Mông",
        "religion": "Không",
        "citizen_number": "002185000001",
        "card_number": "012345678901",
        "card_issued_on": "2024-02-03",
        "old_card_number": "01234567",
        "unit": "Na Pô",
        "birth_country": "Việt Nam",
        "birth_province": "Tỉnh Hà Giang",
        "birth_address": "xã Na Khê, huyện Yên Minh",
        "native_country": "Việt Nam",
        "native_province": "Tỉnh Tuyên Quang",
        "native_address": "xã Bạch Đích",
        "home_address": "Thôn Na Pô",
        "admitted_on": "1990-03",
        "official_on": "2001-01-01",
        "old_citizen_number": "073900535",
        "status": "Đang sinh hoạt Đảng",
        "note": "Có vốn",
    }


def test_without_being_asked_for_no_number_nor_ethnicity_is_exchanged(commune, client):
    """Nor for who may not read numbers, asked for or not; on the page they are masked."""
    describe_lan()
    found = exchanged("Vàng Thị Lan")
    assert not found.keys() & {"ethnicity", "religion", "card_number", "old_card_number", "citizen_number"}
    client.force_login(make_user("CADRE", commune.unit))
    assert "0123••••" not in page(client, "nhap-lieu-4-0", nhay_cam="1").content.decode()
    client.force_login(make_user("OFFICE", commune.unit))
    shown = page(client, "nhap-lieu-4-0", nhay_cam="1").content.decode()
    assert "0123••••" in shown
    assert "01234567" not in shown


def test_what_the_exchange_file_says_of_who_left_or_is_excused(troubled):
    """Lan exempt, Dính suspended, Páo from his committee alone, Sính away; Mai dies and Chứ withdraws in the period."""
    end(named("Hoàng Thị Mai"), date(2024, 3, 1), "DIED")
    join(make_person("Sùng Mí Chứ"), troubled.na_kinh, ended_on=date(2024, 2, 1), reason_out="WITHDRAWN")
    join(make_person("Lầu Mí Tủa"), troubled.na_kinh, ended_on=date(2024, 4, 1), reason_out="TRANSFERRED_OUT")
    rows = ask("nhap-lieu-4-0", **{"from": "2024-01-01"}, as_of=DAY)["rows"]
    assert {row["name"]: (row["status"], row["status_since"]) for row in rows} == {
        "Vàng Thị Lan": ("Miễn sinh hoạt", "2024-01-01"),
        "Giàng Mí Dính": ("Đình chỉ sinh hoạt", "2024-05-01"),
        "Thò Mí Páo": ("Đang sinh hoạt Đảng", None),
        "Ly Văn Sính": ("Đang sinh hoạt Đảng", None),
        "Hoàng Thị Mai": ("Từ trần", "2024-03-01"),
        "Sùng Mí Chứ": ("Rời khỏi Đảng", "2024-02-01"),
        "Lầu Mí Tủa": ("Chuyển đi", "2024-04-01"),
    }
