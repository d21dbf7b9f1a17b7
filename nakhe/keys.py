"""Keys of rows as a request names them: anything may come in, and what cannot be a key is none."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST = 18
"""More digits fit into no column, and some databases refuse even to compare them."""


def is_key(text):
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


def keys(texts):
    """The numbers among *texts* that may be keys, in their order."""
    return [int(text) for text in texts if is_key(text)]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a queryset; what cannot be a key is a wrong choice."""

    def clean(self, value):
        for text in value or ():
            if isinstance(text, str) and not is_key(text):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": text[:40]})
        return super().clean(value)
