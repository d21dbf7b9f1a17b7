"""The choice of a list's columns: boxes to tick on the page, names with commas in a short address."""

from django import forms


class ColumnBoxes(forms.CheckboxSelectMultiple):
    """Reads ?cot=a&cot=b, as the boxes send it, and ?cot=a,b, as addresses and the command line write it."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ",".join(filter(None, values))

    def format_value(self, value):
        return (value or "").split(",")


class ColumnsField(forms.CharField):
    widget = ColumnBoxes

    def widget_attrs(self, widget):
        """None of a text box."""
        return {}

    def offer(self, choice):
        """The columns of *choice* (members.columns.ColumnChoice) that can be put away or added."""
        self.widget.choices = [
            (column["name"], column["heading"] + (" (nhạy cảm)" if column["is_sensitive"] else ""))
            for column in choice.menu
            if not column["is_fixed"]
        ]
