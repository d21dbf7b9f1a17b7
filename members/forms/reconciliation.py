"""What is asked beside the file: the day of the register, and which chi bộ."""

from django import forms
from django.core.exceptions import ValidationError

from members.reconciling.scope import WHOLE, offered
from nakhe.asof import THE_PARTY_BEGAN
from nakhe.fields import DayField
from nakhe.periods import today

AS_THE_FILE = "Theo tệp: tệp của một chi bộ thì chỉ so chi bộ ấy"


class ReconciliationForm(forms.Form):
    ngay = DayField(label="So với sổ ngày", required=False, earliest=THE_PARTY_BEGAN)
    pham_vi = forms.ChoiceField(label="Phạm vi", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        branches = offered(reader, today())
        self.fields["pham_vi"].choices = [("", AS_THE_FILE), (WHOLE, "Mọi chi bộ được xem"), *branches]
        self.fields["ngay"].widget.attrs |= {"autocomplete": "off", "placeholder": "hôm nay"}

    def clean_ngay(self):
        day = self.cleaned_data["ngay"]
        if day and day > today():
            raise ValidationError("Ngày này chưa tới. Để trống là hôm nay.")
        return day or today()
