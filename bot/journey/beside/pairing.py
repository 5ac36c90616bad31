"""Beside casework: needs and resources of a street are brought together, and each grid's party
branch is told what is new, alone, at an hour that suits.

Comes in: both lists, what came of earlier pairs, the clock. Goes out: proposed services, one
message to each leader. Does not: solve (the matcher does, away from the event loop), ask either
side, or propose again what was turned down.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.domain.deadlines import SHANGHAI
from bot.domain.giving import Giving, Side
from bot.domain.grid import Directory
from bot.domain.pairing import Area, Held, Matcher, Never, Pair, Wanted, reasons
from bot.domain.people import Role
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import Part, Service, ServiceMove, ServiceRules, ServiceState, waits_until
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.unmet import wanted_of
from bot.journey.words.served import names, of_service, want_round
from bot.ports import Store, UnitOfWork
from intents.services import comes_home, heads_in, minutes_in, only_day

_LEADERS = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY)
_BOT = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """Both lists by id, and as figures with what is left of them."""

    givings: Mapping[str, Giving]
    wanted: Mapping[str, Wanted]
    held: Mapping[str, Held]
    never: Never
    claims: Sequence[Service] = ()


class Pairing:
    """One look at the lists, one transaction for what is proposed."""

    def __init__(
        self, *, office: Office, store: Store, matcher: Matcher, executor: Executor
    ) -> None:
        self._office = office
        self._store = store
        self._matcher = matcher
        self._executor = executor

    async def run_once(self) -> int:
        """Look for pairs where that is due; how many communities."""
        now = self._office.clock.now()
        due = await self._store.look(lambda unit: unit.services.next_round())
        if due is None or due > now:
            return 0
        lists = await self._store.look(self._lists)
        wanted, held = list(lists.wanted.values()), list(lists.held.values())
        loop = asyncio.get_running_loop()
        pairs = await loop.run_in_executor(self._executor, self._matcher, wanted, held, lists.never)
        done = await self._store.work(lambda unit: self._propose(unit, lists, pairs))
        self._office.signals.notify("serving")
        self._office.signals.notify("outbox")
        return done

    async def _lists(self, unit: UnitOfWork) -> _Lists:
        """Everything that counts now, without what is seen to or taken up already."""
        now, directory = self._office.clock.now(), self._office.directory
        givings = {
            one.id: one
            for community in _communities(directory)
            for side in Side
            for one in await unit.givings.listed(community, side, now)
        }
        earlier = await unit.services.with_givings(list(givings))
        used: Counter[str] = Counter()
        for service in earlier:
            if service.takes_up:
                used[service.need] += service.heads
                used[service.resource] += service.heads
        rules, street = self._office.services, directory.street
        needs = [one for one in givings.values() if one.side is Side.NEED]
        resources = [one for one in givings.values() if one.side is Side.RESOURCE]
        wanted = (_wanted(one, street, used[one.id], now) for one in needs)
        held = (_held(one, street, used[one.id], now, rules) for one in resources)
        return _Lists(
            givings=givings,
            wanted={one.id: one for one in wanted if one.heads > 0},
            held={one.id: one for one in held if one.capacity > 0},
            never=frozenset((service.need, service.resource) for service in earlier),
            claims=[one for one in earlier if one.is_claim and one.next_at is None],
        )

    async def _propose(self, unit: UnitOfWork, lists: _Lists, pairs: Sequence[Pair]) -> int:
        """To each leader what is new, the first over first; what he has no time for, next time."""
        now = self._office.clock.now()
        communities = await unit.services.begin_round(now)
        docket = Docket(office=self._office, unit=unit, now=now, cause=f"pairs/{now}")
        of_leader: dict[str, list[Service]] = defaultdict(list)
        for claim in sorted(lists.claims, key=lambda one: (one.made_at, one.id)):
            of_leader[claim.leader].append(claim)
        for pair in sorted(pairs, key=lambda one: (lists.wanted[one.wanted].end, one.wanted)):
            leader = _leader_of(docket, lists.givings[pair.wanted])
            both = [await unit.givings.get(id_) for id_ in (pair.wanted, pair.held)]
            if leader is not None and all(both):
                of_leader[leader].append(_service(docket, lists, leader, pair))
        for leader, some in of_leader.items():
            told = await _tell_leader(docket, leader, some)
            if told < len(some):
                await want_round(docket, some[-1].community)
        await docket.flush()
        return len(communities)


async def _tell_leader(docket: Docket, leader: str, found: Sequence[Service]) -> int:
    """One message with so many of them as it holds; none while he is asked something else."""
    thread = thread_of(None, docket.private_channel(leader) or "", leader)
    if await docket.unit.questions.open_for([thread], docket.now):
        return 0
    services = found[: docket.office.services.lines]
    lines = []
    for number, one in enumerate(services, start=1):
        until = waits_until(one, docket.now, docket.office.services)
        await docket.unit.services.save(replace(one, next_at=until))
        words = of_service(docket, one) | {"number": str(number)}
        if one.is_claim:
            words |= names(docket, one, Part.GIVER)
        else:
            move = ServiceMove(service=one.id, at=docket.now, state=one.state, actor=_BOT)
            await docket.unit.services.note(move)
        lines.append(docket.office.words.render(ReplyKey.PAIR_LINE, words))
    until = docket.now + docket.office.services.patience
    words = {
        "count": str(len(lines)),
        "choices": "".join(lines),
        "until": f"{until.astimezone(SHANGHAI):%m-%d}",
    }
    claims = any(one.is_claim for one in services)
    key = ReplyKey.CLAIMS_PROPOSED if claims else ReplyKey.PAIRS_PROPOSED
    await docket.say(Say(key=key, person=leader, parameters=words))
    payload = {str(number): one.id for number, one in enumerate(services, start=1)}
    await docket.unit.questions.ask(
        Question(thread=thread, kind=QuestionKind.PAIRS, case=None, until=until, payload=payload)
    )
    return len(services)


def _service(docket: Docket, lists: _Lists, leader: str, pair: Pair) -> Service:
    need, resource = lists.givings[pair.wanted], lists.givings[pair.held]
    wanted, held = lists.wanted[pair.wanted], lists.held[pair.held]
    return Service(
        id=docket.office.ids.new("service"),
        community=need.community,
        grid=need.grid,
        kind=need.kind,
        need=need.id,
        resource=resource.id,
        needer=need.person,
        giver=resource.person,
        wanted=need.matter,
        offered=resource.matter,
        heads=pair.heads,
        reasons=",".join(reasons(wanted, held)),
        leader=leader,
        begin_at=max(wanted.begin, held.begin),
        end_at=min(wanted.end, held.end),
        made_at=docket.now,
        since=docket.now,
        next_at=None,
        state=ServiceState.PROPOSED,
    )


def _leader_of(docket: Docket, need: Giving) -> str | None:
    """Who decides for the party branch of its grid, as far as he can be written to."""
    directory = docket.office.directory
    found = (one.id for role in _LEADERS for one in directory.of_grid(need.grid, role))
    return next((one for one in found if docket.can_reach(one)), None)


def _communities(directory: Directory) -> list[str]:
    of_grids = {grid.community for grid in directory.grids}
    return sorted(of_grids | {room.community for room in directory.rooms})


def _wanted(need: Giving, street: str, met: int, now: datetime) -> Wanted:
    return Wanted(
        id=need.id,
        person=need.person,
        kind=need.kind,
        area=Area(street=street, community=need.community, grid=need.grid),
        begin=_begin(need, now),
        end=need.until,
        heads=wanted_of(need) - met,
        at_home=comes_home(need.matter),
    )


def _held(resource: Giving, street: str, used: int, now: datetime, rules: ServiceRules) -> Held:
    minutes = minutes_in(resource.amount)
    served = max(minutes // rules.minutes_each, 1) if minutes else 1
    return Held(
        id=resource.id,
        person=resource.person,
        kind=resource.kind,
        area=Area(street=street, community=resource.community, grid=resource.grid),
        begin=_begin(resource, now),
        end=resource.until,
        capacity=(heads_in(resource.amount) or served) - used,
        at_home=comes_home(resource.matter),
    )


def _begin(one: Giving, now: datetime) -> datetime:
    """The morning of the day that was named, else at once."""
    day = only_day(one.matter, one.made_at.astimezone(SHANGHAI).date())
    if day is None:
        return now
    return max(datetime.combine(day, time(), SHANGHAI).astimezone(now.tzinfo), now)
