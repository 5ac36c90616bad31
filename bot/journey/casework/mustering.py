"""Calls for volunteers: a leader calls in plain words, neighbours sign up and take it back, the
leader closes, moves or cancels it, and says who came.

Comes in: what was heard. Goes out: rows, a line in the groups it concerns, words to people alone,
points for those who came. Does not: read words, name anybody in a group, give more places than
there are, or call by night where there is no emergency.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from bot.domain.case import DONE
from bot.domain.matters import Urgency
from bot.domain.muster import (
    Muster,
    MusterStep,
    SignUp,
    SignUpState,
    moves_up,
    next_step,
    waiting,
    who_comes,
)
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.hearing.mustered import here, mustered
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.rewarding import attended, is_missing
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.rollcall import of_muster, tell_each, tell_rooms
from bot.journey.words.thanking import named
from intents.decisions import Command
from intents.musters import read_attendance, read_call, read_sign_up, read_when


async def muster(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    """Do what is wanted; what follows in the same batch knows of it."""
    await MUSTERS[command](docket, heard, sight)
    sight.mustered = await mustered(docket.unit)


async def _call(docket: Docket, heard: Heard, sight: Sight) -> None:
    office, person = docket.office, heard.person
    grid = _grid(heard)
    require(person, Action.ANNOUNCE, grid)
    said = read_call(heard.message.text, docket.now)
    if said is None or not said.is_complete or said.starts_at is None:
        await docket.say(Say(key=ReplyKey.MUSTER_INCOMPLETE, person=person.id))
        return
    new = Muster(
        id=office.ids.new("muster"),
        community=heard.community,
        grid=grid,
        called_by=person.id,
        called_at=docket.now,
        matter=said.matter,
        place=said.place,
        bring=said.bring,
        wanted=said.wanted,
        starts_at=said.starts_at.astimezone(docket.now.tzinfo),
        next_at=docket.now,
        minutes=said.minutes,
        case=_emergency(heard, sight, grid) if said.at_once else None,
    )
    await _save(docket, new)
    told = await tell_rooms(docket, new, ReplyKey.MUSTER_CALLED, of_muster(new))
    if heard.room is None:
        words = of_muster(new) | {"held": str(told)}
        await docket.say(Say(key=ReplyKey.MUSTER_SENT, person=person.id, parameters=words))


def _grid(heard: Heard) -> str | None:
    """The grid that is called up: the group's, the speaker's own; None is the whole community."""
    if heard.room is not None:
        return heard.room.grid
    own = heard.person.grids
    return own[0] if len(own) == 1 else None


def _emergency(heard: Heard, sight: Sight, grid: str | None) -> str | None:
    """The emergency that hands are called to; one that groups may not hear of is none."""
    found = [
        case.key
        for case in sight.around(heard.community, grid)
        if case.urgency is Urgency.P0 and case.status not in DONE and not case.is_restricted
    ]
    return found[0] if found else None


async def _save(docket: Docket, changed: Muster) -> None:
    """Keep it, and have the clock look at it again."""
    at = next_step(changed, changed.step, docket.now, docket.office.musters)
    await docket.unit.musters.save(replace(changed, next_at=at))
    docket.office.signals.notify("mustering")


async def _join(docket: Docket, heard: Heard, sight: Sight) -> None:
    found = [
        one
        for one in _meant(heard, sight)
        if one.takes(docket.now, docket.office.musters) and one.called_by != heard.person.id
    ]
    heads = read_sign_up(heard.message.text, mere=True)
    if not found or heads is None:
        return
    wanted = found[0]
    known = sight.mustered.entry(wanted, heard.person.id)
    if known is not None and known.heads == heads:
        return
    if known is not None and known.state is SignUpState.IN:
        await docket.unit.musters.give_back(wanted.id, known.heads)
    entry = SignUp(
        muster=wanted.id,
        person=heard.person.id,
        room=heard.room.id if heard.room else None,
        heads=heads,
        at=docket.now,
        state=SignUpState.WAITING,
    )
    others = [one for one in sight.mustered.of(wanted) if one.person != entry.person]
    queue = [one for one in waiting(others) if one.heads <= heads]
    if not queue and await docket.unit.musters.take(wanted.id, heads):
        entry = replace(entry, state=SignUpState.IN)
    await docket.unit.musters.sign(entry)
    await _tell_place(docket, wanted, entry, len(waiting(others)) + 1)
    if known is not None:
        await _fill(docket, wanted)
    elif entry.state is SignUpState.IN:
        await _tell_when_full(docket, wanted)


async def _tell_place(docket: Docket, wanted: Muster, entry: SignUp, order: int) -> None:
    """To him alone: the group hears nothing of single people."""
    if entry.state is SignUpState.IN:
        await tell_each(docket, wanted, ReplyKey.MUSTER_IN, [entry])
        return
    words = of_muster(wanted) | {"order": str(order)}
    await docket.say(Say(key=ReplyKey.MUSTER_WAITING, person=entry.person, parameters=words))


async def _tell_when_full(docket: Docket, wanted: Muster) -> None:
    now = [one for one in await docket.unit.musters.open() if one.id == wanted.id]
    if now and not now[0].lacks:
        await tell_rooms(docket, wanted, ReplyKey.MUSTER_FULL, of_muster(wanted))


async def _leave(docket: Docket, heard: Heard, sight: Sight) -> None:
    for one in _meant(heard, sight):
        entry = sight.mustered.entry(one, heard.person.id)
        if entry is None:
            continue
        await docket.unit.musters.sign(replace(entry, state=SignUpState.OUT))
        if entry.state is SignUpState.IN:
            await docket.unit.musters.give_back(one.id, entry.heads)
        await tell_each(docket, one, ReplyKey.MUSTER_OUT, [entry])
        await _fill(docket, one)
        return


async def _fill(docket: Docket, one: Muster) -> None:
    """Free places go to those who wait, and they are told."""
    now = [own for own in await docket.unit.musters.open() if own.id == one.id]
    if not now or docket.now >= one.ends_at(docket.office.musters):
        return
    entries = await docket.unit.musters.signed([one.id])
    for up in moves_up(entries, now[0].lacks):
        if await docket.unit.musters.take(one.id, up.heads):
            await docket.unit.musters.sign(replace(up, state=SignUpState.IN))
            await tell_each(docket, one, ReplyKey.MUSTER_MOVED_UP, [up])


async def _close(docket: Docket, heard: Heard, sight: Sight) -> None:
    for one in _own(heard, sight)[:1]:
        if not one.closed:
            await _save(docket, replace(one, closed=True))
            await tell_rooms(docket, one, ReplyKey.MUSTER_CLOSED, of_muster(one))


async def _cancel(docket: Docket, heard: Heard, sight: Sight) -> None:
    for one in _own(heard, sight)[:1]:
        await _save(docket, replace(one, closed=True, step=MusterStep.OVER))
        await tell_rooms(docket, one, ReplyKey.MUSTER_CANCELLED, of_muster(one))
        entries = sight.mustered.of(one)
        coming = [*who_comes(entries), *waiting(entries)]
        await tell_each(docket, one, ReplyKey.MUSTER_CANCELLED, coming)


async def _move(docket: Docket, heard: Heard, sight: Sight) -> None:
    starts_at = read_when(heard.message.text, docket.now)
    if starts_at is None:
        return
    starts_at = starts_at.astimezone(docket.now.tzinfo)
    for one in _own(heard, sight)[:1]:
        moved = replace(one, starts_at=starts_at, step=MusterStep.CALLED)
        await _save(docket, moved)
        await tell_rooms(docket, moved, ReplyKey.MUSTER_MOVED, of_muster(moved))
        entries = sight.mustered.of(one)
        coming = [*who_comes(entries), *waiting(entries)]
        await tell_each(docket, moved, ReplyKey.MUSTER_MOVED, coming)


async def _came(docket: Docket, heard: Heard, sight: Sight) -> None:
    said = read_attendance(heard.message.text)
    begun = [one for one in _own(heard, sight) if one.starts_at <= docket.now]
    if said is None or not begun:
        return
    one = begun[-1] if len(begun) > 1 and heard.room is None else begun[0]
    coming = who_comes(sight.mustered.of(one))
    count = await attended(docket, one, coming, said)
    if count is None:
        return
    await _save(docket, replace(one, closed=True, step=MusterStep.OVER))
    if count:
        there = [entry.person for entry in coming if not is_missing(docket, entry, said)]
        to = await named(docket.office, docket.unit, there)
        words = of_muster(one) | {"count": str(count), "to": to}
        await tell_rooms(docket, one, ReplyKey.MUSTER_THANKS, words)


def _meant(heard: Heard, sight: Sight) -> list[Muster]:
    """Those that can be meant, the one that is named before the newest."""
    found = here(sight.mustered, heard.person, heard.room, heard.community)
    return sorted(found, key=lambda one: one.matter not in heard.message.text)


def _own(heard: Heard, sight: Sight) -> list[Muster]:
    return [one for one in _meant(heard, sight) if one.called_by == heard.person.id]


MUSTERS: Final[dict[Command, Callable[[Docket, Heard, Sight], Awaitable[None]]]] = {
    Command.MUSTER: _call,
    Command.MUSTER_JOIN: _join,
    Command.MUSTER_LEAVE: _leave,
    Command.MUSTER_ENOUGH: _close,
    Command.MUSTER_CANCEL: _cancel,
    Command.MUSTER_MOVE: _move,
    Command.MUSTER_CAME: _came,
}
