"""An empty register gets its first unit and accounts from one command."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import make_commune
from units.models import Unit, UnitClosure

pytestmark = pytest.mark.django_db


def begin(**options):
    out = StringIO()
    call_command("begin", "Đảng bộ xã Na Khê", **{"founded": "3/2/1965", **options}, stdout=out)
    return out.getvalue()


def test_the_secretary_of_a_new_register_signs_in_and_changes_the_password(client):
    password = re.search(r"bithu +(\S+)", begin()).group(1)

    client.post(reverse("login"), {"username": "bithu", "password": password})
    assert client.get(reverse("overview")).url == reverse("password_change")


def test_the_unit_has_its_names_and_its_place_in_the_tree():
    begin()
    unit = Unit.objects.get()
    name = unit.names.get()
    assert (unit.code, name.name, name.short_name) == ("na-khe", "Đảng bộ xã Na Khê", "Na Khê")
    assert (name.committee_name, name.place) == ("Đảng ủy xã Na Khê", "Na Khê")
    assert UnitClosure.objects.get().unit == unit


def test_a_register_that_holds_anything_is_left_alone():
    make_commune()
    with pytest.raises(CommandError, match="còn trống"):
        begin()
    assert Unit.objects.count() == 1


def test_a_date_that_cannot_be_read_writes_nothing():
    with pytest.raises(CommandError, match="Tháng 2 không có ngày 31"):
        begin(founded="31/2/1965")
    assert Unit.objects.count() == 0
