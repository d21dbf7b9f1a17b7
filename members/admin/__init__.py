from members.admin import facts, learning, offices, reference
from members.views.imports import take_file
from nakhe.adminsite import site

site.take_file = take_file

__all__ = ["facts", "learning", "offices", "reference"]
