"""Lists kept under a name: save the one on screen, rename it, share it, take it away."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from members.columns import ColumnChoice
from members.filters import PeopleFilter
from members.forms.saved_view import SavedViewForm
from members.models import SavedView
from members.saved_query import normalised
from members.tables import PeopleTable
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from nakhe.models import User


@requires(Right.READ)
def saved_view_add(request):
    """The address carries what the list asks for; the form gives it a name."""
    asof = AsOfForm(request.GET)
    asked = normalised(request.GET, keep_day=not asof.is_today)
    if request.method == "POST":
        return _add(request, asked, asof)
    return _show(request, SavedViewForm(reader=request.user, asked=asked), asked, asof)


@transaction.atomic
def _add(request, asked, asof):
    """One account saves one list at a time: of two clicks, the second finds the first one's list."""
    User.objects.select_for_update().get(pk=request.user.pk)
    form = SavedViewForm(request.POST, reader=request.user, asked=asked)
    same = SavedView.objects.filter(owner=request.user, name=form.data.get("name", "").strip(), query=form.query)
    if existing := same.first():
        return redirect(existing)
    if not form.is_valid():
        return _show(request, form, asked, asof)
    saved = form.save()
    messages.success(request, f"Đã lưu danh sách “{saved}”.")
    return redirect(saved)


@requires(Right.READ)
def saved_view(request, pk):
    if request.method == "POST":
        return _change(request, pk)
    view = get_object_or_404(SavedView.objects.changeable_by(request.user).select_related("shared_with"), pk=pk)
    return _show(request, SavedViewForm(instance=view, reader=request.user))


@transaction.atomic
def _change(request, pk):
    changeable = SavedView.objects.changeable_by(request.user).select_for_update(of=("self",))
    view = get_object_or_404(changeable, pk=pk)
    if "bo" in request.POST:
        view.delete()
        messages.success(request, f"Đã bỏ danh sách “{view}”. Hồ sơ không thay đổi.")
        return redirect("people")
    form = SavedViewForm(request.POST, instance=view, reader=request.user)
    if not form.is_valid():
        return _show(request, form)
    messages.success(request, f"Đã lưu danh sách “{form.save()}”.")
    return redirect(view)


def _show(request, form, asked=None, asof=None):
    """*asked*: what a list that is not saved yet asks for, put into words."""
    view = SavedView.objects.filter(pk=form.instance.pk).first() if form.instance.pk else None  # as stored
    context = {"form": form, "view": view, "asked": asked}
    if asked is not None:
        filtered = PeopleFilter(asked, reader=request.user, day=asof.day)
        words = [f"{label}: {value}" for _, label, value in filtered.active]
        context["words"] = [*words, *([f"Tìm: {asked['q']}"] if asked.get("q") else [])]
        choice = ColumnChoice(PeopleTable, asked.get("cot", ""), request.user)
        context["columns"] = [column.verbose_name for column in choice.columns] if choice.as_text else []
    return render(request, "members/saved_view.html", context)
