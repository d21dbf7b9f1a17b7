"""Finds the reports and the papers: every module of catalogue/ or papers/ that defines one."""

import importlib
import pkgutil
from functools import cache

from reports import catalogue
from reports import papers as rating_papers
from reports.base import GROUPS, Report
from reports.rating_paper import RatingPaper


@cache
def reports():
    """{slug: report class}, in the order of the index page."""
    load(catalogue)
    found = [report for report in Report.__subclasses__() if report.slug]
    return {report.slug: report for report in sorted(found, key=lambda r: (GROUPS.index(r.group), r.slug))}


@cache
def papers():
    """{slug: class of a paper of the rating year}, in the order in which the year needs them."""
    load(rating_papers)
    found = [paper for paper in RatingPaper.__subclasses__() if paper.slug]
    return {paper.slug: paper for paper in sorted(found, key=lambda paper: paper.order)}


def papers_of(part):
    """Those that make sense for a list of that kind."""
    return [paper for paper in papers().values() if part in paper.parts]


def load(package):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
