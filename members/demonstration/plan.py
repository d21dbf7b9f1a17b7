"""What must come out: each chi bộ with its strength at the end of 2018, and what happened in it year by year.

The sums, worked out by hand: 199 at the end of 2018; 203, 207, 217, 231, 247 at the ends of 2019–2023; 244 on
28/05/2024. Since the congress of 15/06/2020: 4 + 7 + 9 + 15 + 2 = 37 admissions.
"""

from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2019, 2024
LAST_DAY = date(2024, 5, 28)
TERM_BEGAN = date(2020, 6, 15)


@dataclass(frozen=True)
class Branch:
    code: str
    name: str
    short_name: str
    unit_type: str
    founded: date
    opening: int
    """Members on 31/12/2018."""
    excellent: int
    """Rated HTXSNV for 2023; all others who were rated are HTTNV."""
    school: str = "9/12"
    """General education of the secretary of 28/05/2024; a graduate's is 12/12."""
    graduate: bool = False
    theory: str = "ELEMENTARY"
    ordinal: int = 8
    """Of the congress of 2022."""
    is_border: bool = False

    @property
    def is_village(self):
        return self.unit_type == "VILLAGE"


def village(code, name, founded, opening, excellent, **fields):
    return Branch(code, f"Chi bộ thôn {name}", name, "VILLAGE", date(founded, 1, 6), opening, excellent, **fields)


def office(code, name, unit_type, founded, opening, excellent, theory="INTERMEDIATE", **fields):
    fields = {"graduate": True, "school": "12/12", "theory": theory, "ordinal": 5, **fields}
    return Branch(code, f"Chi bộ {name}", name, unit_type, founded, opening, excellent, **fields)


BRANCHES = [
    village("na-po", "Na Pô", 1968, 10, 3, school="12/12", is_border=True),
    village("na-kinh", "Na Kinh", 1968, 16, 3),
    village("ban-rao", "Bản Rào", 1967, 18, 4, school="12/12", graduate=True, theory="INTERMEDIATE"),
    village("lung-bung", "Lùng Búng", 1970, 14, 3, school="12/12", graduate=True, theory="INTERMEDIATE"),
    village("then-phung", "Thèn Phùng", 1971, 14, 2),
    village("khau-piai", "Khâu Piai", 1972, 11, 2),
    village("phe-pha", "Phe Phà", 1974, 10, 2),
    village("na-luong", "Nà Luồng", 1969, 13, 3, school="12/12"),
    village("lung-vai", "Lùng Vái", 1975, 10, 2),
    village("coc-pang", "Cốc Pảng", 1976, 9, 1),
    office("co-quan", "Cơ quan xã", "OFFICE", date(1968, 3, 3), 23, 6, theory="ADVANCED", ordinal=12),
    office("truong-hoc", "Trường học", "SCHOOL", date(1979, 9, 5), 30, 7, ordinal=9),
    office("tram-y-te", "Trạm Y tế", "HEALTH", date(1994, 2, 27), 7, 1),
    office("cong-an", "Công an xã", "POLICE", date(2021, 3, 1), 0, 2, ordinal=2),
    office("quan-su", "Quân sự xã", "MILITARY", date(1989, 12, 22), 14, 4),
]

