"""A file that carries a code of our log: whose register it was made of says how far it is trusted."""

import pytest
from auditlog.models import LogEntry

from nakhe.exports import log_file, stamp_for
from nakhe.periods import today
from tests.factories import make_commune, make_member, make_unit, make_user
from tests.importing.writing import previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_unit("Chi bộ Trường học", make_commune("Đảng bộ xã Na Khê"))


@pytest.fixture
def office(school):
    return make_user("OFFICE", school.parent_on(today()))


@pytest.fixture
def elsewhere(db):
    """Another commune that has a chi bộ of this name, too."""
    commune = make_commune("Đảng bộ xã Khâu Vai")
    make_member("Sùng Mí Già", make_unit("Chi bộ Trường học", commune))
    return commune


def exported_by(account):
    """The code of a file in the log, taken by *account*."""
    stamp = stamp_for(account, today())
    log_file(stamp, "0" * 64, "báo cáo", 1)
    LogEntry.objects.filter(additional_data__code=stamp.code).update(actor=account)
    return stamp.line


def brought(line, by):
    """The only row: a name and a chi bộ, of whom somebody is on record."""
    batch = previewed(["Họ và tên", "Chi bộ"], ["Vàng Thị Lan", "Chi bộ Trường học"], [line], by=by)
    (row,) = batch.read.rows
    return row.status


def test_name_and_chi_bo_are_enough_in_a_file_of_the_same_committee(school, office):
    make_member("Vàng Thị Lan", school)
    assert brought(exported_by(office), office) == "same"
    assert brought(exported_by(make_user("SECRETARY", office.grants.get().unit)), office) == "same"


def test_they_are_not_in_a_file_of_another_committee(school, office, elsewhere):
    make_member("Vàng Thị Lan", school)
    assert brought(exported_by(make_user("OFFICE", elsewhere)), office) == "ask"


def test_nor_in_one_of_several_committees(school, office, elsewhere):
    make_member("Vàng Thị Lan", school)
    assert brought(exported_by(None), office) == "ask"


def test_one_of_the_whole_register_is_the_only_committees_own(school, office):
    make_member("Vàng Thị Lan", school)
    assert brought(exported_by(None), office) == "same"


def test_a_code_that_is_not_in_the_log_says_nothing(school, office):
    make_member("Vàng Thị Lan", school)
    assert brought(stamp_for(office, today()).line, office) == "ask"
