"""Searching the register of movements, and taking one back."""

from django import forms

from members.models import Movement
from nakhe.fields import DayField

STATES = [("", "Đang có hiệu lực"), ("huy", "Đã hủy"), ("tat_ca", "Tất cả")]


class RegisterForm(forms.Form):
    """The filters of the address: ?tu=…&den=…&loai=MOVED&trang_thai=huy. What can't be read narrows nothing."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    loai = forms.ChoiceField(label="Biến động", choices=[("", "Tất cả"), *Movement.Kind.choices], required=False)
    trang_thai = forms.ChoiceField(label="Trạng thái", choices=STATES, required=False)

    def cut(self, movements):
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("tu"):
            movements = movements.filter(effective_on__gte=asked["tu"])
        if asked.get("den"):
            movements = movements.filter(effective_on__lte=asked["den"])
        if asked.get("loai"):
            movements = movements.filter(kind=asked["loai"])
        if asked.get("trang_thai") == "huy":
            return movements.exclude(cancelled_at=None)
        return movements if asked.get("trang_thai") == "tat_ca" else movements.in_force()


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hủy", max_length=200, widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"})
    )
