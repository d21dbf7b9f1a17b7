"""The register as its reader knew it on a day: the importer's Register, cut to what that reader may read."""

from members.importing.in_words import NUMBERS
from members.importing.register import LASTING, Register
from members.models import IdentityNumber, Membership, Person
from nakhe.access import Right
from nakhe.vietnamese.dates import PartialDate

NUMBERED = (*NUMBERS, "email")
"""What goes with Right.READ_NUMBERS."""
UNPRINTED = ("ethnicity", "religion")
"""What no page prints."""
SENSITIVE = (*UNPRINTED, *NUMBERED)
"""What leaves in a file only with a reason."""
SENSITIVE_NAMES = "dân tộc, tôn giáo, số giấy tờ, điện thoại, thư điện tử"


class RegisterOfDay(Register):
    """People whose numbers the reader may not read are recognised by name and birth alone."""

    def __init__(self, *about):
        self.kept, self.numbered = set(), set()
        super().__init__(*about)

    def former_names(self):
        """None: a name that is no longer the person's is a difference."""
        return {}

    def readable_numbers(self):
        return IdentityNumber.objects.visible_to(self.reader)

    def memberships(self):
        """Where somebody went in another committee is not this reader's to know."""
        return Membership.objects.visible_to(self.reader).filter(started_on__lte=self.day)

    def may_compare(self, known, name):
        """Whether the reader may learn what the register says of the field *name*."""
        if name in NUMBERED:
            return known.pk in self.numbered
        return known.pk in self.kept or name in LASTING

    def _fill_person(self, people, pks):
        super()._fill_person(people, pks)
        self.kept |= self._whose(pks, Right.READ)
        self.numbered |= self._whose(pks, Right.READ_NUMBERS)
        for pk in pks:
            people[pk].told = None if pk in self.kept else LASTING
            official = people[pk].values.get("official_on")
            if official and PartialDate.from_iso(official).first_day > self.day:
                del people[pk].values["official_on"]
                people[pk].values["probationary"] = True

    def _whose(self, pks, right):
        people = Person.objects.changeable_by(self.reader, right).filter(pk__in=pks)
        return set(people.values_list("pk", flat=True))
