"""Qualifications, each for the period in which it was the highest, and training courses with who attended."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from members.models.membership import OfMembersQuerySet
from members.models.person import Person
from nakhe.access import SYSTEM, Right
from nakhe.fields import PartialDateField
from nakhe.vietnamese.names import fold
from units.scoping import ScopedQuerySet, units_within


class ProfessionalLevel(models.TextChoices):
    DOCTOR = "DOCTOR", "Tiến sĩ"
    MASTER = "MASTER", "Thạc sĩ"
    UNIVERSITY = "UNIVERSITY", "Đại học"
    COLLEGE = "COLLEGE", "Cao đẳng"
    INTERMEDIATE = "INTERMEDIATE", "Trung cấp"
    ELEMENTARY = "ELEMENTARY", "Sơ cấp"
    NONE = "NONE", "Chưa qua đào tạo"


class PoliticalLevel(models.TextChoices):
    BACHELOR = "BACHELOR", "Cử nhân"
    ADVANCED = "ADVANCED", "Cao cấp"
    INTERMEDIATE = "INTERMEDIATE", "Trung cấp"
    ELEMENTARY = "ELEMENTARY", "Sơ cấp"
    NONE = "NONE", "Chưa qua"


SCHOOL_YEARS = [f"{year}/{system}" for system in (12, 10) for year in range(system, 0, -1)]
"""“12/12” … “1/12”, “10/10” … “1/10”: the years of both systems, the highest first."""


class QualificationQuerySet(OfMembersQuerySet):
    def as_of(self, day):
        """What was the highest on *day*; one whose date is not known counts from ever."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), Q(started_on=None) | Q(started_on__lte=day))

    def level_of(self, kind, outer="pk"):
        """The level code of *kind* that the outer person holds here, for annotate()."""
        found = self.filter(kind=kind, person=OuterRef(outer)).order_by(F("started_on").desc(nulls_last=True))
        return Subquery(found.values("level")[:1])


