"""Records that may be one person, for whoever changes them: as they stand now, whatever the day of the page."""

from django.urls import reverse

from members.duplicates import duplicates
from members.tasks.task import Item, Task
from nakhe.access import Right


class Duplicates(Task):
    key = "ho-so-trung"
    name = "Hồ sơ có thể trùng, cần xem là một hay hai người"
    list_name = "duplicates"
    counts = "cặp"
    right = Right.EDIT_PEOPLE

    def find(self):
        for pair in duplicates(self.scope.reader):
            says = f" ({pair.reason[:1].lower()}{pair.reason[1:]})"
            yield Item(" – ".join(pair.names), reverse("duplicate_pair", args=pair.keys), says)

    @property
    def list_url(self):
        """The list has no day: records are alike or not."""
        return reverse(self.list_name)
