"""The chi bộ of a yearly summary one by one: the list behind its numbers."""

from members.rating_sheets import Part as Subjects
from reports import links
from reports.base import Report, ReportTable
from reports.catalogue.xep_loai_chi_bo import RatingOfUnits, with_verdicts
from reports.columns import Column
from reports.rating_results import (
    DISCIPLINED,
    DONE,
    GOOD_OR_BETTER,
    MISSING,
    NO_LEVEL,
    NOT_RATED,
    OF_LEVEL,
    OF_REASON,
    RATED,
    RESULTS,
)
from reports.rating_years import open_notes
from units.models import Level, Unit

GOOD = {Level.EXCELLENT, Level.GOOD}
ASKED = {
    RATED: lambda unit: bool(unit.level),
    **{key: (lambda unit, level=level: unit.level == level) for level, key in OF_LEVEL.items()},
    GOOD_OR_BETTER: lambda unit: unit.level in GOOD,
    NOT_RATED: lambda unit: bool(unit.reason),
    **{key: (lambda unit, reason=reason: unit.reason == reason) for reason, key in OF_REASON.items()},
    DISCIPLINED: lambda unit: False,
    DONE: lambda unit: bool(unit.level or unit.reason),
    MISSING: lambda unit: not (unit.level or unit.reason),
    NO_LEVEL: lambda unit: not unit.level,
}
"""{key of RESULTS: whether it is true of a chi bộ}; discipline is a person's."""


class RatingListOfUnits(Report):
    slug = "xep-loai-chi-bo-chi-tiet"
    title = "Danh sách xếp loại chi bộ"
    summary = "Từng chi bộ: loại hình, mức, lý do chưa đánh giá"
    group = "Xếp loại"
    parameters = ("year", "result", "unit_type", "unit")
    part = Subjects.UNITS

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.unit)
        unit_type = Column("Loại hình", accessor="type_name")
        level = Column("Xếp loại", accessor="verdict")
        note = Column("Ghi chú")

    @property
    def subtitle(self):
        given = self.given
        kind = given.unit_type and Unit.Type(given.unit_type).label.lower()
        return "; ".join(filter(None, [super().subtitle, kind, given.result and RESULTS[given.result].label]))

    def rows(self):
        """The chi bộ of the summary, those asked for."""
        summary = RatingOfUnits(self.reader, self.given, self.right)
        return [unit for unit in with_verdicts(summary.rows()) if self._is_meant(unit)]

    def _is_meant(self, unit):
        given = self.given
        return given.unit_type in ("", unit.unit_type) and (not given.result or ASKED[given.result](unit))

    def notes(self, rows):
        without = sum(not (unit.level or unit.reason) for unit in rows)
        told = f", trong đó {without} chưa ghi kết quả" if without else ""
        return [f"{len(rows)} chi bộ của năm {self.year}{told}.", *open_notes(self, Subjects.UNITS)]
