"""Pairs of records that may be one person, each with the reason in words, the strongest first.

One pass over the names, births and numbers of the people whom the reader changes, grouped by key: the cost grows with
the number of people, not of pairs. Nothing is decided here: a person looks at the pair, and merges or says that they
are two.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import combinations

from django.db.models import Q

from members.models import DifferentPeople, IdentityNumber, Person
from nakhe.access import Right
from nakhe.vietnamese.dates import PartialDate
from nakhe.vietnamese.names import exact_key, fold

WITHOUT_BIRTH = 50
"""Of one name, more people than this without a birth are not paired: the name alone then says nothing. [P]"""
CITIZEN = IdentityNumber.Kind.CITIZEN


class Sign(IntEnum):
    NUMBER, SAME_DAY, NEARLY_THE_NAME, SAME_YEAR, NO_BIRTH = range(5)


@dataclass(frozen=True)
class Pair:
    """Keys of two people, the lower first, and their names."""

    one: int
    other: int
    sign: Sign
    reason: str
    names: tuple = ()

    @property
    def keys(self):
        return self.one, self.other


@dataclass(frozen=True)
class Known:
    """What is compared of a person: *names* are folded, of two words at least."""

    pk: int
    full_name: str
    names: frozenset
    birth_on: PartialDate | None
    sex: str
    sort_key: str

    @property
    def is_born_on_a_day(self):
        return self.birth_on is not None and self.birth_on.precision == "day"


def duplicates(reader, right=Right.EDIT_PEOPLE):
    """[Pair] among all whom *reader* changes, without those answered “không phải một người”."""
    people = Person.objects.changeable_by(reader, right)
    numbers = IdentityNumber.objects.filter(person__in=people.values("pk"))
    return _unanswered(known(people), numbers, DifferentPeople.objects.all())


def duplicates_of(person, reader, right=Right.EDIT_PEOPLE):
    """The same of one *person*, among those alone who share a name, a birth or a number: for the page of a record."""
    like = Q(pk=person.pk) | Q(numbers__number__in=person.numbers.values("number"))
    for name in person.all_names:
        like |= Q(search_key__contains=fold(name))
    if person.birth_on and person.birth_on.precision == "day":
        like |= Q(birth_on=person.birth_on)
    near = Person.objects.filter(like).values("pk")
    people = known(Person.objects.changeable_by(reader, right).filter(pk__in=near))
    if len(people) < 2:
        return []
    numbers = IdentityNumber.objects.filter(person__in=[each.pk for each in people])
    answers = DifferentPeople.objects.filter(Q(one=person) | Q(other=person))
    return [pair for pair in _unanswered(people, numbers, answers) if person.pk in pair.keys]


def between(keys):
    """The Pair of two people, answered or not; None where nothing speaks for their being one."""
    people = known(Person.objects.filter(pk__in=keys))
    numbers = IdentityNumber.objects.filter(person__in=keys)
    return next(iter(_unanswered(people, numbers, DifferentPeople.objects.none())), None)


def known(people):
    """[Known] of the queryset *people*."""
    rows = people.order_by().values_list("pk", "full_name", "birth_name", "alias", "birth_on", "sex", "sort_key")
    return [
        Known(pk, full_name, _folded(full_name, birth_name, alias), birth_on, sex, sort_key)
        for pk, full_name, birth_name, alias, birth_on, sex, sort_key in rows
    ]


def _folded(full_name, *others):
    """An alias of one word is no name to know somebody by."""
    folded = {fold(name) for name in others if name}
    return frozenset({fold(full_name)} | {name for name in folded if " " in name})


def _unanswered(people, numbers, answers):
    found = {}
    by_key = {each.pk: each for each in people}
    held = list(numbers.values_list("person", "kind", "number", "ended_on"))
    citizen = {pk: number for pk, kind, number, ended_on in held if kind == CITIZEN and ended_on is None}
    for pair in (*_by_number(held), *_by_name(people), *_by_birth(people)):
        if pair.keys in found and found[pair.keys].sign <= pair.sign:
            continue
        if _may_be(pair, *(by_key[pk] for pk in pair.keys), citizen):
            found[pair.keys] = pair
    if found:
        for answer in answers.values_list("one", "other"):
            found.pop(answer, None)
    found = {keys: _told(pair, by_key, citizen) for keys, pair in found.items()}
    return sorted(found.values(), key=lambda pair: (pair.sign, by_key[pair.one].sort_key, pair.keys))


def _may_be(pair, one, other, citizen):
    """A sex that differs, or a citizen number, speaks against a name; but not against a name with the day of birth,
    where one of two numbers may be mistyped, nor anything against a number held by both."""
    if pair.sign == Sign.NUMBER:
        return True
    if one.sex and other.sex and one.sex != other.sex:
        return False
    return pair.sign == Sign.SAME_DAY or not _differ(pair, citizen)


def _differ(pair, citizen):
    numbers = [citizen.get(pk) for pk in pair.keys]
    return None not in numbers and numbers[0] != numbers[1]


def _told(pair, by_key, citizen):
    reason = f"{pair.reason}; nhưng hai số căn cước khác nhau" if _differ(pair, citizen) else pair.reason
    return replace(pair, reason=reason, names=tuple(by_key[pk].full_name for pk in pair.keys))


def _pair(one, other, sign, reason):
    return Pair(*sorted((one.pk, other.pk)), sign, reason)


# --- By number ---


def _by_number(held):
    """The same digits as a number of another kind: one of the two stands in the wrong column."""
    labels = dict(IdentityNumber.Kind.choices)
    holders = defaultdict(list)
    for pk, kind, number, _ in held:
        holders[number].append((pk, labels[kind]))
    for several in holders.values():
        for (one, kind), (other, other_kind) in combinations(sorted(several), 2):
            if one != other:
                kinds = f"{kind.lower()} của hồ sơ này, {other_kind.lower()} của hồ sơ kia"
                yield Pair(one, other, Sign.NUMBER, f"Cùng một dãy số: {kinds}")


# --- By name ---


def _by_name(people):
    by_name = defaultdict(list)
    for each in people:
        for name in each.names:
            by_name[name].append(each)
    for name, namesakes in by_name.items():
        if len(namesakes) > 1:
            yield from _namesakes(name, namesakes)


def _namesakes(name, people):
    by_year, unknown = defaultdict(list), []
    for each in people:
        (by_year[each.birth_on.year] if each.birth_on else unknown).append(each)
    for born in by_year.values():
        for one, other in combinations(born, 2):
            if sign := _births(one.birth_on, other.birth_on):
                yield _pair(one, other, sign[0], f"{_names(name, one, other)}, {sign[1]}")
    if len(unknown) > WITHOUT_BIRTH:
        return
    for place, one in enumerate(unknown):
        for other in (*unknown[place + 1 :], *(each for born in by_year.values() for each in born)):
            says = "hai hồ sơ chưa ghi ngày sinh" if not other.birth_on else "một hồ sơ chưa ghi ngày sinh"
            yield _pair(one, other, Sign.NO_BIRTH, f"{_names(name, one, other)}, {says}")


def _births(one, other):
    """(Sign, words) of two births of one year, or None where they cannot be the same."""
    if one == other and one.precision == "day":
        return Sign.SAME_DAY, f"cùng sinh ngày {one}"
    if one.iso.startswith(other.iso) or other.iso.startswith(one.iso):
        return Sign.SAME_YEAR, f"cùng sinh {one}" if one == other else f"sinh {one} và {other}"
    return None


def _names(name, one, other):
    if exact_key(one.full_name) == exact_key(other.full_name):
        return "Cùng họ tên"
    if fold(one.full_name) == fold(other.full_name):
        return "Họ tên chỉ khác dấu"
    return "Tên khai sinh hoặc bí danh của hồ sơ này là tên của hồ sơ kia"


# --- By birth ---


def _by_birth(people):
    """Born on one day, with names that differ by their order or by one letter."""
    by_day = defaultdict(list)
    for each in people:
        if each.is_born_on_a_day:
            by_day[each.birth_on].append(each)
    for day, born in by_day.items():
        if len(born) > 1:
            yield from _nearly_the_name(day, born)


def _nearly_the_name(day, people):
    seen = defaultdict(list)
    for each in people:
        for name in each.names:
            for key in _traces(name):
                seen[key].append((each, name))
    for several in seen.values():
        for (one, name), (other, other_name) in combinations(several, 2):
            words = one.pk != other.pk and nearly(name, other_name)
            if words:
                yield _pair(one, other, Sign.NEARLY_THE_NAME, f"Cùng sinh ngày {day}, {words}")


def _traces(name):
    """Keys of which two names have one in common if they differ by the order of words or by one letter."""
    return {" ".join(sorted(name.split())), name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def nearly(name, other):
    """How two different folded names are alike, in words; "" where they are not."""
    if name == other:
        return ""
    if sorted(name.split()) == sorted(other.split()):
        return "họ tên chỉ khác thứ tự chữ"
    return "họ tên khác một chữ cái" if _one_letter_apart(name, other) else ""


def _one_letter_apart(one, other):
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    rest = shorter[same:] if len(shorter) < len(longer) else shorter[same + 1 :]
    return longer[same + 1 :] == rest
