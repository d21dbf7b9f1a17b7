"""The pages on which an administrator keeps accounts. What may be done to whom is cut in units.accounts."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from nakhe import two_steps
from nakhe.access import Right, requires
from nakhe.audit import log_access
from nakhe.models import User
from nakhe.periods import today
from nakhe.sessions import end_sessions, named, open_sessions, public_name
from nakhe.vietnamese.dates import format_day
from units.accounts import (
    account_list,
    accounts_kept,
    close_account,
    give_first_password,
    lift_lockout,
    locked_out,
    made_a_click_ago,
    reopen_account,
)
from units.forms.accounts import AccountForm, EndForm, GrantForm, NewAccountForm
from units.models import RoleGrant


@requires(Right.ACCOUNTS)
def accounts(request):
    return render(request, "accounts/accounts.html", {"accounts": account_list(request.user)})


@requires(Right.ACCOUNTS)
def account_add(request):
    if request.method == "POST":
        return _add(request)
    return _show_new(request, NewAccountForm(), GrantForm(reader=request.user))


@transaction.atomic
def _add(request):
    """One administrator makes one account at a time: the second of two clicks shows the account of the first."""
    User.objects.select_for_update().get(pk=request.user.pk)
    made = made_a_click_ago(request.user, request.POST.get("username"), request.POST.get("full_name"))
    if made:
        return _show_password(request, made, give_first_password(made))
    form, grant = NewAccountForm(request.POST), GrantForm(request.POST, reader=request.user)
    if not (form.is_valid() & grant.is_valid()):
        return _show_new(request, form, grant)
    account = form.instance
    password = give_first_password(account)
    grant.instance.user = account
    grant.save()
    return _show_password(request, account, password)


def _show_new(request, form, grant):
    context = {"form": form, "grant": grant, "refused": refused(form, grant)}
    return render(request, "accounts/account_new.html", context)


def refused(*forms):
    """Those of the page's *forms* that were sent and cannot be saved."""
    return [form for form in forms if form and form.errors]


def _show_password(request, account, password):
    """Once, in the answer itself: a password stands in no log, no session and no address."""
    context = {"account": account, "password": password, "role": account.grants.first()}
    return render(request, "accounts/first_password.html", context)


@requires(Right.ACCOUNTS)
def account(request, pk):
    if pk == request.user.pk:
        return redirect("own_account")
    if request.method == "POST":
        return _save(request, pk)
    return _show(request, get_object_or_404(accounts_kept(request.user), pk=pk))


@transaction.atomic
def _save(request, pk):
    form = AccountForm(request.POST, instance=_locked(request, pk))
    if not form.is_valid():
        return _show(request, User.objects.get(pk=pk), form=form)
    if form.has_changed():
        form.save()
    messages.success(request, "Đã lưu thay đổi." if form.has_changed() else "Không có thay đổi nào để lưu.")
    return redirect("account", pk)


def _locked(request, pk):
    """The account to be changed, until the end of the transaction; the own one is not among them."""
    if pk == request.user.pk:
        raise PermissionDenied
    return get_object_or_404(accounts_kept(request.user).select_for_update(of=("self",)), pk=pk)


def _show(request, account, form=None, grant=None, end=None):
    """The page of *account*; a form that was refused stands there as it was typed."""
    sessions = list(open_sessions(account))
    for session in sessions:
        session.name = public_name(session)
    roles = RoleGrant.objects.visible_to(request.user, Right.ACCOUNTS).filter(user=account)
    grants = list(roles.select_related("unit").order_by("started_on"))
    for held in grants:
        held.is_over = held.ended_on is not None and held.ended_on <= today()
        held.is_to_come = held.started_on > today()
        held.form = end if end and end.instance.pk == held.pk else _end_form(held)
    context = {
        "account": account,
        "form": form or AccountForm(instance=account),
        "refused": refused(form, grant, end),
        "grants": grants,
        "grant": grant or GrantForm(reader=request.user, account=account),
        "sessions": sessions,
        "locked_at": locked_out([account.username]).get(account.username, []),
        "has_two_steps": two_steps.has_two_steps(account),
    }
    return render(request, "accounts/account.html", context)


def _end_form(grant, data=None):
    return EndForm(
        data, instance=grant, auto_id=f"vai-tro-{grant.pk}-%s", initial={"ended_on": grant.ended_on or today()}
    )


def changes_account(change):
    """A button of the account's page: *change* gets the account, locked. An address that is only opened leads back."""

    @requires(Right.ACCOUNTS)
    @wraps(change)
    def view(request, pk, **kwargs):
        if request.method != "POST":
            return redirect("account", pk)
        with transaction.atomic():
            answer = change(request, _locked(request, pk), **kwargs)
        return answer or redirect("account", pk)

    return view


@changes_account
def role_add(request, account):
    grant = GrantForm(request.POST, reader=request.user, account=account)
    if not grant.is_valid():
        return _show(request, account, grant=grant)
    grant.save()
    messages.success(request, f"Đã giao vai trò {grant.instance.get_role_display()}, {grant.instance.unit}.")
    return None


@changes_account
def role_end(request, account, grant_pk):
    roles = RoleGrant.objects.changeable_by(request.user, Right.ACCOUNTS)
    grant = get_object_or_404(roles.filter(user=account).select_related("unit"), pk=grant_pk)
    what = f"{grant.get_role_display()}, {grant.unit}"
    if grant.ended_on and grant.ended_on <= today():
        messages.info(request, f"Vai trò {what} đã kết thúc từ ngày {format_day(grant.ended_on)}.")
        return None
    form = _end_form(grant, request.POST)
    if not form.is_valid():
        return _show(request, account, end=form)
    if form.withdraws:
        grant.delete()
        messages.success(request, f"Đã rút vai trò {what}: vai trò này chưa có hiệu lực ngày nào.")
    else:
        form.save()
        messages.success(request, f"Vai trò {what} kết thúc từ ngày {format_day(grant.ended_on)}.")
    return None


@changes_account
def password(request, account):
    return _show_password(request, account, give_first_password(account))


@changes_account
def close(request, account):
    close_account(account)
    messages.success(request, f"Đã ngừng tài khoản {account.username}; các phiên đang mở đã kết thúc.")


@changes_account
def reopen(request, account):
    reopen_account(account)
    messages.success(request, f"Đã mở lại tài khoản {account.username}.")


@changes_account
def unlock(request, account):
    lift_lockout(account)
    log_access(request, account, "Mở khóa đăng nhập")
    messages.success(request, f"Đã mở khóa: {account.username} đăng nhập lại được ngay.")


@changes_account
def two_steps_removed(request, account):
    if two_steps.switch_off(account):
        end_sessions(account)
        log_access(request, account, "Gỡ xác thực hai bước")
    messages.success(request, f"Đã gỡ xác thực hai bước: {account.username} đăng nhập bằng mật khẩu.")


@changes_account
def sessions_end(request, account):
    end_chosen(request, account)


def end_chosen(request, account, but=None):
    """End the session that the button names, or all (but the one with the key *but*) when it names none."""
    name = request.POST.get("phien")
    if name:
        chosen = named(account.sessions.all(), name)
        ended = bool(chosen and chosen.delete())
    else:
        ended = end_sessions(account, but=but)
    if ended:
        log_access(request, account, "Kết thúc phiên làm việc", sessions=int(ended))
    messages.success(request, f"Đã kết thúc {int(ended)} phiên." if ended else "Phiên đó đã kết thúc từ trước.")
