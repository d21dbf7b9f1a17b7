"""The tree above the commune, the commune, its 15 chi bộ and 10 villages, with congresses, terms and committees."""

from datetime import date, timedelta

from members.demonstration.plan import BRANCHES, TERM_BEGAN, WITHOUT_COMMITTEE
from nakhe.vietnamese.dates import PartialDate
from units.models import (
    Committee,
    Congress,
    Resolution,
    Target,
    Term,
    Unit,
    UnitChange,
    UnitName,
    UnitParent,
    Village,
)

SINCE = date(1965, 1, 1)
ABOVE = [
    ("ha-giang", "PROVINCE", "Đảng bộ tỉnh Hà Giang", "Hà Giang", "Tỉnh ủy Hà Giang", ""),
    ("yen-minh", "DISTRICT", "Đảng bộ huyện Yên Minh", "Yên Minh", "Huyện ủy Yên Minh", "tỉnh Hà Giang"),
    ("na-khe", "COMMUNE", "Đảng bộ xã Na Khê", "Na Khê", "Đảng ủy xã Na Khê", "huyện Yên Minh, tỉnh Hà Giang"),
]
CONGRESSES = {2017: date(2017, 8, 20), 2020: date(2020, 1, 20), 2022: date(2022, 3, 15)}
"""Of Na Pô, the first; the others followed every second day."""
FORMER_NAMES = {"tram-y-te": ("Chi bộ Y tế – Dân số", "Y tế – Dân số", date(2019, 4, 1))}
COMMUNE_CONGRESSES = {2015: date(2015, 6, 10), 2020: TERM_BEGAN}


