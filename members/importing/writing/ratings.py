"""Past ratings of several years. No campaign is opened for them: a year without one reads the record as its list."""

from datetime import date

from members.importing.words import NOT_RATED
from members.models import MemberRating, Membership


def write_ratings(row, person, years, membership, record):
    """*years*: those that the row says anew or differently."""
    held = {rating.year: rating for rating in record.of(person, MemberRating)}
    for year in years:
        values = _result(row, year, record)
        if int(year) in held:
            record.effects.change(held[int(year)], **values)
        else:
            unit = _rated_at(person, int(year), membership, record)
            record.effects.create(MemberRating(person=person, unit=unit, year=int(year), **values))


def _result(row, year, record):
    level = row.person["ratings"][year]
    if level == NOT_RATED:
        return {"level": "", "not_rated_reason": row.beside.get(f"not_rated.{year}", "OTHER"), "reason": None}
    sub_code = record.reasons.get((level, row.beside.get(f"rating_reasons.{year}")))
    return {"level": level, "not_rated_reason": "", "reason": sub_code}


def _rated_at(person, year, membership, record):
    """The chi bộ at the end of the year; before the first that is on record, the first."""
    last_day = date(year, 12, 31)
    rows = sorted(record.of(person, Membership), key=lambda each: each.started_on)
    rows = rows or [membership]
    before = [each for each in rows if each.started_on <= last_day]
    return (before or rows[:1])[-1].unit
