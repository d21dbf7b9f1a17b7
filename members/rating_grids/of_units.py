"""The grid of the chi bộ of a committee."""

from collections import defaultdict
from functools import cached_property, partial

from members.rating_caps import Counted, Meter, group_meter
from members.rating_grids.grid import GONE, HELD_ELSEWHERE, Grid, Row
from units.models import Unit, UnitRating
from units.models.rating_regimes import CapScope
from units.rating_remarks import Remark, missing_remark, rating_remarks, years_looked_back


class UnitGrid(Grid):
    part, title, subject = "chi-bo", "Xếp loại chi bộ", "chi bộ"

    @cached_property
    def rows(self):
        years = [*years_looked_back(self.campaign), self.year]
        given = UnitRating.objects.visible_to(self.reader).filter(year__in=years, unit__in=self.branches)
        ratings = defaultdict(dict)
        for rating in given:
            ratings[rating.unit_id][rating.year] = rating
        return [self._row(unit, ratings[unit.pk]) for unit in self.branches if self._is_listed(ratings[unit.pk])]

    def _is_listed(self, ratings):
        return not self.campaign.listed_at or self.year in ratings

    def _row(self, unit, ratings):
        """*ratings* are {year: rating}, of this year and those that the rules look back to."""
        rating = ratings.get(self.year)
        fixed = self._fixed_because(unit)
        is_missing = unit.is_on(self.day) and not (rating and rating.has_result)
        missing = [missing_remark(self.campaign)] if is_missing else []
        before = {year: each.level for year, each in ratings.items()}
        return Row(
            key=unit.pk,
            name=unit.name,
            url=unit.get_absolute_url(),
            new_rating=partial(UnitRating, unit=unit, year=self.year),
            rating=rating,
            detail=unit.get_unit_type_display(),
            found=[*map(Remark, fixed), *missing, *rating_remarks(self.campaign, rating, before, self.sheet.present)],
            unit=unit.code,
            is_fixed=bool(fixed),
        )

    def _fixed_because(self, unit):
        """Why the result of a chi bộ is not this committee's to change, where it is the others' to change."""
        if not self.is_open:
            return []
        if not unit.may_rate:
            return [GONE]
        return [HELD_ELSEWHERE] if unit.is_held else []

    @cached_property
    def meters(self):
        """Of all chi bộ at once, so only where the reader reads all of them."""
        if not self.campaign.is_own:
            return []
        committee = self.campaign.unit
        subject = f"Các chi bộ của {committee}"
        whole = self._counted(self.rows), CapScope.ORGANISATION, subject, committee.code
        return [Meter.of(self.campaign, "Chi bộ HTXSNV", *whole), *self._groups()]

    def _groups(self):
        if self.campaign.cap_scope != CapScope.GROUP:
            return []
        groups = defaultdict(list)
        kinds = {unit.pk: unit.unit_type for unit in self.branches}
        for row in self.rows:
            groups[kinds[row.key]].append(row)
        heading = "Chi bộ HTXSNV nhóm {}"
        return [
            group_meter(self.campaign, heading.format(Unit.Type(kind).label), self._counted(rows), kind)
            for kind, rows in groups.items()
        ]

    @staticmethod
    def _counted(rows):
        return Counted.of_levels([row.rating.level for row in rows if row.rating])
