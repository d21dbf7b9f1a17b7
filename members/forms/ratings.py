"""One row of a rating grid, and all rows of it: nobody's result is overwritten unseen, and none is lost."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from members.forms.rating_sheet import KEY as SHEET
from members.forms.rating_sheet import SheetForm
from members.forms.typed_over import Conflict, TypedOverForm
from nakhe.audit import last_editor
from nakhe.keys import is_key
from units.models import Level, NotRatedReason, Step
from units.models.ratings import VOTES
from units.rating_remarks import cast_votes, format_score

LEVELS = [*Level.choices, ("", "Chưa")]
ONE_OF_FOUR = {"invalid_choice": "Chọn một trong bốn mức xếp loại."}
COUNT = "Ghi số phiếu bằng chữ số, từ 0 đến 9999."
SCORE = "Ghi điểm từ 0 đến 100, ví dụ 87,5."
BOTH = "Chọn một mức, hoặc một lý do không xếp loại; không chọn cả hai."
KEEPS = "Đã có kết quả {}: chọn một mức khác, hoặc một lý do không xếp loại."
NOTE_ALONE = "Ghi chú cần kèm một mức, hoặc một lý do không xếp loại."
RESULT = frozenset({"level", "not_rated_reason", "reason"})


def level_field(label):
    return forms.ChoiceField(label=label, required=False, choices=LEVELS, error_messages=ONE_OF_FOUR)


def votes_field(level):
    errors = {"invalid": COUNT, "min_value": COUNT, "max_value": COUNT}
    label = f"Phiếu {level.label}"
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=9999, error_messages=errors)


class ScoreField(forms.CharField):
    """Two decimals at most, with a comma or a point; None when empty."""

    def to_python(self, value):
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            score = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(SCORE) from error
        if not (score.is_finite() and 0 <= score <= 100 and score == round(score, 2)):
            raise ValidationError(SCORE)
        return score

    def run_validators(self, value):
        """to_python has read it; CharField's own checks are for text."""


class RatingForm(TypedOverForm):
    self_level = level_field("Tự xếp loại")
    committee_level = level_field("Cấp ủy nhận xét")
    votes_excellent = votes_field(Level.EXCELLENT)
    votes_good = votes_field(Level.GOOD)
    votes_completed = votes_field(Level.COMPLETED)
    votes_not_completed = votes_field(Level.NOT_COMPLETED)
    score = ScoreField(label="Điểm", required=False)
    level = level_field("Mức")
    not_rated_reason = forms.ChoiceField(
        label="Lý do không xếp loại",
        required=False,
        choices=[("", "–"), *NotRatedReason.choices],
        error_messages={"invalid_choice": "Chọn một lý do có trong danh sách."},
    )
    reason = forms.ChoiceField(
        label="Lý do chi tiết",
        required=False,
        error_messages={"invalid_choice": "Chọn một lý do chi tiết có trong danh sách."},
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)

    together = (RESULT,)
    filled_in = {}
    """{field: text before} of what the save wrote along, such as the level that a score proposes."""

    def __init__(self, row, grid, data=None, present=None):
        self.row, self.grid, self.present = row, grid, present
        self.rating = row.rating or row.new_rating()
        now = texts_of(row.rating)
        shown = now | {"not_rated_reason": row.shown_reason}
        super().__init__(f"d{row.key}", now, () if row.is_fixed else grid.fields, data, shown)
        if "reason" in self.fields:
            reasons = [(str(key), str(reason)) for key, reason in grid.reasons.items()]
            self.fields["reason"].choices = [("", "–"), *reasons]

    @property
    def margin(self):
        """The sub-code and the note that are stored, in one line."""
        reason = self.grid.reasons.get(self.rating.reason_id)
        return " · ".join(str(part) for part in (reason, self.rating.note) if part)

    # --- What may be written ---

    def clean_reason(self):
        text = self.cleaned_data["reason"]
        return self.grid.reasons[int(text)] if text else None

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._check_votes()
        if "level" in self.fields and not self.errors:
            self._let_the_score_propose()
            self._check_result()
            self._check_reason()
        return cleaned

    def _check_votes(self):
        votes = self.votes
        if self.present is not None and self.by_hand & set(VOTES.values()) and votes and votes > self.present:
            text = f"Tổng {votes} phiếu, nhiều hơn {self.present} người có mặt: sửa số phiếu, hoặc sửa số người có mặt."
            raise ValidationError(text)

    @property
    def votes(self):
        """How many votes the row has, as typed where that can be read."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return cast_votes(self.rating)
        given = [self.cleaned_data.get(name, getattr(self.rating, name)) for name in VOTES.values()]
        given = [votes for votes in given if votes is not None]
        return sum(given) if given else None

    @property
    def votes_to_stand(self):
        """How many the row has after the save: those stored where it can't be written."""
        is_kept = self.is_bound and (self.errors or self.conflicts or self.refused)
        return (cast_votes(self.rating) if is_kept else self.votes) or 0

    def _let_the_score_propose(self):
        """A score that was just written fills in its level where nobody has chosen one."""
        data, score = self.cleaned_data, self.cleaned_data.get("score")
        is_chosen = data["level"] or data["not_rated_reason"] or RESULT & self.by_hand
        if score is not None and "score" in self.by_hand and not is_chosen:
            data["level"] = self.grid.campaign.regime.level_of(score).value

    def _check_result(self):
        data = self.cleaned_data
        if data["level"] and data["not_rated_reason"]:
            raise ValidationError(BOTH)
        has_result = data["level"] or data["not_rated_reason"]
        proposed = self.rating.proposed_verdict if self.grid.step == Step.PROPOSED else ""
        if proposed and not has_result:
            raise ValidationError(KEEPS.format(proposed))
        if not self.row.rating and data["note"] and not any(data[name] for name in data if name != "note"):
            raise ValidationError(NOTE_ALONE)

    def _check_reason(self):
        """HTNV-a says why it was HTNV: it goes with that level, unless another one was chosen with the new."""
        data = self.cleaned_data
        if data["level"] != self.rating.level and "reason" not in self.by_hand:
            data["reason"] = None
        if data["reason"] and data["reason"].level != data["level"]:
            level = Level(data["level"]).label if data["level"] else "dòng chưa có mức"
            self.add_error("reason", f"{data['reason']} không phải lý do của {level}: chọn lại, hoặc để trống.")

    # --- Writing it ---

    @property
    def is_news(self):
        """Whether what is typed differs from what is stored; a second click on “Lưu” brings none."""
        return self.is_bound and self.is_valid() and bool(self._writes)

    @property
    def _writes(self):
        return {name: value for name, value in self.cleaned_data.items() if self._stored(name) != value}

    def _stored(self, name):
        if name == "reason":
            return self.grid.reasons.get(self.rating.reason_id)
        return getattr(self.rating, name)

    def save(self):
        writes = self._writes
        self.filled_in = {name: self.now[name] for name in writes.keys() - self.by_hand}
        for name, value in writes.items():
            setattr(self.rating, name, value)
        self.rating.save()

    # --- Two people at once ---

    def _conflict(self, names):
        if not names & RESULT:
            return super()._conflict(names)
        theirs, mine = self._result(self.now), self._result(self.now | self.typed)
        if not self.row.rating:
            text = f"Người khác vừa xóa kết quả này, ở đây đang chọn {mine}"
        else:
            text = f"{self.editor_of(self.theirs_among(names))} vừa lưu {theirs}, ở đây đang chọn {mine}"
        return Conflict(frozenset(names), text, theirs, mine)

    def _result(self, texts):
        verdict = self.in_words("level", texts["level"]) or self.in_words("not_rated_reason", texts["not_rated_reason"])
        reason = self.in_words("reason", texts["reason"])
        return (f"{verdict}, {reason}" if reason else verdict) or "chưa có kết quả"

    def editor_of(self, name):
        return last_editor(self.row.rating, name) if self.row.rating else "Người khác"


