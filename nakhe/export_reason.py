"""Sensitive data leave in a file only with a reason, which the log keeps: the page that asks for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render

LONGEST = 300
FEWEST_WORDS, FEWEST_LETTERS = 2, 8
TOO_SHORT = "Lý do ngắn quá, sau này không ai hiểu. Ghi vài chữ, ví dụ “Rà soát theo công văn 12-CV/BTC”."


class ReasonForm(forms.Form):
    use_required_attribute = False  # beside a wish that may be left out, the browser must not insist

    ly_do = forms.CharField(
        label="Lý do",
        max_length=LONGEST,
        help_text="Được ghi vào nhật ký cùng với lần xuất.",
        error_messages={
            "required": "Chưa có lý do. Ghi vì sao tệp cần dữ liệu nhạy cảm, ví dụ “Rà soát theo công văn 12-CV/BTC”.",
            "max_length": f"Lý do dài quá {LONGEST} ký tự. Ghi ngắn lại.",
        },
        widget=forms.TextInput(attrs={"class": "w100", "autocomplete": "off"}),
    )

    def clean_ly_do(self):
        reason = self.cleaned_data["ly_do"]
        if len(reason.split()) < FEWEST_WORDS or sum(map(str.isalpha, reason)) < FEWEST_LETTERS:
            raise ValidationError(TOO_SHORT)
        return reason


def reason_form(request):
    """Bound to what was sent; unbound, and so never valid, where nothing was asked yet."""
    return ReasonForm(request.POST if request.method == "POST" else None)


def ask_reason(request, form, *, what, sensitive, back):
    """The page instead of the file. *what* would leave, with *sensitive*; *back* is the page it was asked on."""
    context = {"form": form, "what": what, "sensitive": sensitive, "back": back}
    return render(request, "export_reason.html", context, status=400 if form.is_bound else 200)
