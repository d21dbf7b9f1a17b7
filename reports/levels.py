"""Levels of learning as committees list them: highest first, the expected ones even when nobody holds them."""

from collections import Counter

from members.models.learning import PoliticalLevel, ProfessionalLevel, level_name
from members.structure import UNKNOWN_LABEL

UNKNOWN = UNKNOWN_LABEL
TRAINED = [level.label for level in ProfessionalLevel if level != ProfessionalLevel.NONE]
UNTRAINED = ProfessionalLevel.NONE.label
EXPECTED_EDUCATION = [
    level.label for level in (ProfessionalLevel.UNIVERSITY, ProfessionalLevel.COLLEGE, ProfessionalLevel.INTERMEDIATE)
]
POLITICAL = [level.label for level in PoliticalLevel]
EXPECTED_POLITICAL = POLITICAL[1:4]


def professional_name(code):
    return level_name("PROFESSIONAL", code)


def political_name(code):
    return level_name("POLITICAL", code)


def education_rank(name):
    """Sort key: training from doctor down, school from the highest class down, untrained, unknown."""
    if name in TRAINED:
        return (0, TRAINED.index(name))
    if "/" in name:
        done, system = map(int, name.split("/"))
        return (1, -done / system, -system)
    return (2, 0) if name == UNTRAINED else (3, 0)


def political_rank(name):
    return POLITICAL.index(name) if name in POLITICAL else len(POLITICAL)


def tally(names, rank, expected=()):
    """[(level, how many)] in order; an empty name is unknown."""
    counts = Counter(name or UNKNOWN for name in names)
    return [(name, counts[name]) for name in sorted({*counts, *expected}, key=rank)]
