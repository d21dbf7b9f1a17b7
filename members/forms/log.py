"""The filters above the log."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst

from members.log import ACTIONS
from nakhe.fields import DayField
from nakhe.models import User


class LogForm(forms.Form):
    """?tu=…&den=…&nguoi_lam=<account>&viec=<action>&muc=<kind of record>&ten=<words of a name>&ma=<code>"""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    nguoi_lam = forms.ModelChoiceField(User.objects.none(), label="Người làm", required=False, empty_label="Tất cả")
    viec = forms.ChoiceField(
        label="Việc", required=False, choices=[("", "Tất cả"), *[(str(code), word) for code, word in ACTIONS.items()]]
    )
    muc = forms.ChoiceField(label="Mục", required=False)
    ten = forms.CharField(label="Về ai", required=False, max_length=100)
    ma = forms.CharField(label="Mã tệp", required=False, max_length=40)

    def __init__(self, data, entries):
        """Offers the accounts and the kinds of record that *entries* name."""
        super().__init__(data)
        entries = entries.order_by()
        self.fields["nguoi_lam"].queryset = User.objects.filter(pk__in=entries.values("actor"))
        named = ContentType.objects.filter(pk__in=entries.values("content_type"))
        kinds = [
            (str(kind.pk), capfirst(kind.model_class()._meta.verbose_name)) for kind in named if kind.model_class()
        ]
        self.fields["muc"].choices = [("", "Tất cả"), *sorted(kinds, key=lambda kind: kind[1])]
