"""One person's form on A4, as the record stands today, under the letterhead of the chi bộ's committee.

Numbers stay masked on it: a sheet that leaves the screen is nobody's to guard.
"""

from django.shortcuts import get_object_or_404, render

from members.record import Record, records
from nakhe.access import Right, requires
from nakhe.audit import log_access
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate
from reports import printed
from reports.letterhead import issuing_unit, letterhead_of


@requires(Right.EXPORT)
def person_form(request, pk):
    person = get_object_or_404(records(request.user, today()), pk=pk)
    record = Record(person, request.user, today())
    log_access(request, person, "Mở phiếu để in")
    unit = record.latest_membership
    issuer = issuing_unit(request.user, Right.EXPORT, str(unit.unit_id), today(), None, False) if unit else None
    letterhead = letterhead_of(issuer, request.user)
    context = {
        "person": person,
        "record": record,
        "letterhead": letterhead,
        "dated": PartialDate.of(today()).described,
        "printed": printed.line(request.user, record.day),
    }
    return render(request, "reports/person_form.html", context)
