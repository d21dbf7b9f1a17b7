"""A person's life on file: facts of many kinds gathered by one query, and told as one timeline."""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from members.facts import SLUGS
from members.models import (
    Badge,
    Commendation,
    Discipline,
    Exemption,
    MemberRating,
    Movement,
    Probation,
    Qualification,
    Suspension,
    TemporaryAbsence,
    TrainingAttendance,
    VillageHead,
    VillageHeadRating,
)
from members.models.learning import level_name
from nakhe.access import Right
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.names import fold
from units.models import Level, NotRatedReason, Rating, UnitName

PRECISION = {"month": "Chỉ biết tháng", "year": "Chỉ biết năm"}


class Fact(NamedTuple):
    """One row of any of SOURCES; dates as ISO text, as precise as they are known, "" where there is none."""

    kind: str
    pk: str
    code: str
    text: str
    place: str
    note: str
    starts: str
    ends: str
    decision: str

    @property
    def started_on(self):
        return PartialDate.from_iso(self.starts) if self.starts else None

    @property
    def ended_on(self):
        return PartialDate.from_iso(self.ends) if self.ends else None

    @property
    def slug(self):
        """Of the form that puts it right, or None."""
        return SLUGS.get(self.kind)

    @property
    def title(self):
        return TITLES[self.kind](self)

    @property
    def verdict(self):
        """Of a rating: the level's short name, or why there is none."""
        return Level(self.text).label if self.text else NotRatedReason(self.note).label


PERIOD = {"starts": "started_on", "ends": "ended_on"}
DECIDED = {"decision": "decision_number"}
SHORT_NAME = Subquery(UnitName.objects.filter(unit=OuterRef("unit")).order_by("-started_on").values("short_name")[:1])
SOURCES = {
    Qualification: {"code": "kind", "text": "level", "place": "subject"} | PERIOD,
    Exemption: PERIOD | DECIDED,
    Suspension: {"code": "scope"} | PERIOD | DECIDED,
    TemporaryAbsence: {"place": "place"} | PERIOD | DECIDED,
    Probation: PERIOD | DECIDED,
    Movement: {"code": "kind", "place": "place", "note": "cancel_reason", "starts": "effective_on"} | DECIDED,
    Discipline: {"code": "form", "note": "reason", "starts": "decided_on"} | DECIDED,
    Commendation: {"text": "form", "place": "given_by", "note": "reason", "starts": "decided_on"} | DECIDED,
    Badge: {"text": "level__years", "code": "number", "starts": "awarded_on"} | DECIDED,
    VillageHead: {"text": "term_years", "place": "village__name"} | PERIOD | DECIDED,
    MemberRating: {"code": "year", "text": "level", "place": SHORT_NAME, "note": "not_rated_reason",
                   "starts": "decided_on"} | DECIDED,
    VillageHeadRating: {"code": "year", "text": "level", "place": "village__name", "note": "not_rated_reason",
                        "starts": "decided_on"} | DECIDED,
    TrainingAttendance: {"code": "course__kind", "text": "course__name", "place": "course__organiser",
                         "note": "result", "starts": "course__started_on", "ends": "course__ended_on"},
}  # fmt: skip


def facts(person, reader, right=Right.READ):
    """What *reader* may know of *person*, the latest first; what is not known when, last."""
    first, *others = [
        _rows(columns, _known(model, reader, right).filter(person=person)) for model, columns in SOURCES.items()
    ]
    found = [Fact(*(value or "" for value in row)) for row in first.union(*others, all=True)]
    return sorted(found, key=lambda fact: (fact.starts, fact.kind, int(fact.pk)), reverse=True)


def facts_within(people, reader, right, first, last):
    """[(person's key, Fact)] of what began or ended from *first* to *last*, of *people* (a subquery of keys).

    What is known to the year alone counts from its first day.
    """
    head, *others = [
        _rows(columns, _dated(_known(model, reader, right).filter(person__in=people), columns, first, last), "person")
        for model, columns in SOURCES.items()
    ]
    rows = head.union(*others, all=True)
    return [(row[-1], Fact(*(value or "" for value in row[:-1]))) for row in rows]


