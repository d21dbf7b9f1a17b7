"""Ratings of a year that is locked, or being rated on its own lists: what a file says otherwise is left out by hand."""

from collections import defaultdict

from django.db.models import F, Q

from members.importing.fields import RATINGS
from members.importing.result import ASK, LEAVE, Option, Problem, Question
from units.models import RatingCampaign, UnitClosure

UNDER_WAY = "Năm {0} đang xếp loại: kết quả ghi ở bảng xếp loại."


class HeldYears:
    """The years that campaigns over what *reader* sees hold; lists under way are not written past."""

    def __init__(self, reader):
        held = Q(state=RatingCampaign.State.LOCKED) | Q(listed_at__isnull=False)
        campaigns = {each.pk: each for each in RatingCampaign.objects.filter(held).covering(reader)}
        self.anywhere, self._of_unit = {}, defaultdict(dict)
        for pk, unit in _rated(campaigns) if campaigns else ():
            year, sentence = str(campaigns[pk].year), _sentence(campaigns[pk])
            self.anywhere[year] = self._of_unit[unit][year] = sentence

    def of(self, unit):
        """{year: “Năm 2023 đã khóa …”} of the chi bộ *unit*, a key; None: where it is not known."""
        return self.anywhere if unit is None else self._of_unit.get(unit, {})


def _rated(campaigns):
    """(campaign, unit), keys: whoever lay there on the assessment date, lay there to its end, or was founded since."""
    day = F("ancestor__campaigns__assessed_on")
    to_the_day = Q(ended_on=None) | Q(ended_on__gt=day) | Q(ended_on=F("unit__ended_on"))
    there = Q(started_on__lte=day) & to_the_day | Q(unit__started_on__gt=day)
    rows = UnitClosure.objects.filter(there, ancestor__campaigns__in=list(campaigns))
    return rows.values_list("ancestor__campaigns", "unit")


def _sentence(campaign):
    return campaign.lock_sentence if campaign.is_locked else UNDER_WAY.format(campaign.year)


def rated_at(row, known, year, units):
    """The key of the chi bộ whose rating of *year* the row tells; None where nobody knows yet."""
    on_record = known.rated_at(int(year)) if known else None
    named = units.by_name.get(row.person.get("unit"))
    return on_record or (named and named.pk)


def settle_locked(row, known, held_years, units, answers, columns):
    """Ask once a year whether its ratings are left out, where *row* would change any."""
    ratings, on_record = row.person.get(RATINGS, {}), known.ratings if known else {}
    for year in [year for year, level in ratings.items() if on_record.get(year) != level]:
        held = UNDER_WAY.format(year) if known and year in known.open_years else ""
        held = held or held_years.of(rated_at(row, known, year, units)).get(year)
        if held and _is_left_out(year, held, answers):
            del ratings[year]
        elif held:
            row.problems.append(_problem(_question(year, held), f"{RATINGS}.{year}", columns.get(RATINGS, "")))
    if not ratings:
        row.person.pop(RATINGS, None)


def _is_left_out(year, held, answers):
    return answers.ask(_question(year, held)) == LEAVE


def _question(year, held):
    leave = Option(LEAVE, f"Không nhập xếp loại năm {year}")
    return Question(f"locked|{year}", f"{held} Xếp loại trong tệp khác sổ.", [leave])


def _problem(question, name, column):
    return Problem(ASK, "locked", question.text, name, column, question=question.key)
