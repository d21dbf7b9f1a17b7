"""The papers of a rating year: which there are for a list, each on screen to be printed, and as a Word file."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

from members.rating_choice import branches_of_version, chosen
from members.rating_grids import GRIDS
from nakhe.access import Right, requires
from nakhe.exports import hand_out, stamp_for
from reports.output import word
from reports.paper_list import PaperList
from reports.paper_number import PaperNumberField
from reports.parameters import UnknownUnit
from reports.rating_paper import MOST_COPIES, Wishes
from reports.registry import papers
from reports.views.report import found

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Right.READ)
def rating_papers(request):
    choice = chosen(request.user, request.GET, branches_of_version)
    if not choice.campaign:
        asked = request.GET.get("nam", "")
        return render(request, "reports/rating_papers_none.html", {"choice": choice, "asked": asked})
    parts = [(part, grid.subject) for part, grid in GRIDS.items()]
    return render(request, "reports/rating_papers.html", {"choice": choice, "parts": parts})


@requires(Right.READ)
def rating_paper(request, slug):
    made = made_for(request, slug, Right.READ)
    context = {"made": made, "paper": made.paper(), "choice": made.list.choice, "most_copies": MOST_COPIES}
    return render(request, "reports/paper.html", context, status=400 if made.wishes.fault else 200)


@requires(Right.EXPORT)
def rating_paper_file(request, slug):
    made = made_for(request, slug, Right.EXPORT)
    if made.wishes.fault:
        return rating_paper(request, slug)
    listed = made.list
    stamp = stamp_for(request.user, listed.campaign.assessed_on)
    return hand_out(
        request,
        stamp,
        word.write(replace(made.paper(), mark=stamp.line)),
        f"giấy “{made.title}” (Word)",
        made.rows,
        name=f"{slug}-{listed.year}-{listed.unit.code}.docx",
        content_type=WORD,
        paper=slug,
        filters=listed.choice.query,
        asked=f"Năm: {listed.year}; Tổ chức: {listed.unit}",
    )


def made_for(request, slug, right):
    """The paper of the list that the address means; another's list is answered as a missing one."""
    definition = found(papers(), slug)
    choice = chosen(request.user, request.GET, branches_of_version)
    if not choice.campaign or choice.part not in definition.parts:
        raise Http404
    made = definition(PaperList(request.user, choice, right), wishes(request.GET, definition.takes_number))
    try:
        made.list.check()
    except UnknownUnit as error:
        raise Http404 from error
    return made


def wishes(asked, takes_number):
    """?so= is the paper's own number, of a decision which of several is meant."""
    typed = asked.get("so_ban", "").strip()
    copies = int(typed) if typed.isdecimal() and len(typed) < 4 else 1
    copies = min(max(copies, 1), MOST_COPIES)
    if not takes_number:
        return Wishes(copies, asked.get("so", ""))
    try:
        return Wishes(copies, number=PaperNumberField().clean(asked.get("so", "")))
    except ValidationError as error:
        return Wishes(copies, fault=error.messages[0])
