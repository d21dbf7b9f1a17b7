"""All members on a date with everything on record (BM1): the columns of the list of members, to choose from."""

from functools import cached_property

from reports.base import Report
from reports.member_list import ORDERS, choice_of, everything, listed, sensitive_of


class MemberList(Report):
    slug = "danh-sach-dang-vien"
    title = "Danh sách đảng viên"
    summary = "Toàn bộ đảng viên, mọi cột của hồ sơ (BM1)"
    group = "Đảng viên"
    parameters = ("as_of", "beside", "columns", "order", "private", "unit")
    orders = ORDERS

    def parts(self):
        return [listed(self, self.memberships_shown)]

    @property
    def memberships_shown(self):
        return self.memberships.as_of(self.as_of)

    @cached_property
    def column_choice(self):
        return choice_of(self, everything())

    @property
    def sensitive(self):
        return sensitive_of(self)
