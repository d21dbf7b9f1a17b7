"""The tree changed by decision: what is written of the units themselves. Each function adds to *effects*.

Who is carried along – members, offices – is members.reorganisation's affair, which calls these.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from nakhe.periods import UNKNOWN_START
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import fold
from units.models import Committee, Term, Unit, UnitName, UnitParent

NAMES = ("name", "short_name", "committee_name", "place", "location")


def found(effects, day, parent, given):
    """A new unit under *parent* with the names and the kind that are *given*."""
    since = "" if day == UNKNOWN_START else f" từ {format_day(day)}"
    says = f"Thành lập {given['name']}{since}"
    unit = Unit(
        code=free_code(given["short_name"] or given["name"]),
        kind=given.get("kind") or Unit.Kind.BRANCH,
        unit_type=given.get("unit_type") or "",
        village=given.get("village"),
        position=next_position(parent, day),
        started_on=day,
    )
    effects.create(unit, says)
    effects.create(UnitName(unit=unit, started_on=day, **_names(given)))
    effects.create(UnitParent(unit=unit, parent=parent, started_on=day))
    return unit


def refuse_namesake(unit, day):
    """Two living units side by side under one name could not be told apart in any list."""
    mine = unit.name_on(day)
    beside = UnitParent.objects.as_of(day).filter(parent__children__in=unit.parents.as_of(day)).exclude(unit=unit)
    others = UnitName.objects.as_of(day).filter(unit__in=beside.values("unit"))
    others = others.filter(Q(unit__ended_on=None) | Q(unit__ended_on__gt=day))
    for name in ("name", "short_name"):
        if others.filter(**{f"{name}__iexact": getattr(mine, name)}).exists():
            raise ValidationError(
                {name: f"Đã có tổ chức đang hoạt động mang tên “{getattr(mine, name)}”. Ghi tên khác."}
            )


def rename(effects, unit, day, given):
    """The old name ends on the day; papers of earlier dates keep it."""
    last = unit.names.order_by("started_on").last()
    must_be_last(last, day, f"{unit}: tên hiện nay")
    effects.change(last, ended_on=day)
    kept = {name: getattr(last, name) for name in NAMES} | {name: v for name, v in _names(given).items() if v}
    effects.create(UnitName(unit=unit, started_on=day, **kept), f"{last.name} → {kept['name']} từ {format_day(day)}")


def move(effects, unit, parent, day):
    """*unit*, and all that lies below it, under another committee."""
    last = unit.parents.order_by("started_on").last()
    if last and last.parent_id == parent.pk and last.ended_on is None:
        raise ValidationError({"parent": f"{unit} đang trực thuộc {parent}."})
    if last:
        must_be_last(last, day, f"{unit}: nơi trực thuộc hiện nay")
        effects.change(last, ended_on=day)
    if not parent.is_on(day):
        raise ValidationError({"parent": f"{parent} chưa có hoặc không còn vào ngày {format_day(day)}."})
    link = UnitParent(unit=unit, parent=parent, started_on=day)
    effects.create(link, f"{unit} trực thuộc {parent} từ {format_day(day)}")


def close(effects, unit, day):
    """The unit ends, with its term and its committee. Nothing may be left below it."""
    if unit.ended_on or unit.started_on >= day:
        raise ValidationError(
            {"effective_on": f"{unit} không hoạt động trước ngày {format_day(day)}, hoặc đã kết thúc."}
        )
    if living := living_below(unit, day):
        names = ", ".join(map(str, living[:3]))
        raise ValidationError({"units": f"{unit} còn tổ chức trực thuộc ({names}). Chuyển các tổ chức đó trước."})
    for model in (Committee, Term):
        for row in model.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), unit=unit):
            must_be_last(row, day, str(row), open_ended=False)
            effects.change(row, f"Hết {row._meta.verbose_name}: {row}", ended_on=day)
    effects.change(unit, f"{unit} kết thúc hoạt động từ {format_day(day)}", ended_on=day)


def living_below(unit, day):
    """The units that lie directly below *unit* on *day* or later, and have not ended."""
    below = UnitParent.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), parent=unit).select_related("unit")
    return [link.unit for link in below if link.unit.is_on(day)]


def must_be_last(row, day, what, open_ended=True):
    """A period can end on *day* only if it began before, and no later one is on file."""
    if row.started_on >= day:
        raise ValidationError(
            {"effective_on": f"{what} có từ {format_day(row.started_on)}, không trước ngày hiệu lực."}
        )
    if open_ended and row.ended_on:
        ended = format_day(row.ended_on)
        raise ValidationError({"effective_on": f"{what} đã ghi kết thúc ngày {ended}. Hủy thay đổi đó trước."})


def free_code(name):
    """A code for a new unit, from its name."""
    base = slugify(fold(name))[:30] or "to-chuc"
    taken = set(Unit.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)


def next_position(parent, day):
    """After the last of its siblings."""
    siblings = Unit.objects.filter(parents__in=UnitParent.objects.as_of(day).filter(parent=parent))
    return max(siblings.values_list("position", flat=True), default=0) + 1


def _names(given):
    return {name: given.get(name) or "" for name in NAMES}
