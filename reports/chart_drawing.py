"""Geometry of the charts of a page: templates show, they don't work things out.

Every length across is a share of the width, so that letters keep their size on a telephone and on paper.
"""

from dataclasses import dataclass, field

from reports.chart_scale import percent, text, ticks
from reports.output.chart import BARS, LINES, SHARES

BAR, GAP = 11, 2
"""Pixels of one bar, and between two of the same row."""
ROW = 16
"""Pixels of a row of shares: its letters stand inside."""
NARROWEST = 9
"""Per cent of the width below which a part has no room for its number."""
TOP, PLOT, FOOT = 18, 170, 24
"""Pixels above, of and below the plot of lines."""
EDGE = 13
"""Per cent of the width at the left and at the right of the outermost points."""
LABELS = 8
"""So many labels stand below a plot, on a telephone every other of them."""
NUMBERED = 2
"""Up to so many lines have their numbers beside the points."""


@dataclass(frozen=True)
class Drawing:
    """*rows*, *ticks*, *points* and *lines* hold what the template of the kind asks for."""

    chart: object
    rows: list = field(default_factory=list)
    ticks: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    height: int = 0

    @property
    def kind(self):
        return self.chart.kind

    @property
    def title(self):
        return self.chart.title

    @property
    def key(self):
        """[(name, look)] for the legend; a single series goes by the title, unless it is a level."""
        series = self.chart.series
        return [(one.name, one.look) for one in series] if len(series) > 1 else []

    @property
    def table(self):
        """The figures of a chart whose table has them otherwise: heads and lines of texts."""
        return {
            "heads": [one.name for one in self.chart.series],
            "lines": [
                (label, [text(one.values[place]) + unit_of(self.chart, one.values[place]) for one in self.chart.series])
                for place, label in enumerate(self.chart.labels)
            ],
        }


def drawing(chart):
    return {BARS: bars, SHARES: shares, LINES: lines}[chart.kind](chart)


def unit_of(chart, value):
    return "" if value is None else chart.unit


def told(chart, place):
    """“Na Pô: 3”, “Na Pô: 3 HTXSNV, 10 HTTNV”: what the picture of a row says."""
    values = [(one.name, text(one.values[place]) + unit_of(chart, one.values[place])) for one in chart.series]
    if len(values) == 1:
        return f"{chart.labels[place]}: {values[0][1]}"
    return f"{chart.labels[place]}: {', '.join(f'{name} {value}' for name, value in values)}"


# --- Lying bars ---


def bars(chart):
    values = [value for one in chart.series for value in one.values if value is not None]
    marks = ticks(max(values), is_whole=all(isinstance(value, int) for value in values))
    height = len(chart.series) * (BAR + GAP) + GAP
    rows = [bar_row(chart, place, marks[-1]) for place in range(len(chart.labels))]
    return Drawing(chart, rows, axis(marks, marks[-1], chart.unit), height=height)


def bar_row(chart, place, longest):
    values = [one.values[place] for one in chart.series]
    return {
        "label": chart.labels[place],
        "told": told(chart, place),
        "value": " / ".join(text(value) + unit_of(chart, value) for value in values),
        "parts": [
            {"x": "0", "y": GAP + n * (BAR + GAP), "width": percent(value, longest), "height": BAR, "look": one.look}
            for n, (one, value) in enumerate(zip(chart.series, values, strict=True))
            if value
        ],
    }


def axis(marks, longest, unit=""):
    """[{x, text, anchor, is_between}]: the outer texts stay inside the picture, the last one says the unit.

    Those between leave room on a telephone.
    """
    last = len(marks) - 1
    return [
        {
            "x": percent(mark, longest),
            "text": told_mark(mark) + (unit if place == last else ""),
            "anchor": {0: "start", last: "end"}.get(place, "middle"),
            "is_between": bool((last - place) % 2 and place),
        }
        for place, mark in enumerate(marks)
    ]


def told_mark(mark):
    return f"{mark:g}".replace(".", ",")


# --- Shares of a whole ---


def shares(chart):
    rows = [share_row(chart, place) for place in range(len(chart.labels))]
    return Drawing(chart, rows, axis([0, 25, 50, 75, 100], 100, " %"), height=ROW + 2 * GAP)


def share_row(chart, place):
    values = [one.values[place] or 0 for one in chart.series]
    whole, before, parts = sum(values), 0, []
    for one, value in zip(chart.series, values, strict=True):
        if value:
            parts.append(share_part(one.look, value, before, whole))
        before += value
    is_known = any(one.values[place] is not None for one in chart.series)
    value = text(whole) if is_known else text(None)
    return {"label": chart.labels[place], "told": told(chart, place), "value": value, "parts": parts}


def share_part(look, value, before, whole):
    has_room = 100 * value >= NARROWEST * whole
    return {
        "x": percent(before, whole),
        "y": GAP,
        "width": percent(value, whole),
        "height": ROW,
        "look": look,
        "text": text(value) if has_room else "",
        "middle": percent(before + value / 2, whole),
    }


# --- Lines ---


def lines(chart):
    values = [value for one in chart.series for value in one.values if value is not None]
    marks = ticks(max(values), is_whole=all(isinstance(value, int) for value in values))
    drawn = [line(one, len(chart.labels), marks[-1], len(chart.series) <= NUMBERED) for one in chart.series]
    grid = [{"y": height_of(mark, marks[-1]), "text": told_mark(mark) + chart.unit} for mark in marks]
    told_all = "; ".join(told(chart, place) for place in range(len(chart.labels)))
    row = {"told": f"{chart.title}. {told_all}"}
    return Drawing(chart, [row], grid, drawn, labels_below(chart.labels), TOP + PLOT + FOOT)


def across(place, count):
    """Where the point stands, in per cent of the width."""
    return 50 if count == 1 else EDGE + (100 - 2 * EDGE) * place / (count - 1)


def height_of(value, largest):
    return f"{TOP + PLOT - PLOT * value / largest:.1f}"


def line(series, count, largest, is_numbered):
    """Points and the pieces between neighbours that are both known."""
    points = [
        None
        if value is None
        else {
            "x": f"{across(place, count):.2f}%",
            "y": height_of(value, largest),
            "text": text(value) if is_numbered else "",
        }
        for place, value in enumerate(series.values)
    ]
    pieces = [(a, b) for a, b in zip(points, points[1:], strict=False) if a and b]
    return {"name": series.name, "look": series.look, "points": [p for p in points if p], "pieces": pieces}


def labels_below(labels):
    """The last one always, and of the others as many as there is room for."""
    every = -(-len(labels) // LABELS)
    last = len(labels) - 1
    return [
        {
            "x": f"{across(place, len(labels)):.2f}%",
            "text": label,
            "is_between": bool((last - place) // every % 2),
        }
        for place, label in enumerate(labels)
        if (last - place) % every == 0
    ]
