"""Who heads the villages on a date, who is not a member first; and who follows whom."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render

from members.forms.village_head import NextHeadForm
from members.headship import is_member_on
from members.known_ratings import rated_by
from members.models import Qualification, VillageHead, VillageHeadRating
from members.models.learning import education_name, level_name
from members.organisation import heads_on
from members.rating_sheets import Part
from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from nakhe.access import Right, has_right, requires
from nakhe.asof import AsOfForm
from nakhe.vietnamese.dates import format_day
from units.models import Level, Village

KINDS = Qualification.Kind


@requires(Right.READ)
def village_heads(request):
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    heads = list(_heads(request.user, asof.day))
    for head in heads:
        head.education = education_name(head.professional, head.general)
        head.theory = level_name(KINDS.POLITICAL, head.political)
        head.verdict = Level(head.rating_level).label if head.rating_level else ""
    kept = _kept(request.user, asof.day)
    outside = [head for head in heads if not head.is_member]
    context = {
        "asof": asof,
        "saved": SavedTabs("truong-thon", given_in(request.GET), request.user),
        "heads": heads,
        "outside": outside,
        "totals": _totals(heads),
        "can_import": has_right(request.user, Right.EDIT_RECORD),
        "kept": {village.pk for village in kept},
        "headless": [village for village in kept if village.pk not in {head.village_id for head in heads}],
    }
    return render(request, "members/village_heads.html", context)


def _heads(reader, day):
    held = Qualification.objects.as_of(day)
    ratings = VillageHeadRating.objects.visible_to(reader).filter(rated_by(day, Part.HEADS), person=OuterRef("person"))
    latest = ratings.rated().order_by("-year")
    return heads_on(reader, day).annotate(
        professional=held.level_of(KINDS.PROFESSIONAL, "person"),
        general=held.level_of(KINDS.GENERAL, "person"),
        political=held.level_of(KINDS.POLITICAL, "person"),
        sex=F("person__sex"),
        rating_level=Subquery(latest.values("level")[:1]),
        rating_year=Subquery(latest.values("year")[:1]),
    )


def _kept(reader, day):
    """The villages of *day* whose heads *reader* keeps."""
    if not has_right(reader, Right.EDIT_RECORD):
        return []
    return list(Village.objects.changeable_by(reader, Right.EDIT_RECORD).as_of(day))


def _totals(heads):
    return {
        "heads": len(heads),
        "members": sum(head.is_member for head in heads),
        "secretaries": sum(head.is_secretary for head in heads),
        "women": sum(head.sex == "F" for head in heads),
    }


@requires(Right.EDIT_RECORD)
def village_head_change(request, pk):
    if request.method == "POST":
        return _change(request, pk)
    village = get_object_or_404(Village.objects.changeable_by(request.user, Right.EDIT_RECORD), pk=pk)
    return _show_change(request, village, NextHeadForm(village=village, reader=request.user))


@transaction.atomic
def _change(request, pk):
    """Of two who change the head of one village, one waits, and is told what the other wrote."""
    villages = Village.objects.changeable_by(request.user, Right.EDIT_RECORD).select_for_update(
        of=("self",), no_key=True
    )
    village = get_object_or_404(villages, pk=pk)
    form = NextHeadForm(request.POST, village=village, reader=request.user)
    form.is_valid()
    if not form.is_written and not form.errors:
        _record(form)
    if form.errors:
        return _show_change(request, village, form)
    return _changed(request, village, form.cleaned_data["started_on"])


def _record(form):
    """Write it, all or nothing; what the register itself refuses is told at the form."""
    try:
        with transaction.atomic():
            form.save()
    except ValidationError as refused:
        form.add_error(None, refused.messages)


def _changed(request, village, day):
    head = VillageHead.objects.as_of(day).filter(village=village).select_related("person").first()
    since = format_day(day)
    if head is None:
        messages.success(request, f"Đã ghi: thôn {village} chưa có trưởng thôn từ {since}.")
        return redirect("village_heads")
    messages.success(request, f"Đã ghi {head.person} làm trưởng thôn {village} từ {since}.")
    if not is_member_on(head.person, day):
        messages.warning(request, f"{head.person} chưa là đảng viên vào ngày {since}.")
    return redirect("village_heads")


def _show_change(request, village, form):
    heads = VillageHead.objects.filter(village=village).select_related("person").order_by("-started_on")
    context = {"village": village, "form": form, "heads": heads}
    return render(request, "members/village_head_change.html", context)
