"""Records of members that lack something a list or a report needs, counted field by field."""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_

from django.db.models import Count, Q

from members.models import Person
from members.tasks.task import Item, PeopleTask


@dataclass(frozen=True)
class Gap:
    """*fields* of a person of which one at least should be known."""

    slug: str
    label: str
    fields: tuple

    @property
    def key(self):
        return f"thieu-{self.slug}"

    @property
    def condition(self):
        return reduce(and_, map(is_empty, self.fields))


def is_empty(name):
    """Condition on memberships: the field *name* of the person is not filled in."""
    return Q(**{f"person__{name}": None if Person._meta.get_field(name).null else ""})


GAPS = (
    Gap("ngay-sinh", "ngày sinh", ("birth_on",)),
    Gap("gioi-tinh", "giới tính", ("sex",)),
    Gap("dan-toc", "dân tộc", ("ethnicity",)),
    Gap("ton-giao", "tôn giáo", ("religion",)),
    Gap("que-quan", "quê quán", ("native_place", "native_place_now")),
    Gap("ngay-ket-nap", "ngày kết nạp", ("admission_decision_on", "admitted_on")),
)
"""The one list of what a record should have: a further field is one further line."""
BY_KEY = {gap.key: gap for gap in GAPS}
ANY = reduce(or_, (gap.condition for gap in GAPS))


class Gaps(PeopleTask):
    """Its items are the fields; each opens the list of those who lack it."""

    key = "thieu-thong-tin"
    name = "Hồ sơ thiếu thông tin"
    tag = "Bổ sung"

    @cached_property
    def _counts(self):
        counted = {gap.key: Count("pk", filter=gap.condition) for gap in GAPS}
        return self.scope.members.aggregate(people=Count("pk", filter=ANY), **counted)

    @property
    def count(self):
        return self._counts["people"]

    def find(self):
        for gap in GAPS:
            if number := self._counts[gap.key]:
                url = self.address(self.list_name, viec=gap.key)
                yield Item(f"Thiếu {gap.label}", url, f": {number} người")

    def narrow(self, memberships):
        return memberships.filter(ANY, pk__in=self.scope.members.values("pk"))


def narrow_to(gap, memberships, scope):
    return memberships.filter(gap.condition, pk__in=scope.members.values("pk"))
