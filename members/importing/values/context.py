"""What the readers of one file share."""

from dataclasses import dataclass, field
from datetime import date

from members.importing.said import Answers


@dataclass
class Context:
    """What the readers of one file share."""

    today: date
    answers: Answers = field(default_factory=Answers)
    ethnicities: list = field(default_factory=list)
    """The names on record, like the religions."""
    religions: list = field(default_factory=list)
    is_1904: bool = False
    is_untyped: bool = False
    """Whether the file does not say which cells are numbers, as CSV does not."""
