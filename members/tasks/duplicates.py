"""Records that may be one person, for whoever changes them: as they stand now, whatever the day of the page."""

from django.urls import reverse

from members.duplicates import duplicates
from members.models import Person
from members.tasks.task import Item, Task
from nakhe.access import Right


class Duplicates(Task):
    key = "ho-so-trung"
    name = "Hồ sơ có thể trùng, cần xem là một hay hai người"
    list_name = "duplicates"
    counts = "cặp"
    right = Right.EDIT_PEOPLE

    def find(self):
        pairs = duplicates(self.scope.reader)
        names = dict(
            Person.objects.filter(pk__in={key for pair in pairs for key in pair.keys}).values_list("pk", "full_name")
        )
        for pair in pairs:
            url = reverse("duplicate_pair", args=pair.keys)
            yield Item(
                f"{names[pair.one]} – {names[pair.other]}", url, f" ({pair.reason[:1].lower()}{pair.reason[1:]})"
            )

    @property
    def list_url(self):
        """The list has no day: records are alike or not."""
        return reverse(self.list_name)