def _known(model, reader, right=Right.READ):
    rows = model.objects.visible_to(reader, right)
    return rows.with_result() if issubclass(model, Rating) else rows


def _dated(rows, columns, first, last):
    """Compared as text, in which days and partial dates have one order: “2024” is from 01/01/2024 on."""
    since = str(first.year) if (first.month, first.day) == (1, 1) else first.isoformat()
    dates = {f"{name}_text": Cast(columns[name], TextField()) for name in ("starts", "ends") if name in columns}
    falls = [Q(**{f"{name}__gte": since, f"{name}__lte": last.isoformat()}) for name in dates]
    return rows.annotate(**dates).filter(reduce(or_, falls))


def _rows(columns, rows, *more):
    values = {name: F(path) if isinstance(path, str) else path for name, path in columns.items()}
    values |= {"pk": F("pk"), "kind": Value(rows.model.__name__)}
    ordered = [Cast(values.get(name, Value("")), TextField()) for name in Fact._fields]
    return rows.order_by().values_list(*ordered, *more)


def _qualification(fact):
    name = level_name(fact.code, fact.text)
    if fact.code == Qualification.Kind.POLITICAL:
        return f"{name} lý luận chính trị"
    if fact.code == Qualification.Kind.GENERAL:
        return f"Giáo dục phổ thông {name}"
    return f"{name}: {fact.place}" if fact.place else name


def _rating(fact):
    whom = " trưởng thôn" if fact.kind == "VillageHeadRating" else ""
    return f"Xếp loại{whom} năm {fact.code}: {fact.verdict}"


TITLES = {
    "Qualification": _qualification,
    "Exemption": lambda fact: "Miễn công tác và sinh hoạt đảng",
    "Suspension": lambda fact: Suspension.Scope(fact.code).label,
    "TemporaryAbsence": lambda fact: f"Sinh hoạt tạm thời: {fact.place}" if fact.place else "Sinh hoạt tạm thời",
    "Probation": lambda fact: "Dự bị sau khi kết nạp lại",
    "Movement": lambda fact: Movement.Kind(fact.code).label,
    "Discipline": lambda fact: f"Kỷ luật: {Discipline.Form(fact.code).label}",
    "Commendation": lambda fact: ", ".join(filter(None, [fact.text, fact.place])),
    "Badge": lambda fact: f"Huy hiệu {fact.text} năm tuổi đảng",
    "VillageHead": lambda fact: f"Trưởng thôn {fact.place}",
    "MemberRating": _rating,
    "VillageHeadRating": _rating,
    "TrainingAttendance": lambda fact: fact.text,
}
RATINGS = ("MemberRating", "VillageHeadRating")
LABELS = {  # of what stands in the timeline; a movement is told by the facts that it wrote
    "Qualification": "Trình độ",
    "Exemption": "Sinh hoạt đảng",
    "Suspension": "Sinh hoạt đảng",
    "TemporaryAbsence": "Sinh hoạt đảng",
    "Probation": "Sinh hoạt đảng",
    "Discipline": "Kỷ luật",
    "Commendation": "Khen thưởng",
    "Badge": "Huy hiệu",
    "VillageHead": "Chức vụ",
    "MemberRating": "Xếp loại",
    "VillageHeadRating": "Xếp loại",
    "TrainingAttendance": "Bồi dưỡng",
}

CHANGE = "Thay đổi hồ sơ"
KINDS = [*dict.fromkeys(["Sinh hoạt đảng", "Chức vụ", *LABELS.values()]), CHANGE]


@dataclass(frozen=True)
class Entry:
    on: PartialDate
    title: str
    label: str
    detail: str = ""
    is_milestone: bool = False
    order: str = ""

    @classmethod
    def of(cls, on, title, label, *details, is_milestone=False):
        """An entry whose *details* leave out what is not known; a date known roughly says so."""
        on = on if isinstance(on, PartialDate) else PartialDate.of(on)
        said = [detail for detail in (*details, PRECISION.get(on.precision)) if detail]
        return cls(on, title, label, " · ".join(said), is_milestone, on.iso)


