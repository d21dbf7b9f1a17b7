"""Targets of the resolutions against what the record shows; a result is counted, never typed."""

from django.db.models import Case, IntegerField, Value, When

from nakhe.vietnamese import numbers
from nakhe.vietnamese.dates import format_day
from reports.base import Report, ReportTable
from reports.charts import Bars
from reports.columns import NO_VALUE, Column, Count, YesNo
from reports.measures import MEASURES, part_of, whole_of
from units.models import Target


class Result(Count):
    """A share with one decimal, or a whole number of people; its numbers stand beside it with their lists."""

    def plain(self, value):
        return value if isinstance(value, int) else float(value)

    def display(self, plain):
        if plain is None:
            return NO_VALUE
        return str(plain) if isinstance(plain, int) else f"{numbers.decimal(str(plain))} %"


def is_share(row):
    return isinstance(row["result"], float)


class Targets(Report):
    slug = "chi-tieu"
    title = "Chỉ tiêu nghị quyết và kết quả"
    summary = "Giao, kết quả, mức đạt"
    group = "Tổ chức"
    parameters = ("year", "unit")
    charts = [
        Bars(
            "Kết quả tính theo tỷ lệ",
            "target",
            ("result",),
            only=is_share,
            unit=" %",
        )
    ]

    class Table(ReportTable):
        target = Column("Chỉ tiêu")
        resolution = Column("Nghị quyết")
        required = Column("Giao")
        part = Count("Số đạt", total=False, link=part_of)
        whole = Count("Trên tổng số", total=False, link=whole_of)
        result = Result("Kết quả", total=False)
        met = YesNo("Đạt")

    def rows(self):
        return [described(target) for target in self._targets()]

    def _targets(self):
        measured = {measure: count(self) for measure, count in MEASURES.items()}
        parts = [When(measure=measure, then=part) for measure, (part, _) in measured.items()]
        wholes = [When(measure=measure, then=whole) for measure, (_, whole) in measured.items() if whole is not None]
        targets = self.cut(Target.objects).filter(year=self.year).select_related("resolution")
        return targets.annotate(
            part=Case(*parts, output_field=IntegerField()),
            whole=Case(*wholes, default=Value(None), output_field=IntegerField()),
        ).order_by("resolution__adopted_on", "resolution", "pk")

    def notes(self, rows):
        if not rows:
            return [f"Chưa có chỉ tiêu nào cho năm {self.year}."]
        met = sum(row["met"] for row in rows)
        return [
            f"Đạt {met} trên {len(rows)} chỉ tiêu. Trưởng thôn, chi ủy: tính đến ngày {format_day(self.as_of)}; "
            f"xếp loại, kết nạp: năm {self.year}.",
            "Xếp loại: mẫu số là số có mức, không tính người, chi bộ không xếp loại, chưa có kết quả; – là chưa "
            "có gì để đếm.",
        ]


def described(target):
    result = result_of(target)
    return {
        "target": target.name,
        "resolution": target.resolution.number,
        "required": required_text(target),
        "part": target.part,
        "whole": target.whole,
        "measure": target.measure,
        "result": result,
        "met": is_met(target, result),
    }


def result_of(target):
    """A share of the whole in per cent, a number where the measure has no whole, None where nothing was counted."""
    if target.measure == Target.Measure.ADMISSIONS:
        return target.part
    return numbers.percent(target.part, target.whole)


def is_met(target, result):
    """Compared unrounded: 99.96 % reads “100,0 %” and is not 100 %."""
    if result is None:
        return False
    is_number = target.measure == Target.Measure.ADMISSIONS
    reached, unit = (target.part, 1) if is_number else (100 * target.part, target.whole)
    return (target.minimum is None or reached >= target.minimum * unit) and (
        target.maximum is None or reached <= target.maximum * unit
    )


def required_text(target):
    """“15–20 %”, “từ 80 %”, “không quá 5 %”, “100 %”; no sign after a number of people."""
    low, high = (bound if bound is None else short(bound) for bound in (target.minimum, target.maximum))
    sign = "" if target.measure == Target.Measure.ADMISSIONS else " %"
    if low and high:
        return f"{low}{sign}" if low == high else f"{low}–{high}{sign}"
    if low:
        return f"{low}{sign}" if sign and target.minimum == 100 else f"từ {low}{sign}"
    return f"không quá {high}{sign}" if high else NO_VALUE


def short(bound):
    """“15” for 15.0, “7,5” for 7.5."""
    return numbers.decimal(bound).removesuffix(",0")
