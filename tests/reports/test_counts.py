"""The counts by chi bộ and by village, what came and went, discipline and transfers: figures worked out by hand."""

from datetime import date

import pytest
from django.core.management import CommandError

from members.models import (
    Badge,
    BadgeLevel,
    Commendation,
    Discipline,
    Ethnicity,
    Exemption,
    MemberRating,
    Membership,
    Person,
    Qualification,
    TemporaryAbsence,
)
from members.movements.document import record
from members.movements.verbs import BY_SLUG
from tests.factories import join, make_commune, make_office, make_person, make_unit, make_user, make_village
from tests.reports.asking import ask, row_of
from units.closure import rebuild_below
from units.models import Resolution, Target, UnitParent

DAY = "2024-05-28"
IN_2024 = {"from": "2024-01-01", "as_of": DAY}


def named(full_name):
    return Person.objects.get(full_name=full_name)


def end(person, day, reason_out, **fields):
    membership = Membership.objects.get(person=person, ended_on=None)
    membership.ended_on, membership.reason_out = day, reason_out
    for name, value in fields.items():
        setattr(membership, name, value)
    membership.save()


def move(unit, parent, day):
    unit.parents.filter(ended_on=None).update(ended_on=day)
    UnitParent.objects.create(unit=unit, parent=parent, started_on=day)
    rebuild_below(unit)


def some(row):
    """What of a row is not 0, without its name."""
    return {column: number for column, number in row.items() if column != "name" and number}


# --- so-lieu-chi-bo ---


@pytest.fixture
def described(commune):
    """Na Pô: Lan (secretary), Dính (chi ủy, Mông, away, badge), Mai (probationary). Na Kinh: Páo (exempt, secretary).

    Theory: Lan cao cấp, Dính cử nhân, Sính sơ cấp since 2023, Páo trung cấp since June 2024.
    """
    lan, dinh, pao, sinh = map(named, ("Vàng Thị Lan", "Giàng Mí Dính", "Thò Mí Páo", "Ly Văn Sính"))
    make_office(dinh, commune.na_po, "COMMITTEE_MEMBER")
    make_office(pao, commune.na_kinh)
    Person.objects.filter(pk=dinh.pk).update(ethnicity=Ethnicity.objects.get(name="Mông"))
    Person.objects.filter(pk=lan.pk).update(ethnicity=Ethnicity.objects.get(name="Kinh"))
    TemporaryAbsence.objects.create(person=dinh, started_on=date(2024, 5, 1), ended_on=date(2024, 8, 1))
    Exemption.objects.create(person=pao, started_on=date(2020, 1, 1), ended_on=date(2024, 5, 29))
    Badge.objects.create(person=dinh, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 5, 19))
    Badge.objects.create(person=sinh, level=BadgeLevel.objects.get(years=30), awarded_on=date(2024, 9, 2))
    for person, level, since in (
        (lan, "ADVANCED", "2015"), (dinh, "BACHELOR", "2010"), (sinh, "ELEMENTARY", "2023"),
        (pao, "INTERMEDIATE", "2024-06-01"),
    ):  # fmt: skip
        Qualification.objects.create(person=person, kind="POLITICAL", level=level, started_on=since)
    return commune


def test_the_figures_of_every_chi_bo(described):
    report = ask("so-lieu-chi-bo", as_of=DAY)

    assert some(row_of(report, name="Na Pô")) == {
        "committee_members": 2, "members": 3, "women": 2, "minorities": 1, "probationary": 1, "away": 1, "badges": 1,
        "advanced": 2,
    }  # fmt: skip
    assert some(row_of(report, name="Na Kinh")) == {"members": 1, "exempt": 1}
    assert some(row_of(report, name="Công an xã")) == {"members": 1, "elementary": 1}
    assert some(report["totals"]) == {
        "committee_members": 2, "members": 5, "women": 2, "minorities": 1, "probationary": 1, "exempt": 1, "away": 1,
        "badges": 1, "elementary": 1, "advanced": 2,
    }  # fmt: skip
    assert report["notes"] == [
        "1 trên 3 chi bộ có chi ủy; chưa có, nên không tính chi ủy viên: Na Kinh, Công an xã.",
        "Xếp loại: chưa năm nào có kết quả đến ngày này.",
        "Lý luận chính trị: trình độ cao nhất; cử nhân tính vào cao cấp; ai chưa ghi trình độ không có ở cột nào. "
        "Nữ, dân tộc thiểu số không gồm người chưa ghi giới tính, dân tộc.",
    ]


