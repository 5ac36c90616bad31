"""Tables as files that a spreadsheet opens.

Comes in: a name, heads, rows of words. Goes out: a response. Does not: choose what stands in them.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from aiohttp import hdrs, web

from bot.domain.cells import harmless


def as_table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> web.Response:
    """A CSV, with the mark by which spreadsheets know Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (heads, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return web.Response(
        body=text.getvalue().encode("utf-8-sig"),
        content_type="text/csv",
        charset="utf-8",
        headers={hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}.csv"'},
    )
