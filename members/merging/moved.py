"""Which rows move with a person, by which rule, derived from the foreign keys to Person; and which stay, and why."""

from members.merging import rules
from members.models import (
    Badge,
    Discipline,
    Exemption,
    IdentityNumber,
    LetterheadSetting,
    MemberRating,
    Membership,
    Movement,
    Office,
    Person,
    Probation,
    Qualification,
    Suspension,
    TemporaryAbsence,
    TrainingAttendance,
    VillageHeadRating,
)

RULES = {
    Membership: rules.memberships,
    Exemption: rules.breaks,
    Suspension: rules.breaks,
    TemporaryAbsence: rules.breaks,
    Probation: rules.breaks,
    Office: rules.offices,
    IdentityNumber: rules.numbers,
    Qualification: rules.qualifications,
    Badge: rules.once("level"),
    Discipline: rules.once("decided_on", "form"),
    TrainingAttendance: rules.once("course"),
    MemberRating: rules.ratings,
    VillageHeadRating: rules.ratings,
    Movement: rules.movements,
    LetterheadSetting: rules.signers,
}
"""All other kinds move row by row (rules.each)."""
STAYS = {
    "members.RatingRecord.person": "A locked year is word for word what was decided, and of whom.",
    "members.PersonMerge.kept": "It says itself which record stayed.",
    "members.PersonMerge.merged": "It says itself which record went.",
    "members.DifferentPeople.one": "An answer about the record that goes; about the other it says nothing.",
    "members.DifferentPeople.other": "An answer about the record that goes; about the other it says nothing.",
    "members.Person.merged_into": "Earlier merges lead on, step by step.",
}


def relations():
    """[(model, name of its key to Person)] of everything that points at a person, hidden ones included."""
    found = [field for field in Person._meta.get_fields(include_hidden=True) if field.one_to_many or field.one_to_one]
    return [(each.related_model, each.field.name) for each in found if each.auto_created and not each.concrete]


def path(model, name):
    return f"{model._meta.label}.{name}"


def moving():
    """[(model, name of its key to Person, rule)] of the rows that move."""
    found = [(model, name) for model, name in relations() if path(model, name) not in STAYS]
    return [(model, name, RULES.get(model, rules.each)) for model, name in found]
