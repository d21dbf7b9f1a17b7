"""The papers of a rating year: who stands on them, what they say, on the page and in Word alike."""

import hashlib
import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from members import rating_steps as steps
from members.models import Exemption, MemberRating, Person, VillageHeadRating
from members.rating_grids import GRIDS
from members.rating_sheets import Part, sheet_of
from nakhe.access import SYSTEM, Role
from reports.registry import papers
from tests.factories import make_commune, make_member, make_office, make_person, make_unit, make_user
from tests.members.checking import make_campaign, rate
from tests.members.rating_year import DECISION, bring, open_year
from tests.members.rating_year import sheet as stored
from tests.reports.asking import page_tables
from tests.reports.reading_word import has, opened, ruled_tables, texts
from units.closure import rebuild_below
from units.models import (
    RatingCampaign,
    RatingReason,
    RatingRegime,
    RoleGrant,
    Step,
    Unit,
    UnitName,
    UnitParent,
    UnitRating,
)

pytestmark = pytest.mark.django_db

LEVELS = [
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
]
XS, T, HT, _ = LEVELS
DOTS = "……"


@pytest.fixture
def campaign(commune):
    return make_campaign(commune.unit, 2024)


@pytest.fixture
def secretary(client, commune):
    user = make_user(Role.SECRETARY, commune.unit, full_name="Hoàng Đức Thịnh")
    client.force_login(user)
    return user


@pytest.fixture
def exempt(commune):
    """Dính of Na Pô is exempt from 1 March 2024 on."""
    dinh = commune.na_po.memberships.get(person__full_name="Giàng Mí Dính").person
    return Exemption.objects.create(person=dinh, started_on=date(2024, 3, 1))


def asked(unit=None, part="", year=2024, **more):
    given = {"nam": year, "don_vi": unit and unit.pk, "phan": part, **more}
    return {name: value for name, value in given.items() if value}


def page(client, slug, *list_, **more):
    response = client.get(reverse("rating_paper", args=[slug]), asked(*list_, **more))
    assert response.status_code == 200
    return response.content.decode()


def word(client, slug, *list_, **more):
    response = client.get(reverse("rating_paper_file", args=[slug]), asked(*list_, **more))
    assert response.status_code == 200
    return opened(response.content)


def read(html):
    """The words of a page as they are read on paper, its letterhead in capitals."""
    words = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r" (?=[.,;:])", "", " ".join(words.split()))


def statuses(client, slug, *list_, **more):
    """Of the page and of the file."""
    return [
        client.get(reverse(name, args=[slug]), asked(*list_, **more)).status_code
        for name in ("rating_paper", "rating_paper_file")
    ]


def opened_year(commune, year=2024):
    """A year opened on the page: lists frozen, every list open for votes."""
    regime = RatingRegime.objects.filter(first_year__lte=year).last()
    campaign = RatingCampaign(unit=commune.unit, year=year, regime=regime, assessed_on=date(year, 12, 31))
    steps.open_year(campaign, SYSTEM)
    for sheet in steps.start(campaign, SYSTEM):
        steps.begin_vote(sheet, SYSTEM)
    return campaign


def give(name, level, **fields):
    rating = MemberRating.objects.get(person__full_name=name, year=2024)
    for field, value in {"level": level, **fields}.items():
        setattr(rating, field, value)
    rating.save()


def sheets(campaign):
    return list(campaign.sheets.order_by("part", "unit"))


# --- What every paper has in common ---


@pytest.mark.parametrize("slug", papers())
def test_page_and_word_say_the_same_for_every_list(client, secretary, rated_commune, slug):
    for part in papers()[slug].parts:
        where = (rated_commune.na_po if part == Part.MEMBERS else None, part, 2023)
        html, document = page(client, slug, *where), word(client, slug, *where)
        shown = [table["thead"] + table["tbody"] for table in page_tables(html)]
        assert shown
        assert ruled_tables(document) == shown, part
        assert [text for text in texts(document) if text not in read(html)] == []


@pytest.mark.parametrize("slug", papers())
def test_every_paper_is_a4_with_the_margins_of_a_party_document(client, secretary, rated_commune, slug):
    for section in word(client, slug, rated_commune.na_po, year=2023).sections:
        is_wide = section.orientation == WD_ORIENT.LANDSCAPE
        sides = [round(side / Mm(1)) for side in (section.page_width, section.page_height)]
        assert sides == ([297, 210] if is_wide else [210, 297])
        assert [round(side / Mm(1)) for side in (section.left_margin, section.right_margin)] == [30, 15]


