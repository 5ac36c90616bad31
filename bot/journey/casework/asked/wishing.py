"""What somebody wants about what is heard and held of him: to be left alone, to be heard again, to
see it, to have it erased, to be thanked by name (domain rules §11.1, §11.3).

Comes in: a command read by the reader. Goes out: a wish in a row, and an answer to him alone; a
group is told only that more of it is heard. Does not: carry wishes out (forgetting and linking do).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.domain.case import EventKind
from bot.domain.grid import Listening, Room
from bot.domain.links import ended
from bot.domain.people import PERMITTED, Action
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.wishes import Wish, WishKind, about_person, about_room
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.roombook import note
from bot.journey.words.notice import notice_words
from bot.journey.words.wording import choices
from intents.decisions import Command

_SHOWN: Final = 5


async def leave(docket: Docket, heard: Heard) -> None:
    """The owner of a group: the bot is no longer in it. Anybody else: what he says to others is
    not heard any more.
    """
    room = _decides(heard)
    if room is None:
        await _not_heard(docket, heard)
        return
    address = heard.message.address
    binding = address.channel, address.conversation
    link = ended(room, binding, by=heard.person.id, at=docket.now)
    await docket.unit.links.put(link)
    facts = {"channel": address.channel}
    await _note(docket, heard, room, EventKind.UNLINKED, facts)
    await docket.unit.links.silence(address)
    docket.office.signals.notify("linking")
    await _answer(docket, heard, ReplyKey.LEFT_ROOM, {"to": room.name})


async def decline(docket: Docket, heard: Heard) -> None:
    """The owner of a group: only what is addressed to the bot is heard there. Anybody else: what he
    says to others is not heard any more.
    """
    room = _decides(heard)
    if room is None:
        await _not_heard(docket, heard)
        return
    await _listen(docket, heard, room, Listening.ADDRESSED)


async def consent(docket: Docket, heard: Heard) -> None:
    """The owner of a group: it listens to all talk. Anybody else who had left: he is heard
    again.
    """
    room = _decides(heard)
    if room is not None:
        await _listen(docket, heard, room, Listening.NATURAL)
        return
    about = about_person(heard.person.id)
    if await docket.unit.wishes.drop(about, WishKind.LISTENING):
        docket.office.signals.notify("linking")
        await _answer(docket, heard, ReplyKey.CONSENTED, {})


async def keywords(docket: Docket, heard: Heard) -> None:
    """The owner of a group: it listens to what has a word of the lists in it."""
    room = _decides(heard)
    if room is not None:
        await _listen(docket, heard, room, Listening.KEYWORDS)


async def _not_heard(docket: Docket, heard: Heard) -> None:
    about = about_person(heard.person.id)
    await _wish(docket, heard, about, WishKind.LISTENING, Listening.ADDRESSED)
    await _answer(docket, heard, ReplyKey.LEFT, {})


async def _listen(docket: Docket, heard: Heard, room: Room, how: Listening) -> None:
    """From now on; whoever is heard further than before is told so, all of them."""
    changed = replace(room, listening=how)
    await _wish(docket, heard, about_room(room.id), WishKind.LISTENING, how)
    await _note(docket, heard, room, EventKind.LISTENING, {"listening": how.value})
    words = notice_words(docket.office, changed, heard.message.channel)
    await _answer(docket, heard, ReplyKey.CONSENTED_ROOM, {"to": room.name, "how": words["how"]})
    if how.is_more_than(room.listening):
        await docket.say(Say(key=ReplyKey.NOTICE, room=room.id, parameters=words))


async def _note(
    docket: Docket, heard: Heard, room: Room, kind: EventKind, detail: Mapping[str, object]
) -> None:
    await note(docket.unit, room.id, kind, by=heard.person, at=docket.now, detail=detail)


async def show(docket: Docket, heard: Heard) -> None:
    """What is held of him."""
    held = await docket.unit.personal.holdings(heard.person.id)
    listed = choices(docket.office, held.cases[:_SHOWN])
    parameters = {
        "held": str(held.messages),
        "kept": str(held.words),
        "told": str(held.told),
        "count": str(len(held.cases)),
        "helped": str(held.helped) if held.helped else "",
        "choices": listed,
    }
    await _answer(docket, heard, ReplyKey.MY_DATA, parameters)


async def forget(docket: Docket, heard: Heard) -> None:
    """Talk goes at once, cases that are over lose him, the others when they are over."""
    person = heard.person.id
    held = await docket.unit.personal.holdings(person)
    await docket.unit.personal.end_talk(person, docket.now)
    await _wish(docket, heard, about_person(person), WishKind.FORGET, "")
    still = [case for case in held.cases if case.is_open]
    parameters = {
        "count": str(len(held.cases) - len(still)),
        "choices": choices(docket.office, still[:_SHOWN]),
    }
    await _answer(docket, heard, ReplyKey.FORGOTTEN, parameters)


async def thank(docket: Docket, heard: Heard) -> None:
    """His name may stand where neighbours are thanked."""
    await _wish(docket, heard, about_person(heard.person.id), WishKind.THANKS, "")
    await _answer(docket, heard, ReplyKey.THANKS_NAMED, {"to": heard.person.name})


async def thank_not(docket: Docket, heard: Heard) -> None:
    """It may not any more."""
    await docket.unit.wishes.drop(about_person(heard.person.id), WishKind.THANKS)
    await _answer(docket, heard, ReplyKey.THANKS_UNNAMED, {})


async def explain(docket: Docket, heard: Heard) -> None:
    """The short notice where it was asked, the whole one in private."""
    duty = {"duty": docket.office.directory.phones.get("duty", "")}
    if heard.room is None:
        await _answer(docket, heard, ReplyKey.PRIVACY_RULES, duty)
        return
    parameters = notice_words(docket.office, heard.room, heard.message.channel)
    say = Say(
        key=ReplyKey.NOTICE,
        room=heard.room.id,
        otherwise=heard.person.id,
        parameters=parameters,
    )
    await docket.say(say)


WISHES: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.LEAVE: leave,
        Command.DECLINE: decline,
        Command.CONSENT: consent,
        Command.KEYWORDS: keywords,
        Command.MY_DATA: show,
        Command.FORGET_ME: forget,
        Command.THANK_ME: thank,
        Command.THANK_ME_NOT: thank_not,
        Command.PRIVACY: explain,
    }
)


def _decides(heard: Heard) -> Room | None:
    """The group for which this person may decide how far the bot listens: its owner, where he is
    known, else whoever may speak for the grid (domain rules §11.3).
    """
    room = heard.room
    if room is None:
        return None
    if room.owner is not None:
        return room if room.owner == heard.person.id else None
    may = any(heard.person.holds(role, room.grid) for role in PERMITTED[Action.ANNOUNCE])
    return room if may else None


async def _wish(docket: Docket, heard: Heard, about: str, kind: WishKind, value: str) -> None:
    wish = Wish(about=about, kind=kind, value=value, at=docket.now, by=heard.person.id)
    await docket.unit.wishes.put(wish)
    for topic in ("wishes", "linking"):
        docket.office.signals.notify(topic)


async def _answer(
    docket: Docket, heard: Heard, key: ReplyKey, parameters: Mapping[str, str]
) -> None:
    await docket.say(Say(key=key, person=heard.person.id, parameters=parameters))
