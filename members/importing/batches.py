"""A file that was brought: previewed, answered, written as a whole, taken back as a whole. Each step checks its right.

What kind of file it is (kinds.py) says who may, how it is read and what is written. A preview is its account's and
lasts a day; it is read again when it is written, with its rows locked, and what differs from what was shown stops it.

What reads a file is in steps (nakhe/steps.py), for the page of a large one.
"""

import hashlib
import unicodedata
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.importing.kinds import KINDS, recognised
from members.importing.matching import NO_BIRTH
from members.importing.of_people import PEOPLE, people_written
from members.importing.portions import Written, portions
from members.importing.reading import Asked
from members.importing.result import ASK, CHANGED, ERROR, NEW, TAKE
from members.importing.stored import differences, meanings, packed, unpacked
from members.importing.units import Units
from members.importing_units.reading import fits as is_of_units
from members.models import HeadingMeaning, ImportBatch
from members.movements.document import lock_units
from members.stranded import nobody_stranded
from nakhe.access import SYSTEM, granted_units, has_right, who_may
from nakhe.audit import as_one_change_set, because
from nakhe.bulk_effects import take_back_in_bulk
from nakhe.effects import Superseded
from nakhe.long_writes import long_write
from nakhe.periods import today
from nakhe.spreadsheets.limits import Refused
from nakhe.spreadsheets.places import place
from nakhe.spreadsheets.reading import open_book
from nakhe.steps import at_once
from nakhe.vietnamese.names import tidy

LASTS, KEPT = timedelta(hours=24), timedelta(days=7)
"""How long a preview may be written, and how long its file stays."""
PREVIEW, LONGEST_NAME = ImportBatch.State.PREVIEW, 200
READING = "Đang đọc tệp và so từng dòng với sổ…"
OPENING, COMPARING, WRITTEN = "Đang đọc lại tệp…", "Đang so từng dòng với sổ…", "Đã ghi"
STALE = "Bản xem trước đã quá 24 giờ. Đọc lại tệp rồi xem trước lần nữa."
READ_ELSEWHERE = "Bản xem trước vừa được đọc lại ở cửa sổ khác. Xem lại bên dưới rồi chọn tiếp."
DONE = "Lần nhập này đã ghi rồi."
WAITING = "Còn {0} dòng cần hỏi hoặc có lỗi. Trả lời, sửa tệp, hoặc chỉ lấy các dòng hợp lệ."
NOTHING = "Không có gì để ghi: mọi dòng giữ nguyên, cần hỏi hoặc có lỗi."
REFUSED = "Không ghi được, chưa ghi gì. Sửa trong tệp rồi đọc lại:"
NOT_YOURS = "Theo tiêu đề và tên cột, tệp này là {0}. Người nhập được: {1}."
OF_UNITS = "Tệp này là danh sách chi bộ, thôn: nhập ở trang “Nhập chi bộ và thôn”."
CLASH = "Không ghi được: có dòng trái với sổ mà bản xem trước chưa thấy. Chưa ghi gì; đọc lại tệp."


class NotWritten(Exception):
    """Nothing was written; str() is a sentence, *told* are more of them: what is no longer as shown."""

    def __init__(self, sentence, told=()):
        super().__init__(sentence)
        self.told = list(told)


# --- Reading ---


def preview_in_steps(data, name, by, **said):
    """read_file_in_steps(), kept for its account unless the file is refused as no list of people.

    One whose names were not found is kept, for somebody to say which column has them.
    """
    batch = yield from read_file_in_steps(data, name, by, **said)
    if not batch.read.refused or batch.read.is_unnamed:
        with as_one_change_set(), because("Tệp xem trước quá một tuần"):
            ImportBatch.objects.filter(state=PREVIEW, previewed_at__lt=timezone.now() - KEPT).delete()
        with as_one_change_set(), transaction.atomic():
            batch.save()
    return batch


preview = at_once(preview_in_steps)


