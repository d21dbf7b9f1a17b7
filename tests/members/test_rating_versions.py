"""The page of a year's versions: who locked it when, why it was opened again, and what differs between two of them."""

from contextlib import suppress
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from members.models import MemberRating, Membership, RatingVersion
from members.rating_sheets import Part
from members.rating_steps import decide, freeze_lists, lock, propose, reopen, reopen_sheet
from members.rating_versions import keep_locked_years
from nakhe.access import SYSTEM
from tests.factories import make_commune, make_member, make_unit, make_user, make_village
from tests.members.checking import make_campaign
from units.models import RatingCampaign, RatingSheet, Step, UnitRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(commune):
    return make_user("SECRETARY", commune, "bi-thu", full_name="Vàng Mí Sự")


@pytest.fixture
def dinh(na_po):
    return make_member("Giàng Mí Dính", na_po)


@pytest.fixture
def pao(na_kinh):
    return make_member("Thò Mí Páo", na_kinh)


@pytest.fixture
def campaign(commune, secretary, lan, dinh, pao):
    """2023, locked by the secretary: Lan HTXSNV, Dính HTTNV, Páo HTTNV; Na Pô HTXSNV, Na Kinh HTTNV."""
    campaign = make_campaign(commune, 2023)
    freeze_lists(campaign, SYSTEM)
    MemberRating.objects.filter(year=2023).update(level="GOOD")
    MemberRating.objects.filter(person=lan).update(level="EXCELLENT")
    UnitRating.objects.update(level="GOOD")
    UnitRating.objects.filter(unit__names__name="Chi bộ thôn Na Pô").update(level="EXCELLENT")
    for sheet in campaign.sheets.all():
        propose(sheet, SYSTEM)
    decide(list(campaign.sheets.all()), "118-QĐ/ĐU", date(2023, 12, 22), "", SYSTEM)
    lock(campaign, secretary)
    campaign.refresh_from_db()
    return campaign


def change_and_lock_again(campaign, secretary, lan, dinh, pao):
    """Dính rises to HTXSNV with a note, Páo comes off Na Kinh's list, Mai onto it; another decision for members."""
    reopen(campaign, "Dính được tặng bằng khen", secretary)
    sheets = list(campaign.sheets.filter(part=Part.MEMBERS))
    for sheet in sheets:
        reopen_sheet(sheet, "sửa theo biên bản", secretary)
    rating = MemberRating.objects.get(person=dinh)
    rating.level, rating.note = "EXCELLENT", "Bằng khen 2023"
    rating.save()
    na_kinh = MemberRating.objects.get(person=pao)
    na_kinh.delete()
    mai = make_member("Hoàng Thị Mai", na_kinh.unit)
    MemberRating.objects.create(person=mai, unit=na_kinh.unit, year=2023, level="COMPLETED")
    decide(sheets, "120-QĐ/ĐU", date(2024, 1, 15), "", secretary)
    lock(campaign, secretary)


def page(client, campaign, **asked):
    return client.get(reverse("rating_versions", args=[campaign.pk]), asked)


def told(response):
    """[(group, [(kind, name, [(what, old, new)])])]."""
    return [
        (group, [(change.kind, change.name, change.fields) for change in changes])
        for group, changes in response.context["groups"]
    ]


def test_each_version_says_when_by_whom_and_why(client, secretary, campaign, lan, dinh, pao):
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    client.force_login(secretary)

    response = page(client, campaign)

    shown = [(each.name, str(each.version.locked_by), each.reason) for each in response.context["versions"]]
    assert shown == [
        ("Lần khóa 1", "Vàng Mí Sự", ""), ("Lần khóa 2", "Vàng Mí Sự", "Dính được tặng bằng khen")
    ]  # fmt: skip
    assert [list(each.counts) for each in response.context["versions"]] == [[3, 2, 0], [3, 2, 0]]
    text = response.content.decode()
    assert "Các lần khóa năm 2023" in text
    assert "<del>HTTNV</del> → <ins>HTXSNV</ins>" in text


