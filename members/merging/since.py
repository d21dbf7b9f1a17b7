"""What was built on two records before they became one is not taken back under them: which merge stands in the way."""

from django.utils.timezone import localtime

from members.models import Person, PersonMerge

PERSON = Person._meta.label_lower


def merged_since(rows):
    """A sentence naming a merge in force that moved, changed or took out one of *rows* (of nakhe.effects), or None.

    The people themselves do not count: of them a merge changes single columns, and those are compared one by one.
    """
    wanted = {(row["model"], row["pk"]) for row in rows}
    for merge in PersonMerge.objects.in_force().select_related("kept", "merged"):
        if any(row["model"] != PERSON and (row["model"], row["pk"]) in wanted for row in merge.effects):
            return sentence(merge)
    return None


def people_merged_since(keys):
    """The same for people: one of *keys* is one record with another by now, on whichever side it stood."""
    keys = set(keys)
    for merge in PersonMerge.objects.in_force().defer("effects", "told").select_related("kept", "merged"):
        if keys & {merge.kept_id, merge.merged_id}:
            return sentence(merge)
    return None


def sentence(merge):
    day = localtime(merge.recorded_at)
    return f"Hồ sơ {merge.merged} đã gộp vào hồ sơ {merge.kept} ngày {day:%d/%m/%Y}. Hủy lần gộp đó trước."