@pytest.mark.parametrize("slug", papers())
def test_headings_repeat_and_no_row_is_split(client, secretary, rated_commune, slug):
    for table in word(client, slug, rated_commune.na_po, year=2023).tables:
        assert all(has(row, "cantSplit") for row in table._tbl.tr_lst)
        assert has(table._tbl.tr_lst[0], "tblHeader") == (table.style.name == "Table Grid")


@pytest.mark.parametrize("slug", papers())
def test_a_paper_costs_the_same_queries_for_few_and_for_many(client, secretary, rated_commune, count_queries, slug):
    where = f"{reverse('rating_paper', args=[slug])}?nam=2023&don_vi={rated_commune.na_po.pk}"
    reason = RatingReason.objects.get(level="COMPLETED", code="a")
    MemberRating.objects.filter(year=2023).update(level="COMPLETED", reason=reason)
    client.get(where)  # the first page of a session writes it down
    few = count_queries(client, where)
    for number in range(12):
        person = make_member(f"Vàng Mí {number}", rated_commune.na_po)
        rate(person, rated_commune.na_po, "COMPLETED", 2023, reason=reason)
    assert count_queries(client, where) == few


@pytest.mark.parametrize("slug", papers())
def test_no_campaign_no_paper(client, commune, secretary, slug):
    assert statuses(client, slug) == [404, 404]


def test_names_come_out_as_they_are_written(client, commune, secretary, campaign):
    names = ['=HYPERLINK("http://x")', "Vàng <b>Thị</b> & Lan", f"Hoàng {'Nguyễn ' * 7}Thị Lan"]
    for name in names:
        make_member(name, commune.police)

    document = word(client, "phieu-bieu-quyet", commune.police)

    found = [row[1] for row in ruled_tables(document)[0][1:]]
    assert sorted(found) == sorted([*names, "Ly Văn Sính"])
    assert "Vàng &lt;b&gt;Thị&lt;/b&gt; &amp; Lan" in page(client, "phieu-bieu-quyet", commune.police)


def test_a_word_file_says_whose_it_is_and_nothing_of_the_machine(client, commune, secretary, campaign):
    response = client.get(reverse("rating_paper_file", args=["phieu-ghi-tay"]), asked(commune.na_po))

    assert response["Content-Disposition"] == f'attachment; filename="phieu-ghi-tay-2024-{commune.na_po.code}.docx"'
    properties = opened(response.content).core_properties
    assert properties.title == "Phiếu ghi tay, chữ to: Na Pô, năm 2024"
    assert (properties.author, properties.comments, properties.last_modified_by) == ("Na Pô", "", "")
    file = zipfile.ZipFile(io.BytesIO(response.content))
    told = b"".join(file.read(name) for name in file.namelist() if name.startswith("docProps/"))
    assert b"Macintosh" not in told and b"python" not in told
    assert [name for name in file.namelist() if "thumbnail" in name] == []


def test_the_letterhead_is_that_of_the_day(client, commune, secretary):
    """On 1 July 2025 the commune's committee comes under another name and superior."""
    UnitName.objects.filter(unit=commune.unit).update(ended_on=date(2025, 7, 1))
    UnitName.objects.create(
        unit=commune.unit, name="Đảng bộ xã Bạch Đích", short_name="Bạch Đích", committee_name="Đảng ủy xã Bạch Đích",
        place="Bạch Đích", started_on=date(2025, 7, 1),
    )  # fmt: skip
    make_campaign(commune.unit, 2024, decision_number="12-QĐ/ĐU", decided_on=date(2024, 12, 20), signer="Ma Văn Hợp")
    make_campaign(commune.unit, 2025, decision_number="7-QĐ/ĐU", decided_on=date(2025, 12, 22))

    before, after = (texts(word(client, "quyet-dinh", year=year)) for year in (2024, 2025))

    assert before[:6] == [
        "HUYỆN ỦY YÊN MINH", "ĐẢNG ỦY XÃ NA KHÊ", "*", "Số 12-QĐ/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM", "Na Khê, ngày 20 tháng 12 năm 2024",
    ]  # fmt: skip
    assert (after[1], after[5]) == ("ĐẢNG ỦY XÃ BẠCH ĐÍCH", "Bạch Đích, ngày 22 tháng 12 năm 2025")
    assert "Ma Văn Hợp" in before
    assert texts(word(client, "phieu-bieu-quyet", None, Part.UNITS))[1] == "ĐẢNG ỦY XÃ NA KHÊ"  # printed years later


