"""Two records beside each other, line by line, as far as their reader may know of both."""

from dataclasses import dataclass

from members.merging import values
from members.merging.act import Choice
from members.models import Membership
from members.record import Record, records
from nakhe.access import Right, has_right
from nakhe.vietnamese.dates import format_day

PRIVATE = ("phone", "email")


@dataclass(frozen=True)
class Line:
    """*one* and *other* are lists of texts; where a person has to say which stays, *choice*, and the key of whose."""

    label: str
    one: list
    other: list
    choice: Choice | None = None
    chosen: int | None = None


@dataclass(frozen=True)
class Beside:
    """Two Records of one reader."""

    one: Record
    other: Record

    @classmethod
    def of(cls, keys, reader, day):
        found = records(reader, day).in_bulk(keys)
        return cls(*(Record(found[key], reader, day) for key in keys))

    @property
    def people(self):
        return self.one.person, self.other.person

    def lines(self, merging):
        """([Line] of what the Merging of the two asks, [Line] of all else that either record says)."""
        asked = {choice.key: choice for choice in merging.choices}
        chosen = {key: (merging.merged if each.takes_merged else merging.kept).pk for key, each in asked.items()}
        lines = [Line(*line, asked.get(key), chosen.get(key)) for key, *line in self._of_the_person()]
        for choice in merging.choices:
            if "-" in choice.key:
                texts = [[choice.kept], [choice.merged]]
                lines.append(Line(choice.label, *self._in_order(merging, texts), choice, chosen[choice.key]))
        same = [*(line for line in lines if not line.choice), *self._numbers(), *self._facts()]
        return [line for line in lines if line.choice], same

    def _in_order(self, merging, texts):
        return texts if self.one.person.pk == merging.kept.pk else texts[::-1]

    def _of_the_person(self):
        one, other = self.people
        hidden = () if has_right(self.one.reader, Right.READ_NUMBERS) else PRIVATE
        for name in values.fields_of(type(one), without=hidden):
            if any(getattr(person, name) not in values.BLANK for person in (one, other)):
                texts = ([values.in_words(person, name)] for person in (one, other))
                yield name, values.label(type(one), name), *texts

    def _numbers(self):
        kinds = dict.fromkeys(row.get_kind_display() for each in (self.one, self.other) for row in each.numbers)
        for kind in kinds:
            texts = ([_number(row) for row in each.numbers if row.get_kind_display() == kind] for each in self)
            yield Line(kind, *texts)

    def _facts(self):
        for label, told in FACTS:
            texts = [told(each) for each in self]
            if any(texts):
                yield Line(label, *texts)

    def __iter__(self):
        return iter((self.one, self.other))


def _number(row):
    return f"{row.masked}, số cũ" if row.ended_on else row.masked


def _membership(row):
    until = format_day(row.ended_on) if row.ended_on else "nay"
    came, left = row.get_reason_in_display().lower(), f", {row.get_reason_out_display().lower()}" * bool(row.ended_on)
    return f"{row.unit_name}: {row.known_start} – {until} ({came}{left})"


def _office(row):
    until = format_day(row.ended_on) if row.ended_on else "nay"
    return f"{row.full_title}, {row.unit_name}: {format_day(row.started_on)} – {until}"


def _fact(fact):
    since = f"{fact.started_on}" if fact.started_on else ""
    until = f" – {fact.ended_on}" if fact.ended_on else ""
    return ", ".join(filter(None, [fact.title, f"{since}{until}"]))


def _rating(fact):
    return f"{fact.title}, {fact.place}"


FACTS = [
    (str(Membership._meta.verbose_name).capitalize(), lambda record: [_membership(row) for row in record.memberships]),
    ("Miễn, đình chỉ, tạm vắng", lambda record: [_fact(fact) for fact in record.breaks]),
    ("Chức vụ", lambda record: [*map(_office, record.offices), *map(_fact, record.headships)]),
    ("Trình độ", lambda record: [_fact(fact) for fact in record.qualifications]),
    ("Bồi dưỡng", lambda record: [_fact(fact) for fact in record.trainings]),
    ("Xếp loại", lambda record: [_rating(fact) for fact in record.ratings]),
    ("Khen thưởng", lambda record: [_fact(fact) for fact in record.honours]),
    ("Kỷ luật", lambda record: [_fact(fact) for fact in record.disciplines]),
    ("Văn bản biến động", lambda record: [_fact(fact) for fact in record.movements]),
]
