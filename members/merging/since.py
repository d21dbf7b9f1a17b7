"""What was built on two records before they became one is not taken back under them: which merge stands in the way."""

from django.utils.timezone import localtime

from members.models import PersonMerge


def merged_since(label, keys):
    """A sentence naming the merge in force that moved or took out one of the rows *keys* of the model, or None."""
    keys = set(keys)
    for merge in PersonMerge.objects.in_force().select_related("kept", "merged"):
        if any(row["model"] == label and row["pk"] in keys for row in merge.effects):
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
