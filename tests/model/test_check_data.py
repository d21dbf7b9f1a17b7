"""check_data names every difference, and is silent about a record in order."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models

from members.models import Membership, Person
from tests.factories import join, make_commune, make_member, make_person, make_unit
from units.models import Unit

pytestmark = pytest.mark.django_db

JUNE_1 = date(2024, 6, 1)


@pytest.fixture
def na_khe():
    return make_commune()


@pytest.fixture
def na_po(na_khe):
    return make_unit("Na Pô", na_khe, code="na-po")


@pytest.fixture
def lan(na_khe, na_po):
    """Lan moved from Na Pô to Na Kinh on 1 June 2024."""
    lan = make_person("Vàng Thị Lan")
    join(lan, na_po, date(2020, 1, 1), ended_on=JUNE_1, reason_out="INTERNAL")
    join(lan, make_unit("Na Kinh", na_khe, code="na-kinh"), JUNE_1, "INTERNAL")
    return lan


def check():
    """What check_data prints, when it ends well."""
    out = StringIO()
    call_command("check_data", stdout=out)
    return out.getvalue()


def differences():
    """The indented lines that check_data prints before it fails."""
    out = StringIO()
    with pytest.raises(CommandError, match="chỗ lệch"):
        call_command("check_data", stdout=out)
    return [line.strip() for line in out.getvalue().splitlines() if line.startswith("  ")]


def past_save(rows, **values):
    """Write as nothing in the application does: past save() and past the guarded update()."""
    models.QuerySet.update(rows, **values)


def test_a_record_in_order_has_no_difference(lan):
    assert check().count(": không chỗ lệch") == 9


def test_a_name_changed_past_its_keys_is_reported(lan):
    past_save(Person.objects.filter(pk=lan.pk), full_name="Vàng Thị Mai")
    assert differences() == [f"Khóa tên của hồ sơ {lan.pk} (Vàng Thị Mai) không khớp họ tên."]


def test_a_name_is_not_updated_past_save(lan):
    with pytest.raises(ValueError, match="save"):
        Person.objects.filter(pk=lan.pk).update(full_name="Vàng Thị Mai")


def test_an_internal_move_without_arrival_is_reported(lan):
    past_save(Membership.objects.filter(person=lan, ended_on=None), reason_in="TRANSFERRED_IN")
    assert differences() == ["Vàng Thị Lan chuyển nội bộ đi ngày 01/06/2024 nhưng không có nơi đến."]


def test_a_membership_outside_the_life_of_its_unit_is_reported(lan, na_po):
    past_save(Unit.objects.filter(pk=na_po.pk), started_on=date(2020, 2, 1))
    found = differences()
    assert "Vàng Thị Lan sinh hoạt ở Na Pô ngoài thời gian chi bộ hoạt động." in found


def test_a_person_counted_twice_breaks_the_identity_of_the_year(na_po):
    """Two overlapping rows of one person: 1 + 1 entries, but one person at the end of the year."""
    minh = make_member("Lù Văn Minh", na_po, date(2019, 1, 1))
    past_save(Membership.objects.filter(person=minh), ended_on=date(2024, 3, 1), reason_out="TRANSFERRED_OUT")
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError):
            join(minh, na_po, date(2020, 5, 1), "READMITTED")
    else:
        join(minh, na_po, date(2020, 5, 1), "READMITTED")
        assert "Biến động năm 2020 của na-po: tính được 2, đếm được 1." in differences()
