"""Views kept under a name: all of them, and to save the one on screen, rename it, share it, take it away."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.saved_view import SavedViewForm
from members.models import SavedView
from members.saved_pages import given_in, pages
from members.saved_tabs import views_of
from nakhe.access import Right, has_right, requires
from nakhe.models import User


@requires(Right.READ)
def saved_views(request):
    """All that the reader may open, page by page."""
    place = {key: number for number, key in enumerate(pages())}
    views = sorted(views_of(request.user).select_related("owner", "shared_with"), key=lambda view: place[view.page])
    groups = [(pages()[key], list(found)) for key, found in groupby(views, key=lambda view: view.page)]
    return render(request, "members/saved_views.html", {"groups": groups, "count": len(views)})


@requires(Right.READ)
def saved_view_add(request, key):
    """The address carries what the view asks for; the form gives it a name."""
    page = pages().get(key)
    if page is None:
        raise Http404
    if not has_right(request.user, page.right):
        raise PermissionDenied
    given = given_in(request.GET)
    asked = page.normalised(given) | page.times_of(given)
    if request.method == "POST":
        return _add(request, page, asked)
    return _show(request, SavedViewForm(reader=request.user, page=page, asked=asked))


@transaction.atomic
def _add(request, page, asked):
    """One account saves one view at a time: of two clicks, the second finds the first one's."""
    User.objects.select_for_update().get(pk=request.user.pk)
    form = SavedViewForm(request.POST, reader=request.user, page=page, asked=asked)
    own = SavedView.objects.filter(owner=request.user, page=page.key)
    if existing := own.filter(name=form.data.get("name", "").strip(), query=form.query).first():
        return redirect(existing)
    if not form.is_valid():
        return _show(request, form)
    saved = form.save()
    messages.success(request, f"Đã lưu cách xem “{saved}”.")
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
        messages.success(request, f"Đã bỏ cách xem “{view}”. Hồ sơ không thay đổi.")
        return redirect("saved_views")
    form = SavedViewForm(request.POST, instance=view, reader=request.user)
    if not form.is_valid():
        return _show(request, form)
    messages.success(request, f"Đã lưu cách xem “{form.save()}”.")
    return redirect(view)


def _show(request, form):
    """What a view that is not saved yet asks for is put into words."""
    view = SavedView.objects.filter(pk=form.instance.pk).first() if form.instance.pk else None  # as stored
    page = form.page or pages().get(view.page)
    told = page.words(form.asked, request.user) if form.asked is not None else {}
    context = {"form": form, "view": view, "page": page, "told": {head: text for head, text in told.items() if text}}
    return render(request, "members/saved_view.html", context)
