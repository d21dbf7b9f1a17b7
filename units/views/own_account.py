"""The own account: which roles it holds, where it is signed in; and what was typed before a session ended."""

import re

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from nakhe import two_steps
from nakhe.kept_forms import OFFERED, OPENED, kept_for
from nakhe.second_step import where_next
from nakhe.sessions import open_sessions, public_name
from units.shell import SECTIONS, is_within
from units.views.accounts import end_chosen

SHOWN = 6
"""Values of a kept form that are shown for recognising it."""
LONGEST = 60
CODE = re.compile(r"[A-Z_]+|on|\d{1,3}|\W+|.*\|.*")
"""What a choice or a hidden control sends, in no one's words."""


def own_account(request):
    sessions = list(open_sessions(request.user))
    for session in sessions:
        session.name, session.is_this = public_name(session), session.pk == request.session.session_key
    context = {
        "account": request.user,
        "grants": request.user.grants.select_related("unit").order_by("started_on"),
        "sessions": sessions,
        "others": len([session for session in sessions if not session.is_this]),
        "has_two_steps": two_steps.has_two_steps(request.user),
        "kept": kept_for(request.user).count(),
    }
    return render(request, "accounts/own_account.html", context)


def own_sessions_end(request):
    """End one of the own sessions, or all but this one."""
    if request.method == "POST":
        end_chosen(request, request.user, but=request.session.session_key)
    return redirect("own_account")


def kept_forms(request):
    request.session.pop(OFFERED, None)
    kept = list(kept_for(request.user))
    for form in kept:
        form.section = next((s.label for s in SECTIONS[::-1] if is_within(form.page, s.url)), "")
        typed = [value for values in form.fields.values() for value in values if is_telling(value)]
        form.shown, form.more = typed[:SHOWN], max(len(typed) - SHOWN, 0)
    return render(request, "accounts/kept_forms.html", {"kept": kept, "next": where_next(request)})


def is_telling(value):
    return value and len(value) <= LONGEST and not CODE.fullmatch(value)


def kept_form_open(request, pk):
    """Lead to the page of the form, which nakhe.kept_forms then fills in; or throw away what was kept."""
    if request.method != "POST":
        return redirect("kept_forms")
    request.session.pop(OFFERED, None)
    kept = get_object_or_404(kept_for(request.user), pk=pk)
    if "bo" in request.POST:
        kept.delete()
        messages.success(request, "Đã bỏ những gì đã giữ của biểu mẫu.")
        return redirect("kept_forms")
    request.session[OPENED] = kept.pk
    return redirect(kept.page)
