"""The chi bộ of a committee on a date: their strength, who leads them, and the rule each fact is compared with."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from members.models import Membership, Office, VillageHead
from members.models.membership import is_official
from units.models import Committee, Term, Unit, UnitClosure, UnitParent

OFFICIAL_FOR_COMMITTEE = 9
"""From 9 official members a chi bộ may elect a chi ủy (domain.md §4)."""
COMMITTEE_AT_MOST = 7
OFFICIAL_AT_LEAST = 3
FIGURES = ("members", "official", "probationary", "women", "minorities", "exempt")


def branches_on(reader, day):
    """The reader's chi bộ on *day*, each with its figures, secretary, committee and term."""
    current = Membership.objects.as_of(day)
    offices = Office.objects.as_of(day)
    secretary = offices.secretaries().filter(unit=OuterRef("pk"))
    elected = offices.filter(position__in=Office.PARTY)
    term = Term.objects.as_of(day).filter(unit=OuterRef("pk"))
    units = Unit.objects.visible_on(reader, day).as_of(day).branches().named(day).in_order()
    return units.select_related("village").annotate(
        members=current.count_per("unit"),
        official=current.official_on(day).count_per("unit"),
        probationary=F("members") - F("official"),
        women=current.of_women().count_per("unit"),
        secretary=Subquery(secretary.values("person__full_name")[:1]),
        secretary_pk=Subquery(secretary.values("person")[:1]),
        has_committee=Exists(Committee.objects.as_of(day).filter(unit=OuterRef("pk"))),
        committee_size=elected.count_per("unit"),
        ordinal=Subquery(term.values("congress__ordinal")[:1]),
        first_year=Subquery(term.values("first_year")[:1]),
        last_year=Subquery(term.values("last_year")[:1]),
    )


def bodies_above(reader, units, day):
    """The committees that *units* belong to on *day*, where *reader* reads them, each with its term."""
    parents = UnitParent.objects.as_of(day).filter(unit__in=units)
    term = Term.objects.as_of(day).filter(unit=OuterRef("pk"))
    bodies = Unit.objects.visible_to(reader).filter(pk__in=parents.values("parent")).named(day).in_order()
    return bodies.annotate(
        ordinal=Subquery(term.values("congress__ordinal")[:1]),
        first_year=Subquery(term.values("first_year")[:1]),
        last_year=Subquery(term.values("last_year")[:1]),
    )


def remarks(official, has_committee, committee_size, has_secretary=True):
    """What the rules of a chi bộ's size say of the facts (domain.md §4); each a short sentence."""
    found = [] if has_secretary else ["chưa có bí thư"]
    if official < OFFICIAL_AT_LEAST:
        found.append(f"{official} đảng viên chính thức, dưới {OFFICIAL_AT_LEAST}")
    if has_committee and official < OFFICIAL_FOR_COMMITTEE:
        found.append(f"có chi ủy nhưng chỉ {official} đảng viên chính thức")
    if not has_committee and official >= OFFICIAL_FOR_COMMITTEE:
        found.append(f"{official} đảng viên chính thức, đủ để bầu chi ủy")
    if committee_size > COMMITTEE_AT_MOST:
        found.append(f"chi ủy {committee_size} người, quá {COMMITTEE_AT_MOST}")
    return found


def remarks_of(unit, day):
    """The remarks on one chi bộ on *day*."""
    offices = Office.objects.as_of(day).filter(unit=unit, position__in=Office.PARTY)
    official = Membership.objects.as_of(day).official_on(day).filter(unit=unit).count()
    has_committee = Committee.objects.as_of(day).filter(unit=unit).exists()
    return remarks(official, has_committee, offices.count(), offices.secretaries().exists())


def strength(memberships, root, days, first, last):
    """Figures under *root* on each of *days*, and what came and went from *first* to *last*: one query.

    *memberships* are in_tree([root]). Returns ({day: {figure: number}}, {reason: number}); reasons are those of
    Membership, in and out.
    """
    asked = {}
    for number, day in enumerate(days):
        asked |= {f"{figure}_{number}": count for figure, count in _figures(root, day).items()}
    came = Q(began_here=True, started_on__gte=first, started_on__lte=last)
    left = Q(ended_here=True, ended_on__gte=first, ended_on__lte=last)
    asked |= {f"in_{reason}": _count(came & Q(reason_in=reason)) for reason in Membership.ReasonIn.values}
    asked |= {f"out_{reason}": _count(left & Q(reason_out=reason)) for reason in Membership.ReasonOut.values}
    counted = memberships.aggregate(**asked)
    by_day = {day: {name: counted[f"{name}_{n}"] for name in FIGURES} for n, day in enumerate(days)}
    return by_day, {name: number for name, number in counted.items() if name.startswith(("in_", "out_"))}


def _figures(root, day):
    here = Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    here &= Q(unit__in=UnitClosure.objects.as_of(day).filter(ancestor=root).values("unit"))
    official = is_official(day)
    exempt = Q(person__exemptions__started_on__lte=day) & (
        Q(person__exemptions__ended_on=None) | Q(person__exemptions__ended_on__gt=day)
    )
    return {
        "members": _count(here),
        "official": _count(here & official),
        "probationary": _count(here & ~official),
        "women": _count(here & Q(person__sex="F")),
        "minorities": _count(here & Q(person__ethnicity__is_majority=False)),
        "exempt": _count(here & exempt),
    }


def _count(condition):
    return Count("pk", filter=condition, distinct=True)


def heads_on(reader, day):
    """Village heads on *day* with is_member, is_secretary and what the page shows of each."""
    heads = VillageHead.objects.visible_on(reader, day).as_of(day).with_membership(day)
    return heads.select_related("person", "village").order_by("village__position", "village__name")
