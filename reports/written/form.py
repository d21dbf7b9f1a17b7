"""The form for a new template; a file that cannot be one is refused with what is wrong with it."""

from django import forms
from django.core.exceptions import ValidationError

from reports.written.checking import MOST_BYTES, TOO_LARGE, check


class TemplateForm(forms.Form):
    tep = forms.FileField(
        label="Tệp mẫu (.docx)",
        help_text="Tải mẫu đang dùng về, sửa trong Word, rồi gửi tệp đó lên.",
        error_messages={"required": "Chọn tệp .docx.", "empty": "Tệp rỗng. Chọn tệp .docx khác."},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    ly_do = forms.CharField(label="Lý do thay (không bắt buộc)", required=False, max_length=200)

    def clean_tep(self):
        """The bytes of the file."""
        file = self.cleaned_data["tep"]
        if file.size > MOST_BYTES:
            raise ValidationError(TOO_LARGE)
        if not file.name.lower().endswith(".docx"):
            raise ValidationError("Chỉ nhận tệp .docx. Lưu lại từ Word dưới dạng .docx (không macro).")
        data = file.read()
        check(data)
        self.file_name = file.name[-120:]
        return data


class BackForm(forms.Form):
    """Back to the template that comes with the register."""

    ly_do = forms.CharField(label="Lý do (không bắt buộc)", required=False, max_length=200)
