"""The rating campaign that is open: the chi bộ where members on the assessment date have no result yet."""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from members.models import Membership
from members.rating_progress import RatingProgress, has_result
from members.roster import unit_name
from members.tasks.task import Item, Task
from nakhe.vietnamese.dates import add_months
from units.models import RatingCampaign, UnitClosure

MONTHS_AHEAD = 2
"""Committees rate in the weeks before the assessment date, 31/12; a campaign opened earlier still waits. [P]"""


class RatingsMissing(Task):
    """Whoever need not be rated is still given a row, with the reason; the grid proposes it."""

    key = "xep-loai"
    name = "Xếp loại đảng viên"
    tag = "Còn thiếu"
    counts = "người"

    @property
    def title(self):
        return f"{self.name} năm {self.progress.year}" if self.progress else self.name

    @cached_property
    def campaigns(self):
        """Of the latest open year whose time has come or, when all are locked, of the latest year."""
        until = add_months(self.scope.day, MONTHS_AHEAD)
        known = RatingCampaign.objects.covering(self.scope.reader).filter(assessed_on__lte=until)
        known = list(known.order_by("-year"))
        latest = next((each for each in known if not each.is_locked), known[0] if known else None)
        return [each for each in known if (each.year, each.is_locked) == (latest.year, latest.is_locked)]

    @cached_property
    def _branches(self):
        """[{unit, name, members, done}] of the members whom the campaigns rate, in the committee's order."""
        if not self.campaigns:
            return []
        first = self.campaigns[0]
        rows = self._rated_by(self.campaigns).order_by("unit__position", "unit__code")
        named = rows.values("unit", "unit__position", "unit__code", name=unit_name(first.assessed_on))
        counted = Count("pk", filter=has_result(first.year))
        return list(named.annotate(members=Count("pk"), done=counted))

    def _rated_by(self, campaigns):
        """Who belonged to a unit below one of the committees, and to the reader's, on its assessment date."""
        found = Q()
        for day in {each.assessed_on for each in campaigns}:
            committees = [each.unit_id for each in campaigns if each.assessed_on == day]
            below = UnitClosure.objects.as_of(day).filter(ancestor__in=committees)
            members = (
                Membership.objects.visible_on(self.scope.reader, day).as_of(day).filter(unit__in=below.values("unit"))
            )
            found |= Q(pk__in=members.values("pk"))
        return Membership.objects.filter(found)

    @cached_property
    def progress(self):
        if not self.campaigns:
            return None
        members, done = (sum(row[name] for row in self._branches) for name in ("members", "done"))
        return RatingProgress(self.campaigns[0].year, members, done)

    @property
    def _is_open(self):
        return any(not each.is_locked for each in self.campaigns)

    @property
    def count(self):
        return self.progress.missing if self._is_open else 0

    @property
    def is_done(self):
        return bool(self.progress and self.progress.members and not self.count)

    @property
    def summary(self):
        return f"{self.progress.done} / {self.progress.members} đảng viên đã có kết quả" if self.progress else ""

    def find(self):
        if not self._is_open:
            return
        for row in self._branches:
            missing = row["members"] - row["done"]
            if missing:
                asked = urlencode({"nam": self.progress.year, "don_vi": row["unit"]})
                says = f": {missing} trên {row['members']} chưa có kết quả"
                yield Item(row["name"], f"{reverse('ratings')}?{asked}", says)
