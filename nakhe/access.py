"""Who may do what, and where: a role is held at a unit, and reaches every unit below it.

This module knows roles and rights; units.scoping turns them into rows. Every reader is either
an account or SYSTEM, the command line, which is bound to no unit.
"""

from enum import StrEnum
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models

from nakhe.periods import today


class Right(StrEnum):
    READ = "read"
    """Units, people, ratings and reports of one's units."""
    READ_NUMBERS = "read_numbers"
    """Card, profile and citizen numbers, telephone and e-mail."""
    EXPORT = "export"
    EDIT_PEOPLE = "edit_people"
    RATE = "rate"
    """Writing a year's ratings of one's units, and proposing them."""
    DECIDE = "decide"
    """Opening a rating year, returning what was proposed, deciding, locking and opening again."""
    EDIT_RECORD = "edit_record"
    """Units, offices, terms, village heads …: whatever the committee records of itself."""
    READ_LOG = "read_log"
    """Who did what, when and from where."""
    REFERENCE = "reference"
    ACCOUNTS = "accounts"


class Role(models.TextChoices):
    SECRETARY = "SECRETARY", "Bí thư Đảng ủy"
    OFFICE = "OFFICE", "Văn phòng"
    CADRE = "CADRE", "Cán bộ"
    UNIT_SECRETARY = "UNIT_SECRETARY", "Bí thư chi bộ"
    ADMINISTRATOR = "ADMINISTRATOR", "Quản trị"


RIGHTS = {
    Role.SECRETARY: {
        Right.READ,
        Right.READ_NUMBERS,
        Right.EXPORT,
        Right.EDIT_PEOPLE,
        Right.RATE,
        Right.DECIDE,
        Right.EDIT_RECORD,
        Right.READ_LOG,
    },
    Role.OFFICE: {Right.READ, Right.READ_NUMBERS, Right.EXPORT, Right.EDIT_PEOPLE},
    Role.CADRE: {Right.READ},
    Role.UNIT_SECRETARY: {Right.READ, Right.READ_NUMBERS, Right.EXPORT, Right.RATE},
    Role.ADMINISTRATOR: {Right.REFERENCE, Right.ACCOUNTS, Right.READ_LOG},
}


class System:
    """The reader behind a command: no account, every unit, every right."""

    is_active = True
    is_authenticated = True

    def __str__(self):
        return "dòng lệnh"


SYSTEM = System()


def held_today(user):
    """The RoleGrants in force today, with their units by the name of today; read once per request."""
    if not hasattr(user, "_held_today"):
        active = user.is_authenticated and user.is_active
        user._held_today = list(user.grants.held_on(today())) if active else []
    return user._held_today


def grants_today(user):
    """[(role, unit id)] of the grants in force today."""
    return [(grant.role, grant.unit_id) for grant in held_today(user)]


def granted_units(reader, right):
    """Ids of the units at which *reader* holds *right*; what lies below them is included by the closure."""
    return [unit for role, unit in grants_today(reader) if right in RIGHTS[role]]


def has_right(reader, right):
    """Whether *reader* holds *right* anywhere."""
    return reader is SYSTEM or bool(granted_units(reader, right))


def who_may(right):
    """“Bí thư Đảng ủy, Văn phòng”: the roles that *right* goes with."""
    return ", ".join(role.label for role in Role if right in RIGHTS[role])


def requires(right):
    """Refuse the reader who holds *right* nowhere, naming who may; where it is held cuts the rows, not the view."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not has_right(request.user, right):
                raise PermissionDenied(who_may(right))
            return view(request, *args, **kwargs)

        return checked

    return decorate
