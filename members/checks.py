"""What is derived or implied in the record of people, recomputed. Each check yields one sentence a difference."""

from collections import Counter
from datetime import date
from itertools import pairwise

from django.db.models import Count

from members.merging.moved import moving
from members.models import Membership, Person, PersonMerge
from members.models.person import compute_search_key, compute_sort_key
from members.rating_versions import latest_version, records_of
from nakhe.periods import today
from units.models import RatingCampaign, Unit


def check_name_keys():
    for person in Person.objects.all().iterator():
        stored = (person.sort_key, person.search_key)
        if stored != (compute_sort_key(person), compute_search_key(person)):
            yield f"Khóa tên của hồ sơ {person.pk} ({person}) không khớp họ tên."


def check_overlaps():
    """One person in two chi bộ on one day; SQLite has no constraint for it."""
    rows = Membership.objects.order_by("person", "started_on").select_related("person")
    for before, after in pairwise(rows.iterator()):
        if before.person_id == after.person_id and (before.ended_on is None or before.ended_on > after.started_on):
            yield f"{after.person} sinh hoạt ở hai chi bộ từ {after.started_on:%d/%m/%Y}."


def check_membership_within_unit_life():
    rows = Membership.objects.select_related("person", "unit")
    for row in rows.iterator():
        unit = row.unit
        if row.started_on < unit.started_on or (unit.ended_on and (row.ended_on or date.max) > unit.ended_on):
            yield f"{row.person} sinh hoạt ở {unit} ngoài thời gian chi bộ hoạt động."


def check_internal_moves():
    """Whoever leaves one chi bộ for another arrives there the same day: internal moves net to 0."""
    left = set(Membership.objects.filter(reason_out="INTERNAL").values_list("person", "ended_on"))
    came = set(Membership.objects.filter(reason_in="INTERNAL").values_list("person", "started_on"))
    names = dict(Person.objects.values_list("pk", "full_name"))
    for person, day in sorted(left - came):
        yield f"{names[person]} chuyển nội bộ đi ngày {day:%d/%m/%Y} nhưng không có nơi đến."
    for person, day in sorted(came - left):
        yield f"{names[person]} chuyển nội bộ đến ngày {day:%d/%m/%Y} nhưng không có nơi đi."


def check_movement_identity():
    """Per unit and year: opening + every way in − every way out = closing, people counted one by one (domain.md §3)."""
    first = Membership.objects.order_by("started_on").values_list("started_on", flat=True).first()
    years = range(first.year, today().year + 1) if first else ()
    names = dict(Unit.objects.values_list("pk", "code"))
    started, ended = _events("started_on"), _events("ended_on")
    opening = Counter()
    for year in years:
        closing = _people_per_unit(date(year, 12, 31))
        for unit in sorted(opening.keys() | closing.keys()):
            expected = opening[unit] + started[unit, year] - ended[unit, year]
            if expected != closing[unit]:
                yield f"Biến động năm {year} của {names[unit]}: tính được {expected}, đếm được {closing[unit]}."
        opening = closing


def _events(field):
    rows = Membership.objects.exclude(**{field: None}).values_list("unit", f"{field}__year")
    return Counter(rows)


def _people_per_unit(day):
    rows = Membership.objects.as_of(day).order_by().values("unit").annotate(n=Count("person", distinct=True))
    return Counter(dict(rows.values_list("unit", "n")))


def check_merged_records():
    """Nothing hangs on a record that was merged, and a merge in force says the same as the record itself."""
    gone = dict(Person.objects.exclude(merged_into=None).values_list("pk", "full_name"))
    for model, name, _ in moving():
        for pk in sorted(set(model._base_manager.filter(**{f"{name}__in": gone}).values_list(name, flat=True))):
            yield f"Hồ sơ {pk} ({gone[pk]}) đã gộp mà còn {model._meta.verbose_name}."
    told = dict(PersonMerge.objects.in_force().values_list("merged", "kept"))
    stands = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    for pk in sorted(told.keys() | stands.keys()):
        if told.get(pk) != stands.get(pk):
            yield f"Hồ sơ {pk}: ghi gộp vào {stands.get(pk) or '–'}, lần gộp ghi vào {told.get(pk) or '–'}."


def check_locked_years():
    """The stored ratings of a locked year against its last version: nobody came, nobody went, no result is another."""
    locked = RatingCampaign.objects.filter(state=RatingCampaign.State.LOCKED).select_related("regime", "unit")
    for campaign in locked.order_by("year", "pk"):
        version = latest_version(campaign)
        if version is None:
            continue
        kept = {record.key: record for record in version.records.all()}
        stored = {record.key: record for record in records_of(campaign)}
        for key in [*kept, *(stored.keys() - kept.keys())]:
            yield from _since_the_lock(campaign, kept.get(key), stored.get(key))


def _since_the_lock(campaign, kept, stored):
    name = f"Xếp loại năm {campaign.year} đã khóa, {(kept or stored).name}"
    if stored is None:
        yield f"{name}: bản khóa ghi {verdict_of(kept)}, nay không còn kết quả."
    elif kept is None:
        yield f"{name}: nay có kết quả {verdict_of(stored)}, bản khóa không có."
    elif verdict_of(kept) != verdict_of(stored):
        yield f"{name}: bản khóa ghi {verdict_of(kept)}, nay là {verdict_of(stored)}."


def verdict_of(record):
    return record.verdict or "chưa có kết quả"
