"""Village heads on a date: members or not, learning, training in the year, the last yearly rating."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from members.models import Qualification, RatingRecord, TrainingAttendance, VillageHeadRating
from members.models.learning import PoliticalLevel, education_name
from nakhe.vietnamese.dates import PartialDate
from reports import links
from reports.base import Report, ReportTable
from reports.columns import Column, YesNo
from reports.levels import education_rank, political_name, tally
from reports.narrowed import HEADS, IS_MEMBER, IS_NO_MEMBER, IS_SECRETARY, IS_TRAINED
from units.models import Level, NotRatedReason, RatingSheet

FROM_ELEMENTARY = {level.label for level in PoliticalLevel if level != PoliticalLevel.NONE}

MEANT = {
    IS_MEMBER: lambda row: row["is_member"],
    IS_NO_MEMBER: lambda row: not row["is_member"],
    IS_SECRETARY: lambda row: row["is_secretary"],
    IS_TRAINED: lambda row: row["trained"],
}
"""{key of HEADS: whether it is true of a row}."""


class VillageHeads(Report):
    slug = "truong-thon"
    title = "Chất lượng trưởng thôn"
    summary = "Đảng viên, kiêm bí thư, học vấn, lý luận, bồi dưỡng, xếp loại"
    group = "Trưởng thôn"
    parameters = ("as_of", "beside", "head", "order", "unit")
    orders = ("village", "name")

    class Table(ReportTable):
        village = Column("Thôn")
        name = Column("Họ và tên", link=links.person)
        is_member = YesNo("Đảng viên", link=links.total_of("truong-thon", truong_thon=IS_MEMBER))
        is_secretary = YesNo("Kiêm bí thư", link=links.total_of("truong-thon", truong_thon=IS_SECRETARY))
        education = Column("Học vấn")
        political_theory = Column("Lý luận chính trị")
        trained = YesNo("Bồi dưỡng trong năm", link=links.total_of("truong-thon", truong_thon=IS_TRAINED))
        rating = Column("Xếp loại năm gần nhất")

    def rows(self):
        heads = self.village_heads.as_of(self.as_of).with_membership(self.as_of)
        heads = heads.select_related("person__ethnicity", "village").annotate(**self._facts())
        rows = [described(head) for head in heads.order_by("village__position", "village__name")]
        asked = self.given.head
        return [row for row in rows if MEANT[asked](row)] if asked else rows

    @property
    def subtitle(self):
        asked = self.given.head and HEADS[self.given.head].lower()
        return "; ".join(filter(None, [super().subtitle, asked]))

    def _facts(self):
        held = Qualification.objects.as_of(self.as_of)
        trained = TrainingAttendance.objects.filter(
            person=OuterRef("person"),
            course__started_on__gte=PartialDate(self.as_of.year),
            course__started_on__lte=self.as_of,
        )
        ratings = VillageHeadRating.objects.with_result().filter(year=self._rated_year, person=OuterRef("person"))
        return {
            "general": held.level_of("GENERAL", outer="person"),
            "professional": held.level_of("PROFESSIONAL", outer="person"),
            "political": held.level_of("POLITICAL", outer="person"),
            "trained": Exists(trained),
            "level": self._kept_or("level", ratings),
            "reason": self._kept_or("not_rated_reason", ratings),
        }

    def _kept_or(self, field, ratings):
        """What the version of a locked year says of a head or, where it knows nothing, as of another commune's, what
        is stored."""
        if not (self.campaign and self.campaign.locked_version):
            return Subquery(ratings.values(field)[:1])
        records = RatingRecord.objects.filter(version=self.campaign.locked_version, part=RatingSheet.Part.HEADS)
        kept = records.filter(person=OuterRef("person"))
        return Coalesce(Subquery(kept.values(field)[:1]), Subquery(ratings.values(field)[:1]))

    @property
    def _rated_year(self):
        """The last year whose campaign had been assessed; without one, the year before."""
        return self.campaign.year if self.campaign else self.as_of.year - 1

    def notes(self, rows):
        return [
            *summary(rows),
            f"Bồi dưỡng: dự lớp mở trong năm {self.as_of.year}. Xếp loại: năm {self._rated_year}.",
        ]


def described(head):
    person = head.person
    return {
        "person": person.pk,
        "village": head.village.name,
        "name": person.full_name,
        "is_member": head.is_member,
        "is_secretary": head.is_secretary,
        "education": education_name(head.professional, head.general),
        "political_theory": political_name(head.political),
        "trained": head.trained,
        "rating": rating_name(head.level, head.reason),
        "is_woman": person.sex == person.Sex.FEMALE,
        "is_minority": person.ethnicity is not None and not person.ethnicity.is_majority,
    }


def rating_name(level, reason):
    if level:
        return Level(level).label
    return NotRatedReason(reason).label if reason else ""


def summary(rows):
    """How many of each, and by name who is not a member."""
    if not rows:
        return []

    def how_many(column):
        return sum(bool(row[column]) for row in rows)

    educated = ", ".join(
        f"{level}: {number}" for level, number in tally((row["education"] for row in rows), education_rank)
    )
    theory = sum(row["political_theory"] in FROM_ELEMENTARY for row in rows)
    outside = [f"{row['name']} ({row['village']})" for row in rows if not row["is_member"]]
    return [
        f"Trong {len(rows)} trưởng thôn: {how_many('is_woman')} nữ, {how_many('is_minority')} dân tộc thiểu số, "
        f"{how_many('is_member')} đảng viên, {how_many('is_secretary')} bí thư kiêm trưởng thôn.",
        f"Học vấn: {educated}. Lý luận chính trị từ sơ cấp trở lên: {theory}.",
        f"Chưa là đảng viên {len(outside)}: {', '.join(outside)}." if outside else "Tất cả là đảng viên.",
    ]
