"""Every page of the register, wide and narrow: no accessibility violation, nothing asked of another host."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from auditlog.context import set_actor
from auditlog.models import LogEntry
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members import rating_steps, reorganisation
from members.facts import FACTS
from members.importing import previews
from members.merging.document import merge
from members.models import (
    DifferentPeople,
    Ethnicity,
    ImportBatch,
    MemberRating,
    Person,
    Religion,
    TrainingCourse,
    VillageHead,
)
from members.movements.document import record
from members.movements.verbs import BY_SLUG, VERBS
from members.rating_versions import write_version
from members.reconciling import groups, keeping
from nakhe.access import SYSTEM, Role
from nakhe.adminsite import FromFiles, site
from reports.registry import papers, reports
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import (
    make_commune,
    make_head,
    make_member,
    make_office,
    make_person,
    make_unit,
    make_user,
    make_village,
)
from tests.importing.sheets import workbook_of
from tests.members.rating_year import bring, open_year
from units.models import Committee, RatingCampaign, RatingRegime, Step, Unit, UnitRating

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def na_khe():
    """A small register with something to show on every page."""
    commune = make_commune(code="na-khe")
    village = make_village("Na Pô", commune, is_border=True)
    na_po = make_unit("Chi bộ thôn Na Pô", commune, village=village, code="na-po")
    make_unit("Chi bộ Trường học", commune, unit_type="SCHOOL", code="truong-hoc")
    bang = make_member("Hoàng Văn Bằng", na_po, sex="M", birth_on="1979-02-03")
    make_member("Lù Thị Chấn", na_po, sex="F", birth_on="1988")
    make_office(bang, na_po)
    make_head(make_person("Giàng Mí Pó"), village)
    Committee.objects.create(unit=na_po, started_on=date(2022, 3, 15))
    regime = RatingRegime.objects.get(first_year=2023)
    RatingCampaign.objects.create(unit=commune, year=2023, regime=regime, assessed_on=date(2023, 12, 31))
    MemberRating.objects.create(person=bang, unit=na_po, year=2023, level="EXCELLENT")
    UnitRating.objects.create(unit=na_po, year=2023, level="GOOD")
    course = TrainingCourse.objects.create(
        unit=commune, name="Nghiệp vụ công tác đảng", kind="PARTY_WORK", started_on="2023-08-14"
    )
    course.attendances.create(person=bang, unit=na_po, attended_as="SECRETARY")
    return commune


def addresses(commune):
    """The list pages, one record of each kind, and every report in the register of reports."""
    unit = commune.children.first().unit
    person = unit.memberships.first().person
    movement, change = documents(unit, person)
    plain = ["overview", "units", "people", "person_add", "village_heads", "ratings", "reports", "password_change"]
    plain += ["written_report", "written_template", "workbook", "letterhead_settings", "file_check"]
    plain += ["own_account", "two_steps", "kept_forms"]
    plain += ["movements", "unit_changes", "log", "tasks", "courses", "course_add"]
    plain += ["first_steps", "units_import", "imports", "reconciliations"]
    return [
        *[reverse(name) for name in plain],
        reverse("unit", args=[unit.pk]),
        reverse("unit", args=[commune.pk]),
        reverse("person", args=[person.pk]),
        reverse("person_edit", args=[person.pk]),
        reverse("person_readers", args=[person.pk]),
        f"{reverse('report', args=['phieu-dang-vien'])}?nguoi={person.pk}",
        f"{person.get_absolute_url()}?loai=chuc-vu",
        reverse("congress_add", args=[unit.pk]),
        reverse("congress_add", args=[commune.pk]),
        *[adding(kind, person if kind.of == "person" else unit) for kind in FACTS if kind.is_added],
        reverse("person_fact", args=[person.pk, "chuc-vu", person.offices.first().pk]),
        reverse("change_set", args=[change_set(person)]),
        *of_courses_and_heads(),
        *of_duplicates(unit),
        *of_the_rating_year(unit),
        movement.get_absolute_url(),
        change.get_absolute_url(),
        *[f"{reverse('movement_add', args=[verb.slug])}?nguoi={person.pk}" for verb in VERBS],
        *[f"{reverse('unit_change_add', args=[verb.slug])}?units={unit.pk}" for verb in reorganisation.VERBS],
        f"{reverse('ratings')}?nam=2023&don_vi={unit.pk}",
        f"{reverse('ratings')}?nam=2023&phan=chi-bo",
        f"{reverse('ratings')}?nam=2023&phan=truong-thon",
        reverse("rating_versions", args=[locked_twice(unit, person).pk]),
        *of_rating_papers(unit),
        *of_imports(),
        *of_reconciliations(),
        f"{reverse('people')}?q=khong-co-ai",
        f"{reverse('people')}?cot=full_name,ethnicity,residence",
        f"{reverse('people_file')}?cot=full_name,ethnicity&nhay_cam=1",
        reverse("saved_views"),
        f"{reverse('saved_view_add', args=['dang-vien'])}?gioi_tinh=F&ngay=28/05/2024",
        f"{reverse('saved_view_add', args=['bao-cao/xep-loai-chi-tiet'])}?nam=2023&sap_xep=-name",
        f"{reverse('find')}?q=na",
        f"{reverse('people')}?pham_vi=tat_ca",
        *[reverse("report", args=[slug]) for slug in reports()],
    ]


OTHER_KINDS = {
    "truong-thon.xlsx": [
        ["Thôn", "Trưởng thôn", "Ngày sinh", "Từ ngày", "Nhiệm kỳ"],
        ["Na Pô", "Giàng Mí Pó", "1980", "1/3/2025", "2025-2027"],
        ["Thôn Không Có", "Lù Văn Sin", None, "2025", 5],
    ],
    "boi-duong.xlsx": [["DANH SÁCH HỌC VIÊN"], ["Họ và tên", "Ngày sinh"], ["Giàng Mí Pó", "1980"]],
}
"""Questions of every sort: one that is typed, a village unknown, a head who ends another."""


def of_duplicates(unit):
    """A pair that differs, one that cannot be merged as it stands, one said to be two people, and a merge."""
    born = {"birth_on": "1985-03-14", "sex": "F"}
    one, other, third = (make_member("Vàng Thị Lan", unit, residence=f"Xóm {n}", **born) for n in range(3))
    elsewhere = make_member("Vàng Thị Lan", Unit.objects.get(code="truong-hoc"), **born)
    DifferentPeople.objects.create(one=other, other=third)
    merged = merge(one, make_member("Vàng Thị Lan", unit, **born), {}, SYSTEM, "Nhập hai lần", uuid4())
    pairs = [reverse("duplicate_pair", args=sorted([each.pk, third.pk])) for each in (one, other)]
    return [
        reverse("duplicates"),
        f"{reverse('duplicates')}?da_tra_loi=1",
        *pairs,
        reverse("duplicate_pair", args=[one.pk, elsewhere.pk]),
        one.get_absolute_url(),
        merged.get_absolute_url(),
    ]


def of_imports():
    """A file with old fonts, questions, errors and unknown columns; one that was written; one without names."""
    by, samples, found = (
        get_user_model().objects.filter(grants__role="SECRETARY").first(),
        Path(__file__).parent.parent / "samples",
        [],
    )
    for name in ("e1-font-vntime.xlsx", "h-so-bi-hong.xlsx", "k-xuat-csv.csv"):
        batch = previews.preview((samples / name).read_bytes(), name, by)
        found.append(reverse("import_batch", args=[batch.number]))
    for name, rows in OTHER_KINDS.items():
        other = previews.preview(workbook_of(*rows), name, by)
        found.append(reverse("import_batch", args=[other.number]))
    ImportBatch.objects.filter(pk=batch.pk).update(state="COMMITTED", committed_at=timezone.now(), effects=[])
    unnamed = workbook_of(["Full name", "Born"], ["Vàng Thị Lan", "3/2/1990"])
    found.append(reverse("import_batch", args=[previews.preview(unnamed, "full-name.xlsx", by).number]))
    return [*found, f"{found[0]}?loai=new"]


def of_reconciliations():
    """Every group of a file that differs from the register, leaves cells blank and means one of two people."""
    by = get_user_model().objects.filter(grants__role="SECRETARY").first()
    data = (
        "Họ và tên,Ngày sinh,Giới tính,Chi bộ,Ngày chính thức\n"
        "Hoàng Văn Bằng,03/02/1979,Nữ,Na Pô,31/02/2001\nLù Thị Chấn,1988,,Na Pô,\n"
        "Giàng Mí Pó,,Nam,Trường học,\nMa Văn Thiện,1987,Nam,Nà Ngần,\n"
    )
    kept = keeping.keep(keeping.reconcile(data.encode(), "cap-tren.csv", by))
    page = reverse("reconciliation", args=[kept.number])
    return [
        *[f"{page}?nhom={slug}" for slug in groups.SLUGS.values()],
        f"{page}?nhom=khac&o=tat-ca",
        f"{page}tep/?nhay_cam=1",
    ]


def locked_twice(unit, person):
    """The year 2022, of which two versions differ."""
    regime = RatingRegime.objects.get(first_year=2019)
    campaign = RatingCampaign.objects.create(
        unit=unit.parent_on(date(2022, 12, 31)), year=2022, regime=regime, assessed_on=date(2022, 12, 31),
        state=RatingCampaign.State.LOCKED,
    )  # fmt: skip
    rating = MemberRating.objects.create(person=person, unit=unit, year=2022, level="GOOD")
    write_version(campaign, SYSTEM)
    rating.level, rating.note = "EXCELLENT", "Bằng khen"
    rating.save()
    write_version(campaign, SYSTEM)
    return campaign


def adding(kind, owner):
    return reverse(f"{kind.of}_fact_add", args=[owner.pk, kind.slug])


def of_rating_papers(unit):
    return [
        f"{reverse('rating_papers')}?nam=2023&don_vi={unit.pk}",
        f"{reverse('rating_papers')}?nam=2019",
        *[f"{reverse('rating_paper', args=[slug])}?nam=2023&don_vi={unit.pk}" for slug in papers()],
    ]


def of_courses_and_heads():
    course, head = TrainingCourse.objects.get(), VillageHead.objects.get()
    return [
        course.get_absolute_url(),
        reverse("course_edit", args=[course.pk]),
        reverse("course_people", args=[course.pk]),
        reverse("course_leave", args=[course.pk, course.attendances.get().pk]),
        reverse("village_head_change", args=[head.village_id]),
        reverse("person_fact", args=[head.person_id, "truong-thon", head.pk]),
    ]


def of_the_rating_year(unit):
    """The years; 2023 without lists; 2024 opened, with a list proposed, one returned and the record gone on since."""
    old = RatingCampaign.objects.get(year=2023)
    year = open_year(old.unit)
    bring(year, Step.PROPOSED)
    returned = year.sheets.get(part="dang-vien", unit=unit)
    rating_steps.send_back(returned, "Thiếu biên bản", SYSTEM)
    make_member("Lù Văn Mìn", unit)
    where = [year.pk, "dang-vien", unit.pk]
    return [
        reverse("rating_years"),
        reverse("rating_year_open"),
        *[reverse(name, args=[old.pk]) for name in ("rating_year", "rating_year_roll")],
        *[reverse(f"rating_year{page}", args=[year.pk]) for page in ("", "_edit", "_roll", "_decide")],
        *[reverse("rating_year_step", args=[year.pk, slug]) for slug in ("khoa", "mo-lai")],
        reverse("rating_list", args=where),
        *[reverse("rating_list_step", args=[*where, slug]) for slug in ("de-nghi", "tra-lai")],
    ]


def documents(unit, person):
    """A movement and a change of a unit, as the pages show them."""
    (movement,) = record(BY_SLUG["mien-sinh-hoat"], [person], {"effective_on": date(2024, 6, 1)})
    given = {"effective_on": date(2024, 6, 1), "name": "Chi bộ thôn Na Pô Mới", "short_name": "Na Pô Mới"}
    return movement, reorganisation.record(reorganisation.BY_SLUG["doi-ten"], [unit], given)


def change_set(person):
    """An entry of the log by somebody of the commune."""
    clerk = make_user(Role.OFFICE, person.memberships.first().unit.parent_on(date(2024, 6, 1)))
    with set_actor(clerk):
        person.occupation = "Giáo viên"
        person.save()
    return LogEntry.objects.get_for_object(person).first().pk


def violations(page):
    """What axe finds on the page, one line a finding."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_an_accessibility_violation(na_khe, signed_in, size):
    page = signed_in(make_user(Role.SECRETARY, na_khe), size=size)
    found = {}
    for address in addresses(na_khe):
        response = page.goto(address)
        assert response.status == 200, address
        found[address] = violations(page)
    assert {address: rows for address, rows in found.items() if rows} == {}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_of_the_accounts_has_an_accessibility_violation(na_khe, signed_in, size):
    lan = make_user(Role.CADRE, na_khe)
    page = signed_in(make_user(Role.ADMINISTRATOR, na_khe), size=size)
    found = {}
    for address in (reverse("accounts"), reverse("account_add"), reverse("account", args=[lan.pk])):
        assert page.goto(address).status == 200, address
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
    page.get_by_role("button", name="Giao vai trò").click()
    expect(page.get_by_role("link", name="Vai trò: Chọn vai trò.")).to_be_visible()
    found["a refused role"] = violations(page)
    assert {address: rows for address, rows in found.items() if rows} == {}


