"""The versions of a locked year: when, by whom and why each was made, and what differs between two of them."""

from dataclasses import dataclass

from auditlog.models import LogEntry
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from members.models import RatingRecord, RatingVersion
from members.rating_sheets import Part
from members.rating_version_changes import State, as_now, changes_between, grouped
from nakhe.access import Right, requires
from units.models import RatingCampaign

NOW = "nay"
REOPENED = "Mở lại năm xếp loại: "
"""How members.rating_steps.reopen() says why."""


@dataclass
class Shown:
    """A version, or the year as it is now, in the table and in the two lists to choose from."""

    key: str
    name: str
    version: RatingVersion | None = None
    reason: str = ""
    """Why the year had been opened again: told to the committee alone, as it may name anybody."""
    counts: tuple = ()


@requires(Right.READ)
def rating_versions(request, pk):
    campaign = get_object_or_404(RatingCampaign.objects.covering(request.user).select_related("regime", "unit"), pk=pk)
    shown = _shown(request.user, campaign)
    old, new = _asked(request.GET, shown)
    states = [_state(request.user, campaign, each) for each in (old, new) if each]
    context = {
        "campaign": campaign,
        "versions": [each for each in shown if each.version],
        "reopened": next((each.reason for each in shown if not each.version), ""),
        "choices": shown,
        "old": old,
        "new": new,
        "groups": grouped(changes_between(*states)) if states else [],
    }
    return render(request, "members/rating_versions.html", context)


def _shown(reader, campaign):
    """The versions, the first one first; of a year that is open again the state of now below them."""
    versions = list(campaign.versions.select_related("locked_by").order_by("number"))
    reasons = _reasons(campaign, versions) if campaign.is_own else [""] * (len(versions) + 1)
    counts = _counts(reader, campaign)
    shown = [
        Shown(str(each.number), f"Lần khóa {each.number}", each, reason, [counts.get((each.pk, p), 0) for p in Part])
        for each, reason in zip(versions, reasons, strict=False)
    ]
    if versions and not campaign.is_locked:
        shown.append(Shown(NOW, "Hiện nay (đang mở)", None, reasons[-1]))
    return shown


def _reasons(campaign, versions):
    """Why the year was opened again before each version and, last, after all of them; empty where it was not."""
    entries = LogEntry.objects.get_for_object(campaign).filter(action=LogEntry.Action.UPDATE).order_by("timestamp")
    said = [(entry.timestamp, _reason(entry)) for entry in entries if "state" in (entry.changes or {})]
    reasons = []
    for until in [*(version.locked_at for version in versions), None]:
        found = [why for at, why in said if why and (until is None or at <= until)]
        reasons.append(found[-1] if found else "")
    return reasons


def _reason(entry):
    reason = (entry.additional_data or {}).get("reason", "")
    return reason.removeprefix(REOPENED) if reason.startswith(REOPENED) else ""


def _counts(reader, campaign):
    """{(key of a version, part): how many of its lines the reader sees}."""
    rows = RatingRecord.objects.visible_to(reader).filter(version__campaign=campaign).order_by()
    groups = rows.values_list("version", "part").annotate(n=Count("pk"))
    return {(version, part): number for version, part, number in groups}


def _asked(given, shown):
    """The two to compare: those asked for, else the last two."""
    if len(shown) < 2:
        return None, None
    known = {each.key: each for each in shown}
    asked = [given.get("cu") or shown[-2].key, given.get("moi") or shown[-1].key]
    if not set(asked) <= known.keys():
        raise Http404
    return [known[key] for key in asked]


def _state(reader, campaign, shown):
    if shown.version is None:
        return as_now(campaign, reader)
    return State(list(RatingRecord.objects.visible_to(reader).filter(version=shown.version)), shown.version.settings)
