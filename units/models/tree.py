"""The tree of Party organisations, dated: names, parents and changes are periods, never overwritten."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from nakhe.changesets import Recorded, RecordedQuerySet
from nakhe.periods import UNKNOWN_START, NoOverlap, Period, PeriodQuerySet
from units.scoping import ScopedPeriodQuerySet, ScopedQuerySet


class UnitQuerySet(ScopedPeriodQuerySet):
    unit_path = "pk"

    def branches(self):
        return self.filter(kind=Unit.Kind.BRANCH)

    def named(self, day):
        """Annotate name and short_name as they were on *day* (for a unit not yet founded: its first names)."""
        spoken = UnitName.objects.filter(unit=OuterRef("pk")).annotate(
            later=models.Case(models.When(started_on__lte=day, then=0), default=1)
        )
        name = spoken.order_by("later", models.Case(models.When(later=0, then=F("started_on"))).desc(), "started_on")
        return self.annotate(name=Subquery(name.values("name")[:1]), short_name=Subquery(name.values("short_name")[:1]))

    def in_order(self):
        """The committee's own order of its units."""
        return self.order_by("position", "code")


class Unit(Period):
    class Kind(models.TextChoices):
        CENTRAL = "CENTRAL", "Trung ương"
        PROVINCE = "PROVINCE", "Đảng bộ tỉnh"
        DISTRICT = "DISTRICT", "Đảng bộ huyện"
        COMMUNE = "COMMUNE", "Đảng bộ xã"
        SECTION = "SECTION", "Đảng bộ bộ phận"
        BRANCH = "BRANCH", "Chi bộ"
        CELL = "CELL", "Tổ đảng"

    class Type(models.TextChoices):
        VILLAGE = "VILLAGE", "Thôn"
        OFFICE = "OFFICE", "Cơ quan"
        SCHOOL = "SCHOOL", "Trường học"
        HEALTH = "HEALTH", "Y tế"
        POLICE = "POLICE", "Công an"
        MILITARY = "MILITARY", "Quân sự"
        ENTERPRISE = "ENTERPRISE", "Doanh nghiệp"

    code = models.SlugField("mã", max_length=40, unique=True)
    kind = models.CharField("cấp", max_length=12, choices=Kind)
    unit_type = models.CharField("loại hình", max_length=12, choices=Type, blank=True)
    village = models.ForeignKey(
        "units.Village", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="thôn"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    latest_name = models.CharField("tên hiện nay", max_length=200, blank=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "tổ chức đảng"
        verbose_name_plural = "tổ chức đảng"
        ordering = ["position", "code"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind="BRANCH") | ~Q(unit_type=""),
                name="units_unit_branch_has_type",
                violation_error_message="Chi bộ phải có loại hình.",
            ),
        ]

    def __str__(self):
        return self.latest_name or self.code

    def get_absolute_url(self):
        return reverse("unit", args=[self.pk])

    @property
    def founded_on(self):
        """The day on which it was founded; None where nobody knows."""
        return None if self.started_on == UNKNOWN_START else self.started_on

    def name_on(self, day):
        """The UnitName in force on *day*; before the first one, the first one."""
        names = self.names.order_by("started_on")
        return names.filter(started_on__lte=day).last() or names.first()

    def parent_on(self, day):
        link = self.parents.as_of(day).select_related("parent").first()
        return link and link.parent


class UnitName(Period):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names", verbose_name="tổ chức")
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=80)
    committee_name = models.CharField(
        "tên cấp ủy", max_length=200, blank=True, help_text="Ghi ở đầu văn bản: “Đảng ủy xã Na Khê”."
    )
    place = models.CharField("địa danh", max_length=80, blank=True, help_text="Trước ngày ký văn bản: “Na Khê”.")
    location = models.CharField("thuộc", max_length=200, blank=True, help_text="“huyện Yên Minh, tỉnh Hà Giang”.")

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "tên tổ chức"
        verbose_name_plural = "tên tổ chức"
        ordering = ["started_on"]
        constraints = [*Period.Meta.constraints, NoOverlap(name="units_unitname_no_overlap", subject="unit")]

    def __str__(self):
        return self.name


