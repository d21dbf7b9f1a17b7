"""Yearly ratings of members by the chi bộ that gave them, and the cap on HTXSNV over the whole organisation."""

from collections import Counter
from types import SimpleNamespace

from django.db.models import Count as CountRows
from django.db.models import F, Q

from members.models import MemberRating
from members.rating_sheets import Part as Subjects
from reports import links
from reports.base import Part, Report, ReportTable
from reports.cap_line import cap_notes, meter
from reports.charts import StackedShares
from reports.columns import Column, Count
from reports.rating_columns import (
    LEVELS,
    NOT_RATED,
    SHARE_OF_RATED,
    people,
    people_without,
    rated_people,
    share,
)
from reports.rating_results import DISCIPLINED, DISCIPLINED_IN_ITS_YEAR, DONE
from reports.rating_results import NOT_RATED as WITHOUT_LEVEL
from reports.rating_years import before, before_notes, in_year, missing, missing_notes, open_notes
from units.models import Level, NotRatedReason, Unit
from units.models.rating_regimes import CapScope
from units.models.ratings import HAS_RESULT


class RatingOfMembers(Report):
    slug = "xep-loai-dang-vien"
    title = "Kết quả xếp loại đảng viên"
    summary = "Bốn mức theo chi bộ, so với năm trước, trần HTXSNV"
    group = "Xếp loại"
    parameters = ("year", "compare_year", "unit")
    charts = [StackedShares("Mức xếp loại của đảng viên theo chi bộ", "name", tuple(LEVELS.values()))]

    class Table(ReportTable):
        name = Column("Chi bộ", accessor="short_name", link=links.ratings)
        total = Count("Tổng số", link=links.rated(DONE))
        exempt = people_without(NotRatedReason.EXEMPT)
        suspended = people_without(NotRatedReason.SUSPENDED)
        under_six_months = people_without(NotRatedReason.UNDER_SIX_MONTHS)
        other_not_rated = people_without(NotRatedReason.OTHER)
        not_rated = Count("Cộng", under="Không đánh giá", link=links.rated(WITHOUT_LEVEL))
        rated = rated_people()
        excellent = people(Level.EXCELLENT)
        excellent_share = share(Level.EXCELLENT)
        good = people(Level.GOOD)
        good_share = share(Level.GOOD)
        completed = people(Level.COMPLETED)
        completed_share = share(Level.COMPLETED)
        not_completed = people(Level.NOT_COMPLETED)
        not_completed_share = share(Level.NOT_COMPLETED)
        disciplined = Count("Bị kỷ luật", under="Trong đó", link=links.rated(DISCIPLINED))
        note = Column("Ghi chú")

    @property
    def subtitle(self):
        return f"{super().subtitle}; {SHARE_OF_RATED}"

    def parts(self):
        without = missing(self)
        rows = noted(self.rows(), without)
        compared = before(in_year(self, self.given.compare_year))
        notes = [*before_notes(self, compared), *missing_notes(self, without), *open_notes(self, Subjects.MEMBERS)]
        return [Part(self.Table, rows, notes=notes + self._cap_notes(rows), **compared)]

    def rows(self):
        return self._locked_rows() if self.version else self._stored_rows()

    def _stored_rows(self):
        ratings = self.ratings(MemberRating.objects)
        counted = {name: ratings.filter(not_rated_reason=reason) for reason, name in NOT_RATED.items()}
        counted |= {name: ratings.filter(level=level) for level, name in LEVELS.items()}
        counted |= {"disciplined": ratings.filter(DISCIPLINED_IN_ITS_YEAR)}
        units = self.rated_branches(MemberRating.objects).annotate(
            **{name: rows.count_per("unit") for name, rows in counted.items()}
        )
        sums = {"rated": sum((F(name) for name in LEVELS.values()), 0)}
        sums |= {"not_rated": sum((F(name) for name in NOT_RATED.values()), 0)}
        return units.annotate(**sums).annotate(total=F("rated") + F("not_rated"))

    def _locked_rows(self):
        """The same from the year's version: its chi bộ as named, placed and of the type that they had then."""
        conditions = {name: Q(not_rated_reason=reason) for reason, name in NOT_RATED.items()}
        conditions |= {name: Q(level=level) for level, name in LEVELS.items()}
        conditions |= {"disciplined": HAS_RESULT & Q(disciplined=True), "total": HAS_RESULT}
        conditions |= {"rated": ~Q(level=""), "not_rated": ~Q(not_rated_reason="")}
        groups = self.records(Subjects.MEMBERS).order_by("unit_position", "unit")
        groups = groups.values_list("unit", "unit_short_name", "unit_type").annotate(
            **{f"n_{name}": CountRows("pk", condition) for name, condition in conditions.items()}
        )
        return [
            SimpleNamespace(pk=unit, short_name=name, unit_type=kind, **dict(zip(conditions, figures, strict=True)))
            for unit, name, kind, *figures in groups
        ]

    def summary_totals(self):
        return self.totals(noted(self.rows(), []))

    def _cap_notes(self, rows):
        if not self.campaign:
            return []
        return cap_notes(self.campaign, self.totals(rows), self._groups(rows), self.is_whole)

    def _groups(self, rows):
        if self.campaign.cap_scope == CapScope.GROUP:
            kinds = [(kind, [row for row in rows if row.unit_type == kind]) for kind in Unit.Type]
            return [
                (kind.label, sum(row.excellent for row in group), sum(row.good for row in group))
                for kind, group in kinds
            ]
        return [(row.short_name, row.excellent, row.good) for row in rows]

    @property
    def cap(self):
        """For the meter of the page; None where the cap is not counted over what is shown."""
        _, summary = self.laid_out[0]
        return meter(self.campaign, summary.totals) if self.is_whole else None


def noted(rows, without):
    """*rows* with the note of each: how many of its members have no result."""
    missing_in = Counter(each.unit_id for each in without)
    rows = list(rows)
    for row in rows:
        row.note = f"{missing_in[row.pk]} chưa có kết quả" if missing_in[row.pk] else ""
    return rows
