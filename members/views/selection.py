"""People ticked on the list of members: who they are, and what is done with all of them at once."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from members.bulk import actions_for
from members.bulk_change import FieldChange
from members.filters import PeopleFilter
from members.forms.bulk import FieldForm, ValueForm
from members.models import Person
from members.selection import SelectionError, chosen, ticked, within_reach
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from nakhe.periods import today


def asked_list(request):
    """The list that the ticks were made on: {name: value} of its address."""
    return QueryDict(request.POST.get("danh_sach", ""))


def back_to_list(request, error):
    messages.error(request, str(error))
    return redirect(f"{reverse('people')}?{asked_list(request).urlencode()}")


@requires(Right.READ)
def selection(request):
    """Leads to the page of an action, or shows the ticked people by name with all that may be done with them."""
    if request.method != "POST":
        return redirect("people")
    try:
        ids = _all_listed(request) if "tat_ca" in request.POST else ticked(request.POST)
    except SelectionError as error:
        return back_to_list(request, error)
    people = chosen(ids, request.user, today())
    action = _action(request.POST["viec"], request.user) if "viec" in request.POST else None
    if action and not action.takes_post:
        return redirect(action.url_for(people))
    return render(request, "members/selection.html", the_set(request, people))


def _all_listed(request):
    """Everyone on the list at this moment; from here on they are ids."""
    asked = asked_list(request)
    filtered = PeopleFilter(asked, reader=request.user, day=AsOfForm(asked).day)
    ids = list(filtered.qs.in_name_order().values_list("person", flat=True))
    if not ids:
        raise SelectionError("Danh sách này không có ai.")
    return within_reach(ids)


def _action(slug, reader):
    action = next((action for action in actions_for(reader) if action.slug == slug), None)
    if action is None:
        raise Http404
    return action


def the_set(request, people):
    """What every page of this kind shows: the exact set, and the way back."""
    return {
        "people": people,
        "actions": actions_for(request.user),
        "list_query": asked_list(request).urlencode(),
    }


@requires(Right.EDIT_PEOPLE)
def chosen_change(request):
    """One field of several people, in three steps: which field, which value, and the look at old and new."""
    if request.method != "POST":
        return redirect("people")
    if "luu" in request.POST:
        return _save(request)
    try:
        people = chosen(ticked(request.POST), request.user, today())
    except SelectionError as error:
        return back_to_list(request, error)
    kept = _changeable(people, request.user)
    step = FieldForm(request.POST if "muc" in request.POST else None)
    if not step.is_valid():
        return _show(request, people, kept, step=step)
    form = ValueForm(request.POST if "xem" in request.POST else None, field=step.cleaned_data["muc"])
    change = form.change(kept) if form.is_valid() and kept else None
    return _show(request, people, kept, step=step, form=form, change=change)


def _changeable(people, reader, lock=False):
    """Those of *people* whose record *reader* may change, as they are now; locked in one order by everybody."""
    kept = Person.objects.changeable_by(reader).filter(pk__in=[person.pk for person in people])
    kept = kept.order_by("pk").select_for_update(of=("self",), no_key=True) if lock else kept
    return sorted(kept.select_related("ethnicity", "religion"), key=lambda person: (person.sort_key, person.pk))


@transaction.atomic
def _save(request):
    """All of them as they were shown, or none."""
    try:
        change = FieldChange.from_token(request.POST["luu"])
    except BadSignature:
        return back_to_list(
            request, "Chưa lưu: bản xem trước đã quá một ngày hoặc không đọc được. Chọn người rồi làm lại."
        )
    people = chosen(list(change.versions), request.user, today())
    kept = _changeable(people, request.user, lock=True)
    overtaken = change.overtaken(kept)
    if overtaken or len(kept) < len(people):
        return _show(request, people, kept, change=change.anew(kept), overtaken=overtaken)
    changed = change.save(kept)
    told = f"Đã sửa {change.label} của {len(changed)} người." if changed else "Không có thay đổi nào để lưu."
    messages.success(request, told)
    return redirect(f"{reverse('people')}?{asked_list(request).urlencode()}")


def _show(request, people, kept, change=None, **context):
    """*people* were chosen; of them *kept* may be changed, and the others are named as left out."""
    pks = {person.pk for person in kept}
    rows = change.rows(kept) if change else []
    news = sum(row.is_news for row in rows)
    context |= {
        "kept": kept,
        "named": [person for person in people if person.pk in pks],
        "refused": [person for person in people if person.pk not in pks],
        "change": change,
        "rows": rows,
        "news": news,
        "same": len(rows) - news,
    }
    return render(request, "members/chosen_change.html", the_set(request, people) | context)
