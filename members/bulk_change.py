"""One value for one field of several people: shown person by person first, then saved for all of them or for none."""

from dataclasses import dataclass, replace

from django.core import signing
from django.db import transaction

from members.models import Person
from nakhe.audit import because

FIELDS = ("ethnicity", "religion", "occupation", "native_place_now", "residence")
SALT = "members.bulk_change"
VALID_FOR = 24 * 3600


@dataclass(frozen=True)
class Row:
    person: Person
    old: object
    new: object

    @property
    def is_news(self):
        return self.old != self.new


@dataclass(frozen=True)
class FieldChange:
    """*value* as it stands in the column, a foreign key as its id; *versions*: {person id: version when shown}."""

    field: str
    value: object
    reason: str
    versions: dict

    @property
    def token(self):
        """All of it, signed: what is saved is what was shown, however the list looks by then."""
        return signing.dumps([self.field, self.value, self.reason, list(self.versions.items())], salt=SALT)

    @classmethod
    def from_token(cls, token):
        field, value, reason, versions = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        return cls(field, value, reason, dict(versions))

    @property
    def model_field(self):
        return Person._meta.get_field(self.field)

    @property
    def label(self):
        return self.model_field.verbose_name

    def rows(self, people):
        """Old and new value of each, in words."""
        new = self._in_words(self.value)
        return [Row(person, self._shown(person), new) for person in people]

    def _shown(self, person):
        value = getattr(person, self.field)
        return "" if value is None else str(value)

    def _in_words(self, value):
        related = self.model_field.related_model
        return str(related.objects.get(pk=value)) if related else value

    def is_made(self, person):
        return getattr(person, self.model_field.attname) == self.value

    def overtaken(self, people):
        """Whoever somebody else changed since; one who already has the value does not stand in the way."""
        return [p for p in people if p.version != self.versions[p.pk] and not self.is_made(p)]

    def anew(self, people):
        """The same change for *people* as they are now."""
        return replace(self, versions={person.pk: person.version for person in people})

    @transaction.atomic
    def save(self, people):
        """Write it into the record of everyone who does not have it yet; who was changed."""
        changed = [person for person in people if not self.is_made(person)]
        with because(self.reason):
            for person in changed:
                setattr(person, self.model_field.attname, self.value)
                person.save()
        return changed
