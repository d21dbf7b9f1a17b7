"""What differs between two versions of a rating year, or between the last one and the year as it is now."""

from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from members.rating_sheets import Part
from members.rating_versions import REGIME, SETTINGS, records_of, settings_of
from nakhe.vietnamese.dates import PartialDate, format_day
from units.models import RatingCampaign, RatingRegime, Unit
from units.models.ratings import VOTES

CAME, WENT, CHANGED = "Thêm", "Bớt", "Sửa"
NOTHING = "–"
WHOLE_YEAR = "Cả năm"
DECISION = "quyết định"


@dataclass(frozen=True)
class Change:
    group: str
    """The chi bộ or, of the committee's own lists, whom they are about."""
    kind: str
    name: str
    fields: list
    """[(what, old, new)]; of who came or went the result alone."""


@dataclass(frozen=True)
class State:
    """A version, or the year as it is now: its records, as far as they are read, and what they were rated under."""

    records: list
    settings: dict

    @property
    def decision(self):
        """That of the whole year."""
        day = self.settings["decided_on"]
        return decision_text(self.settings["decision_number"], day and date.fromisoformat(day))


def changes_between(old, new):
    """[Change] from one State to another: of the year, then in the order of the lists; who went stands last in each."""
    return [*_changes_of_settings(old.settings, new.settings), *_changes_of_records(old, new)]


def _changes_of_records(was, now):
    before, after = was.records, now.records
    old, new = ({record.key: record for record in records} for records in (before, after))
    of_year = (DECISION, was.decision, now.decision)
    changed = (_change(old.get(key), record, of_year) for key, record in new.items())
    went = (_gone(record) for key, record in old.items() if key not in new)
    found = [change for change in chain(changed, went) if change]
    places = {group: place for place, group in enumerate(dict.fromkeys(_group(r) for r in [*after, *before]))}
    return sorted(found, key=lambda change: places[change.group])


def _change(old, new, of_year):
    """*of_year* is a change that everybody had, and nobody's own."""
    if old is None:
        return Change(_group(new), CAME, new.name, [("kết quả", "", new.verdict or NOTHING)])
    was = dict(told(old))
    fields = [(what, was[what] or NOTHING, text or NOTHING) for what, text in told(new) if was[what] != text]
    fields = [field for field in fields if field != of_year]
    return Change(_group(new), CHANGED, new.name, fields) if fields else None


def _gone(old):
    return Change(_group(old), WENT, old.name, [("kết quả", old.verdict or NOTHING, "")])


def _group(record):
    return record.unit_short_name if record.part == Part.MEMBERS else Part(record.part).label


def told(record):
    """(what, text) of everything that a record says, beyond its place in the list."""
    yield "tên", record.name
    yield "ngày sinh", str(PartialDate.from_iso(record.birth_on)) if record.birth_on else ""
    yield "chi bộ", record.unit_name
    yield "chức vụ", record.office
    yield "thôn", record.place
    yield "đảng viên", "" if record.is_member else "chưa là đảng viên"
    yield "kỷ luật", "bị kỷ luật trong năm" if record.disciplined else ""
    yield "tự xếp loại", record.get_self_level_display()
    yield "cấp ủy", record.get_committee_level_display()
    yield "có mặt", number(record.present)
    for level, votes in zip(VOTES, record.votes, strict=True):
        yield f"phiếu {level.label}", number(votes)
    yield "đề nghị khác", record.proposed_verdict if record.proposed_verdict != record.verdict else ""
    yield "kết quả", record.verdict
    yield "lý do chi tiết", record.reason
    yield "điểm", "" if record.score is None else f"{record.score:f}".rstrip("0").rstrip(".").replace(".", ",")
    yield DECISION, decision_text(record.decision_number, record.decided_on)
    yield "ghi chú", record.note


def number(value):
    return "" if value is None else str(value)


def decision_text(number, day):
    return ", ".join(filter(None, [number, day and format_day(day)]))


def _changes_of_settings(before, after):
    fields = [*_settings(RatingCampaign, SETTINGS, before, after)]
    fields += _settings(RatingRegime, REGIME, before["regime"], after["regime"])
    return [Change(WHOLE_YEAR, CHANGED, "Quy định và quyết định", fields)] if fields else []


def _settings(model, names, before, after):
    for name in names:
        field, old, new = model._meta.get_field(name), before.get(name), after.get(name)
        if old != new:
            yield field.verbose_name, _readable(field, old), _readable(field, new)


def _readable(field, value):
    value = field.to_python(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "isoformat"):
        return format_day(value)
    return str(dict(field.flatchoices).get(value, value) or NOTHING)


def as_now(campaign, reader):
    """The State of the year as it stands, its records cut to *reader* as those of a version are."""
    seen = set(Unit.objects.visible_to(reader).values_list("pk", flat=True))
    records = [each for each in records_of(campaign) if campaign.unit_id in seen or each.unit_id in seen]
    return State(records, settings_of(campaign))


def grouped(changes):
    """[(group, its changes)]."""
    return [(group, list(each)) for group, each in groupby(changes, key=lambda change: change.group)]
