"""The grid of a year's ratings: of the members of a chi bộ, of the chi bộ themselves, or of the village heads."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from members.models import MemberRating, Office, VillageHead, VillageHeadRating
from members.models.offices import position_name
from members.rating_caps import Counted, MemberCaps, Meter, group_meter
from members.rating_list import RatingList
from members.rating_progress import rating_progress
from members.rating_sheets import EDITABLE, holds, sheet_of, villages_held, villages_rated, writing_right
from members.rating_versions import latest_version
from nakhe.access import Right
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day
from units.cap import CapLine
from units.models import (
    Level,
    NotRatedReason,
    RatingCampaign,
    RatingReason,
    Step,
    Unit,
    UnitRating,
    Village,
)
from units.models.ratings import VOTES, CapBase, CapScope
from units.rating_remarks import (
    Code,
    Remark,
    cast_votes,
    findings_of,
    missing_remark,
    rating_remarks,
    years_looked_back,
)
from units.rating_rules import NotRated, season
from units.scoping import units_kept

NO_RIGHT = "Tài khoản này chỉ được xem kết quả xếp loại ở đây."
WAITS = {
    Step.DRAFT: "Danh sách đã chốt, chưa mở tự xếp loại: bí thư Đảng ủy mở bước này cho tất cả danh sách.",
    Step.PROPOSED: "Đã gửi Đảng ủy, chờ quyết định.",
    Step.DECIDED: "Danh sách đã quyết định, chỉ còn xem: muốn sửa thì bí thư Đảng ủy mở lại danh sách.",
}
"""Why whoever rates can't write at a step."""
GONE = "Nay thuộc đảng bộ khác, chỉ được xem"
HELD_ELSEWHERE = "Thuộc một đợt xếp loại khác của năm này, chỉ được xem"


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
    found: list[Remark] = field(default_factory=list)
    unit: str = ""
    """The code of the unit that rates."""
    is_fixed: bool = False
    """Shown, but not to be changed here."""
    is_elsewhere: bool = False
    """Whether the year's result was given by another chi bộ or commune."""

    @property
    def has_result(self):
        return self.rating is not None and self.rating.has_result

    @property
    def remarks(self):
        """Those shown beside the row; that a result is missing is seen there already."""
        return [remark for remark in self.found if remark.code != Code.MISSING]

    @property
    def findings(self):
        return findings_of(self.name, self.unit, self.found, self.key)

    @property
    def shown_reason(self):
        """Why there is no rating, as stored or, before anything is, as the rules propose it."""
        if self.rating:
            return self.rating.not_rated_reason
        return self.not_rated.reason.value if self.not_rated else ""

    @property
    def is_set_aside(self):
        """Shown in one line that says why there is no rating; its controls stay at hand behind “Sửa”."""
        return bool(self.shown_reason)

    @property
    def set_aside_because(self):
        is_by_record = self.not_rated and self.not_rated.reason == self.shown_reason
        return self.not_rated.text if is_by_record else NotRatedReason(self.shown_reason).label


class Grid:
    """What the three kinds have in common. A grid knows its rows and who may rate them."""

    part = ""
    title = ""
    subject = ""
    committee_label = "Cấp ủy"
    level_label = "Đề nghị"
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

    @cached_property
    def held_by(self):
        """The campaign that closes this grid: this one once locked, or another one that owns the list; None: open."""
        if self.campaign.is_locked:
            return self.campaign
        return RatingCampaign.objects.holding([self.rated_by], self.campaign).select_related("unit").first()

    @property
    def rated_by(self):
        """The key of the unit whose list this is."""
        return self.campaign.unit_id

    @cached_property
    def sheet(self):
        return sheet_of(self.campaign, self.part, self.rated_by)

    @property
    def step(self):
        return Step(self.sheet.step)

    @cached_property
    def may_write(self):
        """Whether the step of the list is the reader's to write; whoever decides must still have the unit."""
        right = writing_right(self.step)
        if right is None or not self.may_rate:
            return False
        return right == Right.RATE or holds(self.reader, right, self.sheet)

    @property
    def is_open(self):
        return self.may_write and not self.held_by

    @property
    def fields(self):
        """The fields of a rating that may be written now."""
        fields = EDITABLE[self.step] if self.is_open else ()
        return tuple(name for name in fields if name != "score" or self.has_scores)

    @property
    def has_scores(self):
        return self.campaign.regime.uses_scores

    @property
    def takes_votes(self):
        """Whether those present may be written, too."""
        return VOTES[Level.EXCELLENT] in self.fields

    @property
    def is_proposed(self):
        """Whether what stands is the committee's by now, and the proposal is text beside it."""
        return self.step >= Step.PROPOSED or bool(self.held_by and self.held_by.is_locked)

    @cached_property
    def reasons(self):
        """{key: RatingReason}, asked once for all rows."""
        return {reason.pk: reason for reason in RatingReason.objects.all()}

    @property
    def closed_because(self):
        if self.held_by:
            return self.held_by.held_sentence
        if not self.may_rate:
            return NO_RIGHT
        return "" if self.may_write else WAITS[self.step]

    @property
    def votes_hint(self):
        """What should be looked at again about the vote itself."""
        return " ".join(filter(None, [self._present_hint, self._day_hint]))

    @property
    def _day_hint(self):
        day, (first, last) = self.sheet.voted_on, season(self.campaign)
        if not day or first <= day <= min(last, today()):
            return ""
        usual = f"{format_day(first)} đến {format_day(last)}"
        return f"Ngày họp {format_day(day)} chưa tới hoặc ngoài kỳ xếp loại ({usual}): xem lại ngày họp."

    @property
    def _present_hint(self):
        """Votes say something only beside the number of those present."""
        if self.sheet.present is not None or not any(row.rating and cast_votes(row.rating) for row in self.rows):
            return ""
        return "Đã có phiếu: ghi số người có mặt để đối chiếu."

    @property
    def done(self):
        return sum(row.has_result for row in self.rows)

    @property
    def missing(self):
        return len(self.rows) - self.done

    @property
    def meters(self):
        return []

    @cached_property
    def findings(self):
        """What should be looked at again: the cap, then row by row."""
        over = [meter.finding for meter in self.meters if meter.finding]
        return over + [finding for row in self.rows for finding in row.findings]

    @property
    def to_review(self):
        """[(Code, its findings)] for the summary above the grid."""
        groups = defaultdict(list)
        for finding in self.findings:
            groups[finding.remark.code].append(finding)
        return [(code, groups[code]) for code in Code if groups[code]]

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
        base, scope = CapBase(campaign.cap_base).label, CapScope(campaign.cap_scope).label.lower()
        rule = CapLine(None, campaign).regulation
        return f"Trần {campaign.cap_rate} % số {base}, tính trên {scope}: {rule}. Chỉ nhắc, không chặn."


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


GRIDS = {grid.part: grid for grid in (MemberGrid, UnitGrid, HeadGrid)}