def test_what_lies_after_the_day_is_not_counted(described):
    """On 30/04/2024 Dính is still here and has no badge; on 29/05/2024 Páo takes part again."""
    before, after = (ask("so-lieu-chi-bo", as_of=day)["totals"] for day in ("2024-04-30", "2024-05-29"))

    assert (before["away"], before["badges"], before["exempt"]) == (0, 0, 1)
    assert (after["away"], after["badges"], after["exempt"]) == (1, 1, 0)


def test_the_levels_are_those_of_the_latest_year_of_who_is_here_now(commune):
    """For 2023 Lan and Dính were rated, Dính at Na Kinh; Sính has only 2022; Páo, rated too, died before the day."""
    lan, dinh, pao, sinh = map(named, ("Vàng Thị Lan", "Giàng Mí Dính", "Thò Mí Páo", "Ly Văn Sính"))
    for person, unit, year, level in (
        (lan, commune.na_po, 2023, "EXCELLENT"), (dinh, commune.na_kinh, 2023, "GOOD"),
        (pao, commune.na_kinh, 2023, "COMPLETED"), (sinh, commune.police, 2022, "NOT_COMPLETED"),
    ):  # fmt: skip
        MemberRating.objects.create(person=person, unit=unit, year=year, level=level)
    end(pao, date(2024, 3, 1), "DIED")
    report = ask("so-lieu-chi-bo", as_of=DAY)

    levels = ("excellent", "good", "completed", "not_completed")
    assert [row_of(report, name="Na Pô")[level] for level in levels] == [1, 1, 0, 0]
    assert [report["totals"][level] for level in levels] == [1, 1, 0, 0]
    assert report["notes"][1] == (
        "Xếp loại: mức năm 2023 của đảng viên đang sinh hoạt, kể cả mức do chi bộ trước xếp; "
        "2 đảng viên không có mức của năm đó."
    )


# --- bien-dong-chi-tiet ---


@pytest.fixture
def moved(commune):
    """In 2023 Tủa came to the police. In 2024 Mai is admitted to Na Pô (10/1), Chứ restored there (1/2), Lan moves from
    it to Na Kinh (1/3), Páo dies (1/4), Dính leaves for elsewhere (28/5).
    """
    join(make_person("Lầu Mí Tủa"), commune.police, date(2023, 12, 31), "TRANSFERRED_IN")
    join(make_person("Sùng Mí Chứ", sex="M"), commune.na_po, date(2024, 2, 1), "RESTORED",
         decision_in="12-QĐ/HU", decided_in_on=date(2024, 1, 25))  # fmt: skip
    lan = named("Vàng Thị Lan")
    end(lan, date(2024, 3, 1), "INTERNAL", counterpart_out=commune.na_kinh)
    join(lan, commune.na_kinh, date(2024, 3, 1), "INTERNAL", counterpart_in=commune.na_po)
    end(named("Thò Mí Páo"), date(2024, 4, 1), "DIED")
    end(named("Giàng Mí Dính"), date(2024, 5, 28), "TRANSFERRED_OUT", went_to="Đảng bộ xã Du Già")
    return commune


def listed(**asked):
    rows = ask("bien-dong-chi-tiet", **IN_2024, **asked)["rows"]
    return [(row["happened_on"], row["name"], row["unit"], row["movement"]) for row in rows]


