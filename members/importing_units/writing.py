"""write_units(): what a Reading of chi bộ says into the record, all of it or nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members.importing.result import CHANGED, NEW
from members.importing.units import keys
from members.importing_units import words
from members.importing_units.moving_start import move_start
from members.importing_units.reading import waiting
from nakhe.effects import Effects
from nakhe.periods import UNKNOWN_START
from nakhe.vietnamese.names import exact_key
from units.changes import found
from units.models import Unit, UnitName, Village


class Unfinished(Exception):
    """Rows have errors or questions; str() counts them in Vietnamese."""


def write_units(reading, committee):
    """The Effects of writing every new and changed row of *reading* below *committee*.

    Raises Unfinished while a row has an error or waits for an answer, ValidationError for what the record refuses.
    """
    if left := waiting(reading):
        raise Unfinished(f"Còn {len(left)} dòng lỗi hoặc cần hỏi. Chưa ghi gì vào sổ.")
    with transaction.atomic():
        committee = Unit.objects.select_for_update(no_key=True).get(pk=committee.pk)
        writing = _Writing(Effects(f"Nhập từ tệp {reading.file}"), committee)
        for row in reading.rows:
            writing.write(row)
    return writing.effects


class _Writing:
    def __init__(self, effects, committee):
        self.effects, self.committee = effects, committee
        self.villages = {each.name: each for each in Village.objects.filter(unit=committee, ended_on=None)}

    def write(self, row):
        try:
            if row.status == NEW:
                self._make(row)
            elif row.status == CHANGED:
                self._change(row)
        except ValidationError as error:
            raise ValidationError(f"Dòng {row.row}: {' '.join(error.messages)}") from error

    def _make(self, row):
        day = row.unit.get(words.FOUNDED)
        given = {
            "name": row.name,
            "short_name": self._short_name(row.name),
            "unit_type": row.unit[words.TYPE],
            "village": self._village(row),
        }
        self._mark_the_border(row, given["village"])
        found(self.effects, date.fromisoformat(day) if day else UNKNOWN_START, self.committee, given)

    def _short_name(self, name):
        """The name without “Chi bộ” and “thôn”, unless another chi bộ here is called so."""
        beside = UnitName.objects.filter(unit__parents__parent=self.committee)
        taken = {exact_key(short) for short in beside.values_list("short_name", flat=True)}
        free = [key for key in reversed(keys(name)) if exact_key(key) not in taken]
        short = (free or [name])[0]
        return (short[0].upper() + short[1:])[:80]

    def _village(self, row):
        """The village that the row names, made where the committee has none of the name."""
        name = row.unit.get(words.VILLAGE)
        if name and name not in self.villages:
            made = Village(
                unit=self.committee,
                name=name,
                is_border=row.unit.get(words.BORDER, False),
                position=len(self.villages) + 1,
                started_on=UNKNOWN_START,
            )
            self.villages[name] = self.effects.create(made, f"Thêm thôn {name}")
        return self.villages.get(name)

    def _mark_the_border(self, row, village):
        if village and row.unit.get(words.BORDER, village.is_border) != village.is_border:
            marked = row.unit[words.BORDER]
            says = f"Thôn {village} {'là' if marked else 'không phải'} thôn biên giới"
            self.effects.change(village, says, is_border=marked)

    def _change(self, row):
        unit = Unit.objects.get(pk=row.match)
        village = self._village(row) or unit.village
        self._mark_the_border(row, village)
        values = {}
        if words.VILLAGE in row.changes:
            values["village"] = village
        if words.TYPE in row.changes:
            values["unit_type"] = row.unit[words.TYPE]
        if values:
            self.effects.change(unit, _sentence(row, values), **values)
        if words.FOUNDED in row.changes:
            move_start(self.effects, unit, date.fromisoformat(row.unit[words.FOUNDED]))


def _sentence(row, values):
    told = [f"{words.NAMES[name].lower()} {words.in_words(name, row.unit[name]).lower()}" for name in values]
    return f"{row.name}: {', '.join(told)}"
