"""A kind of file: how it is recognised, read and written. All the rest of an import is one code for every kind."""

from collections.abc import Callable
from dataclasses import dataclass

from nakhe.access import Right
from nakhe.steps import at_once


@dataclass(frozen=True)
class Kind:
    code: str
    """Of ImportBatch.Kind."""
    slug: str
    name: str
    """“danh sách trưởng thôn”."""
    right: Right
    """Who holds it may read such files beside the record, write them and take them back."""
    fields: tuple
    """The Fields that its columns may be, in the order of the review."""
    meaning: Callable
    """(texts above a column, mapped) → Meaning, as headings.meaning_of."""
    fits: Callable
    """(Book, mapped) → whether its headings and titles are those of such a list."""
    read_in_steps: Callable
    """(Book, Asked, answers) → Reading, in steps; refused as a whole where it is no such list."""
    lock: Callable
    """(shown Reading, reader, day): lock what will be written, once the units are locked."""
    writing: Callable
    """(ImportBatch, reader, Reading, rows) → what has write(row), and afterwards effects: BulkEffects."""
    must_be_kept: Callable
    """(ImportBatch, its people, reader): raises Superseded where something is another's by now, or must stay."""
    template: Callable
    """(reader, day) → the bytes of its template."""
    file_name: str
    """Of the template."""
    portion: int | None = None
    """How many rows are written at a time, where none leans on another; None: all at once."""

    def read(self, book, asked, answers):
        return at_once(self.read_in_steps)(book, asked, answers)

    @property
    def by_key(self):
        return {field.key: field for field in self.fields}