def test_signing_in_has_no_accessibility_violation(browse):
    make_user()
    page = browse()
    page.goto("/dang-nhap/")
    assert violations(page) == []


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMINISTRATOR])
def test_no_page_of_the_settings_has_an_accessibility_violation(na_khe, signed_in, role):
    """The index, and of everything that the role may keep there its list and its empty form."""
    page = signed_in(make_user(role, na_khe))
    found, opened = {}, 0
    for address in ["/quan-tri/", *settings_addresses()]:
        if page.goto(address).status == 200:
            opened += 1
            found[address] = violations(page)
    assert opened > 5
    assert {address: rows for address, rows in found.items() if rows} == {}


def settings_addresses():
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{name}_changelist"), reverse(f"{name}_add"))
        if isinstance(site.get_model_admin(model), FromFiles):
            yield reverse(f"{name}_import")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_no_page_is_wider_than_a_phone(na_khe, signed_in, javascript):
    page = signed_in(make_user(Role.SECRETARY, na_khe), size=PHONE, javascript=javascript)
    wide = {}
    for address in addresses(na_khe):
        assert page.goto(address).status == 200, address
        width = width_of(page.screenshot(full_page=True))
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}


CUT_OFF = "[...document.querySelectorAll('.stack')].filter(box => box.scrollWidth > box.clientWidth).length"


