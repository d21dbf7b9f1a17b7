"""Ratings of a year that is locked, or being rated on its own lists: what a file says otherwise is left out by hand."""

from django.db.models import Q

from members.importing.fields import RATINGS
from members.importing.result import ASK, LEAVE, Option, Problem, Question
from units.models import RatingCampaign

UNDER_WAY = "Năm {0} đang xếp loại: kết quả ghi ở bảng xếp loại."


def locked_years(reader):
    """{year: “Năm 2023 đã khóa …”} of the campaigns over what *reader* sees; lists under way are not written past."""
    held = Q(state=RatingCampaign.State.LOCKED) | Q(listed_at__isnull=False)
    campaigns = RatingCampaign.objects.filter(held).covering(reader)
    return {str(each.year): each.lock_sentence if each.is_locked else UNDER_WAY.format(each.year) for each in campaigns}


def settle_locked(row, known, locked, answers, columns):
    """Ask once a year whether its ratings are left out, where *row* would change any."""
    ratings, on_record = row.person.get(RATINGS, {}), known.ratings if known else {}
    held = locked | {year: UNDER_WAY.format(year) for year in known.open_years} if known else locked
    for year in [year for year, level in ratings.items() if year in held and on_record.get(year) != level]:
        leave = Option(LEAVE, f"Không nhập xếp loại năm {year}")
        question = Question(f"locked|{year}", f"{held[year]} Xếp loại trong tệp khác sổ.", [leave])
        if answers.ask(question) == LEAVE:
            del ratings[year]
        else:
            row.problems.append(_problem(question, f"{RATINGS}.{year}", columns.get(RATINGS, "")))
    if not ratings:
        row.person.pop(RATINGS, None)


def _problem(question, name, column):
    return Problem(ASK, "locked", question.text, name, column, question=question.key)
