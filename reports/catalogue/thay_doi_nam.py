"""What changed in the records of members in the year of the report's date, up to that date: one row a fact.

The facts are those of a person's own page (members.timeline); who left is told of up to the day of leaving. A change of
name stands with the day on which it was written, for whoever may change the record; of a number only that it changed.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q
from django.utils.timezone import localtime

from members.models import IdentityNumber, Office, Person
from members.record import known_start
from members.roster import unit_name
from members.timeline import LABELS, Entry, facts_within, life
from nakhe.access import Right, has_right
from nakhe.vietnamese.dates import format_day
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, DateColumn
from reports.people_of_period import has_left, last_memberships, last_of_each
from reports.rows import RowsOfEach

NAMES = ("full_name", "birth_name", "alias")
ENDING = {"Exemption", "Suspension", "TemporaryAbsence", "Probation", "VillageHead"}
RECORD = "Hồ sơ"


class ChangesOfYear(Report):
    slug = "thay-doi-nam"
    title = "Thay đổi của đảng viên trong năm"
    summary = "Từng người: biến động, chức vụ, học tập, khen thưởng, kỷ luật (phiếu bổ sung)"
    group = "Đảng viên"
    parameters = ("as_of", "order", "unit")
    orders = ("name", "unit", "day", "kind")

    class Table(ReportTable):
        name = Column("Họ và tên", link=links.person)
        unit = Column("Chi bộ")
        day = DateColumn("Ngày")
        kind = Column("Loại")
        what = Column("Thay đổi")
        detail = Column("Chi tiết")

    @property
    def first(self):
        return date(self.as_of.year, 1, 1)

    @property
    def subtitle(self):
        return f"Từ ngày {format_day(self.first)} đến ngày {format_day(self.as_of)}"

    def rows(self):
        return RowsOfEach(last_of_each(last_memberships(self, self.first)), self._chunk)

    def _chunk(self, latest):
        """The changes of the people of *latest*, their last memberships, in their order."""
        told = self._told([last.person_id for last in latest], self._all_of(latest))
        return [
            described(last, entry)
            for last in latest
            for entry in sorted(told[last.person_id], key=lambda entry: entry.order)
        ]

    def notes(self, rows):
        people = sum(1 for _ in groupby(rows, key=lambda row: row["person"]))
        may_edit = has_right(self.reader, Right.EDIT_PEOPLE)
        names = "tên cũ → tên mới, theo ngày ghi sổ" if may_edit else "chỉ người sửa được hồ sơ thấy"
        told = f"Đổi tên: {names}. Số giấy tờ: chỉ ghi là có cấp, xem ở hồ sơ."
        return [f"{len(rows)} thay đổi của {people} người. {told}"]

    def _all_of(self, latest):
        """The memberships of the period of the people of *latest*; most have only that one."""
        moved = [last.person_id for last in latest if last.how_many > 1]
        others = last_memberships(self, self.first).filter(person__in=moved) if moved else []
        return [*(last for last in latest if last.how_many == 1), *others]

    def _told(self, people, memberships):
        """{person: [Entry]} of the year, of *people* (keys)."""
        of, facts, offices = grouped(memberships), self._facts(people), self._offices(people)
        told = defaultdict(list)
        for person, rows in of.items():
            until = rows[-1].ended_on if has_left(rows[-1], self.as_of) else None
            known = [fact for fact in facts[person] if stays(fact, until)]
            entries = life(rows[-1].person, until, rows, offices[person], known)
            told[person] = [*once(entries, rows), *office_ends(offices[person]), *fact_ends(known)]
        for person, entry in [*self._numbers(people), *self._names(people)]:
            told[person].append(entry)
        return defaultdict(list, {person: list(filter(self._is_of_year, found)) for person, found in told.items()})

    def _is_of_year(self, entry):
        return entry.on.year == self.as_of.year and entry.on.first_day <= self.as_of

    def _facts(self, people):
        found = defaultdict(list)
        for person, fact in facts_within(people, self.reader, self.right, self.first, self.as_of):
            found[person].append(fact)
        return found

    def _offices(self, people):
        offices = Office.objects.visible_to(self.reader, self.right).filter(person__in=people)
        offices = offices.overlapping(self.first, self.as_of).select_related("unit", "term__congress")
        found = defaultdict(list)
        for office in offices.annotate(unit_name=unit_name(OuterRef("started_on"))).order_by("started_on"):
            found[office.person_id].append(office)
        return found

    def _numbers(self, people):
        """Numbers given or replaced in the year, without the numbers."""
        numbers = IdentityNumber.objects.visible_to(self.reader).filter(person__in=people)
        for number in numbers.filter(started_on__gte=str(self.as_of.year), started_on__lte=self.as_of):
            yield number.person_id, Entry.of(number.started_on, f"Cấp {lowered(number.get_kind_display())}", RECORD)

    def _names(self, people):
        """Names changed in the year, by the log: {"full_name": [old, new]}."""
        mine = Person.objects.changeable_by(self.reader, Right.EDIT_PEOPLE).filter(pk__in=people)
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Person),
            action=LogEntry.Action.UPDATE,
            object_id__in=mine.values("pk"),
            timestamp__date__gte=self.first,
            timestamp__date__lte=self.as_of,
        ).filter(any_of(NAMES))
        for entry in entries.order_by("timestamp"):
            day = localtime(entry.timestamp).date()
            for name in entry.changes.keys() & set(NAMES):
                old, new = (value if value not in ("", "None") else "–" for value in entry.changes[name])
                label = Person._meta.get_field(name).verbose_name
                yield entry.object_id, Entry.of(day, f"Đổi {label}", RECORD, f"{old} → {new}")


def any_of(names):
    found = Q()
    for name in names:
        found |= Q(changes__has_key=name)
    return found


def grouped(memberships):
    """{person: memberships in their order}, each as the timeline wants it."""
    found = defaultdict(list)
    for row in sorted(memberships, key=lambda row: row.started_on):
        row.known_start = known_start(row)
        found[row.person_id].append(row)
    return found


def stays(fact, until):
    """Whether *fact* is of the time until the person left; a rating stays with the chi bộ that gave it."""
    return until is None or fact.kind == "MemberRating" or fact.starts < until.isoformat()


def once(entries, memberships):
    """The ceremony of admission is the admission to the chi bộ where both have one day."""
    starts = [membership.known_start for membership in memberships]
    return [entry for entry in entries if entry.title != "Lễ kết nạp" or entry.on not in starts]


def office_ends(offices):
    for office in offices:
        if office.ended_on:
            yield Entry.of(office.ended_on, f"Thôi chức vụ: {office.full_title}", "Chức vụ", office.unit_name)


def fact_ends(facts):
    for fact in facts:
        if fact.ended_on and fact.kind in ENDING:
            yield Entry.of(fact.ended_on, f"Hết: {lowered(fact.title)}", LABELS[fact.kind])


def lowered(text):
    return text[:1].lower() + text[1:]


def described(last, entry):
    return {
        "person": last.person_id,
        "name": last.person.full_name,
        "unit": last.unit_name,
        "day": entry.on,
        "kind": entry.label,
        "what": entry.title,
        "detail": entry.detail,
    }
