"""The reports that the written report takes its figures from, each asked for as its own page asks, and made once."""

from functools import cached_property

from nakhe.vietnamese.dates import format_day
from reports.parameters import ParametersForm, default_compare, resolve
from reports.registry import reports
from units.models import Term, Unit

DECLARED = ("as_of", "compare", "unit")


class Sources:
    def __init__(self, reader, given, right):
        """*given* are resolved Parameters of DECLARED."""
        self.reader, self.given, self.right = reader, given, right
        self._made = {}

    @property
    def asked(self):
        """What the address of the written report carries."""
        given = self.given
        asked = {"ngay": format_day(given.as_of)}
        if given.compare != default_compare(given.as_of):
            asked["so_voi"] = format_day(given.compare)
        return asked | ({"don_vi": given.unit.code} if given.unit else {})

    def asked_of(self, slug):
        """What the address of one of the reports carries: the other day only where comparing two is its matter.

        Elsewhere “So với” is its reader's choice, and would put rows of the other day among those that sentences read.
        """
        compares = "compare" in reports()[slug].parameters
        return {name: value for name, value in self.asked.items() if compares or name != "so_voi"}

    def report(self, slug):
        if slug not in self._made:
            definition = reports()[slug]
            form = ParametersForm(definition.parameters, self.asked_of(slug))
            if not form.is_valid():
                raise ValueError(f"{slug}: {form.errors.as_json()}")
            self._made[slug] = definition(self.reader, resolve(form, self.reader, self.right), self.right)
        return self._made[slug]

    def table(self, slug, place=0):
        """One SheetTable of the report."""
        return self.report(slug).sheet().tables[place]

    def rows(self, slug, place=0):
        return self.table(slug, place).rows

    def totals(self, slug, place=0):
        return self.table(slug, place).totals

    @cached_property
    def compared(self):
        """{figure: row} of the comparison of the two dates."""
        return {row["figure"]: row for row in self.rows("so-sanh")}

    @property
    def issuer(self):
        return self.given.issuer

    @cached_property
    def is_branch(self):
        """Whether it speaks of one chi bộ alone."""
        return bool(self.issuer) and self.issuer.kind == Unit.Kind.BRANCH and len(self.rows("to-chuc")) <= 1

    @cached_property
    def subject(self):
        """Whom the sentences are about."""
        if self.issuer is None:
            return "Toàn bộ"
        if self.issuer.kind == Unit.Kind.BRANCH and not self.is_branch:
            return "Các chi bộ được xem"
        return self.issuer.name or str(self.issuer)

    @cached_property
    def terms(self):
        """The terms of the issuing unit begun by the date, the oldest first."""
        return list(self._terms.filter(unit=self.issuer, started_on__lte=self.given.as_of).order_by("started_on"))

    @cached_property
    def terms_of_branches(self):
        """[(the term as named, short names of the chi bộ in it on the date)]."""
        names = {unit.pk: unit.short_name for unit in self.report("to-chuc").units}
        found = {}
        for term in self._terms.as_of(self.given.as_of).filter(unit__in=names).order_by("unit__position", "unit__code"):
            found.setdefault(str(term), []).append(names[term.unit_id])
        return list(found.items())

    @property
    def _terms(self):
        return Term.objects.visible_to(self.reader, self.right).select_related("congress")
