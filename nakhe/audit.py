"""Reading that must leave a trace: exports and revealed numbers, in the same log as the writes."""

from contextvars import ContextVar
from uuid import uuid4

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

_change_set = ContextVar("change_set", default=None)


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


def last_editor(subject):
    """The name of whoever wrote *subject* last."""
    entry = LogEntry.objects.get_for_object(subject).exclude(action=LogEntry.Action.ACCESS).first()
    return str(entry.actor) if entry and entry.actor else "Người khác"