def test_who_came_who_went_and_which_fields_changed_by_chi_bo(client, secretary, campaign, lan, dinh, pao):
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    client.force_login(secretary)

    assert told(page(client, campaign)) == [
        ("Cả năm", [("Sửa", "Quy định và quyết định", [
            ("số quyết định", "118-QĐ/ĐU", "120-QĐ/ĐU"), ("ngày quyết định", "22/12/2023", "15/01/2024")])]),
        ("Chi bộ thôn Na Pô", [
            ("Sửa", "Giàng Mí Dính", [
                ("đề nghị khác", "–", "HTTNV"), ("kết quả", "HTTNV", "HTXSNV"), ("ghi chú", "–", "Bằng khen 2023")])]),
        ("Chi bộ thôn Na Kinh", [
            ("Thêm", "Hoàng Thị Mai", [("kết quả", "", "HTNV")]),
            ("Bớt", "Thò Mí Páo", [("kết quả", "HTTNV", "")])]),
    ]  # fmt: skip
    backwards = told(page(client, campaign, cu="2", moi="1"))
    assert backwards[2][1] == [
        ("Thêm", "Thò Mí Páo", [("kết quả", "", "HTTNV")]), ("Bớt", "Hoàng Thị Mai", [("kết quả", "HTNV", "")])
    ]  # fmt: skip
    assert told(page(client, campaign, cu="1", moi="1")) == []


def test_while_it_is_open_again_the_last_version_is_compared_with_now(client, secretary, campaign, na_po, dinh):
    reopen(campaign, "xem lại Dính", secretary)
    rating = MemberRating.objects.get(person=dinh)
    rating.level = "COMPLETED"
    rating.save()
    client.force_login(secretary)

    response = page(client, campaign)

    assert told(response) == [
        ("Chi bộ thôn Na Pô", [
            ("Sửa", "Giàng Mí Dính", [("đề nghị khác", "–", "HTTNV"), ("kết quả", "HTTNV", "HTNV")])])
    ]  # fmt: skip
    assert response.context["reopened"] == "xem lại Dính"
    assert "Đang mở lại: xem lại Dính" in response.content.decode()


def test_what_a_chi_bos_secretary_reads_is_cut_to_the_own_lines(
    client, secretary, campaign, commune, na_kinh, lan, dinh, pao
):
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    client.force_login(make_user("UNIT_SECRETARY", na_kinh))

    response = page(client, campaign)

    assert [list(each.counts) for each in response.context["versions"]] == [[1, 1, 0], [1, 1, 0]]
    assert [group for group, _ in told(response)] == ["Cả năm", "Chi bộ thôn Na Kinh"]
    for name in ("Giàng Mí Dính", "Na Pô"):
        assert name not in response.content.decode()
    reopen(campaign, "xem lại", secretary)
    MemberRating.objects.filter(year=2023).update(level="NOT_COMPLETED")
    assert [group for group, _ in told(page(client, campaign, cu="2", moi="nay"))] == ["Chi bộ thôn Na Kinh"]


def test_why_a_year_was_opened_again_is_the_committees_to_read(client, secretary, campaign, na_kinh, lan, dinh, pao):
    """The reason names Dính of Na Pô."""
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    reopen(campaign, "Dính bị kỷ luật", secretary)
    client.force_login(make_user("UNIT_SECRETARY", na_kinh))

    response = page(client, campaign)

    assert "Dính" not in response.content.decode()
    assert [each.name for each in response.context["versions"]] == ["Lần khóa 1", "Lần khóa 2"]
    client.force_login(secretary)
    text = page(client, campaign).content.decode()
    assert "Đang mở lại: Dính bị kỷ luật" in text and "Dính được tặng bằng khen" in text


def test_a_committee_reads_its_year_whole_even_where_the_tree_was_put_right(client, secretary, campaign, na_kinh):
    """Na Kinh is found never to have been Na Khê's: the locked year keeps its lines, for Na Khê."""
    na_kinh.parents.all().delete()
    client.force_login(secretary)

    assert [list(each.counts) for each in page(client, campaign).context["versions"]] == [[3, 2, 0]]


def test_a_year_that_nobody_locked_and_one_that_is_anothers(client, secretary, commune, na_po):
    open_year = make_campaign(commune, 2024)
    elsewhere = make_campaign(make_commune("Đảng bộ xã Bạch Đích"), 2024)
    client.force_login(secretary)

    assert "chưa có lần khóa nào được giữ lại" in page(client, open_year).content.decode()
    assert page(client, elsewhere).status_code == 404


