"""Of members on a day, what of their record runs out or falls due; one query for all of it, the rest is arithmetic."""

from django.db.models import OuterRef, Subquery

from members import probation
from members.badges import around, highest_reached
from members.models import Discipline, Exemption, Suspension, TemporaryAbsence
from members.models.membership import standing
from members.roster import highest_badge, party_since, time_out
from members.tasks.breaks import AWAY_MONTHS, AbsenceOver, ExemptionOver
from members.tasks.recognition import due_on, probation_again
from members.tasks.scope import Scope
from nakhe.vietnamese.dates import add_months, format_day

MONTHS_OF_DISCIPLINE = 12
"""After a year without a new violation a decision of discipline is over; how committees date it, [S]."""
RUNNING = {"exempt": Exemption, "suspended": Suspension, "away": TemporaryAbsence}
WORDS = {"exempt": "Hết miễn sinh hoạt", "suspended": "Hết đình chỉ sinh hoạt", "away": "Hết sinh hoạt tạm thời"}


def asked(reader, day):
    """What a query of memberships adds so that falling_due() can tell."""
    scope = Scope(reader, day)
    disciplined = Discipline.objects.filter(
        person=OuterRef("person"), decided_on__gt=add_months(day, -MONTHS_OF_DISCIPLINE), decided_on__lte=day
    ).order_by("-decided_on")
    return {
        **standing(day),
        **probation_again(day),
        **highest_badge(reader, day),
        **time_out(day),
        "party_since": party_since(),
        **{f"{name}_since": of_person(model.objects.as_of(day), "started_on") for name, model in RUNNING.items()},
        **{f"{name}_until": of_person(model.objects.as_of(day), "ended_on") for name, model in RUNNING.items()},
        "exemption_over_on": Subquery(ExemptionOver(scope).over().values("ended_on")[:1]),
        "absence_over_on": Subquery(AbsenceOver(scope).over().values("ended_on")[:1]),
        "discipline": Subquery(disciplined.values("form")[:1]),
        "disciplined_on": Subquery(disciplined.values("decided_on")[:1]),
    }


def of_person(periods, field):
    return Subquery(periods.filter(person=OuterRef("person")).values(field)[:1])


def falling_due(row, day, until, levels, award_days):
    """(when, what, note) of one membership that carries asked(); what is past by *day*, too, while it still waits."""
    found = [
        *recognition(row, day),
        *badge(row, day, until, levels, award_days),
        *periods(row, day),
        *discipline(row),
    ]
    return [each for each in found if each[0] <= until]


def recognition(row, day):
    """Whose probation is over, or will be, and who has not been recognised."""
    due = None if row.is_official else due_on(row)
    if due:
        late = "quá thời hạn xét 30 ngày làm việc" if probation.is_overdue(due, day) else "đang trong thời hạn xét"
        yield due, "Xét công nhận chính thức", late if due <= day else ""


def badge(row, day, until, levels, award_days):
    """The highest badge whose years are full by *until* and which is not awarded yet."""
    if not row.party_since or row.party_since.first_day > day:
        return
    years, reached = highest_reached(row, levels, until)
    if years > (row.badge_years or 0):
        awards = around(max(reached, day), award_days)
        when = f"trao đợt {format_day(awards[1])}" if awards else ""
        yield reached, f"Đủ {years} năm tuổi đảng", f"chưa ghi trao; {when}" if reached <= day else when


def periods(row, day):
    """Exemptions, suspensions and absences that end, and those whose end passed without a word."""
    for name, words in WORDS.items():
        if end := getattr(row, f"{name}_until"):
            yield end, words, f"từ {format_day(getattr(row, f'{name}_since'))}"
    if row.away_since and not row.away_until:
        yield add_months(row.away_since, AWAY_MONTHS), WORDS["away"], f"đủ {AWAY_MONTHS} tháng, chưa ghi ngày về"
    if row.exemption_over_on:
        yield row.exemption_over_on, WORDS["exempt"], "chưa ghi sinh hoạt trở lại"
    if row.absence_over_on:
        yield row.absence_over_on, WORDS["away"], "chưa ghi ngày về"


def discipline(row):
    if row.disciplined_on:
        over = add_months(row.disciplined_on, MONTHS_OF_DISCIPLINE)
        form = Discipline.Form(row.discipline).label
        yield over, "Kỷ luật đủ 12 tháng", f"{form} {format_day(row.disciplined_on)}"
