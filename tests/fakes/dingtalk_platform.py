"""A stand-in for DingTalk's open platform on loopback: one organisation, one robot, groups and
people.

Comes in: the real dingtalk-stream and dingtalk-sdk clients and our own, over HTTP and a websocket;
what a test lets people say and lets go wrong. Goes out: what was said (`sent`), acknowledged
(`gateway`) and asked. Does not: wait for real time: redelivery and the ends of webhooks and tokens
go by the clock handed in.

It is honest in what makes the platform hard: nothing is delivered without a mention (and a mention
of all is none); tickets are good for one use; what is not acknowledged comes again with a new frame
id; session webhooks end; webhooks say no with HTTP 200 and an errcode; a bad token is HTTP 400;
twenty messages a minute, then ten minutes of nothing; msgParam must be a string; people outside the
organisation have no staff id.

    platform = FakeDingtalk(clock)
    base_url = await platform.start()    # every base address of the service under test
    await platform.connected()
    await platform.say("路灯坏了")
    await platform.until(lambda: platform.sent)
    await platform.stop()
"""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.fakes.dingtalk_cards import CardDesk
from tests.fakes.dingtalk_gateway import Gateway
from tests.fakes.dingtalk_login import LoginDesk
from tests.fakes.dingtalk_oapi import OldApi
from tests.fakes.dingtalk_robot import RobotDesk
from tests.fakes.dingtalk_world import ROBOT_USER, WANG, Fault, Person, Reply, Sent, World

OWNERS = "cid-owners=="
LEADERS = "cid-leaders=="


class FakeDingtalk:
    """`clock` needs `now()` only. `redeliver_every` (real seconds) redelivers by itself what is
    due; without it a test calls `redeliver`.
    """

    def __init__(
        self,
        clock,
        *,
        client_id: str = "ding-client",
        client_secret: str = "ding-secret",
        robot_code: str = "ding-robot",
        redeliver_after: timedelta = timedelta(seconds=16),
        redeliver_every: float | None = None,
        messages_per_minute: int = 20,
        groups: tuple[str, ...] = (),
    ) -> None:
        self.world = World(
            clock, client_id=client_id, client_secret=client_secret, robot_code=robot_code
        )
        self.gateway = Gateway(self.world, redeliver_after=redeliver_after)
        self.robot = RobotDesk(self.world)
        self.robot.limit.a_minute = messages_per_minute
        self.robot.groups = frozenset(groups)
        self.cards = CardDesk(self.world, self.robot, self.gateway)
        self.directory = OldApi(self.world)
        self.login = LoginDesk(self.world, self.robot)
        self.unheard: list[str] = []
        self._redeliver_every = redeliver_every
        self._redelivering: asyncio.Task | None = None
        self._runner: web.AppRunner | None = None
        self._message_number = 0

    async def start(self, port: int = 0) -> str:
        """The base address, for api_base, oapi_base and login_base alike."""
        await self._open(port)
        if self._redeliver_every is not None:
            self._redelivering = asyncio.ensure_future(self._keep_redelivering())
        return self.world.base_url

    async def kill(self) -> int:
        """The machine is gone, with every connection; what was not acknowledged is kept elsewhere.
        The port it listened on.
        """
        self.gateway.cut()
        port = self._runner.addresses[0][1]
        await self._runner.cleanup()
        return port

    async def revive(self, port: int) -> None:
        """It is there again, at the same address."""
        await self._open(port)

    async def _open(self, port: int) -> None:
        app = web.Application(middlewares=[self.world.faults])
        for part in (self.gateway, self.robot, self.cards, self.directory, self.login):
            app.add_routes(part.routes())
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, port = self._runner.addresses[0][:2]
        self.world.base_url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Gone, with every connection."""
        self.world.stopping.set()
        if self._redelivering is not None:
            await self._redelivering
        self.gateway.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _keep_redelivering(self) -> None:
        while not self.world.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.world.stopping.wait(), self._redeliver_every)
            with contextlib.suppress(ConnectionError):
                await self.gateway.redeliver()

    @property
    def base_url(self) -> str:
        return self.world.base_url

    @property
    def sent(self) -> list[Sent]:
        """What the platform took, in order."""
        return self.world.sent

    def said(self, to: str) -> list[str]:
        """The words that one conversation or person got."""
        return [sent.text for sent in self.sent if sent.to == to]

    async def until(self, condition, seconds: float = 20.0) -> None:
        """Wait until something the platform sees makes the condition true."""
        await self.world.until(condition, seconds)

    async def connected(self, opened: int = 1) -> None:
        """The robot is connected, for at least the so-manieth time."""
        await self.until(lambda: self.gateway.connected and self.gateway.opened >= opened)

    async def acknowledged(self, *messages: str) -> None:
        """The messages have been acknowledged."""
        await self.until(lambda: all(self.gateway.deliveries[m].acknowledged for m in messages))

    def fail(self, path: str, *faults: Fault | Reply) -> None:
        """The next requests to a path go wrong like this."""
        self.world.fail(path, *faults)

    async def redeliver(self) -> int:
        """Try again what is due by the clock."""
        return await self.gateway.redeliver()

    async def say(
        self,
        text: str,
        *,
        group: str = OWNERS,
        by: Person = WANG,
        mention: bool = True,
        quoting: str | None = None,
    ) -> str:
        """Somebody speaks in a group; without a mention of the robot nobody hears it. The message's
        id.
        """
        payload = self.payload(by, group=group, msgtype="text", text={"content": f" {text}"})
        if quoting:
            payload["text"] |= {"isReplyMsg": True, "repliedMsg": {"msgId": quoting}}
            payload["originalMsgId"] = quoting
        if mention:
            return await self.gateway.deliver(payload)
        self.unheard.append(payload["msgId"])
        return payload["msgId"]

    async def tell(self, text: str, *, by: Person = WANG) -> str:
        """Somebody writes to the robot in private."""
        return await self.gateway.deliver(
            self.payload(by, group=None, msgtype="text", text={"content": text})
        )

    def payload(self, by: Person, *, group: str | None, **content: Any) -> dict:
        """A robot message as the platform shapes it; `content` is its type and body."""
        self._message_number += 1
        conversation = group or f"cid-private-{by.sender_id}"
        webhook, until = self.robot.new_session(conversation)
        staff = {"senderStaffId": by.staff_id} if by.staff_id else {}
        in_group = {
            "isInAtList": True,
            "atUsers": [{"dingtalkId": ROBOT_USER}],
            "conversationTitle": "富善花园业主群",
        }
        return {
            "conversationId": conversation,
            "conversationType": "2" if group else "1",
            "chatbotCorpId": "ding-corp",
            "chatbotUserId": ROBOT_USER,
            "msgId": f"msg-{self._message_number}",
            "senderNick": by.nick,
            "senderId": by.sender_id,
            "senderCorpId": "ding-corp",
            "isAdmin": False,
            "robotCode": self.world.robot_code,
            "createAt": self.world.milliseconds(),
            "sessionWebhook": webhook,
            "sessionWebhookExpiredTime": self.world.milliseconds(until),
            **staff,
            **(in_group if group else {}),
            **content,
        }
