"""What was found as the command prints it: one JSON object, or lines for people."""

from dataclasses import asdict

from members.reconciling import groups
from members.reconciling.in_words import (
    MAY_BE_LINES,
    date_in_words,
    field_in_words,
    ours_in_words,
    place_in_words,
    theirs_in_words,
)
from members.reconciling.result import Found


def as_json(name, refused=None, found=None):
    """*found*: None where the file was refused."""
    shown = found or Found("")
    return {
        "file": name,
        "refused": refused,
        "day": shown.day or None,
        "unit": shown.unit or None,
        "counts": shown.counts,
        "lines": [asdict(line) for line in shown.lines],
        "only_here": [asdict(each) for each in shown.missing],
    }


def in_words(name, found, withheld=0):
    """Counts, then everything that is not the same on both sides."""
    counts = ", ".join(f"{number} {groups.NAMES[group].lower()}" for group, number in found.counts.items() if number)
    where = f"sổ ngày {date_in_words(found.day)}, {found.unit or 'mọi chi bộ'}"
    yield f"{name}: {len(found.lines)} dòng, so với {where}: {counts}. Không ghi gì."
    if found.doubtful:
        yield f"{groups.NAMES[groups.HERE]}: {MAY_BE_LINES.format(found.doubtful).lower()}"
    if withheld:
        yield f"Không in {withheld} ô nhạy cảm; in cả khi có --reason."
    for line in found.lines:
        if line.group not in (groups.SAME, groups.LEFT, groups.OUTSIDE):
            yield from _line(line)
    for each in found.missing:
        yield f"{groups.NAMES[groups.HERE]}: {_who(each)}{_said(each.told)}"


def _line(line):
    yield f"{groups.NAMES[line.group]}: {place_in_words(line)}, {_who(line)}{_said(line.told)}"
    for cell in line.cells:
        told = f" ({cell.told})" if cell.told else ""
        yield f"  {field_in_words(cell)}: {ours_in_words(cell, masked=False)} | {theirs_in_words(cell)}{told}"
    for each in line.candidates if line.group == groups.DOUBT else ():
        yield f"  có thể là {_who(each)}"


def _who(each):
    return ", ".join(filter(None, [each.name or "không có tên", date_in_words(each.birth), each.unit]))


def _said(told):
    return f". {' '.join(told)}" if told else ""
