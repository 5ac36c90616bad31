"""What somebody wants about what is heard and held of him: to be left alone, to be heard again, to
see it, to have it erased (domain rules §11.1, §11.3).

Comes in: a command read by the reader. Goes out: a wish in a row, and an answer to him alone;
nothing is said in a group. Does not: carry wishes out (forgetting does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.grid import Listening, Room
from bot.domain.people import PERMITTED, Action
from bot.domain.reply import ReplyKey, Say
from bot.domain.wishes import Wish, WishKind, about_person, about_room
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import choices
from intents.decisions import Command

_SHOWN: Final = 5


async def leave(docket: Docket, heard: Heard) -> None:
    """The owner of a group: it listens only when addressed. Anybody else: what he says to others
    is not heard any more.
    """
    room = _decides(heard)
    about = about_room(room.id) if room else about_person(heard.person.id)
    await _wish(docket, heard, about, WishKind.LISTENING, Listening.ADDRESSED)
    key = ReplyKey.LEFT_ROOM if room else ReplyKey.LEFT
    await _answer(docket, heard, key, {"to": room.name if room else ""})


async def consent(docket: Docket, heard: Heard) -> None:
    """The owner of a group: it listens to all talk. Anybody else who had left: he is heard
    again.
    """
    room = _decides(heard)
    if room is not None:
        await _wish(docket, heard, about_room(room.id), WishKind.LISTENING, Listening.NATURAL)
        await _answer(docket, heard, ReplyKey.CONSENTED_ROOM, {"to": room.name})
        return
    about = about_person(heard.person.id)
    if await docket.unit.wishes.drop(about, WishKind.LISTENING):
        await _answer(docket, heard, ReplyKey.CONSENTED, {})


async def show(docket: Docket, heard: Heard) -> None:
    """What is held of him."""
    held = await docket.unit.personal.holdings(heard.person.id)
    listed = choices(docket.office, held.cases[:_SHOWN])
    parameters = {
        "held": str(held.messages),
        "kept": str(held.words),
        "told": str(held.told),
        "count": str(len(held.cases)),
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


async def explain(docket: Docket, heard: Heard) -> None:
    """The short notice where it was asked, the whole one in private."""
    duty = {"duty": docket.office.directory.phones.get("duty", "")}
    if heard.room is None:
        await _answer(docket, heard, ReplyKey.PRIVACY_RULES, duty)
        return
    room, person, office = heard.room.id, heard.person.id, docket.office
    wakes = any(declared.wakes for declared in office.channels.values())
    parameters = duty | {"late": office.words.term("alarm", "awake" if wakes else "asleep")}
    await docket.say(Say(key=ReplyKey.NOTICE, room=room, otherwise=person, parameters=parameters))


WISHES: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.LEAVE: leave,
        Command.CONSENT: consent,
        Command.MY_DATA: show,
        Command.FORGET_ME: forget,
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
    return room if PERMITTED[Action.ANNOUNCE].intersection(heard.person.roles) else None


async def _wish(docket: Docket, heard: Heard, about: str, kind: WishKind, value: str) -> None:
    wish = Wish(about=about, kind=kind, value=value, at=docket.now, by=heard.person.id)
    await docket.unit.wishes.put(wish)
    docket.office.signals.notify("wishes")


async def _answer(
    docket: Docket, heard: Heard, key: ReplyKey, parameters: Mapping[str, str]
) -> None:
    await docket.say(Say(key=key, person=heard.person.id, parameters=parameters))
