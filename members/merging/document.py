"""Merging two records: seeing beforehand what it would change, writing it, and taking it back."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from members.known_ratings import versions_to_read
from members.merging.act import Merging
from members.merging.moved import moving
from members.merging.rules import of_the_person
from members.merging.since import built_since, merged_since
from members.models import MemberRating, Person, PersonMerge, RatingRecord, VillageHeadRating
from members.movements.document import locked, refuse_outliving
from nakhe.access import SYSTEM
from nakhe.effects import Superseded, take_back
from units.models import RatingCampaign

LINKS = 4
"""A record merged into one that was merged itself, and so on: as far as the name of the first is still found."""
RATINGS = {model._meta.label_lower for model in (MemberRating, VillageHeadRating)}


class Refused(ValidationError):
    """The two cannot be merged as they stand: sentences. Nothing was written."""


def preview(kept, merged, chosen, reader):
    """The Merging that merge() would write, with its choices and what refuses it. Nothing of it is kept."""
    with transaction.atomic():
        done = _done(kept, merged, chosen, reader)
        transaction.set_rollback(True)
    return done


def merge(kept, merged, chosen, by, reason, batch):
    """Make *merged* part of *kept*; returns the PersonMerge. The same *batch* again writes nothing. Raises Refused."""
    with transaction.atomic():
        _hold_rating_years(kept, merged)
        people = {person.pk: person for person in locked([kept, merged])}
        if there := PersonMerge.objects.filter(batch=batch).first():
            return there
        kept, merged = people[kept.pk], people[merged.pk]
        _refuse_merged(kept, merged)
        done = _done(kept, merged, chosen, by, reason)
        if done.refusals:
            raise Refused(done.refusals)
        document = PersonMerge(kept=kept, merged=merged, reason=reason, batch=batch)
        document.effects, document.told = done.effects.rows, done.told
        document.recorded_by = None if by is SYSTEM else by
        document.full_clean()
        document.save()
    return document


def cancel(document, by, reason):
    """Take the merge back: both records are as they were before it. Raises Superseded, and then nothing changed."""
    with transaction.atomic():
        _hold_rating_years(document.kept, document.merged)
        locked([document.kept, document.merged])
        document = (
            PersonMerge.objects.select_for_update(of=("self",)).select_related("kept", "merged").get(pk=document.pk)
        )
        if document.is_cancelled:
            raise Superseded("Lần gộp này đã hủy rồi.")
        _refuse_later(document)
        take_back(document.effects, f"Hủy gộp hồ sơ: {reason}")
        for person in Person.objects.filter(pk__in=[document.kept_id, document.merged_id]):
            refuse_outliving(person)
        document.cancelled_at, document.cancelled_by = timezone.now(), None if by is SYSTEM else by
        document.cancel_reason = reason
        document.save()


def remaining(person):
    """The record that stands for *person* now: itself, unless it was merged."""
    while person.merged_into_id:
        person = person.merged_into
    return person


def absorbed(person):
    """Keys of all records merged into *person*, those merged into them before included."""
    found, last = [], [person.pk]
    while last := list(Person.objects.filter(merged_into__in=last).values_list("pk", flat=True)):
        found += last
    return found


def names_absorbed():
    """{key of a record that stands: [name] of those merged into it, directly or not}, in one query."""
    rows = Person.objects.exclude(merged_into=None).values_list("pk", "merged_into", "full_name", "birth_name", "alias")
    gone = {pk: (into, names) for pk, into, *names in rows}
    found = defaultdict(list)
    for into, names in gone.values():
        while into in gone:
            into = gone[into][0]
        found[into] += filter(None, names)
    return found


def bears_a_merged_name(query):
    """The condition that a record merged into this one, through at most LINKS merges, is the one that *query* means."""
    gone, found = Person.objects.exclude(merged_into=None).search(query), Q()
    for links in range(1, LINKS + 1):
        found |= Q(pk__in=gone.values("__".join(["merged_into"] * links)))
    return found


# --- Doing it ---


def _done(kept, merged, chosen, reader, reason=""):
    done = Merging(kept, merged, chosen, reader, reason)
    done.locked_years = _locked_years(kept)
    if told := _locked_sentence(kept, merged, done.locked_years):
        done.refuse(told)
    _attempt(done, lambda: of_the_person(done), " Chọn lại ở phần lý lịch.")
    for model, name, rule in moving():
        mine, theirs = (list(model._base_manager.filter(**{name: each}).order_by("pk")) for each in (kept, merged))
        if theirs:
            _attempt(done, lambda rule=rule, mine=mine, theirs=theirs: rule(done, mine, theirs))
    _attempt(done, lambda: done.effects.change(merged, merged_into=kept))
    return done


def _attempt(done, write, advice=""):
    """What one rule cannot write is told; the others go on, so that all that is wrong is said at once."""
    try:
        with transaction.atomic():
            write()
    except ValidationError as error:
        done.refusals += [f"{message}{advice}" for message in error.messages]
    except IntegrityError:
        done.refuse("Có mục ghi trùng mà sổ không nhận. Xem lại hai hồ sơ rồi gộp.")


def _refuse_merged(*people):
    for person in people:
        if person.merged_into_id:
            raise Refused([f"Hồ sơ {person} vừa được gộp vào hồ sơ {person.merged_into}. Mở lại danh sách."])


def _refuse_later(document):
    if document.kept.merged_into_id:
        into = remaining(document.kept)
        raise Superseded(f"Hồ sơ {document.kept} sau đó đã gộp vào hồ sơ {into}. Hủy lần gộp sau trước.")
    if told := merged_since(document.effects, document.recorded_at) or built_since(document):
        raise Superseded(told)
    if years := _locked_after(document):
        told = ", ".join(map(str, years))
        raise Superseded(f"Xếp loại năm {told} đã khóa sau khi gộp, không trả về hồ sơ cũ được. Mở lại năm đó trước.")


# --- Locked years ---


def _hold_rating_years(*people):
    """Nobody locks a year of theirs meanwhile; years are held before people."""
    years = set()
    for model in (MemberRating, VillageHeadRating):
        years |= set(model.objects.filter(person__in=people).values_list("year", flat=True))
    list(RatingCampaign.objects.select_for_update(of=("self",)).filter(year__in=years).order_by("pk"))


def _locked_records(person):
    return RatingRecord.objects.filter(person=person, version__in=versions_to_read())


def _locked_years(person):
    return set(_locked_records(person).values_list("version__campaign__year", flat=True))


def _locked_sentence(kept, merged, years_of_kept):
    """A locked year keeps the name it was decided of, so its record is the one that remains."""
    years = sorted(_locked_years(merged))
    if not years:
        return None
    told = f"{merged} có tên trong xếp loại đã khóa năm {', '.join(map(str, years))}"
    if years_of_kept:
        return f"Hồ sơ gộp của {told}, hồ sơ kia cũng có năm đã khóa. Mở lại năm đó, gộp, rồi khóa lại."
    return f"Hồ sơ gộp của {told}: chọn hồ sơ đó làm hồ sơ còn lại."


def _locked_after(document):
    """The years of the ratings that it moved or took out, if locked since with the record that remains."""
    moved = [row for row in document.effects if row["model"] in RATINGS and "person" in row["before"]]
    years = {row["before"]["year"] for row in moved if row["after"] is None}
    for model in (MemberRating, VillageHeadRating):
        keys = [row["pk"] for row in moved if row["model"] == model._meta.label_lower and row["after"]]
        years |= set(model.objects.filter(pk__in=keys).values_list("year", flat=True))
    since = _locked_records(document.kept_id).filter(version__locked_at__gt=document.recorded_at)
    return sorted(years & set(since.values_list("version__campaign__year", flat=True)))
