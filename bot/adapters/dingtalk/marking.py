"""A case in the platform's markdown: on a card, and where a card cannot be sent.

Comes in: a `CaseCard`. Goes out: a heading and markdown. Does not: let anybody's words become
links, pictures or markup: they are shown as they were said.
"""

from bot.domain.cards import CaseCard

# The full-width twins of what markdown reads, by number, because the words of Chinese stand in data
# files only.
_TWINS = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "*_`~[]<>|\\"})


def heading(card: CaseCard) -> str:
    """One line: the number and what it is."""
    return f"#{card.number} {card.title}".translate(_TWINS)


def standing(card: CaseCard) -> str:
    """One line: how it stands, and its lamp."""
    return " \u00b7 ".join(part for part in (card.state, card.lamp) if part).translate(_TWINS)


def body(card: CaseCard) -> str:
    """The words, and how it stands."""
    words = card.text.translate(_TWINS)
    if words[:1] in ("#", "-", "+"):
        words = f"\\{words}"
    return "\n\n".join(part for part in (words, f"**{standing(card)}**") if part)