def test_who_came_and_who_went_stands_in_the_order_of_the_days(moved):
    assert listed() == [
        ("2024-01-10", "Hoàng Thị Mai", "Na Pô", "Kết nạp"),
        ("2024-02-01", "Sùng Mí Chứ", "Na Pô", "Khôi phục đảng tịch"),
        ("2024-03-01", "Vàng Thị Lan", "Na Kinh", "Chuyển nội bộ đến"),
        ("2024-03-01", "Vàng Thị Lan", "Na Pô", "Chuyển nội bộ đi"),
        ("2024-04-01", "Thò Mí Páo", "Na Kinh", "Từ trần"),
        ("2024-05-28", "Giàng Mí Dính", "Na Pô", "Chuyển đi"),
    ]


def test_a_movement_says_where_from_or_to_and_by_which_decision(moved):
    report = ask("bien-dong-chi-tiet", **IN_2024)

    assert row_of(report, name="Giàng Mí Dính")["place"] == "Đảng bộ xã Du Già"
    assert row_of(report, name="Vàng Thị Lan", unit="Na Kinh")["place"] == "Na Pô"
    assert row_of(report, name="Sùng Mí Chứ")["decision"] == "12-QĐ/HU, 25/01/2024"
    assert report["notes"] == ["6 lượt."]


def test_one_way_one_chi_bo_or_all_that_came(moved):
    assert [name for _, name, _, _ in listed(movement="ket_nap_lai")] == ["Sùng Mí Chứ"]
    assert [name for _, name, _, _ in listed(movement="giam", branch=moved.na_kinh.code)] == ["Thò Mí Páo"]
    assert [name for _, name, _, _ in listed(movement="tang")] == ["Hoàng Thị Mai", "Sùng Mí Chứ", "Vàng Thị Lan"]
    with pytest.raises(CommandError, match="khong-co"):
        listed(branch="khong-co")


def test_a_list_of_all_that_left_says_how_many_only_moved_inside(moved):
    """Out of Na Pô went Lan (inside) and Dính, out of Na Kinh Páo: of the register two."""
    assert ask("bien-dong-chi-tiet", **IN_2024, movement="giam")["notes"] == ["Giảm: 3 lượt, trong đó 1 chuyển nội bộ."]
    assert ask("bien-dong-chi-tiet", **IN_2024, movement="giam", branch=moved.na_kinh.code)["notes"] == [
        "Giảm: 1 lượt."
    ]
    assert [name for _, name, _, _ in listed(movement="di")] == ["Thò Mí Páo", "Giàng Mí Dính"]
    assert [name for _, name, _, _ in listed(movement="vao")] == ["Hoàng Thị Mai", "Sùng Mí Chứ"]


# --- tang-giam ---


def test_what_came_and_went_balances_for_every_chi_bo(moved):
    """Na Pô: Lan, Dính + Mai, Chứ − Lan, Dính = Mai, Chứ. Na Kinh: Páo + Lan − Páo = Lan. The police: Sính, Tủa."""
    report = ask("tang-giam", **IN_2024)

    assert some(row_of(report, name="Na Pô")) == {
        "opening": 2, "opening_women": 1, "admitted": 1, "readmitted": 1, "came": 2, "transferred_out": 1,
        "internal_out": 1, "left": 2, "closing": 2, "closing_women": 1, "closing_probationary": 2,
    }  # fmt: skip
    assert some(row_of(report, name="Na Kinh")) == {
        "opening": 1, "internal_in": 1, "came": 1, "died": 1, "left": 1, "closing": 1, "closing_women": 1
    }  # fmt: skip
    assert some(row_of(report, name="Công an xã")) == {
        "opening": 2, "opening_probationary": 1, "closing": 2, "closing_probationary": 1
    }  # fmt: skip
    assert report["notes"] == [
        "A + B − C = D, toàn bộ: 5 + 3 − 3 = 5.",
        "Từng chi bộ: Na Pô 2 + 2 − 2 = 2; Na Kinh 1 + 1 − 1 = 1; Công an xã 2 + 0 − 0 = 2.",
        "Chuyển nội bộ tính cả ở B và C: 1 đến, 1 đi.",
    ]


