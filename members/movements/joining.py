"""Into the Party, or into the register: admission, restoration, readmission, transfer from elsewhere."""

from members.life_dates import problems
from members.models import Membership, Probation
from nakhe.periods import today
from nakhe.vietnamese.dates import format_day

IN, OUT = Membership.ReasonIn, Membership.ReasonOut
EXCLUDED = (OUT.REMOVED, OUT.EXPELLED, OUT.WITHDRAWN)


def admit(act):
    """Admission: the decision counts for tuổi đảng, the ceremony (the effective day) for the 12 months."""
    if act.latest:
        act.refuse("đã từng là đảng viên trong sổ này. Chọn kết nạp lại, khôi phục hoặc chuyển đến.", "person")
    decided = act.partial(act.given.get("decided_on"))
    _ask_about_life(act, admission_decision_on=decided, admitted_on=act.partial())
    act.change_person(
        admission_decision_number=act["decision_number"],
        admission_decision_on=decided,
        admitted_on=act.partial(),
        admitted_at=act["admitted_at"] or str(act["unit"]),
        introducers=act["introducers"],
    )
    act.begin(act["unit"], IN.ADMITTED)


def _ask_about_life(act, **dates):
    for problem in problems(max(today(), act.day), birth_on=act.person.birth_on, **dates):
        (act.ask if problem.is_question else act.refuse)(problem.message)


def transfer_in(act):
    act.must_be_outside()
    if act.latest and act.latest.reason_out != OUT.TRANSFERRED_OUT:
        act.refuse(f"đã ra khỏi Đảng ({act.latest.get_reason_out_display().lower()}). Không ghi chuyển đến.", "person")
    act.begin(act["unit"], IN.TRANSFERRED_IN, came_from=act["place"])


def restore(act):
    """Khôi phục đảng tịch: the person was never rightly out; no new probation, no gap in the years. [P]"""
    _must_have_been_excluded(act)
    act.begin(act["unit"], IN.RESTORED)


def readmit(act):
    """Kết nạp lại: 12 months of probation begin once more."""
    _must_have_been_excluded(act)
    act.begin(act["unit"], IN.READMITTED)
    probation = Probation(person=act.person, started_on=act.day, decision_number=act["decision_number"])
    act.effects.create(probation, f"Dự bị 12 tháng từ {format_day(act.day)}")


def _must_have_been_excluded(act):
    act.must_be_outside()
    if act.latest is None or act.latest.reason_out not in EXCLUDED:
        act.refuse("không có trong sổ lần xóa tên, khai trừ hoặc xin ra nào.", "person")
