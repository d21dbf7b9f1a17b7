"""What the tree's derived data should be, compared with what is stored. Each check yields one sentence a difference."""

from units import closure
from units.models import Unit, UnitClosure, UnitName


def check_closure():
    """The stored closure against the one that the founding days and parents imply."""
    fields = ("ancestor_id", "unit_id", "depth", "started_on", "ended_on")
    stored = set(UnitClosure.objects.values_list(*fields))
    implied = {tuple(row[field] for field in fields) for row in closure.expected()}
    names = dict(Unit.objects.values_list("pk", "code"))
    for what, rows in (("Thiếu", implied - stored), ("Thừa", stored - implied)):
        for ancestor, unit, _, start, end in sorted(rows, key=str):
            yield f"{what} quan hệ trên dưới: {names[unit]} thuộc {names[ancestor]} từ {start} đến {end or 'nay'}."


def check_latest_names():
    last = dict(UnitName.objects.order_by("started_on").values_list("unit", "name"))
    for unit in Unit.objects.all():
        if unit.latest_name != last.get(unit.pk, ""):
            yield f"Tên hiện nay của {unit.code} là “{unit.latest_name}”, phải là “{last.get(unit.pk, '')}”."
