"""One row of a rating grid, and all rows of it: all are saved or none, and nobody's result is overwritten unseen."""

from django import forms
from django.core.exceptions import ValidationError

from nakhe.audit import last_editor
from nakhe.keys import is_key
from units.models import Level, NotRatedReason

TYPED = ("level", "not_rated_reason", "note")
NO_LEVEL = ("", "Chưa")
KEEPS = "Đã có kết quả {}: chọn một mức khác, hoặc một lý do không xếp loại."


class RatingForm(forms.Form):
    level = forms.ChoiceField(
        label="Mức",
        required=False,
        choices=[*Level.choices, NO_LEVEL],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Chọn một trong bốn mức xếp loại."},
    )
    not_rated_reason = forms.ChoiceField(
        label="Lý do không xếp loại",
        required=False,
        choices=[("", "–"), *NotRatedReason.choices],
        error_messages={"invalid_choice": "Chọn một lý do có trong danh sách."},
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)
    version = forms.IntegerField(required=False, error_messages={"invalid": "Tải lại trang rồi lưu lại."})

    def __init__(self, row, data=None):
        self.row = row
        prefix = f"d{row.key}"
        touched = data is not None and not row.is_fixed and _is_touched(data, prefix)
        super().__init__(data if touched else None, prefix=prefix, initial=row.proposed)
        for name in ("not_rated_reason", "note"):
            self.fields[name].widget.attrs |= {"aria-label": f"{self.fields[name].label}: {row.name}"}

    def clean(self):
        cleaned = super().clean()
        level, reason, note = (cleaned.get(name, "") for name in TYPED)
        if level and reason:
            raise ValidationError("Chọn một mức, hoặc một lý do không xếp loại; không chọn cả hai.")
        if not (level or reason) and not self.errors:
            if self.row.rating:
                raise ValidationError(KEEPS.format(self.row.rating.verdict))
            if note:
                raise ValidationError("Ghi chú cần kèm một mức, hoặc một lý do không xếp loại.")
        return cleaned

    @property
    def is_news(self):
        """Whether what is typed differs from what is stored; a second click on “Lưu” brings none."""
        return self.is_bound and self.is_valid() and self._typed != self.row.stored

    @property
    def _typed(self):
        return tuple(self.cleaned_data[name] for name in TYPED)

    @property
    def is_overtaken(self):
        """Whether somebody saved this row after it was shown here."""
        return self.is_news and self.cleaned_data["version"] != self.row.version

    @property
    def conflict(self):
        """What the other saved meanwhile, in a sentence; empty without a conflict."""
        if not self.is_overtaken:
            return ""
        if not self.row.rating:
            return "Người khác vừa xóa kết quả này"
        return f"{last_editor(self.row.rating)} vừa lưu {self.row.rating.verdict}"

    @property
    def typed_verdict(self):
        level, reason, _ = self._typed
        return Level(level).label if level else NotRatedReason(reason).label

    def save(self):
        rating = self.row.rating or self.row.new_rating()
        level, reason, note = self._typed
        if level != rating.level:
            rating.reason = None  # HTNV-a says why it was HTNV
        rating.level, rating.not_rated_reason, rating.note = level, reason, note
        rating.save()


def _is_touched(data, prefix):
    """Whether a posted row differs from what it showed; the others take whatever is stored by now."""
    typed = [data.get(f"{prefix}-{name}", "").strip() for name in TYPED]
    return f"{prefix}-version" in data and "|".join(typed) != data.get(f"{prefix}-was", "")


class RatingsForm:
    """The rows of a grid with a form each; *data* is what was posted."""

    def __init__(self, rows, data=None):
        self.rows = rows
        self.was_posted = data is not None
        self.unknown = _keys(data) - {row.key for row in rows if not row.is_fixed} if data else set()
        for row in rows:
            row.form = RatingForm(row, data)

    def is_valid(self):
        return not (self.unknown or self.faulty or self.conflicts)

    @property
    def faulty(self):
        """The rows that cannot be saved as typed."""
        return [row for row in self.rows if row.form.is_bound and not row.form.is_valid()]

    @property
    def conflicts(self):
        return [row for row in self.rows if row.form.is_overtaken]

    def save(self):
        """Write the rows that changed, each by save(), so that the log has it; returns how many."""
        news = [row.form for row in self.rows if row.form.is_news]
        for form in news:
            form.save()
        return len(news)


def _keys(data):
    """The rows that were posted, by their names; a name that was never ours counts as row 0."""
    named = [name[1:].split("-")[0] for name in data if name.startswith("d") and name.endswith("-version")]
    return {int(key) if is_key(key) else 0 for key in named}
