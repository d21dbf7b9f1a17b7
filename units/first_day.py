"""The first day of a register: its committee, the body above it, and the account that goes on from there."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nakhe.access import Role
from nakhe.audit import because
from nakhe.models import User
from nakhe.periods import UNKNOWN_START, today
from nakhe.vietnamese.names import fold, tidy
from units.accounts import new_password
from units.changes import free_code
from units.committee_names import names_of
from units.models import RoleGrant, Unit, UnitName, UnitParent

FIRST_ROLES = (Role.ADMINISTRATOR, Role.SECRETARY)
"""One account with both: somebody has to keep the accounts, and somebody the record."""
USERNAME = re.compile(r"[\w.@+-]+", re.ASCII)
WHY = "Lập sổ mới"
OWN_ARGUMENTS = {"place": "place", "committee_name": "committee"}
"""Columns of the committee's UnitName that are given by themselves."""


class NotEmpty(Exception):
    """There is something already; str() says so in Vietnamese."""


@dataclass(frozen=True)
class Begun:
    unit: Unit
    account: User
    password: str
    """To be shown once; it has to be changed at the first sign-in."""


def is_empty():
    """Whether the register holds no account and no unit yet."""
    return not User.objects.exists() and not Unit.objects.exists()


@transaction.atomic
def set_up(*, name, superior, place, admin, full_name="", committee="", founded=None):
    """Write the committee called *name* below *superior*, and its first account *admin* of whoever is *full_name*.

    *committee* is the issuing body where it is not what follows from *name*; *founded* a date, None when unknown.
    Raises NotEmpty, and ValidationError by argument.
    """
    _one_at_a_time()
    if not is_empty():
        raise NotEmpty("Sổ đã có tổ chức hoặc tài khoản: chỉ lập được sổ mới khi sổ còn trống.")
    with because(WHY):
        unit = _found(name, committee, place, founded)
        _put_under(unit, superior)
        account, password = _first_account(admin, full_name, unit)
    return Begun(unit, account, password)


def _one_at_a_time():
    """An empty table has no row to lock; SQLite lets one transaction write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _found(name, committee, place, founded):
    said = names_of(_required("name", name))
    day = founded or UNKNOWN_START
    if day > today():
        raise ValidationError({"founded": "Ngày thành lập chưa tới. Kiểm tra lại năm."})
    given = {
        "committee_name": tidy(committee) or said.committee,
        "place": _required("place", place),
    }
    return _unit("name", said, Unit.Kind.COMMUNE, day, **given)


def _put_under(unit, superior):
    """The body above is there for its name on papers; how long it has been there is not known."""
    said = names_of(_required("superior", superior))
    if fold(said.body) == fold(str(unit.names.get())):
        raise ValidationError({"superior": "Cấp ủy cấp trên phải khác đảng bộ này."})
    above = _unit("superior", said, said.kind, UNKNOWN_START, committee_name=said.committee or said.body)
    _saved("superior", UnitParent(unit=unit, parent=above, started_on=unit.started_on))


def _unit(argument, said, kind, day, **given):
    unit = _saved(argument, Unit(code=free_code(said.short), kind=kind, started_on=day))
    given.setdefault("place", said.short)
    _saved(argument, UnitName(unit=unit, name=said.body, short_name=said.short, started_on=day, **given))
    return unit


def _first_account(admin, full_name, unit):
    """*admin*: a name to sign in with, or a person's full name, from which one is made."""
    text, password = _required("admin", admin), new_password()
    username = text if USERNAME.fullmatch(text) else fold(text).replace(" ", "")
    full_name = tidy(full_name) or ("" if username == text else text)
    account = User(username=username, full_name=full_name, must_change_password=True)
    account.set_password(password)
    _saved("admin", account)
    for role in FIRST_ROLES:
        _saved("admin", RoleGrant(user=account, role=role, unit=unit, started_on=today()))
    return account, password


def _required(argument, text):
    text = tidy(text or "")
    if not text:
        raise ValidationError({argument: "Chưa ghi."})
    return text


def _saved(argument, row):
    """*row* in the register; what is wrong with it is said about the *argument* that it was made of."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError(_by_argument(error, argument)) from error
    row.save()
    return row


def _by_argument(error, argument):
    """{argument: messages} of what is wrong with a row: its columns that are arguments themselves, or *argument*."""
    own = OWN_ARGUMENTS if argument == "name" else {}
    said = {}
    for column, messages in error.message_dict.items():
        said.setdefault(own.get(column, argument), []).extend(messages)
    return said
