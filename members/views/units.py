"""The chi bộ of a date, and one unit on a date."""

from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404, render

from members.models import VillageHead
from members.organisation import bodies_above, branches_on, remarks
from members.reorganisation import changes_of
from members.saved_pages import given_in
from members.saved_tabs import SavedTabs
from members.unit_page import UnitPage
from nakhe.access import Right, has_right, requires
from nakhe.asof import THE_PARTY_BEGAN, AsOfForm
from nakhe.vietnamese.numbers import roman
from units.models import Committee, Level, Unit
from units.rating_bars import level_bar

SUMMED = ("members", "official", "probationary", "women")


@requires(Right.READ)
def units(request):
    asof = AsOfForm(request.GET)
    asof.fill(ngay=asof.day)
    rows = list(branches_on(request.user, asof.day))
    for unit in rows:
        unit.remarks = remarks(unit.official, unit.has_committee, unit.committee_size, bool(unit.secretary))
    totals = {name: sum(getattr(unit, name) for unit in rows) for name in SUMMED}
    totals |= {"committees": sum(unit.has_committee for unit in rows)}
    context = {"asof": asof, "units": rows, "totals": totals, "bodies": _bodies(request.user, rows, asof.day)}
    context["saved"] = SavedTabs("chi-bo", given_in(request.GET), request.user)
    return render(request, "members/units.html", context)


def _bodies(reader, rows, day):
    bodies = list(bodies_above(reader, [unit.pk for unit in rows], day))
    for body in bodies:
        body.term_name = f"{roman(body.ordinal)} ({body.first_year}–{body.last_year})" if body.ordinal else ""
    return bodies


@requires(Right.READ)
def unit(request, pk):
    asof = AsOfForm(request.GET, fields=("ngay", "so_voi"))
    if asof.compared and asof.compared > asof.day:
        asof.add_error("so_voi", "Ngày này phải trước ngày “Tính đến ngày”.")
    compared = asof.compared or max(date(asof.day.year - 2, 12, 31), THE_PARTY_BEGAN)
    asof.fill(ngay=asof.day)
    asof.hint(so_voi=compared)
    shown = get_object_or_404(units_for_page(request.user, asof.day), pk=pk)
    page = UnitPage(request.user, shown, asof.day, compared)
    for rating in page.ratings:
        rating["bar"] = level_bar(rating["counts"], max(row["rated"] for row in page.ratings))
        rating["level"] = Level(rating["own"].level) if rating["own"] and rating["own"].level else None
    context = {
        "asof": asof,
        "page": page,
        "unit": shown,
        "can_export": has_right(request.user, Right.EXPORT),
        "changes": changes_of(shown) if shown.can_edit else [],
        "can_edit": shown.can_edit,
    }
    return render(request, "members/unit.html", context)


def units_for_page(reader, day):
    """The reader's units with their names, committee and village head of *day*."""
    committee = Committee.objects.as_of(day).filter(unit=OuterRef("pk"))
    head = VillageHead.objects.visible_to(reader).as_of(day).filter(village=OuterRef("village"))
    units = Unit.objects.visible_to(reader).named(day).select_related("village")
    return units.annotate(
        can_edit=Exists(Unit.objects.changeable_by(reader, Right.EDIT_RECORD).filter(pk=OuterRef("pk"))),
        committee_pk=Subquery(committee.values("pk")[:1]),
        head=Subquery(head.values("person__full_name")[:1]),
        head_pk=Subquery(head.values("person")[:1]),
    )
