"""Rows of nobody on record that may be somebody whose name or birth was put right in the file: asked, never made.

Only where all else that few people share is on record so, or the file was made of the register, and no other row of it
is that person.
"""

from members.importing.comparing import telling
from members.importing.matching import ask_who
from members.importing.register import spelt_alike

RENAMED = "Trong sổ có {0}: cùng ngày sinh và chi bộ, khác họ tên. Là người này?"
REBORN = "Trong sổ có {0}: cùng họ tên và chi bộ, khác ngày sinh. Là người này?"


def match_mended(row, register, taken, answers, columns):
    """The Known that *row* may be after all, chosen by a person; None for somebody new. *taken*: {pk} of other rows."""
    for found, message in (_reborn(row, register), REBORN), (_renamed(row, register), RENAMED):
        free = [known for known in found if known.pk not in taken and row.person.get("unit") == known.unit]
        possible = [known for known in free if register.is_own_export or _all_else_agrees(row, known)]
        if len(possible) == 1:
            return ask_who(row, possible, message.format(possible[0].described), register, answers, columns)
    return None


def _reborn(row, register):
    """Who is called so, and was born on another day than *row* says."""
    name = row.person.get("full_name", "")
    found = register.namesakes(name) if name and row.person.get("birth_date") else []
    return [known for known in found if known.birth and any(spelt_alike(name, each) for each in known.names)]


def _renamed(row, register):
    """Who was born on the day that *row* says, whatever the name."""
    return register.born_on(row.person.get("birth_date", ""))


def _all_else_agrees(row, known):
    agreeing, differing = telling(row, known)
    return bool(agreeing) and not differing
