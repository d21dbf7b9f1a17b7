"""The last change of a field of a person's record, put back: only while the field still is what that change made it."""

from dataclasses import dataclass

from auditlog.diff import get_field_value
from auditlog.models import LogEntry

from members.audit import MASKED
from members.models import Person

NOTHING = ("", "None")


@dataclass(frozen=True)
class LastChange:
    """One field of one entry of the log."""

    person: Person
    entry: LogEntry
    field: object
    old: str
    new: str

    @property
    def stands(self):
        """Whether the field still has the value that this change gave it."""
        return str(get_field_value(self.person, self.field)) == self.new

    def put_back(self):
        """Give the field its former value; ValidationError when it no longer is a possible one."""
        value = None if self.old in NOTHING else self.field.to_python(self.old)
        if value is None and not self.field.null:
            value = ""
        setattr(self.person, self.field.attname, value)
        self.person.full_clean()
        self.person.save()


def last_change(person, entry, name):
    """The LastChange of field *name* that *entry* tells of, or None where there is nothing to put back."""
    is_of_person = entry.content_type.model == "person" and entry.object_id == person.pk
    values = (entry.changes or {}).get(name)
    if not is_of_person or entry.action != LogEntry.Action.UPDATE or not isinstance(values, list):
        return None
    field = next((field for field in Person._meta.concrete_fields if field.name == name), None)
    if field is None or not field.editable or name in MASKED["Person"]:
        return None
    change = LastChange(person, entry, field, *map(str, values))
    return change if change.stands else None
