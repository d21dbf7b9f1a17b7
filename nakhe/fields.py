"""A date as precise as it is known: "1946", "3/1985" or "14/03/1985"."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from nakhe.vietnamese import dates
from nakhe.vietnamese.dates import DateError, PartialDate


class PartialDateFormField(forms.CharField):
    """One text box; what was typed comes back unchanged when it cannot be read."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "date")
        self.widget.attrs.setdefault("inputmode", "numeric")

    def to_python(self, value):
        if isinstance(value, PartialDate) or not (value and str(value).strip()):
            return value or None
        try:
            return dates.parse(value)
        except DateError as error:
            raise ValidationError(str(error), code="date") from error

    def run_validators(self, value):
        """The parser has read it; CharField's length check is for text."""

    def prepare_value(self, value):
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class DayField(forms.CharField):
    """A full date, day first, in one text box; None when empty. Days before *earliest* are refused."""

    def __init__(self, earliest=None, **kwargs):
        self.earliest = earliest
        super().__init__(**{"max_length": 40, **kwargs})
        self.widget.attrs |= {"class": "date", "inputmode": "numeric"}

    def to_python(self, value):
        if isinstance(value, datetime.date) or not (value and str(value).strip()):
            return value or None
        try:
            day = dates.parse_day(value)
        except DateError as error:
            raise ValidationError(str(error), code="date") from error
        if self.earliest and day < self.earliest:
            raise ValidationError(f"Ghi một ngày từ {dates.format_day(self.earliest)} trở đi.", code="date")
        return day

    def run_validators(self, value):
        """The parser has read it; CharField's length check is for text."""

    def prepare_value(self, value):
        return dates.format_day(value) if isinstance(value, datetime.date) else value


class PartialDateField(models.CharField):
    """Stores the ISO prefix ("1985", "1985-03", "1985-03-14"), so text order is time order.

    It compares with plain dates: a date known to the year counts from that year's first day.
    """

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate.from_iso(value) if value else None

    def to_python(self, value):
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, datetime.date):
            return PartialDate.of(value)
        try:
            return dates.parse(value)
        except DateError as error:
            raise ValidationError(str(error), code="date") from error

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.iso if value else None

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.iso if value else ""

    def formfield(self, **kwargs):
        return super(models.CharField, self).formfield(**{"form_class": PartialDateFormField, **kwargs})

    def run_validators(self, value):
        """A PartialDate has validated itself; CharField's length check does not apply."""
