"""The people with a name of their own: those of the design's pictures, and those whom the plan's events need.

Everyone else is drawn by lot. *admitted* is the ceremony; *came* the event that brought them (None: a member of
2018), *leaves* the event that took them away.
"""

from dataclasses import dataclass, field
from datetime import date

from members.demonstration.names import DAO, GIAY, KINH, MONG, NUNG, TAY


@dataclass(frozen=True)
class Part:
    branch: str
    name: str
    sex: str
    people: object
    born: str
    admitted: str = ""
    came: date | None = None
    leaves: date | None = None
    levels: dict = field(default_factory=dict)
    """Ratings that are given, {year: level}; the other years' are drawn."""
    elder_since: date | None = None
    """Exempt from work and meetings from this day until death."""


BEST, WELL = {2023: "EXCELLENT"}, {2023: "GOOD"}
DE_LEVELS = {2021: "EXCELLENT", 2022: "GOOD", 2023: "GOOD"}

CAST = [
    Part("na-po", "Hoàng Văn Bằng", "M", TAY, "1979-02-03", "2006-02-03", levels=BEST),
    Part("na-po", "Lù Thị Chấn", "F", GIAY, "1988-10-21", "2013-11-07", levels=WELL),
    Part("na-po", "Vàng Mí Dế", "M", MONG, "1985-03-14", "2012-02-09", levels=DE_LEVELS),
    Part("na-po", "Phàn Văn Điềm", "M", DAO, "1991-01-18", "2017-09-02", levels=WELL),
    Part("na-po", "Hoàng Văn Khìn", "M", TAY, "1972-07", "1998-02-03", levels=WELL),
    Part("na-po", "Vàng Thị Lan", "F", GIAY, "1990-08-28", "2016-09-02", levels=BEST),
    Part("na-po", "Lù Văn Mìn", "M", GIAY, "1964", "1989-05-19", levels=BEST),
    Part("na-po", "Lục Văn Vinh", "M", NUNG, "1984-04-10", "2010-05-19", leaves=date(2024, 4, 20), levels=WELL),
    Part(
        "na-po",
        "Lù Văn Quáng",
        "M",
        GIAY,
        "1946",
        "1968-02",
        leaves=date(2024, 3, 11),
        elder_since=date(2022, 6, 1),
    ),
    Part("na-po", "Giàng Thị Máy", "F", MONG, "1983-12-05", "2009-09-02", levels=WELL),
    Part("na-po", "Giàng Mí Lềnh", "M", MONG, "1996-05-16", came=date(2019, 11, 7), levels=WELL),
    Part("na-po", "Lục Thị Hạnh", "F", NUNG, "1994-06-02", came=date(2021, 5, 19), levels=WELL),
    Part("na-po", "Nông Văn Sơn", "M", TAY, "1995-10-11", came=date(2022, 5, 19), levels=WELL),
    Part("na-po", "Hoàng Thị Phương", "F", TAY, "1997-08-22", came=date(2023, 2, 3), levels=WELL),
    Part("na-po", "Tẩn Thị Mẩy", "F", DAO, "1998-08-24", came=date(2023, 6, 28), levels=WELL),
    Part("na-po", "Sùng Mí Nô", "M", MONG, "1999-08-10", came=date(2023, 6, 28), levels=WELL),
    Part("na-po", "Vàng Mí Tủa", "M", MONG, "2001-04-02", came=date(2023, 9, 2)),
    Part("na-kinh", "Lục Văn Tiến", "M", NUNG, "1975-11-20", "2002-02-03"),
    Part("na-kinh", "Lục Văn Đoàn", "M", NUNG, "1968", "1995-02-03", levels=WELL),
    Part(
        "na-kinh",
        "Nông Văn Pảo",
        "M",
        TAY,
        "1939",
        "1969-09",
        leaves=date(2023, 12, 5),
        elder_since=date(2021, 3, 1),
    ),
    Part("na-kinh", "Hoàng Văn Thực", "M", TAY, "1988-02-17", came=date(2023, 5, 19), levels=WELL),
    Part("ban-rao", "Nông Văn Dũng", "M", TAY, "1976-11-30", "2001-12-22", levels=BEST),
    Part("ban-rao", "Lục Thị Bình", "F", NUNG, "1992", "2018-09-02", levels=WELL),
    Part("ban-rao", "Nguyễn Đình Toản", "M", TAY, "1961-05-04", "1985-02-03", levels=WELL),
    Part("ban-rao", "Phàn Thị Liều", "F", DAO, "1997-03-08", came=date(2023, 5, 22), levels=WELL),
    Part("ban-rao", "Ly Mí Cáy", "M", MONG, "1997", came=date(2023, 9, 2)),
    Part("lung-bung", "Tẩn Văn Vảng", "M", DAO, "1966-01", "1992-05-19"),
    Part("lung-bung", "Hầu Mí Say", "M", MONG, "1983-06-25", "2010-02-03"),
    Part("lung-bung", "Tẩn Văn Hưng", "M", DAO, "1999", came=date(2023, 2, 3), levels=WELL),
    Part(
        "lung-bung",
        "Chảo Văn Phụng",
        "M",
        DAO,
        "1937",
        "1971-05",
        leaves=date(2022, 7, 18),
        elder_since=date(2018, 9, 1),
    ),
    Part("then-phung", "Thào Mí Sính", "M", MONG, "1980-07-15", "2008-09-02"),
    Part("khau-piai", "Phàn Văn Kinh", "M", DAO, "1963", "1990-09-02"),
    Part("khau-piai", "Triệu Văn Hín", "M", DAO, "1982-09-11", "2009-02-03", levels=WELL),
    Part("khau-piai", "Bàn Văn Phúc", "M", DAO, "1970-10", "1995-02-03", levels=WELL),
    Part("khau-piai", "Bàn Thị Điệp", "F", DAO, "1993-07-09", came=date(2019, 5, 19), levels=WELL),
    Part(
        "khau-piai",
        "Triệu Văn Khái",
        "M",
        DAO,
        "1938",
        "1973-02",
        leaves=date(2021, 9, 30),
        elder_since=date(2018, 6, 1),
    ),
    Part("phe-pha", "Ly Mí Lử", "M", MONG, "1987-10", "2013-05-19", levels=WELL),
    Part("phe-pha", "Giàng Mí Chá", "M", MONG, "1988-06", "2014-05-19", levels=WELL),
    Part("na-luong", "Sần Văn Chiến", "M", GIAY, "1965-08-14", "1991-02-03"),
    Part("na-luong", "Hoàng Văn Lợi", "M", TAY, "1984-12-01", "2010-09-02"),
    Part("na-luong", "Hoàng Thị Nhình", "F", TAY, "1971-06-19", "1995-02-03", levels=WELL),
    Part("na-luong", "Hoàng Thị Hà", "F", TAY, "1989-04", "2016-05-19", levels=WELL),
    Part("lung-vai", "Vàng Mí Sò", "M", MONG, "1981-03-27", "2007-05-19"),
    Part("lung-vai", "Hầu Mí Chơ", "M", MONG, "1995-04-15", came=date(2020, 11, 7), levels=WELL),
    Part("coc-pang", "Mua Mí Già", "M", MONG, "1986-12-25", "2010-11-07", levels=BEST),
    Part("co-quan", "Hoàng Đức Thịnh", "M", TAY, "1974-01-09", "1999-05-19"),
    Part("co-quan", "Nông Văn Thuận", "M", TAY, "1972-10-02", "1998-02-03", levels=BEST),
    Part("co-quan", "Giàng Mí Dính", "M", MONG, "1980-05-30", "2005-09-02"),
    Part("co-quan", "Nông Thị Duyên", "F", TAY, "1990-09-16", "2015-05-19"),
    Part("co-quan", "Ma Văn Hợp", "M", TAY, "1968-04-21", "1993-09-02", leaves=date(2021, 7, 1)),
    Part("truong-hoc", "Trần Quang Khánh", "M", KINH, "1973-09-05", "2000-11-20", leaves=date(2024, 2, 1)),
    Part("truong-hoc", "Nguyễn Thị Thủy", "F", KINH, "1981-11-12", "2008-05-19", levels=BEST),
    Part("tram-y-te", "Lục Thị Thơm", "F", NUNG, "1979-02-27", "2006-05-19"),
    Part("cong-an", "Lương Đức Chính", "M", TAY, "1986-08-19", "2010-08-19", came=date(2021, 3, 1)),
    Part("quan-su", "Ly Văn Sài", "M", DAO, "1969-12-22", "1994-12-22"),
    Part("quan-su", "Giàng Mí Sử", "M", MONG, "1983-07-27", "2008-12-22"),
]

