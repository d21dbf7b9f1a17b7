"""What a form showed when it was opened travels with it, signed: whoever saves later is compared with it."""

from dataclasses import dataclass

from django.core import signing


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str
    typed: str = ""
    name: str = ""
    """Of the field, where one may choose the other's value."""


class RemembersWhatItShowed:
    """For a ModelForm; members.forms.conflict compares."""

    @property
    def base(self):
        return signing.dumps(self.stored_texts)

    @property
    def remembered(self):
        """The fields that, left alone, take what another saved meanwhile."""
        return self._meta.fields

    @property
    def stored_texts(self):
        """{field: text} of the record as the form writes it."""
        return {name: self._text(name) for name in self.fields if name in self.remembered}

    def _text(self, name):
        value = self.fields[name].prepare_value(self[name].initial)
        return ("on" if value else "") if isinstance(value, bool) else str(value or "")

    def difference(self, name, old, new, typed=""):
        """One field that the other changed, in words; *typed* when the own text differs from both."""
        label = self.fields[name].label
        old, new = (self.in_words(name, text) or "để trống" for text in (old, new))
        return Difference(label, old, new, self.in_words(name, typed) if typed else "", name)

    def in_words(self, name, text):
        choices = getattr(self.fields[name], "choices", ())
        return next((str(label) for value, label in choices if text and str(value) == str(text)), text or "")