class UnitParent(Period):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parents", verbose_name="tổ chức")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="children", verbose_name="trực thuộc")

    objects = ScopedPeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "trực thuộc"
        verbose_name_plural = "trực thuộc"
        ordering = ["started_on"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(name="units_unitparent_no_overlap", subject="unit"),
            models.CheckConstraint(
                condition=~Q(unit=F("parent")),
                name="units_unitparent_not_itself",
                violation_error_message="Một tổ chức không trực thuộc chính nó.",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_on=None),
                name="units_unitparent_one_open",
                violation_error_message="Tổ chức này đang trực thuộc một tổ chức khác.",
            ),
        ]

    def __str__(self):
        return f"{self.unit} thuộc {self.parent}"

    def clean(self):
        if self.unit_id and self.parent_id and self.started_on and self._would_circle():
            raise ValidationError({"parent": "Tổ chức cấp trên đang nằm dưới chính tổ chức này."})

    def _would_circle(self):
        last = self.ended_on or self.started_on.max
        below = UnitClosure.objects.filter(ancestor=self.unit, unit=self.parent)
        return below.filter(Q(ended_on=None) | Q(ended_on__gt=self.started_on), started_on__lt=last).exists()


class UnitClosure(models.Model):
    """Derived: *unit* lay under *ancestor* (or was it) in the period. Written by units.closure alone."""

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "quan hệ trên dưới"
        verbose_name_plural = "quan hệ trên dưới"
        indexes = [
            models.Index(fields=["ancestor", "started_on", "ended_on", "unit"], name="closure_down"),
            models.Index(fields=["unit", "started_on", "ended_on", "ancestor"], name="closure_up"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "unit", "started_on"], name="units_closure_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")), name="units_closure_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.ancestor_id} > {self.unit_id} từ {self.started_on}"


class UnitChangeQuerySet(RecordedQuerySet, ScopedQuerySet):
    """A change is seen by whoever sees one of the units that it touched, or the committee that it happened under."""

    def visible_to(self, reader, right="read"):
        return self._touching(Unit.objects.visible_to(reader, right))

    def changeable_by(self, reader, right):
        """Whoever takes a decision back rewrites every unit that it touched, so must keep them all."""
        others = Unit.objects.exclude(pk__in=Unit.objects.changeable_by(reader, right).values("pk"))
        elsewhere = self.model.objects.filter(Q(predecessors__in=others) | Q(successors__in=others)).values("pk")
        return self._touching(Unit.objects.changeable_by(reader, right)).exclude(pk__in=elsewhere)

    def _touching(self, units):
        touched = Q(predecessors__in=units) | Q(successors__in=units) | Q(body__in=units)
        return self.filter(pk__in=self.model.objects.filter(touched).values("pk"))


class UnitChange(Recorded):
    class Kind(models.TextChoices):
        CREATE = "CREATE", "Thành lập"
        RENAME = "RENAME", "Đổi tên"
        MERGE = "MERGE", "Sáp nhập"
        SPLIT = "SPLIT", "Chia tách"
        DISSOLVE = "DISSOLVE", "Giải thể"
        MOVE = "MOVE", "Chuyển trực thuộc"
        CONGRESS = "CONGRESS", "Đại hội"

    kind = models.CharField("hình thức", max_length=10, choices=Kind)
    body = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="changes_below", verbose_name="dưới đảng bộ"
    )
    predecessors = models.ManyToManyField(Unit, related_name="changes_from", blank=True, verbose_name="tổ chức trước")
    successors = models.ManyToManyField(Unit, related_name="changes_to", blank=True, verbose_name="tổ chức sau")

    objects = UnitChangeQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = "thay đổi tổ chức"
        verbose_name_plural = "thay đổi tổ chức"
        ordering = ["-effective_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("unit_change", args=[self.pk])
