"""The stage of digests: what is wanted is found out, worded and handed to the outbox, paced.

Comes in: wanted digests in rows. Goes out: deliveries, and which cases carry which number; one
transaction each. Does not: plan rounds (`bot.journey.steps.planning` does) or send.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.digests.agendas import open_of
from bot.digests.charts import draw
from bot.digests.community import behind_rates
from bot.digests.community_words import told
from bot.digests.facts import News, Seen, news
from bot.digests.lacking import lacking_of
from bot.digests.overviews import material_of, overview_of
from bot.digests.pictures import DAYS, chart_of
from bot.digests.words import Worded, heading, link_of, linked, with_room, worded
from bot.domain.case import Case
from bot.domain.delivery import Delivery
from bot.domain.digest import Digest, DigestKind, DigestState
from bot.domain.errors import BotError, Conflict, StorageFull
from bot.domain.facts import Period
from bot.domain.lamps import Lamp, lamp
from bot.domain.muster import Muster
from bot.domain.reply import ReplyKey
from bot.domain.resolution import Resolution
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.steps.planning import set_out
from bot.journey.steps.weekly import week_of_room
from bot.journey.unmet import unmet_of
from bot.journey.ways import Ways
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)

_MINUTE: Final = timedelta(minutes=1)
_A_DAY: Final = timedelta(days=1)
_OF_LEADERS: Final = frozenset({DigestKind.DAILY, DigestKind.WEEKLY})


class Rounds:
    """Makes what is wanted, one digest after the other."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._told: tuple[datetime, Worded] | None = None

    async def set_out(self) -> None:
        """Wait for the next round, or make up for one that was missed a little while ago."""
        now = self._office.clock.now()

        async def plan(unit: UnitOfWork) -> None:
            await set_out(Docket(office=self._office, unit=unit, now=now, cause="digests"))

        await self._store.work(plan)

    async def run_once(self) -> int:
        """Make what is wanted; how many."""
        settings, now = self._office.settings, self._office.clock.now()
        wanted = await self._store.work(
            lambda unit: unit.digests.claim(now, settings.lease, settings.batch)
        )
        if not wanted:
            return 0
        await self._store.work(lambda unit: unit.digests.drop_pictures(now - _A_DAY))
        leaders = [one for one in wanted if one.kind in _OF_LEADERS]
        days = DAYS if any(map(self._shows, leaders)) else self._office.digests.hot_days
        found = await self._store.look(
            lambda unit: cases_for(self._office, unit, leaders, days=days)
        )
        for digest in wanted:
            try:
                await self._make(digest, found)
            except (Conflict, StorageFull):
                raise
            except Exception as err:  # noqa: BLE001 - the per-row guard of this stage
                await self._failed(digest, err)
        self._office.signals.notify("outbox")
        return len(wanted)

    async def _make(self, digest: Digest, found: dict[str, list[Seen]]) -> None:
        if digest.kind is DigestKind.OWNERS:
            await self._store.work(lambda unit: self._tell_owners(unit, digest))
            return
        if digest.kind is DigestKind.COMMUNITY:
            made: Worded | None = await self._of_community(digest)
        else:
            beside = await self._store.look(lambda unit: beside_of(self._office, unit, digest))
            made = await asyncio.to_thread(words_of, self._office, digest, found, beside)
        png = None
        if made is not None and self._shows(digest):
            png = await asyncio.to_thread(picture_of, self._office, digest, found)
        now = self._office.clock.now()
        state = DigestState.SILENT if made is None else DigestState.SAID
        delivery = None if made is None else self._delivery(digest, made, now)
        if delivery is not None and png is not None:
            delivery = replace(delivery, picture=True)

        async def say(unit: UnitOfWork) -> None:
            done = digest if made is None else replace(digest, cases=made.cases, behind=made.behind)
            if await unit.digests.settle(done, state, now) and delivery is not None:
                await unit.deliveries.add([delivery])
                if png is not None:
                    await unit.digests.keep_picture(digest.id, png, now)

        await self._store.work(say)

    async def _of_community(self, digest: Digest) -> Worded:
        """The same for everybody who is told in a round: it is made once."""
        office, slot = self._office, digest.slot
        link = link_of(office, digest.id)
        if self._told is None or self._told[0] != slot:
            material = await self._store.look(lambda unit: material_of(office, unit, slot))
            found = await asyncio.to_thread(overview_of, office, material, slot)
            text = told(office, found, with_room(office.digests, link))
            behind = found.behind | behind_rates(found, office.figures.few)
            self._told = slot, Worded(text=text, behind=behind)
        made = self._told[1]
        return replace(made, text=linked(made.text, link))

    async def _tell_owners(self, unit: UnitOfWork, digest: Digest) -> None:
        """One line in an owners' group, in its turn; nothing where there is nothing to tell, or
        the group wants to hear no more today."""
        office, now = self._office, self._office.clock.now()
        room = office.directory.room(digest.person)
        words = await week_of_room(office, unit, room, now) if room is not None else {"count": ""}
        docket = Docket(office=office, unit=unit, now=now, cause=digest.id)
        said = False
        if words["count"]:
            say = Say(key=ReplyKey.WEEK_TOLD, room=digest.person, parameters=words)
            said = await docket.say(say, delay=digest.order * (_MINUTE / office.digests.a_minute))
        state = DigestState.SAID if said else DigestState.SILENT
        if await unit.digests.settle(digest, state, now):
            await docket.flush()

    async def _failed(self, digest: Digest, err: Exception) -> None:
        give_up = digest.attempts + 1 >= self._office.settings.max_attempts
        reason = f"{type(err).__name__}: {err if isinstance(err, BotError) else ''}"
        log.error("digest_failed", extra={"digest_id": digest.id, "error": reason}, exc_info=err)
        await self._store.work(lambda unit: unit.digests.failed(digest.id, give_up=give_up))

    def _shows(self, digest: Digest) -> bool:
        """Whether a picture comes with it: where he is written to, and the office wants one."""
        ways = Ways(office=self._office, heard=None, now=digest.slot)
        address = ways.private(digest.person)
        channel = self._office.channels.get(address.channel) if address else None
        wanted = self._office.digests.pictures and bool(digest.grids)
        return wanted and channel is not None and channel.pictures_out

    def _delivery(self, digest: Digest, made: Worded, now: datetime) -> Delivery | None:
        """To him alone, in its turn of the round, by day."""
        rules = self._office.digests
        ways = Ways(office=self._office, heard=None, now=now)
        address = ways.private(digest.person)
        if address is None:
            return None
        decent = ways.decent(Say(key=ReplyKey.DIGEST_HEAD, person=digest.person))
        turn = digest.slot + digest.order * (_MINUTE / rules.a_minute)
        due = max(decent, turn)
        return Delivery(
            id=self._office.ids.new("delivery"),
            cause=digest.id,
            ordinal=1,
            address=address,
            text=made.text,
            due_at=due,
            until=due + rules.late,
            person=digest.person,
        )


