"""The axis of a chart: round ticks from 0, and what stands at them."""

from nakhe.vietnamese import numbers

STEPS = (1, 2, 5, 10)
FEWEST = 4
"""An axis has four parts, or up to seven where the steps are round."""


def ticks(largest, is_whole=True):
    """From 0 in steps of 1, 2 or 5 times a power of ten to the first that is not below *largest*."""
    power = 0 if is_whole else -1
    while 10 * 10**power * FEWEST < largest:
        power += 1
    step = next(size * 10**power for size in STEPS if size * 10**power * (FEWEST + 1) >= largest)
    return [step * n for n in range(-int(-largest // step) + 1)]


def text(value):
    """“18,4” of a share, “18” of a count, “–” where nothing is known."""
    if value is None:
        return "–"
    return numbers.decimal(str(value)) if isinstance(value, float) else str(value)


def percent(part, whole):
    """A length for SVG."""
    return f"{100 * part / whole:.2f}%"
