"""One list of a rating year as its papers need it: who is on it, in whose name it is printed, under which rules."""

from datetime import date
from functools import cached_property

from members.letterheads import as_kept
from members.models import RatingRecord
from members.rating_sheets import Part, sheet_of
from members.rating_versions import latest_version, settings_of
from nakhe.access import SYSTEM, Right
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from reports import paper_lines
from reports.letterhead import issuing_unit, letterhead_of
from reports.parameters import UnknownUnit
from units.models import Step, Unit

KINDS = {"QĐ ": "Quy định số ", "HD ": "Hướng dẫn số "}
"""How a regime shortens what its documents are."""


class PaperList:
    """The list that *choice* means, cut to where *reader* holds *right*."""

    def __init__(self, reader, choice, right):
        self.reader, self.choice, self.right = reader, choice, right
        self.campaign, self.part = choice.campaign, choice.part
        self.year = choice.campaign.year
        self.committee = choice.campaign.unit

    @property
    def unit(self):
        """Who rates here: the chi bộ its members, the committee its chi bộ and village heads."""
        return self.choice.unit if self.part == Part.MEMBERS else self.committee

    def may_have(self, unit):
        return Unit.objects.visible_to(self.reader, self.right).filter(pk=unit.pk).exists()

    @cached_property
    def is_whole(self):
        """Whether the reader has the right on the whole committee, and not only on a chi bộ of it."""
        return self.may_have(self.committee)

    def check(self):
        """Another's list is answered as a missing one."""
        if not self.is_whole and not self.may_have(self.unit):
            raise UnknownUnit(str(self.unit))

    # --- Who ---

    @cached_property
    def version(self):
        """Of a locked year: then the papers say what it said when it was locked."""
        return latest_version(self.campaign)

    @cached_property
    def lines(self):
        """The Lines of this list in its order."""
        return self._lines_of([self.unit] if self.part == Part.MEMBERS else self.choice.branches)

    @cached_property
    def lines_of_all(self):
        """Of members those of every chi bộ that the reader has the right on; else the same lines."""
        if self.part != Part.MEMBERS or not self.is_whole:
            return self.lines
        return list(paper_lines.recorded(self._records)) if self.version else self._lines_of(self._branches_of_all)

    @property
    def _branches_of_all(self):
        return self.choice.branches if self.is_whole else [self.unit]

    def _lines_of(self, branches):
        if self.version:
            of_them = {"unit__in": branches} if self.part == Part.MEMBERS else {}
            return list(paper_lines.recorded(self._records.filter(**of_them)))
        if self.part == Part.MEMBERS:
            return list(paper_lines.of_members(self.reader, self.campaign, branches))
        return list(paper_lines.of_grid(self.part, self.reader, self.campaign, self.choice.branches))

    @property
    def _records(self):
        """The lines of the version, as far as the reader has the right on them."""
        records = RatingRecord.objects.visible_to(self.reader, self.right)
        return records.filter(version=self.version, part=self.part)

    @property
    def is_under_way(self):
        """Whether each list has its own step, and what stands on it is decided only once that is reached."""
        return bool(self.campaign.listed_at) and not self.campaign.is_locked

    @cached_property
    def decided_lines(self):
        """Of lines_of_all those whose list is decided."""
        if not self.is_under_way:
            return self.lines_of_all
        if self.part != Part.MEMBERS:
            return self.lines if self.sheet.step == Step.DECIDED else []
        return self._lines_of([branch for branch in self._branches_of_all if branch.pk in self._decided_branches])

    @cached_property
    def _decided_branches(self):
        """Their keys."""
        return set(self.campaign.sheets.filter(part=self.part, step=Step.DECIDED).values_list("unit", flat=True))

    @property
    def undecided_branches(self):
        """Those of lines_of_all with a list that is not decided."""
        if not self.is_under_way or self.part != Part.MEMBERS:
            return []
        waiting = {line.rating.unit_id for line in self.lines_of_all if line.rating} - self._decided_branches
        return [branch for branch in self._branches_of_all if branch.pk in waiting]

    @property
    def rated(self):
        return [line for line in self.lines if line.is_rated]

    @property
    def not_rated(self):
        return [line for line in self.lines if not line.is_rated]

    # --- When, and in whose name ---

    @cached_property
    def sheet(self):
        return sheet_of(self.campaign, self.part, self.unit.pk)

    @property
    def is_proposed(self):
        return self.sheet.step >= Step.PROPOSED

    @property
    def day(self):
        """The day of the vote; without one today, but never after the year was assessed, and that day once it is
        locked."""
        return self.sheet.voted_on or self._day_without_vote

    @property
    def _day_without_vote(self):
        if self.version:
            return date.fromisoformat(self.settings["assessed_on"])
        return min(today(), self.campaign.assessed_on)

    def letterhead_on(self, day, unit=None):
        """Of who rates, or of *unit*, as named and led on *day*. Bodies above the reader's own stand in it, too."""
        unit = issuing_unit(SYSTEM, Right.READ, str((unit or self.unit).pk), day, None, False)
        return letterhead_of(as_kept(unit, self.settings.get("letterheads", {}), day), SYSTEM)

    @cached_property
    def letterhead(self):
        return self.letterhead_on(self.day)

    # --- Under which rules ---

    @cached_property
    def settings(self):
        """The campaign's and its regime's; of a locked year as they were then."""
        return self.version.settings if self.version else settings_of(self.campaign)

    @property
    def documents(self):
        """“Quy định số 124-QĐ/TW ngày 04/10/2023”, then the guidance where there is one."""
        regime = self.settings["regime"]
        found = [(regime[name], regime[f"{name}_on"]) for name in ("regulation", "guidance") if regime[name]]
        return [in_full(name, day) for name, day in found]


def in_full(name, day):
    """“HD 25-HD/BTCTW” of a day as ISO text, or None: “Hướng dẫn số 25-HD/BTCTW ngày 10/11/2023”."""
    kind = next((kind for kind in KINDS if name.startswith(kind)), "")
    text = KINDS[kind] + name.removeprefix(kind) if kind else name
    return f"{text} ngày {format_day(date.fromisoformat(day))}" if day else text
