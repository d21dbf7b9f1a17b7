"""Key figures on two dates, and by name what came and what went."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Value
from django.db.models.functions import Cast, Concat

from members.models import Membership
from nakhe.vietnamese.dates import format_day
from reports import links, movements
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import Column
from reports.columns import Count as CountColumn
from reports.narrowed import IS_NO_MEMBER
from units.models import Committee

BEFORE, AFTER = "before", "after"


def list_on(day):
    """The list behind a figure on the report's day named *day*; of what happened between the two, the movements."""

    def link(report, record):
        find = LISTS.get(record["key"])
        return find(day)(report, None) if find else happened(report, record["key"])

    return link


def happened(report, key):
    since = report.compare + timedelta(days=1)
    asked = {"tu": format_day(since), "ngay": format_day(report.as_of), "bien_dong": WAYS[key]}
    unit = report.given.unit
    return links.address("bien-dong-chi-tiet", asked | ({"don_vi": unit.pk} if unit else {}))


class Comparison(Report):
    slug = "so-sanh"
    title = "So sánh hai thời điểm"
    summary = "Chi bộ, chi ủy, đảng viên, trưởng thôn tăng, giảm"
    group = "Tổ chức"
    parameters = ("as_of", "compare", "unit")
    charts = [Bars("Trước và nay", "figure", (BEFORE, AFTER), only=lambda row: row[BEFORE] is not None)]

    class Table(ReportTable):
        is_numbered = False
        figure = Column("Chỉ số")
        before = CountColumn("Trước", total=False, link=list_on("compare"))
        after = CountColumn("Nay", total=False, link=list_on("as_of"))
        change = CountColumn("Tăng, giảm", total=False, signed=True)
        names = Column("Cụ thể")

    def rows(self):
        counts, names = self._read()
        for figure, title, describe in STATES:
            before, after = counts[figure, BEFORE], counts[figure, AFTER]
            found = describe(names[figure, BEFORE], names[figure, AFTER], names["units", AFTER])
            yield row(figure, title, before, after, after - before, found)
        for figure, title, sign in EVENTS:
            number = counts[figure, AFTER]
            yield row(figure, title, None, number, sign * number, "")

    def notes(self, rows):
        return [
            f"Trước: ngày {format_day(self.compare)}; nay: ngày {format_day(self.as_of)}. "
            "Kết nạp, chuyển đến, giảm: số phát sinh sau ngày trước, đến hết ngày nay.",
            "Nữ, dân tộc thiểu số không gồm người chưa ghi giới tính, dân tộc. Chuyển nội bộ không tính là tăng, giảm; "
            "người theo cả chi bộ chuyển về, chuyển đi có trong số đảng viên nhưng không có ở ba dòng cuối.",
        ]

    def _read(self):
        """All figures of both dates in one query: counts, and the names that the figures are made of."""
        first, *others = self._facts()
        counts, names = Counter(), defaultdict(set)
        for figure, side, name, number in first.union(*others, all=True):
            counts[figure, side] += number
            if name:
                names[figure, side].add(name)
        return counts, names

    def _facts(self):
        for side, day in ((BEFORE, self.compare), (AFTER, self.as_of)):
            yield from self._states(side, day)
        members = self.moves(since=self.compare)
        after_compared = self.compare + timedelta(days=1)
        came = members.filter(began_here=True).started_within(after_compared, self.as_of)
        left = members.filter(ended_here=True).ended_within(after_compared, self.as_of)
        reasons = Membership.ReasonIn
        yield counted("admitted", AFTER, came.filter(reason_in=reasons.ADMITTED))
        yield counted("arrived", AFTER, came.exclude(reason_in__in=[reasons.ADMITTED, reasons.INTERNAL]))
        yield counted("left", AFTER, left.exclude(reason_out=Membership.ReasonOut.INTERNAL))

    def _states(self, side, day):
        branches = self.branches(day)
        members = self.members_of_branches(day).as_of(day)
        heads = self.heads_of(self.villages(day)).as_of(day).with_membership(day)
        committee = Committee.objects.as_of(day).filter(unit=OuterRef("pk"))
        yield listed("units", side, branches, F("short_name"))
        yield listed("committees", side, branches.filter(Exists(committee)), F("short_name"))
        yield counted("members", side, members)
        yield counted("official", side, members.official_on(day))
        yield counted("women", side, members.of_women())
        yield counted("minorities", side, members.of_minorities())
        described = Concat("person__full_name", Value(" ("), "village__name", Value(")"))
        yield listed("heads", side, heads.filter(is_member=False), described)


def row(key, figure, before, after, change, names):
    return {"key": key, "figure": figure, "before": before, "after": after, "change": change, "names": names}


def listed(figure, side, queryset, name):
    return _fact(figure, side, queryset, Cast(name, CharField()), Value(1, IntegerField()))


def counted(figure, side, queryset):
    return _fact(figure, side, queryset, Value("", CharField()), Count("pk"))


def _fact(figure, side, queryset, name, number):
    facts = queryset.order_by().annotate(fact=Value(figure, CharField()), side=Value(side, CharField()), found=name)
    return facts.values("fact", "side", "found").annotate(number=number).values_list("fact", "side", "found", "number")


def came_and_went(before, after, units):
    came, went = sorted(after - before), sorted(before - after)
    return "; ".join(f"{word} {', '.join(names)}" for word, names in (("thêm", came), ("bớt", went)) if names)


def without_committee(before, after, units):
    missing = sorted(units - after)
    return f"chưa có: {', '.join(missing)}" if missing else ""


def by_name(before, after, units):
    return "; ".join(
        f"{word}: {', '.join(sorted(names))}" for word, names in (("trước", before), ("nay", after)) if names
    )


def nobody(before, after, units):
    return ""


STATES = [
    ("units", "Chi bộ", came_and_went),
    ("committees", "Chi bộ có chi ủy", without_committee),
    ("members", "Đảng viên", nobody),
    ("official", "Đảng viên chính thức", nobody),
    ("women", "Đảng viên nữ", nobody),
    ("minorities", "Đảng viên dân tộc thiểu số", nobody),
    ("heads", "Trưởng thôn chưa là đảng viên", by_name),
]
LISTS = {
    "units": lambda day: links.of_report("to-chuc", day),
    "committees": lambda day: links.of_report("to-chuc", day, chi_uy="1"),
    "members": lambda day: links.people(day),
    "official": lambda day: links.people(day, tu_cach="chinh_thuc"),
    "women": lambda day: links.people(day, gioi_tinh="F"),
    "minorities": lambda day: links.people(day, dan_toc="thieu_so"),
    "heads": lambda day: links.of_report("truong-thon", day, truong_thon=IS_NO_MEMBER),
}
"""{figure of a day: the list behind it}."""
WAYS = {"admitted": movements.WAYS["admitted"].key, "arrived": movements.OTHER_WAYS_IN, "left": movements.OUT_OF_ALL}
"""{figure of the time between: what ?bien_dong= asks for}."""
EVENTS = [
    ("admitted", "Kết nạp", 1),
    ("arrived", "Chuyển đến, kết nạp lại, khôi phục", 1),
    ("left", "Chuyển đi, từ trần, ra khỏi Đảng", -1),
]