def read_file_in_steps(data, name, by, *, kind=None, branch="", year="", answers=None, mapped=None):
    """Read the bytes *data* of the file called *name*: an ImportBatch, not saved, with its Reading as `.read`.

    *kind*: the code of its kind; None: by its headings. Raises limits.Refused for what is no spreadsheet, or of a kind
    that *by* may not bring, places.Busy where too many files are being read.
    """
    _must_import(by, *KINDS.values())
    with place():
        book = open_book(data, plain_name(name))
        kind = KINDS[kind] if kind else _recognised(book, by)
        if not has_right(by, kind.right):
            raise Refused(NOT_YOURS.format(kind.name, who_may(kind.right)))
        batch = ImportBatch(
            account=None if by is SYSTEM else by,
            unit_id=_committee_of(by, kind),
            kind=kind.code,
            file_name=plain_name(name),
            sha256=hashlib.sha256(data).hexdigest(),
            content=data,
            branch=branch,
            year=year,
            day=today(),
            answers=answers or {},
            mapped=mapped or {},
        )
        batch.answers = _answered_before(batch) | batch.answers
        yield from _read_into(batch, by, book)
    return batch


read_file = at_once(read_file_in_steps)


def _recognised(book, by):
    """The Kind of *book* by its headings; a list of chi bộ has a page of its own."""
    kind = recognised(book, lambda each: remembered(_committee_of(by, each), each.code))
    if kind is PEOPLE and not PEOPLE.fits(book, {}) and is_of_units(book):
        raise Refused(OF_UNITS)
    return kind


def _answered_before(batch):
    """Of the same file that was written before, that who is told by the name alone is the namesake on record."""
    same = ImportBatch.objects.filter(sha256=batch.sha256, unit=batch.unit_id, state=ImportBatch.State.COMMITTED)
    given = same.filter(kind=batch.kind).order_by("-pk").values_list("answers", flat=True).first() or {}
    return {NO_BIRTH: TAKE} if given.get(NO_BIRTH) == TAKE else {}


def answer_in_steps(batch, by, *, answers=None, mapped=None):
    """Read a preview again with more *answers* and columns *mapped* by hand, which are remembered. Returns it.

    Raises NotWritten, or places.Busy.
    """
    batch, seen = _taken(batch, by)
    batch.answers |= answers or {}
    batch.mapped |= mapped or {}
    yield from _read_again(batch, by)
    with _giving_back(batch, by, seen):
        for heading, field in (mapped or {}).items():
            remember(batch.unit_id, batch.kind, heading, field)
    return batch


answer = at_once(answer_in_steps)


def read_as_in_steps(batch, by, kind):
    """Read a preview again as the Kind *kind*.

    Raises limits.Refused where it is no such list, NotWritten, places.Busy; the preview stays as it was.
    """
    batch, seen = _taken(batch, by)
    _must_import(by, kind)
    batch.kind, batch.unit_id = kind.code, _committee_of(by, kind)
    batch.answers, batch.mapped = {}, {}
    yield from _read_again(batch, by)
    if batch.read.refused:
        raise Refused(batch.read.refused)
    with _giving_back(batch, by, seen):
        pass
    return batch


read_as = at_once(read_as_in_steps)


def _taken(batch, by):
    """(the preview, when it was read): nothing is locked while it is read again, for on SQLite nobody could write."""
    with transaction.atomic():
        batch = _own_preview(batch, by)
    return batch, batch.previewed_at


@contextmanager
def _giving_back(batch, by, seen):
    """Saves *batch*, with what is written inside, if the one on record still is the one of *seen*; else NotWritten."""
    with transaction.atomic():
        if _own_preview(batch, by).previewed_at != seen:
            raise NotWritten(READ_ELSEWHERE)
        yield
        batch.save()


def shown(batch):
    """The Reading that the preview showed."""
    return unpacked(batch.reading)


def _read_again(batch, by):
    with place():
        yield from _read_into(batch, by)


