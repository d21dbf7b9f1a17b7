from datetime import date

from members.party_age import PartyAge, party_age, reached_on

ADMITTED = date(1985, 7, 20)
FOURTEEN_MONTHS = [(date(1990, 3, 1), date(1991, 5, 1))]


def test_the_time_outside_the_party_does_not_count():
    """domain.md §5: decision 20/07/1985, 14 months out, on 03/02/2026."""
    assert party_age(ADMITTED, date(2026, 2, 3), FOURTEEN_MONTHS) == PartyAge(39, 4, 14)
    assert str(party_age(ADMITTED, date(2026, 2, 3), FOURTEEN_MONTHS)) == "39 năm 4 tháng 14 ngày"
    assert reached_on(40, ADMITTED, FOURTEEN_MONTHS) == date(2026, 9, 20)


def test_without_a_gap_the_decision_day_is_the_birthday():
    assert party_age(ADMITTED, date(2025, 7, 19)) == PartyAge(39, 11, 29)
    assert party_age(ADMITTED, date(2025, 7, 20)) == PartyAge(40, 0, 0)


def test_before_the_admission_there_is_no_age():
    assert party_age(ADMITTED, date(1985, 7, 19)) == PartyAge(0, 0, 0)
    assert party_age(ADMITTED, ADMITTED) == PartyAge(0, 0, 0)


def test_several_absences_add_up():
    absences = [*FOURTEEN_MONTHS, (date(2000, 1, 1), date(2000, 1, 11))]

    assert party_age(ADMITTED, date(2026, 2, 3), absences) == PartyAge(39, 4, 4)
