"""The line to a real gateway that is killed, frozen, restarted, taken by another, or none."""

import asyncio
import base64
import contextlib
from datetime import timedelta

import pytest

from bot.adapters.wechat import WechatChannel
from bot.adapters.wechat.channel import HEARD_UNTIL
from bot.clock import SystemClock
from bot.domain.errors import ChannelUnavailable, OutcomeUnknown
from bot.domain.message import Address, ConversationKind, OutboundMessage, Receipt
from tests.contract.channel_cases import Inbox
from tests.contract.channel_wechat import settings_for
from tests.fakes.dingtalk_rig import turns_until
from tests.fakes.wechat_gateway import BOT, IMPOSSIBLE, LI, NEEDS, OWNERS, WANG, Gateway, shared

pytestmark = pytest.mark.skipif(IMPOSSIBLE, reason=NEEDS)

GROUP = Address(channel="wechat", kind=ConversationKind.GROUP, conversation=OWNERS)


class Line:
    """A channel that runs, its inbox, and the gateway behind it."""

    def __init__(self, gateway: Gateway, **changed) -> None:
        self.gateway = gateway
        self.inbox = Inbox()
        self.channel = WechatChannel(settings_for(gateway, **changed), SystemClock())

    async def says(self, status: str, detail: str = "") -> None:
        """Wait for a state of health."""

        def is_so() -> bool:
            health = self.channel.health()
            return health.status == status and detail in health.detail

        await self.until(is_so)

    async def until(self, condition) -> None:
        """Wait for something that nobody announces."""
        async with asyncio.timeout(30):
            while not condition():
                await SystemClock().sleep(timedelta(milliseconds=5))

    async def heard(self, *texts: str) -> None:
        """Wait until exactly this is stored."""
        await self.until(lambda: self.inbox.texts == list(texts))


@contextlib.asynccontextmanager
async def line(gateway: Gateway, **changed):
    made = Line(gateway, **changed)
    running = asyncio.ensure_future(made.channel.run(made.inbox.accept))
    try:
        yield made
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await turns_until(lambda: True)


@pytest.fixture(scope="module")
def own():
    """A gateway that may be harmed."""
    made = Gateway()
    yield made
    made.kill()


@pytest.fixture
def gateway():
    made = shared()
    made.order("reset")
    return made


def words(text: str, delivery: str = "delivery-1", **more) -> OutboundMessage:
    return OutboundMessage(delivery_id=delivery, address=GROUP, text=text, **more)


async def test_it_waits_for_a_gateway_that_is_not_there_and_for_one_that_was_killed(own):
    own.kill()
    async with line(own) as made:
        await made.says("down", "no connection")
        with pytest.raises(ChannelUnavailable, match="no connection"):
            await made.channel.send(words("在吗"))
        own.start()
        await made.says("ok", "connected")
        own.say("一")
        await made.heard("一")
        own.kill()
        await made.says("down", "no connection")
        own.start()
        await made.says("ok", "1 gaps of")
        own.say("二")
        await made.heard("一", "二")
        await made.channel.send(words("收到"))
    assert own.texts() == ["收到"]


async def test_a_frozen_gateway_loses_nothing_and_says_nothing_twice(own):
    quick = timedelta(seconds=1)
    async with line(own, deadline=quick, look_wait=quick) as made:
        await made.says("ok")
        before = own.texts()
        own.freeze()
        with pytest.raises(OutcomeUnknown):
            await made.channel.send(words("已派单"))
        with pytest.raises(ChannelUnavailable, match="may still come back"):
            await made.channel.find(words("已派单"))
        await made.says("degraded", "does not answer")
        own.thaw()
        own.say("冻住了吗")
        await made.heard("冻住了吗")
        await made.says("ok")
        assert "gap" not in made.channel.health().detail
        await made.until(lambda: own.texts() == [*before, "已派单"])
        receipt = await made.channel.find(words("已派单"))
    assert receipt == Receipt(external_id=own.sent()[-1]["id"])


async def test_until_when_everything_was_heard(own):
    """While a gateway is frozen that is its last answer: what it has in hand is not here yet."""
    quick = timedelta(seconds=1)
    async with line(own, deadline=quick, look_wait=quick) as made:

        def until() -> float:
            return made.channel.figures().get(HEARD_UNTIL, 0.0)

        await made.says("ok")
        await made.until(lambda: until() > 0)
        own.freeze()
        await made.says("degraded", "does not answer")
        stood = until()
        with pytest.raises(OutcomeUnknown):
            await made.channel.send(words("还在吗", "delivery-2"))
        assert until() == stood
        own.thaw()
        await made.says("ok")
        await made.until(lambda: until() > stood)


