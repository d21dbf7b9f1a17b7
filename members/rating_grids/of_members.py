"""The grid of the members of one chi bộ."""

from functools import cached_property, partial

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from members.models import MemberRating, Office
from members.models.offices import position_name
from members.rating_caps import MemberCaps
from members.rating_grids.grid import Grid, Row
from members.rating_list import RatingList
from members.rating_progress import rating_progress
from members.rating_versions import latest_version
from units.models.rating_regimes import CapScope


class MemberGrid(Grid):
    part, title, subject = "dang-vien", "Xếp loại đảng viên", "đảng viên"
    committee_label = "Chi ủy"
    level_label = "Chi bộ xếp loại"

    @property
    def heading(self):
        return f"{self.title}: {self.unit.name}"

    @property
    def saved_of(self):
        return f"{self.unit.name} năm {self.year}"

    @property
    def may_rate(self):
        return self.unit.may_rate

    @property
    def rated_by(self):
        return self.unit.pk

    @cached_property
    def is_kept_as_locked(self):
        """Whether a report tells these results as they were locked, word for word."""
        return bool(self.held_by and latest_version(self.held_by))

    @cached_property
    def rows(self):
        listed = RatingList(self.reader, self.campaign, [self.unit])
        return [self._row(one) for one in listed.of(listed.people.annotate(position=self._position()))]

    def _position(self):
        office = Office.objects.as_of(self.day).filter(person=OuterRef("pk"), unit=self.unit, position__in=Office.PARTY)
        return Subquery(office.in_rank_order().values("position")[:1])

    def _row(self, listed):
        person = listed.person
        return Row(
            key=person.pk,
            name=person.full_name,
            url=reverse("person", args=[person.pk]),
            new_rating=partial(MemberRating, person=person, unit=self.unit, year=self.year),
            rating=listed.given,
            detail=self._detail(person),
            not_rated=listed.not_rated,
            found=listed.remarks,
            unit=self.unit.code,
            is_fixed=listed.is_elsewhere,
            is_elsewhere=listed.is_elsewhere,
        )

    def _detail(self, person):
        office = position_name(person.position, self.unit.kind).removesuffix(" chi bộ") if person.position else ""
        parts = [str(person.birth_on.year) if person.birth_on else "", office, "" if person.is_official else "Dự bị"]
        return " · ".join(part for part in parts if part)

    @cached_property
    def meters(self):
        """Over the whole committee, and of a group, only where the reader reads all of it."""
        caps = MemberCaps(self.reader, self.campaign)
        wider = [caps.whole_meter()] if self.campaign.is_own else []
        if wider and self.campaign.cap_scope == CapScope.GROUP:
            wider.append(caps.group_meter(self.unit.unit_type))
        return [*wider, caps.branch_meter(self.unit)]

    @cached_property
    def progress(self):
        return rating_progress(self.reader, self.campaign) if self.campaign.is_own else None
