"""What happened to a member, as a document: one decision, one person, and what it changed in the register."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.person import Person
from nakhe.access import SYSTEM, Right
from nakhe.changesets import Recorded, RecordedQuerySet
from units.scoping import units_kept, units_within


class MovementQuerySet(RecordedQuerySet):
    def visible_to(self, reader, right=Right.READ):
        """The movements from or to a unit of the reader's; of a unit since taken back, those of the reader's people."""
        if reader is SYSTEM:
            return self
        units, people = units_within(reader, right), Person.objects.visible_to(reader, right)
        return self.filter(Q(unit__in=units) | Q(to_unit__in=units) | Q(unit=None, person__in=people))

    def changeable_by(self, reader, right=Right.EDIT_PEOPLE):
        """Those whose both ends the reader keeps, of people who still are the reader's."""
        if reader is SYSTEM:
            return self
        units, people = units_kept(reader, right), Person.objects.changeable_by(reader, right)
        return self.filter(Q(to_unit=None) | Q(to_unit__in=units), unit__in=units, person__in=people)


class Movement(Recorded):
    """Nothing is counted from movements: memberships and the other periods are what is, this is why."""

    class Kind(models.TextChoices):
        ADMITTED = "ADMITTED", "Kết nạp"
        RECOGNISED = "RECOGNISED", "Công nhận chính thức"
        MOVED = "MOVED", "Chuyển nội bộ"
        TRANSFERRED_OUT = "TRANSFERRED_OUT", "Chuyển đi"
        TRANSFERRED_IN = "TRANSFERRED_IN", "Chuyển đến"
        AWAY = "AWAY", "Chuyển sinh hoạt tạm thời"
        BACK = "BACK", "Về sau sinh hoạt tạm thời"
        EXEMPTED = "EXEMPTED", "Miễn công tác, sinh hoạt"
        EXEMPTION_ENDED = "EXEMPTION_ENDED", "Thôi miễn, sinh hoạt trở lại"
        SUSPENDED = "SUSPENDED", "Đình chỉ sinh hoạt"
        SUSPENSION_LIFTED = "SUSPENSION_LIFTED", "Thôi đình chỉ"
        DIED = "DIED", "Từ trần"
        REMOVED = "REMOVED", "Xóa tên"
        WITHDRAWN = "WITHDRAWN", "Xin ra khỏi Đảng"
        EXPELLED = "EXPELLED", "Khai trừ"
        RESTORED = "RESTORED", "Khôi phục đảng tịch"
        READMITTED = "READMITTED", "Kết nạp lại"

    FORM_FIELDS = (
        "person", "effective_on", "unit", "to_unit", "place", "until", "scope", "decision_number", "decided_on",
    )  # fmt: skip
    """The names by which a refusal points at its place in the form."""

    kind = models.CharField("biến động", max_length=20, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="movements", verbose_name="đảng viên")
    unit = models.ForeignKey(
        "units.Unit", models.SET_NULL, null=True, blank=True, related_name="movements", verbose_name="chi bộ"
    )
    """Empty, like to_unit, only where the founding of that chi bộ was itself taken back."""
    to_unit = models.ForeignKey(
        "units.Unit", models.SET_NULL, null=True, blank=True, related_name="movements_in", verbose_name="đến chi bộ"
    )
    place = models.CharField("nơi đi, nơi đến", max_length=200, blank=True)
    papers = models.CharField("giấy tờ kèm theo", max_length=200, blank=True)

    objects = MovementQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = "biến động"
        verbose_name_plural = "biến động"
        ordering = ["-effective_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "effective_on"], name="movement_by_unit"),
            models.Index(fields=["person", "effective_on"], name="movement_by_person"),
        ]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["batch", "person"],
                name="members_movement_written_once",
                violation_error_message="Biến động này đã ghi.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}, {self.effective_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("movement", args=[self.pk])
