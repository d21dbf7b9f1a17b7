"""The grid of a year's ratings: of the members of a chi bộ, of the chi bộ themselves, or of the village heads."""

from dataclasses import dataclass, field
from functools import cached_property, partial

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from members.models import (
    Discipline,
    Exemption,
    MemberRating,
    Membership,
    Office,
    Person,
    Suspension,
    VillageHead,
    VillageHeadRating,
)
from members.models.membership import standing
from members.models.offices import position_name
from members.rating_progress import rating_progress
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.cap import Cap, CapLine
from units.models import Level, RatingCampaign, UnitClosure, UnitRating, Village
from units.models.ratings import CapBase, CapScope
from units.rating_rules import (
    NotRated,
    Remark,
    admission_remark,
    discipline_remark,
    second_year_remark,
    why_not_rated,
)
from units.scoping import units_kept, units_rated_under

NO_RIGHT = "Tài khoản này chỉ được xem kết quả xếp loại ở đây."
GONE = "Nay thuộc đảng bộ khác, chỉ được xem"
LOCKED_ELSEWHERE = "Đã khóa ở một đợt xếp loại khác của năm này"


@dataclass
class Row:
    """Whoever is rated, with the rating as stored; *new_rating* makes the first one."""

    key: int
    name: str
    url: str
    new_rating: object
    rating: object = None
    detail: str = ""
    not_rated: NotRated | None = None
    remarks: list[Remark] = field(default_factory=list)
    is_fixed: bool = False
    """Rated elsewhere: shown, but not to be changed here."""

    @property
    def version(self):
        return self.rating.version if self.rating else 0

    @property
    def stored(self):
        rating = self.rating
        return (rating.level, rating.not_rated_reason, rating.note) if rating else ("", "", "")

    @property
    def was(self):
        """What the row showed, posted back with it: whoever left it alone overwrites nothing."""
        return "|".join(self.stored)

    @property
    def proposed(self):
        """What the form shows at first: the rating, or the reason for having none that the rules propose."""
        level, reason, note = self.stored
        if not self.rating and self.not_rated:
            reason = self.not_rated.reason.value
        return {"level": level, "not_rated_reason": reason, "note": note}


@dataclass(frozen=True)
class Meter:
    heading: str
    line: CapLine
    is_verdict: bool
    """Whether the year's cap is counted on this; the others are for information."""


class Grid:
    """What the three kinds have in common. A grid knows its rows and who may rate them."""

    part = ""
    title = ""
    subject = ""
    is_capped = True

    def __init__(self, reader, campaign, branches, unit):
        self.reader, self.campaign, self.branches, self.unit = reader, campaign, branches, unit
        self.year, self.day = campaign.year, campaign.assessed_on

    @property
    def heading(self):
        return self.title

    @property
    def saved_of(self):
        return f"{self.subject} năm {self.year}"

    @property
    def may_rate(self):
        return self.campaign.may_rate

    @property
    def locked_unit(self):
        """The unit whose locked campaigns close this grid."""
        return self.campaign.unit_id

    @cached_property
    def locked_by(self):
        """The campaign that closed the year here: this one, or another committee's that rates the same; None: open."""
        if self.campaign.is_locked:
            return self.campaign
        return RatingCampaign.objects.locking(self.locked_unit, self.year).first()

    @property
    def is_open(self):
        return self.may_rate and not self.locked_by

    @property
    def closed_because(self):
        if self.locked_by:
            return self.locked_by.lock_sentence
        return "" if self.may_rate else NO_RIGHT

    @property
    def done(self):
        return sum(row.rating is not None for row in self.rows)

    @property
    def missing(self):
        return len(self.rows) - self.done

    def count(self, level):
        return sum(row.rating is not None and row.rating.level == level for row in self.rows)

    def _meter(self, heading, excellent, good, scope):
        campaign = self.campaign
        cap = Cap(excellent, good, campaign.cap_rate, campaign.cap_base)
        return Meter(heading, CapLine(cap, campaign), campaign.cap_scope == scope)

    @property
    def meters(self):
        return []

    @property
    def progress(self):
        """The RatingProgress of the whole committee, where the reader reads it."""
        return None

    @property
    def done_width(self):
        """Of the progress bar, in per cent."""
        whole = self.progress
        done, everyone = (whole.done, whole.members) if whole else (self.done, len(self.rows))
        return f"{100 * done / max(everyone, 1):.1f}"

    @property
    def cap_basis(self):
        campaign = self.campaign
        exception = f" và {campaign.cap_decision}" if campaign.cap_decision else ""
        base, scope = CapBase(campaign.cap_base).label, CapScope(campaign.cap_scope).label.lower()
        citation = campaign.regime.citation
        return f"Trần {campaign.cap_rate} % số {base}, tính trên {scope}: {citation}{exception}. Chỉ nhắc, không chặn."


