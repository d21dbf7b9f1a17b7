"""The standing bars of the first page: templates show, they don't work things out."""

BAR_WIDTH, STEP, BASE_LINE, TALLEST, FIRST = 32, 74, 150, 120, 19


def year_bars(years):
    """One standing bar per (label, members, admitted), scaled to the largest; the last one is the page's own day."""
    largest = max((members for _, members, _ in years), default=0) or 1
    return [
        {
            "label": label,
            "members": members,
            "admitted": admitted,
            "x": FIRST + STEP * place,
            "middle": FIRST + STEP * place + BAR_WIDTH // 2,
            "y": round(BASE_LINE - TALLEST * members / largest, 1),
            "height": round(TALLEST * members / largest, 1),
            "above": round(BASE_LINE - TALLEST * members / largest - 7, 1),
            "is_this": place == len(years) - 1,
        }
        for place, (label, members, admitted) in enumerate(years)
    ]
