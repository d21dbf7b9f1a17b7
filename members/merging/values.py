"""What two rows say of one thing: whether they agree, what they say together, and in which words."""

import datetime

from nakhe.vietnamese.dates import PartialDate, format_day

BLANK = (None, "")


def fields_of(model, without=()):
    """The names of the columns that people fill in."""
    fields = (field for field in model._meta.concrete_fields if field.editable and not field.primary_key)
    return [field.name for field in fields if field.name not in without]


def columns_of(model, without=()):
    """The names of all columns but the key and the moment of writing."""
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return [field.name for field in fields if field.name not in without and not getattr(field, "auto_now_add", False)]


def stored(row, names):
    """The stored values of *names*, to be compared as a whole."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def together(one, other):
    """(whether they agree, what both say): what is not known contradicts nothing, “1985” not 14/03/1985."""
    if one == other or other in BLANK:
        return True, one
    if one in BLANK:
        return True, other
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        longer, shorter = sorted((one, other), key=lambda date: len(date.iso), reverse=True)
        return longer.iso.startswith(shorter.iso), longer
    return False, one


def differing(one, other, names):
    """Those of *names* of which the rows say different things."""
    return [name for name in names if not together(getattr(one, name), getattr(other, name))[0]]


def filled(one, other, names):
    """{name: value} of what *other* knows better than *one*, where they agree."""
    said = {name: together(getattr(one, name), getattr(other, name)) for name in names}
    return {name: value for name, (agree, value) in said.items() if agree and value != getattr(one, name)}


def in_words(row, name):
    value, field = getattr(row, name), row._meta.get_field(name)
    if value in BLANK:
        return "để trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime.date):
        return format_day(value)
    return str(dict(field.flatchoices).get(value, value))


def label(model, name):
    text = str(model._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def described(row, names):
    """“mức: HTTNV; số quyết định: 12-QĐ”."""
    return "; ".join(f"{row._meta.get_field(name).verbose_name}: {in_words(row, name)}" for name in names)


def span(row):
    """“từ 01/01/2020 đến 03/02/2021”, or “đến nay”."""
    return span_of({}, row)


def span_of(new, row):
    """The span of *row* once it has the values *new*."""
    start, end = (new.get(name, getattr(row, name)) for name in ("started_on", "ended_on"))
    return f"từ {format_day(start)} đến {format_day(end) if end else 'nay'}"


def overlap(one, other):
    """Whether two half-open periods have a day in common."""
    return all(a.ended_on is None or b.started_on < a.ended_on for a, b in ((one, other), (other, one)))
