"""The as-of bar: a date that makes no sense is said, kept, and never breaks a page."""

import pytest
from django.urls import reverse

from nakhe.access import Role
from tests.factories import make_commune, make_member, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def na_po(client):
    commune = make_commune()
    client.force_login(make_user(Role.SECRETARY, commune))
    unit = make_unit("Na Pô", commune)
    make_member("Lan", unit)
    return unit


@pytest.mark.parametrize("day", ["1/1/1900", "2/2/1930", "31/12/9999", "99999999999999999999", "\x00", "31/2/2024"])
@pytest.mark.parametrize("name", ["overview", "units", "unit", "people", "village_heads", "report"])
def test_a_senseless_date_stays_in_its_box(client, na_po, name, day):
    args = {"unit": [na_po.pk], "report": ["so-sanh"]}.get(name, [])
    response = client.get(reverse(name, args=args), {"ngay": day})
    assert response.status_code in (200, 400)
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("day", ["3/2/1930", "31/12/2200"])
@pytest.mark.parametrize("name", ["overview", "units", "unit", "people", "village_heads", "report"])
def test_the_first_and_the_last_day_work(client, na_po, name, day):
    args = {"unit": [na_po.pk], "report": ["so-sanh"]}.get(name, [])
    assert client.get(reverse(name, args=args), {"ngay": day}).status_code == 200
