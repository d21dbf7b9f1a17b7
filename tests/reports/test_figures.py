"""A small story for each report, with figures worked out by hand."""

from datetime import date

import pytest
from django.core.management import CommandError
from django.urls import reverse

from members.models import (
    Discipline,
    Ethnicity,
    MemberRating,
    Membership,
    Office,
    Person,
    Probation,
    Qualification,
    TrainingAttendance,
    TrainingCourse,
    VillageHeadRating,
)
from tests.factories import join, make_member, make_office, make_person, make_user
from tests.reports.asking import ask, row_of
from units.models import RatingCampaign, RatingRegime, Resolution, Target, UnitRating

DAY = "2024-05-28"


def named(full_name):
    return Person.objects.get(full_name=full_name)


def end(person, day, reason_out):
    membership = Membership.objects.get(person=person, ended_on=None)
    membership.ended_on, membership.reason_out = day, reason_out
    membership.save()


def rate(unit, levels, year=2023):
    """New members of *unit* with these levels, or reasons for having none."""
    for number, verdict in enumerate(levels):
        person = make_person(f"Người {unit.code} {number} {verdict}")
        given = (
            {"level": verdict}
            if verdict in ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED")
            else {"not_rated_reason": verdict}
        )
        MemberRating.objects.create(person=person, unit=unit, year=year, **given)


@pytest.fixture
def campaign(commune):
    regime = RatingRegime.objects.get(first_year=2023)
    return RatingCampaign.objects.create(unit=commune.unit, year=2023, regime=regime, assessed_on=date(2023, 12, 31))


def test_the_chi_bo_of_a_day(commune):
    report = ask("to-chuc", as_of=DAY)
    assert row_of(report, name="Na Pô") == {
        "name": "Na Pô",
        "unit_type": "Thôn",
        "members": 3,
        "official": 2,
        "probationary": 1,
        "women": 2,
        "secretary": "Vàng Thị Lan",
        "has_committee": True,
        "village": "Na Pô",
        "is_border": True,
    }
    assert report["totals"] == {
        "members": 5, "official": 4, "probationary": 1, "women": 2, "has_committee": 1, "is_border": 1
    }  # fmt: skip
    assert report["notes"][0] == "1 trên 3 chi bộ có chi ủy; chưa có: Na Kinh, Công an xã."


def test_a_day_beside_another_one(commune):
    """On 28/02/2022 there were Lan, Dính, Páo in two chi bộ: now Sính and the probationer Mai are more."""
    report = ask("to-chuc", as_of=DAY, compare="2022-02-28")
    then, change = report["comparison"]
    assert (then["label"], change["label"]) == ("Ngày 28/02/2022", "So sánh")
    assert then["values"] == {
        "members": 3, "official": 3, "probationary": 0, "women": 1, "has_committee": 1, "is_border": 1
    }  # fmt: skip
    assert [change["values"][name] for name in ("members", "probationary", "women", "has_committee")] == [2, 1, 1, 0]
    assert "comparison" not in ask("to-chuc", as_of=DAY)


def test_groups_beside_another_day(commune):
    """Of sex: Nữ 2 (Lan, Mai), before 1; Nam 3, before 2. Nobody was between 18 and 30 of whom it is known."""
    rows = ask("co-cau", as_of=DAY, compare="2022-02-28")["rows"]
    found = {(row["group"], row["level"]): (row["members"], row["before"], row["change"]) for row in rows}
    assert found["Giới tính", "Nữ"] == (2, 1, 1)
    assert found["Giới tính", "Nam"] == (3, 2, 1)
    assert found["Tuổi đời", "18–30"] == (1, 0, 1)
    assert found["Tuổi đời", "Chưa rõ"] == (4, 3, 1)
    assert found["Tư cách", "Dự bị"] == (1, 0, 1)