# --- The ballot ---


def test_the_ballot_has_who_is_to_be_rated_in_the_order_of_the_list(client, commune, secretary, campaign, exempt):
    document = word(client, "phieu-bieu-quyet", commune.na_po)

    assert ruled_tables(document) == [
        [
            ["TT", "Họ và tên", *LEVELS],
            ["1", "Vàng Thị Lan", "", "", "", ""],
            ["2", "Hoàng Thị Mai", "", "", "", ""],
        ]
    ]
    assert texts(document)[:6] == [
        "ĐẢNG ỦY XÃ NA KHÊ", "NA PÔ", "*", "ĐẢNG CỘNG SẢN VIỆT NAM",
        f"Na Khê, ngày {DOTS} tháng {DOTS} năm {DOTS}", "PHIẾU BIỂU QUYẾT",
    ]  # fmt: skip


@pytest.mark.parametrize(("typed", "copies"), [("3", 3), ("0", 1), ("ba", 1), ("500", 99), ("", 1)])
def test_as_many_ballots_as_asked_for_each_on_its_page(client, commune, secretary, campaign, typed, copies):
    document = word(client, "phieu-bieu-quyet", commune.police, so_ban=typed)

    assert len(document.sections) == copies
    assert ruled_tables(document) == [ruled_tables(document)[0]] * copies
    assert page(client, "phieu-bieu-quyet", commune.police, so_ban=typed).count('class="to') == copies


def test_who_was_rated_in_another_chi_bo_is_on_no_paper_of_this_one(client, commune, secretary, campaign):
    lan = commune.na_po.memberships.get(person__full_name="Vàng Thị Lan").person
    rate(lan, commune.na_kinh, "GOOD")

    here, there = (ruled_tables(word(client, "phieu-bieu-quyet", unit)) for unit in (commune.na_po, commune.na_kinh))

    assert [row[1] for row in here[0][1:]] == ["Giàng Mí Dính", "Hoàng Thị Mai"]
    assert [row[1] for row in there[0][1:]] == ["Vàng Thị Lan", "Thò Mí Páo"]


def test_a_year_locked_before_there_were_versions_has_whoever_was_rated(client, commune, secretary):
    """Mai belongs to Na Pô, and was entered only after the year had been locked."""
    for person in (each.person for each in commune.na_po.memberships.exclude(person__full_name="Hoàng Thị Mai")):
        rate(person, commune.na_po, "GOOD")
    make_campaign(commune.unit, 2024, state="LOCKED")

    (table,) = ruled_tables(word(client, "phieu-bieu-quyet", commune.na_po))
    assert [row[1] for row in table[1:]] == ["Giàng Mí Dính", "Vàng Thị Lan"]
    UnitRating.objects.create(unit=commune.na_kinh, year=2023, level="GOOD")
    make_campaign(commune.unit, 2023, state="LOCKED")
    (table,) = ruled_tables(word(client, "phieu-bieu-quyet", None, Part.UNITS, 2023))
    assert [row[1] for row in table[1:]] == ["Na Kinh"]


def test_who_has_not_been_listed_for_rating_leaves_a_ballot_that_says_so(client, commune, secretary, campaign):
    sinh = commune.police.memberships.get().person
    Exemption.objects.create(person=sinh, started_on=date(2024, 1, 1))

    assert "Không có ai thuộc diện xếp loại." in texts(word(client, "phieu-bieu-quyet", commune.police))


# --- The minutes ---


