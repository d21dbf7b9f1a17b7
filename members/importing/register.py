"""Who is on record, as far as a file may mean them: a fixed number of queries, and the words of the importer."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from members.importing.fields import RATINGS
from members.importing.words import (
    ACTIVE,
    DEAD,
    EXEMPT,
    EXPELLED,
    NOT_RATED,
    OUT,
    REMOVED,
    SUSPENDED,
    TEMPORARY,
    WITHDRAWN,
)
from members.known_ratings import on_open_list, rated_by
from members.merging.document import names_absorbed
from members.models import (
    Commendation,
    Discipline,
    Exemption,
    IdentityNumber,
    MemberRating,
    Membership,
    Office,
    Person,
    Qualification,
    Suspension,
    TemporaryAbsence,
)
from nakhe.access import Right
from nakhe.vietnamese.names import exact_key, fold
from units.scoping import units_within

KIND = IdentityNumber.Kind
NUMBER_KINDS = {
    "citizen_id": (KIND.CITIZEN, KIND.OLD_CITIZEN),
    "card_number": (KIND.CARD,),
    "old_card_number": (KIND.CARD,),
}
"""The numbers by which a person is recognised, the surest first."""
FIELD_OF_KIND = {KIND.CITIZEN: "citizen_id", KIND.CARD: "card_number", KIND.PROFILE: "profile_number"}
CHUNK = 5_000
"""Values in one query: SQLite takes no more than 32,766."""
ENDED = {
    "TRANSFERRED_OUT": OUT, "INTERNAL": OUT, "DIED": DEAD, "REMOVED": REMOVED, "EXPELLED": EXPELLED,
    "WITHDRAWN": WITHDRAWN,
}  # fmt: skip
BREAKS = {SUSPENDED: Suspension, EXEMPT: Exemption, TEMPORARY: TemporaryAbsence}
LEVELS = {
    Qualification.Kind.GENERAL: "general_education",
    Qualification.Kind.PROFESSIONAL: "professional_level",
    Qualification.Kind.POLITICAL: "political_theory",
}
TEXTS = (
    "native_place", "native_place_now", "residence", "phone", "email", "occupation", "note", "birth_name", "alias",
    "birthplace", "temporary_residence",
)  # fmt: skip
DATES = ("admission_decision_on", "admitted_on", "official_on")
LASTING = (
    "full_name", "name_in_use", "birth_date", "sex", "ethnicity", "religion", "native_place", "birthplace",
    "admission_decision_on", "admitted_on", "official_on", "unit", "status", "status_on",
)  # fmt: skip
"""What is still told of somebody whose record is another committee's by now; the rest is what came later."""
WHOLE = len("1990-02-03")
"""Letters of a date that is known to the day."""


@dataclass
class Known:
    """A person on record, by name; the rest is filled in for who is meant."""

    pk: int
    names: tuple
    birth: str
    """ISO, as precise as known; empty where it is not."""
    is_changeable: bool = True
    told: tuple | None = None
    """The fields of which the reader may learn what is on record; None: all."""
    unit: str = ""
    """The name of the chi bộ now, or of the last one."""
    since: date | None = None
    until: date | None = None
    """Of the last membership; *until* only where it has ended."""
    break_since: date | None = None
    """When the exemption or other break began that the status tells of."""
    values: dict = field(default_factory=dict)
    """{field: value} in the importer's words."""
    numbers: dict = field(default_factory=dict)
    """{kind: [number]}, the current one first."""
    ratings: dict = field(default_factory=dict)
    rating_units: dict = field(default_factory=dict)
    """{year: key of the chi bộ that has a rating of it, or stands on its list}."""
    stays: list = field(default_factory=list)
    """[(first day, key of the chi bộ)] of all memberships, the earliest first; only where rows have ratings."""
    open_years: set = field(default_factory=set)
    """Years whose list the person stands on, frozen and not decided."""
    offices: set = field(default_factory=set)
    """Positions in the Party, in the chi bộ and above."""
    since_of: dict = field(default_factory=dict)
    """{field: since when what is on record of it holds}, offices, levels and numbers with a known day."""

    def hold(self, name, since):
        """Remember the latest day from which something of the field *name* holds."""
        day = getattr(since, "first_day", since)
        if day and day > self.since_of.get(name, date.min):
            self.since_of[name] = day

    def tells(self, name):
        return self.told is None or name in self.told

    def rated_at(self, year):
        """The key of the chi bộ that rated *year*, or would have: at its end; before all that is known, the first."""
        before = [unit for day, unit in self.stays if day.year <= year]
        return self.rating_units.get(year) or next(iter(before[-1:] or [unit for _, unit in self.stays]), None)

    @property
    def described(self):
        born = f", sinh {'/'.join(reversed(self.birth.split('-')))}" if self.birth else ""
        return f"{self.names[0]}{born}{f', {self.unit}' if self.unit else ''}"