def test_a_level_that_nobody_has_any_more_stands_among_those_of_its_kind(commune):
    """Lan left for elsewhere: of the secretaries then one had a university, of those now nobody has anything."""
    lan = named("Vàng Thị Lan")
    Qualification.objects.create(person=lan, kind="PROFESSIONAL", level="MASTER", started_on="2019")
    Office.objects.update(ended_on=date(2024, 1, 1))
    summary = ask("chat-luong-bi-thu", as_of=DAY, compare="2023-12-31")["tables"][1]
    row = row_of(summary, level="Thạc sĩ")
    assert (row["secretaries"], row["before"], row["change"]) == (0, 1, -1)
    assert [(each["kind"], each["level"]) for each in summary["rows"]] == [
        ("Học vấn, chuyên môn", "Thạc sĩ"),
        ("Học vấn, chuyên môn", "Đại học"),
        ("Học vấn, chuyên môn", "Cao đẳng"),
        ("Học vấn, chuyên môn", "Trung cấp"),
        ("Lý luận chính trị", "Cao cấp"),
        ("Lý luận chính trị", "Trung cấp"),
        ("Lý luận chính trị", "Sơ cấp"),
        ("Lý luận chính trị", "Chưa rõ"),
    ]


def test_a_level_of_the_other_day_alone_stands_before_those_of_whom_nothing_is_known(commune):
    """Dính's 9/12 became 12/12 in 2023, Lan's 10/12 is hers still; of Páo and Mai, and of Sính, nothing is known."""
    dinh, lan = named("Giàng Mí Dính"), named("Vàng Thị Lan")
    school = {"person": dinh, "kind": "GENERAL"}
    Qualification.objects.create(**school, level="9/12", started_on="2000", ended_on="2023-06-01")
    Qualification.objects.create(**school, level="12/12", started_on="2023-06-01")
    Qualification.objects.create(person=lan, kind="GENERAL", level="10/12")
    rows = ask("co-cau", as_of=DAY, compare="2022-12-31")["rows"]
    assert [(row["level"], row["before"], row["members"]) for row in rows if row["group"] == "Giáo dục phổ thông"] == [
        ("12/12", 0, 1), ("10/12", 1, 1), ("9/12", 1, 0), ("Chưa rõ", 2, 3)
    ]  # fmt: skip


def test_lists_of_chi_bo_and_heads_are_narrowed(commune):
    assert [row["name"] for row in ask("to-chuc", as_of=DAY, committee="1")["rows"]] == ["Na Pô"]
    assert [row["name"] for row in ask("to-chuc", as_of=DAY, committee="0")["rows"]] == ["Na Kinh", "Công an xã"]
    assert [row["name"] for row in ask("to-chuc", as_of=DAY, border="1")["rows"]] == ["Na Pô"]
    assert [row["name"] for row in ask("truong-thon", as_of=DAY, head="khong_dang_vien")["rows"]] == ["Vừ Mí Súng"]
    assert [row["name"] for row in ask("truong-thon", as_of=DAY, head="dang_vien")["rows"]] == ["Giàng Mí Dính"]


def test_ethnicity_is_in_the_list_of_the_admitted_only_when_asked_for(commune):
    Person.objects.filter(full_name="Hoàng Thị Mai").update(ethnicity=Ethnicity.objects.get(name="Tày"))
    options = {"from": "2024-01-01", "as_of": DAY}
    assert "Dân tộc" not in [column["heading"] for column in ask("ket-nap", **options)["columns"]]
    assert [row["ethnicity"] for row in ask("ket-nap", private=True, **options)["rows"]] == ["Tày"]


def test_before_the_police_were_founded_there_were_two(commune):
    assert [row["name"] for row in ask("to-chuc", as_of="28/2/2022")["rows"]] == ["Na Pô", "Na Kinh"]


def test_one_chi_bo_is_asked_for_by_its_code(commune):
    report = ask("to-chuc", as_of=DAY, unit=commune.na_kinh.code)
    assert [row["name"] for row in report["rows"]] == ["Na Kinh"]
    assert {name: value for name, value in report["parameters"].items() if value} == {
        "as_of": DAY,
        "unit": commune.na_kinh.code,
    }


