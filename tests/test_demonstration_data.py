"""The invented register is sound beyond the article's figures: it balances every year, and nobody in it is real."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Q
from django.test import RequestFactory

from members.demonstration.cast import CAST, OUTSIDERS
from members.demonstration.names import LIVING_IN, SERVING
from members.demonstration.register import files
from members.models import IdentityNumber, MemberRating, Membership, Office, Person
from nakhe.access import Role, grants_today
from nakhe.models import User
from nakhe.vietnamese import identity
from tests.reports.asking import ask
from units.demo_accounts import create_accounts
from units.models import Committee, RoleGrant, Unit, UnitClosure

FIXTURES = settings.BASE_DIR / "fixtures"
LAST_DAY = date(2024, 5, 28)
# (first day, last day): opening, admitted, transferred in, died, removed, transferred out, closing; see the plan.
YEARS = {
    ("2019-01-01", "2019-12-31"): (199, 5, 1, 1, 0, 1, 203),
    ("2020-01-01", "2020-12-31"): (203, 4, 2, 1, 0, 1, 207),
    ("2021-01-01", "2021-12-31"): (207, 7, 6, 1, 0, 2, 217),
    ("2022-01-01", "2022-12-31"): (217, 9, 8, 1, 0, 2, 231),
    ("2023-01-01", "2023-12-31"): (231, 15, 4, 1, 0, 2, 247),
    ("2024-01-01", "2024-05-28"): (247, 2, 1, 2, 1, 3, 244),
}
MOVEMENTS = ["opening", "admitted", "transferred_in", "died", "removed", "transferred_out", "closing"]
# year: members, exempt, suspended, under six months, HTXSNV, HTTNV, HTNV; the design's pictures have 2020 to 2023.
RATINGS = {
    2019: (203, 2, 0, 0, 36, 155, 10),
    2020: (207, 2, 0, 0, 38, 158, 9),
    2021: (217, 2, 0, 0, 40, 168, 7),
    2022: (231, 2, 1, 0, 42, 184, 2),
    2023: (247, 1, 0, 2, 45, 199, 0),
}
RATING_COLUMNS = ["total", "exempt", "suspended", "under_six_months", "excellent", "good", "completed"]
INTERNAL = Q(reason_in="INTERNAL")


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """The demonstration register, loaded once for this module and taken out again."""
    with django_db_blocker.unblock():
        call_command("loaddata", *sorted(map(str, FIXTURES.glob("*.json"))), verbosity=0)
        call_command("rebuild", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def loaded(register, db):
    """Every test starts from the whole register."""


# --- The generator ---


def test_the_fixtures_are_what_the_generator_writes():
    assert {path.name: path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.json")} == files()


def test_the_seed_decides_who_is_drawn_and_nothing_else_does():
    assert files(seed=7) == files(seed=7)
    assert files(seed=7)["20-people.json"] != files(seed=8)["20-people.json"]


def test_the_fixtures_stay_small_and_name_reference_records_by_what_they_are_called():
    assert sum(path.stat().st_size for path in FIXTURES.glob("*.json")) < 3_000_000
    reference = {"ethnicity", "religion", "regime", "reason", "level"}
    for path in FIXTURES.glob("*.json"):
        for row in json.loads(path.read_text(encoding="utf-8")):
            keys = {name: value for name, value in row["fields"].items() if name in reference}
            assert not any(isinstance(value, int) for value in keys.values()), row


# --- The rows ---


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("app", ["units", "members"])
def test_every_row_passes_its_own_checks(app):
    for model in apps.get_app_config(app).get_models():
        if model is not UnitClosure:  # derived: nobody types it
            for row in model.objects.all():
                row.full_clean()


def test_nothing_derived_is_out_of_step(loaded):
    call_command("check_data", stdout=StringIO())


def test_nobody_belongs_to_two_chi_bo_at_once(loaded):
    for before, after in pairwise(Membership.objects.order_by("person", "started_on")):
        if before.person_id == after.person_id:
            assert before.ended_on is not None
            assert before.ended_on <= after.started_on


# --- Movements ---


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("period", "expected"), YEARS.items())
def test_the_movements_of_every_chi_bo_add_up(period, expected):
    first, last = period
    found = ask("bien-dong", **{"from": first, "as_of": last})
    assert tuple(found["totals"][name] for name in MOVEMENTS) == expected
    assert found["totals"]["internal_in"] == found["totals"]["internal_out"]
    codes = dict(Unit.objects.named(date.fromisoformat(last)).values_list("short_name", "code"))
    for row in found["rows"]:
        came = row["admitted"] + row["readmitted"] + row["transferred_in"] + row["internal_in"]
        left = sum(
            row[name] for name in ("died", "expelled", "removed", "withdrawn", "transferred_out", "internal_out")
        )
        assert row["opening"] + came - left == row["closing"], row["name"]
        assert row["closing"] == members_of(codes[row["name"]], date.fromisoformat(last))


def members_of(code, day):
    """Counted person by person, without the report's query."""
    return sum(row.is_on(day) for row in Membership.objects.filter(unit__code=code))


