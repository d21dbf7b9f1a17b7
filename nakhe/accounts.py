"""Signing in, and the own password."""

from datetime import timedelta

from django import forms
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils import timezone

from nakhe.sessions import end_sessions

WORKING_DAY = timedelta(hours=8)


class SignInForm(AuthenticationForm):
    keep = forms.BooleanField(label="Giữ đăng nhập trên máy này 8 giờ", required=False)

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Sau 5 lần sai, tài khoản tạm khóa 15 phút.",
        "inactive": "Tên đăng nhập hoặc mật khẩu chưa đúng. Sau 5 lần sai, tài khoản tạm khóa 15 phút.",
    }


class SignIn(views.LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.cleaned_data["keep"]:
            # A fixed moment: clicks don't move it, and closing the browser does not bring it forward.
            self.request.session.set_expiry(timezone.now() + WORKING_DAY)
        return response


class OwnPasswordForm(PasswordChangeForm):
    def clean(self):
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", "Mật khẩu mới phải khác mật khẩu đang dùng.")
        return cleaned


class OwnPassword(views.PasswordChangeView):
    form_class = OwnPasswordForm

    def form_valid(self, form):
        form.user.must_change_password = False
        response = super().form_valid(form)
        end_sessions(form.user, but=self.request.session.session_key)
        return response