def test_who_is_counted_apart_is_counted_on_each_of_the_two_days(commune):
    """Páo, a Mông, is exempt from February on; Lan's exemption ended on New Year's Day."""
    pao, lan = named("Thò Mí Páo"), named("Vàng Thị Lan")
    Person.objects.filter(pk=pao.pk).update(ethnicity=Ethnicity.objects.get(name="Mông"))
    Exemption.objects.create(person=pao, started_on=date(2024, 2, 1))
    Exemption.objects.create(person=lan, started_on=date(2023, 1, 1), ended_on=date(2024, 1, 1))
    totals = ask("tang-giam", **IN_2024)["totals"]

    assert (totals["opening_minorities"], totals["closing_minorities"]) == (1, 1)
    assert (totals["opening_exempt"], totals["closing_exempt"]) == (1, 1)
    assert some(row_of(ask("tang-giam", **IN_2024), name="Na Kinh"))["closing_exempt"] == 1


def test_whoever_is_behind_a_difference_is_named(commune):
    """Na Kinh was dissolved on 01/03/2024 and nobody wrote where Páo went."""
    commune.na_kinh.ended_on = date(2024, 3, 1)
    commune.na_kinh.save()
    commune.na_kinh.parents.update(ended_on=date(2024, 3, 1))
    rebuild_below(commune.na_kinh)
    make_user("OFFICE", commune.unit, "van-phong")
    notes = ask("tang-giam", user="van-phong", **IN_2024)["notes"]

    assert notes[0] == "A + B − C = D, toàn bộ: 4 + 1 − 0 = 5, không khớp cuối kỳ 4."
    assert "Na Kinh 1 + 0 − 0 = 1, không khớp cuối kỳ 0" in notes[1]
    assert notes[2:] == ["Không khớp ở Na Kinh: Thò Mí Páo. Soát lại ngày vào, ngày ra, và ngày của chi bộ."]


def test_a_move_inside_that_has_one_end_is_named(commune):
    """Lan went from Na Pô to Na Kinh, which nobody wrote there; Dính came to the police with both ends on file."""
    lan, dinh = named("Vàng Thị Lan"), named("Giàng Mí Dính")
    end(lan, date(2024, 3, 1), "INTERNAL", counterpart_out=commune.na_kinh)
    end(dinh, date(2024, 3, 1), "INTERNAL", counterpart_out=commune.police)
    join(dinh, commune.police, date(2024, 3, 1), "INTERNAL", counterpart_in=commune.na_po)
    told = ["Chuyển nội bộ tính cả ở B và C: 1 đến, 2 đi.", "Chuyển nội bộ mới ghi một đầu: Vàng Thị Lan."]

    assert ask("tang-giam", **IN_2024)["notes"][2:] == told


def test_of_one_chi_bo_a_move_has_both_ends_though_one_lies_elsewhere(moved):
    notes = ask("tang-giam", unit=moved.na_kinh.code, **IN_2024)["notes"]

    assert notes == [
        "A + B − C = D, toàn bộ: 1 + 1 − 1 = 1.",
        "Từng chi bộ: Na Kinh 1 + 1 − 1 = 1.",
        "Chuyển nội bộ tính cả ở B và C: 1 đến, 0 đi.",
    ]


# --- thon-dang ---


@pytest.fixture
def villages(commune):
    """Na Pô has a second chi bộ, whose secretary Dính heads the village. Na Kinh: Súng, outside; Páo has left. Sủng Là
    has no chi bộ and no head.
    """
    make_village("Sủng Là", commune.unit, position=9)
    make_office(named("Giàng Mí Dính"), make_unit("Na Pô 2", commune.unit, village=commune.na_po.village))
    end(named("Thò Mí Páo"), date(2024, 3, 1), "TRANSFERRED_OUT")
    return commune


