"""A year of school is written one way, so that the list behind its figure is found."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from members.models import Person, Qualification
from members.models.learning import level_code
from tests.factories import make_person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"), [("07/12", "7/12"), ("7 / 12", "7/12"), ("010/10", "10/10"), ("9/12", "9/12")]
)
def test_however_it_was_typed(typed, kept):
    written = Qualification(person=make_person(), kind="GENERAL", level=typed)
    written.full_clean()
    assert (written.level, level_code("GENERAL", typed)) == (kept, kept)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0/12", "13/12", "7/11", "7", "/12", "bảy/12", "٧/12"])
def test_what_is_no_year_of_either_system_is_refused(typed):
    with pytest.raises(ValidationError, match="Ghi lớp trên hệ"):
        Qualification(person=make_person(), kind="GENERAL", level=typed).full_clean()


@pytest.mark.django_db(transaction=True)
def test_what_is_on_record_is_put_right():
    before, after = ("members", "0008_saved_views_of_any_page"), ("members", "0009_school_years_one_way")
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    lan, dinh = make_person("Vàng Thị Lan"), make_person("Giàng Mí Dính")
    try:
        MigrationExecutor(connection).migrate([before])
        for person, kind, level in ((lan, "GENERAL", "07/12"), (dinh, "GENERAL", "10/10"), (lan, "LANGUAGE", "0")):
            Qualification.objects.create(person=person, kind=kind, level=level)
        MigrationExecutor(connection).migrate([after])
        assert list(Qualification.objects.order_by("kind", "level").values_list("level", flat=True)) == [
            "10/10", "7/12", "0"
        ]  # fmt: skip
    finally:
        MigrationExecutor(connection).migrate(leaves)
    assert Person.objects.count() == 2