# Kinds of event: A admitted, I in from outside, O out, D died, R removed, M moved within the commune ("A>B").
# A date without a year stands in the year of its block.
EVENTS = {
    2019: [
        ("A", "na-po", "07-11"),
        ("A", "ban-rao", "03-02"),
        ("A", "khau-piai", "19-05"),
        ("A", "na-luong", "02-09"),
        ("A", "quan-su", "22-12"),
        ("I", "co-quan", "01-04"),
        ("O", "truong-hoc", "15-08"),
        ("D", "lung-vai", "12-10"),
    ],
    2020: [
        ("A", "na-kinh", "19-08"),
        ("A", "lung-bung", "02-09"),
        ("A", "lung-vai", "07-11"),
        ("A", "truong-hoc", "20-11"),
        ("I", "co-quan", "01-07"),
        ("I", "truong-hoc", "01-09"),
        ("O", "truong-hoc", "15-08"),
        ("D", "then-phung", "23-04"),
    ],
    2021: [
        ("A", "na-po", "19-05"),
        ("A", "na-kinh", "03-02"),
        ("A", "ban-rao", "03-02"),
        ("A", "lung-bung", "19-05"),
        ("A", "na-luong", "02-09"),
        ("A", "co-quan", "02-09"),
        ("A", "truong-hoc", "07-11"),
        *[("I", "cong-an", "01-03")] * 5,
        ("I", "truong-hoc", "01-09"),
        ("O", "co-quan", "01-07"),
        ("O", "truong-hoc", "15-08"),
        ("D", "khau-piai", "30-09"),
        ("M", "ban-rao>na-kinh", "10-10"),
        ("M", "na-kinh>ban-rao", "10-10"),
    ],
    2022: [
        ("A", "na-po", "19-05"),
        ("A", "na-kinh", "02-09"),
        ("A", "ban-rao", "02-09"),
        ("A", "lung-bung", "03-02"),
        ("A", "then-phung", "19-05"),
        ("A", "khau-piai", "19-05"),
        ("A", "lung-vai", "07-11"),
        ("A", "truong-hoc", "20-11"),
        ("A", "quan-su", "22-12"),
        ("I", "co-quan", "01-04"),
        ("I", "co-quan", "15-06"),
        ("I", "truong-hoc", "01-09"),
        ("I", "truong-hoc", "01-09"),
        ("I", "tram-y-te", "01-03"),
        *[("I", "cong-an", "15-02")] * 3,
        ("O", "co-quan", "01-10"),
        ("O", "truong-hoc", "15-08"),
        ("D", "lung-bung", "18-07"),
        ("M", "co-quan>quan-su", "01-11"),
    ],
    2023: [
        ("A", "na-po", "03-02"),
        ("A", "na-po", "28-06"),
        ("A", "na-po", "28-06"),
        ("A", "na-po", "02-09"),
        ("A", "na-kinh", "19-05"),
        ("A", "ban-rao", "22-05"),
        ("A", "ban-rao", "02-09"),
        ("A", "lung-bung", "03-02"),
        ("A", "then-phung", "03-02"),
        ("A", "khau-piai", "19-05"),
        ("A", "phe-pha", "03-02"),
        ("A", "na-luong", "19-05"),
        ("A", "lung-vai", "03-02"),
        ("A", "coc-pang", "19-05"),
        ("A", "truong-hoc", "19-05"),
        ("I", "co-quan", "01-03"),
        ("I", "co-quan", "01-08"),
        ("I", "truong-hoc", "01-09"),
        ("I", "cong-an", "01-07"),
        ("O", "then-phung", "10-08"),
        ("O", "truong-hoc", "15-08"),
        ("D", "na-kinh", "05-12"),
        ("M", "truong-hoc>co-quan", "01-10"),
        ("M", "co-quan>truong-hoc", "01-10"),
    ],
    2024: [
        ("A", "na-kinh", "03-02"),
        ("A", "lung-bung", "03-02"),
        ("I", "truong-hoc", "15-01"),
        ("O", "na-po", "20-04"),
        ("O", "co-quan", "01-03"),
        ("O", "truong-hoc", "01-02"),
        ("D", "na-po", "11-03"),
        ("D", "ban-rao", "19-02"),
        ("R", "phe-pha", "25-03"),
    ],
}

# Members' ratings of a year over the whole: HTXSNV, HTNV; the other rated ones are HTTNV. 2023 stands per chi bộ above.
EXCELLENT = {2019: 36, 2020: 38, 2021: 40, 2022: 42}
COMPLETED = {2019: 10, 2020: 9, 2021: 7, 2022: 2, 2023: 0}
NA_PO_EXCELLENT = {2019: 1, 2020: 1, 2021: 2, 2022: 2}
UNITS_EXCELLENT = {
    2019: ["truong-hoc", "na-kinh"],
    2020: ["truong-hoc", "co-quan"],
    2021: ["ban-rao", "co-quan"],
    2022: ["ban-rao", "truong-hoc"],
    2023: ["na-po", "lung-bung", "truong-hoc"],
}
UNITS_COMPLETED = {2019: ["phe-pha", "coc-pang"], 2020: ["lung-vai"], 2021: ["phe-pha"], 2022: ["lung-vai"], 2023: []}
DECISIONS = {
    2019: ("88-QĐ/ĐU", date(2019, 12, 24)),
    2020: ("91-QĐ/ĐU", date(2020, 12, 23)),
    2021: ("97-QĐ/ĐU", date(2021, 12, 21)),
    2022: ("104-QĐ/ĐU", date(2022, 12, 20)),
    2023: ("118-QĐ/ĐU", date(2023, 12, 22)),
}
WITHOUT_COMMITTEE = {"tram-y-te": None, "cong-an": date(2023, 8, 15)}
"""Chi bộ without chi ủy: for good, or until the day that elected one."""


def day_in(year, text):
    day, month = map(int, text.split("-"))
    return date(year, month, day)
