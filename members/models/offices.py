"""Who held which office, and who headed which village, when."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models.membership import Membership
from members.models.person import Person
from nakhe.access import SYSTEM, Right
from nakhe.periods import NoOverlap, Period
from units.models import Village
from units.scoping import ScopedPeriodQuerySet


class OfficeQuerySet(ScopedPeriodQuerySet):
    def secretaries(self):
        return self.filter(position=Office.Position.SECRETARY)

    def in_rank_order(self):
        return self.alias(
            rank=models.Case(*(models.When(position=p, then=n) for n, p in enumerate(Office.Position.values)))
        ).order_by("rank", "person__sort_key")


class Office(Period):
    class Position(models.TextChoices):
        SECRETARY = "SECRETARY", "Bí thư"
        DEPUTY_SECRETARY = "DEPUTY_SECRETARY", "Phó Bí thư"
        STANDING_MEMBER = "STANDING_MEMBER", "Ủy viên Ban Thường vụ"
        COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "Cấp ủy viên"
        GOVERNMENT = "GOVERNMENT", "Chức vụ chính quyền"
        MASS_ORGANISATION = "MASS_ORGANISATION", "Chức vụ đoàn thể"

    PARTY = (
        Position.SECRETARY,
        Position.DEPUTY_SECRETARY,
        Position.STANDING_MEMBER,
        Position.COMMITTEE_MEMBER,
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="offices", verbose_name="người giữ chức vụ")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="offices", verbose_name="tại")
    position = models.CharField("chức vụ", max_length=20, choices=Position)
    title = models.CharField(
        "chức danh", max_length=120, blank=True, help_text="Chức vụ chính quyền, đoàn thể: ghi chức danh."
    )
    term = models.ForeignKey(
        "units.Term", models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="nhiệm kỳ"
    )
    committee = models.ForeignKey(
        "units.Committee", models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="cấp ủy"
    )
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ["unit", "-started_on"]
        indexes = [models.Index(fields=["unit", "position", "started_on"], name="office_by_unit")]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_on=None, position="SECRETARY"),
                name="members_office_one_secretary",
                violation_error_message="Tổ chức này đang có bí thư.",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "position", "title"],
                condition=Q(ended_on=None),
                name="members_office_held_once",
                violation_error_message="Người này đang giữ chức vụ này.",
            ),
            models.CheckConstraint(
                condition=~Q(position__in=["GOVERNMENT", "MASS_ORGANISATION"]) | ~Q(title=""),
                name="members_office_has_a_title",
                violation_error_message="Ghi chức danh chính quyền, đoàn thể.",
            ),
        ]

    def __str__(self):
        return f"{self.full_title}, {self.unit}: {self.person}"

    @property
    def full_title(self):
        """“Bí thư chi bộ”, “Chi ủy viên”, or the title as written."""
        return self.title or position_name(self.position, self.unit.kind)


def position_name(position, unit_kind):
    """What a Party office is called at a unit of that kind."""
    at_branch = {
        "SECRETARY": "Bí thư chi bộ",
        "DEPUTY_SECRETARY": "Phó Bí thư chi bộ",
        "COMMITTEE_MEMBER": "Chi ủy viên",
    }
    above = {
        "SECRETARY": "Bí thư Đảng ủy",
        "DEPUTY_SECRETARY": "Phó Bí thư Đảng ủy",
        "COMMITTEE_MEMBER": "Đảng ủy viên",
    }
    names = at_branch if unit_kind in ("BRANCH", "CELL") else above
    return names.get(position) or Office.Position(position).label


class VillageHeadQuerySet(ScopedPeriodQuerySet):
    def visible_to(self, reader, right=Right.READ):
        if reader is SYSTEM:
            return self
        return self.filter(village__in=Village.objects.visible_to(reader, right))

    def visible_on(self, reader, day, right=Right.READ):
        if reader is SYSTEM:
            return self
        return self.filter(village__in=Village.objects.as_of(day).visible_on(reader, day, right))

    def changeable_by(self, reader, right):
        if reader is SYSTEM:
            return self
        return self.filter(village__in=Village.objects.changeable_by(reader, right))

    def with_membership(self, day):
        """Annotate is_member and is_secretary (of the village's own chi bộ) on *day*."""
        member = Membership.objects.as_of(day).filter(person=OuterRef("person"))
        secretary = (
            Office.objects.as_of(day).secretaries().filter(person=OuterRef("person"), unit__village=OuterRef("village"))
        )
        return self.annotate(is_member=Exists(member), is_secretary=Exists(secretary))


class VillageHead(Period):
    """Trưởng thôn: need not be a member, and stays the same person when becoming one."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="headships", verbose_name="trưởng thôn")
    village = models.ForeignKey("units.Village", models.PROTECT, related_name="heads", verbose_name="thôn")
    term_years = models.CharField("nhiệm kỳ", max_length=20, blank=True, help_text="“2022–2025”.")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    objects = VillageHeadQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "trưởng thôn"
        verbose_name_plural = "trưởng thôn"
        ordering = ["village", "-started_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                name="members_villagehead_no_overlap",
                subject="village",
                violation_error_message="Thôn đã có trưởng thôn trong thời gian đó.",
            ),
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(ended_on=None),
                name="members_villagehead_one_open",
                violation_error_message="Thôn này đang có trưởng thôn.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, trưởng thôn {self.village}"
