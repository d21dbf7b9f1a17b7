"""Every number opens the people behind it: the list behind a count has exactly that many rows.

Found by walking the register of reports. A count without a list stands in WITHOUT_LIST with the reason why.
"""

import re
from datetime import date

import pytest
from django.urls import reverse

from members.models import (
    Badge,
    BadgeLevel,
    Discipline,
    Ethnicity,
    Exemption,
    MemberRating,
    Membership,
    Person,
    Qualification,
    TemporaryAbsence,
)
from reports.registry import reports
from tests.factories import join, make_commune, make_member, make_office, make_person, make_unit, make_user
from units.closure import rebuild_below
from units.models import Committee, NotRatedReason, Resolution, Target, Unit, UnitParent, UnitRating

SINCE, DAY = "01/01/2023", "28/05/2024"
A_VOTE = "the vote is secret: nobody's name belongs to it"
WITHOUT_LIST = {
    "ket-nap": {"age": "an age, not a number of people"},
    "chi-tieu": {
        "result": "a share; its two numbers stand beside it with their lists",
        "met": "counts targets, the rows of the table itself",
    },
    "lien-tuc-xuat-sac": {"running": "years, not people"},
    **dict.fromkeys(["danh-sach-dang-vien", "danh-sach-loc"], {"party_age": "years, not people"}),
    "xep-loai-chi-tiet": {
        "present": "how many came, not who",
        **{f"votes_{level}": A_VOTE for level in ("excellent", "good", "completed", "not_completed")},
    },
}
"""{slug: {column: why its numbers open nothing}}."""


def move(unit, parent, day):
    unit.parents.filter(ended_on=None).update(ended_on=day)
    UnitParent.objects.create(unit=unit, parent=parent, started_on=day)
    rebuild_below(unit)


def end(full_name, day, reason_out, **fields):
    membership = Membership.objects.get(person__full_name=full_name, ended_on=None)
    membership.ended_on, membership.reason_out = day, reason_out
    for name, value in fields.items():
        setattr(membership, name, value)
    membership.save()


@pytest.fixture
def busy(rated_commune):
    """The commune with every way in and out since 2023, chi bộ that came and went, and something in every column."""
    commune, neighbour = rated_commune, make_commune("Đảng bộ xã Phú Lũng")
    come_and_go(commune, neighbour)
    mong = Ethnicity.objects.get(name="Mông")
    Person.objects.filter(full_name__contains="Mí").update(ethnicity=mong)
    lan, dinh, sinh = (Person.objects.get(full_name=name) for name in ("Vàng Thị Lan", "Giàng Mí Dính", "Ly Văn Sính"))
    make_office(dinh, commune.na_po, "COMMITTEE_MEMBER")
    Exemption.objects.create(person=lan, started_on=date(2022, 1, 1), ended_on=date(2024, 6, 1))
    TemporaryAbsence.objects.create(person=dinh, started_on=date(2024, 1, 1))
    Badge.objects.create(person=lan, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 2, 3))
    for person, level in ((lan, "ADVANCED"), (dinh, "BACHELOR"), (sinh, "ELEMENTARY")):
        Qualification.objects.create(person=person, kind="POLITICAL", level=level)
    for name, level in (("Vàng Thị Lan", "EXCELLENT"), ("Ly Văn Sính", "NOT_COMPLETED")):
        MemberRating.objects.filter(person__full_name=name).update(level=level)
    rate_everything(commune)
    honour(commune)
    aim(commune)
    return commune


def rate_everything(commune):
    """Every level and every reason for none in 2023, of people and of chi bộ; one rated person was disciplined."""
    for level in ("COMPLETED", "GOOD"):
        rate(f"Sùng Thị {level}", commune.na_kinh, level=level)
    for reason in NotRatedReason:
        rate(f"Sùng Thị {reason}", commune.na_kinh, not_rated_reason=reason)
    person = Person.objects.get(full_name="Sùng Thị COMPLETED")
    Discipline.objects.create(person=person, form="WARNING", decided_on=date(2023, 5, 1))
    Qualification.objects.create(person=person, kind="POLITICAL", level="INTERMEDIATE")
    for name, level in (("Sủng Thài", "NOT_COMPLETED"), ("Lao Và Chải", "COMPLETED")):
        UnitRating.objects.create(unit=Unit.objects.get(names__name=name), year=2023, level=level)