def test_the_minutes_print_what_is_recorded_and_leave_room_for_the_rest(client, commune, secretary):
    campaign = opened_year(commune)
    sheet = sheet_of(campaign, Part.MEMBERS, commune.na_po.pk)
    sheet.present, sheet.voted_on = 3, date(2024, 12, 5)
    sheet.save()
    give("Vàng Thị Lan", "EXCELLENT", votes_excellent=2, votes_good=1, votes_completed=0, votes_not_completed=0)
    give("Giàng Mí Dính", "GOOD")

    document = word(client, "bien-ban-kiem-phieu", commune.na_po)

    said = texts(document)
    assert "Na Khê, ngày 05 tháng 12 năm 2024" in said
    assert f"Có mặt: 3 đồng chí; vắng mặt: {DOTS} đồng chí." in said
    assert ruled_tables(document) == [
        [
            ["TT", "Họ và tên", "Số phiếu", "Mức đề nghị"],
            LEVELS,
            ["1", "Giàng Mí Dính", "", "", "", "", T],
            ["2", "Vàng Thị Lan", "2", "1", "0", "0", XS],
            ["3", "Hoàng Thị Mai", "", "", "", "", ""],
        ]
    ]
    assert f"{XS}: {DOTS}; {T}: {DOTS}; {HT}: {DOTS}; Không hoàn thành nhiệm vụ: {DOTS}." in said
    assert said[-4:] == ["THƯ KÝ", "T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN", "CHỦ TRÌ"]


def test_the_minutes_add_up_what_is_proposed_for_everybody(client, commune, secretary, campaign):
    rate(commune.police.memberships.get().person, commune.police, "GOOD")

    assert ruled_tables(word(client, "bien-ban-kiem-phieu", commune.police))[1] == [
        ["Mức xếp loại", "Số lượng", "Tỷ lệ (%)"],
        [XS, "0", "0,0"],
        [T, "1", "100,0"],
        [HT, "0", "0,0"],
        [LEVELS[3], "0", "0,0"],
        ["Cộng", "1", "100,0"],
    ]


# --- The proposal ---


def test_the_proposal_keeps_what_the_chi_bo_proposed_whatever_is_decided(client, commune, secretary, exempt):
    campaign = opened_year(commune)
    give("Vàng Thị Lan", "EXCELLENT", self_level="GOOD", votes_excellent=2, note="Gương mẫu")
    give("Hoàng Thị Mai", "GOOD")
    steps.propose(sheet_of(campaign, Part.MEMBERS, commune.na_po.pk), SYSTEM)
    give("Vàng Thị Lan", "GOOD")

    document = word(client, "danh-sach-de-nghi", commune.na_po)

    sums, people, not_rated = ruled_tables(document)
    assert sums[1:3] == [[XS, "1", "50,0"], [T, "1", "50,0"]]
    assert people[2:] == [
        ["1", "Vàng Thị Lan", "", "Bí thư", T, "2", "", "", "", XS, "Gương mẫu"],
        ["2", "Hoàng Thị Mai", "2000", "", "", "", "", "", "", T, ""],
    ]
    assert not_rated[1:] == [["1", "Giàng Mí Dính", "", "", "Miễn công tác, sinh hoạt từ 01/03/2024"]]
    said = texts(document)
    assert "Kính gửi: Đảng ủy xã Na Khê" in said
    assert "Căn cứ Hướng dẫn số 25-HD/BTCTW ngày 10/11/2023;" in said
    assert "T/M CHI BỘ" in said and "Vàng Thị Lan" in said
    assert "Danh sách chưa chốt đề nghị: mức ghi ở đây là mức đang có." not in said


def test_a_list_still_being_voted_on_says_that_nothing_is_proposed_yet(client, commune, secretary):
    opened_year(commune)
    assert "Danh sách chưa chốt đề nghị: mức ghi ở đây là mức đang có." in texts(
        word(client, "danh-sach-de-nghi", commune.na_po)
    )


# --- The decision ---


@pytest.fixture
def decided(commune, exempt):
    """2024, everybody HTTNV but Lan, HTXSNV; Dính exempt; all lists decided at once and locked."""
    campaign = opened_year(commune)
    give("Vàng Thị Lan", "EXCELLENT")
    for name in ("Hoàng Thị Mai", "Thò Mí Páo", "Ly Văn Sính"):
        give(name, "GOOD")
    for model in (UnitRating, VillageHeadRating):
        for rating in model.objects.filter(year=2024):
            rating.level = "GOOD"
            rating.save()
    for sheet in sheets(campaign):
        steps.propose(sheet, SYSTEM)
    steps.decide(sheets(campaign), "45-QĐ/ĐU", date(2024, 12, 24), "Hoàng Đức Thịnh", SYSTEM)
    steps.lock(campaign, SYSTEM)
    return campaign


