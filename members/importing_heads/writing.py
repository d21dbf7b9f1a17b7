"""A row of a list of village heads, written: the person where new or changed, then the headship."""

from datetime import date

from members.importing.units import Units
from members.importing.writing.facts import write_numbers
from members.importing.writing.personal import write_person
from members.importing.writing.record import Record
from members.importing_heads import fields
from members.models import VillageHead

DAYS = (fields.STARTED, fields.ENDED, fields.DECIDED)


class WritingHeads:
    def __init__(self, batch, by, reading, rows):
        self.record = Record(rows, Units(by, batch.day), f"Nhập từ tệp {batch.file_name}")
        ended = {row.beside["ends"]["head"] for row in rows if "ends" in row.beside} - {None}
        self.heads = VillageHead.objects.in_bulk(sorted(ended | {row.beside.get("head", 0) for row in rows}))
        self.people, self.added, self.to_end = {}, {}, {}

    @property
    def effects(self):
        return self.record.effects

    def write(self, row):
        person = self._person(row)
        if "head" in row.beside:
            changed = {name: pair[1] for name, pair in row.changes.items() if name in fields.OF_HEADSHIP}
            if changed:
                self.effects.change(self.heads[row.beside["head"]], **_values(changed))
        else:
            self._add(row, person)
        if "ends" in row.beside:
            self._end(row.beside["ends"])

    def _person(self, row):
        same = row.beside.get("same_as")
        if same and tuple(same) in self.people:
            return self.people[tuple(same)]
        person = write_person(row, self.record, {})
        said = set(row.changes) if row.match else set(row.person) - {"card_number"}
        write_numbers(row, person, said, self.record)
        self.people[tuple(same or (row.sheet, row.row))] = person
        return person

    def _add(self, row, person):
        said = {name: row.person[name] for name in fields.OF_HEADSHIP if name in row.person}
        head = VillageHead(village_id=row.beside["village"], person=person, **_values(said))
        place = row.sheet, row.row
        head.ended_on = self.to_end.get(place, head.ended_on)
        self.added[place] = self.effects.create(head)

    def _end(self, ends):
        """The headship before ends; one of the file may be written yet."""
        day = date.fromisoformat(ends["on"])
        if ends["head"]:
            self.effects.change(self.heads[ends["head"]], ended_on=day)
        elif tuple(ends["row"]) in self.added:
            self.effects.change(self.added[tuple(ends["row"])], ended_on=day)
        else:
            self.to_end[tuple(ends["row"])] = day


def _values(said):
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in said.items()}