def test_no_card_is_cut_off_on_a_phone(na_khe, signed_in):
    """A table that becomes cards has nothing beyond their edge: nobody looks for it there."""
    branch = Unit.objects.get(code="na-po")
    make_member("Lùng Thị Liên", branch, date(1994, 9, 2), official_on="1995-09-02", admitted_on="1994-09-02")
    page = signed_in(make_user(Role.SECRETARY, na_khe), size=PHONE)
    cut = {}
    for address in addresses(na_khe):
        assert page.goto(address).status == 200, address
        cut[address] = page.evaluate(CUT_OFF)
    assert {address: number for address, number in cut.items() if number} == {}


def width_of(png):
    """The width of a picture: the first number of its header."""
    return int.from_bytes(png[16:20], "big")


@pytest.mark.parametrize(
    ("slug", "asked"),
    [
        ("phieu-dang-vien", ""),
        ("so-danh-sach", "nhay_cam=1"),
        ("nhap-lieu-4-0", "nhay_cam=1"),
        ("ket-nap", "nhay_cam=1&tu=01/01/2000"),
        ("danh-sach-loc", "nhay_cam=1"),
    ],
)
def test_ethnicity_and_religion_are_not_printed_from_a_page(na_khe, signed_in, slug, asked):
    """They are on the screen; on paper they are for whoever gives a reason and prints the file."""
    person = Person.objects.get(full_name="Hoàng Văn Bằng")
    person.ethnicity, person.religion = Ethnicity.objects.get(name="Lô Lô"), Religion.objects.get(name="Công giáo")
    person.save()
    page = signed_in(make_user(Role.OFFICE, na_khe))
    page.goto(f"{reverse('report', args=[slug])}?nguoi={person.pk}&{asked}")
    assert "Lô Lô" in page.inner_text("main table >> nth=0")
    page.emulate_media(media="print")
    printed = page.inner_text("main")
    assert "Hoàng Văn Bằng" in printed
    assert "Lô Lô" not in printed
    assert "công giáo" not in printed.lower()
    assert "nhạy cảm" not in printed


