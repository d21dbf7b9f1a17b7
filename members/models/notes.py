"""What colleagues tell each other about a record: kept with its author, apart from the log."""

from django.conf import settings
from django.db import models

from members.models.person import Person
from nakhe.access import SYSTEM, Right


class PersonNoteQuerySet(models.QuerySet):
    def visible_to(self, reader, right=Right.READ_NUMBERS):
        """Notes are for those who may know the person's numbers: secretaries and office, not every cadre."""
        if reader is SYSTEM:
            return self
        return self.filter(person__in=Person.objects.changeable_by(reader, right))

    def changeable_by(self, reader, right=Right.READ_NUMBERS):
        """One's own, and those on a record that one keeps: who wrote them may be gone."""
        if reader is SYSTEM:
            return self
        kept = Person.objects.changeable_by(reader, Right.EDIT_RECORD)
        return self.visible_to(reader, right).filter(models.Q(author=reader) | models.Q(person__in=kept))

    def standing(self):
        return self.filter(removed_at=None)


class PersonNote(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="notes", verbose_name="người")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    text = models.CharField("ghi chú", max_length=500)
    written_at = models.DateTimeField("lúc ghi", auto_now_add=True)
    removed_at = models.DateTimeField("gỡ lúc", null=True, editable=False)

    objects = PersonNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ghi chú"
        verbose_name_plural = "ghi chú"
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "author", "text"],
                condition=models.Q(removed_at=None),
                name="members_note_once",
                violation_error_message="Ghi chú này đã có.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.text}"
