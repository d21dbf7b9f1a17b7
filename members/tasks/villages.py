"""Villages whose head is not a member, or that have none (domain.md §6)."""

from django.db.models import Exists, OuterRef

from members.models import VillageHead
from members.tasks.task import Item, Task


class HeadsOutside(Task):
    key = "truong-thon-ngoai-dang"
    name = "Trưởng thôn chưa là đảng viên"
    tag = "Nguồn kết nạp"
    list_name = "village_heads"
    counts = "người"

    def find(self):
        heads = VillageHead.objects.visible_on(self.scope.reader, self.scope.day).as_of(self.scope.day)
        heads = heads.with_membership(self.scope.day).filter(is_member=False)
        for head in heads.select_related("person", "village").order_by("village__position", "village__name"):
            yield Item(str(head.person), head.person.get_absolute_url(), f" ({head.village})")


class VillagesWithoutHead(Task):
    key = "thon-chua-co-truong-thon"
    name = "Thôn chưa ghi trưởng thôn"
    list_name = "village_heads"
    counts = "thôn"

    def find(self):
        heads = VillageHead.objects.as_of(self.scope.day).filter(village=OuterRef("pk"))
        for village in self.scope.villages.filter(~Exists(heads)):
            yield Item(f"Thôn {village}", self.list_url)
