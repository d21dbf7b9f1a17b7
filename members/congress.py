"""A congress as one act: it ends the former term, committee and Party offices, and opens those that it elected."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from members.models import Membership, Office, Person
from members.models.membership import is_official
from members.movements.document import hold
from members.organisation import COMMITTEE_AT_MOST, OFFICIAL_FOR_COMMITTEE
from nakhe.effects import Effects
from nakhe.vietnamese.dates import PartialDate, format_day
from units.models import Committee, Congress, Term, Unit, UnitChange, UnitClosure

AT_BRANCH = (Unit.Kind.BRANCH, Unit.Kind.CELL)


@dataclass
class Held:
    """What a congress changed, or would change."""

    effects: Effects
    remarks: list = field(default_factory=list)

    @property
    def sentences(self):
        return self.effects.sentences


def candidates(unit, day):
    """The memberships under *unit* on *day*, chi bộ by chi bộ, each with is_official."""
    below = UnitClosure.objects.as_of(day).filter(ancestor=unit).values("unit")
    here = Membership.objects.as_of(day).filter(unit__in=below).select_related("person", "unit")
    official = set(here.filter(is_official(day)).values_list("pk", flat=True))
    found = list(here.order_by("unit__position", "unit__latest_name", "person__sort_key"))
    for membership in found:
        membership.is_official = membership.pk in official
    return found


def record(unit, given, elected, by, batch):
    """Write the congress and all that it changes; the same *batch* again returns what is there.

    *given* are the form's cleaned values, *elected* [(Membership, Office.Position)]. Raises ValidationError by field.
    """
    with transaction.atomic():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if there := UnitChange.objects.filter(batch=batch).first():
            return there
        held_here = Person.objects.filter(offices__unit=unit).distinct()
        hold({*held_here, *(membership.person for membership, _ in elected)})
        _read_again([membership for membership, _ in elected], given["held_on"])
        held = _hold(unit, given, elected)
        return _document(unit, given, held, by, batch)


def _read_again(memberships, day):
    """Somebody may have left since the form was read."""
    for membership in memberships:
        if not Membership.objects.filter(pk=membership.pk, person=membership.person_id).exists():
            raise ValidationError(f"Hồ sơ {membership.person} vừa được sửa ở nơi khác. Chọn lại người.")
        membership.refresh_from_db(fields=["ended_on"])
        if not membership.is_on(day):
            raise ValidationError(f"{membership.person} không sinh hoạt ở đây ngày {format_day(day)}.")


def preview(unit, given, elected):
    """The Held of what record() would do; nothing of it is kept."""
    with transaction.atomic():
        held = _hold(unit, given, elected)
        transaction.set_rollback(True)
    return held


def _hold(unit, given, elected):
    day = given["held_on"]
    held = Held(Effects(f"Đại hội {unit} ngày {format_day(day)}"))
    held.remarks = _remarks(unit, given, elected)
    until = _ends_on(unit, day)
    _end_former(held.effects, unit, day, until)
    term = _open_term(held.effects, unit, given, until)
    committee = _open_committee(held.effects, unit, given, term, until)
    decision = {name: given[name] for name in ("decision_number", "decided_on") if given.get(name)}
    given_to_all = {"unit": unit, "started_on": day, "term": term, "committee": committee} | decision
    for membership, position in elected:
        end = earliest(until, _left_on(membership, unit))
        office = Office(person=membership.person, position=position, ended_on=end, **given_to_all)
        to = f" đến {format_day(end)}" if end else ""
        held.effects.create(office, f"{office.person}: {office.full_title} từ {format_day(day)}{to}")
    return held


def _ends_on(unit, day):
    """The day on which a term that began on *day* is known to have ended: the next one began, or the unit ended."""
    following = Term.objects.filter(unit=unit, started_on__gt=day).order_by("started_on").first()
    return earliest(following and following.started_on, unit.ended_on)


def _left_on(membership, unit):
    """The day on which the person left *unit*, or all that lies below it; None for one who is there."""
    ends = membership.ended_on
    later = Membership.objects.filter(person=membership.person, started_on__gt=membership.started_on)
    for following in later.order_by("started_on") if unit.kind not in AT_BRANCH else ():
        if following.started_on != ends or not _lies_under(following.unit_id, unit, ends):
            break
        ends = following.ended_on
    return ends


def _lies_under(branch, unit, day):
    return UnitClosure.objects.as_of(day).filter(ancestor=unit, unit=branch).exists()


def earliest(*days):
    return min(filter(None, days), default=None)


def _end_former(effects, unit, day, until):
    still = Q(ended_on=None) | Q(ended_on__gt=day)
    told = {
        Office: lambda row: f"{row.person} thôi {row.full_title} từ",
        Committee: lambda row: f"{committee_word(unit)} cũ kết thúc ngày",
        Term: lambda row: f"Nhiệm kỳ {row} kết thúc ngày",
    }
    for model, says in told.items():
        rows = model.objects.filter(still, unit=unit, started_on__lte=day)
        for row in rows.filter(position__in=Office.PARTY) if model is Office else rows:
            if row.started_on == day:
                message = f"“{row}” đã ghi bắt đầu đúng ngày này. Sửa hoặc xóa mục đó trước."
                raise ValidationError({"held_on": message})
            if until and (row.ended_on is None or row.ended_on > until):
                message = (
                    f"“{row}” đang ghi kéo dài sang cả sau {format_day(until)}. Ghi ngày kết thúc của mục đó trước."
                )
                raise ValidationError({"held_on": message})
            effects.change(row, f"{says(row)} {format_day(day)}", ended_on=day)


def _open_term(effects, unit, given, until):
    counted = {name: given.get(name) for name in ("members_entitled", "members_present")}
    congress = Congress(unit=unit, ordinal=given["ordinal"], held_on=PartialDate.of(given["held_on"]), **counted)
    effects.create(congress, f"{congress} ngày {congress.held_on}{_attended(congress)}")
    years = {name: given[name] for name in ("first_year", "last_year")}
    term = Term(unit=unit, congress=congress, started_on=given["held_on"], ended_on=until, **years)
    return effects.create(term, f"Nhiệm kỳ {term} từ {format_day(term.started_on)}")


def _open_committee(effects, unit, given, term, until):
    if not given.get("elects_committee"):
        return None
    decision = {name: given[name] for name in ("decision_number", "decided_on") if given.get(name)}
    committee = Committee(unit=unit, term=term, started_on=given["held_on"], ended_on=until, **decision)
    return effects.create(committee, f"{committee_word(unit)} mới từ {format_day(committee.started_on)}")


def committee_word(unit):
    return "Chi ủy" if unit.kind in AT_BRANCH else "Đảng ủy"


def _attended(congress):
    if congress.members_present is None:
        return ""
    entitled = f" trên {congress.members_entitled}" if congress.members_entitled is not None else ""
    return f", dự {congress.members_present}{entitled}"


def _remarks(unit, given, elected):
    """What the rules would have otherwise (Điều lệ Đảng, điều 24; QĐ 24-QĐ/TW): said, never refused."""
    found = []
    here = candidates(unit, given["held_on"])
    official = sum(membership.is_official for membership in here)
    at_branch = unit.kind == Unit.Kind.BRANCH
    if at_branch and given.get("elects_committee") and official < OFFICIAL_FOR_COMMITTEE:
        found.append(f"chi bộ có {official} đảng viên chính thức, dưới {OFFICIAL_FOR_COMMITTEE} để bầu chi ủy")
    if at_branch and len(elected) > COMMITTEE_AT_MOST:
        found.append(f"chi ủy {len(elected)} người, quá {COMMITTEE_AT_MOST}")
    if Office.Position.SECRETARY not in [position for _, position in elected]:
        found.append("chưa chọn bí thư")
    found += [f"{row.person} là đảng viên dự bị" for row, _ in elected if not row.is_official]
    entitled, present = given.get("members_entitled"), given.get("members_present")
    if entitled and present and 3 * present < 2 * entitled:
        found.append(f"dự {present} trên {entitled}, dưới hai phần ba số được triệu tập")
    return found


def _document(unit, given, held, by, batch):
    day = given["held_on"]
    fields = {name: given[name] for name in ("decision_number", "decided_on", "note") if given.get(name)}
    change = UnitChange(kind=UnitChange.Kind.CONGRESS, effective_on=day, recorded_by=by, batch=batch, **fields)
    change.effects, change.body = held.effects.rows, unit.parent_on(day) or unit
    change.full_clean()
    change.save()
    change.predecessors.set([unit])
    change.successors.set([unit])
    return change