PEOPLE_DECIDED = [
    ["TT", "Họ và tên", "Năm sinh", "Chức vụ", "Mức xếp loại", "Ghi chú"],
    ["I. Na Pô (2)"],
    ["1", "Vàng Thị Lan", "", "Bí thư", XS, ""],
    ["2", "Hoàng Thị Mai", "2000", "", T, ""],
    ["II. Na Kinh (1)"],
    ["3", "Thò Mí Páo", "", "", T, ""],
    ["III. Công an xã (1)"],
    ["4", "Ly Văn Sính", "", "", T, ""],
]


def test_the_decision_names_its_grounds_and_everybody_by_chi_bo(client, decided, secretary):
    document = word(client, "quyet-dinh")

    sums, people, not_rated = ruled_tables(document)
    assert sums[1:] == [
        [XS, "1", "25,0"], [T, "3", "75,0"], [HT, "0", "0,0"], [LEVELS[3], "0", "0,0"], ["Cộng", "4", "100,0"],
    ]  # fmt: skip
    assert people == PEOPLE_DECIDED
    assert [row[1] for row in not_rated[1:]] == ["Giàng Mí Dính"]
    said = texts(document)
    assert said[3:6] == ["Số 45-QĐ/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Na Khê, ngày 24 tháng 12 năm 2024"]
    assert "- Căn cứ Quy định số 124-QĐ/TW ngày 04/10/2023;" in said
    assert "- Căn cứ Hướng dẫn số 25-HD/BTCTW ngày 10/11/2023;" in said
    assert "Điều 1. Công nhận kết quả xếp loại chất lượng đảng viên năm 2024 đối với 4 đồng chí, gồm:" in said
    assert "(kèm theo Quyết định số 45-QĐ/ĐU ngày 24 tháng 12 năm 2024 của Đảng ủy xã Na Khê)" in said
    assert said.count("Hoàng Đức Thịnh") == 2


def test_a_locked_year_prints_the_same_for_ever(client, commune, decided, secretary):
    before = texts(word(client, "quyet-dinh"))
    lan = commune.na_po.memberships.get(person__full_name="Vàng Thị Lan").person
    lan.full_name = "Vàng Thị Lan Anh"
    lan.save()
    lan.memberships.update(unit=commune.police)
    UnitName.objects.filter(unit=commune.na_po).update(name="Na Pô Mới", short_name="Na Pô Mới")
    RatingRegime.objects.update(guidance="HD 1-HD/BTCTW")
    RatingCampaign.objects.update(signer="Người khác")

    assert texts(word(client, "quyet-dinh")) == before
    assert ruled_tables(word(client, "phieu-bieu-quyet", commune.na_po))[0][1][1] == "Vàng Thị Lan"


def test_a_chi_bo_secretary_takes_an_extract_with_the_own_chi_bo_only(client, commune, decided):
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_po))

    document = word(client, "quyet-dinh", commune.na_po)

    assert ruled_tables(document)[0] == PEOPLE_DECIDED[:4]
    said = " ".join(texts(document))
    assert "(Trích: kèm theo Quyết định số 45-QĐ/ĐU ngày 24 tháng 12 năm 2024" in said
    assert "Thò Mí Páo" not in said and "Điều 1." not in said


def test_lists_decided_in_two_decisions_are_two_papers(client, commune, secretary):
    campaign = opened_year(commune)
    give("Thò Mí Páo", "GOOD")
    give("Ly Văn Sính", "EXCELLENT")
    for unit, number, day in (("na_kinh", "8-QĐ/ĐU", 10), ("police", "9-QĐ/ĐU", 17)):
        sheet = steps.propose(sheet_of(campaign, Part.MEMBERS, getattr(commune, unit).pk), SYSTEM)
        steps.decide([sheet], number, date(2024, 12, day), "Hoàng Đức Thịnh", SYSTEM)

    latest, first = (word(client, "quyet-dinh", so=number) for number in ("", "8-QĐ/ĐU"))

    assert [row[1] for row in ruled_tables(latest)[1] if len(row) > 1] == ["Họ và tên", "Ly Văn Sính"]
    assert [row[1] for row in ruled_tables(first)[1] if len(row) > 1] == ["Họ và tên", "Thò Mí Páo"]
    assert texts(first)[3:6:2] == ["Số 8-QĐ/ĐU", "Na Khê, ngày 10 tháng 12 năm 2024"]


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        (Part.UNITS, ["Na Pô, Thôn", "Na Kinh, Thôn", "Công an xã, Công an"]),
        (Part.HEADS, ["Vừ Mí Súng, , Na Kinh", "Giàng Mí Dính, , Na Pô"]),
    ],
)  # fmt: skip
def test_chi_bo_and_village_heads_are_decided_on_the_same_paper(client, decided, secretary, part, rows):
    expected = [[str(n), *row.split(", "), T, ""] for n, row in enumerate(rows, 1)]
    assert ruled_tables(word(client, "quyet-dinh", None, part))[1][1:] == expected


