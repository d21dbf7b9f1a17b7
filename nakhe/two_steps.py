"""The second step at sign-in: a code of the telephone (RFC 6238), or one of the backup codes on paper.

The session says how far its sign-in has come, so a page costs no query: begin() asks once, at the password.
Whoever switches the second step on ends the account's other sessions, which have never shown a code.
"""

import math
import time
from base64 import b32encode
from binascii import unhexlify

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from nakhe.access import Role, grants_today
from nakhe.models import User
from nakhe.sessions import end_sessions

STEP = "second_step"
WAITING, SHOWN, NONE = "waiting", "shown", "none"
OWED_BY = {Role.SECRETARY, Role.OFFICE, Role.ADMINISTRATOR}
BACKUP_CODES = 10
WRONG = "Mã chưa đúng. Xem lại mã đang hiện trên điện thoại (mỗi mã dùng một lần, đổi sau 30 giây)."


def begin(session, account):
    """The password was right: what does this session still wait for?"""
    session[STEP] = WAITING if has_two_steps(account) else NONE


def is_waiting(session):
    return session.get(STEP) == WAITING


def is_owed(request):
    """Whether this installation asks the account for a second step that it does not have yet."""
    if not settings.REQUIRE_TOTP or request.session.get(STEP) == SHOWN:
        return False
    return any(role in OWED_BY for role, _ in grants_today(request.user))


def has_two_steps(account):
    return devices(account).exists()


def devices(account):
    return TOTPDevice.objects.filter(user=account, confirmed=True)


@transaction.atomic
def check_code(account, typed):
    """What is wrong with *typed* in a sentence; "" when it is right, and from then on used up.

    Six digits are asked of the telephone, anything else of the backup codes: a device counts its wrong codes, and one
    kind must not count against the other.
    """
    code = plain(typed)
    kind = TOTPDevice if len(code) == 6 and code.isdecimal() else StaticDevice
    device = kind.objects.select_for_update().filter(user=account, confirmed=True).first()
    if device is None:
        return WRONG
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        seconds = math.ceil((why["locked_until"] - timezone.now()).total_seconds())
        return f"Đã nhập sai mã {why['failure_count']} lần. Chờ {seconds} giây rồi nhập mã mới."
    return "" if device.verify_token(code) else WRONG


def plain(typed):
    return "".join(sign for sign in typed if sign.isalnum()).lower()


def new_key():
    return random_hex(20)


def qr_code(account, key):
    """The picture that a telephone reads, as a data address."""
    url = TOTPDevice(user=account, key=key).config_url
    return segno.make(url).svg_data_uri(scale=4, border=4, light="#fff")


@transaction.atomic
def switch_on(account, key, typed, session_key):
    """The backup codes, to be shown once; None when *typed* is not what *key* gives now, [] when it is on already."""
    User.objects.select_for_update().get(pk=account.pk)
    if has_two_steps(account):
        return []
    code, totp = plain(typed), TOTP(unhexlify(key))
    totp.time = time.time()
    if not code.isdecimal() or not totp.verify(int(code), tolerance=1):
        return None
    TOTPDevice.objects.create(user=account, name="Điện thoại", key=key, last_t=totp.t(), drift=totp.drift)
    end_sessions(account, but=session_key)
    return new_backup_codes(account)


@transaction.atomic
def new_backup_codes(account):
    """Replace the account's backup codes."""
    User.objects.select_for_update().get(pk=account.pk)
    StaticDevice.objects.filter(user=account).delete()
    paper = StaticDevice.objects.create(user=account, name="Mã dự phòng")
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    for code in codes:
        paper.token_set.create(token=code)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def backup_codes_left(account):
    return StaticToken.objects.filter(device__user=account).count()


@transaction.atomic
def switch_off(account):
    """Remove the telephone and the backup codes; whether there was anything to remove."""
    removed, _ = TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    return bool(removed)


def readable(key):
    """The key as one types it into a telephone: base32 in groups of four."""
    letters = b32encode(unhexlify(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