SECRETARIES = {
    "na-po": [(2017, "Lù Văn Mìn"), (2022, "Hoàng Văn Bằng")],
    "na-kinh": [(2017, "Lục Văn Tiến")],
    "ban-rao": [(2017, "Nông Văn Dũng")],
    "lung-bung": [(2017, "Tẩn Văn Vảng"), (2022, "Hầu Mí Say")],
    "then-phung": [(2017, "Thào Mí Sính")],
    "khau-piai": [(2017, "Phàn Văn Kinh"), (2020, "Triệu Văn Hín")],
    "phe-pha": [(2017, "Ly Mí Lử")],
    "na-luong": [(2017, "Sần Văn Chiến"), (2020, "Hoàng Văn Lợi")],
    "lung-vai": [(2017, "Vàng Mí Sò")],
    "coc-pang": [(2017, "Mua Mí Già")],
    "co-quan": [(2017, "Nông Văn Thuận")],
    "truong-hoc": [(2017, "Trần Quang Khánh"), (date(2024, 2, 5), "Nguyễn Thị Thủy")],
    "tram-y-te": [(2017, "Lục Thị Thơm")],
    "cong-an": [(2020, "Lương Đức Chính")],
    "quan-su": [(2017, "Ly Văn Sài"), (2022, "Giàng Mí Sử")],
}
"""Since the congress of a year, or a day between two congresses: who has been secretary of the chi bộ."""
DEPUTIES = {
    "na-po": [(2017, "Hoàng Văn Khìn"), (2022, "Lù Thị Chấn")],
    "phe-pha": [(2017, "Giàng Mí Chá")],
}
COMMITTEE_MEMBERS = {
    "na-po": [(2017, "Hoàng Văn Bằng"), (2022, "Vàng Mí Dế")],
    "khau-piai": [(2022, "Bàn Thị Điệp")],
}

