"""Somebody's own points: how many, what they buy, a code for a good (the rules stand in
`bot.domain.points`).

Comes in: a command about points. Goes out: an answer to that person alone, a code in a row. Does
not: tell one person's points to another, or give any.
"""

from bot.domain.deadlines import SHANGHAI
from bot.domain.points import Code, Good, earned_lately, lots
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.purse import current, free
from intents.points import read_wanted

CODE_DIGITS = 8
_SOON = 31


async def tell_points(docket: Docket, heard: Heard) -> None:
    """What somebody has, what of it runs out within a month, and what he earned in a year."""
    rules, today = docket.office.rewards, docket.office.today
    booked, codes = await current(docket, heard.person.id)
    held = sum(code.points for code in codes)
    soon = [lot for lot in lots(booked, held) if (lot.runs_out - today).days <= _SOON]
    earned = earned_lately(booked, today)
    words = {
        "count": str(free(booked, codes)),
        "held": str(held) if held else "",
        "kept": str(sum(lot.points for lot in soon)) if soon else "",
        "until": f"{soon[-1].runs_out:%m-%d}" if soon else "",
        "told": str(earned) if earned else "",
        "level": str(rules.stars_of(earned) or ""),
    }
    await answer(docket, heard, ReplyKey.POINTS_TOLD, words)


async def list_goods(docket: Docket, heard: Heard) -> None:
    """What is to be had, with what is left of it."""
    rows = []
    for number, good in enumerate(docket.office.rewards.offered(docket.office.today), 1):
        left = good.stock - await docket.unit.points.given(good.id, docket.now)
        words = {"order": str(number), "matter": good.name, "count": str(good.points)}
        words["held"] = str(left) if left > 0 else ""
        rows.append(docket.office.words.render(ReplyKey.POINTS_GOOD, words))
    key = ReplyKey.POINTS_GOODS if rows else ReplyKey.POINTS_NO_GOODS
    await answer(docket, heard, key, {"choices": "".join(rows)} if rows else {})


async def redeem(docket: Docket, heard: Heard) -> None:
    """A code for a good: the points stay his until the code is taken or its time is over."""
    rules = docket.office.rewards
    good = rules.good(read_wanted(heard.message.text) or "", docket.office.today)
    if good is None:
        await list_goods(docket, heard)
        return
    if await docket.unit.points.given(good.id, docket.now) >= good.stock:
        await answer(docket, heard, ReplyKey.POINTS_SOLD_OUT, {"matter": good.name})
        return
    booked, codes = await current(docket, heard.person.id)
    held = free(booked, codes)
    if held < good.points:
        words = {"matter": good.name, "count": str(good.points), "held": str(held)}
        await answer(docket, heard, ReplyKey.POINTS_TOO_FEW, words)
        return
    await _issue(docket, heard, good)


async def _issue(docket: Docket, heard: Heard, good: Good) -> None:
    code = Code(
        code=await _fresh(docket),
        person=heard.person.id,
        good=good.id,
        points=good.points,
        until=docket.now + docket.office.rewards.code_time,
    )
    words = {
        "number": code.code,
        "matter": good.name,
        "count": str(good.points),
        "to": good.partner,
        "until": f"{code.until.astimezone(SHANGHAI):%m-%d %H:%M}",
    }
    if await answer(docket, heard, ReplyKey.POINTS_CODE, words):
        await docket.unit.points.issue(code)


async def _fresh(docket: Docket) -> str:
    """A code that there never was."""
    while await docket.unit.points.code(code := docket.office.ids.code(CODE_DIGITS)) is not None:
        pass
    return code


async def answer(docket: Docket, heard: Heard, key: ReplyKey, words: dict[str, str]) -> bool:
    """To whoever asked, alone: points are nobody else's business."""
    return await docket.say(Say(key=key, person=heard.person.id, parameters=words))
