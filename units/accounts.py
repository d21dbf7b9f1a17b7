"""The accounts that an administrator keeps: which they are, and what is done to them.

An administrator keeps the accounts whose roles all lie in the own units, gives roles there and nowhere else, and
reads no people. The own account is out of reach: nobody gives roles to themselves or locks themselves out. Whoever
may make accounts could still make a second one with more rights; what stands against that is the log, which names
who made it.
"""

import secrets
from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum
from django.utils import timezone

from nakhe.access import Right
from nakhe.models import User
from nakhe.periods import today
from nakhe.sessions import end_sessions
from nakhe.two_steps import devices
from units.models import RoleGrant
from units.scoping import units_kept

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper: i l 1, o 0."""
A_CLICK_LATER = timedelta(minutes=1)


def accounts_kept(reader):
    """The accounts with a role in the reader's units and none, now or to come, anywhere else."""
    kept = units_kept(reader, Right.ACCOUNTS)
    in_force = RoleGrant.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today()))
    known = RoleGrant.objects.filter(unit__in=kept).values("user")
    return User.objects.filter(pk__in=known).exclude(pk__in=in_force.exclude(unit__in=kept).values("user"))


def account_list(reader):
    """The accounts kept by *reader* with what their list shows, in a fixed number of queries."""
    now = RoleGrant.objects.visible_to(reader, Right.ACCOUNTS).filter(Q(ended_on=None) | Q(ended_on__gt=today()))
    in_use = Count("sessions", filter=Q(sessions__expire_date__gt=timezone.now()))
    shown = accounts_kept(reader).annotate(
        open_sessions=in_use, has_two_steps=Exists(devices(OuterRef("pk"))), is_mine=Q(pk=reader.pk)
    )
    roles = Prefetch("grants", now.select_related("unit"), to_attr="grants_now")
    accounts = list(shown.prefetch_related(roles).order_by("-is_active", "username"))
    locked = locked_out([account.username for account in accounts])
    for account in accounts:
        account.locked_at = locked.get(account.username, [])
    return accounts


def locked_out(usernames):
    """{username: the addresses at which it is locked out now}: too many wrong passwords, counted as axes counts."""
    lately = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gt=lately).order_by()
    failed = tried.values("username", "ip_address").annotate(times=Sum("failures_since_start"))
    locked = {}
    for row in failed.filter(times__gte=settings.AXES_FAILURE_LIMIT).order_by("ip_address"):
        locked.setdefault(row["username"], []).append(row["ip_address"])
    return locked


def lift_lockout(account):
    reset(username=account.username)


def new_password():
    """Three groups of four, to be read aloud or from paper: 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def give_first_password(account):
    """A password to be shown once and changed at the first sign-in; what was open with the old one ends."""
    password = new_password()
    account.set_password(password)
    account.must_change_password = True
    account.save()
    end_sessions(account)
    return password


def close_account(account):
    """Nobody signs in with it any more; its roles and its traces stay."""
    account.is_active = False
    account.save()
    end_sessions(account)


def reopen_account(account):
    account.is_active = True
    account.save()


def made_a_click_ago(reader, username, full_name):
    """The account that the first of two clicks has just made; None otherwise."""
    lately = timezone.now() - A_CLICK_LATER
    same = accounts_kept(reader).filter(username=username, full_name=full_name, date_joined__gt=lately)
    return same.filter(last_login=None).exclude(pk=reader.pk).first()
