"""What can be done with people ticked on a list. To add one, write its line into ACTIONS.

An action is a page of its own, which names the people again before it does anything. One that *takes_post* gets them
posted, as many nguoi=<pk> as there are; any other is opened at its address with ?nguoi=1&nguoi=2…
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from members.movements.verbs import VERBS
from nakhe.access import Right, has_right


@dataclass(frozen=True)
class BulkAction:
    slug: str
    label: str
    right: Right
    url_name: str
    args: tuple = ()
    takes_post: bool = False

    @property
    def url(self):
        return reverse(self.url_name, args=self.args)

    def url_for(self, people):
        return f"{self.url}?{urlencode([('nguoi', person.pk) for person in people])}"


ACTIONS = [
    BulkAction("xuat", "Xuất Excel", Right.EXPORT, "chosen_file", takes_post=True),
    BulkAction("sua", "Sửa một mục", Right.EDIT_PEOPLE, "chosen_change", takes_post=True),
    *[BulkAction(v.slug, v.label, Right.EDIT_PEOPLE, "movement_add", (v.slug,)) for v in VERBS if v.for_many],
]


def actions_for(reader):
    return [action for action in ACTIONS if has_right(reader, action.right)]
