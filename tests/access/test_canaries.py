"""Numbers that identify people are canaries here: no page, file, message or log entry carries them to anyone who may
not read them, and to those who may, only the page that shows one number on purpose."""

import io
import zipfile

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from members.models import IdentityNumber
from tests.access.test_table import BY_POST, ROLES, address, table

pytestmark = pytest.mark.django_db
NUMBERS = {"CITIZEN": "001185990077", "CARD": "99007712", "PROFILE": "990077KLM"}
PHONE, MAIL = "0385551239", "chim.yen@example.com"
MAY_READ = {"office", "own_branch", "secretary"}


@pytest.fixture
def canaries(na_khe):
    person = na_khe.person
    person.numbers.all().delete()
    for kind, number in NUMBERS.items():
        na_khe.number = IdentityNumber.objects.create(person=person, kind=kind, number=number)
    person.phone, person.email = PHONE, MAIL
    person.save()
    return na_khe


def text_of(answer):
    """All that an answer says, also inside an Excel file, which is a zip of XML."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b"".join(file.read(name) for name in file.namelist())
    return content.decode(errors="replace") + " ".join(str(value) for value in answer.headers.values())


def pages(role, commune):
    """Every page that the role opens, and the searches and files that a number might slip into."""
    yield from (address(name, commune) for name, row in table().items() if row[role] == 200 and name not in BY_POST)
    for query in (NUMBERS["CITIZEN"][:6], "lan"):
        yield from (f"{reverse(name)}?q={query}" for name in ("find", "people", "people_file"))
    yield f"{reverse('people_file')}?cot=full_name,card_number,citizen_number,profile_number,phone&nhay_cam=1"


@pytest.mark.parametrize("role", ROLES)
def test_no_number_is_on_any_page(role, signed_in, canaries):
    client, seen = signed_in(role), []
    told = [*NUMBERS.values(), *([] if role in MAY_READ else [PHONE, MAIL])]
    for path in pages(role, canaries):
        text = text_of(client.get(path, follow=True))
        seen += [(path, word) for word in told if word in text]
    assert seen == []


@pytest.mark.parametrize("role", ROLES)
def test_a_number_is_shown_on_purpose_only_to_those_who_may_read_it(role, signed_in, canaries):
    answer = signed_in(role).post(reverse("number", args=[canaries.person.pk, canaries.number.pk]))
    assert (NUMBERS["PROFILE"] in text_of(answer)) == (role in MAY_READ)


def test_the_log_keeps_no_number(signed_in, canaries):
    client = signed_in("secretary")
    client.post(reverse("number", args=[canaries.person.pk, canaries.number.pk]))
    client.get(f"{reverse('people_file')}?q={NUMBERS['CITIZEN']}")
    kept = " ".join(f"{entry.changes} {entry.object_repr} {entry.additional_data}" for entry in LogEntry.objects.all())
    assert [word for word in (*NUMBERS.values(), PHONE, MAIL) if word in kept] == []
