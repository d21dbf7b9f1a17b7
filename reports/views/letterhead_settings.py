"""What the papers of a unit say above and below, from a day on: the form, how it looks, and what was laid down when."""

from auditlog.models import LogEntry
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from members.letterhead_change import lay_down
from members.models import LetterheadSetting
from nakhe.access import Right, requires
from nakhe.asof import AsOfForm
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate, format_day
from reports.letterhead import issuing_unit, letterhead_of
from reports.letterhead_form import LetterheadForm
from units.models import Unit

ACTIONS = {LogEntry.Action.CREATE: "Ghi", LogEntry.Action.UPDATE: "Sửa"}


@requires(Right.EDIT_RECORD)
def letterhead_settings(request):
    unit, asof = own_unit(request), AsOfForm(request.GET)
    form = LetterheadForm(request.POST or None, unit=unit, reader=request.user, day=asof.day)
    shown = looks(request.user, unit, asof.day)
    if form.is_bound and form.is_valid():
        if "xem" in request.POST:
            shown = tried(request.user, unit, form)
        elif recorded(request, unit, form):
            return redirect(request.get_full_path())
    return render(request, "reports/letterhead_settings.html", page(request, unit, form, shown))


def own_unit(request):
    """The one asked for, or the highest whose record the reader keeps; another's is answered as a missing one."""
    chosen = request.GET.get("don_vi", "") or None
    unit = issuing_unit(request.user, Right.EDIT_RECORD, chosen, today(), None, False)
    if unit is None:
        raise Http404
    return get_object_or_404(Unit.objects.changeable_by(request.user, Right.EDIT_RECORD), pk=unit.pk)


def recorded(request, unit, form):
    """Whether it stands now; what the register refuses is told at the form."""
    day = form.cleaned_data["started_on"]
    try:
        written = lay_down(unit, day, form.values, form.cleaned_data["ly_do"])
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    told = f"Đã ghi, áp dụng từ ngày {format_day(day)}." if written else "Không có gì khác với thiết lập đang có."
    messages.success(request, told)
    return True


def tried(reader, unit, form):
    """How it would look: it is done and rolled back."""
    day = form.cleaned_data["started_on"]
    try:
        with transaction.atomic():
            lay_down(unit, day, form.values)
            shown = looks(reader, unit, day)
            transaction.set_rollback(True)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return looks(reader, unit, day)
    return shown


def looks(reader, unit, day):
    """[(of whom, the Letterhead of *day*, its line of place and day)]: the unit's, and of a chi bộ below it."""
    below = Unit.objects.visible_to(reader, Right.EDIT_RECORD).under(unit.pk, day).as_of(day).branches()
    first = below.exclude(pk=unit.pk).in_order().first()
    found = [issuing_unit(reader, Right.EDIT_RECORD, str(each.pk), day, None, False) for each in (unit, first) if each]
    return [(each, letterhead_of(each, reader), dated(each, day)) for each in found]


def dated(unit, day):
    return ", ".join(filter(None, [unit.place or unit.superior_place, PartialDate.of(day).on_paper]))


def page(request, unit, form, shown):
    return {
        "unit": unit,
        "form": form,
        "shown": shown,
        "is_tried": "xem" in request.POST and not form.errors,
        "settings": with_history(unit),
        "units": Unit.objects.changeable_by(request.user, Right.EDIT_RECORD).as_of(today()).in_order(),
    }


def with_history(unit):
    """The settings of *unit*, the latest first, each with .entries: [(when, by whom, what, which fields, why)]."""
    settings = list(unit.letterheads.select_related("signer").order_by("-started_on"))
    entries = LogEntry.objects.get_for_objects(unit.letterheads.all()).select_related("actor").order_by("pk")
    for setting in settings:
        setting.entries = [told(entry) for entry in entries if entry.object_id == setting.pk]
    return settings


def told(entry):
    names = {field.name: field.verbose_name for field in LetterheadSetting._meta.fields}
    changed = [names[name] for name in entry.changes or {} if entry.action == LogEntry.Action.UPDATE and name in names]
    reason = (entry.additional_data or {}).get("reason", "")
    return entry.timestamp, entry.actor or "dòng lệnh", ACTIONS.get(entry.action, ""), ", ".join(changed), reason