def test_villages_with_their_chi_bo_and_their_heads(villages):
    report = ask("thon-dang", as_of=DAY)

    assert report["rows"] == [
        {"village": "Na Kinh", "branches": "Na Kinh", "members": 0, "head": "Vừ Mí Súng", "is_member": False,
         "is_secretary": False, "note": "chưa có đảng viên"},
        {"village": "Na Pô", "branches": "Na Pô, Na Pô 2", "members": 3, "head": "Giàng Mí Dính", "is_member": True,
         "is_secretary": True, "note": ""},
        {"village": "Sủng Là", "branches": "", "members": 0, "head": "", "is_member": False, "is_secretary": False,
         "note": "chưa có chi bộ; chưa ghi trưởng thôn"},
    ]  # fmt: skip
    assert report["totals"] == {"members": 3, "is_member": 1, "is_secretary": 1}
    assert report["notes"][:-1] == [
        "3 thôn, 2 có chi bộ; 2 trưởng thôn, 1 là đảng viên, 1 bí thư chi bộ kiêm trưởng thôn.",
        "Thôn chưa có chi bộ 1: Sủng Là.",
        "Thôn có chi bộ, chưa có đảng viên 1: Na Kinh.",
        "Thôn chưa ghi trưởng thôn 1: Sủng Là.",
        "Trưởng thôn chưa là đảng viên 1: Vừ Mí Súng (Na Kinh).",
    ]


def test_one_chi_bo_has_its_own_village_alone(villages):
    assert [row["village"] for row in ask("thon-dang", as_of=DAY, unit=villages.na_kinh.code)["rows"]] == ["Na Kinh"]


# --- Admissions ---


def test_whoever_counts_admissions_counts_those_of_chi_bo(rated_commune):
    """Mai in Na Pô in 2024; Mỷ, by an old entry, in the commune itself, where no list of members has her."""
    join(make_person("Sùng Thị Mỷ"), rated_commune.unit, date(2024, 2, 3))
    resolution = Resolution.objects.get()
    Target.objects.create(resolution=resolution, year=2023, measure="ADMISSIONS", minimum=1, name="Kết nạp")
    join(make_person("Sùng Thị Sáy"), rated_commune.unit, date(2023, 2, 3))

    compared = ask("so-sanh", as_of=DAY, compare="2023-12-31")
    assert row_of(compared, figure="Kết nạp")["after"] == 1
    assert [row["admitted"] for row in ask("dang-vien-nhieu-nam", as_of=DAY, years="2")["rows"]] == [0, 1]
    assert [row["name"] for row in ask("ket-nap", **IN_2024)["rows"]] == ["Hoàng Thị Mai"]
    assert [row["name"] for row in ask("bien-dong-chi-tiet", movement="ket_nap", **IN_2024)["rows"]] == [
        "Hoàng Thị Mai"
    ]
    assert row_of(ask("chi-tieu", year="2023"), target="Kết nạp")["part"] == 0


# --- ky-luat-khen-thuong ---


def test_disciplines_of_the_period(commune):
    """Dính was reprimanded and warned; Sính expelled on 1 March and restored on 1 May; Páo's was in 2023."""
    dinh, sinh, pao = map(named, ("Giàng Mí Dính", "Ly Văn Sính", "Thò Mí Páo"))
    discipline = Discipline.objects.create
    discipline(person=dinh, form="REPRIMAND", decided_on=date(2024, 1, 1), decision_number="3-QĐ/ĐU",
               reason="Vi phạm quy chế", self_remedied=True)  # fmt: skip
    discipline(person=dinh, form="WARNING", decided_on=date(2024, 5, 28))
    discipline(person=pao, form="WARNING", decided_on=date(2023, 12, 31))
    end(sinh, date(2024, 3, 1), "EXPELLED")
    discipline(person=sinh, form="EXPULSION", decided_on=date(2024, 3, 1))
    join(sinh, commune.na_kinh, date(2024, 5, 1), "RESTORED")
    table = ask("ky-luat-khen-thuong", **IN_2024)["tables"][0]

    assert table["rows"] == [
        {"name": "Giàng Mí Dính", "unit": "Na Pô", "form": "Khiển trách", "decided_on": "2024-01-01",
         "decision_number": "3-QĐ/ĐU", "reason": "Vi phạm quy chế", "self_remedied": True, "restored_on": None},
        {"name": "Ly Văn Sính", "unit": "Công an xã", "form": "Khai trừ", "decided_on": "2024-03-01",
         "decision_number": "", "reason": "", "self_remedied": False, "restored_on": "2024-05-01"},
        {"name": "Giàng Mí Dính", "unit": "Na Pô", "form": "Cảnh cáo", "decided_on": "2024-05-28",
         "decision_number": "", "reason": "", "self_remedied": False, "restored_on": None},
    ]  # fmt: skip
    assert table["notes"][0] == (
        "3 quyết định kỷ luật đối với 2 đảng viên: khiển trách 1, cảnh cáo 1, khai trừ 1; 1 tự phát hiện, đã khắc phục."
    )


