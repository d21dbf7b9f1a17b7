"""A preview is written, as a whole or not at all.

It is read again with its rows locked, and what differs from what was shown stops it.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.importing.batches import NotWritten, forget_contents, lock_all_units, must_import, own_preview
from members.importing.kinds import KINDS
from members.importing.portions import Written, portions
from members.importing.previews import book_of, reading_for, shown
from members.importing.result import ASK, CHANGED, ERROR, NEW
from members.importing.stored import differences, meanings
from members.models import ImportBatch
from nakhe.audit import as_one_change_set
from nakhe.long_writes import long_write
from nakhe.spreadsheets.places import place
from nakhe.steps import at_once

OPENING, COMPARING, WRITTEN = "Đang đọc lại tệp…", "Đang so từng dòng với sổ…", "Đã ghi"
WAITING = "Còn {0} dòng cần hỏi hoặc có lỗi. Trả lời, sửa tệp, hoặc chỉ lấy các dòng hợp lệ."
NOTHING = "Không có gì để ghi: mọi dòng giữ nguyên, cần hỏi hoặc có lỗi."
REFUSED = "Không ghi được, chưa ghi gì. Sửa trong tệp rồi đọc lại:"
CLASH = "Không ghi được: có dòng trái với sổ mà bản xem trước chưa thấy. Chưa ghi gì; đọc lại tệp."


def commit(batch, by, *, only_valid=True):
    """A generator that writes the preview *batch*, all of it or nothing; NotWritten says why not, or places.Busy.

    It gives what it begins to do, a sentence, and how far it is while it reads, compares and writes.
    *only_valid*: rows that wait for an answer or have an error are left out; else they stop the whole.
    The batch itself is brought up to date: state, written, effects.
    """
    must_import(by, *KINDS.values())
    yield OPENING
    with place(), long_write():
        yield from _commit(batch, by, book_of(batch), only_valid)  # opened before anybody waits for what is locked
    return batch


def _commit(batch, by, book, only_valid):
    forget_contents(batch)
    with as_one_change_set(), transaction.atomic():
        kept = own_preview(batch, by)
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


commit_now = at_once(commit)


def _read_locked(batch, by, book):
    """Units first, then the rest, each in the order of keys; then the file again beside what nobody changes now."""
    before = shown(batch)
    forget_contents(batch)
    lock_all_units(by, batch.day)
    KINDS[batch.kind].lock(before, by, batch.day)
    was = meanings(before)
    del before
    reading = yield from reading_for(batch, by, book)
    if told := differences(was, reading, KINDS[batch.kind].by_key):
        raise NotWritten("Sổ đã thay đổi từ khi xem trước, chưa ghi gì. Xem lại các dòng này:", told)
    return reading


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
    forget_contents(batch)
