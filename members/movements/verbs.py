"""The kinds of movement: what each asks, whom it is offered for, and what it does. One row a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from members.models import Membership, Movement
from members.movements import breaks, inside, joining, leaving

Kind = Movement.Kind
OUT = Membership.ReasonOut


@dataclass(frozen=True)
class State:
    """Where one person stands on a day, as far as it decides which movements make sense."""

    is_member: bool
    was_member: bool
    reason_out: str
    is_probationary: bool
    breaks: frozenset

    @classmethod
    def of(cls, last, official_on, breaks):
        """*last* is the latest Membership or None, *breaks* names the models of breaks that run on the day."""
        return cls(
            is_member=bool(last and last.ended_on is None),
            was_member=last is not None,
            reason_out=last.reason_out if last else "",
            is_probationary=official_on is None or "Probation" in breaks,
            breaks=frozenset(breaks),
        )


def member(state):
    return state.is_member


def excluded(state):
    return not state.is_member and state.reason_out in joining.EXCLUDED


@dataclass(frozen=True)
class Verb:
    kind: Kind
    slug: str
    fields: tuple
    apply: Callable
    is_offered: Callable
    day_label: str = "Ngày hiệu lực"
    place_label: str = ""
    required: tuple = ()
    for_many: bool = False

    @property
    def label(self):
        return self.kind.label


VERBS = [
    Verb(Kind.MOVED, "chuyen-noi-bo", ("to_unit",), inside.move, member, required=("to_unit",), for_many=True),
    Verb(Kind.RECOGNISED, "cong-nhan-chinh-thuc", (), inside.recognise,
         lambda state: state.is_member and state.is_probationary, day_label="Chính thức từ ngày", for_many=True),
    Verb(Kind.TRANSFERRED_OUT, "chuyen-di", ("place",), leaving.transfer_out, member,
         place_label="Chuyển đến đảng bộ", required=("place",), for_many=True),
    Verb(Kind.AWAY, "chuyen-tam-thoi", ("place", "until"), breaks.go_away,
         lambda state: state.is_member and "TemporaryAbsence" not in state.breaks, place_label="Nơi sinh hoạt tạm thời",
         required=("place",)),
    Verb(Kind.BACK, "ve-sau-tam-thoi", (), breaks.come_back, lambda state: "TemporaryAbsence" in state.breaks,
         day_label="Về từ ngày"),
    Verb(Kind.EXEMPTED, "mien-sinh-hoat", (), breaks.exempt,
         lambda state: state.is_member and "Exemption" not in state.breaks, day_label="Miễn từ ngày", for_many=True),
    Verb(Kind.EXEMPTION_ENDED, "thoi-mien", (), breaks.end_exemption, lambda state: "Exemption" in state.breaks,
         day_label="Sinh hoạt lại từ ngày"),
    Verb(Kind.SUSPENDED, "dinh-chi", ("scope",), breaks.suspend,
         lambda state: state.is_member and "Suspension" not in state.breaks, day_label="Đình chỉ từ ngày"),
    Verb(Kind.SUSPENSION_LIFTED, "thoi-dinh-chi", (), breaks.lift_suspension,
         lambda state: "Suspension" in state.breaks, day_label="Thôi đình chỉ từ ngày"),
    Verb(Kind.DIED, "tu-tran", (), leaving.die, member, day_label="Ngày từ trần"),
    Verb(Kind.REMOVED, "xoa-ten", (), leaving.remove, member, required=("decision_number",)),
    Verb(Kind.WITHDRAWN, "xin-ra", (), leaving.withdraw, member, required=("decision_number",)),
    Verb(Kind.EXPELLED, "khai-tru", (), leaving.expel, member, required=("decision_number",)),
    Verb(Kind.ADMITTED, "ket-nap", ("unit", "admitted_at", "introducers"), joining.admit,
         lambda state: not state.was_member, day_label="Ngày lễ kết nạp",
         required=("unit", "decision_number", "decided_on")),
    Verb(Kind.TRANSFERRED_IN, "chuyen-den", ("unit", "place"), joining.transfer_in,
         lambda state: not state.is_member and state.reason_out in ("", OUT.TRANSFERRED_OUT),
         place_label="Chuyển từ đảng bộ", required=("unit", "place")),
    Verb(Kind.RESTORED, "khoi-phuc", ("unit",), joining.restore, excluded, required=("unit", "decision_number")),
    Verb(Kind.READMITTED, "ket-nap-lai", ("unit",), joining.readmit, excluded, day_label="Ngày lễ kết nạp lại",
         required=("unit", "decision_number")),
]  # fmt: skip
BY_SLUG = {verb.slug: verb for verb in VERBS}
BY_KIND = {verb.kind: verb for verb in VERBS}


def verbs_for(state):
    """The movements that make sense in *state*, in the order of how often offices write them."""
    return [verb for verb in VERBS if verb.is_offered(state)]
