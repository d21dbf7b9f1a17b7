"""Numbers as Vietnamese papers write them: decimal comma, a true minus sign, Roman ordinals."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
ROMAN = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}


def roman(number):
    """XIX for 19; a congress is never numbered beyond C."""
    digits = ""
    for value, letters in ROMAN.items():
        count, number = divmod(number, value)
        digits += letters * count
    return digits


def decimal(value, places=1):
    """18,4 for 18.4."""
    return str(_rounded(Decimal(value), places)).replace("-", MINUS).replace(".", ",")


def percent(numerator, denominator, places=1):
    """The share as a Decimal, half rounded up; None of nothing."""
    return _rounded(Decimal(100 * numerator) / denominator, places) if denominator else None


def signed(number):
    """+16, −1 or 0."""
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def signed_decimal(value, places=1):
    """+0,9, −0,9 or 0,0."""
    text = decimal(value, places)
    return f"+{text}" if Decimal(value) > 0 else text


def _rounded(value, places):
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
