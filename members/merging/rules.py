"""How the rows of two records come together, kind by kind: rule(merging, rows of the one that stays, of the other).

What says the same is one row; what contradicts is chosen by a person, or refused with what to put right first. Days are
never lost: a period made of two covers what either covered.
"""

import uuid

from members.merging import values
from members.merging.act import KEPT, MERGED
from members.models import Membership, Qualification
from nakhe.periods import today
from nakhe.vietnamese.dates import PartialDate, format_day

BEGINNING = (
    "started_on", "started_precision", "reason_in", "decision_in", "decided_in_on", "came_from", "counterpart_in",
)  # fmt: skip
ENDING = ("ended_on", "reason_out", "decision_out", "decided_out_on", "went_to", "counterpart_out")
OFFICE = ("unit", "position", "title")
CLASH = "{0}: hai hồ sơ cùng ghi {1}, {2} và {3}. Sửa cho đúng ở một hồ sơ rồi gộp."

IN_TWO_PLACES = (
    "Sinh hoạt đảng: cùng lúc ở hai nơi, {0} và {1}. Đã chuyển thì ghi “Chuyển đi” ở hồ sơ của nơi cũ, từ ngày đến nơi "
    "mới; ghi nhầm thì sửa ngày hoặc hủy biến động ở hồ sơ ghi nhầm. Rồi gộp."
)


def each(merging, kept_rows, merged_rows):
    """Rows that say exactly the same are one; all others move."""
    for row in merged_rows:
        names = values.columns_of(type(row), without=["person"])
        if any(all(getattr(row, name) == getattr(mine, name) for name in names) for mine in kept_rows):
            merging.fold(row)
        else:
            merging.move(row)


def once(*key):
    """A rule for rows of which a person has one for each *key*."""

    def rule(merging, kept_rows, merged_rows):
        mine = {values.stored(row, key): row for row in kept_rows}
        for row in merged_rows:
            twin = mine.get(values.stored(row, key))
            if twin is None:
                merging.move(row)
            else:
                one_of(merging, twin, row, values.fields_of(type(row), without=["person", *key]))

    return rule


def one_of(merging, mine, row, names):
    """*mine* or *row* stays: whichever is chosen or, where they agree, *mine* with what *row* knows better."""
    different = values.differing(mine, row, names)
    if not different:
        better = values.filled(mine, row, names)
        merging.fold(row)
        if better:
            merging.effects.change(mine, f"Bổ sung {_what(mine)}: {values.described(row, better)}", **better)
        return
    if not merging.sees(mine, row):
        merging.refuse(f"{_what(mine)}: hai hồ sơ ghi khác nhau, một mục do nơi khác ghi. Chưa gộp được ở đây.")
        return
    told = [values.described(each, different) for each in (mine, row)]
    if merging.takes_merged(f"{row._meta.model_name}-{row.pk}", _what(mine), *told):
        merging.effects.remove(mine, f"{_what(mine)}: lấy {told[1]}; bỏ {told[0]}")
        merging.move(row)
    else:
        merging.effects.remove(row, f"{_what(mine)}: giữ {told[0]}; bỏ {told[1]}")


def _what(row):
    """“Xếp loại đảng viên năm 2023”: a row without the name of its person."""
    name = row._meta.verbose_name
    text = str(row).removeprefix(f"{row.person}").lstrip(":, ")
    return f"{name[:1].upper()}{name[1:]} ({text})" if text else str(name)


# --- Periods ---


def memberships(merging, kept_rows, merged_rows):
    """In one chi bộ two periods become one; in two at once somebody has to say where."""
    for row in merged_rows:
        _period(merging, kept_rows, row, _membership_clash, _joined_membership)


def breaks(merging, kept_rows, merged_rows):
    for row in merged_rows:
        _period(merging, kept_rows, row, _break_clash, _joined_period)


def offices(merging, kept_rows, merged_rows):
    """The same office twice at once is one office; two records may hold two offices at a time."""
    for row in merged_rows:
        same = [mine for mine in kept_rows if _is_the_same_office(mine, row)]
        _period(merging, same[:1], row, lambda merging, mine, row: None, _joined_period)


def _is_the_same_office(mine, row):
    """Of two terms they are two, unless both are held now: nobody holds one office twice."""
    same = values.stored(mine, OFFICE) == values.stored(row, OFFICE) and _ends_together(mine, row)
    is_one = row.ended_on is None or not values.differing(mine, row, ["term", "committee"])
    return same and is_one and values.overlap(mine, row)


