"""The forms of a change for several people: which field, then its value and the reason."""

from django import forms
from django.utils.text import capfirst

from members.bulk_change import FIELDS, FieldChange
from members.models import Person


class FieldForm(forms.Form):
    muc = forms.ChoiceField(
        label="Mục cần sửa",
        widget=forms.RadioSelect,
        choices=[(name, capfirst(Person._meta.get_field(name).verbose_name)) for name in FIELDS],
        error_messages={"required": "Chọn mục cần sửa."},
    )


class ValueForm(forms.Form):
    ly_do = forms.CharField(
        label="Lý do thay đổi",
        max_length=200,
        help_text="Một dòng, được lưu trong lịch sử từng hồ sơ.",
        error_messages={"required": "Ghi lý do thay đổi."},
    )
    field_order = ["gia_tri", "ly_do"]

    def __init__(self, data=None, *, field):
        self.field = field
        super().__init__(data)
        model_field = Person._meta.get_field(field)
        options = {"empty_label": "chọn"} if model_field.is_relation else {}
        self.fields["gia_tri"] = model_field.formfield(
            required=True, label=capfirst(model_field.verbose_name), **options
        )
        self.fields["gia_tri"].error_messages["required"] = "Ghi giá trị mới."
        self.fields["gia_tri"].widget.attrs |= {"class": "w18", "autocomplete": "off"}
        self.fields["ly_do"].widget.attrs |= {"class": "w100", "autocomplete": "off"}
        self.order_fields(self.field_order)

    def change(self, people):
        value = self.cleaned_data["gia_tri"]
        versions = {person.pk: person.version for person in people}
        return FieldChange(self.field, getattr(value, "pk", value), self.cleaned_data["ly_do"], versions)