def _read_into(batch, by, book=None):
    batch.day, batch.previewed_at = today(), timezone.now()
    batch.read = yield from _read(batch, by, book)
    batch.reading, batch.summary = packed(batch.read), batch.read.summary


def _read(batch, by, book=None):
    """The Reading, in steps."""
    asked = Asked(by, batch.branch, batch.year, batch.day, mapped_in(batch))
    return KINDS[batch.kind].read_in_steps(book or _book(batch), asked, batch.answers)


def _book(batch):
    return open_book(bytes(batch.content), batch.file_name)


def _forget_contents(batch):
    """What is large is asked from the database again, when anybody wants it."""
    for name in ("reading", "effects"):
        batch.__dict__.pop(name, None)


def mapped_in(batch):
    """{heading: field} mapped by hand, for this file or for one before."""
    return remembered(batch.unit_id, batch.kind) | batch.mapped


def remembered(unit, kind):
    """{heading: field} that the committee (a key or None) mapped by hand before, in files of the *kind*."""
    return dict(HeadingMeaning.objects.filter(unit=unit, kind=kind).values_list("heading", "field"))


def remember(unit, kind, heading, field):
    with because("Chọn cột khi nhập tệp"):
        HeadingMeaning.objects.update_or_create(
            unit_id=unit, kind=kind, heading=heading[:400], defaults={"field": field}
        )


