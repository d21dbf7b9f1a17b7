"""The kinds of fact that are written down of a person or a unit on a page of their own: one line each."""

from dataclasses import dataclass

from members.models import (
    Badge,
    Commendation,
    Discipline,
    Exemption,
    Office,
    Person,
    Qualification,
    Suspension,
    TemporaryAbsence,
    TrainingAttendance,
    VillageHead,
)
from nakhe.access import Right
from units.models import Committee, Congress, Term, Unit


@dataclass(frozen=True)
class FactKind:
    """*fields* are those of its form; *section* is where the owner's page shows it."""

    slug: str
    model: type
    fields: tuple
    section: str
    owner: type = Person
    right: Right = Right.EDIT_PEOPLE
    """Details of people are the office's; whatever the committee records of itself is the secretary's."""
    is_added: bool = True
    """False for what a document opens (a movement, a congress); here it is only put right."""

    @property
    def name(self):
        return self.model._meta.verbose_name

    @property
    def of(self):
        """The foreign key to the owner."""
        return "person" if self.owner is Person else "unit"


DECISION = ("decision_number", "decided_on")
PERIOD = ("started_on", "ended_on")
HONOUR = ("form", "given_by", "reason", "decided_on", "decision_number")
FACTS = [
    FactKind("chuc-vu", Office, ("position", "title", "unit", "term", *PERIOD, *DECISION), "chuc-vu",
             right=Right.EDIT_RECORD),
    FactKind("truong-thon", VillageHead, (*PERIOD, "term_years", *DECISION), "chuc-vu", right=Right.EDIT_RECORD,
             is_added=False),
    FactKind("trinh-do", Qualification, ("kind", "level", "subject", *PERIOD), "trinh-do"),
    FactKind("boi-duong", TrainingAttendance, ("attended_as", "result"), "boi-duong", is_added=False),
    FactKind("khen-thuong", Commendation, HONOUR, "khen"),
    FactKind("ky-luat", Discipline, ("form", "decided_on", "decision_number", "reason", "self_remedied"), "khen"),
    FactKind("huy-hieu", Badge, ("level", "awarded_on", "number", "decision_number", "is_early", "is_posthumous"),
             "khen"),
    FactKind("mien", Exemption, (*PERIOD, *DECISION), "sinh-hoat", is_added=False),
    FactKind("dinh-chi", Suspension, ("scope", *PERIOD, *DECISION), "sinh-hoat", is_added=False),
    FactKind("tam-thoi", TemporaryAbsence, ("place", *PERIOD, *DECISION), "sinh-hoat", is_added=False),
    FactKind("dai-hoi", Congress, ("ordinal", "held_on", "members_entitled", "members_present"), "nk",
             Unit, Right.EDIT_RECORD, is_added=False),
    FactKind("nhiem-ky", Term, ("first_year", "last_year", *PERIOD), "nk", Unit, Right.EDIT_RECORD, is_added=False),
    FactKind("cap-uy", Committee, ("term", *PERIOD, *DECISION), "cv", Unit, Right.EDIT_RECORD),
    FactKind("khen-thuong", Commendation, HONOUR, "kt", Unit, Right.EDIT_RECORD),
]  # fmt: skip
BY_SLUG = {(kind.owner, kind.slug): kind for kind in FACTS}
SLUGS = {kind.model.__name__: kind.slug for kind in FACTS if kind.owner is Person}
"""{name of a model: slug} of what hangs on a person."""