async def test_words_that_never_came_back_on_a_line_that_stood_may_be_said_again(gateway):
    moment = timedelta(milliseconds=300)
    async with line(gateway, deadline=moment, look_wait=moment, ask_every=moment / 3) as made:
        await made.says("ok")
        gateway.order("fault", kind="deaf")
        with pytest.raises(OutcomeUnknown):
            await made.channel.send(words("一"))
        with pytest.raises(ChannelUnavailable):
            await made.channel.find(words("一"))
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(ChannelUnavailable):
                    assert await made.channel.find(words("一")) is None
                    break
                await SystemClock().sleep(moment / 5)
        with pytest.raises(OutcomeUnknown, match="a process that has ended"):
            await made.channel.find(words("二", "delivery-2"))


async def test_nobody_knows_where_the_line_broke_after_words_without_an_answer(gateway):
    moment = timedelta(milliseconds=300)
    async with line(gateway, deadline=moment) as made:
        await made.says("ok")
        gateway.order("fault", kind="deaf")
        with pytest.raises(OutcomeUnknown):
            await made.channel.send(words("一"))
        gateway.order("restart")
        await made.says("ok", "1 gaps")
        with pytest.raises(OutcomeUnknown, match="the line broke"):
            await made.channel.find(words("一"))


async def test_a_bad_token_and_a_second_client_are_told(gateway):
    async with line(gateway, token="wrong") as refused:
        await refused.says("down", "refuses the token")
        with pytest.raises(ChannelUnavailable, match="refuses the token"):
            await refused.channel.send(words("在吗"))
    async with line(gateway) as first:
        await first.says("ok")
        async with line(gateway) as second:
            await second.says("down", "another client has the gateway")
        gateway.say("还在")
        await first.heard("还在")


async def test_who_is_logged_out_says_nothing(gateway):
    async with line(gateway) as made:
        await made.says("ok")
        gateway.order("logout")
        await made.says("degraded", "logged out")
        with pytest.raises(ChannelUnavailable, match="not logged in"):
            await made.channel.send(words("在吗"))
        gateway.order("login")
        await made.says("ok")
        await made.channel.send(words("在"))
    assert gateway.texts() == ["在"]


async def test_a_server_that_is_no_gateway(gateway):
    async def babble(_, writer) -> None:
        writer.write(b"\0\xff" * 4_000)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server, line(gateway, port=server.sockets[0].getsockname()[1]) as made:
        await made.says("down", "broke")


async def test_names_mentions_quotes_and_comings(gateway):
    async with line(gateway) as made:
        await made.says("ok")
        gateway.say("@群理\u2005三号楼路灯坏了", mentions=[BOT])
        gateway.order("alias", room=OWNERS, contact=LI, name="三栋李强")
        gateway.say("「王秀兰：路灯坏了」\n- - - - - - - - - - - - - - -\n我家也是", **{"from": LI})
        gateway.say("在吗", to=BOT)
        await made.until(lambda: len(made.inbox.stored) == 3)
        called, quoting, private = made.inbox.stored.values()
        assert (called.text, called.addressed, called.sender_name) == (
            "三号楼路灯坏了",
            True,
            "王秀兰",
        )
        assert (quoting.text, quoting.quoted_text) == ("我家也是", "路灯坏了")
        assert (quoting.sender_name, quoting.addressed) == ("三栋李强", False)
        assert private.address.person == WANG
        gateway.order("alias", room=OWNERS, contact=LI, name="四栋李强")
        gateway.order("leave", room=OWNERS, who=LI)
        gateway.order("join", room=OWNERS, who=LI)
        gateway.say("搬家了", **{"from": LI})
        await made.until(lambda: len(made.inbox.stored) == 4)
        assert list(made.inbox.stored.values())[-1].sender_name == "四栋李强"
        await made.channel.send(words("请看", mentions=(WANG,), picture=b"png" * 9))
    text, picture = gateway.sent()
    assert (text["text"], text["mentions"]) == ("@王秀兰\u2005请看", [WANG])
    assert picture["bytes"] == 27


async def test_a_picture_of_five_megabytes(gateway):
    picture = bytes(range(250)) * 20_000
    async with line(gateway, deadline=timedelta(seconds=10)) as made:
        await made.says("ok")
        content = base64.b64encode(picture).decode()
        gateway.order("file", **{"from": WANG, "to": OWNERS, "content": content})
        await made.until(lambda: made.inbox.stored)
        (message,) = made.inbox.stored.values()
        assert await made.channel.fetch(message.attachments[0], len(picture)) == picture
