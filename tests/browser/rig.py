"""The desk with the simulated groups and a tiny service behind it, in a thread with its own loop.

The service is scripted: a message about the handrail opens case #312 and is answered in both
groups, "我去看" moves it on, a private message gets a private answer. Nothing of the real journey
is needed.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta

from bot.adapters.simulator import GroupKind, SimulatedGroup, SimulatedMember, SimulatorChannel
from bot.desk.app import Entrance, Listening, Routed, make_app, serve
from bot.desk.books.board import CaseRow, HistoryRow
from bot.desk.books.plan import EstatePlan, GridPlan, Tile
from bot.desk.gate import DoorPages
from bot.desk.health import HealthReport
from bot.desk.material import Material
from bot.desk.pages.board import BoardPages, Choices
from bot.desk.pages.cases import CasePages
from bot.desk.pages.diagrams import Bar, Diagram, DiagramPages
from bot.desk.pages.plan import PlanPages
from bot.desk.rows import Shower
from bot.desk.speaking import DeskChannel
from bot.desk.trial import Trial
from bot.digests.plates import draw
from bot.domain.message import Address, ConversationKind, InboundMessage, OutboundMessage
from bot.domain.viewing import Viewer
from bot.ids import TimedIds
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import NOON, FakeBoard, StillClock, case_row, report

OWNERS, LEADERS = GroupKind.OWNERS, GroupKind.LEADERS
GROUPS = (
    SimulatedGroup(id="own1", name="富善花园业主群", kind=OWNERS),
    SimulatedGroup(id="lead1", name="第3网格党员楼长群", kind=LEADERS),
)
CHOICES = Choices(grids={"g3": "第三网格"}, categories={"AQ": "安全隐患"})
EVIL_NAME = "<b>小&李</b>"


def member(key: str, name: str, role: str, groups: Sequence[str], note: str = ""):
    return SimulatedMember(id=key, name=name, role=role, groups=tuple(groups), note=note)


MEMBERS = (
    member("r1", "王秀兰", "resident", ["own1"], "1号楼"),
    member("r2", EVIL_NAME, "resident", ["own1"], "8栋"),
    member("b1", "梁伯", "building_leader", ["own1", "lead1"], "1号楼"),
    member("g1", "何倩芬", "grid_member", ["own1", "lead1"]),
    member("l1", "邓国华", "grid_leader", ["lead1"]),
    member("p1", "张工", "property", ["lead1"], "恒达物业"),
    member("d1", "老周", "department", ["lead1"], "供电所"),
)


class FakePlan:
    """One grid with two estates, and what was told of no building."""

    async def plan(self, viewer: Viewer) -> list[GridPlan]:
        lamps = ("flashing", "yellow", "green", "", "blue", "grey")
        tiles = [
            Tile(name=f"富善路{number}号楼", open=number if lamp else 0, lamp=lamp)
            for number, lamp in enumerate(lamps, start=1)
        ]
        estates = [
            EstatePlan(name="富善花园", tiles=tiles),
            EstatePlan(name="", tiles=[Tile(name="", open=2, lamp="red")]),
        ]
        return [
            GridPlan(id="g3", name="第三网格", estates=estates),
            GridPlan(id="g4", name="第四网格", estates=[]),
        ]


class FakeCharts:
    """One diagram of each kind, and one with nothing to draw."""

    async def diagrams(self, viewer: Viewer, days: int) -> list[Diagram]:
        lamps = (("正常", "green"), ("超期", "red"))
        pair = (("按期办结率", "opened"), ("满意率", "settled"))
        counted = [
            Bar(name="公共设施", cells=("9", "3"), lengths=(9, 3)),
            Bar(name="安全隐患", cells=("2", "0"), lengths=(2, 0)),
        ]
        titles = ("网格", "按期办结率(%)", "样本", "满意率(%)", "样本")
        cells = ("66.7", "6", "", "2")
        rated = [Bar(name="第三网格", cells=cells, lengths=(66.7, None))]
        open_ = Diagram(
            id="open",
            title="在办的件",
            columns=("类别", "正常", "超期"),
            series=lamps,
            bars=counted,
            stacked=True,
        )
        grids = Diagram(
            id="grids", title="各网格", columns=titles, series=pair, bars=rated, full=100
        )
        hot = Diagram(id="hot", title="反复报的", columns=("事", "次数"), series=lamps, bars=[])
        return [open_, grids, hot]


class Service:
    """Everything behind `accept`, scripted; `trouble` is raised instead of storing."""

    def __init__(self, channel: SimulatorChannel, board: FakeBoard) -> None:
        self.channel = channel
        self.board = board
        self.trouble: Exception | None = None
        self.heard: list[InboundMessage] = []
        self._todo: asyncio.Queue[InboundMessage] = asyncio.Queue()

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        if self.trouble is not None:
            raise self.trouble
        for message in messages:
            self.heard.append(message)
            self._todo.put_nowait(message)

    async def run(self) -> None:
        while True:
            message = await self._todo.get()
            if message.address.kind is ConversationKind.PRIVATE:
                await self.say(
                    message.address.conversation, "收到，只有您看得到。", to=message.sender
                )
            elif "扶手" in message.text:
                await self._open(message)
            elif "我去看" in message.text:
                await self._accept_case()

    async def say(self, room: str, text: str, *, to: str | None = None, mention: str = "") -> None:
        kind = ConversationKind.GROUP if to is None else ConversationKind.PRIVATE
        address = Address(channel="simulator", kind=kind, conversation=room, person=to)
        mentions = (mention,) if mention else ()
        await self.channel.send(
            OutboundMessage(delivery_id=text, address=address, text=text, mentions=mentions)
        )

    async def _open(self, message: InboundMessage) -> None:
        row = case_row(312, status_name="待签收", last_step="dispatched", changed_at=NOON)
        opened = HistoryRow(at=NOON, event="case_opened", actor="有居民", detail="楼梯没有扶手")
        self.board.put(row, opened)
        await self.say("own1", "已立案 #312 楼梯扶手缺失", mention=message.sender)
        await self.say("lead1", "#312 楼梯扶手缺失，请梁伯看一下", mention="b1")

    async def _accept_case(self) -> None:
        at = NOON + timedelta(minutes=5)
        row = replace(self.board.rows["case-312"], status_name="处置中", last_step="accepted")
        self.board.put(row, HistoryRow(at=at, event="accepted", actor="梁**", detail=""))
        await self.say("own1", "#312 楼长已签收，正在查看")


class Rig:
    """Starts and stops the server; `on_loop` does something where the server lives."""

    def __init__(
        self,
        *,
        material: Material,
        groups: Sequence[SimulatedGroup] = GROUPS,
        members: Sequence[SimulatedMember] = MEMBERS,
        trial: bool = True,
        parts: Sequence[Routed] = (),
    ) -> None:
        self._material = material
        self._parts = parts
        self._groups = groups
        self._members = members
        self._trial = trial
        self.door = FakeDoor()
        self._clock = StillClock()
        self._thread: threading.Thread | None = None
        self.port = 0

    def start(self) -> None:
        """Serve until `stop`; the port stays the same when it is started again."""
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main(ready)))
        self._thread.start()
        ready.result(timeout=30)

    def stop(self) -> None:
        """End as the service does: cancel everything, wait for it."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(timeout=30)
            assert not self._thread.is_alive()
            self._thread = None

    def on_loop(self, action: Callable[[], object]) -> None:
        """Do something in the server's loop; what it returns is awaited where it can be."""

        async def act() -> None:
            result = action()
            if asyncio.iscoroutine(result):
                await result

        asyncio.run_coroutine_threadsafe(act(), self._loop).result(timeout=30)

    def put(self, row: CaseRow, *events: HistoryRow) -> None:
        """A case is opened or changed."""
        self.on_loop(lambda: self.board.put(row, *events))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def _main(self, ready: "Future[None]") -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._clock.instant += timedelta(minutes=1)
        channel = SimulatorChannel(
            groups=self._groups, members=self._members, clock=self._clock, bot_name="群理"
        )
        self.board = FakeBoard()
        self.service = Service(channel, self.board)
        shower = Shower(words=self._material.words)
        own = [
            DoorPages(door=self.door, clock=self._clock, material=self._material, most=9),
            CasePages(
                board=self.board,
                shower=shower,
                material=self._material,
                voice=DeskChannel(clock=self._clock, ids=TimedIds(self._clock)),
            ),
            BoardPages(board=self.board, shower=shower, material=self._material, choices=CHOICES),
            DiagramPages(charts=FakeCharts(), draw=draw, material=self._material),
            PlanPages(book=FakePlan(), board=self.board, material=self._material),
            *self._parts,
        ]
        app = make_app(
            board=self.board,
            entrance=Entrance(door=self.door),
            health=self._health,
            parts=[*own, *([channel] if self._trial else [])],
            trial=Trial(now=self._clock.now) if self._trial else None,
            material=self._material,
        )

        def listening(where: Listening) -> None:
            self.port = where.port
            ready.set_result(None)

        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(channel.run(self.service.accept)),
                group.create_task(self.service.run()),
                group.create_task(serve(app, Listening(port=self.port), ready=listening)),
            ]
            await self._over.wait()
            for task in tasks:
                task.cancel()

    async def _health(self) -> HealthReport:
        return report()
