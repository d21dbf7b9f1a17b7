"""Every finding about a committee's rating year: of its members, its chi bộ and its village heads."""

from members.rating_caps import MemberCaps
from members.rating_grids import HeadGrid, UnitGrid
from members.rating_list import RatingList
from units.rating_remarks import findings_of


def rating_findings(reader, campaign, branches):
    """[Finding] as far as *reader* reads; the number of queries does not grow with the chi bộ or the people."""
    caps = [meter.finding for meter in MemberCaps(reader, campaign).verdicts(branches)]
    grids = [kind(reader, campaign, branches, None) for kind in (UnitGrid, HeadGrid)]
    of_the_others = [finding for grid in grids for finding in grid.findings]
    return [*filter(None, caps), *_of_members(reader, campaign, branches), *of_the_others]


def _of_members(reader, campaign, branches):
    """In the committee's order of its chi bộ, and the order of names in each."""
    listed = RatingList(reader, campaign, branches).of()
    for branch in branches:
        for one in listed:
            if one.unit == branch.pk:
                yield from findings_of(one.person.full_name, branch.code, one.remarks, one.person.pk)
