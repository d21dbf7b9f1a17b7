"""Inside the register: from one chi bộ to another, and from probationary to official."""

from members import probation
from members.life_dates import problems
from members.models import Membership, Probation
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day

IN, OUT = Membership.ReasonIn, Membership.ReasonOut


def move(act):
    """Chuyển nội bộ: two ends on one day, nothing for the whole."""
    home, target = act.current.unit, act["to_unit"]
    if home == target:
        act.refuse(f"đang sinh hoạt ở {home}. Chọn một chi bộ khác.", "to_unit")
    act.end(OUT.INTERNAL, counterpart_out=target)
    act.end_offices(home)
    act.begin(target, IN.INTERNAL, counterpart_in=home)


def recognise(act):
    """Official exactly 12 months after the ceremony, even if decided late (domain.md §3): Điều lệ Đảng, điều 5."""
    again = act.open_break(Probation)
    if again:
        act.end_break(Probation, "")
        if not act.person.official_on:  # removed before the first probation was over
            act.change_person(f"Đảng viên chính thức từ {format_day(act.day)}", official_on=act.partial())
        return
    person = act.person
    if person.official_on:
        act.refuse(f"đã là đảng viên chính thức từ {person.official_on}.", "person")
    if not any(row.is_on(act.day) for row in act.memberships):
        act.refuse(f"không sinh hoạt ở chi bộ nào trong sổ vào ngày {format_day(act.day)}.")
    dates = {"admission_decision_on": person.admission_decision_on, "admitted_on": person.admitted_on}
    for problem in problems(max(today(), act.day), **dates, official_on=act.partial()):
        if problem.field == "official_on":
            (act.ask if problem.is_question else act.refuse)(problem.message)
    act.change_person(f"Đảng viên chính thức từ {format_day(act.day)}", official_on=act.partial())


def end_of_probation(person):
    """The day on which *person* becomes official if recognised: 12 months after the ceremony; None if not known."""
    again = person.probations.filter(ended_on=None).first()
    if again:
        return probation.ends_on(again.started_on)
    admitted = person.admitted_on
    return probation.ends_on(admitted.first_day) if admitted and admitted.precision == "day" else None