class MemberGrid(Grid):
    part, title, subject = "dang-vien", "Xếp loại đảng viên", "đảng viên"

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
    def locked_unit(self):
        return self.unit.pk

    @cached_property
    def _members(self):
        return Membership.objects.visible_to(self.reader).as_of(self.day).filter(unit=self.unit)

    @cached_property
    def rows(self):
        ratings = {rating.person_id: rating for rating in self._ratings()}
        return [self._row(person, ratings.get(person.pk)) for person in self._people()]

    def _ratings(self):
        """This unit's ratings and, so that nobody is rated twice, those that its members were given elsewhere."""
        mine = Q(unit=self.unit) | Q(person__in=self._members.values("person"))
        return MemberRating.objects.filter(mine, year=self.year)

    def _people(self):
        rated = MemberRating.objects.filter(unit=self.unit, year=self.year)
        listed = Q(pk__in=self._members.values("person")) | Q(pk__in=rated.values("person"))
        own = {"person": OuterRef("pk")}
        suspended = Suspension.objects.as_of(self.day).filter(scope=Suspension.Scope.PARTY_LIFE, **own)
        office = Office.objects.as_of(self.day).filter(unit=self.unit, position__in=Office.PARTY, **own)
        disciplines = Discipline.objects.filter(decided_on__year=self.year)
        failed = MemberRating.objects.visible_to(self.reader).filter(level=Level.NOT_COMPLETED)
        people = Person.objects.visible_to(self.reader).filter(listed)
        return (
            people.in_name_order()
            .prefetch_related(Prefetch("disciplines", disciplines, "this_year"))
            .annotate(
                **standing(self.day, person=""),
                is_here=Exists(self._members.filter(**own)),
                exempt_since=Subquery(Exemption.objects.as_of(self.day).filter(**own).values("started_on")[:1]),
                suspended_since=Subquery(suspended.values("started_on")[:1]),
                position=Subquery(office.in_rank_order().values("position")[:1]),
                failed_before=Exists(failed.filter(year=self.year - 1, **own)),
            )
        )

    def _row(self, person, rating):
        elsewhere = rating is not None and rating.unit_id != self.unit.pk
        admitted_on = person.admitted_on or person.admission_decision_on
        return Row(
            key=person.pk,
            name=person.full_name,
            url=reverse("person", args=[person.pk]),
            new_rating=partial(MemberRating, person=person, unit=self.unit, year=self.year),
            rating=None if elsewhere else rating,
            detail=self._detail(person),
            not_rated=why_not_rated(self.campaign, person.exempt_since, person.suspended_since, admitted_on),
            remarks=self._remarks(person, admitted_on, rating, elsewhere),
            is_fixed=elsewhere,
        )

    def _detail(self, person):
        office = position_name(person.position, self.unit.kind).removesuffix(" chi bộ") if person.position else ""
        parts = [str(person.birth_on.year) if person.birth_on else "", office, "" if person.is_official else "Dự bị"]
        return " · ".join(part for part in parts if part)

    def _remarks(self, person, admitted_on, rating, elsewhere):
        found = [] if person.exempt_since else [admission_remark(self.campaign, admitted_on, person.official_on)]
        for each in person.this_year:
            name = each.get_form_display()
            found.append(discipline_remark(self.campaign, name, each.decided_on, each.self_remedied))
        if person.failed_before:
            found.append(second_year_remark(self.year, rating and not elsewhere and rating.level))
        if elsewhere:
            found.append(Remark("Đã có kết quả ở một chi bộ khác"))
        elif not person.is_here:
            found.append(Remark(f"Không sinh hoạt ở đây ngày {format_day(self.day)}"))
        return [remark for remark in found if remark]

    @cached_property
    def meters(self):
        branch = self._meter(
            "HTXSNV trong chi bộ", self.count(Level.EXCELLENT), self.count(Level.GOOD), CapScope.BRANCH
        )
        return [*self._whole(), branch]

    def _whole(self):
        """The meter over the whole committee, where the reader reads all of it."""
        if not self.campaign.is_own:
            return []
        below = units_rated_under([self.campaign.unit_id], self.day)
        ratings = MemberRating.objects.visible_to(self.reader).filter(year=self.year, unit__in=below)
        totals = ratings.aggregate(
            excellent=Count("pk", filter=Q(level=Level.EXCELLENT)), good=Count("pk", filter=Q(level=Level.GOOD))
        )
        return [self._meter("HTXSNV toàn Đảng bộ", totals["excellent"], totals["good"], CapScope.ORGANISATION)]

    @cached_property
    def progress(self):
        return rating_progress(self.reader, self.campaign) if self.campaign.is_own else None


