"""Whether two names, and what is known of two births, may be those of one person."""

from nakhe.vietnamese.names import fold

MOST = 50


def namesakes(full_name, people):
    """Those of *people* (a queryset) who go by *full_name*, with or without accents."""
    name = fold(full_name)
    same = people.filter(search_key__contains=name)[:MOST] if name else []
    return [person for person in same if name in map(fold, person.all_names)]


def may_be_born(person, birth_on):
    """Whether the partial date *birth_on* may be the person's: what is not known contradicts nothing."""
    if not person.birth_on or not birth_on:
        return True
    return person.birth_on.iso.startswith(birth_on.iso) or birth_on.iso.startswith(person.birth_on.iso)
