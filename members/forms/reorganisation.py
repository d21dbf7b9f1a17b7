"""The form of a change of units: what its kind asks, tried before it is written."""

from django import forms
from django.core.exceptions import ValidationError

from members.forms.decision import DecisionForm
from members.models import Membership, Person
from members.movements.act import too_far
from members.reorganisation import preview, record
from nakhe.access import Right
from nakhe.fields import DayField
from nakhe.keys import RowsField
from nakhe.periods import today
from units.models import Unit, Village

FREE = {
    "units", "people", "to_unit", "parent", "kind", "name", "short_name", "unit_type", "village", "committee_name",
    "place", "location",
}  # fmt: skip
"""Fields that only the kinds asking for them have."""
KINDS = [(kind.value, kind.label) for kind in (Unit.Kind.BRANCH, Unit.Kind.SECTION, Unit.Kind.CELL)]
DAYS = ("effective_on", "decided_on")
ONE_UNIT = {"doi-ten", "chia-tach", "giai-the"}


class NamedUnit(forms.ModelChoiceField):
    def label_from_instance(self, unit):
        return unit.name


class NamedUnits(RowsField):
    label_from_instance = NamedUnit.label_from_instance


class ReorganisationForm(DecisionForm):
    units = NamedUnits(Unit.objects.none(), label="Tổ chức", widget=forms.CheckboxSelectMultiple)
    people = RowsField(
        Person.objects.none(), label="Đảng viên chuyển sang chi bộ mới", widget=forms.CheckboxSelectMultiple
    )
    to_unit = NamedUnit(Unit.objects.none(), label="Nhập vào", empty_label="một chi bộ mới, ghi tên dưới đây")
    parent = NamedUnit(Unit.objects.none(), label="Trực thuộc", empty_label="chọn")
    name = forms.CharField(label="Tên đầy đủ", max_length=200, help_text="“Chi bộ thôn Na Pô”")
    short_name = forms.CharField(label="Tên gọn", max_length=80, help_text="“Na Pô”")
    kind = forms.ChoiceField(label="Cấp", choices=KINDS)
    unit_type = forms.ChoiceField(label="Loại hình", choices=[("", "chọn"), *Unit.Type.choices])
    village = forms.ModelChoiceField(Village.objects.none(), label="Thôn", empty_label="không có")
    committee_name = forms.CharField(label="Tên cấp ủy ở đầu văn bản", max_length=200)
    place = forms.CharField(label="Địa danh trước ngày ký", max_length=80)
    location = forms.CharField(label="Thuộc huyện, tỉnh", max_length=200)
    effective_on = DayField(label="Ngày hiệu lực")
    decision_number = forms.CharField(label="Số quyết định", max_length=60)
    decided_on = DayField(label="Ngày quyết định")
    note = forms.CharField(label="Ghi chú", max_length=300)

    def __init__(self, verb, reader, data=None, units=()):
        self.verb = verb
        super().__init__(data, {"units": units, "kind": Unit.Kind.BRANCH})
        for name in FREE - set(verb.fields):
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in ("batch", "effective_on", "kind") or name in verb.required
            if name not in ("units", "people"):
                field.widget.attrs |= {"autocomplete": "off", "class": "w8" if name in DAYS else "w18"}
        self.fields["note"].widget.attrs["class"] = "w100"
        self._offer(reader, units)

    def _offer(self, reader, units):
        """Only what the reader keeps; of the people, those of the chi bộ that is split."""
        kept = Unit.objects.changeable_by(reader, Right.EDIT_RECORD).as_of(today()).named(today()).in_order()
        branches = self.verb.slug in ("sap-nhap", "chia-tach", "giai-the")
        offered = {
            "units": kept.branches() if branches else kept,
            "to_unit": kept.branches(),
            "parent": kept.exclude(kind__in=[Unit.Kind.BRANCH, Unit.Kind.CELL]),
            "village": Village.objects.changeable_by(reader, Right.EDIT_RECORD).as_of(today()),
            "people": members_of(units, reader),
        }
        for name in offered.keys() & self.fields.keys():
            self.fields[name].queryset = offered[name]
        if "parent" in self.fields and len(committees := list(offered["parent"][:2])) == 1:
            self.initial["parent"] = committees[0]
        if self.verb.slug == "giai-the":
            self.fields["to_unit"].label, self.fields["to_unit"].empty_label = "Đảng viên chuyển đến", "không còn ai"

    def clean(self):
        cleaned = super().clean()
        for name in DAYS:
            if cleaned.get(name) and (message := too_far(cleaned[name])):
                self.add_error(name, message)
        if self.verb.slug in ONE_UNIT and len(cleaned.get("units") or ()) > 1:
            self.add_error("units", "Chọn một tổ chức thôi.")
        self._ask_for_a_new_unit(cleaned)
        if not self.errors:
            self._try(cleaned)
        return cleaned

    def _ask_for_a_new_unit(self, cleaned):
        """A merger without a chi bộ to merge into founds one."""
        if self.verb.slug == "sap-nhap" and not cleaned.get("to_unit") and len(cleaned.get("units") or ()) == 1:
            self.add_error("units", "Đánh dấu ít nhất hai chi bộ, hoặc chọn chi bộ để nhập vào.")
        elif self.verb.slug == "sap-nhap" and not cleaned.get("to_unit") and "to_unit" not in self.errors:
            for name in ("name", "short_name", "unit_type", "parent"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Chi bộ mới: ghi mục này, hoặc chọn chi bộ để nhập vào.")
        if cleaned.get("kind") == Unit.Kind.BRANCH and not cleaned.get("unit_type"):
            self.add_error("unit_type", "Chi bộ phải có loại hình.")

    def _try(self, cleaned):
        try:
            self.preview = preview(self.verb, self.chosen, cleaned)
        except ValidationError as refused:
            self.refuse(refused)

    @property
    def chosen(self):
        return list(self.cleaned_data.get("units") or ())

    @property
    def told(self):
        decision = {name: self.cleaned_data.get(name) for name in ("decision_number", "decided_on", "note")}
        return [self.verb.slug, decision, self.preview.sentences, self.preview.strengths]

    def save(self, by):
        return record(self.verb, self.chosen, self.cleaned_data, by, self.cleaned_data["batch"])


def members_of(units, reader):
    """The members of *units* now or later, whom the reader may move."""
    here = Membership.objects.filter(unit__in=units, ended_on=None).values("person")
    return Person.objects.changeable_by(reader, Right.EDIT_RECORD).filter(pk__in=here).in_name_order()
