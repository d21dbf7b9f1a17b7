"""A file that ended what somebody had here: it is not taken back once the person belongs to another committee."""

from datetime import date

import pytest

from members.importing import taking_back
from members.models import Membership
from nakhe.access import SYSTEM
from nakhe.effects import Superseded
from nakhe.periods import today
from tests.factories import join, make_commune, make_member, make_unit, make_user
from tests.importing.writing import written

pytestmark = pytest.mark.django_db
HEADINGS = ["Họ và tên", "Ngày sinh", "Chi bộ", "Trạng thái", "Ngày rời khỏi"]


@pytest.fixture
def lan(seven_units):
    return make_member("Vàng Thị Lan", seven_units["Chi bộ thôn Na Pô"], birth_on="1990-02-03")


def memberships(person):
    return list(person.memberships.order_by("started_on").values_list("unit", "ended_on"))


@pytest.fixture
def gone(lan):
    """The file that says that Lan went away."""
    row = ["Vàng Thị Lan", "3/2/1990", "Chi bộ thôn Na Pô", "Chuyển đi", "1/6/2024"]
    batch = written(HEADINGS, row)
    assert lan.memberships.get().ended_on == date(2024, 6, 1)
    return batch


def test_who_is_another_committees_by_now(lan, gone, seven_units):
    office = make_user("OFFICE", seven_units["Chi bộ thôn Na Pô"].parent_on(today()))
    join(lan, make_unit("Chi bộ Khâu Vai", make_commune("Đảng bộ xã Khâu Vai")), date(2024, 6, 1))
    before = memberships(lan)
    batch = gone
    batch.unit = office.grants.get().unit
    batch.save()
    with pytest.raises(Superseded, match="nay do nơi khác quản lý"):
        taking_back.undo_now(batch, office, "Nhầm tệp")
    assert memberships(lan) == before


def test_who_belongs_to_another_chi_bo_since(lan, gone, seven_units):
    join(lan, seven_units["Chi bộ Công an xã"], date(2024, 6, 1))
    before = memberships(lan)
    with pytest.raises(Superseded):
        taking_back.undo_now(gone, SYSTEM, "Nhầm tệp")
    assert memberships(lan) == before
    assert Membership.objects.count() == 2


def test_who_belonged_to_another_chi_bo_meanwhile(lan, gone, seven_units):
    """SQLite knows no exclusion constraint: a membership without an end would lie over one that is over."""
    join(lan, seven_units["Chi bộ Công an xã"], date(2024, 6, 1), ended_on=date(2025, 6, 1), reason_out="DIED")
    before = memberships(lan)
    with pytest.raises(Superseded, match="đã có bản ghi khác"):
        taking_back.undo_now(gone, SYSTEM, "Nhầm tệp")
    assert memberships(lan) == before