def texts_of(rating):
    """{field: text} of what is stored, as a form posts it."""
    if rating is None:
        return dict.fromkeys(RatingForm.base_fields, "")
    texts = {name: getattr(rating, name) for name in RatingForm.base_fields if name != "reason"}
    texts["score"] = "" if rating.score is None else format_score(rating.score)
    texts["reason"] = rating.reason_id
    return {name: "" if value is None else str(value) for name, value in texts.items()}


class RatingsForm:
    """The rows of *grid* with a form each, and what is written for all of them; *data* is what was posted."""

    def __init__(self, grid, data=None):
        self.grid, self.rows = grid, grid.rows
        self.was_posted = data is not None
        self.saved, self.is_sheet_saved = [], False
        self.unknown = _keys(data) - {row.key for row in self.rows if not row.is_fixed} if data else set()
        self.sheet = SheetForm(grid, data)
        for row in self.rows:
            row.form = RatingForm(row, grid, data, self.sheet.present_now)
        if self.sheet.is_present_changed:
            self._hold_votes()

    def _hold_votes(self):
        """Nobody has more votes than there were people; a row that was typed into hears of it itself, too."""
        rows = [row for row in self.rows if row.rating]
        most = max(rows, key=lambda row: row.form.votes_to_stand, default=None)
        if most:
            self.sheet.must_hold(most.form.votes_to_stand, most.name)

    def is_valid(self):
        return not (self.unknown or self.refused or self.faulty or self.conflicts or self.is_sheet_at_fault)

    @property
    def is_sheet_at_fault(self):
        return self.sheet.is_bound and bool(self.sheet.errors or self.sheet.conflicts)

    @property
    def faulty(self):
        """The rows that cannot be saved as typed."""
        return [row for row in self.rows if row.form.is_bound and not row.form.is_valid()]

    @property
    def conflicts(self):
        return [row for row in self.rows if row.form.conflicts]

    @property
    def refused(self):
        """[(name, [(label, text)])] of what the step of the list doesn't let anybody write."""
        forms_of = [(row.name, row.form) for row in self.rows if not row.is_fixed]
        return [(name, form.refused) for name, form in [(self.sheet.name, self.sheet), *forms_of] if form.refused]

    def save(self):
        """Write what changed and may be written, each by save(), so that the log has it; notes the rows in `saved`."""
        self.is_sheet_saved = self.sheet.is_news and not self.is_sheet_at_fault
        if self.is_sheet_saved:
            self.sheet.save()
        self.saved = [row for row in self.rows if row.form.is_news and not (row.form.conflicts or row.form.refused)]
        for row in self.saved:
            row.form.save()

    @property
    def done(self):
        """What the save did, in a sentence."""
        where = self.grid.saved_of
        if self.saved:
            return f"Đã lưu {len(self.saved)} kết quả xếp loại của {where}."
        return f"Đã lưu số người có mặt của {where}." if self.is_sheet_saved else "Không có thay đổi nào để lưu."


def _keys(data):
    """The rows that were posted, by their names; a name that was never ours counts as row 0."""
    named = {found[1] for name in data if (found := re.match(r"d([^-]*)-", name))} - {SHEET}
    return {int(key) if is_key(key) else 0 for key in named}
