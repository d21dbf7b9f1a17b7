"""Opening a rating year, its settings, the list of years and the board of one."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members import rating_steps as steps
from members.models import Discipline, Exemption, MemberRating, Membership, Suspension, VillageHeadRating
from members.rating_board import Board
from members.rating_roll import differences
from members.rating_sheets import Part
from members.rating_years import years_of
from members.tasks.ratings import RatingListsReturned
from members.tasks.scope import Scope
from nakhe.access import SYSTEM, Role
from nakhe.periods import today
from tests.factories import (
    join,
    make_commune,
    make_head,
    make_member,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from tests.members.checking import make_campaign, rate, rate_many
from tests.members.rating_year import DECISION, bring, open_year, rate_all, reasons, sheet
from units.models import RatingCampaign, RatingRegime, Resolution, Step, Target, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client, commune):
    user = make_user(Role.SECRETARY, commune, full_name="Hoàng Đức Thịnh")
    client.force_login(user)
    return user


def opening(year=2024):
    return f"{reverse('rating_year_open')}?nam={year}"


def board(campaign):
    return reverse("rating_year", args=[campaign.pk])


def settings(campaign):
    return reverse("rating_year_edit", args=[campaign.pk])


def text(response):
    return " ".join(response.content.decode().split())


def as_sent(page):
    """The fields of the form as a browser would send them back untouched."""
    form, data = page.context["form"], {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if value not in (None, False):
            data[bound.html_name] = "on" if value is True else str(value)
    return data | {"base": form.base}


def open_through_page(client, where, **typed):
    """(the preview, the page after opening)."""
    data = as_sent(client.get(where)) | typed
    preview = client.post(where, data)
    assert preview.context["form"].errors == {}
    return preview, client.post(where, data | {"seen": preview.context["form"].fingerprint}, follow=True)


def errors(client, where, **typed):
    return client.post(where, as_sent(client.get(where)) | typed).context["form"].errors


# --- Opening ---


@pytest.mark.parametrize(
    ("year", "regime", "left_out"),
    [
        (2018, "QĐ 132 – HD 16", {"Miễn"}),
        (2019, "QĐ 132 – HD 21", {"Miễn", "Đình chỉ"}),
        (2022, "QĐ 132 – HD 21", {"Miễn", "Đình chỉ"}),
        (2023, "QĐ 124 – HD 25", {"Miễn", "Đình chỉ", "Mới"}),
        (2024, "QĐ 124 – HD 25", {"Miễn", "Đình chỉ", "Mới"}),
        (2025, "QĐ 366 – HD 43", {"Miễn", "Đình chỉ", "Mới"}),
    ],
)
def test_each_year_opens_under_its_own_regime_and_leaves_out_whom_it_says(
    client, secretary, na_po, year, regime, left_out
):
    """Admitted on 1 July: less than six months before 31/12. Suspended: left out from 2019. Exempt: always."""
    for name, admitted in (("Miễn", None), ("Đình chỉ", None), ("Mới", date(year, 7, 1)), ("Đủ", date(year, 6, 30))):
        person = make_person(name, admitted_on=str(admitted or "2001-01-01"))
        join(person, na_po, admitted or date(2001, 1, 1))
        if name == "Miễn":
            Exemption.objects.create(person=person, started_on=date(year, 2, 1))
        if name == "Đình chỉ":
            Suspension.objects.create(person=person, started_on=date(year, 2, 1), scope="PARTY_LIFE")

    open_through_page(client, opening(year))

    campaign = RatingCampaign.objects.get()
    assert (campaign.year, str(campaign.regime), campaign.assessed_on) == (year, regime, date(year, 12, 31))
    found = MemberRating.objects.exclude(not_rated_reason="").values_list("person__full_name", flat=True)
    assert set(found) == left_out
    assert MemberRating.objects.count() == 4


def test_six_months_on_the_assessment_date_as_in_the_worked_example(client, secretary, na_po):
    """Assessed 31/12/2024: admitted 30/06 is rated, 01/07 is not; 2022 rates both."""
    for year in (2022, 2024):
        for day in (date(year, 6, 30), date(year, 7, 1)):
            join(make_person(f"Kết nạp {day:%d/%m/%Y}", admitted_on=str(day)), na_po, day)

    preview, _ = open_through_page(client, opening(2024))
    assert preview.context["form"].preview.branches[na_po.pk].not_rated == [
        ("Kết nạp 01/07/2024", "Kết nạp 01/07/2024, chưa đủ 6 tháng đến 31/12/2024")
    ]
    earlier, _ = open_through_page(client, opening(2022))
    assert earlier.context["form"].preview.branches[na_po.pk].not_rated == []
    rows = MemberRating.objects.filter(year=2024).exclude(not_rated_reason="")
    assert list(rows.values_list("person__full_name", "not_rated_reason", "listed_because")) == [
        ("Kết nạp 01/07/2024", "UNDER_SIX_MONTHS", "Kết nạp 01/07/2024, chưa đủ 6 tháng đến 31/12/2024")
    ]
    assert not MemberRating.objects.filter(year=2022).exclude(not_rated_reason="").exists()


def test_nothing_is_written_before_the_lists_have_been_seen(client, secretary, na_po, na_kinh, lan, commune):
    """Na Pô: Lan and the exempt Bằng; Na Kinh: Mìn. One head."""
    bang = make_member("Hoàng Văn Bằng", na_po)
    Exemption.objects.create(person=bang, started_on=date(2022, 6, 1))
    make_member("Lù Văn Mìn", na_kinh)
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", commune))

    preview = client.post(opening(), as_sent(client.get(opening())))

    assert not RatingCampaign.objects.exists()
    assert (
        "<b>3</b> đảng viên: <b>2</b> được xếp loại, <b>1</b> không xếp loại; <b>2</b> chi bộ; <b>1</b> trưởng thôn."
        in text(preview)
    )
    assert "<b>Hoàng Văn Bằng</b>: Miễn công tác, sinh hoạt từ 01/06/2022" in text(preview)
    found = {each.name: (each.total, each.rated) for each in preview.context["form"].preview.lists}
    assert found == {"Chi bộ thôn Na Pô": (2, 1), "Chi bộ thôn Na Kinh": (1, 1)}


def test_who_comes_between_preview_and_opening_is_shown_first(client, secretary, na_po, lan):
    data = as_sent(client.get(opening()))
    seen = client.post(opening(), data).context["form"].fingerprint
    make_member("Lù Văn Mìn", na_po)

    again = client.post(opening(), data | {"seen": seen})
    assert "<b>2</b> đảng viên" in text(again)
    assert not RatingCampaign.objects.exists()
    client.post(opening(), data | {"seen": again.context["form"].fingerprint})
    assert MemberRating.objects.count() == 2


def test_an_opened_year_has_its_lists_as_drafts_and_leaves_its_trace(client, secretary, na_po, lan, commune):
    _, page = open_through_page(client, opening(), vote_by="12/12/2024")

    campaign = RatingCampaign.objects.get()
    assert "Đã mở năm xếp loại 2024. Danh sách đã chốt, đang ở bước nháp." in text(page)
    assert campaign.vote_by == date(2024, 12, 12)
    assert set(campaign.sheets.values_list("part", "unit", "step")) == {
        ("dang-vien", na_po.pk, Step.DRAFT),
        ("chi-bo", commune.pk, Step.DRAFT),
    }
    assert reasons(campaign) == ["Mở đợt xếp loại", "Chốt danh sách xếp loại"]
    entry = LogEntry.objects.get_for_object(MemberRating.objects.get(person=lan)).get()
    assert (entry.actor, entry.additional_data["reason"]) == (secretary, "Chốt danh sách xếp loại")


def test_a_second_click_finds_the_year_open(client, secretary, na_po, lan):
    data = as_sent(client.get(opening()))
    data["seen"] = client.post(opening(), data).context["form"].fingerprint
    client.post(opening(), data)

    again = client.post(opening(), data, follow=True)

    assert "Năm 2024 đã được mở." in text(again)
    assert RatingCampaign.objects.count() == 1
    assert "Năm 2024 đã được mở." in text(client.get(opening()))


@pytest.mark.parametrize("typed", ["1990", "2199", "năm nay"])
def test_a_year_that_cannot_be_opened_is_named(client, secretary, na_po, typed):
    page = text(client.get(opening(typed)))
    assert f"Không mở được năm “{typed}”: ghi một năm từ 2000 đến " in page
    assert "Không mở được năm" not in text(client.get(opening()))


def test_versions_are_offered_only_where_there_are_any(client, secretary, commune, na_po, lan):
    year = open_year(commune)
    pages = [reverse("rating_years"), board(year)]
    assert not any("Bản khóa" in text(client.get(page)) for page in pages)
    bring(year, Step.DECIDED)
    steps.lock(year, SYSTEM)
    assert all("Bản khóa" in text(client.get(page)) for page in pages)


def test_the_last_year_proposes_the_deadlines_and_the_next_year(client, secretary, commune, na_po):
    make_campaign(
        commune,
        2023,
        self_rating_by=date(2023, 11, 25),
        vote_by=date(2023, 12, 12),
        proposal_by=date(2023, 12, 15),
        cap_scope="GROUP",
        cap_rate=25,
        cap_decision="7-TB/HU",
    )

    page = client.get(reverse("rating_year_open"))

    sent = as_sent(page)
    assert page.context["year"] == 2024
    assert [sent.get(name) for name in ("self_rating_by", "vote_by", "proposal_by", "decision_by")] == [
        "25/11/2024", "12/12/2024", "15/12/2024", None,
    ]  # fmt: skip
    assert (sent["cap_scope"], sent["cap_rate"], sent.get("cap_decision")) == ("GROUP", "20", "")


def test_deadlines_stand_in_their_order(client, secretary, na_po):
    found = errors(client, opening(), self_rating_by="25/11/2024", vote_by="24/11/2024", decision_by="20/11/2024")
    assert found == {
        "vote_by": ["Ghi một ngày từ 25/11/2024 (hạn tự xếp loại) trở đi."],
        "decision_by": ["Ghi một ngày từ 24/11/2024 (hạn chi bộ biểu quyết) trở đi."],
    }
    same_day = {"self_rating_by": "25/11/2024", "vote_by": "25/11/2024"}
    assert errors(client, opening(), **same_day) == {}


def test_a_rate_above_the_regimes_asks_for_its_document(client, secretary, na_po, lan):
    found = errors(client, opening(), cap_rate="25")
    assert found == {
        "cap_decision": ["Trần 25 % cao hơn 20 % của HD 25-HD/BTCTW ngày 10/11/2023: ghi số văn bản cho phép."]
    }
    assert errors(client, opening(), cap_rate="15") == {}
    open_through_page(client, opening(), cap_rate="25", cap_decision="7-TB/HU")
    campaign = RatingCampaign.objects.get()
    assert (campaign.cap_rate, campaign.cap_decision) == (25, "7-TB/HU")


def test_another_years_regime_and_day_are_asked_about(client, secretary, na_po, lan):
    regime = RatingRegime.objects.get(first_year=2019)
    typed = {"regime": regime.pk, "assessed_on": "15/01/2025"}
    asked = [
        "QĐ 132 – HD 21 áp dụng từ năm 2019 đến năm 2022. Vẫn dùng cho năm 2024?",
        "Ngày đánh giá 15/01/2025 không thuộc năm 2024. Vẫn dùng ngày này?",
    ]
    assert errors(client, opening(), **typed) == {"regime": asked[:1], "assessed_on": asked[1:]}
    assert errors(client, opening(), **typed, xac_nhan=asked) == {}


def test_a_year_without_a_regime_waits_for_the_administrators(client, secretary, na_po):
    page = client.get(opening(2017))
    assert "Quy định mới do quản trị thêm" in text(page)
    assert errors(client, opening(2017)) == {"regime": ["Chọn quy định của năm."]}


def test_a_regime_that_the_administrator_adds_is_the_one_of_its_years(client, secretary, na_po):
    RatingRegime.objects.filter(first_year=2025).update(last_year=2025)
    RatingRegime.objects.create(name="QĐ mới", first_year=2026, regulation="QĐ 900-QĐ/TW", cap_rate=15)
    sent = as_sent(client.get(opening(2026)))
    assert (sent["regime"], sent["cap_rate"]) == (str(RatingRegime.objects.get(name="QĐ mới").pk), "15")


def test_a_secretary_of_two_committees_chooses(client, secretary, commune, na_po):
    section = make_unit("Đảng bộ bộ phận Trường học", commune, kind="SECTION")
    page = client.get(opening())
    assert [unit.name for unit in page.context["committees"]] == ["Đảng bộ xã Na Khê", "Đảng bộ bộ phận Trường học"]
    assert page.context["committee"] == commune

    open_through_page(client, f"{opening()}&don_vi={section.pk}")

    assert RatingCampaign.objects.get().unit == section
    other = make_commune("Đảng bộ xã Bạch Đích")
    assert client.get(f"{opening()}&don_vi={other.pk}").status_code == 404
    assert client.get(f"{opening()}&don_vi={na_po.pk}").status_code == 404


@pytest.mark.parametrize("role", [Role.CADRE, Role.OFFICE, Role.UNIT_SECRETARY])
def test_only_who_decides_opens_a_year(client, commune, na_po, role):
    client.force_login(make_user(role, na_po if role == Role.UNIT_SECRETARY else commune))
    assert client.get(opening()).status_code == client.post(opening()).status_code == 403
    assert "Mở năm xếp loại" not in text(client.get(reverse("rating_years")))


# --- Targets ---


@pytest.fixture
def resolution(commune):
    return Resolution.objects.create(unit=commune, number="05-NQ/ĐU", title="Nhiệm vụ", adopted_on=date(2023, 1, 5))


def set_target(resolution, measure="UNITS_EXCELLENT", year=2023, name="Chi bộ HTXSNV", **bounds):
    return Target.objects.create(resolution=resolution, measure=measure, year=year, name=name, **bounds)


def targets(year):
    found = Target.objects.filter(year=year).order_by("measure")
    return [(each.resolution.number, each.name, each.measure, each.minimum, each.maximum) for each in found]


def test_the_rating_targets_of_the_last_year_are_offered_and_set_with_their_bounds(
    client, secretary, na_po, lan, resolution
):
    kept = set_target(resolution, minimum=15, maximum=20)
    left = set_target(resolution, "UNITS_GOOD_OR_BETTER", name="Chi bộ HTTNV", minimum=100)
    set_target(resolution, "ADMISSIONS", name="Kết nạp", minimum=5)
    set_target(resolution, "MEMBERS_GOOD_OR_BETTER", year=2022, name="Đảng viên HTTNV", minimum=90)
    where = opening()
    page = client.get(where)
    assert [row.target for row in page.context["form"].targets] == [kept, left]

    data = as_sent(page) | {f"chi_tieu_{kept.pk}_minimum": "17,5"}
    del data[f"chi_tieu_{left.pk}"]
    data["seen"] = client.post(where, data).context["form"].fingerprint
    client.post(where, data)

    assert targets(2024) == [("05-NQ/ĐU", "Chi bộ HTXSNV", "UNITS_EXCELLENT", 17.5, 20)]
    assert len(targets(2023)) == 3
    assert reasons(Target.objects.get(year=2024)) == ["Mở đợt xếp loại"]


def test_no_target_is_invented(client, secretary, na_po, lan):
    page = client.get(opening())
    assert page.context["form"].targets == []
    assert "Chưa có nghị quyết nào đặt chỉ tiêu xếp loại." in text(page)
    open_through_page(client, opening())
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (("", ""), "Ghi mức từ, hoặc mức đến, hoặc cả hai."),
        (("30", "20"), "Mức “đến” không được nhỏ hơn mức “từ”."),
        (("x", ""), "Ghi một tỷ lệ phần trăm, ví dụ 97,5."),
        (("101", ""), "Ghi một tỷ lệ từ 0 đến 100."),
    ],
)
def test_a_target_has_sensible_bounds_or_the_year_is_not_opened(client, secretary, na_po, resolution, bounds, told):
    target = set_target(resolution, minimum=15)
    low, high = bounds
    typed = {f"chi_tieu_{target.pk}_minimum": low, f"chi_tieu_{target.pk}_maximum": high}
    assert errors(client, opening(), **typed) == {f"chi_tieu_{target.pk}_minimum": [told]}


# --- Settings of an open year ---


def test_settings_of_an_open_year_are_put_right_with_a_trace(client, secretary, commune, na_po, resolution):
    year = open_year(commune)
    target = set_target(resolution, year=2024, minimum=15)
    typed = {"vote_by": "12/12/2024", "cap_base": "GOOD_OR_BETTER", f"chi_tieu_{target.pk}_minimum": "16"}

    page = client.post(settings(year), as_sent(client.get(settings(year))) | typed, follow=True)

    year.refresh_from_db()
    assert "Đã lưu thiết lập của năm 2024." in text(page)
    assert (year.vote_by, year.cap_base) == (date(2024, 12, 12), "GOOD_OR_BETTER")
    assert targets(2024) == [("05-NQ/ĐU", "Chi bộ HTXSNV", "UNITS_EXCELLENT", 16, None)]
    assert reasons(year)[-1] == reasons(target)[-1] == "Sửa thiết lập đợt xếp loại"
    untouched = client.post(settings(year), as_sent(client.get(settings(year))), follow=True)
    assert "Không có thay đổi nào để lưu." in text(untouched)


def test_two_at_the_settings_lose_nothing(client, secretary, commune, na_po, resolution):
    year = open_year(commune)
    target = set_target(resolution, year=2024, minimum=15)
    mine = as_sent(client.get(settings(year))) | {"vote_by": "12/12/2024", "proposal_by": "15/12/2024"}
    RatingCampaign.objects.filter(pk=year.pk).update(vote_by=date(2024, 12, 10), cap_rate=15)
    Target.objects.filter(pk=target.pk).update(minimum=18)

    page = client.post(settings(year), mine)

    assert "ở đây đang gõ “12/12/2024”" in text(page)
    assert "<del>15</del> → <ins>18</ins>" in text(page)
    year.refresh_from_db()
    assert (year.vote_by, year.proposal_by) == (date(2024, 12, 10), None)
    client.post(settings(year), as_sent(page))
    year.refresh_from_db()
    assert (year.vote_by, year.proposal_by, year.cap_rate) == (date(2024, 12, 12), date(2024, 12, 15), 15)
    assert targets(2024)[0][3:] == (18, None)


def test_a_locked_year_keeps_its_settings(client, secretary, commune, na_po):
    year = open_year(commune)
    sent = as_sent(client.get(settings(year))) | {"cap_rate": "10"}
    RatingCampaign.objects.update(state="LOCKED")

    page = client.post(settings(year), sent)

    assert "Năm 2024 đã khóa. Mở lại năm này trước khi sửa thiết lập." in text(page)
    assert RatingCampaign.objects.get().cap_rate == 20


# --- The list of the years ---


def test_the_years_with_their_step_figures_and_decision(client, secretary, commune, na_po, na_kinh, lan):
    """2023, locked: one rated, one not. 2024: Lan's list stands at the vote, Mìn's too, nobody has a result but Lan."""
    make_campaign(commune, 2023, state="LOCKED", decision_number="90-QĐ/ĐU", decided_on=date(2023, 12, 22))
    rate(lan, na_po, "GOOD", 2023)
    man = make_member("Lù Văn Mìn", na_kinh)
    MemberRating.objects.create(person=man, unit=na_kinh, year=2023, not_rated_reason="OTHER")
    year = open_year(commune)
    steps.start(year, SYSTEM)
    steps.begin_vote(sheet(year, na_po), SYSTEM)
    MemberRating.objects.filter(person=lan, year=2024).update(level="GOOD")

    page = client.get(reverse("rating_years"))

    found = [(y.year, y.step_name, y.rated, y.not_rated, y.missing) for y in page.context["years"]]
    assert found == [(2024, "Tự xếp loại", 1, 0, 1), (2023, "", 1, 1, 0)]
    assert "90-QĐ/ĐU, 22/12/2023" in text(page)


def test_the_years_cost_the_same_for_one_and_for_five(client, secretary, commune, na_po, lan, count_queries):
    open_year(commune, 2019)
    one = count_queries(client, reverse("rating_years"))
    for year in (2020, 2021, 2022, 2023):
        open_year(commune, year)
    assert count_queries(client, reverse("rating_years")) == one


def test_the_secretary_of_a_chi_bo_sees_the_years_with_the_own_figures(client, commune, na_po, na_kinh, lan):
    make_member("Lù Văn Mìn", na_kinh)
    open_year(commune)
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))
    (found,) = client.get(reverse("rating_years")).context["years"]
    assert (found.year, found.missing) == (2024, 1)


def test_without_a_year_the_page_says_so(client, secretary):
    assert "Chưa có năm xếp loại nào." in text(client.get(reverse("rating_years")))


# --- The board ---


def lines(page):
    """{name: (step, total, rated, not rated, names of the missing)}."""
    return {
        line.name: (line.step, line.total, line.rated, line.not_rated, [entry.name for entry in line.missing])
        for line in page.context["board"].lines
    }


def test_the_board_names_every_list_with_its_step_and_who_is_missing(client, secretary, commune, na_po, na_kinh, lan):
    bang, man = make_member("Hoàng Văn Bằng", na_po), make_member("Lù Văn Mìn", na_kinh)
    Exemption.objects.create(person=bang, started_on=date(2022, 6, 1))
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", commune))
    year = open_year(commune)
    bring(year, Step.VOTING, only=na_po)
    MemberRating.objects.filter(person=man).update(level="")
    UnitRating.objects.filter(unit=na_kinh).update(level="")

    page = client.get(board(year))

    assert lines(page) == {
        "Chi bộ thôn Na Pô": (Step.VOTING, 2, 1, 1, []),
        "Chi bộ thôn Na Kinh": (Step.SELF_RATING, 1, 0, 0, ["Lù Văn Mìn"]),
        "Chi bộ": (Step.SELF_RATING, 2, 1, 0, ["Chi bộ thôn Na Kinh"]),
        "Trưởng thôn": (Step.SELF_RATING, 1, 1, 0, []),
    }
    assert page.context["board"].step == Step.SELF_RATING
    assert f'href="/xep-loai/?nam=2024&amp;don_vi={na_kinh.pk}#d{man.pk}">Lù Văn Mìn</a>' in text(page)
    assert "<b>1</b> xếp loại, <b>1</b> không xếp loại, <b>1</b> chưa có" in text(page)


def test_the_figures_of_a_commune_of_244(client, secretary, commune, na_po, na_kinh):
    """domain.md §1: 12 exempt, 1 suspended, 7 under six months leave 224: 32 / 160 / 30 / 2; maximum 32."""
    rate_many(na_po, {"EXCELLENT": 32, "GOOD": 80})
    rate_many(na_kinh, {"GOOD": 80, "COMPLETED": 30, "NOT_COMPLETED": 2})
    for number in range(12):
        Exemption.objects.create(person=make_member(f"Miễn {number}", na_po), started_on=date(2024, 1, 1))
    suspended = make_member("Đình chỉ", na_kinh)
    Suspension.objects.create(person=suspended, started_on=date(2024, 1, 1), scope="PARTY_LIFE")
    for number in range(7):
        join(make_person(f"Mới {number}", admitted_on="2024-09-02"), na_kinh, date(2024, 9, 2))

    preview, page = open_through_page(client, opening())

    roll, shown = preview.context["form"].preview, page.context["board"]
    assert (roll.total, roll.rated, roll.not_rated) == (244, 224, 20)
    assert (shown.total, shown.rated, shown.not_rated, shown.missing) == (244, 224, 20, 0)
    cap = shown.meters[0].line.cap
    assert (cap.excellent, cap.good, cap.maximum, cap.over) == (32, 160, 32, 0)


def test_the_board_counts_the_caps_and_what_to_look_at(client, secretary, commune, na_po, na_kinh, lan):
    """One HTXSNV beside four HTTNV: maximum 0. Of the chi bộ one of two is HTXSNV: over by 1, too."""
    Discipline.objects.create(person=lan, form="WARNING", decided_on=date(2024, 4, 12))
    rate_many(na_kinh, {"GOOD": 4})
    year = open_year(commune)
    bring(year, Step.VOTING)
    MemberRating.objects.filter(person=lan).update(level="EXCELLENT")
    UnitRating.objects.filter(unit=na_po).update(level="EXCELLENT")

    shown = client.get(board(year)).context["board"]

    assert [(m.heading, m.line.cap.excellent, m.line.cap.maximum, m.line.cap.over) for m in shown.meters] == [
        ("HTXSNV toàn Đảng bộ", 1, 0, 1),
        ("Chi bộ HTXSNV", 1, 0, 1),
    ]
    assert [(str(code), number) for code, number in shown.to_review] == [("over_cap", 2), ("disciplined", 1)]


@pytest.mark.parametrize(
    ("scope", "headings"),
    [
        ("BRANCH", ["HTXSNV toàn Đảng bộ", "Chi bộ HTXSNV", "HTXSNV Chi bộ thôn Na Pô"]),
        ("GROUP", ["HTXSNV toàn Đảng bộ", "Chi bộ HTXSNV", "HTXSNV nhóm Thôn", "HTXSNV nhóm Trường học"]),
    ],
)
def test_the_cap_in_the_scope_of_the_year(client, secretary, commune, na_po, lan, scope, headings):
    school = make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL")
    rate(make_member("Lù Văn Mìn", school), school)
    rate(lan, na_po, "EXCELLENT")
    year = open_year(commune, cap_scope=scope)
    assert [meter.heading for meter in client.get(board(year)).context["board"].meters] == headings


def test_who_is_late_and_what_was_returned(client, secretary, commune, na_po, na_kinh, lan):
    make_member("Lù Văn Mìn", na_kinh)
    year = open_year(commune, proposal_by=date(2024, 12, 15), decision_by=date(2199, 12, 20))
    bring(year, Step.PROPOSED)
    steps.send_back(sheet(year, na_po), "Thiếu biên bản", SYSTEM)

    page = client.get(board(year))

    found = {line.name: (line.is_late, line.is_returned) for line in page.context["board"].lines}
    assert found["Chi bộ thôn Na Pô"] == (True, True)
    assert found["Chi bộ thôn Na Kinh"] == (False, False)
    assert "quá hạn 15/12" in text(page)


def test_a_late_list_is_late_by_the_day_that_its_header_says(client, secretary, commune, na_po, lan):
    days = {"self_rating_by": 5, "vote_by": 10, "proposal_by": 15, "decision_by": 20}
    year = open_year(commune, **{name: date(2024, 12, day) for name, day in days.items()})
    bring(year, Step.VOTING, only=na_po)

    assert "quá hạn 10/12" in text(client.get(board(year)))
    header = text(client.get(reverse("rating_list", args=[year.pk, "dang-vien", na_po.pk])))
    assert 'aria-current="step">Chi bộ biểu quyết<small>hạn 10/12/2024</small>' in header
    steps.propose(sheet(year, na_po), SYSTEM)
    assert "quá hạn 20/12" in text(client.get(board(year)))


def test_the_secretary_of_a_chi_bo_sees_the_own_list_only(client, commune, na_po, na_kinh, lan):
    make_member("Lù Văn Mìn", na_kinh)
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", commune))
    year = open_year(commune)
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))

    page = client.get(board(year))

    assert list(lines(page)) == ["Chi bộ thôn Na Pô"]
    assert page.context["board"].meters == page.context["history"] == []
    for hidden in ("Na Kinh", "Lù Văn Mìn", "Giàng Mí Pó", "Bắt đầu tự xếp loại…", "Sửa thiết lập"):
        assert hidden not in text(page)


def test_a_cadre_reads_the_whole_board(client, commune, na_po, lan):
    year = open_year(commune)
    client.force_login(make_user(Role.CADRE, commune))
    page = client.get(board(year))
    assert list(lines(page)) == ["Chi bộ thôn Na Pô", "Chi bộ"]
    assert "Bắt đầu tự xếp loại…" not in text(page)


def test_a_locked_year_is_told_as_it_was_locked(client, secretary, commune, na_po, na_kinh, lan):
    year = open_year(commune)
    bring(year, Step.DECIDED)
    steps.lock(year, SYSTEM)
    membership = lan.memberships.get()
    membership.ended_on, membership.reason_out = date(2024, 3, 1), "TRANSFERRED_OUT"
    membership.save()
    MemberRating.objects.filter(person=lan).update(level="EXCELLENT")  # around the forms
    na_po.names.update(name="Chi bộ thôn Mới", short_name="Mới")

    page = client.get(board(year))

    assert lines(page) == {
        "Chi bộ thôn Na Pô": (Step.DECIDED, 1, 1, 0, []),
        "Chi bộ": (Step.DECIDED, 2, 2, 0, []),
    }
    assert page.context["board"].meters[0].line.cap.excellent == 0
    assert "Bản khóa lần 1" in text(page)
    client.force_login(make_user(Role.UNIT_SECRETARY, na_po))
    assert list(lines(client.get(board(year)))) == ["Chi bộ thôn Na Pô"]


def fill(commune, branches):
    for number in range(branches):
        unit = make_unit(f"Chi bộ {number}", commune)
        make_head(make_member(f"Trưởng thôn {number}", unit), make_village(f"Thôn {number}", commune))
        for each in range(3):
            member = make_member(f"Vàng Mí {number} {each}", unit)
            Discipline.objects.create(person=member, form="WARNING", decided_on=date(2024, 5, 1))


@pytest.mark.parametrize("at", [Step.DRAFT, Step.PROPOSED, "locked"])
def test_the_board_costs_the_same_for_3_and_for_15_chi_bo(client, commune, at, count_queries):
    """Two communes in one database, each with its secretary."""
    costs = {}
    for branches, name in ((3, "Đảng bộ xã Na Khê"), (15, "Đảng bộ xã Bạch Đích")):
        committee = commune if branches == 3 else make_commune(name)
        fill(committee, branches)
        year = open_year(committee)
        if at != Step.DRAFT:
            bring(year, Step.DECIDED if at == "locked" else at)
        if at == "locked":
            steps.lock(year, SYSTEM)
        client.force_login(make_user(Role.SECRETARY, committee))
        pages = [board(year), reverse("rating_year_decide", args=[year.pk])]
        costs[branches] = [count_queries(client, page) for page in pages]
    assert costs[3] == costs[15]


# --- What waits ---


def test_lists_that_wait_for_the_decision_and_returned_ones_are_tasks(client, secretary, commune, na_po, na_kinh, lan):
    make_member("Lù Văn Mìn", na_kinh)
    year = open_year(commune, decision_by=date(2199, 12, 22))
    bring(year, Step.PROPOSED)
    steps.send_back(sheet(year, na_po), "Thiếu biên bản", SYSTEM)

    page = text(client.get(reverse("tasks")))

    assert "Danh sách xếp loại chờ Đảng ủy quyết định: 2 danh sách" in page
    assert ">Chi bộ thôn Na Kinh</a>, năm 2024, hạn 22/12/2199" in page
    assert ">Danh sách chi bộ</a>, năm 2024" in page
    assert ">Chi bộ thôn Na Pô</a>, năm 2024: Thiếu biên bản" in page
    client.force_login(make_user(Role.UNIT_SECRETARY, na_kinh))
    own = text(client.get(reverse("tasks")))
    assert "Danh sách xếp loại chờ Đảng ủy quyết định: 1 danh sách" in own
    assert "Thiếu biên bản" not in own
    assert Part.UNITS.label not in own.split("Danh sách xếp loại chờ")[1].split("</section>")[0].replace(
        "Chi bộ thôn", ""
    )


def test_an_emptied_list_holds_no_year_back(secretary, commune, na_po, na_kinh, lan):
    """Na Kinh's only member belonged to Na Pô: its list is empty and stays where it was."""
    man = make_member("Lù Văn Mìn", na_kinh)
    year = open_year(commune)
    Membership.objects.filter(person=man).update(unit=na_po)
    steps.take_differences(year, [each.code for each in differences(year)], SYSTEM)
    steps.start(year, SYSTEM)
    lists = [one for one in year.sheets.all() if one.unit != na_kinh]
    for one in lists:
        steps.begin_vote(one, SYSTEM)
    rate_all(year)
    for one in lists:
        steps.propose(one, SYSTEM)
    steps.decide(lists, *DECISION, by=SYSTEM)

    found = RatingCampaign.objects.covering(secretary).get()
    assert Board(secretary, found).step == Step.DECIDED
    assert [each.step for each in years_of(secretary)] == [Step.DECIDED]
    assert steps.lock(year, SYSTEM).number == 1


