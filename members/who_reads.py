"""Which accounts may see a record, and what else they may do with it: visible_to, asked from behind."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db.models import Q

from members.models import Person
from nakhe.access import RIGHTS, Right
from nakhe.periods import today
from units.models import RoleGrant, Unit, UnitClosure

OF_ALL = {Right.READ: "đọc", Right.EXPORT: "xuất danh sách"}
OF_OWN = {
    Right.READ_NUMBERS: "xem số giấy tờ và ghi chú",
    Right.EDIT_PEOPLE: "sửa lý lịch, ghi biến động, khen thưởng, kỷ luật",
    Right.EDIT_RECORD: "ghi chức vụ",
}
"""Only while the person belongs to the account's units; who left for elsewhere is read and no longer changed."""


@dataclass(frozen=True)
class Reader:
    grant: RoleGrant
    rights: dict
    """{right: what it allows}"""

    @property
    def may(self):
        return ", ".join(self.rights.values())


def readers_of(person):
    """A Reader for each role in force today that reaches *person*, the highest unit first.

    Queries grow with the places that the roles are held at, not with the accounts.
    """
    roles = [role for role, rights in RIGHTS.items() if Right.READ in rights]
    above = UnitClosure.objects.filter(unit__in=_units_of(person)).values("ancestor")
    grants = RoleGrant.objects.held_on(today()).filter(role__in=roles, user__is_active=True, unit__in=above)
    found, reached = [], {}
    for grant in grants.select_related("user"):
        place = grant.role, grant.unit_id
        if place not in reached:
            reached[place] = _rights(person, grant)
        if reached[place]:
            found.append(Reader(grant, reached[place]))
    order = list(Unit.Kind.values)
    return sorted(found, key=lambda reader: (order.index(reader.grant.unit.kind), str(reader.grant.user)))


def _units_of(person):
    """Every unit that the person may be known to; visible_to decides which of them count."""
    of_village = Q(village__heads__person=person) | Q(villages__heads__person=person)
    touched = Q(memberships__person=person) | Q(movements__person=person) | of_village
    return Unit.objects.filter(touched).values("pk")


def _rights(person, grant):
    """What one who holds nothing but *grant* may do with the record; nothing where it is not seen."""
    someone = SimpleNamespace(is_authenticated=True, is_active=True, _held_today=[grant])
    if not Person.objects.visible_to(someone).filter(pk=person.pk).exists():
        return {}
    keeps = Person.objects.changeable_by(someone, Right.READ).filter(pk=person.pk).exists()
    words = OF_ALL | OF_OWN if keeps else OF_ALL
    return {right: word for right, word in words.items() if right in RIGHTS[grant.role]}
