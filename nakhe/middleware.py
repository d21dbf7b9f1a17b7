"""Where a request came from, how long a sign-in lasts, and what comes before the pages."""

import time
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from nakhe import kept_forms, long_writes, two_steps
from nakhe.sessions import describe

FORWARDED = ["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_HOST"]
A_MINUTE = 60
SESSION_ENDED = "Phiên làm việc đã hết: những gì vừa gửi chưa được lưu. Đăng nhập rồi ghi lại."
SESSION_ENDED_KEPT = (
    "Phiên làm việc đã hết: những gì vừa gửi chưa được lưu, nhưng được giữ 30 phút. "
    "Đăng nhập lại bằng chính tài khoản này để mở lại."
)


def client_address(get_response):
    """Put the client's address in REMOTE_ADDR, where the audit trail and the lock-out look for it.

    Anyone can send X-Forwarded-For, so it counts only from the proxies of settings.PROXIES, and of its
    list only the last entry: the one our proxy wrote.
    """

    def middleware(request):
        forwarded_for = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if request.META.get("REMOTE_ADDR") in settings.PROXIES:
            request.META["REMOTE_ADDR"] = last_address(forwarded_for) or request.META["REMOTE_ADDR"]
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return get_response(request)

    return middleware


def last_address(forwarded_for):
    """The last address of the list; IIS and others write a port behind it. None when there is none."""
    last = forwarded_for.split(",")[-1].strip()
    for text in (last, last.rpartition(":")[0].strip("[]"), last.strip("[]")):
        with suppress(ValueError):
            return str(ip_address(text))
    return None


def signed_in_pages(get_response):
    """Move the end of an active session along, and keep what it showed out of the browser's stores.

    A session ends SESSION_COOKIE_AGE after it was last saved. Saving at every request would cost every
    page a write; once a minute is enough, and later still while thousands of rows are being written.
    """

    def middleware(request):
        if not request.user.is_authenticated:
            return get_response(request)
        if time.time() - request.session.get("seen", 0) > A_MINUTE and not long_writes.is_going_on():
            request.session["seen"] = int(time.time())
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        kept_forms.name_the_account(request, response)
        return response

    return middleware


class SignedInOnly(LoginRequiredMiddleware):
    """Every page asks for an account; who sends a form after the session ended is told what became of it."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and request.path != reverse("logout"):
            is_kept = kept_forms.keep(request)
            messages.warning(request, SESSION_ENDED_KEPT if is_kept else SESSION_ENDED)
        return super().handle_no_permission(request, view_func)


def first_things_first(get_response):
    """Before any page: the code that a sign-in waits for, a password that somebody else chose, a second step owed."""

    def middleware(request):
        first = page_that_comes_first(request)
        if first and request.path not in (reverse(first), reverse("logout")):
            asked_for = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse(first)}?{asked_for}" if first == "second_step" else first)
        return get_response(request)

    return middleware


def page_that_comes_first(request):
    if not request.user.is_authenticated:
        return None
    if two_steps.is_waiting(request.session):
        return "second_step"
    if request.user.must_change_password:
        return "password_change"
    return "two_steps" if two_steps.is_owed(request) else None


@receiver(user_logged_in, dispatch_uid="nakhe.session_begins")
def session_begins(sender, request, user, **kwargs):
    describe(request.session, request)
    two_steps.begin(request.session, user)
    kept_forms.begin(request.session, user)