def test_the_history_has_every_kind_of_event(loaded):
    reasons = set(Membership.objects.values_list("reason_in", flat=True))
    assert reasons >= {"ADMITTED", "TRANSFERRED_IN", "INTERNAL"}
    reasons = set(Membership.objects.values_list("reason_out", flat=True))
    assert reasons >= {"TRANSFERRED_OUT", "INTERNAL", "DIED", "REMOVED"}
    moved = Membership.objects.filter(INTERNAL)
    assert [row.counterpart_in_id is not None for row in moved] == [True] * 5


# --- Ratings ---


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("year", "expected"), RATINGS.items())
def test_every_member_of_a_year_is_rated_or_excused(year, expected):
    found = ask("xep-loai-dang-vien", year=year)["totals"]
    assert tuple(found[name] for name in RATING_COLUMNS) == expected
    members = Membership.objects.as_of(date(year, 12, 31)).values_list("person", "unit")
    assert set(MemberRating.objects.filter(year=year).values_list("person", "unit")) == set(members)


def test_the_year_2024_waits_to_be_rated(loaded):
    assert not MemberRating.objects.filter(year=2024).exists()


# --- Offices ---


def test_whoever_holds_a_party_office_is_an_official_member_all_the_time(loaded):
    for office in Office.objects.filter(position__in=Office.PARTY).select_related("person", "unit"):
        homes = office.person.memberships.filter(started_on__lte=office.started_on)
        homes = homes.filter(Q(ended_on=None) | Q(ended_on__gte=office.ended_on or LAST_DAY))
        if office.unit.kind == "BRANCH":
            homes = homes.filter(unit=office.unit)
        assert homes.exists(), office
        assert office.person.official_on.first_day <= office.started_on, office


def test_chi_uy_keep_to_the_rule(loaded):
    """From nine official members a chi bộ may elect one, of seven at most (domain.md §4)."""
    for committee in Committee.objects.filter(unit__kind="BRANCH", ended_on=None):
        official = Membership.objects.as_of(committee.started_on).official_on(committee.started_on)
        assert official.filter(unit=committee.unit).count() >= 9, committee
        assert 3 <= Office.objects.as_of(LAST_DAY).filter(committee=committee).count() <= 7, committee


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2020, 12, 31), date(2022, 6, 1), date(2023, 12, 31), LAST_DAY])
def test_every_chi_bo_has_one_secretary(day):
    held = Counter(Office.objects.as_of(day).secretaries().filter(unit__kind="BRANCH").values_list("unit", flat=True))
    assert held == Counter(Unit.objects.as_of(day).branches().values_list("pk", flat=True))


# --- Invented people ---


def test_every_name_is_of_the_cast_or_put_together_from_the_stock(loaded):
    invented = {part.name for part in [*CAST, *OUTSIDERS]}
    for stock in [*SERVING, *(stock for stocks in LIVING_IN.values() for stock in stocks)]:
        invented |= {*stock.names("M"), *stock.names("F")}
    names = list(Person.objects.values_list("full_name", flat=True))
    assert set(names) <= invented
    assert len(names) == len(set(names))


def test_citizen_numbers_fit_sex_and_birth_and_are_plainly_invented(loaded):
    numbers = IdentityNumber.objects.filter(kind="CITIZEN").select_related("person")
    assert numbers.count() == Person.objects.count()
    for number in numbers:
        person = number.person
        assert identity.citizen_number_remarks(number.number, person.sex, person.birth_on.year) == [], person
        assert number.number.startswith("002")
        assert number.number[6:] == f"{900_000 + person.pk}"


def test_telephones_and_old_numbers_are_plainly_invented(loaded):
    for phone in Person.objects.exclude(phone="").values_list("phone", flat=True):
        assert phone.startswith("0900000")
    for number in IdentityNumber.objects.filter(kind="OLD_CITIZEN").values_list("number", flat=True):
        assert number.startswith("073900")


def test_people_are_of_an_age_to_do_what_they_did(loaded):
    for person in Person.objects.exclude(admitted_on=None):
        assert 18 <= person.admitted_on.year - person.birth_on.year <= 35, person
        assert person.official_on is None or person.official_on.first_day <= LAST_DAY, person


def test_some_dates_are_known_only_to_the_month_or_the_year(loaded):
    assert {person.birth_on.precision for person in Person.objects.all()} == {"day", "month", "year"}


# --- Accounts ---


def test_one_account_of_each_role_made_once(loaded):
    made = create_accounts()
    assert [(role, unit) for _, _, role, unit in made] == [
        ("Bí thư Đảng ủy", "Đảng bộ xã Na Khê"),
        ("Văn phòng", "Đảng bộ xã Na Khê"),
        ("Cán bộ", "Đảng bộ xã Na Khê"),
        ("Bí thư chi bộ", "Chi bộ thôn Na Pô"),
        ("Quản trị", "Đảng bộ xã Na Khê"),
    ]
    User.objects.filter(username="canbo").update(full_name="Tên đã sửa")
    assert create_accounts() == made
    assert (User.objects.count(), RoleGrant.objects.count()) == (5, 5)
    assert User.objects.get(username="canbo").full_name == "Tên đã sửa"


def test_the_accounts_open_with_the_printed_passwords(loaded):
    roles = set()
    for username, password, _, _ in create_accounts():
        user = authenticate(RequestFactory().get("/"), username=username, password=password)
        [(role, _)] = grants_today(user)
        roles.add(role)
    assert roles == set(Role.values)
