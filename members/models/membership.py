"""Where a person belongs, and when: memberships and the periods that suspend duties without ending them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value

from members.models.person import Person
from nakhe.access import SYSTEM, Right
from nakhe.periods import NoOverlap, Period, PeriodQuerySet
from units.models import Unit, UnitClosure
from units.scoping import ScopedPeriodQuerySet


class MembershipQuerySet(ScopedPeriodQuerySet):
    def of_women(self):
        return self.filter(person__sex=Person.Sex.FEMALE)

    def of_minorities(self):
        return self.filter(person__ethnicity__is_majority=False)

    def official_on(self, day):
        """Members recognised by *day*, and not on probation once more after being readmitted."""
        return self.filter(is_official(day))

    def probationary_on(self, day):
        """Members not yet recognised on *day*, whose date of recognition may still be to come or not be known."""
        later = Q(person__official_on=None) | Q(person__official_on__gt=day)
        return self.filter(later | Q(person__in=Probation.objects.as_of(day).values("person")))

    def exempt_on(self, day):
        """Members whom the chi bộ had excused from work and meetings on *day*."""
        return self.filter(Exists(Exemption.objects.as_of(day).filter(person=OuterRef("person"))))

    def suspended_on(self, day):
        """Members suspended from Party life on *day*; from a committee alone is no such suspension."""
        suspended = Suspension.objects.as_of(day).filter(scope=Suspension.Scope.PARTY_LIFE)
        return self.filter(Exists(suspended.filter(person=OuterRef("person"))))

    def away_on(self, day):
        """Members who took part elsewhere for a time on *day*."""
        return self.filter(Exists(TemporaryAbsence.objects.as_of(day).filter(person=OuterRef("person"))))

    def disciplined_within(self, first, last):
        """Members with a decision of discipline from *first* to *last*."""
        decided = {"disciplines__decided_on__gte": first, "disciplines__decided_on__lte": last}
        return self.filter(person__in=Person.objects.filter(**decided).values("pk"))

    def with_unit_name(self, day):
        """Annotate unit_name, the short name of the chi bộ on *day*."""
        named = Unit.objects.named(day).filter(pk=OuterRef("unit"))
        return self.annotate(unit_name=Subquery(named.values("short_name")[:1]))

    def in_tree(self, roots):
        """Annotate began_here and ended_here: whether the unit lay under *roots* on that first, on that last day.

        None stands for the whole register.
        """
        if roots is None:
            return self.annotate(began_here=Value(True), ended_here=Value(True))
        under = UnitClosure.objects.filter(ancestor__in=roots, unit=OuterRef("unit"))
        last_day_there = Q(ended_on=None) | Q(ended_on__gte=OuterRef("ended_on"))
        return self.annotate(
            began_here=Exists(under.as_of(OuterRef("started_on"))),
            ended_here=Exists(under.filter(last_day_there, started_on__lt=OuterRef("ended_on"))),
        )

    def in_name_order(self):
        return self.order_by("person__sort_key", "person_id")


def is_official(day, person="person__"):
    """Condition on memberships: the person had been recognised by *day*, and is not on probation once more.

    *person* is the way to the person; empty for a condition on people.
    """
    once_more = Probation.objects.as_of(day).values("person")
    return Q(**{f"{person}official_on__lte": day}) & ~Q(**{f"{person}pk__in": once_more})


def standing(day, person="person__"):
    """What a query adds so that its rows know: is_official on *day*."""
    return {"is_official": ExpressionWrapper(is_official(day, person), BooleanField())}


class Membership(Period):
    class ReasonIn(models.TextChoices):
        ADMITTED = "ADMITTED", "Kết nạp"
        READMITTED = "READMITTED", "Kết nạp lại"
        RESTORED = "RESTORED", "Khôi phục đảng tịch"
        TRANSFERRED_IN = "TRANSFERRED_IN", "Chuyển đến"
        INTERNAL = "INTERNAL", "Chuyển nội bộ đến"
        ON_FILE = "ON_FILE", "Có tên khi lập sổ"
        """From a list that says neither when nor how somebody came; the period begins with what the list knows."""

    class ReasonOut(models.TextChoices):
        TRANSFERRED_OUT = "TRANSFERRED_OUT", "Chuyển đi"
        INTERNAL = "INTERNAL", "Chuyển nội bộ đi"
        DIED = "DIED", "Từ trần"
        REMOVED = "REMOVED", "Xóa tên"
        EXPELLED = "EXPELLED", "Khai trừ"
        WITHDRAWN = "WITHDRAWN", "Xin ra khỏi Đảng"

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="đảng viên")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="memberships", verbose_name="chi bộ")
    started_precision = models.CharField(
        "ngày vào biết đến",
        max_length=5,
        choices=[("day", "ngày"), ("month", "tháng"), ("year", "năm")],
        default="day",
    )
    reason_in = models.CharField("lý do vào", max_length=16, choices=ReasonIn)
    decision_in = models.CharField("số quyết định vào", max_length=60, blank=True)
    decided_in_on = models.DateField("ngày quyết định vào", null=True, blank=True)
    came_from = models.CharField("chuyển từ đảng bộ", max_length=200, blank=True)
    reason_out = models.CharField("lý do ra", max_length=16, choices=ReasonOut, blank=True)
    decision_out = models.CharField("số quyết định ra", max_length=60, blank=True)
    decided_out_on = models.DateField("ngày quyết định ra", null=True, blank=True)
    went_to = models.CharField("chuyển đến đảng bộ", max_length=200, blank=True)
    counterpart_in = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="từ chi bộ"
    )
    counterpart_out = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đến chi bộ"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "sinh hoạt đảng"
        verbose_name_plural = "sinh hoạt đảng"
        ordering = ["person", "-started_on"]
        indexes = [
            models.Index(fields=["unit", "ended_on", "started_on", "person"], name="membership_by_unit"),
            models.Index(fields=["person", "started_on", "ended_on", "unit"], name="membership_by_person"),
        ]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                name="members_membership_no_overlap",
                subject="person",
                violation_error_message="Người này đã sinh hoạt ở một chi bộ trong thời gian đó.",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None),
                name="members_membership_one_open",
                violation_error_message="Người này đang sinh hoạt ở một chi bộ khác.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, reason_out="") | (Q(ended_on__isnull=False) & ~Q(reason_out="")),
                name="members_membership_ends_for_a_reason",
                violation_error_message="Ghi cả ngày và lý do ra, hoặc để trống cả hai.",
            ),
            models.CheckConstraint(
                condition=~Q(reason_in=""),
                name="members_membership_begins_for_a_reason",
                violation_error_message="Ghi lý do vào.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.unit} từ {self.started_on:%d/%m/%Y}"

    def clean(self):
        """An internal move has two ends; who only left would be missing from the whole."""
        if self.reason_out == self.ReasonOut.INTERNAL and self.counterpart_out_id is None:
            raise ValidationError({"counterpart_out": "Chuyển nội bộ: chọn chi bộ chuyển đến, và ghi nơi đến."})


class OfMembersQuerySet(PeriodQuerySet):
    """Facts about a person, read by whoever reads the person's memberships."""

    def visible_to(self, reader, right=Right.READ):
        if reader is SYSTEM:
            return self
        return self.filter(person__in=Person.objects.visible_to(reader, right))

    def changeable_by(self, reader, right):
        if reader is SYSTEM:
            return self
        return self.filter(person__in=Person.objects.changeable_by(reader, right))


