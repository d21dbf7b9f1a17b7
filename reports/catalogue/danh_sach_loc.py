"""The members on a date narrowed by standing, sex, discipline in the year, latest rating (BM2, BM3)."""

from functools import cached_property

from members import standings
from members.models import Person
from reports.base import Report
from reports.member_list import ORDERS, choice_of, listed, sensitive_of

USUAL = (
    "birth_on", "sex", "unit", "residence", "general", "political", "position", "other_office",
    "admitted_on", "official_on", "party_age", "standing", "rating",
)  # fmt: skip
"""The columns of BM2, without the card number, ethnicity and religion."""


class NarrowedList(Report):
    slug = "danh-sach-loc"
    title = "Danh sách đảng viên theo điều kiện"
    summary = "Theo chi bộ, tư cách, giới tính, kỷ luật, xếp loại (BM2, BM3)"
    group = "Đảng viên"
    parameters = ("as_of", "beside", "standing", "sex", "disciplined", "rating", "columns", "order", "private", "unit")
    orders = ORDERS

    def parts(self):
        return [listed(self, self.memberships_shown)]

    @property
    def memberships_shown(self):
        return self._narrowed(self.memberships.as_of(self.as_of))

    @cached_property
    def column_choice(self):
        return choice_of(self, USUAL)

    @property
    def sensitive(self):
        return sensitive_of(self)

    def _narrowed(self, memberships):
        given = self.given
        if given.standing:
            memberships = standings.of_standing(memberships, given.standing, self.as_of)
        if given.sex:
            memberships = memberships.filter(person__sex=given.sex)
        if given.disciplined:
            memberships = standings.disciplined(memberships, self.as_of)
        if given.rating:
            memberships = standings.rated(memberships, given.rating, self.reader, self.as_of)
        return memberships

    @property
    def subtitle(self):
        return "; ".join([super().subtitle, *self._in_words()])

    def _in_words(self):
        """What narrows the list, in the heading of the paper."""
        given = self.given
        if given.standing:
            yield standings.STANDINGS[given.standing].lower()
        if given.sex:
            yield Person.Sex(given.sex).label.lower()
        if given.disciplined:
            yield standings.DISCIPLINED[given.disciplined].lower()
        if given.rating:
            yield f"xếp loại năm gần nhất: {standings.RESULTS[given.rating]}"
