"""Something that the bot is to say: which sentence, to whom, about what.

Comes in: nothing. Goes out: `Say`. Does not: word it, or choose the platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.reply import ReplyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A reply wanted: to a room or to a person (exactly one), about a case or none.

    `otherwise` is the person who is told in private what may not stand in the room, or what it has
    no room for today. `elsewhere` says it only on those platforms of a room where it was not just
    said. `message` is the id of the message it answers. `mentions` are ids of people. `urgent`
    words disregard the night rest and every limit, and go to every platform of a room. Words that
    `wake` a person go to his telephone.
    """

    key: ReplyKey
    room: str | None = None
    person: str | None = None
    otherwise: str | None = None
    elsewhere: bool = False
    case: str | None = None
    message: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    urgent: bool = False
    wake: bool = False
