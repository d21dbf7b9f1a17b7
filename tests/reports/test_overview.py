"""The first page: the reports' own figures, on one day and compared with another."""

from datetime import date

import pytest
from django.urls import reverse

from members import rating_steps as steps
from members.models import MemberRating
from nakhe.access import SYSTEM, Role
from reports.rating_columns import LEVELS
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
from tests.members.rating_year import bring, open_year
from tests.members.rating_year import sheet as stored
from units.closure import rebuild_below
from units.models import Committee, RatingCampaign, RatingRegime, Resolution, Step, Target, Unit, UnitParent, UnitRating

pytestmark = pytest.mark.django_db

DAYS = {"ngay": "28/05/2024", "so_voi": "31/12/2020"}


@pytest.fixture
def na_khe():
    return make_commune()


@pytest.fixture
def na_po(na_khe):
    """Lan has long been a member and was rated HTXSNV for 2023; Nô was admitted on 28/06/2023."""
    unit = make_unit("Na Pô", na_khe)
    lan = make_member("Vàng Thị Lan", unit)
    join(make_person("Sùng Mí Nô", admitted_on="2023-06-28"), unit, date(2023, 6, 28))
    Committee.objects.create(unit=unit, started_on=date(2022, 3, 15))
    regime = RatingRegime.objects.get(first_year=2023)
    RatingCampaign.objects.create(unit=na_khe, year=2023, regime=regime, assessed_on=date(2023, 12, 31))
    MemberRating.objects.create(person=lan, unit=unit, year=2023, level="EXCELLENT")
    UnitRating.objects.create(unit=unit, year=2023, level="GOOD")
    return unit


@pytest.fixture
def overview(client, na_khe, na_po):
    client.force_login(make_user(Role.SECRETARY, na_khe))
    return lambda **asked: client.get(reverse("overview"), asked or DAYS)


def figure(page, name):
    found = next(figure for figure in page.context["overview"].figures if figure.name == name)
    return found.value, found.whole, found.before, found.before_whole


def test_figures_stand_beside_those_of_the_other_day(overview, na_khe):
    make_head(make_person("Giàng Mí Pó"), make_village("Phe Phà", na_khe))
    page = overview()

    assert figure(page, "Đảng viên") == (2, None, 1, None)
    assert figure(page, "Chi bộ") == (1, None, 1, None)
    assert figure(page, "Chi bộ có chi ủy") == (1, 1, None, None), "the first chi ủy on record is of 2022"
    assert figure(page, "Trưởng thôn chưa là đảng viên") == (1, 1, 1, 1)
    assert figure(page, "Đảng viên HTXSNV 2023") == (1, 1, None, None)


def test_where_nothing_was_on_record_no_change_is_made_up(overview, na_khe):
    """Chi bộ and Lan are on record from 2000 on, the chi ủy from 15/03/2022; there is no village head."""
    first = Committee.objects.get()
    first.ended_on = date(2023, 1, 1)
    first.save()
    none = overview(ngay="31/12/2023", so_voi="31/12/1998").content.decode()
    assert none.count("31/12/1998: chưa có số liệu") == 4, "members, chi bộ, chi ủy, village heads"
    then = overview(ngay="28/05/2024", so_voi="31/12/2023")
    assert figure(then, "Chi bộ có chi ủy") == (0, 1, 0, 1), "there had been one: none is a figure"


def test_a_past_day_has_no_now_and_names_stand_behind_a_stop(overview, na_khe, na_po):
    """One chi bộ is closed on the day another begins: as many as before."""
    Unit.objects.filter(pk=na_po.pk).update(ended_on=date(2023, 1, 1))
    make_unit("Trạm Y tế", na_khe, started_on=date(2023, 1, 1))
    text = overview(ngay="28/05/2024", so_voi="31/12/2022").content.decode()
    assert "Không đổi: thêm Trạm Y tế; bớt Na Pô" in text
    assert "đến 28/05/2024: " in text and "đến nay" not in text


def test_what_waits_is_named(overview):
    text = overview().content.decode()
    assert "Sùng Mí Nô (Na Pô) hạn 28/06/2024" in text
    assert "1 / 2 đảng viên đã có kết quả" in text


def test_members_at_the_ends_of_four_years_and_on_the_day(overview):
    assert overview().context["overview"].years == [
        ("2020", 1, 0),
        ("2021", 1, 0),
        ("2022", 1, 0),
        ("2023", 2, 1),
        ("28/05/2024", 2, 0),
    ]


