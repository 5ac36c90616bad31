"""Words about points, where the office gives any.

Comes in: a command about points. Goes out: what `pointing` and `awarding` make of it, or one line
that there are none here. Does not: anything for those who only talk about points.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.reply import ReplyKey
from bot.journey.casework.asked.awarding import award, cash, take_back
from bot.journey.casework.asked.pointing import answer, list_goods, redeem, tell_points
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.decisions import Command

POINTS: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.POINTS: tell_points,
        Command.GOODS: list_goods,
        Command.REDEEM: redeem,
        Command.AWARD: award,
        Command.AWARD_WRONG: take_back,
        Command.CASH: cash,
    }
)


async def obey_points(docket: Docket, heard: Heard, command: Command) -> None:
    """Do what is wanted; without rules there are no points."""
    if not docket.office.points.activities:
        await answer(docket, heard, ReplyKey.POINTS_NONE_HERE, {})
        return
    await POINTS[command](docket, heard)
