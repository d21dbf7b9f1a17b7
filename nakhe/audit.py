"""The log beyond what django-auditlog writes by itself: why, which request, and reading that leaves a trace."""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

_change_set = ContextVar("change_set", default=None)
_reason = ContextVar("reason", default="")


def change_set_id():
    """The mark that all entries of one request carry; None for a command. django-auditlog asks for it."""
    return _change_set.get()


def one_change_set(get_response):
    """Middleware: what one request writes is one change set in the log. Nobody outside chooses its mark."""

    def middleware(request):
        token = _change_set.set(uuid4().hex)
        try:
            return get_response(request)
        finally:
            _change_set.reset(token)

    return middleware


@contextmanager
def as_one_change_set():
    """What a command writes inside is one change set; inside a request it is the request's."""
    token = _change_set.set(_change_set.get() or uuid4().hex)
    try:
        yield
    finally:
        _change_set.reset(token)


@contextmanager
def because(reason):
    """What is written inside says *reason* in the log, deletions and rows written along included."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def say_why(sender, instance, **kwargs):
    """Before an entry is saved (see nakhe.apps): the reason given for the write."""
    if _reason.get() and instance.action != LogEntry.Action.ACCESS:
        instance.additional_data = {**(instance.additional_data or {}), "reason": _reason.get()}


def mask(value):
    """What stands in the log for a password, a number or a telephone: that it changed, and nothing of it.

    The library's own mask shows the second half, which beside a number masked on screen gives the whole.
    """
    return value if value in ("", "None") else "••••••"


def log_access(request, subject, what, **details):
    """One entry: who read *what* of *subject* (any saved record), when, from where, with which *details*."""
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_pk=str(subject.pk),
        object_id=subject.pk,
        object_repr=str(subject),
        action=LogEntry.Action.ACCESS,
        actor=request.user,
        remote_addr=request.META.get("REMOTE_ADDR"),
        additional_data={"what": what, **details},
        cid=change_set_id(),
    )


def log_export(request, what, rows, **details):
    """One entry for a file that leaves the office; its subject is the account that took it."""
    log_access(request, request.user, f"Xuất {what}", rows=rows, **details)


def last_editor(subject, field=""):
    """The name of whoever wrote *subject* last or, of it, the *field*."""
    entries = LogEntry.objects.get_for_object(subject).exclude(action=LogEntry.Action.ACCESS)
    entry = (entries.filter(changes__has_key=field) if field else entries).first()
    return str(entry.actor) if entry and entry.actor else "Người khác"
