"""The dated closure of the tree: (ancestor, unit, depth, from, to), derived from founding days and parents.

One index range answers "every unit under X on day D". It is rebuilt for the unit that moved and all below it.
"""

from collections import defaultdict

from django.db import transaction

from units.models import Unit, UnitClosure, UnitParent


def rebuild():
    """Rebuild the whole table; returns the number of rows."""
    with transaction.atomic():
        UnitClosure.objects.all().delete()
        rows = expected()
        UnitClosure.objects.bulk_create(UnitClosure(**row) for row in rows)
    return len(rows)


def rebuild_below(unit):
    """Rebuild the rows of *unit* and of every unit that is, was or becomes its descendant."""
    with transaction.atomic():
        ids = _at_and_below(unit.pk)
        UnitClosure.objects.filter(unit__in=ids).delete()
        UnitClosure.objects.bulk_create(UnitClosure(**row) for row in expected(ids))


def expected(ids=None):
    """The rows that the tree implies, as dicts; for *ids* only, or for every unit."""
    tree = _Tree(ids)
    return [row for unit in (tree.wanted if ids is None else ids) for row in tree.rows(unit)]


def _at_and_below(root):
    """Ids of *root* and of all that ever had it above them, level by level."""
    found, frontier = {root}, {root}
    while frontier:
        children = UnitParent.objects.filter(parent__in=frontier).values_list("unit", flat=True)
        frontier = set(children) - found
        found |= frontier
    return found


class _Tree:
    """Founding periods and parent links in memory: the wanted units and everything above them."""

    def __init__(self, ids):
        self.links = defaultdict(list)
        self.lives = {}
        self.wanted = self._load(ids)

    def _load(self, ids):
        units = Unit.objects.all() if ids is None else Unit.objects.filter(pk__in=ids)
        wanted = frontier = {pk: (start, end) for pk, start, end in units.values_list("pk", "started_on", "ended_on")}
        while frontier:
            self.lives |= frontier
            links = UnitParent.objects.filter(unit__in=frontier)
            for unit, parent, start, end in links.values_list("unit", "parent", "started_on", "ended_on"):
                self.links[unit].append((parent, start, end))
            above = {parent for unit in frontier for parent, _, _ in self.links[unit]} - self.lives.keys()
            lives = Unit.objects.filter(pk__in=above).values_list("pk", "started_on", "ended_on")
            frontier = {pk: (start, end) for pk, start, end in lives}
        return wanted

    def rows(self, unit):
        """The unit's own row, and one per ancestor and unbroken period."""
        start, end = self.lives[unit]
        spans = {(unit, 0): [(start, end)]}
        for ancestor, depth, first, last in self._above(unit, start, end, 1, (unit,)):
            spans.setdefault((ancestor, depth), []).append((first, last))
        for (ancestor, depth), periods in spans.items():
            for first, last in _joined(periods):
                yield {
                    "ancestor_id": ancestor, "unit_id": unit, "depth": depth, "started_on": first, "ended_on": last,
                }  # fmt: skip

    def _above(self, unit, start, end, depth, path):
        for parent, first, last in self.links[unit]:
            period = _common((start, end), (first, last), self.lives[parent])
            if period and parent not in path:
                yield parent, depth, *period
                yield from self._above(parent, *period, depth + 1, (*path, parent))


def _common(*periods):
    """The intersection of half-open periods, or None."""
    start = max(first for first, _ in periods)
    ends = [last for _, last in periods if last is not None]
    end = min(ends) if ends else None
    return (start, end) if end is None or start < end else None


def _joined(periods):
    """Periods that touch, made one."""
    joined = []
    for first, last in sorted(periods, key=lambda period: period[0]):
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
