"""One chi bộ of the file, as plain data."""

from dataclasses import dataclass, field

from members.importing.result import NEW


@dataclass
class UnitRow:
    sheet: str
    row: int
    status: str = NEW
    unit: dict = field(default_factory=dict)
    """What the row says: name, unit_type, village, is_border, founded_on (ISO); what is empty is left out."""
    changes: dict = field(default_factory=dict)
    """{field: [on record, in the file]}."""
    problems: list = field(default_factory=list)
    match: int | None = None
    """The chi bộ on record."""
    as_written: str = ""
    """Of a founding day read from less than a day: “2021” or “2021-03”."""
    letters: dict = field(default_factory=dict)
    """{field: letters of its column}."""

    @property
    def name(self):
        return self.unit.get("name", "")

    def column(self, name):
        return self.letters.get(name, "")