def put_right_elsewhere(unit):
    """It is found to have lain under another commune all along."""
    elsewhere = make_unit("Đảng bộ xã Phú Lũng", kind="COMMUNE", code="phu-lung")
    UnitParent.objects.filter(unit=unit).update(parent=elsewhere)
    rebuild_below(Unit.objects.get(pk=unit.pk))


@pytest.mark.parametrize("slug", papers())
def test_a_locked_years_papers_keep_a_chi_bo_that_is_put_right_elsewhere(client, commune, decided, secretary, slug):
    lists = [(commune.na_kinh,), (commune.na_po,)]
    before = [texts(word(client, slug, *each)) for each in lists]

    put_right_elsewhere(commune.na_kinh)

    assert [texts(word(client, slug, *each)) for each in lists] == before
    assert "Thò Mí Páo" in " ".join(before[0])


@pytest.mark.parametrize("slug", papers())
def test_a_locked_years_papers_keep_their_letterhead_and_who_signs(client, commune, secretary, decided, slug):
    """A committee is named anew, the chi bộ lies elsewhere, and its secretary and the commune's are others."""
    lists = [(commune.na_po, Part.MEMBERS)] + [(None, part) for part in papers()[slug].parts if part != Part.MEMBERS]
    lan, mai = (Person.objects.get(full_name=name) for name in ("Vàng Thị Lan", "Hoàng Thị Mai"))
    before = [texts(word(client, slug, *each, year=2024)) for each in lists]

    UnitName.objects.filter(unit=commune.unit).update(committee_name="Đảng ủy xã Na Khê Mới", place="Na Khê Mới")
    UnitName.objects.filter(unit=commune.na_po).update(name="Na Pô Mới", committee_name="Chi ủy mới")
    lan.offices.all().delete()
    make_office(mai, commune.na_po)
    make_office(mai, commune.unit)

    assert [texts(word(client, slug, *each, year=2024)) for each in lists] == before


def test_the_secretary_who_signed_stays_the_secretary(client, commune, secretary, exempt):
    """The name of the secretary is put right after the lock: the decision still says who signed it, and as what."""
    thinh = make_person("Hoàng Đức Thịnh")
    make_office(thinh, commune.unit)
    campaign = open_year(commune.unit)
    bring(campaign, Step.DECIDED)
    steps.lock(campaign, SYSTEM)
    before = texts(word(client, "quyet-dinh"))
    assert before.count("BÍ THƯ") == 2

    thinh.full_name = "Hoàng Đức Thịnh A"
    thinh.save()

    assert texts(word(client, "quyet-dinh")) == before


def test_papers_of_a_year_locked_before_letterheads_were_kept_have_those_of_the_record(client, decided, secretary):
    version = decided.versions.get()
    del version.settings["letterheads"]
    version.save()

    assert "ĐẢNG ỦY XÃ NA KHÊ" in texts(word(client, "quyet-dinh"))


DRAFT = "Dự thảo: danh sách chưa được quyết định, mức ghi ở đây là mức đang có."


def test_a_list_that_nobody_has_decided_has_a_draft_without_the_number_of_another(client, commune, secretary):
    """The members' lists are decided; the village heads are still being voted on."""
    campaign = open_year(commune.unit)
    bring(campaign, Step.VOTING)
    lists = list(campaign.sheets.filter(part=Part.MEMBERS))
    for each in lists:
        steps.propose(each, SYSTEM)
    steps.decide(lists, *DECISION, by=SYSTEM)

    draft, decision = (texts(word(client, "quyet-dinh", None, part)) for part in (Part.HEADS, Part.MEMBERS))

    assert "118-QĐ/ĐU" not in " ".join(draft)
    assert draft.count(DRAFT) == 2
    assert "Số -QĐ/ĐU" in draft
    assert "Số 118-QĐ/ĐU" in decision and DRAFT not in decision


