"""What a locked rating year says, word for word, however the record changes afterwards.

Locking writes one version with a record for everybody who was on its lists; opening the year again and locking it once
more writes another. A version is written once and never changed.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.models.person import Person
from nakhe.access import SYSTEM, Right
from units.models import Level, NotRatedReason, RatingCampaign, RatingSheet
from units.models.ratings import HAS_RESULT, VOTES
from units.scoping import ScopedQuerySet, units_within


class RatingVersion(models.Model):
    campaign = models.ForeignKey(RatingCampaign, models.PROTECT, related_name="versions", verbose_name="đợt xếp loại")
    number = models.PositiveSmallIntegerField("lần khóa")
    locked_at = models.DateTimeField("khóa lúc")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người khóa"
    )
    """None for the command line."""
    settings = models.JSONField("quy định lúc khóa")
    """Of the campaign and its regime, {field: value}: what the notes and the cap line of the year's reports say; and
    “letterheads”, how those were named and led who issue its papers (members.letterheads)."""

    class Meta:
        verbose_name = "bản khóa"
        verbose_name_plural = "bản khóa"
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="members_ratingversion_once",
                violation_error_message="Lần khóa này đã có.",
            )
        ]

    def __str__(self):
        return f"{self.campaign}, lần khóa {self.number}"


class RatingRecordQuerySet(ScopedQuerySet):
    def visible_to(self, reader, right=Right.READ):
        """Those of the reader's units, and every one of the reader's committee: its year stays whole even where the
        tree is put right later so that a chi bộ never lay there."""
        if reader is SYSTEM:
            return self
        within = units_within(reader, right)
        return self.filter(Q(unit__in=within) | Q(version__campaign__unit__in=within))

    def with_result(self):
        return self.filter(HAS_RESULT)


class RatingRecord(models.Model):
    """One line of a version: who was rated, as named and placed then, and how; for members, chi bộ and heads alike."""

    version = models.ForeignKey(RatingVersion, models.PROTECT, related_name="records", verbose_name="bản khóa")
    part = models.CharField("đối tượng", max_length=12, choices=RatingSheet.Part)
    position = models.PositiveIntegerField("thứ tự")
    """Its place in the committee's order within the part, from 1."""
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="chi bộ")
    """The chi bộ rated, or that of the member; of a village head the committee."""
    unit_name = models.CharField("tên chi bộ", max_length=200)
    unit_short_name = models.CharField("tên gọn", max_length=200)
    unit_type = models.CharField("loại hình", max_length=20, blank=True)
    unit_position = models.PositiveIntegerField("thứ tự chi bộ", default=0)
    """Its chi bộ's place in the committee's order, from 1."""
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người được xếp loại"
    )
    """None for a chi bộ."""
    name = models.CharField("tên", max_length=200)
    birth_on = models.CharField("ngày sinh", max_length=10, blank=True)
    """ISO prefix, as of a partial date."""
    office = models.CharField("chức vụ", max_length=120, blank=True)
    place = models.CharField("thôn", max_length=200, blank=True)
    """The village of a head."""
    is_member = models.BooleanField("là đảng viên", default=True)
    disciplined = models.BooleanField("bị kỷ luật trong năm", default=False)
    self_level = models.CharField("tự xếp loại", max_length=14, choices=Level, blank=True)
    committee_level = models.CharField("cấp ủy nhận xét", max_length=14, choices=Level, blank=True)
    present = models.PositiveSmallIntegerField("có mặt", null=True, blank=True)
    votes_excellent = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_good = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_completed = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_not_completed = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_level = models.CharField("đề nghị", max_length=14, choices=Level, blank=True)
    proposed_reason = models.CharField("lý do đề nghị", max_length=16, choices=NotRatedReason, blank=True)
    level = models.CharField("mức", max_length=14, choices=Level, blank=True)
    not_rated_reason = models.CharField("lý do không xếp loại", max_length=16, choices=NotRatedReason, blank=True)
    reason = models.CharField("lý do chi tiết", max_length=320, blank=True)
    """“HTNV-a: …”, the sub-code with its text."""
    score = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = RatingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng của bản khóa"
        verbose_name_plural = "dòng của bản khóa"
        ordering = ["version", "part", "position"]
        indexes = [models.Index(fields=["version", "part", "unit"], name="ratingrecord_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part", "unit"],
                condition=Q(part="chi-bo"),
                name="members_ratingrecord_unit_once",
            ),
            models.UniqueConstraint(
                fields=["version", "part", "person"],
                condition=~Q(part="chi-bo"),
                name="members_ratingrecord_person_once",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.version}"

    @property
    def key(self):
        """Whom the line is about, the same in every version: (part, key of the unit or of the person)."""
        return self.part, self.person_id or self.unit_id

    @property
    def verdict(self):
        """The level's code, or why there is none."""
        return self.get_level_display() or self.get_not_rated_reason_display()

    @property
    def proposed_verdict(self):
        return self.get_proposed_level_display() or self.get_proposed_reason_display()

    @property
    def votes(self):
        """Votes of each level in the order of Level; None where none were written."""
        return [getattr(self, name) for name in VOTES.values()]
