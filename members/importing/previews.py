"""A file that was brought: read beside the record and kept for its account, read again with answers or as another kind.

What kind of file it is (kinds.py) says who may and how it is read. Nothing in the register is written. All is in steps
(nakhe/steps.py), for the page of a large file.
"""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from members.importing.batches import NotWritten, must_import, own_preview
from members.importing.kinds import KINDS, recognised
from members.importing.mapped import mapped_in, remember, remembered
from members.importing.matching import NO_BIRTH
from members.importing.of_people import PEOPLE
from members.importing.reading import Asked
from members.importing.reading_rights import rights_of
from members.importing.result import TAKE
from members.importing.stored import packed, unpacked
from members.importing_units.reading import fits as is_of_units
from members.models import ImportBatch
from nakhe.access import SYSTEM, Right, granted_units, has_right, who_may
from nakhe.audit import as_one_change_set, because
from nakhe.periods import today
from nakhe.spreadsheets.file_names import plain_name
from nakhe.spreadsheets.limits import Refused
from nakhe.spreadsheets.places import place
from nakhe.spreadsheets.reading import open_book
from nakhe.steps import at_once

KEPT = timedelta(days=7)
"""How long the file of a preview stays."""
READING = "Đang đọc tệp và so từng dòng với sổ…"
READ_ELSEWHERE = "Bản xem trước vừa được đọc lại ở cửa sổ khác. Xem lại bên dưới rồi chọn tiếp."
UNITS, EDIT_UNITS = "danh sách chi bộ, thôn", Right.EDIT_RECORD
NOT_YOURS = "Theo tiêu đề và tên cột, tệp này là {0}. Người nhập được: {1}."
OF_UNITS = "Tệp này là danh sách chi bộ, thôn: nhập ở trang “Nhập chi bộ và thôn”."


class OfUnits(Refused):
    """A list of chi bộ, brought by somebody who may: it is read by a page of its own."""


def preview_in_steps(data, name, by, **said):
    """read_file_in_steps(), kept for its account unless the file is refused as no list of people.

    One whose names were not found is kept, for somebody to say which column has them.
    """
    batch = yield from read_file_in_steps(data, name, by, **said)
    if not batch.read.refused or batch.read.is_unnamed:
        with as_one_change_set(), because("Tệp xem trước quá một tuần"):
            ImportBatch.objects.filter(state=ImportBatch.State.PREVIEW, previewed_at__lt=timezone.now() - KEPT).delete()
        with as_one_change_set(), transaction.atomic():
            batch.save()
    return batch


preview = at_once(preview_in_steps)


def read_file_in_steps(data, name, by, *, kind=None, branch="", year="", answers=None, mapped=None):
    """Read the bytes *data* of the file called *name*: an ImportBatch, not saved, with its Reading as `.read`.

    *kind*: the code of its kind; None: by its headings. Raises limits.Refused for what is no spreadsheet, or of a kind
    that *by* may not bring, places.Busy where too many files are being read.
    """
    must_import(by, *KINDS.values())
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
    if kind is PEOPLE and is_of_units(book):
        raise OfUnits(OF_UNITS) if has_right(by, EDIT_UNITS) else Refused(NOT_YOURS.format(UNITS, who_may(EDIT_UNITS)))
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
    must_import(by, kind)
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
        batch = own_preview(batch, by)
    return batch, batch.previewed_at


@contextmanager
def _giving_back(batch, by, seen):
    """Saves *batch*, with what is written inside, if the one on record still is the one of *seen*; else NotWritten."""
    with transaction.atomic():
        if own_preview(batch, by).previewed_at != seen:
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
    batch.read = yield from reading_for(batch, by, book)
    batch.read.rights = rights_of(by)
    batch.reading, batch.summary = packed(batch.read), batch.read.summary


def reading_for(batch, by, book=None):
    """The Reading, in steps."""
    asked = Asked(by, batch.branch, batch.year, batch.day, mapped_in(batch))
    return KINDS[batch.kind].read_in_steps(book or book_of(batch), asked, batch.answers)


def book_of(batch):
    return open_book(bytes(batch.content), batch.file_name)


def _committee_of(by, kind):
    """The committee or chi bộ at which an account imports; None for several, and for the command line."""
    units = set() if by is SYSTEM else set(granted_units(by, kind.right))
    return units.pop() if len(units) == 1 else None
