"""What is written once for a whole list of ratings: how many voted, and when."""

from datetime import date

from django import forms

from members.forms.typed_over import TypedOverForm
from nakhe.audit import because, last_editor
from nakhe.fields import DayField
from nakhe.vietnamese.dates import format_day

NUMBER = "Ghi số người có mặt bằng chữ số, từ 0 đến 9999."
KEY = "s"
"""Its fields are posted as ds-…, beside d12-… of the row 12."""


class SheetForm(TypedOverForm):
    present = forms.IntegerField(
        label="Có mặt biểu quyết",
        required=False,
        min_value=0,
        max_value=9999,
        error_messages={"invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    )
    voted_on = DayField(label="Ngày họp", required=False)

    def __init__(self, grid, data=None):
        self.sheet = grid.sheet
        now = {
            "present": "" if self.sheet.present is None else str(self.sheet.present),
            "voted_on": format_day(self.sheet.voted_on) if self.sheet.voted_on else "",
        }
        super().__init__(f"d{KEY}", now, now if grid.takes_votes else (), data)
        if "voted_on" in self.fields:
            self.fields["voted_on"].earliest = date(grid.year, 1, 1)

    @property
    def name(self):
        return "Biểu quyết"

    @property
    def present_now(self):
        """How many were present: as typed where that can be read and nobody else has saved another number."""
        is_typed = self.is_bound and self.is_valid() and not self.conflicts
        return self.cleaned_data["present"] if is_typed else self.sheet.present

    @property
    def is_present_changed(self):
        return self.present_now != self.sheet.present

    def must_hold(self, most, name):
        """Refuse fewer people than the *most* votes, those on *name*, that are written already."""
        if self.present_now is not None and most > self.present_now:
            text = f"{name} đã có {most} phiếu: ghi từ {most} người trở lên, hoặc sửa số phiếu trước."
            self.add_error("present", text)

    def editor_of(self, name):
        return last_editor(self.sheet, name)

    @property
    def is_news(self):
        return self.is_bound and self.is_valid() and bool(self._writes)

    @property
    def _writes(self):
        return {name: value for name, value in self.cleaned_data.items() if getattr(self.sheet, name) != value}

    def save(self):
        for name, value in self._writes.items():
            setattr(self.sheet, name, value)
        with because("Ghi số người có mặt biểu quyết"):
            self.sheet.save()