def test_comparing_two_dates_names_what_came_and_went(commune):
    """2021: Na Pô 2, Na Kinh 1. 2024: Sính and Mai were admitted; Páo died; Súng was joined by no second outsider."""
    end(named("Thò Mí Páo"), date(2023, 6, 1), "DIED")
    report = ask("so-sanh", as_of=DAY, compare="2021-12-31")
    figures = {row["figure"]: (row["before"], row["after"], row["change"], row["names"]) for row in report["rows"]}
    assert figures["Chi bộ"] == (2, 3, 1, "thêm Công an xã")
    assert figures["Chi bộ có chi ủy"] == (1, 1, 0, "chưa có: Công an xã, Na Kinh")
    assert figures["Đảng viên"] == (3, 4, 1, "")
    assert figures["Đảng viên nữ"] == (1, 2, 1, "")
    assert figures["Trưởng thôn chưa là đảng viên"][:3] == (1, 1, 0)
    assert figures["Trưởng thôn chưa là đảng viên"][3].endswith("nay: Vừ Mí Súng (Na Kinh)")
    assert figures["Kết nạp"] == (None, 2, 2, "")
    assert figures["Chuyển đi, từ trần, ra khỏi Đảng"] == (None, 1, -1, "")


def test_opening_plus_ways_in_minus_ways_out_is_closing(commune):
    """In 2024 Na Pô: 2 + Mai admitted + Chứ came back − Dính left for elsewhere − Lan moved inside = 2.

    Na Kinh: 1 + Lan moved inside − Páo died = 1. Công an xã: 1 + Tủa transferred in − Sính removed = 1.
    The whole: 4 + 3 − 3 = 4.
    """
    join(make_person("Sùng Mí Chứ"), commune.na_po, date(2024, 2, 1), "RESTORED")
    end(named("Giàng Mí Dính"), date(2024, 5, 28), "TRANSFERRED_OUT")
    end(named("Vàng Thị Lan"), date(2024, 3, 1), "INTERNAL")
    join(named("Vàng Thị Lan"), commune.na_kinh, date(2024, 3, 1), "INTERNAL")
    end(named("Thò Mí Páo"), date(2024, 4, 1), "DIED")
    join(make_person("Lầu Mí Tủa"), commune.police, date(2024, 1, 1), "TRANSFERRED_IN")
    end(named("Ly Văn Sính"), date(2024, 1, 2), "REMOVED")
    report = ask("bien-dong", **{"from": "1/1/2024"}, as_of=DAY)

    def moved(name):
        row = row_of(report, name=name)
        return {column: number for column, number in row.items() if column != "name" and number}

    assert moved("Na Pô") == {
        "opening": 2, "admitted": 1, "readmitted": 1, "came": 2, "transferred_out": 1, "left": 1, "internal_out": 1,
        "closing": 2,
    }  # fmt: skip
    assert moved("Na Kinh") == {"opening": 1, "died": 1, "left": 1, "internal_in": 1, "closing": 1}
    assert moved("Công an xã") == {"opening": 1, "transferred_in": 1, "came": 1, "removed": 1, "left": 1, "closing": 1}
    totals = report["totals"]
    assert (totals["came"], totals["left"]) == (3, 3), "without Lan, who only moved inside"
    assert (totals["opening"], totals["closing"]) == (4, 4)
    assert totals["internal_in"] == totals["internal_out"] == 1
    assert report["notes"] == ["Đầu kỳ 4 + tăng 3 − giảm 3 = 4, khớp với cuối kỳ."]


def test_every_row_of_movements_balances(commune):
    for row in ask("bien-dong", **{"from": "2022-01-01"}, as_of=DAY)["rows"]:
        came = row["admitted"] + row["readmitted"] + row["transferred_in"] + row["internal_in"]
        left = row["died"] + row["expelled"] + row["removed"] + row["withdrawn"] + row["transferred_out"]
        assert row["opening"] + came - left - row["internal_out"] == row["closing"]


def test_who_stands_on_a_list_without_a_word_since_when_came(commune):
    """An imported list says neither how nor when: counted with those who came, so that the sum is right."""
    join(make_person("Sùng Mí Chứ"), commune.na_kinh, date(2024, 2, 1), "ON_FILE")
    (row,) = (row for row in ask("bien-dong", **{"from": "1/1/2024"}, as_of=DAY)["rows"] if row["name"] == "Na Kinh")

    assert (row["opening"], row["transferred_in"], row["admitted"], row["closing"]) == (1, 1, 0, 2)


