"""Who came and who went in a period, one row a movement: the list behind the figures of reports.movements."""

from django.db.models import CharField, DateField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from members.models import Membership, Person
from reports import links, movements
from reports.base import Report, ReportTable, short_name_on
from reports.columns import Column, DateColumn
from reports.documents import decision_text
from reports.rows import Rows
from units.models import Unit

ENDS = {movements.joined: ("in", "came_from"), movements.left: ("out", "went_to")}
"""{find: which end of a membership tells of the movement, and the field for a place outside the register}."""
LABELS = {
    "joined": dict(Membership.ReasonIn.choices),
    "left": dict(Membership.ReasonOut.choices),
    "came_with_unit": {"": movements.WAYS["came_with_unit"].label},
    "left_with_unit": {"": movements.WAYS["left_with_unit"].label},
}
INTERNAL = {movements.EVERY_WAY_IN: "internal_in", movements.EVERY_WAY_OUT: "internal_out"}
"""{what was asked for that holds moves inside the register, too: their column}."""
UNTOLD = {name: Value("", CharField()) for name in ("reason", "place", "decision")}
UNTOLD |= {"decided_on": Value(None, DateField())}


class MovementList(Report):
    slug = "bien-dong-chi-tiet"
    title = "Danh sách biến động đảng viên"
    summary = "Từng người tăng, giảm: ngày, lý do, nơi đi, nơi đến"
    group = "Đảng viên"
    parameters = ("from", "as_of", "movement", "branch", "order", "unit")
    orders = ("name", "birth_on", "unit", "movement", "happened_on")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        birth_on = DateColumn("Ngày sinh")
        sex = Column("Giới tính")
        unit = Column("Chi bộ", accessor="unit_name")
        movement = Column("Biến động")
        happened_on = DateColumn("Từ ngày")
        place = Column("Nơi đi, nơi đến")
        decision = Column("Số, ngày quyết định")

    def branches_of_period(self):
        return movements.branches(self).values_list("code", "short_name")

    def rows(self):
        first, *others = [self._found(find, reasons) for find, reasons in movements.asked_for(self.given.movement)]
        return Rows(first.union(*others, all=True).order_by("happened_on", "name_key", "mover"), told_of_people)

    def _found(self, find, reasons):
        rows = find(self, reasons).filter(unit__kind=Unit.Kind.BRANCH)
        if self.given.branch:
            rows = rows.filter(unit__code=self.given.branch)
        way = Value(find.__name__, CharField())
        name_key = Subquery(Person.objects.filter(pk=OuterRef("mover")).values("sort_key"))
        rows = rows.annotate(way=way, name_key=name_key, unit_name=short_name_on(self.as_of), **self._told(find))
        return rows.order_by().values("way", "mover", "happened_on", "name_key", "unit_name", *UNTOLD)

    def _told(self, find):
        """What the record says of such a movement; of a person whose whole chi bộ moved, nothing."""
        if find not in ENDS:
            return UNTOLD
        end, place = ENDS[find]
        return {
            "reason": F(f"reason_{end}"),
            "place": Coalesce(short_name_on(self.as_of, f"counterpart_{end}"), place),
            "decision": F(f"decision_{end}"),
            "decided_on": F(f"decided_{end}_on"),
        }

    def notes(self, rows):
        asked = dict(movements.CHOICES).get(self.given.movement)
        if self.given.movement in INTERNAL and (internal := self._internal().count()):
            return [f"{asked}: {len(rows)} lượt, trong đó {internal} chuyển nội bộ."]
        return [f"{asked}: {len(rows)} lượt." if asked else f"{len(rows)} lượt."]

    def _internal(self):
        """Those on the list who only moved from one chi bộ of the register to another."""
        way = movements.WAYS[INTERNAL[self.given.movement]]
        return self._found(way.find, way.reasons)


def told_of_people(chunk):
    people = Person.objects.in_bulk({row["mover"] for row in chunk})
    return [described(row, people[row["mover"]]) for row in chunk]


def described(row, person):
    return row | {
        "person": person.pk,
        "movement": LABELS[row["way"]][row["reason"]],
        "name": person.full_name,
        "birth_on": person.birth_on,
        "sex": person.get_sex_display(),
        "decision": decision_text(row["decision"], row["decided_on"]),
    }
