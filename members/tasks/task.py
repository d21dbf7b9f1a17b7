"""What every kind of task has: a key, a title, the people or units that it is about, and the list that shows them."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from nakhe.access import Right
from nakhe.vietnamese.dates import format_day

IN_ONE_LINE = 4
SHOWN = 10
"""As many as a page names of one kind; all of them stand in the list that it opens."""


@dataclass(frozen=True)
class Item:
    """One person or unit: “Sùng Mí Nô”, “ (Na Pô) hạn 28/06/2024”, and the record that it opens."""

    name: str
    url: str
    says: str = ""
    is_late: bool = False

    def __str__(self):
        return f"{self.name}{self.says}"


class Task:
    """One kind of task, for *scope*: whose, and on which day."""

    key = ""
    name = ""
    tag = ""
    """What to think of when it is not late yet."""
    late_words = "quá hạn"
    list_name = ""
    counts = "mục"
    right = Right.READ
    """Without it there is nothing to be told, not even that there is nothing."""

    def __init__(self, scope):
        self.scope = scope

    @property
    def title(self):
        return self.name

    @property
    def in_sentence(self):
        return self.title[:1].lower() + self.title[1:]

    @cached_property
    def items(self):
        return list(self.find())

    def find(self):
        """The Items, the most urgent first."""
        raise NotImplementedError

    @property
    def count(self):
        return len(self.items)

    @property
    def shown(self):
        return self.items[:SHOWN]

    @property
    def is_done(self):
        """Whether it is worth saying that there is nothing left to do."""
        return False

    @property
    def summary(self):
        """The first few items in one line."""
        first = self.items[:IN_ONE_LINE]
        rest = len(self.items) - len(first)
        return "; ".join(map(str, first)) + (f"; và {rest} {self.counts} nữa" if rest else "")

    @property
    def late(self):
        return sum(item.is_late for item in self.items)

    @property
    def late_tag(self):
        return f"{self.late} {self.late_words}" if self.late else ""

    @property
    def list_url(self):
        """The page of tasks with all of this kind, unless a list of its own shows them."""
        return self.address(self.list_name) if self.list_name else self.address("tasks", viec=self.key)

    @property
    def list_words(self):
        return f"Xem cả {len(self.items)}" if len(self.items) > SHOWN else "Xem danh sách"

    def address(self, name, *args, **query):
        """A page as it is on the day."""
        return f"{reverse(name, args=args)}?{urlencode({'ngay': format_day(self.scope.day)} | query)}"


class PeopleTask(Task):
    """About members: the list of members, narrowed to this task, shows the very people who are counted."""

    list_name = "people"
    counts = "người"

    @cached_property
    def found(self):
        return list(self.find_members())

    def find_members(self):
        """[(membership with unit_name, what is said of it, whether it is late)], the most urgent first."""
        raise NotImplementedError

    def find(self):
        for membership, says, is_late in self.found:
            person = membership.person
            yield Item(str(person), person.get_absolute_url(), f" ({membership.unit_name}){says}", is_late)

    @property
    def members(self):
        """Members of the day within the scope, each with its person and unit_name."""
        return self.scope.members.with_unit_name(self.scope.day).select_related("person")

    def narrow(self, memberships):
        return memberships.filter(pk__in=[membership.pk for membership, _, _ in self.found])

    @property
    def list_url(self):
        return self.address(self.list_name, viec=self.key)
