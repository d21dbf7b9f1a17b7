"""What a letterhead says beyond names: the symbol, to whom a paper goes, on whose behalf and who signs.

A unit's own LetterheadSetting of the day speaks first, for symbols the nearest committee's above then, at last what is
usual. To whom a paper goes and who signs are never taken from above: a chi bộ reports to its committee, not further up.
"""

import re

from members.models import LetterheadSetting
from units.models import Unit

ABOVE = "[cấp trên]"
"""In a line of recipients: the superior body as it is named on the day."""
KINDS = {"report": "BC", "proposal": "TTr", "decision": "QĐ"}
"""What papers are called in their symbols. [S]"""
OWN_PART = re.compile(r"[^/-]+$")
"""Of “BC-ĐU” what names the body."""
Signs = LetterheadSetting.Signs


def body_sign(issuer):
    """How the issuing body is named in symbols: CB of a chi bộ, ĐU of a committee. [S]"""
    return "CB" if issuer.kind == Unit.Kind.BRANCH else "ĐU"


def symbols_of(issuer):
    """{kind of KINDS: “BC/ĐU”}; from above a chi bộ takes the manner, “BC-…”, and names itself."""
    return {kind: symbol_of(issuer, kind) for kind in KINDS}


def symbol_of(issuer, kind):
    own, above = (said(setting, f"{kind}_symbol") for setting in (issuer.setting, issuer.setting_above))
    return own or OWN_PART.sub(body_sign(issuer), above) or f"{KINDS[kind]}/{body_sign(issuer)}"


def recipients_of(issuer):
    """The lines laid down, or nothing; a line about the superior body is left out where there is none."""
    lines = said(issuer.setting, "recipients").splitlines()
    wanted = [line for line in lines if line.strip() and (issuer.superior or ABOVE not in line)]
    return punctuated(line.replace(ABOVE, issuer.superior or "") for line in wanted)


def punctuated(lines):
    """“- Huyện ủy (báo cáo);”, “- Lưu VP.”: dash, semicolons and the last stop, whether they were typed or not."""
    *others, last = [f"- {line.strip().lstrip('-–').strip().rstrip(';,.').strip()}" for line in lines] or [""]
    return (*(f"{line};" for line in others), *([f"{last}."] if last else []))


def filed_with(issuer):
    """Where the own copy stays. [S]"""
    return "Lưu chi bộ" if issuer.kind == Unit.Kind.BRANCH else "Lưu"


def on_behalf_of(issuer):
    usual = "T/M CHI BỘ" if issuer.kind == Unit.Kind.BRANCH else "T/M BAN THƯỜNG VỤ"
    return said(issuer.setting, "on_behalf_of") or usual


def office_of(issuer):
    """As what the signer signs: a line or two."""
    return {
        Signs.FOR_SECRETARY: "K/T BÍ THƯ\nPHÓ BÍ THƯ",
        Signs.DEPUTY: "PHÓ BÍ THƯ",
    }.get(said(issuer.setting, "signs"), "BÍ THƯ")


def signer_of(issuer):
    """Whoever was chosen, else who held that office on the day; empty where nobody did."""
    is_secretary = said(issuer.setting, "signs") in ("", Signs.SECRETARY)
    return said(issuer.setting, "signer") or (issuer.signer if is_secretary else issuer.deputy) or ""


def said(setting, name):
    """Of a setting as a dict, or None."""
    return (setting or {}).get(name) or ""
