"""The store: units of work over one engine.

Comes in: an engine. Goes out: `SqlStore`, which gives units of work with all repositories. Does
not: know rules.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Engine

from bot.storage.accounts import SqlAccounts, SqlDeskSessions
from bot.storage.announcements import SqlAnnouncements
from bot.storage.audit import SqlAudit
from bot.storage.board import SqlBoard
from bot.storage.cards import SqlShownCards
from bot.storage.care import SqlCare
from bot.storage.cases import SqlCases
from bot.storage.corrections import SqlCorrections, SqlOrders
from bot.storage.counters import SqlCounters
from bot.storage.databases import database_of, is_in_memory
from bot.storage.deliveries import SqlDeliveries
from bot.storage.digests import SqlDigests
from bot.storage.doubts import SqlDoubts
from bot.storage.dues import SqlDues
from bot.storage.exchange import SqlForeignNumbers
from bot.storage.faults import translated
from bot.storage.figures import SqlFigures
from bot.storage.giving import SqlGivings
from bot.storage.hand import MOST_IN_HAND, Hand
from bot.storage.keys import SqlKeys
from bot.storage.leaders import SqlDeeds, SqlHandovers
from bot.storage.links import SqlLinks
from bot.storage.media import SqlMedia
from bot.storage.messages import SqlMessages
from bot.storage.musters import SqlMusters
from bot.storage.nudges import SqlNudges
from bot.storage.parcels import SqlParcels
from bot.storage.personal import SqlPersonal, SqlWishes
from bot.storage.points import SqlPoints
from bot.storage.proposals import SqlProposals
from bot.storage.questions import SqlQuestions
from bot.storage.relay import SqlRelay
from bot.storage.resolutions import SqlResolutions
from bot.storage.retention import SqlRetention
from bot.storage.services import SqlServices
from bot.storage.session import Session, hop
from bot.storage.spots import SqlSpots
from bot.storage.surveys import SqlSurveys
from bot.storage.timers import SqlTimers
from bot.storage.turns import SqlTurns
from bot.storage.whistles import SqlDrafts, SqlWhistles

T = TypeVar("T")


class SqlUnit:
    """One transaction on one connection."""

    def __init__(self, session: Session, hand: Hand) -> None:
        self._session = session
        self.messages = SqlMessages(session, hand)
        self.turns = SqlTurns(session, hand)
        self.cases = SqlCases(session)
        self.timers = SqlTimers(session)
        self.deliveries = SqlDeliveries(session)
        self.parcels = SqlParcels(session)
        self.cards = SqlShownCards(session)
        self.questions = SqlQuestions(session)
        self.counters = SqlCounters(session)
        self.wishes = SqlWishes(session)
        self.links = SqlLinks(session)
        self.personal = SqlPersonal(session)
        self.doubts = SqlDoubts(session)
        self.corrections = SqlCorrections(session)
        self.orders = SqlOrders(session)
        self.nudges = SqlNudges(session)
        self.digests = SqlDigests(session)
        self.proposals = SqlProposals(session)
        self.figures = SqlFigures(session)
        self.audit = SqlAudit(session)
        self.retention = SqlRetention(session)
        self.whistles = SqlWhistles(session)
        self.drafts = SqlDrafts(session)
        self.accounts = SqlAccounts(session)
        self.sessions = SqlDeskSessions(session)
        self.keys = SqlKeys(session)
        self.exchange = SqlForeignNumbers(session)
        self.spots = SqlSpots(session)
        self.board = SqlBoard(session)
        self.relay = SqlRelay(session)
        self.media = SqlMedia(session)
        self.dues = SqlDues(session)
        self._work_of_the_grid(session)

    def _work_of_the_grid(self, session: Session) -> None:
        self.announcements = SqlAnnouncements(session)
        self.points = SqlPoints(session)
        self.surveys = SqlSurveys(session)
        self.musters = SqlMusters(session)
        self.resolutions = SqlResolutions(session)
        self.givings = SqlGivings(session)
        self.services = SqlServices(session)
        self.deeds = SqlDeeds(session)
        self.handovers = SqlHandovers(session)
        self.care = SqlCare(session)

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A savepoint: undone alone when it raises. Errors of the store come out as ours."""
        with translated():
            async with self._session.part():
                yield


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end a coroutine that never waits for anything but its own unit of work."""
    try:
        work.send(None)
    except StopIteration as end:
        return cast(T, end.value)
    work.close()
    raise RuntimeError("a unit of work may wait for nothing but the unit's own methods")


class _Seat:
    """A connection that is kept open, and the unit of work on it.

    To SQLAlchemy all of it is one long transaction; where transactions begin and end goes straight
    to the driver, because opening a connection and a transaction on the ordinary way takes several
    times as long as the statements of most units. After an error a seat must be left.
    """

    def __init__(self, engine: Engine, hand: Hand, *, writes: bool) -> None:
        database = database_of(engine.url)
        self._connection = database.seat(engine)
        self._driver = self._connection.connection
        self._cursor = self._driver.cursor()
        self._begin = database.begin_writing if writes else database.begin_reading
        self._end = self._driver.commit if writes else self._driver.rollback
        self._unit = SqlUnit(Session(self._connection), hand)

    def run(self, unit_of_work: Callable[[SqlUnit], Coroutine[Any, Any, T]]) -> T:
        """One transaction; what may write is committed when it returns."""
        self._cursor.execute(self._begin)
        result = drive(unit_of_work(self._unit))
        self._end()
        return result

    def leave(self) -> None:
        """Undo what is not committed, and give the connection back."""
        self._connection.close()


class SqlStore:
    """Units of work in a thread of their own. There is one writer at a time in a process: a lock
    queues them fairly.

    `alone` is for a store in memory while nothing else runs on the event loop, as in a replay: then
    units run where they are asked for, which spares two changes of threads for each. `in_hand` is
    how many messages are kept for the next station: none where there is none in this process.
    """

    def __init__(self, engine: Engine, *, alone: bool = False, in_hand: int = MOST_IN_HAND) -> None:
        self._engine = engine
        self._hand = Hand(in_hand)
        self._writer = asyncio.Lock()
        self._thread = None if alone else ThreadPoolExecutor(1, thread_name_prefix="store")
        self._readers = None if alone else ThreadPoolExecutor(2, thread_name_prefix="store-read")
        self._writing: list[_Seat] = []  # the free ones: at most one, and one for each reader
        self._reading: list[_Seat] = []

    async def work(self, unit_of_work: Callable[[SqlUnit], Coroutine[Any, Any, T]]) -> T:
        """Run a whole unit of work in the store's thread: one hop, however many statements."""
        async with self._writer:
            return await hop(self._thread, self._work, unit_of_work)

    def _work(self, unit_of_work: Callable[[SqlUnit], Coroutine[Any, Any, T]]) -> T:
        try:
            return self._seated(self._writing, unit_of_work, writes=True)
        except BaseException:
            self._hand.clear()
            raise

    def _seated(
        self,
        free: list[_Seat],
        unit_of_work: Callable[[SqlUnit], Coroutine[Any, Any, T]],
        *,
        writes: bool,
    ) -> T:
        with translated():
            seat = free.pop() if free else _Seat(self._engine, self._hand, writes=writes)
            try:
                result = seat.run(unit_of_work)
            except BaseException:
                seat.leave()
                raise
            free.append(seat)
            return result

    async def look(self, look: Callable[[SqlUnit], Coroutine[Any, Any, T]]) -> T:
        """As `work`, but only reading, beside the writer."""
        if is_in_memory(self._engine.url):
            return await self.work(look)
        return await hop(self._readers, self._look, look)

    def _look(self, look: Callable[[SqlUnit], Coroutine[Any, Any, T]]) -> T:
        return self._seated(self._reading, look, writes=False)

    async def recover(self) -> None:
        """Free what a process that died had in hand; for the size where no other process is at
        work.

        Deliveries keep a mark: the outcome of a send that was under way is not known.
        """

        async def free(unit: SqlUnit) -> None:
            await unit.turns.release()
            await unit.timers.release()
            await unit.deliveries.interrupt()

        await self.work(free)

    async def scrub(self) -> bool:
        """Leave as little of deleted text as the database can; False: to be tried again."""
        async with self._writer:
            return await hop(self._thread, self._scrub)

    def _scrub(self) -> bool:
        with translated():
            return database_of(self._engine.url).scrub(self._engine)

    async def close(self) -> None:
        """Give the connections and threads back."""
        await hop(self._thread, self._leave)
        if self._thread is not None:
            self._thread.shutdown(wait=False)  # nothing is in hand any more

    def _leave(self) -> None:
        if self._readers is not None:
            self._readers.shutdown()
        for free in (self._writing, self._reading):
            while free:
                free.pop().leave()
        self._engine.dispose()
