"""Small true records for tests: each function makes one thing, complete enough to save."""

from datetime import date
from itertools import count

from members.models import Membership, Office, Person, VillageHead
from nakhe.models import User
from units.models import RoleGrant, Unit, UnitName, UnitParent, Village

LONG_AGO = date(2000, 1, 1)
_numbers = count(1)


def make_unit(name, parent=None, kind="BRANCH", unit_type="VILLAGE", started_on=LONG_AGO, **fields):
    """A unit with its name, under *parent* from its founding day on."""
    number = next(_numbers)
    unit = Unit.objects.create(
        code=fields.pop("code", f"don-vi-{number}"),
        kind=kind,
        unit_type=unit_type if kind == "BRANCH" else "",
        started_on=started_on,
        position=fields.pop("position", number),
        **fields,
    )
    UnitName.objects.create(unit=unit, name=name, short_name=name, started_on=started_on)
    if parent:
        UnitParent.objects.create(unit=unit, parent=parent, started_on=max(started_on, parent.started_on))
    return unit


def make_commune(name="Đảng bộ xã Na Khê", **fields):
    return make_unit(name, kind="COMMUNE", **fields)


def make_village(name, commune, **fields):
    return Village.objects.create(name=name, unit=commune, started_on=LONG_AGO, **fields)


def make_person(full_name="Vàng Thị Lan", **fields):
    return Person.objects.create(full_name=full_name, **fields)


def join(person, unit, day=LONG_AGO, reason_in="ADMITTED", ended_on=None, reason_out="", **fields):
    """*person*'s membership of *unit* from *day*."""
    return Membership.objects.create(
        person=person,
        unit=unit,
        started_on=day,
        reason_in=reason_in,
        ended_on=ended_on,
        reason_out=reason_out,
        **fields,
    )


def make_member(full_name, unit, day=LONG_AGO, official_on="2001-01-01", **fields):
    """A person who has been an official member of *unit* since *day*."""
    person = make_person(full_name, official_on=official_on, **fields)
    join(person, unit, day)
    return person


def make_office(person, unit, position="SECRETARY", started_on=LONG_AGO, **fields):
    return Office.objects.create(person=person, unit=unit, position=position, started_on=started_on, **fields)


def make_head(person, village, started_on=LONG_AGO, **fields):
    return VillageHead.objects.create(person=person, village=village, started_on=started_on, **fields)


def make_user(role=None, unit=None, username=None, **fields):
    """An account; with *role* held at *unit* since long ago. The password is the username."""
    username = username or f"tai-khoan-{next(_numbers)}"
    user = User.objects.create_user(username, password=username, **fields)
    if role:
        RoleGrant.objects.create(user=user, role=role, unit=unit, started_on=LONG_AGO)
    return user
