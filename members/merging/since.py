"""What was built on two records before they became one, and on the one since: neither is taken back under the other."""

from django.utils.timezone import localtime

from members.models import ImportBatch, Movement, Person, PersonMerge
from units.models import UnitChange

PERSON = Person._meta.label_lower
FIRST = "Hủy hoặc hoàn tác mục đó trước, rồi hủy lần gộp."


def merged_since(rows, moment):
    """A sentence naming a merge later than *moment* that moved, changed or took out one of *rows* (of nakhe.effects).

    None where there is none in force. The people themselves do not count: of them a merge changes single columns, and
    those are compared one by one.
    """
    later = list(_later(moment))
    wanted = _rows(rows) if later else set()
    return next((sentence(merge) for merge in later if _rows(merge.effects) & wanted), None)


def people_merged_since(keys, moment):
    """The same for people: one of *keys* is one record with another since, on whichever side it stood."""
    keys = set(keys)
    merges = _later(moment).defer("effects", "told")
    return next((sentence(merge) for merge in merges if keys & {merge.kept_id, merge.merged_id}), None)


def built_since(merge):
    """A sentence naming what was written later on a row that *merge* touched, and still stands; or None."""
    wanted = _rows(merge.effects)
    later = {"recorded_at__gt": merge.recorded_at}
    documents = [
        *Movement.objects.in_force().filter(person=merge.kept_id, **later).select_related("person"),
        *UnitChange.objects.in_force().filter(**later),
    ]
    for document in documents:
        if _rows(document.effects) & wanted:
            return f"Sau khi gộp đã ghi “{document}” trên mục của hồ sơ gộp. {FIRST}"
    batches = ImportBatch.objects.filter(state=ImportBatch.State.COMMITTED, committed_at__gt=merge.recorded_at)
    for batch in batches.only("file_name", "effects").iterator(chunk_size=1):
        if _rows(batch.effects.each() if batch.effects else ()) & wanted:
            return f"Sau khi gộp đã nhập tệp {batch.file_name} trên mục của hồ sơ gộp. {FIRST}"
    return None


def sentence(merge):
    day = localtime(merge.recorded_at)
    return f"Hồ sơ {merge.merged} đã gộp vào hồ sơ {merge.kept} ngày {day:%d/%m/%Y}. Hủy lần gộp đó trước."


def _later(moment):
    """The merges in force later than *moment*; None: of a document as old as the record itself."""
    merges = PersonMerge.objects.in_force().select_related("kept", "merged")
    return merges.filter(recorded_at__gt=moment) if moment else merges


def _rows(effects):
    """{(model, key)}, without people."""
    return {(row["model"], row["pk"]) for row in effects if row["model"] != PERSON}
