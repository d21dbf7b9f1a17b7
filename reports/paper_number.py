"""The number of one paper, which the office types: the register never makes one up."""

import re

from django import forms
from django.core.exceptions import ValidationError

NUMBER = re.compile(r"[1-9][0-9]{0,4}[a-zđ]?", re.IGNORECASE)
"""“12”, or “12a” of one put in later."""


class PaperNumberField(forms.CharField):
    def __init__(self):
        super().__init__(
            label="Số văn bản",
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"class": "w4", "autocomplete": "off", "placeholder": "để trống"}),
        )

    def clean(self, value):
        number = super().clean(value)
        if number and not NUMBER.fullmatch(number):
            raise ValidationError("Ghi riêng số, ví dụ 12 hoặc 12a; ký hiệu tự thêm vào sau.")
        return number
