"""The rating years of a committee: the list of them, opening one, its board, its settings, its lists computed again."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.conflict import with_others_changes
from members.forms.rating_steps import DifferencesForm
from members.forms.rating_years import YearForm, proposed
from members.rating_board import Board
from members.rating_history import steps_of_year
from members.rating_roll import differences
from members.rating_stages import year_stages
from members.rating_steps import OutOfTurn, take_differences
from members.rating_years import committees_deciding, years_decided_by, years_of
from nakhe.access import Right, has_right, requires
from nakhe.keys import is_key
from nakhe.periods import today
from units.models import RatingCampaign, Step, Unit

FIRST_YEAR = 2000


@requires(Right.READ)
def rating_years(request):
    years = list(years_of(request.user))
    for each in years:
        each.step_name = Step(each.step).label if each.step else ""
    context = {
        "years": years,
        "has_committees": len({each.unit_id for each in years}) > 1,
        "may_open": has_right(request.user, Right.DECIDE),
    }
    return render(request, "members/rating_years.html", context)


@requires(Right.READ)
def rating_year(request, pk):
    """The board of one year."""
    found = get_object_or_404(RatingCampaign.objects.covering(request.user).select_related("regime", "unit"), pk=pk)
    board = Board(request.user, found)
    context = {
        "campaign": found,
        "board": board,
        "stages": year_stages(found, board.step, board.version),
        "history": steps_of_year(found) if found.is_own else [],
        "has_versions": found.versions.exists(),
    }
    return render(request, "members/rating_year.html", context)


# --- Opening a year ---


@requires(Right.DECIDE)
def rating_year_open(request):
    committees = committees_deciding(request.user)
    committee = _asked_committee(committees, request.GET.get("don_vi", ""))
    if request.method == "POST":
        return _open(request, committees, committee)
    year = _asked_year(request, committee)
    return _show_opening(request, committees, committee, year, YearForm(instance=proposed(committee, year)))


@transaction.atomic
def _open(request, committees, committee):
    """Show who would be on the lists; open the year once that has been seen. A second click finds it open."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=committee.pk))
    year = _asked_year(request, committee)
    if there := RatingCampaign.objects.filter(unit=committee, year=year).first():
        messages.info(request, f"Năm {year} đã được mở.")
        return redirect("rating_year", there.pk)
    form = YearForm(request.POST, instance=proposed(committee, year))
    if form.is_confirmed and (opened := form.open(request.user)):
        messages.success(request, f"Đã mở năm xếp loại {year}. Danh sách đã chốt, đang ở bước nháp.")
        return redirect("rating_year", opened.pk)
    return _show_opening(request, committees, committee, year, form)


def _asked_committee(committees, typed):
    """The committee of the address, or the highest; 404 for what is not the reader's."""
    found = [unit for unit in committees if not typed or typed in (str(unit.pk), unit.code)]
    if not found:
        raise Http404
    return found[0]


def _asked_year(request, committee):
    """The year of the address; without one, the year after the last that was opened."""
    typed = request.GET.get("nam", "").strip()
    if _is_year(typed):
        return int(typed)
    last = RatingCampaign.objects.filter(unit=committee).order_by("-year").values_list("year", flat=True).first()
    return min(last + 1, today().year + 1) if last else today().year


def _is_year(typed):
    return is_key(typed) and FIRST_YEAR <= int(typed) <= today().year + 1


def _show_opening(request, committees, committee, year, form):
    asked = request.GET.get("nam", "").strip()
    context = {
        "form": form,
        "year": year,
        "refused": asked if asked and not _is_year(asked) else "",
        "years": (FIRST_YEAR, today().year + 1),
        "committee": committee,
        "committees": committees,
        "there": RatingCampaign.objects.filter(unit=committee, year=year).first(),
        "is_preview": form.is_bound and form.is_valid(),
    }
    return render(request, "members/rating_year_form.html", context)


# --- Its settings ---


@requires(Right.DECIDE)
def rating_year_edit(request, pk):
    if request.method == "POST":
        return _save(request, pk)
    found = get_object_or_404(years_decided_by(request.user), pk=pk)
    return _show_settings(request, YearForm(instance=found))


@transaction.atomic
def _save(request, pk):
    found = get_object_or_404(years_decided_by(request.user).select_for_update(of=("self",)), pk=pk)
    if found.is_locked:
        return _show_settings(request, YearForm(instance=found))
    form, conflict = with_others_changes(request.POST, lambda data: YearForm(data, instance=found), found)
    if form.has_changed() and (conflict or not form.is_valid()):
        return _show_settings(request, form, conflict)
    if form.has_changed():
        form.save()
    told = f"Đã lưu thiết lập của năm {found.year}." if form.has_changed() else "Không có thay đổi nào để lưu."
    messages.success(request, told)
    return redirect("rating_year", found.pk)


def _show_settings(request, form, conflict=None):
    campaign = RatingCampaign.objects.select_related("regime", "unit").get(pk=form.instance.pk)  # as stored
    context = {"form": form, "campaign": campaign, "year": campaign.year, "conflict": conflict}
    return render(request, "members/rating_year_form.html", context)


# --- Its lists, computed again ---


@requires(Right.DECIDE)
def rating_year_roll(request, pk):
    """What the record says since the lists were frozen, each difference named before it is taken."""
    found = get_object_or_404(years_decided_by(request.user), pk=pk)
    is_open = bool(found.listed_at) and not found.is_locked
    posted = request.POST if request.method == "POST" else None
    form = DifferencesForm(differences(found) if is_open else [], posted)
    if form.is_valid():
        try:
            taken = take_differences(found, form.cleaned_data["take"], request.user)
        except OutOfTurn as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã cập nhật {taken} điều vào danh sách.")
            return redirect("rating_year", found.pk)
    return render(request, "members/rating_year_roll.html", {"campaign": found, "form": form, "is_open": is_open})
