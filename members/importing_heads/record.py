"""The headships on record that a file may mean, in two queries."""

from collections import defaultdict

from django.db.models import Q

from members.models import VillageHead


class Headships:
    def __init__(self, reader, villages, people):
        """Those of the *villages* (keys) and, as far as *reader* sees them, of the *people* (keys)."""
        seen = VillageHead.objects.visible_to(reader).filter(Q(village__in=villages) | Q(person__in=people))
        self.by_pk, self.of_village, self.of_person = {}, defaultdict(list), defaultdict(list)
        for head in seen.select_related("person", "village").order_by("started_on", "pk"):
            self.by_pk[head.pk] = head
            self.of_village[head.village_id].append(head)
            self.of_person[head.person_id].append(head)