@dataclass(frozen=True)
class Line:
    """The *entries* of a timeline, those of the *chosen* kind alone where one is asked for."""

    entries: list
    chosen: str | None = None

    @property
    def kinds(self):
        """[(kind, its word in the address, how many)], in the order of KINDS."""
        counted = Counter(entry.label for entry in self.entries)
        return [(kind, slug(kind), counted[kind]) for kind in KINDS if counted[kind]]

    @property
    def shown(self):
        known = {word for _, word, _ in self.kinds}
        return [entry for entry in self.entries if self.chosen not in known or slug(entry.label) == self.chosen]


def slug(kind):
    return fold(kind).replace(" ", "-")


def timeline(record):
    """Every dated entry of *record* (members.record.Record), the latest first."""
    entries = [
        *life(record.person, record.until, record.memberships, record.offices, record.facts),
        *(_yearly(fact) for fact in record.ratings if not fact.started_on),
        *_changes(record.history),
    ]
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def life(person, until, memberships, offices, facts):
    """An Entry for each dated fact of one person; *memberships* and *offices* as members.record.Record has them."""
    return [
        *_admission(person, until),
        *(entry for membership in memberships for entry in _membership(membership)),
        *(_office(office) for office in offices),
        *(_fact(fact) for fact in facts if fact.started_on and fact.kind in LABELS),
    ]


def _admission(person, until):
    number = person.admission_decision_number
    told = [
        (person.admission_decision_on, "Quyết định kết nạp", number and f"QĐ {number}"),
        (person.admitted_on, "Lễ kết nạp", person.admitted_at and f"tại {person.admitted_at}"),
        (person.official_on, "Công nhận đảng viên chính thức", ""),
    ]
    for on, title, detail in told:
        if on and not (until and on.first_day >= until):
            yield Entry.of(on, title, "Sinh hoạt đảng", detail, is_milestone=True)


def _membership(membership):
    """The day it began and, unless the next one begins with it, the day it ended."""
    party = "Sinh hoạt đảng"
    detail = [membership.decision_in and f"QĐ {membership.decision_in}"]
    came = f"từ {membership.came_from}" if membership.came_from else ""
    title = f"{membership.get_reason_in_display()}: {membership.unit_name}"
    yield Entry.of(membership.known_start, title, party, came, *detail, is_milestone=True)
    if membership.ended_on and membership.reason_out != membership.ReasonOut.INTERNAL:
        went = membership.went_to and f"đến {membership.went_to}"
        decision = membership.decision_out and f"QĐ {membership.decision_out}"
        title = f"{membership.get_reason_out_display()}: {membership.unit_name}"
        yield Entry.of(membership.ended_on, title, party, went, decision, is_milestone=True)


def _office(office):
    term = f"nhiệm kỳ {office.term}" if office.term else ""
    until = f"đến {PartialDate.of(office.ended_on)}" if office.ended_on else ""
    return Entry.of(office.started_on, office.full_title, "Chức vụ", office.unit_name, term, until, is_milestone=True)


def _yearly(fact):
    """A verdict on a whole year stands at its end."""
    return Entry(PartialDate(int(fact.code)), fact.title, LABELS[fact.kind], fact.place, order=f"{fact.code}-12-31")


def _changes(history):
    """One entry for all that one person changed of the record in one go; what is new tells itself."""
    history = [change for change in history if not change.is_new]
    for (at, by, reason), changes in groupby(history, key=lambda change: (change.at, change.by, change.reason)):
        what = "; ".join(dict.fromkeys(change.what for change in changes))
        yield Entry.of(localtime(at).date(), what, CHANGE, by, reason)


def _fact(fact):
    decision = fact.decision and f"QĐ {fact.decision}"
    place = fact.place if fact.kind in ("TrainingAttendance", "MemberRating") else ""
    note = "" if fact.kind in RATINGS else fact.note
    until = f"đến {fact.ended_on}" if fact.ended_on and fact.kind not in ("Qualification", "TrainingAttendance") else ""
    milestone = fact.kind in ("VillageHead", "Badge", "Exemption", "Suspension")
    return Entry.of(
        fact.started_on, fact.title, LABELS[fact.kind], place, note, until, decision, is_milestone=milestone
    )
