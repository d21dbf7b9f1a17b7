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


def test_time_out_that_was_over_when_the_counted_admission_came_is_no_time_out():
    """Admitted once more by a decision of 20/07/1985, nine years after the first time: 40 years on 20/07/2025."""
    before = [(date(1976, 3, 1), date(1985, 7, 20)), (date(1970, 1, 1), date(1971, 1, 1))]

    assert party_age(ADMITTED, date(2025, 7, 20), before) == PartyAge(40, 0, 0)
    assert party_age(ADMITTED, date(2026, 2, 3), [*before, *FOURTEEN_MONTHS]) == PartyAge(39, 4, 14)


def test_the_ceremony_of_a_second_admission_comes_after_its_decision():
    """Out from 01/03/1976; decided on 20/07/1985, a member again from the ceremony on 03/08/1985."""
    assert party_age(ADMITTED, date(2025, 7, 20), [(date(1976, 3, 1), date(1985, 8, 3))]) == PartyAge(40, 0, 0)


def test_absences_add_up_in_whatever_order_they_come():
    absences = [(date(2000, 1, 1), date(2000, 1, 11)), *FOURTEEN_MONTHS]

    assert party_age(ADMITTED, date(2026, 2, 3), absences) == PartyAge(39, 4, 4)
