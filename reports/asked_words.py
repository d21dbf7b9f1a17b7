"""What a report was asked for, in the words of its form: so its entry in the log reads without knowing the names."""

from datetime import date

from nakhe.vietnamese.dates import format_day
from reports.parameters import QUERY_NAMES, ParametersForm

TOLD_APART = {"columns", "order", "person"}
"""The log lists the columns that really were in the file, and whom it is about; the order is among the filters."""


def in_words(form, given):
    """“Tính đến ngày: 28/05/2024; Tổ chức: Na Pô” of a valid *form* and its Parameters."""
    values = {name: value for name, value in given.as_dict([*form.declared, "number"]).items() if value is not None}
    if given.unit and "unit" in values:
        values["unit"] = str(given.unit)
    told = [(form.fields[QUERY_NAMES[name]], value) for name, value in values.items() if name not in TOLD_APART]
    return "; ".join(f"{field.label}: {told_value(field, value)}" for field, value in told)


def typed_in_words(asked, unit):
    """The same of the values *asked* {name in the address: value} alone, of the one *unit* that they name, or None."""
    named, fields = asked | ({"don_vi": unit} if unit else {}), ParametersForm.base_fields
    return "; ".join(f"{fields[name].label}: {told_value(fields[name], value)}" for name, value in named.items())


def told_value(field, value):
    if isinstance(value, date):
        return format_day(value)
    if value is True:
        return "có"
    return dict(getattr(field, "choices", ())).get(value, value)
