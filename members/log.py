"""Who did what, when, from where and on whom: the audit log, told by change sets.

A change set is all that one request wrote. Whose entries a reader sees follows from who acted: an account can write
only where it holds a role, so the entries of the accounts whose roles all lie, and always lay, in the reader's units
are about those units. An administrator, who reads no people, sees what was done to accounts and reference lists.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.timezone import make_aware

from members import models as members
from members.export_entry import facts, in_short, is_export
from members.models import Movement, Person, PersonMerge
from nakhe.access import SYSTEM, Right, has_right
from nakhe.models import User
from nakhe.vietnamese.names import search_words
from units import models as units
from units.models import RoleGrant, UnitChange
from units.scoping import units_within

Action = LogEntry.Action
ACTIONS = {Action.CREATE: "Ghi", Action.UPDATE: "Sửa", Action.DELETE: "Xóa", Action.ACCESS: "Xem"}
REFERENCE = (
    units.RatingRegime, units.RatingReason, members.Ethnicity, members.Religion, members.BadgeLevel, members.AwardDay,
)  # fmt: skip
TOLD_FIRST = (UnitChange, PersonMerge, Movement, Person)
"""The record that a change set of many is named for, if it is among them."""


def entries_for(reader):
    """The entries that *reader* may know of, the newest first."""
    entries = LogEntry.objects.order_by("-pk")
    if reader is SYSTEM:
        return entries
    entries = entries.filter(actor__in=accounts_within(reader, Right.READ_LOG).values("pk"))
    return entries if has_right(reader, Right.READ) else entries.filter(content_type__in=types(of_accounts()))


def accounts_within(reader, right):
    """Those whose roles all lie, and always lay, in the units where *reader* holds *right*."""
    within = units_within(reader, right)
    elsewhere = RoleGrant.objects.filter(user=OuterRef("pk")).exclude(unit__in=within)
    here = RoleGrant.objects.filter(user=OuterRef("pk"), unit__in=within)
    return User.objects.filter(Exists(here), ~Exists(elsewhere))


def of_accounts():
    return [User, RoleGrant, *REFERENCE]


def types(models):
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]


def narrowed(entries, asked):
    """*entries* as the form of the page asks: cleaned values of members.forms.log.LogForm."""
    if asked.get("tu"):
        entries = entries.filter(timestamp__gte=midnight(asked["tu"]))
    if asked.get("den"):
        entries = entries.filter(timestamp__lt=midnight(asked["den"] + timedelta(days=1)))
    if asked.get("nguoi_lam"):
        entries = entries.filter(actor=asked["nguoi_lam"])
    if asked.get("viec"):
        entries = entries.filter(action=asked["viec"])
    if asked.get("muc"):
        entries = entries.filter(content_type=asked["muc"])
    if asked.get("ma"):
        entries = entries.filter(additional_data__code=asked["ma"].upper())
    return entries


def midnight(day):
    """The moment at which *day* begins here: a bare column compares by its index, a date made of it does not."""
    return make_aware(datetime.combine(day, time.min))


def about(entries, query, reader):
    """The entries on the records of the people whose names have the words of *query*."""
    if not search_words(query):
        return entries
    people = Person.objects.visible_to(reader).search(query).values("pk")
    found = Q()
    for model in hanging_on_people():
        rows = model._base_manager.filter(person__in=people).values("pk")
        found |= Q(content_type=types([model])[0], object_id__in=rows)
    return entries.filter(Q(content_type=types([Person])[0], object_id__in=people) | found)


def hanging_on_people():
    return [
        members.Membership, members.Movement, members.Office, members.IdentityNumber, members.MemberRating,
        members.Exemption, members.Suspension, members.TemporaryAbsence, members.VillageHead,
    ]  # fmt: skip


@dataclass
class ChangeSet:
    """All that one request wrote, in the order of writing."""

    entries: list

    @cached_property
    def lead(self):
        """The entry that the set is named for."""
        order = {model: place for place, model in enumerate(TOLD_FIRST)}
        return min(self.entries, key=lambda entry: self._rank(entry, order))

    @staticmethod
    def _rank(entry, order):
        """What was newly written names a set rather than what made room for it."""
        return order.get(entry.content_type.model_class(), 9), entry.action != Action.CREATE, entry.pk

    @property
    def pk(self):
        return self.entries[0].pk

    @property
    def what(self):
        entry, model = self.lead, self.lead.content_type.model_class()
        if entry.action == Action.ACCESS:
            return (entry.additional_data or {}).get("what", "Xem")
        if (
            model in (Movement, UnitChange, PersonMerge)
            and "cancelled_at" in (entry.changes or {})
            and entry.action == Action.UPDATE
        ):
            return f"Hủy {model._meta.verbose_name}"
        return f"{ACTIONS[entry.action]} {model._meta.verbose_name if model else entry.content_type.model}"

    @property
    def file(self):
        """Of the file that left, in short."""
        return in_short(self.lead) if is_export(self.lead) else ""

    @property
    def facts(self):
        """[(label, text)] of the file that left."""
        return facts(self.lead) if is_export(self.lead) else []

    @property
    def subject(self):
        return capfirst(self.lead.object_repr)

    @property
    def others(self):
        return len(self.entries) - 1


def change_sets(entries, matching, limit, before=None):
    """The newest *limit* sets of *entries* with an entry among *matching*; older than the entry *before*.

    A set stands where its first entry stands; one more than *limit* says that there are older ones.
    """
    earlier = LogEntry.objects.filter(cid=OuterRef("cid"), pk__lt=OuterRef("pk"))
    leads = entries.filter(Q(cid=None) | ~Exists(earlier))
    if matching is not entries:
        leads = leads.filter(Q(pk__in=matching.values("pk")) | Q(cid__in=matching.exclude(cid=None).values("cid")))
    if before:
        leads = leads.filter(pk__lt=before)
    chosen = list(leads.values_list("pk", "cid")[:limit])
    rows = entries.filter(Q(pk__in=[pk for pk, _ in chosen]) | Q(cid__in=[cid for _, cid in chosen if cid]))
    grouped = {}
    for row in rows.select_related("actor", "content_type").order_by("pk"):
        grouped.setdefault(row.cid or row.pk, []).append(row)
    return [ChangeSet(grouped[cid or pk]) for pk, cid in chosen]
