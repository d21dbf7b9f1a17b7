"""Where a request came from, and how long a sign-in lasts."""

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

FORWARDED = ["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_HOST"]
A_MINUTE = 60
SESSION_ENDED = "Phiên làm việc đã hết: những gì vừa gửi chưa được lưu. Đăng nhập rồi ghi lại."


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
    page a write; once a minute is enough.
    """

    def middleware(request):
        if not request.user.is_authenticated:
            return get_response(request)
        if time.time() - request.session.get("seen", 0) > A_MINUTE:
            request.session["seen"] = int(time.time())
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


class SignedInOnly(LoginRequiredMiddleware):
    """Every page asks for an account; who sends a form after the session ended is told that nothing was saved."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            messages.warning(request, SESSION_ENDED)
        return super().handle_no_permission(request, view_func)


def own_password_first(get_response):
    """An account with a password that somebody else chose opens nothing but the page where it is changed."""

    def middleware(request):
        waits = request.user.is_authenticated and request.user.must_change_password
        if waits and request.path not in (reverse("password_change"), reverse("logout")):
            return redirect("password_change")
        return get_response(request)

    return middleware


@receiver(user_logged_in, dispatch_uid="nakhe.session_begins")
def session_begins(sender, request, **kwargs):
    request.session["seen"] = int(time.time())
