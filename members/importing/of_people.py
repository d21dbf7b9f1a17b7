"""Members and their ratings, as a kind of file."""

from collections import defaultdict

from django.apps import apps

from members.importing.bands import find_band
from members.importing.fields import FIELDS
from members.importing.headings import JOINT, meaning_of
from members.importing.held_rows import chunks, lock_rows, must_be_own
from members.importing.kind import Kind
from members.importing.locked import HeldYears
from members.importing.reading import read_in_steps
from members.importing.template import template
from members.importing.units import Units
from members.importing.writing.people import write_row
from members.importing.writing.record import Record
from members.merging.since import merged_since, people_merged_since
from members.models import DifferentPeople, ImportBatch, MemberRating, Movement, Office, Person, PersonMerge
from nakhe.access import SYSTEM, Right, has_right, who_may
from nakhe.effects import Superseded

WRITTEN_WITH = {Office: (Right.EDIT_RECORD, "chức vụ"), MemberRating: (Right.RATE, "xếp loại")}
NOT_WRITTEN_BY = "Lần nhập này đã ghi {0}, bạn không có quyền ghi nên không hoàn tác được. Người hoàn tác được: {1}."
PORTION = 250
"""Rows of a file: ten thousand people at once are a hundred thousand rows in memory."""


def fits(book, mapped):
    bands = (find_band(sheet, mapped) for sheet in book.sheets if sheet.rows and not sheet.is_hidden)
    return any(band and band.names_people for band in bands)


def lock_people(reading, by, day):
    lock_rows(Person, {row.match for row in reading.rows if row.match})


class WritingPeople:
    def __init__(self, batch, by, reading, rows):
        self.record = Record(rows, Units(by, batch.day), f"Nhập từ tệp {batch.file_name}")
        self.headings = headings_of(reading)

    @property
    def effects(self):
        return self.record.effects

    def write(self, row):
        write_row(row, self.record, self.headings.get(row.sheet, {}))


def headings_of(reading):
    """{sheet: {field: heading}}."""
    headings = {}
    for column in reading.columns:
        for field in (column.field or "").split(JOINT):
            headings.setdefault(column.sheet, {}).setdefault(field, column.heading)
    return headings


def must_be_kept(batch, people, by):
    _must_have_written(batch, by)
    keep_the_people(batch, people, by)
    _must_be_open(batch)


def _must_have_written(batch, by):
    """Offices and ratings of a file are taken back by who may write them where they are; a departure ends offices."""
    for model, (right, name) in WRITTEN_WITH.items():
        rows = (row for row in batch.effects.each() if row["model"] == model._meta.label_lower)
        said = {row["pk"] for row in rows if row["before"] is None or row["before"].keys() - {"ended_on"}}
        if said and not has_right(by, right):
            raise Superseded(NOT_WRITTEN_BY.format(name, who_may(right)))
        must_be_own(model, said, by, right, name)


def keep_the_people(batch, people, by):
    """*people* (keys) are locked, and are still the reader's to change."""
    lock_rows(Person, people)
    refuse_merged(batch, people)
    _forget_answers(batch)
    must_be_own(Person, people, by, Right.EDIT_PEOPLE, "người")


def people_written(batch):
    """The keys, in their order, of who was written down, or had a fact written down or changed."""
    people, changed = set(), defaultdict(list)
    for row in batch.effects.each():
        if row["model"] == Person._meta.label_lower:
            people.add(row["pk"])
        elif row["before"] is not None:
            changed[row["model"]].append(row["pk"])
        elif "person" in row["after"]:
            people.add(row["after"]["person"])
    for label, keys in changed.items():
        people |= set(_people_of(apps.get_model(label), keys))
    return sorted(people)


def _people_of(model, keys):
    """On whom the rows *keys* hang, by now."""
    for chunk in chunks(keys):
        yield from model._base_manager.filter(pk__in=chunk).values_list("person", flat=True)


def refuse_merged(batch, keys):
    """Of people (*keys*), nobody became one record with another after *batch* was written, nor did a row of it move."""
    moment = batch.committed_at
    if told := people_merged_since(keys, moment) or merged_since(batch.effects.each(), moment):
        raise Superseded(told)


def _forget_answers(batch):
    """Merges and movements that were taken back and “hai người khác nhau” go with whom *batch* wrote down."""
    label = Person._meta.label_lower
    new = {row["pk"] for row in batch.effects.each() if row["model"] == label and row["before"] is None}
    merges = PersonMerge.objects.exclude(cancelled_at=None).defer("effects", "told")
    gone = [merge for merge in merges if new & {merge.kept_id, merge.merged_id}]
    for chunk in chunks(sorted(new)):
        gone += Movement.objects.exclude(cancelled_at=None).filter(person__in=chunk).defer("effects")
    gone += [pair for pair in DifferentPeople.objects.all() if new & {pair.one_id, pair.other_id}]
    for row in gone:
        row.delete()


def _must_be_open(batch):
    """Ratings of a year that was locked since, or put on its lists, stay."""
    keys = [row["pk"] for row in batch.effects.each() if row["model"] == MemberRating._meta.label_lower]
    rated = set()
    for chunk in chunks(keys):
        rated |= set(MemberRating.objects.filter(pk__in=chunk).values_list("year", "unit"))
    held = HeldYears(SYSTEM) if rated else None
    told = [held.of(unit)[str(year)] for year, unit in sorted(rated) if str(year) in held.of(unit)]
    if told:
        raise Superseded(f"{told[0]} Không hoàn tác được xếp loại đã nhập.")


PEOPLE = Kind(
    code=ImportBatch.Kind.PEOPLE,
    slug="dang-vien",
    name="danh sách đảng viên, xếp loại",
    right=Right.EDIT_PEOPLE,
    fields=tuple(FIELDS),
    meaning=meaning_of,
    fits=fits,
    read_in_steps=read_in_steps,
    lock=lock_people,
    writing=WritingPeople,
    must_be_kept=must_be_kept,
    template=template,
    file_name="mau-nhap-dang-vien.xlsx",
    portion=PORTION,
)