def test_a_head_who_was_rated_in_another_commune_is_missing_on_no_board(secretary, commune, na_po, lan):
    head = make_person("Giàng Mí Pó")
    make_head(head, make_village("Phe Phà", commune))
    there = make_village("Phố Bảng", make_commune("Đảng bộ xã Phú Lũng"))
    VillageHeadRating.objects.create(person=head, village=there, year=2024, level="GOOD")
    year = open_year(commune)

    found = RatingCampaign.objects.covering(secretary).get(pk=year.pk)
    heads = [line for line in Board(secretary, found).lines if line.sheet.part == Part.HEADS]
    assert sum(line.total for line in heads) == 0


def test_a_frozen_list_is_read_whole_where_the_record_was_put_right_since(commune, na_po, na_kinh, lan):
    """Lan never belonged to Na Pô, as is known by now: until that is taken its secretary proposes her, and sees her."""
    make_member("Hoàng Văn Bằng", na_po)
    open_year(commune)
    Membership.objects.filter(person=lan).update(unit=na_kinh)
    own = make_user(Role.UNIT_SECRETARY, na_po)

    (line,) = Board(own, RatingCampaign.objects.covering(own).get()).lines

    assert [entry.name for entry in line.entries] == ["Hoàng Văn Bằng", "Vàng Thị Lan"]


def test_only_a_list_with_a_reason_was_returned(secretary, commune, na_po, na_kinh, lan):
    make_member("Lù Văn Mìn", na_kinh)
    year = open_year(commune)
    bring(year, Step.PROPOSED)
    steps.send_back(sheet(year, na_po), "Thiếu biên bản", SYSTEM)
    year.sheets.filter(unit=na_kinh).update(step=Step.VOTING)

    found = [item.name for item in RatingListsReturned(Scope(secretary, today())).find()]

    assert found == ["Chi bộ thôn Na Pô"]