class Organisation:
    """The units by code, the villages by chi bộ, the terms by (code, first year)."""

    def __init__(self, rows):
        self.rows = rows
        self.units, self.villages, self.terms, self.committees = {}, {}, {}, {}
        self._above()
        for position, branch in enumerate(BRANCHES, 1):
            self._branch(position, branch)
        self._commune_terms()
        self._resolution()

    @property
    def commune(self):
        return self.units["na-khe"]

    def _above(self):
        parent = None
        for code, kind, name, short_name, committee, location in ABOVE:
            unit = self._unit(code, kind, name, parent, SINCE, short_name=short_name)
            self.rows.of[UnitName][-1].committee_name = committee
            self.rows.of[UnitName][-1].place = short_name
            self.rows.of[UnitName][-1].location = location
            parent = unit

    def _unit(self, code, kind, name, parent, since, short_name="", **fields):
        unit = self.rows.add(Unit, code=code, kind=kind, started_on=since, latest_name=name, **fields)
        self.rows.add(UnitName, unit=unit, name=name, short_name=short_name, started_on=since)
        if parent:
            self.rows.add(UnitParent, unit=unit, parent=parent, started_on=since)
        self.units[code] = unit
        return unit

    def _branch(self, position, branch):
        village = self._village(position, branch) if branch.is_village else None
        unit = self._unit(
            branch.code,
            "BRANCH",
            branch.name,
            self.commune,
            branch.founded,
            short_name=branch.short_name,
            unit_type=branch.unit_type,
            village=village,
            position=position,
        )
        if branch.founded > CONGRESSES[2017]:
            self._change(unit, "CREATE", branch.founded, "Bố trí công an chính quy về xã", "successors")
        if branch.code in FORMER_NAMES:
            self._rename(branch, unit)
        self._branch_terms(position, branch, unit)

    def _change(self, unit, kind, day, note, *sides):
        decision = self.rows.decision(day - timedelta(days=7), "HU")
        self.rows.add(
            UnitChange,
            many={side: [unit.pk] for side in sides},
            kind=kind,
            effective_on=day,
            decision_number=decision,
            decided_on=decision.day,
            note=note,
        )

    def _rename(self, branch, unit):
        name, short_name, until = FORMER_NAMES[branch.code]
        self.rows.of[UnitName][-1].started_on = until
        self.rows.add(UnitName, unit=unit, name=name, short_name=short_name, started_on=branch.founded, ended_on=until)
        self._change(unit, "RENAME", until, f"Trước là {name}", "predecessors", "successors")

    def _village(self, position, branch):
        village = self.rows.add(
            Village,
            unit=self.commune,
            name=branch.short_name,
            is_border=branch.is_border,
            position=position,
            started_on=SINCE,
        )
        self.villages[branch.code] = village
        return village

    def _branch_terms(self, position, branch, unit):
        later = timedelta(days=2 * position - 2)
        held = {day + later: year for year, day in CONGRESSES.items() if day >= branch.founded}
        if branch.founded > CONGRESSES[2020]:
            held = {branch.founded: 2020, **held}
        ends = [*list(held)[1:], None]
        for number, ((day, year), end) in enumerate(zip(held.items(), ends, strict=True)):
            ordinal = branch.ordinal - len(held) + 1 + number
            last = {2017: 2020, 2020: 2022, 2022: 2025}[year]
            term = self._term(unit, ordinal, day, end, day.year, last)
            self.terms[branch.code, year] = term
            self.committees[branch.code, year] = self._committee(branch, unit, term)

    def _term(self, unit, ordinal, day, end, first, last):
        held_on = PartialDate(2017, 8) if first == 2017 else PartialDate.of(day)
        congress = self.rows.add(Congress, unit=unit, ordinal=ordinal, held_on=held_on)
        return self.rows.add(
            Term,
            unit=unit,
            congress=congress,
            started_on=day,
            ended_on=end,
            first_year=first,
            last_year=last,
        )

    def _committee(self, branch, unit, term):
        """One committee a term; a chi bộ that could not elect one has none, or only from a later day."""
        since = WITHOUT_COMMITTEE.get(branch.code, term.started_on)
        if since is None or (term.ended_on and since >= term.ended_on):
            return None
        return self._elected(term, max(since, term.started_on))

    def _elected(self, term, since, body="ĐU"):
        decision = self.rows.decision(since + timedelta(days=3), body)
        return self.rows.add(
            Committee,
            unit=term.unit,
            term=term,
            started_on=since,
            ended_on=term.ended_on,
            decision_number=decision,
            decided_on=decision.day,
        )

    def _commune_terms(self):
        for (year, day), end, ordinal in zip(COMMUNE_CONGRESSES.items(), [TERM_BEGAN, None], (18, 19), strict=True):
            term = self._term(self.commune, ordinal, day, end, year, year + 5)
            self.terms["na-khe", year] = term
            self.committees["na-khe", year] = self._elected(term, day, "HU")

    def count_delegates(self, history):
        """Who was entitled to the congresses of 2020 and 2022, and how many came: nearly everyone."""
        for (code, year), term in self.terms.items():
            if code != "na-khe" and year >= 2020:
                entitled = len(history.members_on(term.started_on)[code])
                term.congress.members_entitled = entitled
                term.congress.members_present = entitled - (1 if entitled > 8 else 0)

    def _resolution(self):
        resolution = self.rows.add(
            Resolution,
            unit=self.commune,
            number="05-NQ/ĐU",
            title="Nhiệm vụ xây dựng Đảng năm 2023",
            adopted_on=date(2023, 1, 10),
        )
        targets = [
            ("Chi bộ hoàn thành tốt nhiệm vụ trở lên", Target.Measure.UNITS_GOOD_OR_BETTER, 100, None),
            ("Chi bộ hoàn thành xuất sắc nhiệm vụ", Target.Measure.UNITS_EXCELLENT, 15, 20),
            ("Trưởng thôn là đảng viên", Target.Measure.VILLAGE_HEADS_MEMBERS, 90, None),
        ]
        for name, measure, low, high in targets:
            self.rows.add(
                Target, resolution=resolution, name=name, measure=measure, year=2023, minimum=low, maximum=high
            )
