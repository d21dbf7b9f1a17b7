"""Records that may be one person: the pairs, two side by side, merging them, and taking a merge back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.duplicates import between, duplicates
from members.forms.decision import batch_of
from members.forms.merge import NAMES, CancelMergeForm, MergeForm
from members.merging.default import fuller
from members.merging.document import cancel, remaining
from members.merging.side_by_side import Beside
from members.models import DifferentPeople, Person, PersonMerge
from members.roster import on_file
from nakhe.access import Right, requires, who_may
from nakhe.effects import Superseded
from nakhe.periods import today

PER_PAGE = 25


@requires(Right.EDIT_PEOPLE)
def duplicate_people(request):
    answered = "da_tra_loi" in request.GET
    found = _answered(request.user) if answered else duplicates(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    keys = {key for pair in page for key in _keys(pair)}
    mine = Person.objects.changeable_by(request.user).filter(pk__in=keys)
    people = on_file(mine, request.user, today()).in_bulk()
    rows = [(pair, *(people[key] for key in _keys(pair))) for pair in page]
    context = {"page": page, "rows": rows, "answered": answered, "merges": _latest_merges(request.user)}
    return render(request, "members/duplicates.html", context)


def _keys(pair):
    return (pair.one_id, pair.other_id) if isinstance(pair, DifferentPeople) else pair.keys


def _answered(reader):
    mine = Person.objects.changeable_by(reader).values("pk")
    return DifferentPeople.objects.filter(one__in=mine, other__in=mine).select_related("said_by")


def _latest_merges(reader):
    merges = PersonMerge.objects.changeable_by(reader, Right.EDIT_PEOPLE).in_force()
    return merges.defer("effects", "told").select_related("kept", "recorded_by")[:10]


@requires(Right.EDIT_PEOPLE)
def duplicate_pair(request, one, other):
    """Side by side; whoever keeps the record of both says which remains. Shown before it is written.

    Of two clicks, the second finds the merge that the first wrote.
    """
    if one >= other:
        return redirect("duplicate_pair", other, one) if one > other else _missing()
    if there := PersonMerge.objects.visible_to(request.user).filter(batch=batch_of(request.POST)).first():
        return redirect(there.kept)
    if into := _stands_for_one_of(request.user, one, other):
        messages.info(request, f"Một trong hai hồ sơ đã được gộp vào hồ sơ này ({into}), không gộp lần nữa.")
        return redirect(into)
    if request.method == "POST":
        return _save(request, one, other)
    people = _both(request.user, one, other)
    keep = next((pk for pk in (one, other) if str(pk) == request.GET.get("giu")), None)
    return _show(request, MergeForm(people, request.user, keep=keep or fuller(*people).pk))


def _missing():
    raise Http404


def _both(reader, one, other, right=Right.EDIT_PEOPLE):
    people = list(Person.objects.changeable_by(reader, right).filter(pk__in=[one, other]).order_by("pk"))
    return people if len(people) == 2 else _missing()


def _stands_for_one_of(reader, *keys):
    """The record that one of the two was merged into meanwhile, if it is the reader's."""
    gone = Person.objects.exclude(merged_into=None).filter(pk__in=keys).first()
    return gone and Person.objects.changeable_by(reader).filter(pk=remaining(gone).pk).first()


def _save(request, one, other):
    people = _both(request.user, one, other, Right.EDIT_RECORD)
    with transaction.atomic():
        form = MergeForm(people, request.user, request.POST, keep=fuller(*people).pk)
        if form.is_confirmed and (written := form.save(request.user)):
            messages.success(request, f"Đã gộp hai hồ sơ. Hồ sơ còn lại: {written.kept}.")
            return redirect(written.kept)
    return _show(request, form)


def _show(request, form):
    keys = sorted(form.people)
    beside = Beside.of(keys, request.user, today())
    asked, said = beside.lines(form.preview)
    own = Person.objects.changeable_by(request.user, Right.EDIT_RECORD).filter(pk__in=keys)
    may_merge = own.count() == len(keys)
    context = {
        "form": form,
        "records": list(zip(NAMES, beside, strict=True)),
        "asked": asked,
        "said": said,
        "pair": between(keys),
        "may_merge": may_merge,
        "kept": form.kept if may_merge else None,
        "who_may": who_may(Right.EDIT_RECORD),
        "answer": DifferentPeople.objects.filter(one=keys[0], other=keys[1]).select_related("said_by").first(),
        "is_preview": form.is_bound and form.is_valid(),
    }
    return render(request, "members/duplicate_pair.html", context)


@requires(Right.EDIT_PEOPLE)
def different_people(request, one, other):
    """Say that the two are two people, or withdraw it."""
    people = _both(request.user, *sorted((one, other)))
    if request.method != "POST":
        return redirect("duplicate_pair", one, other)
    pair = {"one": people[0], "other": people[1]}
    if "rut" in request.POST:
        for answer in DifferentPeople.objects.filter(**pair):
            answer.delete()
        messages.success(request, f"Sẽ hỏi lại {people[0]} và {people[1]} có là một người không.")
        return redirect("duplicate_pair", *(person.pk for person in people))
    DifferentPeople.objects.get_or_create(**pair, defaults={"said_by": request.user})
    messages.success(request, f"Đã ghi: {people[0]} và {people[1]} là hai người. Cặp này không hỏi lại.")
    return redirect("duplicates")


@requires(Right.EDIT_PEOPLE)
def person_merge(request, pk):
    return _show_merge(request, _merges(request.user, Right.EDIT_PEOPLE, pk), CancelMergeForm())


@requires(Right.EDIT_RECORD)
def person_merge_cancel(request, pk):
    shown = _merges(request.user, Right.EDIT_RECORD, pk)
    if request.method != "POST":
        return redirect(shown)
    form = CancelMergeForm(request.POST)
    if not form.is_valid():
        return _show_merge(request, shown, form)
    try:
        cancel(shown, request.user, form.cleaned_data["reason"])
    except Superseded as fault:
        form.add_error(None, str(fault))
        return _show_merge(request, shown, form)
    messages.success(request, "Đã hủy lần gộp. Hai hồ sơ trở lại như trước khi gộp.")
    return redirect(shown)


def _merges(reader, right, pk):
    found = PersonMerge.objects.changeable_by(reader, right)
    return get_object_or_404(found.select_related("kept", "merged", "recorded_by", "cancelled_by"), pk=pk)


def _show_merge(request, shown, form):
    may_cancel = PersonMerge.objects.changeable_by(request.user).filter(pk=shown.pk, cancelled_at=None).exists()
    return render(request, "members/person_merge.html", {"merge": shown, "form": form, "may_cancel": may_cancel})
