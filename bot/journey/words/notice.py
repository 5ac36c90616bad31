"""What a group is told of what is read and kept there (domain rules §11.1).

Comes in: a group, the platform it is on. Goes out: the words, with how the bot listens there, and
what the platform lets it hear at all. Does not: say them.
"""

from bot.domain.grid import Room
from bot.domain.reply import ReplyKey
from bot.journey.office import Office

_PLATFORM = "platform"


def notice_words(office: Office, room: Room, channel: str | None = None) -> dict[str, str]:
    """What the notice is made of. Without a channel it is that of a platform that delivers
    everything.
    """
    wakes = any(declared.wakes for declared in office.channels.values())
    return {
        "duty": office.directory.phones.get("duty", ""),
        "late": office.words.term("alarm", "awake" if wakes else "asleep"),
        "how": office.words.term("hears", _hears(office, room, channel)),
    }


def notice(office: Office, room: Room, channel: str) -> str:
    """The notice for one platform."""
    return office.words.render(ReplyKey.NOTICE, notice_words(office, room, channel))


def _hears(office: Office, room: Room, channel: str | None) -> str:
    return room.listening.value if delivers_all(office, channel) else _PLATFORM


def delivers_all(office: Office, channel: str | None) -> bool:
    """Whether a platform delivers what is not addressed to the bot, too."""
    declared = office.channels.get(channel) if channel else None
    return declared is None or declared.hears_unaddressed