class UnitGrid(Grid):
    part, title, subject = "chi-bo", "Xếp loại chi bộ", "chi bộ"

    @cached_property
    def rows(self):
        given = UnitRating.objects.visible_to(self.reader).filter(year=self.year)
        ratings = {rating.unit_id: rating for rating in given}
        return [self._row(unit, ratings.get(unit.pk)) for unit in self.branches]

    def _row(self, unit, rating):
        return Row(
            key=unit.pk,
            name=unit.name,
            url=unit.get_absolute_url(),
            new_rating=partial(UnitRating, unit=unit, year=self.year),
            rating=rating,
            detail=unit.get_unit_type_display(),
            remarks=[Remark(says) for says in self._fixed_because(unit)],
            is_fixed=bool(self._fixed_because(unit)),
        )

    def _fixed_because(self, unit):
        """Why the result of a chi bộ is not this committee's to change, where it is the others' to change."""
        if not self.is_open:
            return []
        if not unit.may_rate:
            return [GONE]
        return [LOCKED_ELSEWHERE] if unit.is_locked else []

    @cached_property
    def meters(self):
        """Of all chi bộ at once, so only where the reader reads all of them."""
        if not self.campaign.is_own:
            return []
        counts = self.count(Level.EXCELLENT), self.count(Level.GOOD)
        return [self._meter("Chi bộ HTXSNV", *counts, CapScope.ORGANISATION)]


class HeadGrid(Grid):
    part, title, subject = "truong-thon", "Xếp loại trưởng thôn", "trưởng thôn"
    is_capped = False

    @cached_property
    def rows(self):
        """The heads on the assessment date, then those who were rated and are heads no longer."""
        ratings = {rating.person_id: rating for rating in self._ratings()}
        heads = {head.person_id: head for head in self._heads.select_related("person", "village")}
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
        return ratings.select_related("person", "village").annotate(is_here=is_here, is_kept=self._is_kept)

    @property
    def _villages(self):
        below = UnitClosure.objects.as_of(self.day).filter(ancestor=self.campaign.unit)
        return Village.objects.lying_in(below.values("unit"), self.day)

    @property
    def _heads(self):
        heads = VillageHead.objects.visible_to(self.reader).as_of(self.day).filter(village__in=self._villages)
        return heads.annotate(is_kept=self._is_kept).order_by("village__position", "village__name")

    @property
    def _is_kept(self):
        """Whether the village lies today where the reader rates; it may have gone with its chi bộ since."""
        kept = Village.objects.lying_in(units_kept(self.reader, Right.RATE), today())
        return Exists(kept.filter(pk=OuterRef("village")))

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
            remarks=self._remarks(head, is_former=head is rating, elsewhere=elsewhere),
            is_fixed=elsewhere or not head.is_kept,
        )

    def _remarks(self, head, is_former, elsewhere):
        if elsewhere:
            return [Remark("Đã có kết quả ở một xã khác")]
        if self.is_open and not head.is_kept:
            return [Remark(GONE)]
        return [Remark(f"Không còn là trưởng thôn ngày {format_day(self.day)}")] if is_former else []


GRIDS = {grid.part: grid for grid in (MemberGrid, UnitGrid, HeadGrid)}
