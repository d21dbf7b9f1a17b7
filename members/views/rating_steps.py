"""Taking the steps of a rating year: of the whole, of one list, and the decision over several."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.rating_steps import DecisionForm, StepForm, missing_in_words
from members.rating_board import Board, full_name_of, line_of
from members.rating_history import steps_of_list
from members.rating_sheets import sheet_of
from members.rating_stages import year_stages
from members.rating_steps import OutOfTurn, decide
from members.rating_verbs import LIST_VERBS, YEAR_VERBS
from members.rating_years import years_decided_by
from nakhe.access import Right, requires
from units.models import Level, RatingCampaign, Step

# --- The whole year ---


@requires(Right.DECIDE)
def rating_year_step(request, pk, slug):
    verb, found = _verb(YEAR_VERBS, slug), get_object_or_404(years_decided_by(request.user), pk=pk)
    form = StepForm(verb, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if _take(form, lambda: verb.take(found, *form.given, by=request.user)):
            messages.success(request, f"{verb.done} năm {found.year}.")
            return redirect("rating_year", found.pk)
        if _year_stands_at(verb, pk):
            messages.info(request, f"Năm {found.year}: {verb.done[0].lower()}{verb.done[1:]} từ trước.")
            return redirect("rating_year", found.pk)
    board = Board(request.user, found)
    context = {"verb": verb, "campaign": found, "board": board, "form": form, "heading": verb.heading(found.year)}
    return render(request, "members/rating_year_step.html", context)


def _year_stands_at(verb, pk):
    """Whether it is done already: of two clicks, the second finds what the first did."""
    campaign = RatingCampaign.objects.get(pk=pk)
    return verb.is_done(campaign, set(campaign.sheets.values_list("step", flat=True)))


def _take(form, step):
    """Whether *step* was taken; what refuses it is an error of the form."""
    try:
        with transaction.atomic():
            step()
    except OutOfTurn as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        for name, told in refused.message_dict.items():
            form.add_error(name if name in form.fields else None, told)
    return not form.errors


@requires(Right.DECIDE)
def rating_year_decide(request, pk):
    """One decision over the lists that are ticked; what should be looked at again stands beside each."""
    found = get_object_or_404(years_decided_by(request.user), pk=pk)
    board = Board(request.user, found)
    if request.method != "POST":
        return _show_decision(request, board, DecisionForm(board.proposed, initial=_first(request, board)))
    form = DecisionForm(board.proposed, request.POST)
    if _is_decided_already(board, request.POST):
        messages.info(request, f"Các danh sách này đã được quyết định: {found.decision_number}.")
        return redirect("rating_year", found.pk)
    given = form.cleaned_data if form.is_valid() else None
    if given and _take(form, lambda: _decide(form.chosen, given, request.user)):
        messages.success(request, f"Đã ghi quyết định {given['decision_number']} cho {len(form.chosen)} danh sách.")
        return redirect("rating_year", found.pk)
    return _show_decision(request, board, form)


def _decide(sheets, given, by):
    return decide(sheets, given["decision_number"], given["decided_on"], given["signer"], by)


def _first(request, board):
    """All lists that wait, or the one of the address; the decision as the year's last one."""
    asked = request.GET.get("danh_sach")
    codes = [line.code for line in board.proposed if asked in (None, line.code)]
    campaign = board.campaign
    return {
        "sheets": codes,
        "decision_number": campaign.decision_number,
        "decided_on": campaign.decided_on,
        "signer": campaign.signer,
    }


def _is_decided_already(board, posted):
    codes, number = posted.getlist("sheets"), posted.get("decision_number", "").strip()
    decided = {line.code for line in board.lines if line.step == Step.DECIDED}
    return bool(codes) and set(codes) <= decided and number == board.campaign.decision_number


def _show_decision(request, board, form):
    context = {"campaign": board.campaign, "board": board, "form": form, "levels": Level}
    return render(request, "members/rating_year_decide.html", context)


def _verb(verbs, slug):
    if slug not in verbs:
        raise Http404
    return verbs[slug]


# --- One list ---


@requires(Right.READ)
def rating_list(request, pk, part, unit_pk):
    board, line = _line(request, pk, part, unit_pk)
    context = _of_line(board, line) | {"history": steps_of_list(line.sheet)}
    return render(request, "members/rating_list.html", context)


@requires(Right.RATE)
def rating_list_step(request, pk, part, unit_pk, slug):
    verb = _verb(LIST_VERBS, slug)
    board, line = _line(request, pk, part, unit_pk)
    if not {Right.RATE: line.may_rate, Right.DECIDE: line.may_decide}[verb.right]:
        raise PermissionDenied
    label = verb.label_for(line.sheet)
    form = StepForm(verb, request.POST if request.method == "POST" else None, missing_in_words([line]))
    if form.is_valid():
        if _take(form, lambda: verb.take(line.sheet, *form.given, by=request.user)):
            messages.success(request, f"{full_name_of(line)} {verb.done}.")
            return redirect(line.url)
        if verb.is_done(sheet_of(board.campaign, part, unit_pk)):
            messages.info(request, f"{full_name_of(line)} {verb.done} từ trước.")
            return redirect(line.url)
    context = _of_line(board, line) | {"verb": verb, "form": form, "label": label}
    return render(request, "members/rating_list_step.html", context)


def _line(request, pk, part, unit_pk):
    """The list of the address, as far as the reader knows of it."""
    campaigns = RatingCampaign.objects.covering(request.user).select_related("regime", "unit")
    board = Board(request.user, get_object_or_404(campaigns, pk=pk))
    line = line_of(board, part, unit_pk)
    if line is None:
        raise Http404
    return board, line


def _of_line(board, line):
    return {
        "campaign": board.campaign,
        "board": board,
        "line": line,
        "name": full_name_of(line),
        "stages": year_stages(board.campaign, line.step, board.version),
    }
