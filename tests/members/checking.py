"""Ask `manage.py rating_check` as the command line does, and read what comes back."""

import json
from datetime import date
from io import StringIO

from django.core.management import call_command

from members.models import MemberRating
from tests.factories import make_member
from units.models import RatingCampaign, RatingRegime


def check(year, **options):
    out = StringIO()
    call_command("rating_check", year=year, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def codes(checked, subject=None):
    """[(subject, code)] of the findings, or the codes of one subject."""
    found = [(finding["subject"], finding["code"]) for finding in checked["findings"]]
    return found if subject is None else [code for name, code in found if name == subject]


def make_campaign(committee, year, **fields):
    regime = RatingRegime.objects.filter(first_year__lte=year).last()
    return RatingCampaign.objects.create(
        unit=committee, year=year, regime=regime, assessed_on=date(year, 12, 31), **fields
    )


def rate(person, unit, level="GOOD", year=2024, **fields):
    return MemberRating.objects.create(person=person, unit=unit, year=year, level=level, **fields)


def rate_many(unit, levels, year=2024):
    """Members of *unit*, so many of each level: {"EXCELLENT": 32, "GOOD": 160}."""
    for level, number in levels.items():
        for each in range(number):
            rate(make_member(f"Vàng Mí {level} {each}", unit), unit, level, year)
