"""The founding day of a chi bộ on record becomes known, or another: what begins with it, and what stands against it."""

from members.models import Membership, Office
from nakhe.vietnamese.dates import format_day
from units.models import Committee, Term, Unit

INSIDE = {Membership: "sinh hoạt đảng", Office: "chức vụ", Committee: "cấp ủy", Term: "nhiệm kỳ"}


def why_not(pk, day):
    """Why the chi bộ *pk* cannot have been founded on *day*; empty where it can."""
    unit = Unit.objects.get(pk=pk)
    if unit.ended_on and unit.ended_on <= day:
        return f"Chi bộ đã kết thúc ngày {format_day(unit.ended_on)}."
    for model, word in INSIDE.items():
        earliest = model.objects.filter(unit=unit, started_on__lt=day).order_by("started_on").first()
        if earliest:
            began = format_day(earliest.started_on)
            return f"Đã ghi {word} của chi bộ từ {began}, trước ngày {format_day(day)}. Kiểm tra lại ngày thành lập."
    for rows in (unit.names, unit.parents):
        first = rows.order_by("started_on").first()
        if first and first.ended_on and first.ended_on <= day:
            return f"Chi bộ đã đổi tên hoặc nơi trực thuộc ngày {format_day(first.ended_on)}, trước ngày thành lập này."
    return ""


def move_start(effects, unit, day):
    """Begin *unit* on *day*, with the name and the place in the tree that it began with."""
    was = unit.started_on
    for rows in (unit.names, unit.parents):
        first = rows.order_by("started_on").first()
        if first and (first.started_on == was or first.started_on < day):
            effects.change(first, started_on=day)
    effects.change(unit, f"{unit} thành lập ngày {format_day(day)}", started_on=day)