class Register:
    """The people whom *reader* sees, and who holds a number at all."""

    admits_newcomers = True
    """Whether a row may mean somebody who is not on record yet."""

    def __init__(self, reader, day, rows, unit_names, is_own_export=False):
        """*is_own_export*: the rows are of a file that was made of this register."""
        self.reader, self.day, self.unit_names, self.is_own_export = reader, day, unit_names, is_own_export
        self.has_ratings = any(RATINGS in row.person for row in rows)
        self.people = {known.pk: known for known in self._named()}
        self.by_name, self.by_birth = defaultdict(list), defaultdict(list)
        for known in self.people.values():
            self.by_birth[known.birth].append(known)
            for key in {fold(name) for name in known.names}:
                self.by_name[key].append(known)
        self.holders = self._holders(rows)
        self._fill_in({known.pk: known for known in self._possible(rows)})

    def former_names(self):
        """Those of merged records, by which a file brought before them means the record that remains."""
        return names_absorbed()

    def readable_numbers(self):
        return IdentityNumber.objects.all()

    def memberships(self):
        """Those among which the latest says where somebody belongs."""
        return Membership.objects.all()

    def holder(self, name, number):
        """(Known or None, whether somebody else whom the reader does not see holds *number* of the field *name*)."""
        pks = {self.holders.get((kind, number)) for kind in NUMBER_KINDS[name]} - {None}
        known = next((self.people[pk] for pk in pks if pk in self.people), None)
        return known, bool(pks) and known is None

    def namesakes(self, full_name):
        return self.by_name.get(fold(full_name), [])

    def born_on(self, iso):
        """Who was born on the day *iso*; nobody where it is no whole date."""
        return self.by_birth.get(iso, []) if len(iso) == WHOLE else []

    def _named(self):
        people, former = Person.objects.visible_to(self.reader), self.former_names()
        rows = people.order_by("sort_key", "pk").values_list("pk", "full_name", "birth_name", "alias", "birth_on")
        for pk, full_name, birth_name, alias, birth_on in rows:
            names = (*filter(None, (full_name, birth_name, alias)), *former.get(pk, ()))
            yield Known(pk, names, birth_on.iso if birth_on else "")

    def _holders(self, rows):
        """{(kind, number): person}, of every person: that a number is taken is said, by whom is not."""
        names = (*NUMBER_KINDS, "profile_number")
        numbers = {row.person[name] for row in rows for name in names if name in row.person}
        numbers = sorted(numbers | {row.beside.get("old_citizen_number", "") for row in rows})
        found = {}
        for start in range(0, len(numbers), CHUNK):
            held = self.readable_numbers().filter(number__in=numbers[start : start + CHUNK])
            found |= {(kind, number): pk for kind, number, pk in held.values_list("kind", "number", "person")}
        return found

    def _possible(self, rows):
        """Whoever a row may mean, by number, name or birth."""
        by_number = {pk for pk in self.holders.values() if pk in self.people}
        names = {row.person[name] for row in rows for name in ("full_name", "name_in_use") if name in row.person}
        by_name = {known.pk for name in names for known in self.namesakes(name)}
        by_birth = {known.pk for row in rows for known in self.born_on(row.person.get("birth_date", ""))}
        return [self.people[pk] for pk in by_number | by_name | by_birth]

    def _fill_in(self, people):
        pks = sorted(people)
        for start in range(0, len(pks), CHUNK):
            chunk = pks[start : start + CHUNK]
            for fill in (
                self._fill_person, self._fill_numbers, self._fill_membership, self._fill_breaks,
                self._fill_learning, self._fill_offices, self._fill_ratings, self._fill_honours,
            ):  # fmt: skip
                fill(people, chunk)

    def _fill_person(self, people, pks):
        changeable = set(
            Person.objects.changeable_by(self.reader, Right.EDIT_PEOPLE).filter(pk__in=pks).values_list("pk", flat=True)
        )
        fields = ("pk", "sex", "birth_on", "ethnicity__name", "religion__name", *TEXTS, *DATES)
        for found in Person.objects.filter(pk__in=pks).values(*fields):
            known = people[found.pop("pk")]
            known.is_changeable = known.pk in changeable
            known.told = None if known.is_changeable else LASTING
            known.values |= {key: found[key] for key in ("sex", *TEXTS) if found[key]}
            known.values |= {key: found[key].iso for key in DATES if found[key]}
            known.values |= {"birth_date": known.birth} if known.birth else {}
            named = {"ethnicity": found["ethnicity__name"], "religion": found["religion__name"]}
            known.values |= {key: name for key, name in named.items() if name}
            known.values["probationary"] = found["official_on"] is None

    def _fill_numbers(self, people, pks):
        held = self.readable_numbers().filter(person__in=pks).order_by("ended_on", "-started_on")
        rows = held.values_list("person", "kind", "number", "ended_on", "started_on")
        for pk, kind, number, ended_on, started_on in sorted(rows, key=lambda row: row[3] is not None):
            people[pk].numbers.setdefault(kind, []).append(number)
            if ended_on is None and kind in FIELD_OF_KIND:
                people[pk].hold(FIELD_OF_KIND[kind], started_on)

    def _fill_membership(self, people, pks):
        """The latest membership; who left has the status of the way out. Where somebody went is another's to tell."""
        are_all_own = all(people[pk].is_changeable for pk in pks)
        seen = set() if are_all_own else set(units_within(self.reader).values_list("unit", flat=True))
        rows = self.memberships().filter(person__in=pks).order_by("started_on")
        for pk, unit, started_on, ended_on, reason_out in rows.values_list(
            "person", "unit", "started_on", "ended_on", "reason_out"
        ):
            known = people[pk]
            if not known.is_changeable and unit not in seen:
                continue
            known.since, known.until = started_on, ended_on
            known.unit = self.unit_names.get(unit, "")
            has_left = ended_on is not None and ended_on <= self.day
            known.values["status"] = ENDED[reason_out] if has_left else ACTIVE
        for pk in pks:
            if people[pk].unit:
                people[pk].values["unit"] = people[pk].unit

    def _fill_breaks(self, people, pks):
        for status, model in BREAKS.items():
            rows = model.objects.as_of(self.day).filter(person__in=pks)
            rows = rows.filter(scope=Suspension.Scope.PARTY_LIFE) if model is Suspension else rows
            for pk, started_on in rows.values_list("person", "started_on"):
                if people[pk].values.get("status") == ACTIVE:
                    people[pk].values["status"], people[pk].break_since = status, started_on

    def _fill_learning(self, people, pks):
        held = Qualification.objects.as_of(self.day).filter(person__in=pks, kind__in=LEVELS).order_by("started_on")
        for pk, kind, level, started_on in held.values_list("person", "kind", "level", "started_on"):
            people[pk].values[LEVELS[kind]] = level
            people[pk].hold(LEVELS[kind], started_on)

    def _fill_offices(self, people, pks):
        held = Office.objects.as_of(self.day).filter(person__in=pks).in_rank_order()
        for pk, position, title, started_on in held.values_list("person", "position", "title", "started_on"):
            values = people[pk].values
            if position in Office.PARTY:
                people[pk].offices.add(position)
                people[pk].hold("party_office", started_on)
                values.setdefault("party_office", position)
            else:
                values["government_office"] = ", ".join(filter(None, [values.get("government_office"), title]))

    def _fill_ratings(self, people, pks):
        """What is decided; of a year under way only that it is."""
        rated = MemberRating.objects.filter(person__in=pks)
        for pk, year, level in rated.filter(rated_by(self.day)).values_list("person", "year", "level"):
            people[pk].ratings[str(year)] = level or NOT_RATED
        for pk, year, unit in rated.values_list("person", "year", "unit") if self.has_ratings else ():
            people[pk].rating_units[year] = unit
        stays = Membership.objects.filter(person__in=pks).order_by("started_on")
        for pk, day, unit in stays.values_list("person", "started_on", "unit") if self.has_ratings else ():
            people[pk].stays.append((day, unit))
        for pk, year in rated.filter(on_open_list()).values_list("person", "year"):
            people[pk].open_years.add(str(year))

    def _fill_honours(self, people, pks):
        for pk, form in Commendation.objects.filter(person__in=pks).values_list("person", "form"):
            values = people[pk].values
            values["commendations"] = ", ".join(filter(None, [values.get("commendations"), form]))
        for pk, form in Discipline.objects.filter(person__in=pks).values_list("person", "form"):
            values = people[pk].values
            values["disciplines"] = ", ".join(filter(None, [values.get("disciplines"), Discipline.Form(form).label]))


def spelt_alike(one, other):
    return exact_key(one) == exact_key(other)