HEADS_SINCE = {2017: date(2017, 7, 20), 2020: date(2020, 7, 20)}
"""Days on which trưởng thôn were elected."""
HEADS = {
    "na-po": [(HEADS_SINCE[2017], "Lục Văn Vinh"), (HEADS_SINCE[2020], "Vàng Mí Dế")],
    "na-kinh": [(HEADS_SINCE[2020], "Hoàng Văn Thực")],
    "khau-piai": [(HEADS_SINCE[2020], "Ly Mí Sáng"), (date(2022, 8, 1), None)],
    "phe-pha": [(HEADS_SINCE[2020], "Giàng Mí Pó")],
    "lung-vai": [(HEADS_SINCE[2020], "Thào Mí Chứ")],
}
"""None: a member of the chi bộ, drawn. Of the four who were not members in 2021, Thực joined the Party in 2023 and
Sáng was replaced in 2022; Pó and Chứ are still outside."""
OUTSIDERS = [
    Part("phe-pha", "Giàng Mí Pó", "M", MONG, "1990-05-06"),
    Part("lung-vai", "Thào Mí Chứ", "M", MONG, "1987"),
    Part("khau-piai", "Ly Mí Sáng", "M", MONG, "1985-10-28"),
]
FORMER_SECRETARY = "Ma Văn Hợp"
"""Secretary of the commune's committee until the XIX congress."""
