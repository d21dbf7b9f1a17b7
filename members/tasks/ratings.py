"""The rating year that is open: where members on the assessment date have no result yet, and which lists wait."""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from members.models import Membership
from members.rating_progress import RatingProgress, has_result
from members.rating_stages import due_at
from members.rating_steps import name_of
from members.roster import unit_name
from members.tasks.task import Item, Task
from nakhe.vietnamese.dates import add_months, format_day
from units.models import RatingCampaign, RatingSheet, Step, UnitClosure

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


class RatingLists(Task):
    """Lists of open years that wait for somebody. Steps are not dated: a list counts from the day it was frozen."""

    counts = "danh sách"

    def sheets(self):
        day = self.scope.day
        sheets = RatingSheet.objects.visible_on(self.scope.reader, day).filter(
            campaign__state=RatingCampaign.State.OPEN, campaign__listed_at__date__lte=day
        )
        return sheets.select_related("campaign", "unit").order_by("campaign__year", "unit__position", "part")

    def _item(self, sheet, says, due):
        address = reverse("rating_list", args=[sheet.campaign_id, sheet.part, sheet.unit_id])
        return Item(name_of(sheet), address, f", năm {sheet.campaign.year}{says}", bool(due) and due < self.scope.day)


class RatingListsProposed(RatingLists):
    key = "cho-quyet-dinh"
    name = "Danh sách xếp loại chờ Đảng ủy quyết định"
    tag = "Chờ quyết định"

    def find(self):
        for sheet in self.sheets().filter(step=Step.PROPOSED):
            due = due_at(sheet.campaign, sheet.step)
            yield self._item(sheet, f", hạn {format_day(due)}" if due else "", due)


class RatingListsReturned(RatingLists):
    key = "tra-lai"
    name = "Danh sách xếp loại bị trả lại"
    tag = "Làm lại"

    def find(self):
        for sheet in self.sheets().filter(step=Step.VOTING).exclude(remark=""):
            yield self._item(sheet, f": {sheet.remark}", due_at(sheet.campaign, sheet.step))