def test_whoever_was_admitted_in_the_period(commune):
    report = ask("ket-nap", **{"from": "2024-01-01"}, as_of=DAY)
    assert report["rows"] == [
        {
            "name": "Hoàng Thị Mai",
            "unit": "Na Pô",
            "admission_decision_on": None,
            "admitted_on": "2024-01-10",
            "official_on": None,
            "sex": "Nữ",
            "age": 23,  # born 11/01/2000: 24 only the day after
        }
    ]


def test_the_day_of_admission_belongs_to_the_period_at_both_ends(commune):
    assert len(ask("ket-nap", **{"from": "2024-01-10"}, as_of="2024-01-10")["rows"]) == 1
    assert len(ask("ket-nap", **{"from": "2024-01-11"}, as_of=DAY)["rows"]) == 0
    assert len(ask("ket-nap", **{"from": "2024-01-01"}, as_of="2024-01-09")["rows"]) == 0


def test_quality_of_secretaries_lists_and_counts(commune):
    """Lan: university since 2019, theory elementary, intermediate since 2023. Páo: 9/12, untrained, no theory known."""
    lan, pao = named("Vàng Thị Lan"), named("Thò Mí Páo")
    make_office(pao, commune.na_kinh)
    learnt = Qualification.objects.create
    learnt(person=lan, kind="GENERAL", level="12/12")
    learnt(person=lan, kind="PROFESSIONAL", level="UNIVERSITY", started_on="2019")
    learnt(person=lan, kind="POLITICAL", level="ELEMENTARY", started_on="2015", ended_on="2023-06-01")
    learnt(person=lan, kind="POLITICAL", level="INTERMEDIATE", started_on="2023-06-01")
    learnt(person=pao, kind="GENERAL", level="9/12")
    learnt(person=pao, kind="PROFESSIONAL", level="NONE")
    people, summary = ask("chat-luong-bi-thu", as_of=DAY)["tables"]
    assert people["rows"] == [
        {"name": "Vàng Thị Lan", "unit": "Na Pô", "education": "Đại học", "professional_level": "Đại học",
         "political_theory": "Trung cấp"},
        {"name": "Thò Mí Páo", "unit": "Na Kinh", "education": "9/12", "professional_level": "Chưa qua đào tạo",
         "political_theory": ""},
    ]  # fmt: skip
    counts = [(row["level"], row["secretaries"], row["share"]) for row in summary["rows"]]
    assert counts == [
        ("Đại học", 1, 50.0), ("Cao đẳng", 0, 0.0), ("Trung cấp", 0, 0.0), ("9/12", 1, 50.0),
        ("Cao cấp", 0, 0.0), ("Trung cấp", 1, 50.0), ("Sơ cấp", 0, 0.0), ("Chưa rõ", 1, 50.0),
    ]  # fmt: skip
    earlier = ask("chat-luong-bi-thu", as_of="2023-05-31")["tables"][0]
    assert row_of(earlier, name="Vàng Thị Lan")["political_theory"] == "Sơ cấp"


def test_village_heads_with_their_year(commune, campaign):
    """Dính is a member, secretary of nobody; Súng is outside the Party, trained in May, rated HTTNV for 2023."""
    sung = named("Vừ Mí Súng")
    Qualification.objects.create(person=sung, kind="PROFESSIONAL", level="NONE")
    Qualification.objects.create(person=sung, kind="POLITICAL", level="ELEMENTARY")
    attend(commune, "VILLAGE_HEADS", "2024-05", commune.na_kinh, VILLAGE_HEAD=[sung])
    attend(commune, "VILLAGE_HEADS", "2023-05", commune.na_po, VILLAGE_HEAD=[named("Giàng Mí Dính")])
    VillageHeadRating.objects.create(person=sung, village=commune.na_kinh.village, year=2023, level="GOOD")
    VillageHeadRating.objects.create(person=sung, village=commune.na_kinh.village, year=2022, level="COMPLETED")
    report = ask("truong-thon", as_of=DAY)
    assert row_of(report, village="Na Kinh") == {
        "village": "Na Kinh", "name": "Vừ Mí Súng", "is_member": False, "is_secretary": False,
        "education": "Chưa qua đào tạo", "political_theory": "Sơ cấp", "trained": True, "rating": "HTTNV",
    }  # fmt: skip
    dinh = row_of(report, village="Na Pô")
    assert (dinh["is_member"], dinh["trained"], dinh["rating"]) == (True, False, "")
    assert "Chưa là đảng viên 1: Vừ Mí Súng (Na Kinh)." in report["notes"]
    assert report["totals"] == {"is_member": 1, "is_secretary": 0, "trained": 1}