def plain_name(name):
    """The last part of whatever path a browser sent, on one line, at most as long as a name may be."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    text = tidy("".join(letter if letter.isprintable() else " " for letter in last)) or "tep"
    stem, dot, kind = text.rpartition(".")
    return f"{stem[: LONGEST_NAME - 1 - len(kind)]}{dot}{kind}" if dot else text[:LONGEST_NAME]


def _committee_of(by, kind):
    """The committee or chi bộ at which an account imports; None for several, and for the command line."""
    units = set() if by is SYSTEM else set(granted_units(by, kind.right))
    return units.pop() if len(units) == 1 else None


# --- Writing ---


def commit(batch, by, *, only_valid=True):
    """A generator that writes the preview *batch*, all of it or nothing; NotWritten says why not, or places.Busy.

    It gives what it begins to do, a sentence, and how far it is while it reads, compares and writes.
    *only_valid*: rows that wait for an answer or have an error are left out; else they stop the whole.
    The batch itself is brought up to date: state, written, effects.
    """
    _must_import(by, *KINDS.values())
    yield OPENING
    with place(), long_write():
        yield from _commit(batch, by, _book(batch), only_valid)  # opened before anybody waits for what is locked


def _commit(batch, by, book, only_valid):
    _forget_contents(batch)
    with as_one_change_set(), transaction.atomic():
        kept = _own_preview(batch, by)
        yield COMPARING
        reading = yield from _read_locked(kept, by, book)
        del book
        rows = [row for row in reading.rows if row.status in (NEW, CHANGED)]
        _refuse_waiting(reading, rows, only_valid)
        written = Written()
        for done, portion in portions(rows, KINDS[kept.kind].portion):
            yield done, len(rows), WRITTEN
            written.add(_write(kept, by, reading, portion))
        yield len(rows), len(rows), WRITTEN
        _keep(kept, written)
    kept.read = reading
    batch.__dict__.update(kept.__dict__)


def commit_now(batch, by, *, only_valid=True):
    """commit() for who waits for the end."""
    for _ in commit(batch, by, only_valid=only_valid):
        pass
    return batch


def _read_locked(batch, by, book):
    """Units first, then the rest, each in the order of keys; then the file again beside what nobody changes now."""
    before = shown(batch)
    _forget_contents(batch)
    _lock_units(by, batch.day)
    KINDS[batch.kind].lock(before, by, batch.day)
    was = meanings(before)
    del before
    reading = yield from _read(batch, by, book)
    if told := differences(was, reading, KINDS[batch.kind].by_key):
        raise NotWritten("Sổ đã thay đổi từ khi xem trước, chưa ghi gì. Xem lại các dòng này:", told)
    return reading


def _lock_units(by, day):
    lock_units([unit.pk for unit in Units(by, day).all])


def _refuse_waiting(reading, rows, only_valid):
    waiting = sum(row.status in (ASK, ERROR) for row in reading.rows)
    if waiting and not only_valid:
        raise NotWritten(WAITING.format(waiting))
    if not rows:
        raise NotWritten(NOTHING)


def _collected(batch, by, reading, rows):
    """The BulkEffects of all that *rows* write."""
    writing = KINDS[batch.kind].writing(batch, by, reading, rows)
    for row in rows:
        try:
            writing.write(row)
        except ValidationError as error:
            where = f"{row.sheet}, dòng {row.row} ({row.person.get('full_name', '')})"
            raise NotWritten(REFUSED, [f"{where}: {message}" for message in error.messages]) from error
    return writing.effects


def _write(batch, by, reading, rows):
    """The BulkEffects of *rows*, written."""
    effects = _collected(batch, by, reading, rows)
    try:
        for _ in effects.write():
            pass
    except IntegrityError as error:
        raise NotWritten(CLASH) from error
    return effects


def _keep(batch, written):
    batch.state, batch.committed_at = ImportBatch.State.COMMITTED, timezone.now()
    batch.effects, batch.written = written.packed(), written.counts
    batch.save()
    _forget_contents(batch)


# --- Taking back ---


def undo(batch, by, reason):
    """A generator of (done, total) that takes back all that *batch* wrote. Raises Superseded; then all is as it was."""
    with long_write(), as_one_change_set(), transaction.atomic():
        kept = _locked(batch, by)
        if kept.kind not in KINDS:
            raise Superseded(f"Lần nhập này là {kept.get_kind_display().lower()}: hoàn tác ở nơi đã nhập.")
        _must_import(by, KINDS[kept.kind])
        if kept.state != ImportBatch.State.COMMITTED:
            raise Superseded("Lần nhập này chưa ghi, hoặc đã hoàn tác rồi.")
        _lock_units(by, today())
        people = people_written(kept)
        KINDS[kept.kind].must_be_kept(kept, people, by)
        with nobody_stranded(people):
            effects, total = kept.effects.each(), sum(map(sum, kept.written.values()))
            for done in take_back_in_bulk(effects, f"Hoàn tác nhập tệp {kept.file_name}: {reason}"):
                yield done, total
        _forget_contents(kept)  # the log of the next save reads the row anew
        kept.state, kept.undone_at, kept.undo_reason = ImportBatch.State.UNDONE, timezone.now(), reason[:200]
        kept.undone_by = None if by is SYSTEM else by
        kept.save()
    batch.__dict__.update(kept.__dict__)


def undo_now(batch, by, reason):
    for _ in undo(batch, by, reason):
        pass
    return batch


# --- Who ---


def _must_import(by, *kinds):
    if not any(has_right(by, kind.right) for kind in kinds):
        raise PermissionDenied


def _locked(batch, by):
    found = ImportBatch.objects.visible_to(by).filter(pk=batch.pk)
    locked = ImportBatch.objects.without_readings().select_for_update(no_key=True)
    kept = locked.filter(pk__in=found.values("pk")).first()
    if kept is None:
        raise PermissionDenied
    return kept


def _own_preview(batch, by):
    """The preview, locked: two clicks become one writing."""
    kept = _locked(batch, by)
    if kept.kind in KINDS:
        _must_import(by, KINDS[kept.kind])
    if kept.account_id != (None if by is SYSTEM else by.pk):
        raise PermissionDenied
    if kept.state != ImportBatch.State.PREVIEW:
        raise NotWritten(DONE)
    if timezone.now() - kept.previewed_at > LASTS:
        raise NotWritten(STALE)
    return kept
