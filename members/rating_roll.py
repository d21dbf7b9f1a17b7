"""Who is rated in a year: computed from the record on the assessment date, frozen when the year opens.

A frozen list is the rows of the ratings themselves. What the record says since is a Difference, which somebody takes
knowingly or leaves.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.models import MemberRating, VillageHead
from members.movements.document import locked
from members.rating_list import RatingList
from members.rating_sheets import (
    MODELS,
    Part,
    branches_to_rate,
    rows_to_write,
    rows_without_list,
    units_held,
    villages_held,
    villages_rated,
)
from nakhe.access import SYSTEM
from nakhe.audit import because
from units.models import NotRatedReason, Rating, RatingSheet, Step
from units.models.ratings import VOTES

VOTES_CAST = "phiếu"


@dataclass(frozen=True)
class Entry:
    """Somebody, or a chi bộ, who is on the list by the record. *fields* are those of the rating that say whom."""

    part: str
    key: int
    """Of the person or, among the chi bộ, of the unit."""
    unit: int
    """Who rates: the chi bộ or, of chi bộ and village heads, the committee."""
    name: str
    fields: dict = field(compare=False)
    reason: str = ""
    because: str = ""


def on_record(campaign):
    """The Entries of the assessment date, of all three kinds, in the order of the lists."""
    return [*_members(campaign), *_units(campaign), *_heads(campaign)]


def _members(campaign):
    branches = list(branches_to_rate(campaign))
    listed = RatingList(SYSTEM, campaign, branches, is_frozen=False).of()
    for branch in branches:
        for one in listed:
            if one.unit == branch.pk == one.person.home:
                reason = one.by_record
                why = (reason.reason.value, reason.text) if reason else ("", "")
                fields = {"person": one.person, "unit_id": branch.pk}
                yield Entry(Part.MEMBERS, one.person.pk, branch.pk, one.person.full_name, fields, *why)


def _units(campaign):
    for branch in branches_to_rate(campaign):
        yield Entry(Part.UNITS, branch.pk, campaign.unit_id, branch.name, {"unit_id": branch.pk})


def _heads(campaign):
    """Who heads several villages is rated once, in the first of them."""
    heads = VillageHead.objects.as_of(campaign.assessed_on).filter(village__in=villages_rated(campaign))
    heads = heads.exclude(village__in=villages_held(campaign))
    heads = heads.select_related("person", "village").order_by("village__position", "village__name")
    first = {}
    for head in heads:
        first.setdefault(head.person_id, head)
    for head in first.values():
        fields = {"person": head.person, "village": head.village}
        yield Entry(Part.HEADS, head.person_id, campaign.unit_id, head.person.full_name, fields)


# --- Freezing ---


@transaction.atomic
def freeze(campaign, step=Step.DRAFT):
    """Write the lists of *campaign*, with a row for everybody on record; sheets begin at *step*. Returns the sheets.

    Whoever has a row of the year already keeps it, and who was rated elsewhere stays as rated there; what was decided
    before counts as proposed. Differences found later are told by differences().
    """
    entries = on_record(campaign)
    if _is_merged(entry.fields for entry in entries):
        entries = on_record(campaign)
    campaign.listed_at = timezone.now()
    with because("Chốt danh sách xếp loại"):
        lists = dict.fromkeys([*((entry.part, entry.unit) for entry in entries), *_lists_with_rows(campaign)])
        sheets = [_sheet(campaign, part, unit, step) for part, unit in lists]
        campaign.save()
        known = _rows(campaign, entries)
        for entry in entries:
            rating = known.get((entry.part, entry.key))
            if rating is None or not _is_elsewhere(entry, rating):
                _list(campaign, entry, rating)
        if step == Step.DECIDED:
            _propose_all(sheets)
    return sheets


def _is_merged(entries):
    """Whether one of these people became part of another record; none does from here on, for they are locked."""
    people = [fields["person"] for fields in entries if "person" in fields]
    return any(person.merged_into_id for person in locked(people))


def _lists_with_rows(campaign):
    """Of chi bộ that rated somebody of the year, such as one that has ended since."""
    units = rows_without_list(campaign).order_by("unit__position", "unit__code").values_list("unit", flat=True)
    return [(Part.MEMBERS, unit) for unit in dict.fromkeys(units)]


def _propose_all(sheets):
    for sheet in sheets:
        for rating in rows_to_write(sheet):
            rating.propose()
            rating.save()


def _sheet(campaign, part, unit, step):
    sheet, _ = RatingSheet.objects.get_or_create(campaign=campaign, part=part, unit_id=unit, defaults={"step": step})
    return sheet


def _list(campaign, entry, rating):
    """The row of *entry*: a new one, or *rating* with what the record says beside it."""
    if rating is None:
        rating = MODELS[entry.part](year=campaign.year, **entry.fields)
    if _say(rating, entry) or rating._state.adding:
        rating.save()


def _is_elsewhere(entry, rating):
    """Whether *rating*, one of _rows(), was given by another chi bộ or, of a head, another commune."""
    if entry.part == Part.HEADS:
        return not rating.is_here
    return entry.part == Part.MEMBERS and rating.unit_id != entry.unit


def _say(rating, entry):
    """What the record says goes into the row, which keeps a result of its own; whether it said anything else before."""
    is_by_record = not rating.level and rating.not_rated_reason == rating.listed_reason
    was = rating.listed_reason, rating.listed_because, rating.not_rated_reason
    rating.listed_reason, rating.listed_because = entry.reason, entry.because
    if is_by_record:
        rating.not_rated_reason = entry.reason
        rating.proposed_reason = entry.reason if rating.proposed_reason else ""
    return was != (rating.listed_reason, rating.listed_because, rating.not_rated_reason)


def _rows(campaign, entries):
    """{(part, key): the year's rating of whoever is among *entries*}, wherever it was given."""
    found = {}
    for part, model in MODELS.items():
        subject = subject_of(part)
        keys = [entry.key for entry in entries if entry.part == part]
        rows = model.objects.filter(**{f"{subject}__in": keys}, year=campaign.year)
        if part == Part.HEADS:
            rows = rows.annotate(is_here=Exists(villages_rated(campaign).filter(pk=OuterRef("village"))))
        found |= {(part, getattr(row, f"{subject}_id")): row for row in rows}
    return found


def subject_of(part):
    """The field of a rating that says whom it is about."""
    return "unit" if part == Part.UNITS else "person"


# --- Computing again ---


class Kind(StrEnum):
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    REASON = "reason"


@dataclass(frozen=True)
class Difference:
    """Where the frozen list and the record no longer agree."""

    kind: Kind
    part: str
    key: int
    name: str
    text: str
    """What taking it would do."""
    blocked: str = ""
    """Why it can't be taken now."""
    loses: str = ""
    """What somebody has written and taking it drops: never ticked beforehand."""
    entry: Entry | None = None
    rating: Rating | None = None
    sheets: tuple = ()

    @property
    def is_costly(self):
        return bool(self.loses)

    @property
    def list_name(self):
        """Of the list that it stands on, or would."""
        if self.part != Part.MEMBERS:
            return Part(self.part).label
        return str(self.sheets[0].unit) if self.sheets[0] else "Chi bộ mới"

    @property
    def code(self):
        """Names the difference, what the record says and what would be lost: who saw something else takes nothing."""
        said = (self.entry.unit, self.entry.reason, self.entry.because) if self.entry else ()
        return "|".join(map(str, (self.kind, self.part, self.key, *said, self.loses)))


def differences(campaign):
    """[Difference] between the frozen lists and the record as it is now, those to come first."""
    entries = {(entry.part, entry.key): entry for entry in on_record(campaign)}
    sheets = {(sheet.part, sheet.unit_id): sheet for sheet in _sheets_to_write(campaign)}
    rows = _listed_rows(sheets)
    elsewhere = _rows(campaign, entries.values())
    found = [_new(entry, sheets, elsewhere.get(key)) for key, entry in entries.items() if key not in rows]
    for key, (sheet, rating) in rows.items():
        found += _changed(entries.get(key), sheet, rating, sheets)
    return found


def _sheets_to_write(campaign):
    """Without those of chi bộ whose year another campaign holds."""
    return campaign.sheets.select_related("unit").exclude(part=Part.MEMBERS, unit__in=units_held(campaign))


def _listed_rows(sheets):
    """{(part, key): (its sheet, the rating)}; *sheets* are {(part, unit): sheet}."""
    found = {}
    for sheet in sheets.values():
        if sheet.part != Part.MEMBERS:
            subject = subject_of(sheet.part)
            rows = rows_to_write(sheet).select_related(subject)
            found |= {(sheet.part, getattr(row, f"{subject}_id")): (sheet, row) for row in rows}
    return found | _listed_members({sheet.unit_id: sheet for sheet in sheets.values() if sheet.part == Part.MEMBERS})


def _listed_members(sheets):
    """Of all chi bộ at once; *sheets* are {unit: sheet}."""
    years = {sheet.campaign.year for sheet in sheets.values()}
    rows = MemberRating.objects.filter(year__in=years, unit__in=sheets).select_related("person")
    return {(Part.MEMBERS, row.person_id): (sheets[row.unit_id], row) for row in rows.order_by("unit", "person")}


def _new(entry, sheets, given):
    sheet = sheets.get((entry.part, entry.unit))
    text = f"Thêm vào danh sách{_because(entry)}"
    blocked = "Đã có kết quả ở nơi khác" if given and _is_elsewhere(entry, given) else _closed(sheet)
    sheets = (sheet,)
    return Difference(Kind.NEW, entry.part, entry.key, entry.name, text, blocked, "", entry, given, sheets)


def _changed(entry, sheet, rating, sheets):
    name = str(getattr(rating, subject_of(sheet.part)))
    if entry is None:
        written = _written(rating)
        text = "Đưa ra khỏi danh sách: không thuộc danh sách ngày đánh giá"
        text += f"; mất những gì đã ghi: {written}" if written else ""
        key = getattr(rating, f"{subject_of(sheet.part)}_id")
        yield Difference(Kind.GONE, sheet.part, key, name, text, _closed(sheet), written, None, rating, (sheet,))
    elif sheet.part == Part.MEMBERS and entry.unit != sheet.unit_id:
        there = sheets.get((entry.part, entry.unit))
        text = f"Chuyển từ danh sách {sheet.unit} sang {there.unit if there else 'chi bộ mới'}{_because(entry)}"
        cast = VOTES_CAST if _has_votes(rating) else ""
        text += f"; mất {cast} của cuộc họp trước" if cast else ""
        blocked = _closed(sheet) or _closed(there)
        both = (sheet, there)
        yield Difference(Kind.MOVED, sheet.part, entry.key, entry.name, text, blocked, cast, entry, rating, both)
    elif (entry.reason, entry.because) != (rating.listed_reason, rating.listed_because):
        text = f"Nay{_because(entry)}" if entry.reason else "Nay thuộc diện xếp loại"
        text = text.replace("Nay: ", "Nay không xếp loại: ")
        if entry.reason and rating.level:
            text += f"; mức {rating.verdict} đã ghi vẫn giữ"
        blocked = _closed(sheet)
        yield Difference(Kind.REASON, sheet.part, entry.key, entry.name, text, blocked, "", entry, rating, (sheet,))


def _because(entry):
    return f": {entry.because or NotRatedReason(entry.reason).label}" if entry.reason else ""


def _closed(sheet):
    if sheet is not None and sheet.step >= Step.DECIDED:
        return "Danh sách đã quyết định: mở lại danh sách trước"
    return ""


def _has_votes(rating):
    return any(votes is not None for votes in rating.votes)


def _written(rating):
    """What somebody wrote of *rating*, beyond what the record says itself; empty for a row as it was listed."""
    parts = {
        rating.verdict: rating.level or rating.not_rated_reason != rating.listed_reason,
        "tự xếp loại": rating.self_level,
        "cấp ủy": rating.committee_level,
        VOTES_CAST: _has_votes(rating),
        "điểm": rating.score is not None,
        "ghi chú": rating.note,
    }
    return ", ".join(name for name, is_written in parts.items() if name and is_written)


@transaction.atomic
def take(campaign, codes):
    """Take the differences that *codes* name, as they are now; one that has changed since is left. Returns how many."""
    chosen = _chosen(campaign, codes)
    if _is_merged(each.entry.fields for each in chosen if each.entry):
        chosen = _chosen(campaign, codes)
    with because("Tính lại danh sách xếp loại"):
        for each in chosen:
            _take(campaign, each)
    return len(chosen)


def _chosen(campaign, codes):
    return [each for each in differences(campaign) if each.code in codes and not each.blocked]


def _take(campaign, difference):
    entry, rating = difference.entry, difference.rating
    if difference.kind == Kind.GONE:
        rating.delete()
        return
    step = min((s.step for s in difference.sheets if s), default=Step.DRAFT)
    sheet = _sheet(campaign, entry.part, entry.unit, step)
    if difference.kind == Kind.MOVED:
        _move(rating, sheet)
    _list(campaign, entry, rating)


def _move(rating, sheet):
    """The votes were cast by others and stay behind; a proposal is that of the list on which the row stands."""
    rating.unit_id = sheet.unit_id
    for name in VOTES.values():
        setattr(rating, name, None)
    rating.forget_proposal()
    if sheet.step == Step.PROPOSED:
        rating.propose()
    rating.save()