def test_a_head_who_joins_the_party_stays_the_same_person(commune):
    join(named("Vừ Mí Súng"), commune.na_kinh, date(2024, 6, 1))
    assert row_of(ask("truong-thon", as_of="2024-05-31"), name="Vừ Mí Súng")["is_member"] is False
    assert row_of(ask("truong-thon", as_of="2024-06-01"), name="Vừ Mí Súng")["is_member"] is True


def attend(commune, kind, day, unit, **people):
    """A course begun on *day* that *unit* sent these people to, in these roles."""
    course = TrainingCourse.objects.create(unit=commune.unit, name=f"Lớp {kind} {day}", kind=kind, started_on=day)
    for role, attended in people.items():
        for person in attended:
            TrainingAttendance.objects.create(course=course, person=person, unit=unit, attended_as=role)
    return course


def test_training_counts_attendances_by_course_and_people_once(commune):
    """Lan goes twice as secretary, Dính once as head and once as member: 3 + 1 attendances, 2 people."""
    lan, dinh = named("Vàng Thị Lan"), named("Giàng Mí Dính")
    attend(commune, "PARTY_WORK", "2023", commune.na_po, SECRETARY=[lan], MEMBER=[dinh])
    attend(commune, "KNOWLEDGE_UPDATE", "2023-07-01", commune.na_po, SECRETARY=[lan], VILLAGE_HEAD=[dinh])
    attend(commune, "OTHER", "2022-12", commune.na_po, MEMBER=[dinh])
    courses, roles = ask("boi-duong", **{"from": "2023-01-01"}, as_of=DAY)["tables"]
    assert [(row["course"], row["kind"], row["unit"], row["participants"]) for row in courses["rows"]] == [
        ("Lớp PARTY_WORK 2023", "Nghiệp vụ công tác Đảng", "Na Pô", 2),
        ("Lớp KNOWLEDGE_UPDATE 2023-07-01", "Cập nhật kiến thức", "Na Pô", 2),
    ]
    assert [tuple(row.values()) for row in roles["rows"]] == [
        ("Bí thư chi bộ", 1, 2), ("Trưởng thôn", 1, 1), ("Đảng viên", 1, 1)
    ]  # fmt: skip
    assert roles["totals"] == {"people": 2, "attendances": 4}


def test_who_attended_is_listed_by_course_role_and_once_each(commune):
    """As above: in all four attendances; as secretary Lan's two; each once, Lan and Dính."""
    lan, dinh = named("Vàng Thị Lan"), named("Giàng Mí Dính")
    attend(commune, "PARTY_WORK", "2023", commune.na_po, SECRETARY=[lan], MEMBER=[dinh])
    attend(commune, "KNOWLEDGE_UPDATE", "2023-07-01", commune.na_po, SECRETARY=[lan], VILLAGE_HEAD=[dinh])
    period = {"from": "2023-01-01", "as_of": DAY}
    assert [row["name"] for row in ask("boi-duong-chi-tiet", **period)["rows"]] == [
        "Giàng Mí Dính", "Vàng Thị Lan", "Giàng Mí Dính", "Vàng Thị Lan"
    ]  # fmt: skip
    as_secretary = ask("boi-duong-chi-tiet", attended_as="SECRETARY", **period)["rows"]
    assert [(row["name"], row["course"]) for row in as_secretary] == [
        ("Vàng Thị Lan", "Lớp PARTY_WORK 2023"), ("Vàng Thị Lan", "Lớp KNOWLEDGE_UPDATE 2023-07-01")
    ]  # fmt: skip
    once = ask("boi-duong-chi-tiet", each_once="1", **period)
    assert {row["name"]: row["course"].count("Lớp") for row in once["rows"]} == {"Giàng Mí Dính": 2, "Vàng Thị Lan": 2}


