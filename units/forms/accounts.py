"""The forms of an account: who it is, a role it gets, the day a role ends."""

from datetime import date

from django import forms
from django.core import signing

from nakhe.access import Right
from nakhe.fields import DayField
from nakhe.models import User
from nakhe.periods import day_before, today
from nakhe.vietnamese.dates import format_day
from nakhe.vietnamese.names import tidy
from units.models import RoleGrant, Unit

FIELDS = ["full_name", "job_title"]


class AccountForm(forms.ModelForm):
    """Who the account belongs to. Remembers what it showed, so that nobody's change is overwritten unseen."""

    class Meta:
        model = User
        fields = FIELDS
        widgets = {name: forms.TextInput(attrs={"class": "w18", "autocomplete": "off"}) for name in FIELDS}
        error_messages = {"full_name": {"required": "Ghi họ và tên."}}

    def __init__(self, data=None, *, instance=None):
        self.overtaken = {}
        if instance:
            self.base = signing.dumps(texts(instance))
            data = data and self._with_others_changes(data.copy(), texts(instance))
        super().__init__(data, instance=instance)
        self.fields["full_name"].required = True

    def _with_others_changes(self, data, stored):
        """Fields left alone take the other's value; one changed here as well is asked about."""
        try:
            shown = signing.loads(data.get("base", ""))
        except signing.BadSignature:
            shown = dict.fromkeys(stored)
        for name in [name for name in stored if stored[name] != shown[name]]:
            if data.get(name) == shown[name]:
                data[name] = stored[name]
            elif data.get(name) != stored[name]:
                self.overtaken[name] = stored[name]
        return data

    def clean_full_name(self):
        return tidy(self.cleaned_data["full_name"])

    def clean(self):
        for name, text in self.overtaken.items():
            said = f"Người khác vừa ghi “{text or 'để trống'}”. Bấm lưu lần nữa để ghi chồng lên."
            self.add_error(name, said)
        return super().clean()


def texts(account):
    return {name: getattr(account, name) for name in FIELDS}


class NewAccountForm(AccountForm):
    class Meta(AccountForm.Meta):
        fields = ["username", *FIELDS]
        widgets = AccountForm.Meta.widgets | {
            "username": forms.TextInput(
                attrs={"class": "w18", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            )
        }
        labels = {"username": "Tên đăng nhập"}
        help_texts = {"username": "Không dấu, không dấu cách, ví dụ: bithunapo. Đặt rồi không đổi."}
        error_messages = AccountForm.Meta.error_messages | {"username": {"required": "Ghi tên đăng nhập."}}

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Tên đăng nhập đã được sử dụng. Chọn tên khác.")
        return username


class GrantForm(forms.ModelForm):
    """A role in the reader's own units, from a day, perhaps to a day."""

    started_on = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu."})
    ended_on = DayField(label="Đến ngày", required=False)

    class Meta:
        model = RoleGrant
        fields = ["role", "unit", "started_on", "ended_on"]
        error_messages = {"role": {"required": "Chọn vai trò."}, "unit": {"required": "Chọn tổ chức."}}

    def __init__(self, data=None, *, reader, account=None):
        super().__init__(data, instance=RoleGrant(user=account) if account else None, initial={"started_on": today()})
        self.fields["unit"].queryset = Unit.objects.changeable_by(reader, Right.ACCOUNTS).in_order()
        self.fields["role"].choices = [("", "chọn vai trò"), *list(self.fields["role"].choices)[1:]]
        self.fields["unit"].empty_label = "chọn tổ chức"
        self.fields["ended_on"].help_text = "Từ ngày này vai trò không còn; để trống nếu chưa biết."

    def clean(self):
        """One role, one unit, one period at a time: a second click writes no second row."""
        cleaned = super().clean()
        start, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if start and self.instance.user_id and cleaned.get("role") and cleaned.get("unit"):
            same = self.instance.user.grants.filter(role=cleaned["role"], unit=cleaned["unit"])
            if same.overlapping(start, day_before(end) if end else date.max).exists():
                raise forms.ValidationError("Tài khoản đã giữ vai trò này tại tổ chức này trong khoảng thời gian đó.")
        return cleaned


class EndForm(forms.ModelForm):
    """The day from which a role is no longer held. What it was, and where, stays."""

    ended_on = DayField(label="Kết thúc từ ngày", error_messages={"required": "Ghi ngày kết thúc."})

    class Meta:
        model = RoleGrant
        fields = ["ended_on"]

    @property
    def withdraws(self):
        """A role that has not been in force for a day cannot have ended; it is taken back."""
        day, grant = self.cleaned_data["ended_on"], self.instance
        return today() <= grant.started_on and day <= grant.started_on

    def clean_ended_on(self):
        day, start = self.cleaned_data["ended_on"], self.instance.started_on
        if day <= start and start < today():
            raise forms.ValidationError(f"Vai trò này bắt đầu ngày {format_day(start)}: ghi một ngày sau ngày đó.")
        return day
