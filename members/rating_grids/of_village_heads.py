"""The grid of the village heads of a commune."""

from collections import defaultdict
from functools import cached_property, partial

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from members.models import VillageHead, VillageHeadRating
from members.rating_grids.grid import GONE, HELD_ELSEWHERE, Grid, Row
from members.rating_sheets import villages_held, villages_rated
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.models import Village
from units.rating_remarks import Remark, missing_remark, rating_remarks, years_looked_back
from units.scoping import units_kept


class HeadGrid(Grid):
    part, title, subject = "truong-thon", "Xếp loại trưởng thôn", "trưởng thôn"
    is_capped = False

    @cached_property
    def rows(self):
        """The heads on the assessment date, then those who were rated and are heads no longer."""
        ratings = {rating.person_id: rating for rating in self._ratings()}
        heads = {head.person_id: head for head in self._heads.select_related("person", "village")}
        if self.campaign.listed_at:
            heads = {person: head for person, head in heads.items() if person in ratings}
        rows = [self._row(head, ratings.get(person)) for person, head in heads.items()]
        former = [self._row(rating, rating) for person, rating in ratings.items() if person not in heads]
        return rows + former

    def _ratings(self):
        """This commune's ratings and, so that nobody is rated twice, those that its heads were given elsewhere."""
        here = VillageHeadRating.objects.visible_to(self.reader).filter(village__in=self._villages)
        ratings = VillageHeadRating.objects.filter(
            Q(pk__in=here.values("pk")) | Q(person__in=self._heads.order_by().values("person")), year=self.year
        )
        is_here = Exists(self._villages.filter(pk=OuterRef("village")))
        return ratings.select_related("person", "village").annotate(is_here=is_here, **self._whose)

    @cached_property
    def _before(self):
        """{person key: {year: level}} of the years that the rules look back to."""
        ratings = VillageHeadRating.objects.visible_to(self.reader)
        given = defaultdict(dict)
        for rating in ratings.filter(year__in=years_looked_back(self.campaign)).order_by():
            given[rating.person_id][rating.year] = rating.level
        return given

    @property
    def _villages(self):
        return villages_rated(self.campaign)

    @property
    def _heads(self):
        heads = VillageHead.objects.visible_to(self.reader).as_of(self.day).filter(village__in=self._villages)
        return heads.annotate(**self._whose).order_by("village__position", "village__name")

    @property
    def _whose(self):
        """Whether the village lies today where the reader rates, for it may have gone with its chi bộ since; and
        whether another campaign holds its year."""
        kept = Village.objects.lying_in(units_kept(self.reader, Right.RATE), today())
        of_village = {"pk": OuterRef("village")}
        held = villages_held(self.campaign).filter(**of_village)
        return {"is_kept": Exists(kept.filter(**of_village)), "is_held": Exists(held)}

    def _row(self, head, rating):
        """*head* is the headship or, for who is head no longer, the rating itself: both name person and village."""
        person, village = head.person, head.village
        elsewhere = rating is not None and not rating.is_here
        return Row(
            key=person.pk,
            name=person.full_name,
            url=reverse("person", args=[person.pk]),
            new_rating=partial(VillageHeadRating, person=person, village=village, year=self.year),
            rating=None if elsewhere else rating,
            detail=str(village),
            found=self._remarks(head, rating, elsewhere),
            unit=self.campaign.unit.code,
            is_fixed=elsewhere or head.is_held or not head.is_kept,
            is_elsewhere=elsewhere,
        )

    def _remarks(self, head, rating, elsewhere):
        if elsewhere:
            return [Remark("Đã có kết quả ở một xã khác")]
        found = self._fixed_because(head)
        if head is rating and not found:
            found.append(Remark(f"Không còn là trưởng thôn ngày {format_day(self.day)}"))
        if not (rating and rating.has_result):
            found.append(missing_remark(self.campaign))
        before = self._before[head.person_id]
        return found + rating_remarks(self.campaign, rating, before, self.sheet.present)

    def _fixed_because(self, head):
        if not self.is_open:
            return []
        if not head.is_kept:
            return [Remark(GONE)]
        return [Remark(HELD_ELSEWHERE)] if head.is_held else []