def test_who_attended_one_course_and_one_that_there_is_not(client, commune):
    """Na Kinh stands before Na Pô in the alphabet and after it in the committee. Each asked for by its own name."""
    pao, lan = named("Thò Mí Páo"), named("Vàng Thị Lan")
    course = attend(commune, "PARTY_WORK", "2023", commune.na_po, MEMBER=[lan])
    attend(commune, "KNOWLEDGE_UPDATE", "2023-07-01", commune.na_kinh, MEMBER=[pao])
    client.force_login(make_user("OFFICE", commune.unit))
    page, period = reverse("report", args=["boi-duong-chi-tiet"]), {"tu": "01/01/2023", "ngay": "28/05/2024"}

    shown = client.get(page, period).context["form"].fields
    assert [label for _, label in shown["chi_bo"].widget.choices] == ["Tất cả", "Na Pô", "Na Kinh"]
    assert [label for _, label in shown["lop"].widget.choices] == [
        "Tất cả", "Lớp PARTY_WORK 2023", "Lớp KNOWLEDGE_UPDATE 2023-07-01"
    ]  # fmt: skip
    found = client.get(page, period | {"lop": course.pk, "chi_bo": commune.na_po.code}).context["sheet"].tables[0].rows
    assert [row["name"] for row in found] == ["Vàng Thị Lan"]
    assert client.get(page, period | {"chi_bo": commune.police.code}).context["sheet"].tables[0].rows == []
    for wrong in ({"lop": "999999"}, {"lop": "x"}, {"chi_bo": "khong-co"}):
        assert client.get(page, period | wrong).status_code == 404
    with pytest.raises(CommandError, match="Không có lớp mang số 999999 trong phạm vi"):
        ask("boi-duong-chi-tiet", course="999999")


def test_a_course_known_to_the_year_began_on_its_first_day(commune):
    attend(commune, "PARTY_WORK", "2023", commune.na_po, MEMBER=[named("Giàng Mí Dính")])
    assert ask("boi-duong", **{"from": "2023-01-01"}, as_of=DAY)["tables"][0]["rows"]
    assert not ask("boi-duong", **{"from": "2023-01-02"}, as_of=DAY)["tables"][0]["rows"]


def test_ratings_of_chi_bo_by_type(commune, campaign):
    UnitRating.objects.create(unit=commune.na_po, year=2023, level="EXCELLENT")
    UnitRating.objects.create(unit=commune.na_kinh, year=2023, level="GOOD")
    summary, units = ask("xep-loai-chi-bo", year="2023")["tables"]
    assert row_of(summary, name="Thôn") == {
        "name": "Thôn", "total": 2, "rated": 2, "excellent": 1, "excellent_share": 50.0, "good": 1, "good_share": 50.0,
        "completed": 0, "completed_share": 0.0, "not_completed": 0, "not_completed_share": 0.0, "not_rated": 0,
        "note": "",
    }  # fmt: skip
    assert (summary["totals"]["total"], summary["totals"]["rated"], summary["totals"]["not_rated"]) == (3, 2, 1)
    assert [(row["name"], row["level"]) for row in units["rows"]] == [
        ("Na Pô", "HTXSNV"), ("Na Kinh", "HTTNV"), ("Công an xã", "Chưa đánh giá")
    ]  # fmt: skip


def test_ratings_of_members_add_up(commune, campaign):
    """Na Pô rates 1 + 5 + 1 of 10; one exempt, one suspended, one under six months. Four members have no row."""
    rate(commune.na_po, ["EXCELLENT", *["GOOD"] * 5, "COMPLETED", "EXEMPT", "SUSPENDED", "UNDER_SIX_MONTHS"])
    rate(commune.na_kinh, ["GOOD", "NOT_COMPLETED", "OTHER"])
    expelled = Person.objects.get(full_name__endswith="NOT_COMPLETED")
    Discipline.objects.create(person=expelled, form="WARNING", decided_on=date(2023, 5, 1))
    report = ask("xep-loai-dang-vien", year="2023")
    na_po = row_of(report, name="Na Pô")
    not_rated = [na_po[column] for column in ("exempt", "suspended", "under_six_months", "other_not_rated")]
    assert (na_po["total"], not_rated, na_po["rated"]) == (10, [1, 1, 1, 0], 7)
    assert [na_po[f"{level}_share"] for level in ("excellent", "good", "completed", "not_completed")] == [
        14.3, 71.4, 14.3, 0.0,
    ]  # fmt: skip
    totals = report["totals"]
    assert (totals["total"], totals["rated"], totals["good"], totals["disciplined"]) == (13, 9, 6, 1)
    assert totals["excellent_share"] == 11.1  # 1 of 9
    assert "4 đảng viên chưa ghi kết quả xếp loại năm 2023, không có trong bảng." in report["notes"]


