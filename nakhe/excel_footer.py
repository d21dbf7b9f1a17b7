"""What stands at the foot of every page of an Excel file; a longer footer than Excel takes is left out."""

LONGEST = 255
FACE = '"Times New Roman"'
NUMBER = f"&R&{FACE}&10&P/&N"


def footer(mark):
    """*mark* at the left, “n/N” at the right."""
    told = mark_of(mark) + NUMBER
    return told if mark and len(told) <= LONGEST else NUMBER


def mark_alone(mark):
    told = mark_of(mark)
    return told if len(told) <= LONGEST else ""


def mark_of(mark):
    """The blank keeps a size and a text that begins with a digit apart."""
    return f"&L&{FACE}&8 {mark.replace('&', '&&')}"
