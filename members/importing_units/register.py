"""The chi bộ and villages of one committee on record, by every name that they ever had; a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from members.importing.units import PREFIX, keys
from nakhe.access import SYSTEM, Right
from nakhe.spreadsheets.limits import Refused
from nakhe.vietnamese.names import exact_key, fold
from units.models import Unit, UnitClosure, UnitName, Village

ALIKE = 0.85
"""How much of two names has to be the same for a question whether they are one."""
CHI_BO = "Chi bộ"
NO_COMMITTEE = "Sổ chưa có đảng bộ xã nào bạn được sửa. Lập sổ trước, hoặc nhờ người quản trị."
SEVERAL = "Sổ có nhiều đảng bộ: nói rõ chi bộ trong tệp thuộc đảng bộ nào ({0})."


@dataclass(frozen=True)
class Known:
    pk: int
    name: str
    spellings: frozenset
    is_current: bool
    is_changeable: bool
    unit_type: str
    village: str
    village_pk: int | None
    founded_on: date | None


def committee_of(reader, code=""):
    """The committee that the file's chi bộ lie under: that of *code*, or the only one whose record *reader* keeps."""
    kept = Unit.objects.changeable_by(reader, Right.EDIT_RECORD).filter(ended_on=None)
    found = list(kept.filter(code=code) if code else kept.filter(kind=Unit.Kind.COMMUNE))
    if code and (not found or found[0].kind in (Unit.Kind.BRANCH, Unit.Kind.CELL)):
        raise Refused(f"Không có đảng bộ mang mã “{code}” mà bạn được sửa.")
    if not found:
        raise Refused(NO_COMMITTEE)
    if len(found) > 1:
        raise Refused(SEVERAL.format(", ".join(f"{unit.code}: {unit}" for unit in found)))
    return found[0]


class UnitsOnRecord:
    """The chi bộ that lie, or ever lay, under *committee*, and its villages."""

    def __init__(self, committee, reader=SYSTEM):
        self.committee = committee
        self.all = list(_known(committee, reader))
        self.by_pk = {known.pk: known for known in self.all}
        self.villages = list(Village.objects.filter(unit=committee, ended_on=None))
        self.borders = {village.name: village.is_border for village in self.villages}

    def named(self, text):
        """The Known called exactly so, in full or for short (with or without “Chi bộ”), those that still exist before
        those that ended."""
        wanted = {exact_key(each) for each in (text, PREFIX.sub("", text), f"{CHI_BO} {text}") if fold(each)}
        found = [known for known in self.all if wanted & set(map(exact_key, known.spellings))]
        return [known for known in found if known.is_current] or found

    def like(self, text):
        """The Known whose names are nearly *text*."""
        return [known for known in self.all if any(are_alike(text, each) for each in known.spellings)]


def are_alike(one, other):
    """Whether two names of units or villages may be slips of one another; “Phú Tỷ 1” and “Phú Tỷ 2” are not."""
    one, other = (fold(keys(text)[-1]) if keys(text) else "" for text in (one, other))
    if _figures(one) != _figures(other):
        return False
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _figures(text):
    """Numbers, Roman ones and single letters tell apart what is otherwise called the same."""
    return [word for word in text.split() if word.isdigit() or len(word) == 1 or word in {"ii", "iii", "iv", "vi"}]


def _known(committee, reader):
    ever = UnitClosure.objects.filter(ancestor=committee).values("unit")
    here = Unit.objects.visible_to(reader).filter(kind=Unit.Kind.BRANCH, pk__in=ever)
    kept = set(Unit.objects.changeable_by(reader, Right.EDIT_RECORD).filter(pk__in=here).values_list("pk", flat=True))
    spoken = {}
    for name in UnitName.objects.filter(unit__in=here).order_by("started_on"):
        spoken.setdefault(name.unit_id, []).append(name)
    for unit in here.select_related("village").in_order():
        names = spoken.get(unit.pk, [])
        yield Known(
            unit.pk,
            str(unit),
            frozenset(text for name in names for text in (name.name, name.short_name) if text),
            unit.ended_on is None,
            unit.pk in kept,
            unit.unit_type,
            unit.village.name if unit.village else "",
            unit.village_id,
            unit.founded_on,
        )
