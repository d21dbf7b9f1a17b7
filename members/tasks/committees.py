"""Chi bộ whose size and chi ủy do not go together (domain.md §4; the rules stand in members.organisation)."""

from members.organisation import COMMITTEE_AT_MOST, OFFICIAL_AT_LEAST, OFFICIAL_FOR_COMMITTEE
from members.tasks.task import Item, Task


class BranchTask(Task):
    counts = "chi bộ"

    def concerns(self, unit):
        raise NotImplementedError

    def says(self, unit):
        return f": {unit.official} đảng viên chính thức"

    def find(self):
        for unit in self.scope.branches:
            if self.concerns(unit):
                yield Item(unit.short_name, self.address("unit", unit.pk), self.says(unit))


class CommitteeToElect(BranchTask):
    key = "bau-chi-uy"
    name = f"Chi bộ đủ {OFFICIAL_FOR_COMMITTEE} đảng viên chính thức, chưa có chi ủy"
    tag = "Bầu chi ủy"

    def concerns(self, unit):
        return not unit.has_committee and unit.official >= OFFICIAL_FOR_COMMITTEE


class NoSecretary(BranchTask):
    key = "chua-co-bi-thu"
    name = "Chi bộ chưa có bí thư"
    tag = "Kiện toàn"

    def concerns(self, unit):
        return not unit.secretary


class CommitteeTooLarge(BranchTask):
    key = "chi-uy-qua-dong"
    name = f"Chi ủy quá {COMMITTEE_AT_MOST} người"

    def concerns(self, unit):
        return unit.committee_size > COMMITTEE_AT_MOST

    def says(self, unit):
        return f": chi ủy {unit.committee_size} người"


class TooFewOfficial(BranchTask):
    key = "chi-bo-it-nguoi"
    name = f"Chi bộ dưới {OFFICIAL_AT_LEAST} đảng viên chính thức"

    def concerns(self, unit):
        return unit.official < OFFICIAL_AT_LEAST
