"""Villages and the Party on a date: the chi bộ of each with its members, who heads it, and where the two meet."""

from collections import defaultdict

from reports import links
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column, Count, YesNo
from reports.narrowed import IS_MEMBER, IS_SECRETARY


class VillagesAndParty(Report):
    slug = "thon-dang"
    title = "Thôn và tổ chức đảng"
    summary = "Chi bộ, đảng viên, trưởng thôn; thôn chưa có chi bộ, chưa có đảng viên"
    group = "Trưởng thôn"
    parameters = ("as_of", "beside", "unit")
    charts = [Bars("Đảng viên theo thôn", "village", ("members",))]

    class Table(ReportTable):
        village = Column("Thôn")
        branches = Column("Chi bộ")
        members = Count("Đảng viên", link=links.of_village)
        head = Column("Họ và tên", under="Trưởng thôn", link=links.person)
        is_member = YesNo(
            "Là đảng viên", under="Trưởng thôn", link=links.total_of("truong-thon", truong_thon=IS_MEMBER)
        )
        is_secretary = YesNo(
            "Kiêm bí thư chi bộ", under="Trưởng thôn", link=links.total_of("truong-thon", truong_thon=IS_SECRETARY)
        )
        note = Column("Ghi chú")

    def rows(self):
        branches, heads = self._branches(), self._heads()
        villages = self.villages().order_by("position", "name", "pk")
        return [described(village, branches[village.pk], heads.get(village.pk)) for village in villages]

    def _branches(self):
        """{village: its chi bộ on the day, with their members}."""
        found = defaultdict(list)
        members = self.memberships.as_of(self.as_of).count_per("unit")
        for unit in self.units.exclude(village=None).annotate(members=members):
            found[unit.village_id].append(unit)
        return found

    def _heads(self):
        heads = self.village_heads.as_of(self.as_of).with_membership(self.as_of).select_related("person")
        return {head.village_id: head for head in heads}

    def notes(self, rows):
        if not rows:
            return []
        headed = [row for row in rows if row["head"]]
        members, secretaries = (sum(row[what] for row in headed) for what in ("is_member", "is_secretary"))
        with_branch = sum(bool(row["branches"]) for row in rows)
        return [
            f"{len(rows)} thôn, {with_branch} có chi bộ; {len(headed)} trưởng thôn, {members} là đảng viên, "
            f"{secretaries} bí thư chi bộ kiêm trưởng thôn.",
            *self._missing(rows),
            "Đảng viên: người sinh hoạt ở chi bộ của thôn; không tính đảng viên của chi bộ không thuộc thôn nào.",
        ]

    def _missing(self, rows):
        """Where something is missing, by name."""
        yield from named("Thôn chưa có chi bộ", [row["village"] for row in rows if not row["branches"]])
        yield from named("Thôn có chi bộ, chưa có đảng viên", [r["village"] for r in rows if is_empty(r)])
        yield from named("Thôn chưa ghi trưởng thôn", [row["village"] for row in rows if not row["head"]])
        outside = [f"{row['head']} ({row['village']})" for row in rows if row["head"] and not row["is_member"]]
        yield from named("Trưởng thôn chưa là đảng viên", outside)


def described(village, branches, head):
    row = {
        "pk": village.pk,
        "village": village.name,
        "branches": ", ".join(unit.short_name for unit in branches),
        "members": sum(unit.members for unit in branches),
        "head": head and head.person.full_name,
        "person": head and head.person_id,
        "is_member": bool(head and head.is_member),
        "is_secretary": bool(head and head.is_secretary),
    }
    return row | {"note": note_of(row)}


def is_empty(row):
    return bool(row["branches"]) and not row["members"]


def note_of(row):
    found = [
        "chưa có chi bộ" if not row["branches"] else "",
        "chưa có đảng viên" if is_empty(row) else "",
        "chưa ghi trưởng thôn" if not row["head"] else "",
    ]
    return "; ".join(filter(None, found))


def named(what, names):
    """“Thôn chưa có chi bộ 2: Na Pô, Na Kinh.”; nothing where there is none."""
    if names:
        yield f"{what} {len(names)}: {', '.join(names)}."
