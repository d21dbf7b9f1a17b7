"""Every choice of every form, given the key of another commune's record: an error at that field, nothing written.

Those of the pages for accounts are in test_accounts.
"""

import pytest
from django import forms
from django.apps import apps
from django.urls import reverse

from members import reorganisation
from members.facts import FACTS
from members.models import BadgeLevel, Ethnicity, Person, Religion
from members.movements.verbs import VERBS
from nakhe.access import has_right
from tests.access.test_table import BY_POST, address, table
from units.models import RatingRegime

pytestmark = pytest.mark.django_db
COMMON = (Ethnicity, Religion, BadgeLevel, RatingRegime)
"""Lists that belong to no commune."""
FILTERS = {"log"}
"""Pages whose form only narrows what is shown; test_log asks them for a stranger's key."""


def form_pages(role, reader, commune):
    """The pages of the application (not of the admin) that the role opens, and each kind of movement and change."""
    for name, row in table().items():
        if row[role] == 200 and name not in BY_POST | FILTERS and not name.startswith("admin:"):
            yield address(name, commune)
    for verb in VERBS:
        yield f"{reverse('movement_add', args=[verb.slug])}?nguoi={commune.person.pk}"
    for verb in reorganisation.VERBS:
        yield f"{reverse('unit_change_add', args=[verb.slug])}?units={commune.unit.pk}"
    for kind in FACTS:
        if kind.is_added and has_right(reader, kind.right):
            owner, name = (commune.person, "person") if kind.owner is Person else (commune.unit, "unit")
            yield reverse(f"{name}_fact_add", args=[owner.pk, kind.slug])


def choices(form):
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and field.queryset.model not in COMMON:
            yield name, field


def everything():
    models = [model for app in ("units", "members") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in models}


def theirs(model, commune):
    """A record of *model* that belongs to *commune*."""
    own = {type(commune.person): commune.person, type(commune.unit): commune.unit} | commune.records
    return own[model]


@pytest.mark.parametrize("role", ["secretary", "office"])
def test_another_communes_key_is_refused_by_every_choice(role, signed_in, readers, na_khe, bach_dich):
    client, paths = signed_in(role), list(form_pages(role, getattr(readers, role), na_khe))
    before, tried = everything(), 0
    for path in paths:
        page = client.get(path)
        form = page.context and page.context.get("form")
        if not isinstance(form, forms.BaseForm):
            continue
        for name, field in choices(form):
            key = theirs(field.queryset.model, bach_dich).pk
            given = {other: form[other].value() for other in form.fields if form[other].value() not in (None, "")}
            answer = client.post(path, given | {form.add_prefix(name): key})
            told = answer.context["form"].errors if answer.status_code == 200 else f"status {answer.status_code}"
            assert name in told, (path, name, told)
            tried += 1
    assert everything() == before
    assert tried >= {"secretary": 20, "office": 5}[role]
