"""Out of the register: transfer elsewhere, death, removal, withdrawal, expulsion."""

from members.models import Discipline, Exemption, Membership, Probation, Suspension, TemporaryAbsence

OUT = Membership.ReasonOut
BREAKS = (Exemption, Suspension, TemporaryAbsence, Probation)


def transfer_out(act):
    _leave(act, OUT.TRANSFERRED_OUT, went_to=act["place"])


def die(act):
    act.must_have_come()
    _leave(act, OUT.DIED)
    act.end_headship()


def remove(act):
    _leave(act, OUT.REMOVED)


def withdraw(act):
    _leave(act, OUT.WITHDRAWN)


def expel(act):
    """Expulsion is a form of discipline, and stands in that record, too."""
    _leave(act, OUT.EXPELLED)
    act.effects.create(
        Discipline(
            person=act.person,
            form=Discipline.Form.EXPULSION,
            decided_on=act.given.get("decided_on") or act.day,
            decision_number=act["decision_number"],
            reason=act["note"],
        ),
        "Kỷ luật: Khai trừ",
    )


def _leave(act, reason_out, **fields):
    act.end(reason_out, **fields)
    act.end_offices()
    act.end_breaks(*BREAKS)
