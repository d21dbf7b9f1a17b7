"""Every report as a page whose views can be kept (members.saved_pages): its own parameters, told in its own words."""

from functools import partial

from django.http import Http404

from members.saved_lists import COLUMNS, CONDITION, ORDER, order_in_words
from members.saved_pages import SavedPage
from nakhe.access import Right
from reports.asked_words import told_value
from reports.parameters import QUERY_NAMES, ParametersForm, UnknownUnit, resolve
from reports.registry import reports

TIMES = ("from", "as_of", "compare", "year", "compare_year")
NEVER_KEPT = "private"
"""Sensitive data are asked for each time, with a reason."""


def report_pages():
    return [page_of(definition) for definition in reports().values()]


def page_of(definition):
    fields = ParametersForm.base_fields
    declared = [*definition.parameters, *({"as_of"} - {*definition.parameters})]
    times = {QUERY_NAMES[name]: fields[QUERY_NAMES[name]].label for name in declared if name in TIMES}
    names = tuple(QUERY_NAMES[name] for name in declared if name not in (*TIMES, NEVER_KEPT))
    return SavedPage(
        f"bao-cao/{definition.slug}", definition.title, partial(words, definition), names, times, searches=("q",)
    )


def words(definition, asked, reader):
    """Another's unit is answered as a missing one, here too."""
    form = ParametersForm(definition.parameters, asked)
    form.is_valid()
    try:
        made = definition(reader, resolve(form, reader, Right.READ))
    except UnknownUnit as error:
        raise Http404 from error
    choice = made.column_choice
    headings = headings_of(definition, choice)
    return {
        CONDITION: "; ".join(conditions(form, made)) or "Tất cả",
        COLUMNS: ", ".join(column.verbose_name for column in choice.columns) if made.given.columns else "",
        ORDER: order_in_words(asked, {name: headings[name] for name in definition.orders if name in headings}),
    }


def headings_of(definition, choice):
    columns = choice.offered if choice else definition.Table.base_columns
    return {name: str(column.verbose_name) for name, column in columns.items()}


def conditions(form, made):
    """“Tổ chức: Na Pô”, for what was asked and is no day, column or order."""
    for name in made.parameters:
        value = form.typed(name)
        if not value or name in (*TIMES, NEVER_KEPT, "columns", "order"):
            continue
        field = form.fields[QUERY_NAMES[name]]
        named = {"unit": made.given.unit, "person": made.about}.get(name)
        yield f"{field.label}: {named or told_value(field, value)}"
