"""Rules of the Party that an administrator can add to: rating regimes and reason codes (domain.md §1).

Written after every migrate, and only where the record is missing: what an administrator changed stays.
"""

from datetime import date

from units.models import Level, RatingReason, RatingRegime

REGIMES = [
    {
        "name": "QĐ 132 – HD 16",
        "first_year": 2018,
        "last_year": 2018,
        "regulation": "QĐ 132-QĐ/TW",
        "regulation_on": date(2018, 3, 8),
        "guidance": "HD 16-HD/BTCTW",
        "guidance_on": date(2018, 9, 24),
        "excludes_suspended": False,
    },
    {
        "name": "QĐ 132 – HD 21",
        "first_year": 2019,
        "last_year": 2022,
        "regulation": "QĐ 132-QĐ/TW",
        "regulation_on": date(2018, 3, 8),
        "guidance": "HD 21-HD/BTCTW",
        "guidance_on": date(2019, 10, 18),
    },
    {
        "name": "QĐ 124 – HD 25",
        "first_year": 2023,
        "last_year": 2024,
        "regulation": "QĐ 124-QĐ/TW",
        "regulation_on": date(2023, 10, 4),
        "guidance": "HD 25-HD/BTCTW",
        "guidance_on": date(2023, 11, 10),
        "minimum_months": 6,
    },
    {
        "name": "QĐ 366 – HD 43",
        "first_year": 2025,
        "regulation": "QĐ 366-QĐ/TW",
        "regulation_on": date(2025, 8, 30),
        "guidance": "HD 43-HD/BTCTW",
        "guidance_on": date(2025, 10, 31),
        "minimum_months": 6,
        "uses_scores": True,
    },
]
REASONS = {Level.COMPLETED: "abc", Level.NOT_COMPLETED: "abcdđ"}


def ensure(using="default", **kwargs):
    for regime in REGIMES:
        RatingRegime.objects.using(using).get_or_create(name=regime["name"], defaults=regime)
    for level, codes in REASONS.items():
        for code in codes:
            RatingReason.objects.using(using).get_or_create(level=level, code=code)