class Qualification(models.Model):
    class Kind(models.TextChoices):
        GENERAL = "GENERAL", "Giáo dục phổ thông"
        PROFESSIONAL = "PROFESSIONAL", "Chuyên môn"
        POLITICAL = "POLITICAL", "Lý luận chính trị"
        LANGUAGE = "LANGUAGE", "Ngoại ngữ, tiếng dân tộc"

    person = models.ForeignKey(Person, models.PROTECT, related_name="qualifications", verbose_name="người")
    kind = models.CharField("loại", max_length=12, choices=Kind)
    level = models.CharField("mức", max_length=20, help_text="Phổ thông: 9/12, 12/12, 10/10.")
    subject = models.CharField("ngành, nội dung", max_length=200, blank=True)
    started_on = PartialDateField("đạt được", null=True, blank=True)
    ended_on = PartialDateField(
        "đến khi có mức cao hơn", null=True, blank=True, help_text="Để trống nếu là mức cao nhất hiện nay."
    )

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = "trình độ"
        verbose_name_plural = "trình độ"
        ordering = ["person", "kind", "-started_on"]
        indexes = [models.Index(fields=["person", "kind", "started_on"], name="qualification_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_on=None) & ~Q(kind="LANGUAGE"),
                name="members_qualification_one_highest",
                violation_error_message="Người này đang có một mức cao nhất cùng loại.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="members_qualification_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày đạt được.",
            ),
            models.CheckConstraint(
                condition=Q(kind="PROFESSIONAL", level__in=ProfessionalLevel.values)
                | Q(kind="POLITICAL", level__in=PoliticalLevel.values)
                | (Q(kind="GENERAL") & (Q(level__endswith="/12") | Q(level__endswith="/10")))
                | (Q(kind="LANGUAGE") & ~Q(level="")),
                name="members_qualification_level_of_its_kind",
                violation_error_message="Mức không thuộc loại trình độ này. Phổ thông ghi 9/12 hoặc 12/12.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display().lower()} {self.level_name}"

    def clean(self):
        if self.kind != self.Kind.GENERAL:
            return
        self.level = school_year(self.level)
        if self.level not in SCHOOL_YEARS:
            raise ValidationError({"level": "Ghi lớp trên hệ, ví dụ 9/12, 12/12 hoặc 10/10."})

    @property
    def level_name(self):
        return level_name(self.kind, self.level)


def school_year(text):
    """“7/12” of “07/12” and “7 / 12”: one class is written one way, or its list would not be found."""
    return "/".join(part.lstrip("0") for part in "".join(text.split()).split("/"))


def level_name(kind, level):
    """The Vietnamese name of a level; school years and languages are their own names."""
    levels = {"PROFESSIONAL": ProfessionalLevel, "POLITICAL": PoliticalLevel}.get(kind)
    return levels(level).label if levels and level in levels.values else level or ""


LEVEL_NAMES = {"PROFESSIONAL": ProfessionalLevel.labels, "POLITICAL": PoliticalLevel.labels}
"""The names that a level of these kinds may have."""


def level_code(kind, name):
    """The level that people write as *name*, with or without accents; ValueError says which there are."""
    levels = {"PROFESSIONAL": ProfessionalLevel, "POLITICAL": PoliticalLevel}.get(kind)
    if levels is None:
        return school_year(name) if kind == Qualification.Kind.GENERAL else name
    found = next((level for level in levels if fold(level.label) == fold(name)), None)
    if found is None:
        raise ValueError(f"Không có mức “{name}”. Ghi một trong: {', '.join(levels.labels)}.")
    return found.value


def education_name(professional, general):
    """How committees report one person's education: training where there is any, else school, else neither.

    *professional* is a ProfessionalLevel code or None, *general* a school year such as "9/12" or None.
    """
    if professional and professional != ProfessionalLevel.NONE:
        return ProfessionalLevel(professional).label
    if general:
        return general
    return ProfessionalLevel.NONE.label if professional else ""


class TrainingCourseQuerySet(ScopedQuerySet):
    def visible_to(self, reader, right=Right.READ):
        """The courses of the reader's committees, and those that the reader's own chi bộ sent somebody to."""
        if reader is SYSTEM:
            return self
        units = units_within(reader, right)
        attended = TrainingAttendance.objects.filter(unit__in=units).values("course")
        return self.filter(Q(unit__in=units) | Q(pk__in=attended))


class TrainingCourse(models.Model):
    class Kind(models.TextChoices):
        PARTY_WORK = "PARTY_WORK", "Nghiệp vụ công tác Đảng"
        KNOWLEDGE_UPDATE = "KNOWLEDGE_UPDATE", "Cập nhật kiến thức"
        POLITICAL_THEORY = "POLITICAL_THEORY", "Lý luận chính trị"
        VILLAGE_HEADS = "VILLAGE_HEADS", "Nghiệp vụ trưởng thôn"
        NEW_MEMBERS = "NEW_MEMBERS", "Đảng viên mới"
        OTHER = "OTHER", "Khác"

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="courses", verbose_name="đảng bộ cử đi")
    name = models.CharField("tên lớp", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    organiser = models.CharField("nơi mở", max_length=200, blank=True)
    started_on = PartialDateField("từ ngày")
    ended_on = PartialDateField("đến ngày", null=True, blank=True)

    objects = TrainingCourseQuerySet.as_manager()

    class Meta:
        verbose_name = "lớp bồi dưỡng"
        verbose_name_plural = "lớp bồi dưỡng"
        ordering = ["-started_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="members_course_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("course", args=[self.pk])

    @property
    def first_day(self):
        return self.started_on.first_day

    @property
    def last_day(self):
        """The last that it can have lasted: a course known to the year may have been in December."""
        return (self.ended_on or self.started_on).last_day


class TrainingAttendance(models.Model):
    class AttendedAs(models.TextChoices):
        SECRETARY = "SECRETARY", "Bí thư chi bộ"
        VILLAGE_HEAD = "VILLAGE_HEAD", "Trưởng thôn"
        MEMBER = "MEMBER", "Đảng viên"

    course = models.ForeignKey(TrainingCourse, models.PROTECT, related_name="attendances", verbose_name="lớp")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings", verbose_name="người dự")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="trainings", verbose_name="chi bộ cử đi")
    attended_as = models.CharField("dự với tư cách", max_length=14, choices=AttendedAs)
    result = models.CharField("kết quả", max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt bồi dưỡng"
        verbose_name_plural = "lượt bồi dưỡng"
        ordering = ["course", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                name="members_attendance_once",
                violation_error_message="Người này đã có trong lớp.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.course}"