def _period(merging, kept_rows, row, clash, joined):
    touching = [mine for mine in kept_rows if values.overlap(mine, row)]
    if not touching:
        merging.move(row)
        return
    refused = _several(row, touching) if len(touching) > 1 else clash(merging, touching[0], row)
    if refused:
        merging.refuse(refused)
        return
    mine, before = touching[0], values.span(touching[0])
    new = {name: value for name, value in joined(mine, row).items() if value != getattr(mine, name)}
    if not new and before == values.span(row):
        merging.fold(row)
        return
    merging.effects.remove(row, f"{_kind(mine)}: {before} và {values.span(row)} là một khoảng")
    if new:
        said = f"{_kind(mine)} sau khi gộp: {values.span_of(new, mine)}"
        merging.effects.change(mine, said, **new)


def _kind(row):
    name = str(row._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _several(row, touching):
    spans = " và ".join(values.span(mine) for mine in touching)
    return f"{_kind(row)} {values.span(row)} trùng với nhiều khoảng của hồ sơ kia: {spans}. Sửa ngày rồi gộp."


def _membership_clash(merging, mine, row):
    places = [f"{merging.place(each)} {values.span(each)}" for each in (mine, row)]
    if mine.unit_id != row.unit_id:
        return IN_TWO_PLACES.format(*places)
    if (mine.ended_on, mine.reason_out) == (row.ended_on, row.reason_out):
        return None
    left_later = mine.ended_on and row.ended_on and mine.reason_out == row.reason_out
    if left_later and mine.reason_out != Membership.ReasonOut.INTERNAL:
        return None
    ways = [_left(each) for each in (mine, row)]
    return CLASH.format(_kind(row), f"ở {merging.place(mine)} nhưng ra khác nhau", *ways)


def _left(row):
    return f"{row.get_reason_out_display().lower()} ngày {format_day(row.ended_on)}" if row.ended_on else "còn đến nay"


def _joined_membership(mine, row):
    """Came by the earlier of the two, left by the later; on the same day each fills in what the other lacks."""
    on_file = Membership.ReasonIn.ON_FILE
    first, second = sorted((mine, row), key=lambda each: (each.started_on, each.reason_in == on_file))
    new = {name: getattr(first, name) for name in BEGINNING}
    if first.started_on == second.started_on:
        new |= values.filled(first, second, ("decision_in", "decided_in_on", "came_from", "counterpart_in"))
    last, other = _later(mine, row)
    new |= {name: getattr(last, name) for name in ENDING}
    if last.ended_on == other.ended_on:
        new |= values.filled(last, other, ENDING)
    return new | {"note": _notes(mine, row)}


def _notes(mine, row):
    both = "; ".join(dict.fromkeys(filter(None, [mine.note, row.note])))
    return both if len(both) <= mine._meta.get_field("note").max_length else mine.note


def _break_clash(merging, mine, row):
    spans = [values.span(each) for each in (mine, row)]
    if getattr(mine, "scope", None) != getattr(row, "scope", None):
        return CLASH.format(_kind(row), "hai phạm vi", *spans)
    return None if _ends_together(mine, row) else CLASH.format(_kind(row), "hai ngày kết thúc", *spans)


def _ends_together(mine, row):
    """Both run on, or both are over: one that runs on beside one that is over contradicts it."""
    return (mine.ended_on is None) == (row.ended_on is None)


def _joined_period(mine, row):
    first, second = sorted((mine, row), key=lambda each: each.started_on)
    names = values.fields_of(type(mine), without=["person", "started_on", "ended_on"])
    new = {name: getattr(first, name) for name in ("decision_number", "decided_on")}
    new = values.filled(mine, row, names) | new | values.filled(first, second, ("decision_number", "decided_on"))
    return new | {"started_on": first.started_on, "ended_on": _later(mine, row)[0].ended_on}


def _later(mine, row):
    """(the one that ends later, the other); the first where they end together."""
    is_later = mine.ended_on is not None and (row.ended_on is None or row.ended_on > mine.ended_on)
    return (row, mine) if is_later else (mine, row)


# --- What has a rule of its own ---


def numbers(merging, kept_rows, merged_rows):
    """Every number stays on record; of two in use of one kind one is chosen, the other counts as replaced today."""
    current = {row.kind: row for row in kept_rows if row.ended_on is None}
    for row in merged_rows:
        mine = current.get(row.kind) if row.ended_on is None else None
        if mine is None:
            merging.move(row)
            continue
        name, replaced = row.get_kind_display(), PartialDate.of(today())
        if merging.takes_merged(f"number-{row.pk}", f"{name} đang dùng", mine.masked, row.masked):
            merging.effects.change(mine, f"{name} đang dùng: {row.masked}; {mine.masked} là số cũ", ended_on=replaced)
            merging.move(row)
        else:
            merging.move(row, f"{name} đang dùng: {mine.masked}; {row.masked} là số cũ", ended_on=replaced)


def qualifications(merging, kept_rows, merged_rows):
    """The same level is one; of two that are the highest of a kind one is chosen."""
    highest = {row.kind: row for row in kept_rows if row.ended_on is None and row.kind != Qualification.Kind.LANGUAGE}
    for row in merged_rows:
        twin = next((mine for mine in kept_rows if _is_the_same_level(mine, row)), None)
        mine = highest.get(row.kind) if row.ended_on is None else None
        if twin:
            one_of(merging, twin, row, ["subject", "started_on", "ended_on"])
        elif mine:
            _highest(merging, mine, row)
        else:
            merging.move(row)


def _is_the_same_level(mine, row):
    same = (mine.kind, mine.level) == (row.kind, row.level) and (mine.ended_on is None) == (row.ended_on is None)
    return same and not values.differing(mine, row, ["subject", "started_on", "ended_on"])


def _highest(merging, mine, row):
    """The other ends when the chosen one began or, where that is not known to be later, is taken out."""
    names, kind = ("level_name", "subject", "started_on"), row.get_kind_display()
    texts = [", ".join(str(getattr(each, name)) for name in names if getattr(each, name)) for each in (mine, row)]
    takes_row = merging.takes_merged(f"qualification-{row.pk}", f"{kind}, mức cao nhất", *texts)
    top, lower = (row, mine) if takes_row else (mine, row)
    until = top.started_on
    if until and (lower.started_on is None or lower.started_on <= until):
        said = f"{kind}: {top.level_name} là mức cao nhất, {lower.level_name} đến {until}"
        owner = {"person": merging.kept} if lower is row else {}
        merging.effects.change(lower, said, ended_on=until, **owner)
    else:
        merging.effects.remove(lower, f"{kind}: giữ {top.level_name}; bỏ {lower.level_name}, không rõ có trước hay sau")
    if takes_row:
        merging.move(row)


def ratings(merging, kept_rows, merged_rows):
    """One a year. Where the year is locked the one that it was locked with stays, and is not touched."""
    mine, locked = {row.year: row for row in kept_rows}, merging.locked_years
    for row in merged_rows:
        twin = mine.get(row.year)
        if twin and row.year in locked:
            said = f"Xếp loại năm {row.year} đã khóa: giữ nguyên, bỏ mục của hồ sơ gộp"
            merging.effects.remove(row, said)
        elif twin:
            one_of(merging, twin, row, values.fields_of(type(row), without=["person", "year"]))
        else:
            merging.move(row)


def movements(merging, kept_rows, merged_rows):
    """Documents all stay. Where one form wrote one of each, the second stands for itself: a form names nobody twice."""
    batches = {row.batch for row in kept_rows}
    for row in merged_rows:
        merging.move(row, **({"batch": uuid.uuid4()} if row.batch in batches else {}))


def signers(merging, kept_rows, merged_rows):
    """Whoever was chosen to sign goes on signing."""
    for row in merged_rows:
        merging.effects.change(row, signer=merging.kept)
        merging.moved[row._meta.verbose_name] += 1


def of_the_person(merging):
    """The columns of the record itself: what only one knows is taken, what differs is chosen."""
    kept, merged, taken, said = merging.kept, merging.merged, {}, []
    for name in values.fields_of(type(kept)):
        one, other = getattr(kept, name), getattr(merged, name)
        if one == other:
            continue
        agree, value = values.together(one, other)
        label, words = values.label(type(kept), name), [values.in_words(each, name) for each in (kept, merged)]
        default = MERGED if agree and value != one else KEPT
        if merging.takes_merged(name, label, *words, default=default):
            taken[name] = other
            said.append(f"{label}: {words[0]} → {words[1]}" if name not in PRIVATE else f"{label}: lấy của hồ sơ gộp")
    if taken:
        merging.effects.change(kept, "; ".join(said), **taken)


PRIVATE = ("phone", "email")