def test_the_cap_names_its_base_maximum_verdict_and_regulation(commune, campaign):
    """3 HTXSNV beside 12 HTTNV: 20 % of 12 is 2.4, so at most 2; of 15 it would be 3."""
    rate(commune.na_po, ["EXCELLENT"] * 3 + ["GOOD"] * 12)
    (line,) = [note for note in ask("xep-loai-dang-vien", year="2023")["notes"] if note.startswith("Trần")]
    assert line == (
        "Trần HTXSNV: HTXSNV 3, tối đa 2 (20 % của 12 HTTNV); bằng 25,0 %. Vượt 1. "
        "Theo HD 25-HD/BTCTW ngày 10/11/2023, cơ sở tính của năm: “HTTNV”. "
        "Nếu tính trên “HTTNV trở lên” (15): tối đa 3, trong mức."
    )


def test_the_cap_of_a_year_may_count_on_the_wide_base_or_per_chi_bo(commune, campaign):
    rate(commune.na_po, ["EXCELLENT"] * 3 + ["GOOD"] * 12)
    campaign.cap_base = "GOOD_OR_BETTER"
    campaign.save()
    assert "tối đa 3 (20 % của 15 HTTNV trở lên)" in ask("xep-loai-dang-vien", year="2023")["notes"][-1]
    campaign.cap_base, campaign.cap_scope = "GOOD", "BRANCH"
    campaign.save()
    assert "vượt ở Na Pô (vượt 1, tối đa 2)" in ask("xep-loai-dang-vien", year="2023")["notes"][-1]


def test_a_part_of_the_organisation_gets_no_verdict(commune, campaign):
    rate(commune.na_po, ["EXCELLENT"])
    notes = ask("xep-loai-dang-vien", year="2023", unit=commune.na_po.code)["notes"]
    assert notes[-1].endswith("báo cáo này chỉ gồm một phần nên không kết luận.")


def test_the_year_is_the_latest_assessed_by_the_date(commune, campaign):
    RatingCampaign.objects.create(unit=commune.unit, year=2024, regime=campaign.regime, assessed_on=date(2024, 12, 31))
    assert ask("xep-loai-dang-vien")["parameters"]["year"] == 2024
    assert ask("xep-loai-dang-vien", as_of=DAY)["parameters"]["year"] == 2023


def test_structure_groups_add_up_and_nothing_is_invented(commune):
    """Lan and Mai are women. Mai, born 11/01/2000, is 24 and on probation; the others' dates are not known."""
    report = ask("co-cau", as_of=DAY)
    found = {(row["group"], row["level"]): row["members"] for row in report["rows"] if row["members"]}
    assert found[("Giới tính", "Nữ")] == 2
    assert found[("Giới tính", "Nam")] == 3
    assert (found[("Tuổi đời", "18–30")], found[("Tuổi đời", "Chưa rõ")]) == (1, 4)
    assert (found[("Tuổi đảng", "Dưới 5 năm")], found[("Tuổi đảng", "Chưa rõ")]) == (1, 4)
    assert (found[("Tư cách", "Chính thức")], found[("Tư cách", "Dự bị")]) == (4, 1)
    for group in {row["group"] for row in report["rows"]}:
        assert sum(number for (name, _), number in found.items() if name == group) == 5


def test_structure_takes_off_the_time_outside_and_knows_a_second_probation(commune):
    """Chứ's decision is of 20/05/2004, 20 years and 8 days ago; two months outside make it 19 years.

    Readmitted on 01/03/2010, and for the test on probation ever since: 2 of 6 are, with Mai.
    """
    chu = make_person("Sùng Mí Chứ", admission_decision_on="2004-05-20", official_on="2005-05-20")
    join(chu, commune.na_kinh, date(2004, 5, 20), ended_on=date(2010, 1, 1), reason_out="REMOVED")
    join(chu, commune.na_kinh, date(2010, 3, 1), "READMITTED")
    Probation.objects.create(person=chu, started_on=date(2010, 3, 1))

    report = ask("co-cau", as_of=DAY)

    found = {(row["group"], row["level"]): row["members"] for row in report["rows"]}
    assert found["Tuổi đảng", "10 đến dưới 20 năm"] == 1
    assert found["Tuổi đảng", "20 đến dưới 30 năm"] == 0
    assert (found["Tư cách", "Chính thức"], found["Tư cách", "Dự bị"]) == (4, 2)