def test_commendations_of_people_and_of_units(commune):
    """Lan, chi bộ Na Kinh, and Súng, a head outside the Party; nobody in 2023 or after the day."""
    commend = Commendation.objects.create
    commend(person=named("Vàng Thị Lan"), form="Giấy khen", given_by="Đảng ủy xã", decided_on=date(2024, 2, 3),
            decision_number="9-QĐ/ĐU", reason="Hoàn thành xuất sắc")  # fmt: skip
    commend(unit=commune.na_kinh, form="Bằng khen", decided_on=date(2024, 5, 19))
    commend(person=named("Vừ Mí Súng"), form="Giấy khen", decided_on=date(2024, 5, 20))
    commend(unit=commune.na_po, form="Bằng khen", decided_on=date(2024, 5, 29))
    make_user("OFFICE", commune.unit, "van-phong")
    table = ask("ky-luat-khen-thuong", user="van-phong", **IN_2024)["tables"][1]

    assert table["rows"][0] == {
        "name": "Vàng Thị Lan", "kind": "Cá nhân", "unit": "Na Pô", "form": "Giấy khen", "decided_on": "2024-02-03",
        "decision_number": "9-QĐ/ĐU", "given_by": "Đảng ủy xã", "reason": "Hoàn thành xuất sắc",
    }  # fmt: skip
    assert [(row["name"], row["kind"], row["unit"]) for row in table["rows"][1:]] == [
        ("Na Kinh", "Tập thể", "Na Kinh"), ("Vừ Mí Súng", "Cá nhân", "Đảng bộ xã Na Khê")
    ]  # fmt: skip
    assert table["notes"] == ["3 lượt khen thưởng: 2 cá nhân, 1 tập thể."]


def test_a_discipline_is_told_by_the_committee_that_the_chi_bo_lay_under(commune):
    """Páo was warned on 01/02/2024, when Na Kinh lay under Na Khê, and on 01/04, when it lay under Phú Lũng."""
    for day in (date(2024, 2, 1), date(2024, 4, 1)):
        Discipline.objects.create(person=named("Thò Mí Páo"), form="WARNING", decided_on=day)
    neighbour = make_commune("Đảng bộ xã Phú Lũng", code="phu-lung")
    move(commune.na_kinh, neighbour, date(2024, 3, 1))

    def days(unit):
        rows = ask("ky-luat-khen-thuong", unit=unit.code, **IN_2024)["tables"][0]["rows"]
        return [row["decided_on"] for row in rows]

    assert (days(commune.unit), days(neighbour)) == (["2024-02-01"], ["2024-04-01"])


# --- chuyen-sinh-hoat ---


