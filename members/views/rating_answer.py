"""What a save of a few rows answers to the script of the grid: what is stored now, and what the page says about it."""

from django.template.loader import render_to_string
from django.utils import timezone

from members.forms.ratings import RatingsForm


def answer(form, grid):
    """*form* is what was posted, *grid* the one after the save."""
    fresh = RatingsForm(grid)
    posted = {row.key: row.form for row in form.rows if row.form.typed}
    rows = [row for row in grid.rows if row.key in posted or form.is_sheet_saved]
    parts = {f"d{row.key}": _row(row, posted.get(row.key)) for row in rows}
    if form.sheet.typed:
        parts["ds"] = _part(fresh.sheet, form.sheet)
    now = timezone.localtime()
    return {
        "closed": grid.closed_because,
        "step": grid.step.label,
        "unknown": [f"d{key}" for key in form.unknown],
        "saved_at": f"{now:%H:%M}",
        "saved": len(form.saved),
        "parts": parts,
        "caps": render_to_string("members/_rating_caps.html", {"grid": grid}),
        "review": render_to_string("members/_rating_review.html", {"groups": grid.to_review}),
        "hint": grid.votes_hint,
    }


def _row(row, posted):
    said = render_to_string("members/_rating_remarks.html", {"row": row})
    filled_in = posted.filled_in if posted else {}
    return _part(row.form, posted) | {"remarks": said, "filled_in": filled_in}


def _part(now, posted):
    """What is stored of a row, and why what was posted of it was not written."""
    found = {"values": {name: text for name, text in now.now.items() if name in now.writable}, "was": now.was}
    if posted:
        refused = [f"{label} {text}: không ghi được ở bước này" for label, text in posted.refused]
        found["faults"] = refused + [str(error) for errors in posted.errors.values() for error in errors]
        found["conflicts"] = [
            {"text": each.text, "names": sorted(each.names), "theirs": each.theirs, "mine": each.mine}
            for each in posted.conflicts
        ]
    return found