def rate(name, unit, **result):
    MemberRating.objects.create(person=make_member(name, unit), unit=unit, year=2023, **result)


def honour(commune):
    """For 2 September 2024: Dế and Chá have 40 years, Chá was warned; Già died with 50; Sử has 30 in six months."""
    for name, decided in (("Vàng Mí Dế", "1984-08-01"), ("Vàng Mí Chá", "1984-03-01"), ("Vàng Mí Sử", "1995-03-01")):
        make_member(name, commune.na_po, admission_decision_on=decided)
    warned = Person.objects.get(full_name="Vàng Mí Chá")
    Discipline.objects.create(person=warned, form="WARNING", decided_on=date(2024, 1, 10))
    old = make_person("Vàng Mí Già", admission_decision_on="1974-01-01", official_on="1975-01-01")
    join(old, commune.na_po, date(2000, 1, 1), ended_on=date(2024, 5, 1), reason_out="DIED")


def aim(commune):
    """A target of every measure for 2023, beside the one that there is."""
    resolution = Resolution.objects.get()
    for measure in set(Target.Measure) - {Target.Measure.UNITS_GOOD_OR_BETTER}:
        Target.objects.create(resolution=resolution, name=measure.label, measure=measure, year=2023, minimum=1)
    join(make_person("Sùng Mí Tài"), commune.na_kinh, date(2023, 9, 2))


def come_and_go(commune, neighbour):
    arrived = make_unit("Sủng Thài", neighbour)
    make_member("Ly Thị May", arrived, sex="F")
    make_member("Ly Mí Pó", arrived, date(2023, 3, 1))
    Committee.objects.create(unit=arrived, started_on=date(2020, 1, 1))
    move(arrived, commune.unit, date(2023, 7, 1))
    departed = make_unit("Lao Và Chải", commune.unit)
    make_member("Thò Thị Mỷ", departed, sex="F")
    join(make_person("Thò Mí Sì"), departed, date(2023, 2, 1))
    move(departed, neighbour, date(2024, 3, 1))
    join(make_person("Sùng Mí Chứ"), commune.na_po, date(2023, 2, 1), "RESTORED")
    join(make_person("Lầu Mí Tủa"), commune.police, date(2023, 6, 1), "TRANSFERRED_IN", came_from="Đảng bộ xã Du Già")
    for number, reason in enumerate(("DIED", "EXPELLED", "REMOVED", "WITHDRAWN", "TRANSFERRED_OUT"), 1):
        join(make_person(f"Vừ Mí {number}"), commune.na_po, ended_on=date(2023, number, 1), reason_out=reason)
    end("Thò Mí Páo", date(2024, 4, 1), "INTERNAL", counterpart_out=commune.na_po)
    pao = Person.objects.get(full_name="Thò Mí Páo")
    join(pao, commune.na_po, date(2024, 4, 1), "INTERNAL", counterpart_in=commune.na_kinh)


def page(client, slug, **asked):
    """The report with its period and, where it has one, beside an earlier day."""
    parameters = reports()[slug].parameters
    period = {"tu": SINCE} if "from" in parameters else {}
    earlier = {"so_voi": SINCE} if {"compare", "beside"} & {*parameters} else {}
    return client.get(reverse("report", args=[slug]), {"ngay": DAY, **period, **earlier, **asked})


def counts(response):
    """(column, number, address or None) of every cell of the page that holds a count.

    Of the total line and the totals of another time also where they count the yes of a column.
    """
    for shown, (table, frozen) in zip(response.context["tables"], response.context["report"].laid_out, strict=True):
        lines = [(line, row, {"count"}) for line, row in zip(shown["lines"], frozen.rows, strict=True)]
        summed = [frozen.totals, *(line.values for line in frozen.comparison if not line.is_change)]
        lines += [(line, totals, {"count", "flag"}) for line, totals in zip(shown["totals"], summed, strict=False)]
        for line, value, kinds in lines:
            cells = line[1:] if table.is_numbered else line
            for heading, cell in zip(frozen.columns, cells, strict=True):
                if heading.kind in kinds and value.get(heading.name):
                    yield heading.name, value[heading.name], address(cell)


