"""For the pages that show one list: which steps the reader may take."""

from django import template

from members.rating_verbs import verbs_of

register = template.Library()
register.simple_tag(verbs_of, name="verbs_for")
