"""Accounts and their roles.

An administrator keeps the accounts whose roles all lie in the own units, gives roles there and nowhere else, and
reads no people. The own account is out of reach: nobody gives roles to themselves. Whoever may make accounts could
still make a second one with more rights; what stands against that is the log, which names who made it.
"""

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db.models import Q

from nakhe.access import Right
from nakhe.adminsite import RecordAdmin, RecordForm, RecordInline, site
from nakhe.models import User
from nakhe.periods import today
from units.admin.tree import BeginsWithOne
from units.models import RoleGrant
from units.scoping import units_kept


def accounts_kept(reader):
    """The accounts with a role in the reader's units and none, now or to come, anywhere else."""
    kept = units_kept(reader, Right.ACCOUNTS)
    in_force = RoleGrant.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today()))
    known = RoleGrant.objects.filter(unit__in=kept).values("user")
    return User.objects.filter(pk__in=known).exclude(pk__in=in_force.exclude(unit__in=kept).values("user"))


class AccountForm(RecordForm):
    temporary_password = forms.CharField(
        label="Mật khẩu tạm",
        strip=False,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        model = User
        fields = ["username", "full_name", "job_title", "email", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        password = self.fields.get("temporary_password")
        if password:
            password.required = not self.instance.pk
            kept = "Để trống: giữ mật khẩu cũ. " if self.instance.pk else ""
            password.help_text = (
                kept + "Chủ tài khoản phải đổi ở lần đăng nhập đầu tiên. " + " ".join(password_validators_help_texts())
            )

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Tên đăng nhập đã được sử dụng.")
        return username

    def _post_clean(self):
        super()._post_clean()
        password = self.cleaned_data.get("temporary_password")
        if password:
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("temporary_password", error)
            self.instance.set_password(password)
            self.instance.must_change_password = True


class GrantForm(RecordForm):
    """A role once given gets a last day; what it was, and where, stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("role", "unit", "started_on"):
                self.fields[name].disabled = True


class GrantInline(BeginsWithOne, RecordInline):
    model = RoleGrant
    form = GrantForm
    right = Right.ACCOUNTS

    def is_frozen(self, request, obj):
        return obj == request.user


@admin.register(User, site=site)
class AccountAdmin(RecordAdmin):
    right = Right.ACCOUNTS
    form = AccountForm
    fields = ["username", "full_name", "job_title", "email", "temporary_password", "is_active"]
    list_display = ["username", "full_name", "job_title", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name"]
    inlines = [GrantInline]

    def get_queryset(self, request):
        return accounts_kept(request.user).order_by("username")

    def get_fields(self, request, obj=None):
        shown = super().get_fields(request, obj)
        return [name for name in shown if name != "temporary_password"] if self._is_own(request, obj) else shown

    def is_frozen(self, request, obj):
        return self._is_own(request, obj)

    @staticmethod
    def _is_own(request, obj):
        return obj == request.user
