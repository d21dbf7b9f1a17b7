"""Two at one rating year: whoever saves while it is being locked waits, and is told; the version has what was saved."""

import time
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from members import rating_steps as steps
from members.models import MemberRating, RatingRecord
from nakhe.access import SYSTEM, Role
from tests.concurrency.browser import browser, fields
from tests.concurrency.waiting import HELD, LATER
from tests.factories import make_user
from tests.members.rating_year import bring, open_year, sheet
from units.models import RatingCampaign, RatingSheet, Step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cookies(commune):
    client = Client()
    client.force_login(make_user(Role.SECRETARY, commune))
    client.get(reverse("rating_years"))
    return client.cookies


def held(step):
    with transaction.atomic():
        step()
        time.sleep(HELD)


def race(at_once, first, second):
    def work(number):
        if number == 0:
            return held(first)
        time.sleep(LATER)
        return second()

    return at_once(2, work)[1]


def test_a_save_during_the_lock_is_refused_and_the_version_is_what_stands(at_once, cookies, commune, na_po, lan):
    year = open_year(commune)
    bring(year, Step.DECIDED)
    steps.reopen_sheet(sheet(year, na_po), "Xem lại", SYSTEM)  # so that Lan's row may be written

    def decide_and_lock():
        steps.decide([sheet(year, na_po)], "1-QĐ/ĐU", date(2024, 12, 27), "Thịnh", by=SYSTEM)
        steps.lock(year, SYSTEM)

    where = f"{reverse('ratings')}?nam=2024&don_vi={na_po.pk}"
    given = fields(browser(cookies).get(where).content.decode()) | {f"d{lan.pk}-level": "EXCELLENT"}

    def save():
        return browser(cookies).post(where, given).content.decode()

    told = race(at_once, decide_and_lock, save)

    assert "Chưa lưu: Năm 2024 đã khóa" in told
    stored = at_once(1, lambda _: (MemberRating.objects.get().level, RatingRecord.objects.get(person=lan).level))
    assert stored == [("GOOD", "GOOD")]


def test_a_proposal_during_the_lock_waits_and_is_told(at_once, commune, na_po, lan):
    year = open_year(commune)
    bring(year, Step.DECIDED)
    here = sheet(year, na_po)

    def reopen():
        with pytest.raises(steps.OutOfTurn) as refused:
            steps.reopen_sheet(here, "Sửa", SYSTEM)
        return str(refused.value)

    told = race(at_once, lambda: steps.lock(year, SYSTEM), reopen)

    assert told == "Năm 2024 đã khóa theo Quyết định 118-QĐ/ĐU ngày 27/12/2024. Mở lại năm này trước."
    assert at_once(1, lambda _: RatingSheet.objects.get(pk=here.pk).step) == [Step.DECIDED]


def test_ten_clicks_open_one_year(at_once, cookies, commune, na_po, lan):
    where = f"{reverse('rating_year_open')}?nam=2024"
    given = {
        "regime": 3,
        "assessed_on": "31/12/2024",
        "cap_base": "GOOD",
        "cap_rate": "20",
        "cap_scope": "ORGANISATION",
    }
    given["regime"] = browser(cookies).get(where).context["form"]["regime"].value()
    given["seen"] = browser(cookies).post(where, given).context["form"].fingerprint

    answers = at_once(10, lambda _: browser(cookies).post(where, given).status_code)

    assert answers == [302] * 10
    counted = at_once(1, lambda _: (RatingCampaign.objects.count(), MemberRating.objects.count()))
    assert counted == [(1, 1)]
