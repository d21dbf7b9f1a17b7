"""What waits to be done on a day: one register of the kinds, for the page of tasks, the first page and the list.

To add a kind, write its Task beside the others and name it in KINDS. A PeopleTask can be asked for in the list of
members, too: /dang-vien/?viec=<key>, with the very people whom the task counts.
"""

from members.tasks import gaps
from members.tasks.badges import Badges
from members.tasks.breaks import AbsenceOver, ExemptionOver
from members.tasks.committees import CommitteeToElect, CommitteeTooLarge, NoSecretary, TooFewOfficial
from members.tasks.duplicates import Duplicates
from members.tasks.ratings import RatingListsProposed, RatingListsReturned, RatingsMissing
from members.tasks.recognition import Recognition
from members.tasks.scope import Scope
from members.tasks.task import PeopleTask
from members.tasks.terms import TermsEnding
from members.tasks.upcoming import UpcomingMovements
from members.tasks.villages import HeadsOutside, VillagesWithoutHead
from nakhe.access import has_right

ON_FIRST_PAGE = (Recognition, HeadsOutside, Badges, CommitteeToElect, RatingsMissing)
KINDS = (
    *ON_FIRST_PAGE,
    RatingListsProposed,
    RatingListsReturned,
    NoSecretary,
    TermsEnding,
    AbsenceOver,
    ExemptionOver,
    UpcomingMovements,
    TooFewOfficial,
    CommitteeTooLarge,
    VillagesWithoutHead,
    Duplicates,
    gaps.Gaps,
)
OF_PEOPLE = {kind.key: kind for kind in KINDS if issubclass(kind, PeopleTask)}
CHOICES = [
    *((key, kind.name) for key, kind in OF_PEOPLE.items()),
    *((gap.key, f"Thiếu {gap.label}") for gap in gaps.GAPS),
]
"""What ?viec= may ask for, with its name."""


def tasks_of(reader, day, kinds=KINDS):
    """A Task of each of *kinds*; they share what they ask of the database."""
    scope = Scope(reader, day)
    return [kind(scope) for kind in kinds if has_right(reader, kind.right)]


def narrowed(memberships, key, reader, day):
    """Those of *memberships* whom the task *key* counts on *day*."""
    scope = Scope(reader, day)
    if gap := gaps.BY_KEY.get(key):
        return gaps.narrow_to(gap, memberships, scope)
    return OF_PEOPLE[key](scope).narrow(memberships)
