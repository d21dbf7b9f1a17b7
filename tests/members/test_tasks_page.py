"""The page of tasks, the list that each kind opens, and what the first page shows of them."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from members.models import Ethnicity, Exemption, Movement, Religion, TemporaryAbsence
from members.tasks import CHOICES, gaps, tasks_of
from tests.factories import (
    LONG_AGO,
    join,
    make_head,
    make_member,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from units.models import Congress, RatingCampaign, RatingRegime, Term

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 28)
TYPED = {"ngay": "28/05/2024"}


@pytest.fixture
def register(na_khe):
    return fill(na_khe, "Na Pô", count=1)


def fill(commune, name, count):
    """A chi bộ of a village with *count* people in every kind of task; and one more member, of whom all is known."""
    village = make_village(name, commune)
    unit = make_unit(name, commune, village=village)
    for number in range(count):
        trouble(unit, f"{name} {number}")
        make_head(make_person(f"Trưởng {name} {number}"), make_village(f"Thôn {name} {number}", commune))
        make_village(f"Bản {name} {number}", commune)
    known = {"birth_on": "1985", "sex": "F", "native_place": "Na Khê", "admitted_on": "2010", "official_on": "2011"}
    make_member(f"Đủ {name}", unit, ethnicity=Ethnicity.objects.first(), religion=Religion.objects.first(), **known)
    congress = Congress.objects.create(unit=unit, ordinal=1)
    Term.objects.create(unit=unit, congress=congress, first_year=2020, last_year=2022, started_on=date(2020, 3, 1))
    return unit


def trouble(unit, name):
    """One person for each kind that counts people."""
    join(make_person(f"Dự bị {name}", admitted_on="2023-06-01"), unit, date(2023, 6, 1))
    make_member(f"Già {name}", unit, admission_decision_on="1980-01-01")
    away, exempt, later = (make_member(f"{word} {name}", unit) for word in ("Đi", "Miễn", "Sắp"))
    ended = {"started_on": date(2023, 9, 1), "ended_on": date(2024, 5, 1)}
    TemporaryAbsence.objects.create(person=away, **ended)
    Exemption.objects.create(person=exempt, **ended)
    document = Movement.objects.create(kind="EXEMPTED", person=later, unit=unit, effective_on=date(2024, 6, 1))
    Movement.objects.filter(pk=document.pk).update(recorded_at=now().replace(year=2024, month=5, day=20))


@pytest.fixture
def secretary(client, na_khe):
    client.force_login(make_user("SECRETARY", na_khe))


def open_campaign(commune):
    regime = RatingRegime.objects.get(first_year=2023)
    RatingCampaign.objects.create(unit=commune, year=2023, regime=regime, assessed_on=date(2023, 12, 31))


def names_on(response):
    return sorted(row.record.person.full_name for row in response.context["table"].paginated_rows)


def waiting(page):
    return {task.key: task for task in page.context["waiting"]}


def test_the_page_names_ten_of_a_kind_and_leads_to_all(client, secretary, na_khe):
    fill(na_khe, "Na Pô", count=12)
    page = client.get(reverse("tasks"), TYPED)
    task = waiting(page)["xet-chinh-thuc"]

    assert (task.count, len(task.shown), task.list_words) == (12, 10, "Xem cả 12")
    assert "Đảng viên dự bị đến hạn xét chính thức: 12 người" in page.content.decode()
    assert names_on(client.get(task.list_url)) == sorted(f"Dự bị Na Pô {number}" for number in range(12))


def test_every_item_and_every_list_opens(client, secretary, na_khe, register):
    open_campaign(na_khe)
    found = waiting(client.get(reverse("tasks"), TYPED))

    assert found.keys() == {
        "xet-chinh-thuc", "truong-thon-ngoai-dang", "huy-hieu", "xep-loai", "nhiem-ky", "het-tam-thoi", "het-mien",
        "sap-hieu-luc", "thon-chua-co-truong-thon", "thieu-thong-tin", "chua-co-bi-thu",
    }  # fmt: skip
    addresses = {item.url for task in found.values() for item in task.items} | {
        each.list_url for each in found.values()
    }
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_kind_without_a_list_of_its_own_is_shown_whole(client, secretary, na_khe):
    for number in range(12):
        make_unit(f"Chi bộ {number}", na_khe)
    short = waiting(client.get(reverse("tasks"), TYPED))["chua-co-bi-thu"]
    whole = client.get(short.list_url)
    assert [task.key for task in whole.context["waiting"]] == ["chua-co-bi-thu"]
    assert all(f"Chi bộ {number}</a>" in whole.content.decode() for number in range(12))


COUNTED = {
    "xet-chinh-thuc": ["Dự bị"],
    "huy-hieu": ["Già"],
    "het-tam-thoi": ["Đi"],
    "het-mien": ["Miễn"],
    "thieu-thong-tin": ["Dự bị", "Già", "Đi", "Miễn", "Sắp"],
    "thieu-ngay-ket-nap": ["Đi", "Miễn", "Sắp"],
}
"""Whom trouble() makes for each task; of the other gaps, all five have every one."""


@pytest.mark.parametrize(("role", "units"), [("SECRETARY", ["Na Pô 0", "Phe Phà 0"]), ("UNIT_SECRETARY", ["Na Pô 0"])])
def test_the_list_and_its_file_hold_the_people_that_the_task_counts(client, na_khe, register, role, units):
    """Na Pô and Phe Phà have one person of each kind; the secretary of Na Pô sees the own one."""
    fill(na_khe, "Phe Phà", count=1)
    user = make_user(role, register if role == "UNIT_SECRETARY" else na_khe)
    client.force_login(user)
    counts = counted(user)

    for key, _ in CHOICES:
        words = COUNTED.get(key, COUNTED["thieu-thong-tin"])
        expected = sorted(f"{word} {unit}" for word in words for unit in units)
        assert names_on(client.get(reverse("people"), TYPED | {"viec": key})) == expected, key
        assert names_in(client.get(reverse("people_file"), TYPED | {"viec": key})) == expected, key
        assert counts[key] == len(expected), key


def counted(user):
    """{key: number} as the tasks say it, of each gap as its item does."""
    tasks = tasks_of(user, DAY)
    of_gaps = next(task for task in tasks if task.key == gaps.Gaps.key)
    fields = {item.url.partition("viec=")[2]: int(item.says.split()[1]) for item in of_gaps.items}
    return {task.key: task.count for task in tasks} | fields


def names_in(file):
    sheet = load_workbook(BytesIO(b"".join(file) if file.streaming else file.content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    words = ("Dự bị ", "Già ", "Đi ", "Miễn ", "Sắp ", "Đủ ")
    return sorted(text for text in cells if isinstance(text, str) and text.startswith(words) and len(text) < 20)


def test_the_list_says_which_task_it_shows_and_an_unknown_one_shows_nobody(client, secretary, register):
    assert (
        "Việc cần làm: Thiếu ngày sinh"
        in client.get(reverse("people"), TYPED | {"viec": "thieu-ngay-sinh"}).content.decode()
    )
    page = client.get(reverse("people"), TYPED | {"viec": "khong-co"})
    assert page.context["counts"]["found"] == 0
    assert "Bộ lọc không dùng được" in page.content.decode()


def test_the_first_page_shows_the_same_tasks(client, secretary, register):
    first = client.get(reverse("overview"), TYPED)
    whole = waiting(client.get(reverse("tasks"), TYPED))
    shown = {task.key: (task.count, task.summary) for task in first.context["overview"].tasks}
    assert shown == {
        key: (whole[key].count, whole[key].summary) for key in ("xet-chinh-thuc", "truong-thon-ngoai-dang", "huy-hieu")
    }
    assert f'href="{reverse("tasks")}?ngay=28/05/2024"' in first.content.decode()


def test_the_secretary_of_a_chi_bo_sees_the_own_tasks_only(client, na_khe, register):
    fill(na_khe, "Phe Phà", count=1)
    client.force_login(make_user("UNIT_SECRETARY", register))
    page = client.get(reverse("tasks"), TYPED)
    assert "Dự bị Na Pô 0" in page.content.decode()
    assert "Phe Phà" not in page.content.decode()


def test_the_administrator_reads_no_tasks(client, na_khe, register):
    client.force_login(make_user("ADMINISTRATOR", na_khe))
    assert client.get(reverse("tasks")).status_code == 403


def test_a_day_without_tasks_says_so(client, na_khe):
    client.force_login(make_user("CADRE", na_khe))
    page = client.get(reverse("tasks"), {"ngay": LONG_AGO.strftime("%d/%m/%Y")})
    text = page.content.decode()
    assert "Không có việc nào cần làm vào ngày này." in text
    assert "huy hiệu Đảng đợt 03/02/2000; " in text


@pytest.mark.parametrize("name", ["tasks", "overview"])
def test_a_page_costs_the_same_for_one_person_of_each_kind_and_for_thirty(
    client, secretary, na_khe, register, count_queries, name
):
    open_campaign(na_khe)
    address = f"{reverse(name)}?ngay=28/05/2024"
    client.get(address)  # the first page of a session writes it, too
    few = count_queries(client, address)
    fill(na_khe, "Phe Phà", count=30)
    assert count_queries(client, address) == few <= 21


def test_the_list_of_a_task_costs_the_same_for_one_and_for_thirty(client, secretary, na_khe, register, count_queries):
    addresses = {key: f"{reverse('people')}?ngay=28/05/2024&viec={key}" for key, _ in CHOICES}
    client.get(reverse("people"))
    few = {key: count_queries(client, address) for key, address in addresses.items()}
    fill(na_khe, "Phe Phà", count=30)
    assert {key: count_queries(client, address) for key, address in addresses.items()} == few
    assert max(few.values()) <= 11
