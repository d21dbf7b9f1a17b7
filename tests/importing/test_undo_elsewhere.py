"""What came after a file: it is not taken back once the person belongs elsewhere, nor under a movement in force."""

from datetime import date

import pytest
from auditlog.models import LogEntry

from members.importing import taking_back
from members.models import Membership, Movement, Person
from members.movements import document as movements
from members.movements.verbs import BY_SLUG
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


# --- What was written since, and taken back ---


def exempted():
    (movement,) = movements.record(BY_SLUG["mien-sinh-hoat"], [Person.objects.get()], {"effective_on": today()})
    return movement


@pytest.mark.usefixtures("seven_units")
def test_a_movement_that_was_cancelled_goes_with_the_person_of_the_file():
    row = ["Vàng Thị Lan", "3/2/1990", "Chi bộ thôn Na Pô", "5/6/2015"]
    batch = written([*HEADINGS[:3], "Ngày vào Đảng"], row)
    movement = exempted()
    with pytest.raises(Superseded, match="miễn"):
        taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")

    movements.cancel(movement, None, "Nhầm người")
    taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert (Person.objects.count(), Movement.objects.count()) == (0, 0)
    assert LogEntry.objects.filter(content_type__model="movement", action=LogEntry.Action.DELETE).count() == 1


def test_a_movement_that_was_cancelled_stays_with_who_was_there_before(lan):
    batch = written([*HEADINGS[:3], "Thường trú"], ["Vàng Thị Lan", "3/2/1990", "Chi bộ thôn Na Pô", "Na Pô"])
    movements.cancel(exempted(), None, "Nhầm người")

    taking_back.undo_now(batch, SYSTEM, "Nhầm tệp")
    assert (Person.objects.get().residence, Movement.objects.count()) == ("", 1)