async def cases_for(
    office: Office, unit: UnitOfWork, wanted: Sequence[Digest], *, days: int = DAYS
) -> dict[str, list[Seen]]:
    """What the store knows of the grids of these digests, by grid, with the lamps of now; of cases
    that are over those of so many days at least."""
    now = office.clock.now()
    grids = list(dict.fromkeys(grid for one in wanted for grid in one.grids))
    if not grids:
        return {}
    first = min((one.since for one in wanted), default=now)
    since = min(first, now - timedelta(days=max(days, office.digests.hot_days)))
    return by_grid(office, await unit.digests.cases(grids, since), now)


def by_grid(office: Office, cases: Iterable[Case], now: datetime) -> dict[str, list[Seen]]:
    """Cases with their lamps, by grid; what is over shows none that anybody asks for."""
    found: dict[str, list[Seen]] = defaultdict(list)
    rules = office.lamps
    for case in cases:
        shown = lamp(case, now, rules) if case.is_open else Lamp.GREY
        found[case.grid or ""].append(Seen(case=case, lamp=shown))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is told beside cases: what meetings have decided and is not done, and calls for
    volunteers that lack people; `unmet` counts the needs that nobody was found for."""

    decided: Sequence[Resolution] = ()
    called: Sequence[Muster] = ()
    unmet: int = 0


async def beside_of(office: Office, unit: UnitOfWork, digest: Digest) -> Beside:
    """As it stands in the grids of a digest."""
    return Beside(
        decided=await open_of(office, unit, digest.grids),
        called=await lacking_of(office, unit, digest.grids),
        unmet=len(await unmet_of(office, unit, digest.grids)),
    )


def words_of(
    office: Office,
    digest: Digest,
    found: dict[str, list[Seen]],
    beside: Beside | None = None,
) -> Worded | None:
    """One digest in words, with what it tells beside cases; None where nothing is to be said."""
    beside = beside or Beside()
    told = replace(
        news_of(office, digest, found),
        decided=tuple(beside.decided),
        called=tuple(beside.called),
        unmet=beside.unmet,
    )
    return worded(office, told, digest)


def news_of(office: Office, digest: Digest, found: dict[str, list[Seen]]) -> News:
    """What one digest tells, as of now."""
    seen = [one for grid in digest.grids for one in found.get(grid, ())]
    period = Period(begin=digest.since, end=office.clock.now())
    person = office.directory.person(digest.person)
    return news(seen, person, period, office.digests)


def picture_of(office: Office, digest: Digest, found: dict[str, list[Seen]]) -> bytes:
    """The picture that goes with it, a PNG."""
    seen = [one for grid in digest.grids for one in found.get(grid, ())]
    return draw(chart_of(office, digest, seen, heading(office, digest)))
