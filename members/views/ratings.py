"""The yearly ratings: pick a year and a chi bộ, one grid, one save."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from members.forms.ratings import RatingsForm
from members.rating_choice import chosen
from members.rating_grid import GRIDS
from nakhe.access import Right, requires
from units.models import RatingCampaign


@requires(Right.READ)
def ratings(request):
    choice = chosen(request.user, request.GET)
    if request.method == "POST":
        return _save(request, choice)
    if not choice.campaign:
        return render(request, "members/ratings_none.html", {"choice": choice, "asked": request.GET.get("nam", "")})
    grid = _grid(request, choice)
    return _show(request, choice, grid, RatingsForm(grid.rows))


def _grid(request, choice):
    return GRIDS[choice.part](request.user, choice.campaign, choice.branches, choice.unit)


def _show(request, choice, grid, form):
    context = {
        "choice": choice,
        "grid": grid,
        "form": form,
        "parts": [(part, kind.subject) for part, kind in GRIDS.items()],
    }
    return render(request, "members/ratings.html", context)


@transaction.atomic
def _save(request, choice):
    """Write every changed row, or none and give all of them back as typed."""
    if not choice.campaign:
        raise Http404
    # One save of a year at a time; and whoever locks the year waits for it, or is seen here.
    of_year = [campaign.pk for campaign in choice.campaigns if campaign.year == choice.campaign.year]
    held = RatingCampaign.objects.select_for_update().order_by("pk").filter(pk__in=of_year)
    choice.campaign.state = dict(held.values_list("pk", "state"))[choice.campaign.pk]
    grid = _grid(request, choice)
    if not grid.may_rate:
        raise PermissionDenied
    form = RatingsForm(grid.rows, request.POST)
    if not grid.is_open or not form.is_valid():
        return _show(request, choice, grid, form)
    saved = form.save()
    done = f"Đã lưu {saved} kết quả xếp loại của {grid.saved_of}." if saved else "Không có thay đổi nào để lưu."
    messages.success(request, done)
    return redirect(f"{reverse('ratings')}?{choice.query}")
