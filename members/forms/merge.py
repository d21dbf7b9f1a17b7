"""The form that merges two records: which remains, which value stays, why; told before it is written."""

from django import forms

from members.forms.decision import DecisionForm
from members.merging.act import KEPT, MERGED
from members.merging.document import Refused, merge, preview

PREFIX = "chon-"
"""Before the key of a Choice: the form says the key of the person whose value or row stays."""


NAMES = ("A", "B")
"""What the page calls the two, in the order of their keys: their names are often the same."""


class MergeForm(DecisionForm):
    keep = forms.TypedChoiceField(label="Hồ sơ còn lại", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do gộp",
        max_length=200,
        help_text="Một dòng, ví dụ: “Nhập hai lần, đã đối chiếu lý lịch”. Được lưu trong lịch sử của cả hai hồ sơ.",
        error_messages={"required": "Ghi lý do gộp."},
        widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"}),
    )

    def __init__(self, people, reader, data=None, keep=None):
        """*people* are the two, *keep* the key of the one that remains unless *data* says otherwise."""
        super().__init__(data, initial={"keep": keep})
        self.people, self.reader = {person.pk: person for person in people}, reader
        self.fields["keep"].choices = [(pk, f"Hồ sơ {name}") for pk, name in zip(self.people, NAMES, strict=True)]
        typed = data.get("keep") if data else None
        kept = next((pk for pk in self.people if str(pk) == typed), keep)
        self.kept = self.people[kept]
        self.merged = next(person for pk, person in self.people.items() if pk != kept)
        self.chosen = {name.removeprefix(PREFIX): self._side(data[name]) for name in data or {} if _is_choice(name)}
        self.preview = preview(self.kept, self.merged, self.chosen, reader)

    def _side(self, text):
        return {str(self.kept.pk): KEPT, str(self.merged.pk): MERGED}.get(text)

    def clean(self):
        cleaned = super().clean()
        for sentence in self.preview.refusals:
            self.add_error(None, sentence)
        return cleaned

    @property
    def told(self):
        chosen = [
            (choice.key, choice.label, choice.kept, choice.merged, choice.side) for choice in self.preview.choices
        ]
        return [self.kept.pk, self.merged.pk, chosen, self.preview.told, self.cleaned_data["reason"]]

    def save(self, by):
        """The PersonMerge; None where somebody else was there first, and the form then says what refuses it."""
        given = self.cleaned_data
        try:
            return merge(self.kept, self.merged, self.chosen, by, given["reason"], given["batch"])
        except Refused as refused:
            self.refuse(refused)
            return None


def _is_choice(name):
    return name.startswith(PREFIX)


class CancelMergeForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hủy",
        max_length=180,
        error_messages={"required": "Ghi lý do hủy."},
        widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"}),
    )
