"""Whom a comparison is about: all that its reader sees, one chi bộ by choice, or the one that the file is of."""

from dataclasses import dataclass

from members.importing.units import Units

WHOLE = "*"
"""All chi bộ of the reader, whatever the file is of."""


@dataclass(frozen=True)
class Scope:
    unit: object = None
    """The chi bộ (members.importing.units.Known); None: all."""
    is_the_files: bool = False

    @property
    def name(self):
        return self.unit.name if self.unit else ""

    def holds(self, row, known):
        """Whether a line is about the chi bộ: it says so, or means somebody there, or says nothing of any."""
        if self.unit is None:
            return True
        places = {row.person.get("unit"), known.unit if known else None} - {None, ""}
        return not places or self.unit.name in places


def scope_of(chosen, rows, units):
    """The Scope for what was *chosen*: a code, WHOLE, or empty for what the *rows* say.

    Who sees one chi bộ alone compares that one, whatever else the file holds.
    """
    if chosen and chosen != WHOLE:
        return Scope(units.by_code[chosen]) if chosen in units.by_code else Scope()
    if not chosen and len(units.all) == 1:
        return Scope(units.all[0])
    said = {row.person.get("unit") for row in rows} if not chosen else set()
    only = units.by_name.get(said.pop()) if len(said) == 1 else None
    return Scope(only, True) if only else Scope()


def offered(reader, day):
    """[(code, name)] of the chi bộ that *reader* may choose from."""
    return [(unit.code, unit.name) for unit in Units(reader, day).all if unit.is_current]