def test_a_version_that_there_is_not_is_a_missing_page(client, secretary, campaign, lan, dinh, pao):
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    client.force_login(secretary)
    for asked in ({"cu": "3"}, {"moi": "nay"}, {"cu": "x"}):
        assert page(client, campaign, **asked).status_code == 404


@pytest.mark.parametrize("is_open", [False, True])
def test_the_page_costs_the_same_with_more_rows(
    client, count_queries, secretary, campaign, commune, lan, dinh, pao, is_open
):
    change_and_lock_again(campaign, secretary, lan, dinh, pao)
    if is_open:
        reopen(campaign, "xem lại", secretary)
    client.force_login(secretary)
    address = reverse("rating_versions", args=[campaign.pk])
    few = count_queries(client, address)

    if not is_open:
        reopen(campaign, "thêm", secretary)
    for number in range(5):
        unit = make_unit(f"Chi bộ {number}", commune, village=make_village(f"Thôn {number}", commune))
        UnitRating.objects.create(unit=unit, year=2023, level="GOOD")
        RatingSheet.objects.create(campaign=campaign, part=Part.MEMBERS, unit=unit, step=Step.DECIDED)
        for each in range(3):
            person = make_member(f"Người {number} {each}", unit)
            MemberRating.objects.create(person=person, unit=unit, year=2023, level="GOOD")
    if not is_open:
        lock(campaign, secretary)

    assert count_queries(client, address) == few


# --- A locked year against what is stored ---


def check_data():
    out = StringIO()
    with suppress(CommandError):
        call_command("check_data", stdout=out)
    return [line.strip() for line in out.getvalue().splitlines() if line.startswith("  ")]


def test_check_data_names_what_was_written_past_the_lock(campaign, na_po, lan, dinh, pao):
    assert check_data() == []
    MemberRating.objects.filter(person=lan).update(level="GOOD")
    MemberRating.objects.filter(person=pao).delete()
    mai = make_member("Hoàng Thị Mai", na_po)
    MemberRating.objects.create(person=mai, unit=na_po, year=2023, not_rated_reason="EXEMPT")

    assert check_data() == [
        "Xếp loại năm 2023 đã khóa, Vàng Thị Lan: bản khóa ghi HTXSNV, nay là HTTNV.",
        "Xếp loại năm 2023 đã khóa, Thò Mí Páo: bản khóa ghi HTTNV, nay không còn kết quả.",
        "Xếp loại năm 2023 đã khóa, Hoàng Thị Mai: nay có kết quả Miễn công tác và sinh hoạt, bản khóa không có.",
    ]


def test_what_happens_to_people_and_an_open_year_is_no_difference(campaign, secretary, na_kinh, lan):
    lan.full_name = "Vàng Thị Lan Anh"
    lan.save()
    Membership.objects.filter(person=lan).update(unit=na_kinh)
    assert check_data() == []
    reopen(campaign, "xem lại", secretary)
    MemberRating.objects.filter(person=lan).update(level="GOOD")
    assert check_data() == []


def test_a_version_keeps_everything_that_was_written(campaign, lan):
    """What was proposed stands beside what was decided; the sheet says how many were present."""
    record = RatingVersion.objects.get().records.get(person=lan)

    assert (record.proposed_level, record.level, record.decision_number) == ("EXCELLENT", "EXCELLENT", "118-QĐ/ĐU")
    assert RatingSheet.objects.count() == 3
    assert RatingCampaign.objects.get().is_locked


def test_a_database_taken_back_to_an_older_state_keeps_no_year_yet(commune, na_po, lan):
    make_campaign(commune, 2023, state="LOCKED")
    MemberRating.objects.create(person=lan, unit=na_po, year=2023, level="GOOD")
    latest = MigrationRecorder.Migration.objects.filter(app="members").order_by("-name").first()
    latest.delete()

    assert keep_locked_years(using="default") == []
    MigrationRecorder(connection).record_applied("members", latest.name)
    assert [version.number for version in keep_locked_years(using="default")] == [1]
