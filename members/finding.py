"""Quick find: people, units and villages that a few typed words, initials or digits may mean."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When, Window
from django.urls import reverse

from members.filters import compact, found_by, means_a_number
from members.models import IdentityNumber, Person, VillageHead
from members.roster import on_file
from members.saved_pages import pages
from members.saved_tabs import views_of
from members.tables import standing_on_file
from nakhe.access import Right, has_right
from nakhe.vietnamese import names
from units.models import Unit, UnitName, Village

SHOWN = 10

fold = lru_cache(maxsize=50_000)(names.fold)


@dataclass(frozen=True)
class Hit:
    label: str
    url: str
    detail: str = ""


def says(query, *texts):
    """Whether every word of *query* begins a word of *texts*, or the whole of it the initials of one of them."""
    words = names.search_words(query)
    spoken = " ".join(map(fold, texts)).split()
    if words and all(any(word.startswith(asked) for word in spoken) for asked in words):
        return True
    return len(words) == 1 and len(words[0]) > 1 and any(_initials(text).startswith(words[0]) for text in texts)


def _initials(text):
    return "".join(word[0] for word in fold(text).split())


@dataclass
class FoundPeople:
    hits: list
    count: int
    the_one: Person | None
    """Whose full number was typed."""


def people_found(query, reader, day):
    """The first of the people meant, those with a whole word of the name before the others, and how many there are."""
    meant = Person.objects.visible_to(reader).filter(pk__in=found_by(query, reader).values("pk"))
    ranked = meant.annotate(total=Window(Count("pk")), **_number_typed(query, reader))
    order = ranked.order_by("-is_exact", _rank(query), "sort_key", "pk")
    found = list(order.values_list("pk", "total", "is_exact")[:SHOWN])
    place = {pk: number for number, (pk, _, _) in enumerate(found)}
    people = on_file(Person.objects.filter(pk__in=place), reader, day) if found else []
    people = sorted(people, key=lambda person: place[person.pk])
    exact = [pk for pk, _, is_exact in found if is_exact]
    the_one = next((person for person in people if [person.pk] == exact), None)
    return FoundPeople([_hit(person, day) for person in people], found[0][1] if found else 0, the_one)


def _number_typed(query, reader):
    """is_exact: whether *query* is a whole number of the person, which only who may read it finds by it."""
    if not means_a_number(query) or not has_right(reader, Right.READ_NUMBERS):
        return {"is_exact": Value(False)}
    numbers = IdentityNumber.objects.visible_to(reader).filter(number=compact(query))
    return {"is_exact": Exists(numbers.filter(person=OuterRef("pk")))}


def _rank(query):
    whole = Q()
    for word in names.search_words(query):
        whole &= Q(search_key__regex=rf"(^| ){word}( |$)")
    return Case(When(whole, then=Value(0)), default=Value(1), output_field=IntegerField()) if whole else Value(1)


def _hit(person, day):
    born = f"sinh {person.birth_on.year}" if person.birth_on else ""
    detail = " · ".join(filter(None, [born, person.unit_name or "", standing_on_file(person, day)]))
    return Hit(person.full_name, person.get_absolute_url(), detail)


def units_found(query, reader):
    """Units by any name that they ever had."""
    spoken = UnitName.objects.visible_to(reader).select_related("unit")
    found = {}
    for name in spoken.order_by("unit__position", "unit__code", "-started_on"):
        if name.unit_id not in found and says(query, name.name, name.short_name):
            found[name.unit_id] = name
    return [_unit_hit(name) for name in found.values()]


def _unit_hit(name):
    unit = name.unit
    former = f"tên cũ: {name.short_name}" if name.ended_on else ""
    gone = "đã kết thúc" if unit.ended_on else ""
    detail = " · ".join(filter(None, [unit.get_unit_type_display() or unit.get_kind_display(), former, gone]))
    return Hit(str(unit), unit.get_absolute_url(), detail)


def villages_found(query, reader, day):
    """Villages of *day*; each leads to its chi bộ, where its head is named too."""
    head = VillageHead.objects.visible_to(reader).as_of(day).filter(village=OuterRef("pk"))
    branch = Unit.objects.visible_to(reader).as_of(day).filter(village=OuterRef("pk"))
    villages = (
        Village.objects.visible_to(reader)
        .as_of(day)
        .annotate(head=Subquery(head.values("person__full_name")[:1]), branch=Subquery(branch.values("pk")[:1]))
    )
    return [_village_hit(village) for village in villages if says(query, f"Thôn {village.name}", village.name)]


def views_found(query, reader):
    """Views kept under a name that *query* means."""
    return [
        Hit(view.name, view.get_absolute_url(), pages()[view.page].title)
        for view in views_of(reader)
        if says(query, view.name)
    ]


def _village_hit(village):
    url = reverse("unit", args=[village.branch]) if village.branch else reverse("village_heads")
    return Hit(f"Thôn {village.name}", url, f"trưởng thôn {village.head}" if village.head else "")
