"""A decision is tried, told and seen before it is written, and written once however often it is sent."""

import uuid

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from nakhe.periods import today


class SeenFirst:
    """For a form: what it would write is shown, and written only once exactly that has been seen."""

    def refuse(self, refused):
        """The messages of the ValidationError *refused*, each at its field if the form has it."""
        told = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)

    @property
    def told(self):
        """All that the page shows of what would change, as JSON has it."""
        raise NotImplementedError

    @property
    def fingerprint(self):
        """Of exactly this change: whoever confirms confirms what was shown."""
        told = DjangoJSONEncoder(sort_keys=True).encode(self.told)
        return signing.Signer(salt=type(self).__name__).signature(told)

    @property
    def is_confirmed(self):
        return self.is_valid() and self.data.get("seen") == self.fingerprint


class DecisionForm(SeenFirst, forms.Form):
    """*preview* is what the decision would do, once the form is valid; what refuses it is an error of the form."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    preview = None

    def __init__(self, data=None, initial=None):
        super().__init__(data, initial={"batch": uuid.uuid4()} | (initial or {}))

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day and day > today():
            raise ValidationError("Ngày quyết định chưa tới.")
        return day


def with_new_batch(data):
    """*data* as of a form opened anew: its token has served for something else (a page that “Back” brought again)."""
    data = data.copy()
    data["batch"] = str(uuid.uuid4())
    return data


def batch_of(data):
    """The token of a form that was sent, by which a second click finds what the first wrote; None without one."""
    try:
        return DecisionForm.base_fields["batch"].clean(data.get("batch"))
    except ValidationError:
        return None
