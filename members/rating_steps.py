"""The steps of a rating year (domain.md §1), one function each: who may take it, when, and what it writes.

Each is atomic, says in the log why, and takes `by=`, the reader whose rights it checks itself. What is out of turn
raises OutOfTurn with a sentence for the page; what is not the reader's to do raises PermissionDenied.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from members.rating_roll import freeze, take
from members.rating_sheets import holds, rows_of, rows_to_write, rows_without_list
from members.rating_versions import write_version
from nakhe.access import Right
from nakhe.audit import because
from units.models import RatingCampaign, RatingSheet, Step, Unit
from units.scoping import units_rated_under


class OutOfTurn(Exception):
    """The list is not at the step that this asks for; str() is a Vietnamese sentence."""


# --- The whole year ---


@transaction.atomic
def open_year(campaign, by):
    """Save the new *campaign* and freeze who is rated; every list begins as a draft."""
    _must_decide(by, campaign.unit_id)
    campaign.full_clean()
    with because("Mở đợt xếp loại"):
        campaign.save()
    if not freeze(campaign) and (holder := _holder(campaign, _below(campaign))):
        raise ValidationError(holder.held_sentence)
    return campaign


@transaction.atomic
def freeze_lists(campaign, by):
    """For a year that was begun without frozen lists; what was rated stays.

    Its lists begin open for votes or, in a year that was decided before there were any, decided.
    """
    campaign = _held(campaign, by)
    if campaign.listed_at:
        raise OutOfTurn("Danh sách của năm này đã chốt.")
    sheets = freeze(campaign, Step.DECIDED if campaign.decision_number else Step.VOTING)
    if not sheets and (holder := _holder(campaign, _below(campaign))):
        raise OutOfTurn(holder.held_sentence)
    return campaign


@transaction.atomic
def start(campaign, by):
    """From draft to self-rating, all lists at once."""
    campaign = _held(campaign, by)
    drafts = [sheet for sheet in _sheets(campaign) if sheet.step == Step.DRAFT]
    if not drafts:
        raise OutOfTurn("Không có danh sách nào ở bước Nháp.")
    for sheet in drafts:
        _move(sheet, Step.SELF_RATING, "Bắt đầu tự xếp loại")
    return drafts


@transaction.atomic
def begin_votes(campaign, by):
    """From self-rating to the vote: every list there that *by* rates."""
    campaign = _held(campaign, by)
    waiting = [sheet for sheet in _sheets(campaign) if sheet.step == Step.SELF_RATING]
    ready = [sheet for sheet in waiting if holds(by, Right.RATE, sheet)]
    if not ready:
        raise OutOfTurn("Không có danh sách nào ở bước Tự xếp loại.")
    return [begin_vote(sheet, by) for sheet in ready]


@transaction.atomic
def take_differences(campaign, codes, by):
    """Take what the record says since the lists were frozen (members.rating_roll). Returns how many were taken."""
    campaign = _held(campaign, by)
    if not campaign.listed_at:
        raise OutOfTurn("Năm này chưa chốt danh sách: danh sách đang theo đúng hồ sơ.")
    return take(campaign, codes)


@transaction.atomic
def lock(campaign, by):
    """Keep the year as it is, for ever: every list must be decided. Returns the RatingVersion."""
    campaign = _held(campaign, by)
    sheets = _sheets(campaign)
    waiting = [sheet for sheet in sheets if sheet.step != Step.DECIDED and rows_to_write(sheet).exists()]
    if waiting or not campaign.listed_at:
        names = ", ".join(name_of(sheet) for sheet in waiting[:5]) or "chưa chốt danh sách nào"
        more = f" và {len(waiting) - 5} danh sách khác" if len(waiting) > 5 else ""
        raise OutOfTurn(f"Chưa khóa được: còn danh sách chưa quyết định ({names}{more}).")
    _must_be_on_lists(campaign)
    campaign.state = RatingCampaign.State.LOCKED
    with because("Khóa năm xếp loại"):
        campaign.save()
        return write_version(campaign, by)


@transaction.atomic
def reopen(campaign, reason, by):
    """Open a locked year again; every version that was locked stays."""
    campaign = _held(campaign, by, is_open=False)
    if not campaign.is_locked:
        raise OutOfTurn("Năm này chưa khóa.")
    _must_say(reason)
    campaign.state = RatingCampaign.State.OPEN
    with because(f"Mở lại năm xếp loại: {reason}"):
        campaign.save()
    return campaign


# --- One list ---


@transaction.atomic
def begin_vote(sheet, by):
    sheet = _held_sheet(sheet, by, Right.RATE, Step.SELF_RATING)
    return _move(sheet, Step.VOTING, "Chuyển sang biểu quyết")


@transaction.atomic
def propose(sheet, by):
    """What stands becomes the proposal, kept beside whatever the committee decides."""
    sheet = _held_sheet(sheet, by, Right.RATE, Step.VOTING)
    with because("Đề nghị kết quả xếp loại"):
        for rating in rows_to_write(sheet):
            rating.propose()
            rating.save()
    return _move(sheet, Step.PROPOSED, "Đề nghị kết quả xếp loại")


@transaction.atomic
def send_back(sheet, reason, by):
    """Return a proposal to be voted on again: a result that was proposed comes back as it was, and is not decided."""
    sheet = _held_sheet(sheet, by, Right.DECIDE, Step.PROPOSED)
    _must_say(reason)
    said = f"Trả lại: {reason}"
    with because(said):
        for rating in rows_to_write(sheet):
            rating.withdraw()
            rating.decision_number, rating.decided_on = "", None
            rating.save()
    return _move(sheet, Step.VOTING, said, remark=reason)


@transaction.atomic
def decide(sheets, number, day, signer, by):
    """One decision over *sheets* of one campaign, all of them proposed.

    The year's own is that of its members' lists, the first that still holds for any: lists decided anew do not put
    another over all.
    """
    _must_be_a_decision(sheets, number, day)
    sheets = [_held_sheet(sheet, by, Right.DECIDE, Step.PROPOSED) for sheet in sheets]
    campaign = sheets[0].campaign
    said = f"Quyết định {number}"
    if not _holds_for_other_members(campaign, sheets):
        campaign.decision_number, campaign.decided_on, campaign.signer = number, day, signer
    campaign.full_clean()
    with because(said):
        campaign.save()
        for sheet in sheets:
            for rating in rows_to_write(sheet):
                rating.decision_number, rating.decided_on = number, day
                rating.save()
            _move(sheet, Step.DECIDED, said)
    return sheets


def _holds_for_other_members(campaign, sheets):
    others = campaign.sheets.filter(part=RatingSheet.Part.MEMBERS, step=Step.DECIDED)
    others = others.exclude(pk__in=[sheet.pk for sheet in sheets])
    number = campaign.decision_number
    return bool(number) and any(rows_of(each).filter(decision_number=number).exists() for each in others)


@transaction.atomic
def reopen_sheet(sheet, reason, by):
    """Take a decided list up again, to be decided anew; its rows keep the former decision until then."""
    sheet = _held_sheet(sheet, by, Right.DECIDE, Step.DECIDED)
    _must_say(reason)
    return _move(sheet, Step.PROPOSED, f"Mở lại: {reason}", remark=reason)


# --- What they have in common ---


def _held(campaign, by, is_open=True):
    """The campaign as it is now, locked against everybody else who takes a step or saves a rating."""
    _must_decide(by, campaign.unit_id)
    campaign = _lockable().get(pk=campaign.pk)
    if is_open:
        _must_be_open(campaign)
    return campaign


def _lockable():
    return RatingCampaign.objects.select_for_update(of=("self",)).select_related("regime", "unit")


def _held_sheet(sheet, by, right, step):
    """The list as it is now, at *step* and in an open year; saved, if it never was."""
    if not holds(by, right, sheet):
        raise PermissionDenied
    campaign = _lockable().get(pk=sheet.campaign_id)
    _must_be_open(campaign)
    if holder := _holder(campaign, [sheet.unit_id]):
        raise OutOfTurn(holder.held_sentence)
    with because("Lập danh sách xếp loại"):
        stored, _ = RatingSheet.objects.select_for_update(of=("self",)).get_or_create(
            campaign=campaign, part=sheet.part, unit_id=sheet.unit_id
        )
    stored.campaign = campaign
    if stored.step != step:
        raise OutOfTurn(f"{name_of(stored)} đang ở bước “{stored.get_step_display()}”, không phải “{step.label}”.")
    return stored


def _holder(campaign, units):
    """The other campaign that holds the year of some of *units* (keys)."""
    return RatingCampaign.objects.holding(units, campaign).select_related("unit").first()


def _below(campaign):
    return units_rated_under([campaign.unit_id], campaign.assessed_on)


def _sheets(campaign):
    return list(campaign.sheets.select_for_update(of=("self",)).select_related("unit").order_by("pk"))


def _move(sheet, step, said, remark=""):
    sheet.step, sheet.remark = step, remark
    sheet.full_clean()
    with because(said):
        sheet.save()
    return sheet


def _must_decide(by, unit):
    if not Unit.objects.changeable_by(by, Right.DECIDE).filter(pk=unit).exists():
        raise PermissionDenied


def _must_be_open(campaign):
    if campaign.is_locked:
        raise OutOfTurn(f"{campaign.lock_sentence} Mở lại năm này trước.")


def _must_be_on_lists(campaign):
    """Nobody is locked with a result that no list has brought to a decision."""
    if others := rows_without_list(campaign)[:5]:
        names = ", ".join(str(rating.person) for rating in others)
        raise OutOfTurn(
            f"Chưa khóa được: có kết quả không ở danh sách nào ({names}). Tính lại danh sách, hoặc sửa hồ sơ cho đúng."
        )


def _must_be_a_decision(sheets, number, day):
    missing = {
        "sheets": "Chọn ít nhất một danh sách." if not sheets else "",
        "decision_number": "Ghi số quyết định." if not number.strip() else "",
        "decided_on": "Ghi ngày quyết định." if not day else "",
    }
    if told := {name: message for name, message in missing.items() if message}:
        raise ValidationError(told)
    if len({sheet.campaign_id for sheet in sheets}) > 1:
        raise ValidationError({"sheets": "Một quyết định là của một đợt xếp loại."})


def _must_say(reason):
    if not reason.strip():
        raise ValidationError({"reason": "Ghi lý do."})


def name_of(sheet):
    """“Chi bộ thôn Na Pô”, or which list of the committee's."""
    return str(sheet.unit) if sheet.part == sheet.Part.MEMBERS else f"Danh sách {sheet.get_part_display().lower()}"