def test_a_date_that_cannot_be_read_is_said_and_kept(overview):
    page = overview(ngay="31/2/2024")
    assert page.status_code == 400
    assert "Tháng 2 không có ngày 31" in page.content.decode()
    assert 'value="31/2/2024"' in page.content.decode()


def test_an_administrator_begins_in_the_settings(client, na_khe):
    client.force_login(make_user(Role.ADMINISTRATOR, na_khe))
    assert client.get(reverse("overview")).url == reverse("admin:index")


def test_an_account_without_a_role_is_refused(client, db):
    client.force_login(make_user())
    assert client.get(reverse("overview")).status_code == 403


def test_the_page_costs_the_same_whatever_the_number_of_members(overview, na_khe, client, count_queries):
    address = f"{reverse('overview')}?ngay=28/05/2024"
    client.get(address)  # the first page of a session writes it, too
    few = count_queries(client, address)
    for number in range(3):
        make_member(f"Người {number}", make_unit(f"Chi bộ {number}", na_khe))
    assert count_queries(client, address) == few <= 21


def test_a_year_whose_chi_bo_nobody_has_rated_yet_has_targets_without_result(overview, na_khe):
    resolution = Resolution.objects.create(
        unit=na_khe, number="05-NQ/ĐU", title="Nhiệm vụ", adopted_on=date(2023, 1, 5)
    )
    measure = Target.Measure.UNITS_GOOD_OR_BETTER
    Target.objects.create(resolution=resolution, name="Chi bộ HTTNV trở lên", measure=measure, year=2023, minimum=100)
    UnitRating.objects.all().delete()

    page = overview()

    assert [target["result_text"] for target in page.context["overview"].targets] == ["–"]


# --- Years under way, and locked ones ---


def rated(client, **asked):
    """The figure of HTXSNV, the levels of the chi bộ and the totals below them."""
    shown = client.get(reverse("overview"), asked).context["overview"]
    figures = [(each.name, each.value, each.whole) for each in shown.figures if "HTXSNV" in each.name]
    return figures, [(row.short_name, row.level) for row in shown.rated_units], shown.rated_totals


@pytest.fixture
def cadre(client, commune):
    client.force_login(make_user(Role.CADRE, commune.unit))
    return client


def test_a_year_that_is_still_voted_on_is_no_known_result(cadre, commune):
    """January 2025: of 2024, Lan's HTXSNV is a draft of the chi bộ."""
    bring(open_year(commune.unit, 2024), Step.VOTING)
    MemberRating.objects.filter(person__full_name="Vàng Thị Lan").update(level="EXCELLENT")

    assert rated(cadre, ngay="10/1/2025") == ([], [], dict.fromkeys(LEVELS.values(), 0))


def test_a_year_is_known_when_its_last_list_is_decided(cadre, commune):
    campaign = open_year(commune.unit, 2024)
    bring(campaign, Step.DECIDED)
    figures, levels, totals = rated(cadre, ngay="10/1/2025")
    assert figures == [("Đảng viên HTXSNV 2024", 0, totals["good"])] and levels[0] == ("Na Pô", "GOOD")

    steps.reopen_sheet(stored(campaign, commune.na_kinh), "xem lại", SYSTEM)

    assert rated(cadre, ngay="10/1/2025")[0] == []


def test_a_locked_year_stands_as_it_was_whatever_is_stored_later(cadre, commune):
    campaign = open_year(commune.unit, 2024)
    bring(campaign, Step.DECIDED)
    steps.lock(campaign, SYSTEM)
    before = rated(cadre, ngay="1/2/2025")
    assert [name for name, _ in before[1]] == ["Na Pô", "Na Kinh", "Công an xã"]

    UnitRating.objects.filter(unit=commune.na_po).update(level="NOT_COMPLETED")
    MemberRating.objects.filter(unit=commune.na_po).update(level="EXCELLENT")
    elsewhere = make_unit("Đảng bộ xã Phú Lũng", kind="COMMUNE", code="phu-lung")
    UnitParent.objects.filter(unit=commune.na_kinh).update(parent=elsewhere)
    rebuild_below(Unit.objects.get(pk=commune.na_kinh.pk))

    assert rated(cadre, ngay="1/2/2025") == before