def test_a_chi_bo_that_waits_takes_no_extract_of_the_decision_over_another(client, commune):
    """Na Kinh is decided, Na Pô is voting."""
    campaign = open_year(commune.unit)
    bring(campaign, Step.VOTING)
    bring_one(campaign, commune.na_kinh)
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_po))

    said = texts(word(client, "quyet-dinh", commune.na_po))

    assert "118-QĐ/ĐU" not in " ".join(said) and DRAFT in said


def test_a_list_taken_up_again_leaves_its_decision_until_it_is_decided_anew(client, commune, secretary):
    """Na Pô is sent back to vote: its draft stands under no number, and the paper says that it is not there."""
    make_unit("Chi bộ chưa có ai", commune.unit)
    campaign = open_year(commune.unit)
    bring(campaign, Step.DECIDED)
    again = steps.reopen_sheet(stored(campaign, commune.na_po), "ghi nhầm", SYSTEM)
    waits = "Danh sách chưa được quyết định, không có ở đây: Na Pô."

    def people():
        return [row[1] for row in ruled_tables(word(client, "quyet-dinh"))[1][1:] if len(row) > 1]

    assert people() == ["Thò Mí Páo", "Ly Văn Sính"]
    steps.send_back(again, "ghi nhầm", SYSTEM)
    give("Vàng Thị Lan", "NOT_COMPLETED")
    assert people() == ["Thò Mí Páo", "Ly Văn Sính"]
    assert texts(word(client, "quyet-dinh")).count(waits) == 2
    assert not MemberRating.objects.filter(unit=commune.na_po).exclude(decision_number="", decided_on=None).exists()


def bring_one(campaign, unit):
    steps.decide([steps.propose(stored(campaign, unit), SYSTEM)], *DECISION, by=SYSTEM)


# --- Self-review and the sheet for a pen ---


def test_everybody_to_be_rated_has_one_sheet_for_the_self_review(client, commune, secretary, campaign, exempt):
    document = word(client, "ban-kiem-diem", commune.na_po)

    said = texts(document)
    assert [text for text in said if text.startswith("Họ và tên")] == [
        f"Họ và tên: Vàng Thị Lan; ngày sinh: {DOTS}",
        "Họ và tên: Hoàng Thị Mai; ngày sinh: 11/01/2000",
    ]
    assert f"Chức vụ Đảng: Bí thư chi bộ; chức vụ chính quyền, đoàn thể: {DOTS}{DOTS}" in said
    assert len(document.sections) == 2
    assert ruled_tables(document) == [[LEVELS, [""] * 4]] * 2


def test_the_pen_sheet_has_the_order_and_the_columns_of_the_grid(client, commune, secretary, exempt):
    campaign = opened_year(commune)
    give("Vàng Thị Lan", "EXCELLENT", self_level="GOOD", committee_level="EXCELLENT", votes_good=3)
    campaign = RatingCampaign.objects.covering(secretary).get(pk=campaign.pk)

    (table,) = ruled_tables(word(client, "phieu-ghi-tay", commune.na_po))

    assert table[:2] == [
        ["TT", "Họ và tên", "Tự", "Chi ủy", "Số phiếu", "Chi bộ"],
        ["HTXSNV", "HTTNV", "HTNV", "KHTNV"],
    ]
    assert table[2:] == [
        ["1", "Giàng Mí Dính Không xếp loại: Miễn công tác, sinh hoạt từ 01/03/2024", *["–"] * 7],
        ["2", "Vàng Thị Lan", "2", "1", "", "3", "", "", "1"],
        ["3", "Hoàng Thị Mai", *[""] * 7],
    ]
    grid = GRIDS[Part.MEMBERS](SYSTEM, campaign, [commune.na_po], commune.na_po)
    assert [row.name for row in grid.rows] == ["Giàng Mí Dính", "Vàng Thị Lan", "Hoàng Thị Mai"]


