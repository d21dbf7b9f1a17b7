"""The code without which nobody on the network can begin a register, and the way of every address to that page.

Whoever starts the server, or may run commands on it, sees the code; it follows from SECRET_KEY, so that it has to be
kept nowhere and is the same in every process, and it opens nothing once the register has begun.
"""

from threading import Event

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from nakhe.vietnamese.names import tidy
from units.accounts import LETTERS
from units.first_day import is_empty

GROUPS, OF = 3, 4
"""Three groups of four, as a first password: 59 bits."""

has_begun = Event()
"""Set when this process has seen the register begun: from then on no page asks for it."""


def first_code():
    digest = salted_hmac("units.first_code", "bat-dau", algorithm="sha256").digest()
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[: GROUPS * OF])
    return "-".join(letters[start : start + OF] for start in range(0, len(letters), OF))


def is_first_code(text):
    """Whether *text* is the code, with or without its hyphens and in any case."""
    plain = tidy(text).lower().replace("-", "").replace(" ", "")
    return constant_time_compare(plain, first_code().replace("-", ""))


def the_first_day_first(get_response):
    """Middleware: as long as there is neither account nor unit, every address leads to /bat-dau/."""

    def middleware(request):
        first = reverse("first_day")
        if request.path != first and not has_begun.is_set() and _is_first_day():
            return redirect(first)
        return get_response(request)

    return middleware


def _is_first_day():
    if is_empty():
        return True
    has_begun.set()
    return False
