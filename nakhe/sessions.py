"""Sessions that know whose they are: an account sees its own, an administrator ends one.

Django's database sessions with columns of their own (settings.SESSION_ENGINE names this module). A session whose row
is gone is over at the next request, and clearsessions takes what is known about it along.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

from nakhe.models import OpenSession

BROWSERS = [  # each names the ones after it, so the order matters
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return OpenSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        row.address = data.get("address")
        row.browser = data.get("browser", "")
        row.since, row.seen = data.get("since"), data.get("seen")
        return row


def describe(session, request):
    """Note in *session*, which has just been signed in, where it was begun."""
    now = int(timezone.now().timestamp())
    session.update(
        {
            "since": now,
            "seen": now,
            "address": request.META.get("REMOTE_ADDR") or None,
            "browser": browser_name(request.META.get("HTTP_USER_AGENT", "")),
        }
    )


def browser_name(user_agent):
    """“Chrome, Windows”: the family is what a person recognises; versions change every month."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def open_sessions(account):
    """The sessions of *account* that have not run out, the last used first."""
    return account.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen")


def named(sessions, name):
    """The one of *sessions* that a page calls *name*; None when it is over. A key itself stands on no page."""
    return next((session for session in sessions if public_name(session) == name), None)


def public_name(session):
    return salted_hmac("nakhe.sessions", session.pk).hexdigest()[:24]


def end_sessions(account, but=None):
    """End every session of *account*, except the one with the key *but*; how many."""
    ended, _ = account.sessions.exclude(pk=but).delete()
    return ended
