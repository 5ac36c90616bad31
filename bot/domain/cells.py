"""Cells of tables that people open in a spreadsheet.

Comes in: words. Goes out: words that no spreadsheet takes for a formula. Does not: write files.
"""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell with a mark before it where a spreadsheet would reckon with it (CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