def test_the_pen_sheet_of_a_scored_year_has_room_for_the_score(client, commune, secretary):
    opened_year(commune, 2025)
    rating = MemberRating.objects.get(person__full_name="Vàng Thị Lan", year=2025)
    rating.score = Decimal("87.50")
    rating.save()

    (table,) = ruled_tables(word(client, "phieu-ghi-tay", commune.na_po, year=2025))

    assert table[0] == ["TT", "Họ và tên", "Tự", "Chi ủy", "Số phiếu", "Điểm", "Chi bộ"]
    assert ["2", "Vàng Thị Lan", "", "", "", "", "", "", "87,5", ""] in table


def test_the_pen_sheet_is_large_enough_to_read_and_to_write_in(client, commune, secretary, campaign):
    (table,) = word(client, "phieu-ghi-tay", commune.na_po).tables

    rows = table.rows[2:]
    assert {round(row.height / Mm(1), 1) for row in rows} == {9.0}
    assert {run.font.size for row in rows for cell in row.cells for p in cell.paragraphs for run in p.runs} == {Pt(14)}


# --- Who may have them ---


def test_a_cadre_reads_the_page_and_takes_no_file(client, commune, campaign):
    client.force_login(make_user(Role.CADRE, commune.unit))
    assert statuses(client, "phieu-ghi-tay", commune.na_po) == [200, 403]
    assert "Tải bản Word" not in page(client, "phieu-ghi-tay", commune.na_po)


def test_a_file_is_taken_only_where_the_right_to_take_it_is_held(client, commune, campaign):
    cadre = make_user(Role.CADRE, commune.unit)
    RoleGrant.objects.create(user=cadre, role=Role.UNIT_SECRETARY, unit=commune.na_po, started_on=date(2000, 1, 1))
    client.force_login(cadre)

    assert statuses(client, "phieu-ghi-tay", commune.na_po) == [200, 200]
    assert statuses(client, "phieu-ghi-tay", commune.na_kinh) == [200, 404]
    assert "Thò Mí Páo" not in " ".join(texts(word(client, "quyet-dinh", commune.na_po)))


@pytest.mark.parametrize("slug", papers())
def test_anothers_list_is_a_missing_one(client, commune, campaign, slug):
    elsewhere = make_unit("Chi bộ thôn Bạch Đích", make_commune("Đảng bộ xã Bạch Đích"))
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_po))

    assert statuses(client, slug, commune.na_kinh) == [404, 404]
    assert statuses(client, slug, elsewhere) == [404, 404]
    assert statuses(client, slug, None, Part.UNITS) == [404, 404]
    assert statuses(client, slug, None, Part.HEADS) == [404, 404]


def test_taking_a_file_is_logged(client, commune, secretary, campaign):
    file = client.get(reverse("rating_paper_file", args=["phieu-bieu-quyet"]), asked(commune.na_po))

    entry = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).latest("pk")
    assert entry.actor == secretary
    assert entry.additional_data.pop("code") in opened(file.content).sections[0].footer.paragraphs[0].text
    assert entry.additional_data == {
        "what": "Xuất giấy “Phiếu biểu quyết” (Word)",
        "rows": 3,
        "paper": "phieu-bieu-quyet",
        "filters": f"nam=2024&don_vi={commune.na_po.pk}",
        "asked": f"Năm: 2024; Tổ chức: {commune.na_po}",
        "day": "2024-12-31",
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }


# --- The index ---


def links(client, **where):
    html = client.get(reverse("rating_papers"), where).content.decode()
    return [slug for slug in papers() if f"/xep-loai/giay/{slug}/?" in html], html.count(".docx?")


def test_the_index_leads_to_every_paper_of_the_list_on_screen_and_in_word(client, commune, secretary, campaign):
    assert links(client, nam=2024, don_vi=commune.na_po.pk) == (list(papers()), 6)
    assert links(client, nam=2024, phan=Part.UNITS) == ([slug for slug in papers() if slug != "ban-kiem-diem"], 5)


def test_the_index_offers_only_what_opens(client, commune, campaign):
    client.force_login(make_user(Role.UNIT_SECRETARY, commune.na_po))
    assert links(client, nam=2024) == (list(papers()), 6)
    assert links(client, nam=2024, phan=Part.UNITS) == ([], 0)


def test_the_index_of_a_year_without_a_campaign_names_those_with_one(client, commune, secretary, campaign):
    html = client.get(reverse("rating_papers"), {"nam": 2019}).content.decode()
    assert "Không có đợt xếp loại năm “2019”." in html
    assert '<a href="?nam=2024">2024</a>' in html
