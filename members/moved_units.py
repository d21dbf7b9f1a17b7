"""Who came under a committee, or left it, with the whole chi bộ: no way in and no way out of domain.md §3."""

from django.db.models import Exists, F, OuterRef, Q

from units.models import UnitClosure


def came_with_units(roots, first, last):
    """A row for each member of a chi bộ on the day it came under *roots*, from *first* to *last*; unit is the chi bộ.

    Who joined the chi bộ on that very day is no such member: that is a way in.
    """
    rows = _once(UnitClosure.objects.filter(ancestor__in=roots).started_within(first, last), roots)
    others = UnitClosure.objects.filter(ancestor__in=roots, unit=OuterRef("unit"))
    until_then = Q(ended_on=None) | Q(ended_on__gte=OuterRef("started_on"))
    was_here = others.filter(until_then, started_on__lt=OuterRef("started_on"))
    return rows.filter(~Exists(was_here), _members_on(F("started_on")))


def left_with_units(roots, first, last):
    """A row for each member of a chi bộ on the day it went from under *roots* and lived on; unit is the chi bộ."""
    rows = _once(UnitClosure.objects.filter(ancestor__in=roots).ended_within(first, last), roots, "ended_on")
    others = UnitClosure.objects.filter(ancestor__in=roots, unit=OuterRef("unit"))
    lives_on = Q(unit__ended_on=None) | Q(unit__ended_on__gt=F("ended_on"))
    return rows.filter(lives_on, ~Exists(others.as_of(OuterRef("ended_on"))), _members_on(F("ended_on")))


def _once(rows, roots, day="started_on"):
    """Where one root lies under another, a chi bộ has a row for each: the first one stands for all."""
    same = UnitClosure.objects.filter(ancestor__in=roots, unit=OuterRef("unit"), **{day: OuterRef(day)})
    return rows.filter(~Exists(same.filter(pk__lt=OuterRef("pk"))))


def _members_on(day):
    """Members before *day* who still are on it."""
    stays = Q(unit__memberships__ended_on=None) | Q(unit__memberships__ended_on__gt=day)
    return Q(unit__memberships__started_on__lt=day) & stays