def test_targets_against_what_was_counted(commune, campaign):
    """3 chi bộ, 1 HTXSNV and 2 HTTNV: 100 % and 33.3 %. One of 2 heads is a member. Nobody was admitted in 2023."""
    for unit, level in ((commune.na_po, "EXCELLENT"), (commune.na_kinh, "GOOD"), (commune.police, "GOOD")):
        UnitRating.objects.create(unit=unit, year=2023, level=level)
    resolution = Resolution.objects.create(
        unit=commune.unit, number="05-NQ/ĐU", title="Năm 2023", adopted_on=date(2023, 1, 5)
    )
    for measure, low, high in (
        ("UNITS_GOOD_OR_BETTER", 100, None), ("UNITS_EXCELLENT", 15, 20), ("VILLAGE_HEADS_MEMBERS", 80, None),
        ("UNITS_WITH_COMMITTEE", 30, None), ("ADMISSIONS", 1, None), ("MEMBERS_GOOD_OR_BETTER", 90, None),
    ):  # fmt: skip
        Target.objects.create(
            resolution=resolution, name=measure, measure=measure, year=2023, minimum=low, maximum=high
        )
    report = ask("chi-tieu", year="2023")
    assert [(row["target"], row["required"], row["result"], row["met"]) for row in report["rows"]] == [
        ("UNITS_GOOD_OR_BETTER", "100 %", 100.0, True),
        ("UNITS_EXCELLENT", "15–20 %", 33.3, False),
        ("VILLAGE_HEADS_MEMBERS", "từ 80 %", 50.0, False),
        ("UNITS_WITH_COMMITTEE", "từ 30 %", 33.3, True),
        ("ADMISSIONS", "từ 1", 0, False),
        ("MEMBERS_GOOD_OR_BETTER", "từ 90 %", None, False),
    ]


def test_a_secretary_who_left_office_is_no_longer_counted(commune):
    Office.objects.update(ended_on=date(2024, 5, 28))
    assert row_of(ask("to-chuc", as_of="2024-05-27"), name="Na Pô")["secretary"] == "Vàng Thị Lan"
    assert row_of(ask("to-chuc", as_of=DAY), name="Na Pô")["secretary"] == ""


def test_ending_one_membership_moves_every_figure(commune):
    end(named("Giàng Mí Dính"), date(2024, 5, 1), "TRANSFERRED_OUT")
    assert ask("to-chuc", as_of=DAY)["totals"]["members"] == 4
    assert ask("bien-dong", **{"from": "2024-01-01"}, as_of=DAY)["totals"]["closing"] == 4
    assert row_of(ask("so-sanh", as_of=DAY, compare="2023-12-31"), figure="Đảng viên")["after"] == 4
    make_member("Sùng Thị Dở", commune.na_po)
    assert ask("to-chuc", as_of=DAY)["totals"]["members"] == 5


def test_the_members_at_the_end_of_each_year(commune):
    """Lan, Dính and Páo since long ago; Sính since 1 March 2022, Mai since 10 January 2024; Tủa for a year."""
    join(make_person("Lầu Mí Tủa"), commune.na_kinh, date(2022, 5, 1), ended_on=date(2023, 5, 1), reason_out="DIED")
    report = ask("dang-vien-nhieu-nam", as_of=DAY, years=4)
    assert [tuple(row.values()) for row in report["rows"]] == [
        ("Năm 2021", "2021-12-31", 3, 3, 1, 0, 0),
        ("Năm 2022", "2022-12-31", 5, 4, 1, 0, 2),
        ("Năm 2023", "2023-12-31", 4, 4, 1, 0, 0),
        ("Năm 2024", "2024-05-28", 5, 4, 2, 0, 1),
    ]
