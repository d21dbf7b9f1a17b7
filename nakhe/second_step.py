"""The pages of the second step: the code at sign-in, setting it up, switching it off, new backup codes."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from nakhe import two_steps
from nakhe.audit import log_access

KEY = "two_steps_key"
NOT_THE_CODE = "Mã chưa đúng. Nhập 6 chữ số đang hiện trên điện thoại; đồng hồ của điện thoại phải đặt giờ tự động."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Mã xác thực",
        max_length=20,
        error_messages={"required": "Nhập mã."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


class PasswordAgainForm(forms.Form):
    """The password once more, before the account becomes easier to open."""

    password = forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        error_messages={"required": "Nhập mật khẩu đang dùng."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data=None, *, account):
        self.account = account
        super().__init__(data)

    def clean_password(self):
        if not self.account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("Mật khẩu chưa đúng.")
        return self.cleaned_data["password"]


def where_next(request):
    """The page that was asked for before; never one of another host."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse("overview")


def second_step(request):
    """The code that a sign-in with a second step waits for."""
    if not two_steps.is_waiting(request.session):
        return redirect(where_next(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        problem = two_steps.check_code(request.user, form.cleaned_data["code"])
        if not problem:
            request.session.cycle_key()
            request.session[two_steps.STEP] = two_steps.SHOWN
            return redirect(where_next(request))
        form.add_error(None, problem)
    context = {"form": form, "next": where_next(request)}
    return render(request, "registration/second_step.html", context)


def two_steps_page(request):
    """Set the second step up, or say that it is on."""
    if two_steps.has_two_steps(request.user):
        return _show_state(request, PasswordAgainForm(account=request.user))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        codes = _switch_on(request, form.cleaned_data["code"])
        if codes is not None:
            return render(request, "registration/backup_codes.html", {"codes": codes, "is_new": True})
        form.add_error(None, NOT_THE_CODE)
    key = request.session.setdefault(KEY, two_steps.new_key())
    context = {
        "form": form,
        "qr_code": two_steps.qr_code(request.user, key),
        "key": two_steps.readable(key),
        "is_owed": two_steps.is_owed(request),
    }
    return render(request, "registration/two_steps_set_up.html", context)


def _switch_on(request, code):
    key = request.session.get(KEY)
    codes = key and two_steps.switch_on(request.user, key, code, request.session.session_key)
    if not codes:
        return None
    del request.session[KEY]
    request.session[two_steps.STEP] = two_steps.SHOWN
    log_access(request, request.user, "Bật xác thực hai bước")
    return codes


def _show_state(request, form):
    context = {"form": form, "left": two_steps.backup_codes_left(request.user)}
    return render(request, "registration/two_steps_on.html", context)


def two_steps_off(request):
    """Switch the second step off, with the password."""
    form = PasswordAgainForm(request.POST, account=request.user)
    if request.method != "POST" or not two_steps.has_two_steps(request.user):
        return redirect("two_steps")
    if not form.is_valid():
        return _show_state(request, form)
    if two_steps.switch_off(request.user):
        request.session[two_steps.STEP] = two_steps.NONE
        log_access(request, request.user, "Tắt xác thực hai bước")
        messages.success(request, "Đã tắt xác thực hai bước.")
    return redirect("own_account")


def backup_codes(request):
    """New backup codes in place of the old ones, with the password; shown once."""
    form = PasswordAgainForm(request.POST, account=request.user)
    if request.method != "POST" or not two_steps.has_two_steps(request.user):
        return redirect("two_steps")
    if not form.is_valid():
        return _show_state(request, form)
    codes = two_steps.new_backup_codes(request.user)
    log_access(request, request.user, "Lập mã dự phòng mới")
    return render(request, "registration/backup_codes.html", {"codes": codes})