def test_neither_record_nor_list_print_ethnicity_and_religion(na_khe, signed_in):
    person = Person.objects.get(full_name="Hoàng Văn Bằng")
    person.ethnicity, person.religion = Ethnicity.objects.get(name="Lô Lô"), Religion.objects.get(name="Công giáo")
    person.save()
    page = signed_in(make_user(Role.OFFICE, na_khe))
    for address in (reverse("person", args=[person.pk]), f"{reverse('people')}?cot=ethnicity,religion"):
        page.goto(address)
        page.emulate_media(media="screen")
        assert "Lô Lô" in page.inner_text("main")
        page.emulate_media(media="print")
        printed = page.inner_text("main")
        assert "Hoàng Văn Bằng" in printed
        assert "Lô Lô" not in printed
        assert "công giáo" not in printed.lower()


CONTROLS = """() => {
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0)
    .filter(one => !one.disabled && one.type !== "hidden");
  const groups = new Set();
  return found.filter(one => {
    const group = one.type === "radio" && (one.form && [...document.forms].indexOf(one.form)) + one.name;
    if (group && groups.has(group)) return false;
    if (group) groups.add(group);
    return true;
  }).length;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.dataset.reached) return null;
  one.dataset.reached = "1";
  const style = getComputedStyle(one), label = one.labels && one.labels[0] && getComputedStyle(one.labels[0]);
  const outlined = look => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
  const shows = look => look && (outlined(look) || look.boxShadow !== "none");
  const beside = one.nextElementSibling && getComputedStyle(one.nextElementSibling);
  return [shows(style) || shows(label) || shows(beside), one.outerHTML.slice(0, 120)];
}"""


def test_every_control_of_every_page_is_reached_by_the_tab_key_and_shows_it(na_khe, signed_in):
    page = signed_in(make_user(Role.SECRETARY, na_khe))
    unreached, unseen = {}, {}
    for address in addresses(na_khe):
        page.goto(address)
        wanted, reached = page.evaluate(CONTROLS), 0
        for _ in range(wanted + 3):
            page.keyboard.press("Tab")
            if found := page.evaluate(FOCUSED):
                reached += 1
                if not found[0]:
                    unseen[address] = found[1]
        if reached < wanted:
            unreached[address] = (reached, wanted)
    assert (unreached, unseen) == ({}, {})