class DutyBreak(Period):
    """A period in which a member is still counted but does not take part, or takes part elsewhere."""

    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = OfMembersQuerySet.as_manager()

    class Meta(Period.Meta):
        abstract = True
        ordering = ["person", "-started_on"]

    def __str__(self):
        return f"{self.person}: {self._meta.verbose_name} từ {self.started_on:%d/%m/%Y}"


class Exemption(DutyBreak):
    person = models.ForeignKey(Person, models.PROTECT, related_name="exemptions", verbose_name="đảng viên")

    class Meta(DutyBreak.Meta):
        verbose_name = "miễn công tác và sinh hoạt"
        verbose_name_plural = "miễn công tác và sinh hoạt"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="members_exemption_no_overlap", subject="person"),
        ]


class Suspension(DutyBreak):
    class Scope(models.TextChoices):
        PARTY_LIFE = "PARTY_LIFE", "Đình chỉ sinh hoạt đảng"
        COMMITTEE = "COMMITTEE", "Đình chỉ sinh hoạt cấp ủy"

    person = models.ForeignKey(Person, models.PROTECT, related_name="suspensions", verbose_name="đảng viên")
    scope = models.CharField("phạm vi", max_length=12, choices=Scope, default=Scope.PARTY_LIFE)

    class Meta(DutyBreak.Meta):
        verbose_name = "đình chỉ sinh hoạt"
        verbose_name_plural = "đình chỉ sinh hoạt"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="members_suspension_no_overlap", subject="person"),
        ]


class TemporaryAbsence(DutyBreak):
    """Chuyển sinh hoạt tạm thời: counted at home, not at the host."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name="đảng viên")
    place = models.CharField("nơi sinh hoạt tạm thời", max_length=200, blank=True)

    class Meta(DutyBreak.Meta):
        verbose_name = "sinh hoạt tạm thời nơi khác"
        verbose_name_plural = "sinh hoạt tạm thời nơi khác"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="members_absence_no_overlap", subject="person"),
        ]


class Probation(DutyBreak):
    """The probation of who was readmitted; the first one lies between Person.admitted_on and official_on.

    Whoever is readmitted serves it once more (Điều lệ Đảng, điều 3 khoản 5; [S] how committees date its end).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="probations", verbose_name="đảng viên")

    class Meta(DutyBreak.Meta):
        verbose_name = "dự bị sau khi kết nạp lại"
        verbose_name_plural = "dự bị sau khi kết nạp lại"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="members_probation_no_overlap", subject="person"),
        ]


def membership_on(day, outer="pk"):
    """Subquery source: the membership of the outer person on *day*."""
    return Membership.objects.as_of(day).filter(person=OuterRef(outer))
