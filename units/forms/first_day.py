"""The one form of an empty register: the committee's names, the first account, and the code of whoever may begin."""

from django import forms

from nakhe.fields import DayField
from units.first_code import is_first_code

TEXTS = {
    "name": ("Tên đảng bộ", "Ví dụ: Đảng bộ xã Na Khê.", 200),
    "committee": ("Cơ quan ban hành văn bản", "Để trống thì lấy theo tên đảng bộ: Đảng ủy xã Na Khê.", 200),
    "superior": ("Cấp ủy cấp trên trực tiếp", "Ghi ở đầu văn bản, ví dụ: Tỉnh ủy Tuyên Quang.", 200),
    "place": ("Địa danh", "Đứng trước ngày ký văn bản, ví dụ: Na Khê.", 80),
}
OPTIONAL = ("committee",)
NAMELESS = "Không dấu, không dấu cách, ví dụ: quantri. Đặt rồi không đổi."


def text_field(label, help_text="", longest=120, required=True):
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=required,
        error_messages={"required": f"Ghi {label[0].lower()}{label[1:]}."},
        widget=forms.TextInput(attrs={"class": "w18", "autocomplete": "off"}),
    )  # fmt: skip


class FirstDayForm(forms.Form):
    code = text_field("Mã lập sổ", "Hiện ở cửa sổ đang chạy máy chủ; hoặc chạy manage.py setup --code.", 40)
    founded = DayField(label="Ngày thành lập", required=False, help_text="Chưa rõ thì để trống, ghi sau.")
    full_name = text_field("Họ và tên")
    admin = text_field("Tên đăng nhập", NAMELESS, 150)

    field_order = ["code", *TEXTS, "founded", "full_name", "admin"]

    def __init__(self, data=None):
        super().__init__(data)
        for name, (label, said, longest) in TEXTS.items():
            self.fields[name] = text_field(label, said, longest, required=name not in OPTIONAL)
        self.order_fields(self.field_order)
        self.fields["admin"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_code(self):
        if not is_first_code(self.cleaned_data["code"]):
            raise forms.ValidationError("Mã chưa đúng. Xem lại ở cửa sổ đang chạy máy chủ.")
        return self.cleaned_data["code"]

    @property
    def given(self):
        """What set_up() takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "code"}
