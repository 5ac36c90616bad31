"""Cuts words that are too long for one message into several, at the ends of sentences.

Comes in: text and the platform's limit. Goes out: the parts, in order. Does not: change or drop a
word; only white space at a cut disappears.
"""

# By number, because words of Chinese stand in data files only: ideographic full stop, full-width !
# ? ;
SENTENCE_ENDS = frozenset("\n!?;") | {chr(0x3002), chr(0xFF01), chr(0xFF1F), chr(0xFF1B)}
# Second best: spaces, commas, ideographic comma and enumeration comma, full-width colon.
CLAUSE_ENDS = frozenset(" \t,") | {chr(0xFF0C), chr(0x3001), chr(0xFF1A)}


def split(text: str, limit: int) -> tuple[str, ...]:
    """Parts of at most `limit` characters; one part where the text fits."""
    if limit < 1:
        raise ValueError(f"limit must be positive (got {limit})")
    parts = []
    rest = text
    while len(rest) > limit:
        cut = _border(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    parts.append(rest)
    return tuple(part for part in parts if part) or (text[:limit],)


def _border(text: str, limit: int) -> int:
    """Where to cut: after the last sentence that fits, else the last clause, else in the middle of
    the word.

    A cut that would leave less than a quarter of the room used is no good one: a heading of one
    line would go out alone before each long paragraph.
    """
    for ends in (SENTENCE_ENDS, CLAUSE_ENDS):
        for cut in range(limit, limit // 4, -1):
            if text[cut - 1] in ends:
                return cut
    return limit
