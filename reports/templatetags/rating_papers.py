"""For templates of any page: the papers that a list of the rating year has."""

from django import template

from nakhe.access import Right, has_right
from reports.registry import papers_of

register = template.Library()


@register.simple_tag
def papers_for(part):
    return papers_of(part)


@register.filter
def may_export(reader):
    return has_right(reader, Right.EXPORT)


@register.filter
def template_of(block):
    return f"reports/paper/{block.kind}.html"
