"""Finds the reports: every module of catalogue/ that defines one."""

import importlib
import pkgutil
from functools import cache

from reports import catalogue
from reports.base import GROUPS, Report


@cache
def reports():
    """{slug: report class}, in the order of the index page."""
    for module in pkgutil.iter_modules(catalogue.__path__, f"{catalogue.__name__}."):
        importlib.import_module(module.name)
    found = [report for report in Report.__subclasses__() if report.slug]
    return {report.slug: report for report in sorted(found, key=lambda r: (GROUPS.index(r.group), r.slug))}
