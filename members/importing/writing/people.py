"""A row of a list of members, written: the person, then all that hangs on it."""

from members.importing.fields import RATINGS
from members.importing.writing.belonging import write_belonging
from members.importing.writing.facts import write_levels, write_numbers, write_offices
from members.importing.writing.personal import write_person
from members.importing.writing.ratings import write_ratings


def write_row(row, record, headings):
    """Collect in *record* what *row* says: of somebody on record only its changes."""
    said = set(row.changes) if row.match else set(row.person)
    person = write_person(row, record, headings)
    write_numbers(row, person, said, record)
    membership = write_belonging(row, person, record)
    write_levels(row, person, said, record)
    write_offices(row, person, said, membership, record)
    write_ratings(row, person, _years(row), membership, record)


def _years(row):
    if row.match:
        return [key.partition(".")[2] for key in row.changes if key.startswith(f"{RATINGS}.")]
    return list(row.person.get(RATINGS, ()))
