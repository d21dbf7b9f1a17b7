"""What was typed survives a session that ended: kept for its own sender, put back into the form, never written.

Who sends a form too late is known by a signed cookie that names the last account of this browser. Its fields are kept
for half an hour; after that account has signed in again, a page offers to open the form with them. The form itself
is then shown as it is now, filled in, with its own button: nothing is written before the sender has seen it.
"""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from nakhe.models import KeptForm, User
from nakhe.refill import refill

COOKIE, SALT = "nakhe_last", "nakhe.kept_forms"
KNOWN_FOR = timedelta(hours=12)
KEPT_FOR = timedelta(minutes=30)
AT_MOST, LARGEST = 5, 100_000
NEVER_KEPT = re.compile(r"password|csrf|token|secret|code$|mat_khau", re.IGNORECASE)
NOT_FROM = {
    "login", "logout", "password_change", "second_step", "two_steps", "two_steps_off", "backup_codes", "kept_forms",
    "kept_form_open",
}  # fmt: skip
OFFERED, OPENED = "kept_forms", "kept_form_opened"


def name_the_account(request, response):
    """Leave the name of the signed-in account in the browser; take it away at signing out."""
    if not request.user.is_authenticated:
        response.delete_cookie(COOKIE, samesite=settings.SESSION_COOKIE_SAMESITE)
    elif last_account(request) != request.user.pk:
        response.set_signed_cookie(
            COOKIE,
            request.user.pk,
            salt=SALT,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )


def last_account(request):
    named = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KNOWN_FOR)
    return int(named) if named else None


def keep(request):
    """Keep the fields of a form that came too late; whether they are kept."""
    forget_old()
    account = User.objects.filter(pk=last_account(request), is_active=True).first()
    form = KeptForm(account=account, page=page_of(request), target=request.get_full_path(), fields=typed(request))
    if not account or not form.fields or size(form) > LARGEST or named(request.path) in NOT_FROM | {None}:
        return False
    with transaction.atomic():
        for oldest in account.kept_forms.order_by("-kept_at")[AT_MOST - 1 :]:
            oldest.delete()
        form.save()
    return True


def typed(request):
    """The fields that are kept, the emptied ones too; nothing when nobody typed anything."""
    sent = [(name, values) for name, values in request.POST.lists() if not NEVER_KEPT.search(name)]
    # PostgreSQL has no room for a NUL, and nobody typed one.
    fields = {name.replace("\0", ""): [value.replace("\0", "") for value in values] for name, values in sent}
    return fields if any(any(values) for values in fields.values()) else {}


def size(form):
    return len(form.page) + len(form.target) + len(json.dumps(form.fields, ensure_ascii=False))


def named(path):
    """The name of the address *path*; None when there is no such page."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


def page_of(request):
    """Where the form stands: its page may send it to another address than its own."""
    referer = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    asked = urlsplit(referer if is_ours else request.get_full_path())
    page = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return page if named(asked.path) not in (None, "login") else request.get_full_path()


def forget_old():
    KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()


def kept_for(account):
    """What is kept for *account*, the latest first."""
    return account.kept_forms.filter(kept_at__gte=timezone.now() - KEPT_FOR).order_by("-kept_at")


def begin(session, account):
    """A sign-in: note that something waits to be offered, once."""
    forget_old()
    if kept_for(account).exists():
        session[OFFERED] = True


def taken_up_again(get_response):
    """After the sign-in lead to what was kept; fill it into the form that its sender opens."""

    def middleware(request):
        if not request.user.is_authenticated or request.method != "GET":
            return get_response(request)
        if OFFERED in request.session and named(request.path) not in NOT_FROM:
            del request.session[OFFERED]
            return redirect(f"{reverse('kept_forms')}?{urlencode({'next': request.get_full_path()})}")
        response = get_response(request)
        opened = request.session.get(OPENED)
        return put_back(request, response, opened) if opened else response

    return middleware


def put_back(request, response, opened):
    """*response* with the kept fields in its form, when it is the page that they belong to."""
    kept = kept_for(request.user).filter(pk=opened).first()
    if kept is None:
        del request.session[OPENED]
        return response
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if request.get_full_path() != kept.page or not is_page or response.streaming:
        return response
    del request.session[OPENED]
    filled, count = refill(response.content.decode(), kept.target, kept.page, kept.fields)
    if count:
        response.content = filled
        kept.delete()
    return response