def test_transfers_of_the_period(moved):
    """Lan within the register, Dính out; Chá from elsewhere, nobody wrote from where; Tủa came in 2023."""
    cha = make_person("Chá")
    join(cha, moved.police, date(2024, 2, 1), "TRANSFERRED_IN", decision_in="7-GT", decided_in_on=date(2024, 1, 1))
    report = ask("chuyen-sinh-hoat", **IN_2024)

    assert [tuple(row.values()) for row in report["rows"]] == [
        ("Chá", "Chuyển đến", "2024-02-01", "", "Công an xã", "7-GT, 01/01/2024", None, "chưa ghi nơi đi"),
        ("Vàng Thị Lan", "Chuyển nội bộ", "2024-03-01", "Na Pô", "Na Kinh", "", None, ""),
        ("Giàng Mí Dính", "Chuyển đi", "2024-05-28", "Na Pô", "Đảng bộ xã Du Già", "", None, ""),
    ]
    assert report["notes"] == [
        "3 lượt: chuyển đi 1, chuyển đến 1, chuyển nội bộ 1, tạm thời 0.",
        "Chưa xác nhận 1: Chá (chưa ghi nơi đi).",
    ]


def test_a_move_inside_is_one_row_for_each_of_its_chi_bo(moved):
    for unit in (moved.na_po, moved.na_kinh):
        rows = ask("chuyen-sinh-hoat", unit=unit.code, **IN_2024)["rows"]
        inside = [(row["place_from"], row["place_to"]) for row in rows if row["kind"] == "Chuyển nội bộ"]
        assert inside == [("Na Pô", "Na Kinh")]


def test_a_move_inside_that_nobody_wrote_in_the_other_chi_bo_is_not_confirmed(commune):
    end(named("Vàng Thị Lan"), date(2024, 3, 1), "INTERNAL", counterpart_out=commune.na_kinh)
    join(make_person("Chá"), commune.police, date(2024, 4, 1), "INTERNAL", counterpart_in=commune.na_po)
    rows = ask("chuyen-sinh-hoat", **IN_2024)["rows"]

    assert [(row["name"], row["place_from"], row["place_to"], row["status"]) for row in rows] == [
        ("Vàng Thị Lan", "Na Pô", "Na Kinh", "chưa ghi nơi đến"),
        ("Chá", "Na Pô", "Công an xã", "chưa ghi nơi đi"),
    ]


def test_temporary_transfers_are_followed(commune):
    """Lan is still away, Dính's time ran out in April, Mai's in January; Páo came back by a movement. Sính went 13
    months ago, without a day of return.
    """
    away = TemporaryAbsence.objects.create
    lan, dinh, mai, pao, sinh = map(
        named, ("Vàng Thị Lan", "Giàng Mí Dính", "Hoàng Thị Mai", "Thò Mí Páo", "Ly Văn Sính")
    )
    away(person=lan, started_on=date(2024, 3, 1), ended_on=date(2024, 5, 29), place="Trường Chính trị")
    away(person=dinh, started_on=date(2024, 1, 3), ended_on=date(2024, 4, 3))
    away(person=mai, started_on=date(2024, 1, 10), ended_on=date(2024, 1, 31))
    away(person=pao, started_on=date(2024, 1, 5))
    away(person=sinh, started_on=date(2023, 4, 28))
    record(BY_SLUG["ve-sau-tam-thoi"], [pao], {"effective_on": date(2024, 4, 5)})
    report = ask("chuyen-sinh-hoat", **{"from": "2023-01-01"}, as_of=DAY)

    assert [(row["name"], row["until"], row["status"]) for row in report["rows"]] == [
        ("Ly Văn Sính", None, "quá 12 tháng, chưa ghi ngày về"),
        ("Giàng Mí Dính", "2024-04-03", "hết hạn, chưa ghi ngày về"),
        ("Thò Mí Páo", "2024-04-05", "đã về"),
        ("Hoàng Thị Mai", "2024-01-31", "đã hết hạn"),
        ("Vàng Thị Lan", "2024-05-29", "đang ở nơi khác"),
    ]
    assert row_of(report, name="Vàng Thị Lan")["place_to"] == "Trường Chính trị"
    assert report["notes"] == [
        "5 lượt: chuyển đi 0, chuyển đến 0, chuyển nội bộ 0, tạm thời 5.",
        "Chưa xác nhận 2: Ly Văn Sính (quá 12 tháng, chưa ghi ngày về), Giàng Mí Dính (hết hạn, chưa ghi ngày về).",
    ]
