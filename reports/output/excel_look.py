"""How the cells of our Excel files look, and how much room their texts need (domain.md §7)."""

from reports.output.letters import lines_of, width_of

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
LINE = 4 / 3
"""The height of a line for each point of its letters."""
LINE_HEIGHT = 16


class Styles:
    """Formats of a workbook by name, each made once."""

    NAMED = {
        "superior": {"align": "center"},
        "body": {"align": "center", "bold": True},
        "party": {"align": "center", "bold": True, "font_size": 14, "underline": 1},
        "dated": {"align": "center", "italic": True},
        "title": {"align": "center", "bold": True, "font_size": 15, "text_wrap": True},
        "subtitle": {"align": "center", "italic": True, "text_wrap": True, "valign": "top"},
        "heading": {"align": "center", "bold": True, "border": 1, "text_wrap": True},
        "text": {"border": 1, "text_wrap": True, "indent": 1},
        "link": {"border": 1, "text_wrap": True, "indent": 1, "font_color": "#0563C1", "underline": 1},
        "flag": {"border": 1, "num_format": "0", "align": "center"},
        "number": {"border": 1, "num_format": "0", "align": "center"},
        "count": {"border": 1, "num_format": "0", "align": "right", "indent": 1},
        "change": {"border": 1, "num_format": "+0;\u22120;0", "align": "right", "indent": 1},
        "flag_change": {"border": 1, "num_format": "+0;\u22120;0", "align": "center"},
        "share": {"border": 1, "num_format": "0.0", "align": "right", "indent": 1},
        "share_change": {"border": 1, "num_format": "+0.0;\u22120.0;0.0", "align": "right", "indent": 1},
        "score": {"border": 1, "align": "right", "indent": 1},
        "date": {"border": 1, "num_format": "dd/mm/yyyy", "align": "center"},
        "note": {"italic": True, "text_wrap": True, "valign": "top"},
        "mark": {"italic": True, "font_size": 9, "text_wrap": True, "valign": "top"},
        "signature": {"align": "center"},
        "signed": {"align": "center", "bold": True},
        "sent_to": {"bold": True, "italic": True},
        "sent": {"font_size": 11, "text_wrap": True},
        "chart_title": {"bold": True, "font_size": 13},
    }

    def __init__(self, book):
        self.book, self.made = book, {}

    def get(self, name, is_total=False):
        if (name, is_total) not in self.made:
            look = FONT | self.NAMED[name] | ({"bold": True} if is_total else {})
            self.made[name, is_total] = self.book.add_format(look)
        return self.made[name, is_total]


def height_of(text, style, room=None):
    """Of a row with *text*, in points; in one line where nothing is said of its *room*."""
    size, is_bold = look_of(style)
    lines = lines_of(text, room, size, is_bold) if room else 1
    return max(LINE_HEIGHT, lines * round(LINE * size))


def width_of_style(text, style):
    return width_of(text, *look_of(style))


def look_of(style):
    """(size, whether it is bold)."""
    look = Styles.NAMED[style]
    return look.get("font_size", FONT["font_size"]), look.get("bold", False)
