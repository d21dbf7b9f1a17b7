"""From a figure to the list behind it: each function makes the link of a column, (report, record) → address."""

from urllib.parse import urlencode

from django.urls import reverse

from members.filters import ANY_VILLAGE
from nakhe.vietnamese.dates import format_day


def unit(report, record):
    """The chi bộ of the row on the report's date."""
    return f"{reverse('unit', args=[_unit_of(report, record)])}?{urlencode({'ngay': format_day(report.as_of)})}"


def people(day="as_of", **filters):
    """The members of the row's chi bộ, or of all, on the report's day named *day*."""

    def link(report, record):
        asked = {"ngay": format_day(getattr(report, day)), **filters}
        unit = _unit_of(report, record)
        return f"{reverse('people')}?{urlencode(asked | ({'don_vi': unit} if unit else {}))}"

    return link


def of_row(day="as_of"):
    """The members of the row's group, by the filter record["asked"] of the list, on the report's day named *day*."""

    def link(report, record):
        return people(day=day, **record["asked"])(report, None) if record else None

    return link


def of_report(slug, day="as_of", **asked):
    """The list of the report *slug* on the report's day named *day*, of the row's unit or of all."""

    def link(report, record):
        unit = _unit_of(report, record)
        return address(slug, {"ngay": format_day(getattr(report, day)), **asked} | ({"don_vi": unit} if unit else {}))

    return link


def total_of(slug, **asked):
    """The same for the total line alone: a yes of a row has no list."""
    find = of_report(slug, **asked)
    return lambda report, record: find(report, None) if record is None else None


def address(slug, asked):
    return f"{reverse('report', args=[slug])}?{urlencode(asked)}"


def of_village(report, record):
    """The members of the chi bộ of the row's village, or of those of any village, on the report's date."""
    asked = {"ngay": format_day(report.as_of), "thon": record["pk"] if record else ANY_VILLAGE}
    unit = report.given.unit
    return f"{reverse('people')}?{urlencode(asked | ({'don_vi': unit.pk} if unit else {}))}"


def _unit_of(report, record):
    """The row's unit; in the total line, the one that the report was asked for."""
    if record is None:
        return report.given.unit and report.given.unit.pk
    return record["pk"] if isinstance(record, dict) else record.pk


def person(report, record):
    return reverse("person", args=[record["person"]]) if record else None


def form(report, record):
    """The form of the row's person on the report's date."""
    asked = {"nguoi": record["person"], "ngay": format_day(report.as_of)}
    return f"{reverse('report', args=['phieu-dang-vien'])}?{urlencode(asked)}"


def person_or_unit(report, record):
    return person(report, record) if record and record["person"] else unit(report, record)


def moved(key):
    """Who of the row's chi bộ, or of all, came or went in this way (of reports.movements) in the report's own period.

    The chi bộ narrows the report's units and does not take their place: what came with it is told from their side.
    """

    def link(report, record):
        asked = {"tu": format_day(report.first), "ngay": format_day(report.as_of), "bien_dong": key}
        if report.given.unit:
            asked["don_vi"] = report.given.unit.pk
        if record is not None:
            asked["chi_bo"] = record.code
        return f"{reverse('report', args=['bien-dong-chi-tiet'])}?{urlencode(asked)}"

    return link


def ratings(report, record):
    """The rating grid of the row's chi bộ in the report's year."""
    unit = _unit_of(report, record)
    return f"{reverse('ratings')}?{urlencode({'nam': report.year} | ({'don_vi': unit} if unit else {}))}"


def rated(result):
    """The people of the row's chi bộ, or of all, with this *result* (a key of RESULTS) in the report's year."""

    def link(report, record):
        unit = _unit_of(report, record)
        asked = {"nam": report.year, "ket_qua": result} | ({"don_vi": unit} if unit else {})
        return f"{reverse('report', args=['xep-loai-chi-tiet'])}?{urlencode(asked)}"

    return link


def rated_units(result):
    """The chi bộ of the row's type, or of all, with this *result* in the report's year."""

    def link(report, record):
        unit = report.given.unit
        asked = {"nam": report.year, "ket_qua": result} | ({"don_vi": unit.pk} if unit else {})
        return address("xep-loai-chi-bo-chi-tiet", asked | ({"loai_hinh": record["unit_type"]} if record else {}))

    return link


def record(report, row):
    """The record that the row names: a person's, a unit's or a movement's."""
    return row and row["url"]
