from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from nakhe.access import Role
from tests.access.communes import Commune
from tests.factories import make_user


@pytest.fixture
def na_khe(db):
    return Commune("Na Khê", "na-khe", "002185000001")


@pytest.fixture
def bach_dich(db):
    """The neighbour. Whatever of it shows to somebody from Na Khê carries its name."""
    return Commune("Bạch Đích", "bach-dich", "002185000002")


@pytest.fixture
def readers(na_khe, bach_dich):
    """One account of each kind, named as in the table of rights."""
    return SimpleNamespace(
        anonymous=AnonymousUser(),
        nobody=make_user(username="nobody"),
        cadre=make_user(Role.CADRE, na_khe.commune),
        office=make_user(Role.OFFICE, na_khe.commune),
        own_branch=make_user(Role.UNIT_SECRETARY, na_khe.unit),
        other_branch=make_user(Role.UNIT_SECRETARY, na_khe.school),
        secretary=make_user(Role.SECRETARY, na_khe.commune, username="bi-thu-na-khe"),
        other_secretary=make_user(Role.SECRETARY, bach_dich.commune, full_name="Bí thư Bạch Đích"),
        administrator=make_user(Role.ADMINISTRATOR, na_khe.commune),
        other_administrator=make_user(Role.ADMINISTRATOR, bach_dich.commune, full_name="Quản trị Bạch Đích"),
    )


@pytest.fixture
def signed_in(client, readers):
    """signed_in("secretary"): the client of that account."""

    def sign_in(name):
        client.logout()
        if name != "anonymous":
            client.force_login(getattr(readers, name))
        return client

    return sign_in