def address(cell):
    found = re.search(r'href="([^"]+)"', str(cell.text))
    return found and found[1].replace("&amp;", "&")


def rows_behind(response):
    """How many rows the list has that a number opened."""
    assert response.status_code == 200
    match response.resolver_match.url_name:
        case "people":
            return response.context["counts"]["found"]
        case "report":
            return len(response.context["sheet"].tables[0].rows)
        case "ratings":
            return len(response.context["grid"].rows)
    raise AssertionError(f"{response.request['PATH_INFO']} is no list known here")


def differences(client, response):
    """{column: [(number, rows behind it, address)]} where the two differ; one address is asked once."""
    found, known = {}, {}
    for column, number, url in counts(response):
        if url:
            if url not in known:
                known[url] = rows_behind(client.get(url))
            if known[url] != number:
                found.setdefault(column, []).append((number, known[url], url))
    return found


@pytest.mark.parametrize("slug", reports())
def test_the_list_behind_every_number_has_that_many_rows(busy, client, slug):
    client.force_login(make_user("OFFICE", busy.unit))
    assert differences(client, page(client, slug)) == {}


@pytest.mark.parametrize("slug", reports())
def test_also_for_one_chi_bo(busy, client, slug):
    client.force_login(make_user("OFFICE", busy.unit))
    assert differences(client, page(client, slug, don_vi=busy.na_po.pk)) == {}


@pytest.mark.parametrize("slug", reports())
def test_a_number_that_opens_nothing_is_known_with_its_reason(busy, client, slug):
    client.force_login(make_user("OFFICE", busy.unit))
    without = {column for column, _, url in counts(page(client, slug)) if url is None}
    assert without <= WITHOUT_LIST.get(slug, {}).keys()


@pytest.mark.parametrize("slug", reports())
def test_every_column_of_numbers_has_a_list_or_a_reason_and_every_list_was_opened(busy, client, slug):
    """Of the columns themselves, whatever the numbers of the day; the other tests meet each of those with a list."""
    client.force_login(make_user("OFFICE", busy.unit))
    shown = page(client, slug)
    columns = [(c.name, c.column) for table, _ in shown.context["report"].laid_out for c in table.columns]
    counted = {name: column.find_link for name, column in columns if column.kind == "count"}
    assert {name for name, link in counted.items() if link is None} == WITHOUT_LIST.get(slug, {}).keys() - {"met"}
    met = {column for column, _, url in counts(shown) if url}
    assert {name for name, link in counted.items() if link} - met == set()


def test_the_numbers_of_the_first_page_open_their_lists_too(busy, client):
    client.force_login(make_user("OFFICE", busy.unit))
    overview = client.get(reverse("overview"), {"ngay": DAY, "so_voi": SINCE}).context["overview"]
    opened = [(each.value, each.url) for each in overview.figures]
    opened += [cell for row in overview.rated_units for cell in row.cells] + overview.rated_total_cells
    assert len(opened) > 10
    for number, url in opened:
        assert rows_behind(client.get(url)) == number, url


@pytest.mark.parametrize("slug", [slug for slug, report in reports().items() if "beside" in report.parameters])
def test_a_report_beside_another_day_says_what_that_days_report_says(busy, client, slug):
    client.force_login(make_user("OFFICE", busy.unit))
    alone = client.get(reverse("report", args=[slug]), {"ngay": SINCE}).context["sheet"]
    beside = page(client, slug).context["sheet"]
    totals = [table.comparison[0].values for table in beside.tables if table.comparison]
    assert all(values in [table.totals for table in alone.tables] for values in totals)
    befores = [row for table in beside.tables for row in table.rows if "before" in row]
    told = [note for note in beside.tables[0].notes if SINCE in note]
    assert totals or befores or told, "the other day is to be seen"
    assert SINCE in beside.subtitle
