"""Geometry of a level bar: templates show, they don't work things out."""

from units.models import Level


def level_bar(counts, largest):
    """A lying bar of *counts* ({Level: number}), as long as their sum is to *largest*, the sum of the longest bar."""
    parts, x = [], 0
    for level, number in counts.items():
        width = 100 * number / (largest or 1)
        if number:
            parts.append({"rank": level.rank, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width
    label = ", ".join(f"{number} {Level(level).label}" for level, number in counts.items() if number)
    return {"label": label or "Chưa xếp loại", "parts": parts}
