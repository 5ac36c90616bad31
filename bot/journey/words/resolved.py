"""What a meeting has decided, in words.

Comes in: resolutions. Goes out: parameters of sentences, and lines. Does not: say them.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.deadlines import SHANGHAI
from bot.domain.reply import ReplyKey
from bot.domain.resolution import Resolution
from bot.journey.office import Office


def of_resolution(one: Resolution) -> dict[str, str]:
    """What is to be done, by whom, until when."""
    return {
        "number": str(one.number or ""),
        "matter": one.matter,
        "to": one.owner_name,
        "until": f"{one.until.astimezone(SHANGHAI):%m-%d}",
    }


def line_of(office: Office, one: Resolution, *, late: bool = False) -> str:
    """One of several."""
    words = of_resolution(one) | {"late": office.words.term("resolution", "late") if late else ""}
    return office.words.render(ReplyKey.RESOLUTION_LINE, words)


def listed(office: Office, some: Iterable[Resolution], now: datetime) -> str:
    """One after the other, with those marked that are late."""
    return "".join(line_of(office, one, late=one.is_late(now)) for one in some)
