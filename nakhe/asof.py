"""The date that every figure of a page belongs to: typed by the reader, today when nothing was typed."""

from datetime import date

from django import forms

from nakhe.fields import DayField
from nakhe.periods import today

THE_PARTY_BEGAN = date(1930, 2, 3)
"""No figure of this register is older; it also keeps the days derived from a typed one within the calendar."""


class AsOfForm(forms.Form):
    """Reads ?ngay=28/05/2024 (and ?so_voi=…). A date that can't be read keeps its text and its message.

    *fields* names the controls that a page has; the others are not read.
    """

    tu = DayField(label="Từ ngày", required=False, earliest=THE_PARTY_BEGAN)
    ngay = DayField(label="Tính đến ngày", required=False, earliest=THE_PARTY_BEGAN)
    so_voi = DayField(label="So với", required=False, earliest=THE_PARTY_BEGAN)

    def __init__(self, data=None, fields=("ngay",), **kwargs):
        super().__init__(data, **kwargs)
        for name in [name for name in self.fields if name not in fields]:
            del self.fields[name]
        for field in self.fields.values():  # after “Back” a browser puts what was typed into a page of another day
            field.widget.attrs["autocomplete"] = "off"
        self.is_valid()

    @property
    def day(self):
        return self._typed("ngay") or today()

    @property
    def first_day(self):
        """Start of the period, or None."""
        return self._typed("tu")

    @property
    def compared(self):
        return self._typed("so_voi")

    def fill(self, **days):
        """Show in each empty box the day that the page's figures are for."""
        self.data = self.data.copy()
        for name, day in days.items():
            if not self.data.get(name):
                self.data[name] = self.fields[name].prepare_value(day)

    def hint(self, **days):
        """Say in each box which day the figures are for, and leave the box empty: what nobody typed follows “ngay”."""
        for name, day in days.items():
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].prepare_value(day)

    @property
    def is_today(self):
        return self.day == today()

    @property
    def is_far_ahead(self):
        """Whether the day lies beyond what an office plans: likelier mistyped than meant."""
        return self.day.year > today().year + 1

    def _typed(self, name):
        return getattr(self, "cleaned_data", {}).get(name)
