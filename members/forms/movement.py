"""The form of a movement: what its kind asks, checked by trying it, told before it is written."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.decision import DecisionForm
from members.forms.questions import AsksQuestions
from members.models import Movement, Suspension
from members.movements.act import too_far
from members.movements.document import Refused, preview, record
from nakhe.access import Right
from nakhe.fields import DayField
from nakhe.periods import today
from units.models import Unit

FREE = {"place", "until", "scope", "unit", "to_unit", "admitted_at", "introducers"}
"""Fields that only the kinds asking for them have."""
DATES = ("effective_on", "decided_on", "until")


class BranchField(forms.ModelChoiceField):
    def label_from_instance(self, unit):
        return unit.short_name


class MovementForm(AsksQuestions, DecisionForm):
    to_unit = BranchField(Unit.objects.none(), label="Đến chi bộ", empty_label="chọn chi bộ")
    unit = BranchField(Unit.objects.none(), label="Vào chi bộ", empty_label="chọn chi bộ")
    place = forms.CharField(max_length=200)
    effective_on = DayField()
    until = DayField(label="Đến ngày (dự kiến)")
    scope = forms.ChoiceField(label="Phạm vi", choices=Suspension.Scope)
    admitted_at = forms.CharField(label="Nơi kết nạp", max_length=200, help_text="Để trống: chi bộ nêu trên.")
    introducers = forms.CharField(label="Người giới thiệu", max_length=200)
    decision_number = forms.CharField(label="Số quyết định", max_length=60)
    decided_on = DayField(label="Ngày quyết định")
    papers = forms.CharField(
        label="Giấy tờ kèm theo", max_length=200, help_text="Ví dụ: Giấy giới thiệu 12-GT/ĐU; biên bản 05-BB/CB."
    )
    note = forms.CharField(label="Ghi chú", max_length=300)

    WIDE = ("to_unit", "unit", "place", "admitted_at", "introducers", "papers")

    def __init__(self, verb, people, reader, data=None, typed=None):
        """*typed* is shown as it is, and not yet checked."""
        self.verb, self.people = verb, people
        initial = {"scope": Suspension.Scope.PARTY_LIFE}
        super().__init__(data, initial | (typed.dict() if typed else {}))
        for name in FREE - set(verb.fields):
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in ("batch", "scope") or name in verb.required
            field.widget.attrs |= {"autocomplete": "off", "class": "w18" if name in self.WIDE else "w8"}
        self.fields["note"].widget.attrs["class"] = "w100"
        self._say_day_and_place()
        self._offer_units(reader)

    def _say_day_and_place(self):
        day = self.fields["effective_on"]
        day.label = self.verb.day_label
        day.required = self.verb.kind != Movement.Kind.RECOGNISED
        if not day.required:
            day.help_text = "Để trống: tròn 12 tháng sau lễ kết nạp của từng người."
        if "place" in self.fields:
            self.fields["place"].label = self.verb.place_label

    def _offer_units(self, reader):
        kept = Unit.objects.changeable_by(reader, Right.EDIT_PEOPLE).branches().named(today()).in_order()
        for name in {"unit", "to_unit"} & self.fields.keys():
            self.fields[name].queryset = kept

    def clean(self):
        cleaned = super().clean()
        for name in DATES:
            day = cleaned.get(name)
            if day and (message := too_far(day)):
                self.add_error(name, message)
        if not self.people:
            raise ValidationError("Chọn ít nhất một người.")
        if not self.errors:
            self._try(cleaned)
        return cleaned

    def _try(self, cleaned):
        """Do it and undo it: what refuses is an error here, what changes is the preview."""
        try:
            self.preview = preview(self.verb, self.people, cleaned)
        except Refused as refused:
            self.refuse(refused)
            return
        for name, message in self.preview.questions:
            self.ask(name if name in self.fields else "effective_on", message)

    @property
    def told(self):
        given = {name: value for name, value in self.cleaned_data.items() if name != "batch"}
        given = {name: getattr(value, "pk", value) for name, value in given.items()}
        return [self.verb.slug, [person.pk for person in self.people], given, self.preview.strengths_text]

    def save(self, by):
        return record(self.verb, self.people, self.cleaned_data, by, self.cleaned_data["batch"])
