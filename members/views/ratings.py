"""The yearly ratings: pick a year and a chi bộ, one grid; saved whole by its button, or row by row as it is typed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from members.forms.ratings import LEVELS, RatingsForm
from members.models import MemberRating
from members.rating_choice import chosen
from members.rating_grids import GRIDS
from members.rating_stages import stages
from members.views.rating_answer import answer
from nakhe.access import Right, requires
from units.models import Level, RatingCampaign


@requires(Right.READ)
def ratings(request):
    choice = chosen(request.user, request.GET)
    if request.method == "POST":
        return _save(request, choice)
    if not choice.campaign:
        context = {"choice": choice, "asked": request.GET.get("nam", "")}
        context["has_results"] = MemberRating.objects.visible_to(request.user).with_result().exists()
        return render(request, "members/ratings_none.html", context)
    return _show(request, choice, RatingsForm(_grid(request, choice)))


def _grid(request, choice):
    return GRIDS[choice.part](request.user, choice.campaign, choice.branches, choice.unit)


def _show(request, choice, form):
    context = {
        "choice": choice,
        "grid": form.grid,
        "form": form,
        "sheet": form.grid.sheet,
        "stages": stages(form.grid.sheet),
        "levels": LEVELS,
        "four": Level.choices,
        "parts": [(part, kind.subject) for part, kind in GRIDS.items()],
    }
    return render(request, "members/ratings.html", context)


@transaction.atomic
def _save(request, choice):
    """Write every changed row, or none and give all of them back as typed; a script saves what can be saved."""
    if not choice.campaign:
        raise Http404
    _hold(choice)
    grid = _grid(request, choice)
    if not grid.may_rate:
        raise PermissionDenied
    form = RatingsForm(grid, request.POST)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        if grid.is_open:
            form.save()
        return JsonResponse(answer(form, _grid(request, choice)))
    if not grid.is_open or not form.is_valid():
        return _show(request, choice, form)
    form.save()
    messages.success(request, form.done)
    return redirect(f"{reverse('ratings')}?{choice.query}")


def _hold(choice):
    """One save of a year at a time; and whoever takes a step or locks the year waits for it, or is seen here."""
    of_year = [campaign.pk for campaign in choice.campaigns if campaign.year == choice.campaign.year]
    held = RatingCampaign.objects.select_for_update().order_by("pk").filter(pk__in=of_year)
    now = {pk: (state, listed_at) for pk, state, listed_at in held.values_list("pk", "state", "listed_at")}
    choice.campaign.state, choice.campaign.listed_at = now[choice.campaign.pk]
