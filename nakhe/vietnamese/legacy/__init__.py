"""Text from before Unicode: its `charsets`, and the `evidence` for one in a column of cells."""

from nakhe.vietnamese.legacy.charsets import CHARSETS, charset_of_font, decode
from nakhe.vietnamese.legacy.evidence import Reading, read_column

__all__ = ["CHARSETS", "Reading", "charset_of_font", "decode", "read_column"]
