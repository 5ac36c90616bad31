"""The WeCom adapter with the platform's own client, whatever becomes of the line."""

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.wecom import WecomChannel
from bot.clock import VirtualClock
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown
from tests.contract.channel_cases import Inbox, receiving
from tests.contract.channel_wecom import MOMENT, NOON, WecomRig, settings_for
from tests.contract.test_channel import words
from tests.fakes.dingtalk_rig import turns_until
from tests.fakes.wecom_platform import OWNERS, FakeWecom
from tests.soak.wecom import latency, storm


@pytest.fixture
async def platform():
    async with FakeWecom().running() as running:
        yield running


@pytest.fixture
def rig(platform):
    return WecomRig(platform)


@pytest.fixture
def inbox():
    return Inbox()


@pytest.mark.parametrize("code", [1000, 1011, 0], ids=["clean close", "error", "cut"])
async def test_the_line_comes_back(rig, inbox, platform, code):
    async with receiving(rig, inbox):
        for n in range(1, 4):
            await platform.hang_up(code)
            await turns_until(lambda n=n: platform.subscribed == n + 1)
            await turns_until(lambda: rig.channel.health().status == "ok")
        await turns_until(await rig.hear("还在吗"))
        assert "3 gaps" in rig.channel.health().detail
    assert inbox.texts == ["还在吗"]
    assert platform.lines == set()


async def test_missed_heartbeats_end_the_line(platform, inbox):
    rig = WecomRig(platform, heartbeat=MOMENT)
    async with receiving(rig, inbox):
        await turns_until(lambda: platform.pings > 2)
        platform.mute = True
        before = platform.subscribed
        await turns_until(lambda: platform.subscribed > before)
        platform.mute = False
        await turns_until(lambda: rig.channel.health().status == "ok")


async def test_a_wrong_secret_is_told_and_tried_again(rig, platform, inbox):
    platform.secret = "another"
    running = asyncio.ensure_future(rig.channel.run(inbox.accept))
    await turns_until(lambda: "refused" in rig.channel.health().detail)
    assert rig.channel.health().status == "down"
    platform.secret = "secret-1"
    await turns_until(lambda: rig.channel.health().status == "ok")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert platform.lines == set()


async def test_nobody_there(inbox):
    platform = FakeWecom()
    async with platform.running():
        settings = settings_for(platform, silence=timedelta(milliseconds=200))
    channel = WecomChannel(settings, VirtualClock(NOON))
    with pytest.raises(ChannelUnavailable):
        await channel.send(words("修好了", WecomRig(platform).group()))
    running = asyncio.ensure_future(channel.run(inbox.accept))
    await turns_until(lambda: channel.health().detail not in ("", "not started"))
    assert channel.health().status == "down"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_same_message_twice_is_stored_once(rig, inbox, platform):
    body = platform.text("路灯坏了")
    async with receiving(rig, inbox):
        await platform.say(body)
        await platform.say(body)
        await turns_until(await rig.hear("好的"))
        await turns_until(lambda: rig.channel.stored == 3)
    assert inbox.texts == ["路灯坏了", "好的"]


async def test_voice_and_mixed_and_unknown(rig, inbox, platform):
    async with receiving(rig, inbox):
        await platform.say(platform.body("voice", {"content": "电梯停了"}, private=True))
        await platform.say(platform.body("location", {}))
        picture = {"msgtype": "image", "image": platform.picture(b"lamp")}
        said = {"msgtype": "text", "text": {"content": "@群理 看"}}
        await platform.say(platform.body("mixed", {"msg_item": [said, picture]}))
        await turns_until(lambda: rig.channel.stored == 2)
    first, second = inbox.stored.values()
    assert (first.text, second.text, len(second.attachments)) == ("电梯停了", "看", 1)
    assert await rig.channel.fetch(second.attachments[0], 9) == b"lamp"


async def test_while_the_line_is_away_words_are_kept_for_later(rig, inbox, platform):
    platform.secret = "another"
    running = asyncio.ensure_future(rig.channel.run(inbox.accept))
    await turns_until(lambda: "refused" in rig.channel.health().detail)
    with pytest.raises(ChannelUnavailable):
        await rig.channel.send(words("修好了", rig.group()))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_line_that_ends_before_the_answer_leaves_it_unknown(rig, inbox, platform):
    async with receiving(rig, inbox):
        platform.faults.append("swallow")
        sending = asyncio.ensure_future(rig.channel.send(words("修好了", rig.group())))
        await turns_until(lambda: platform.taken)
        await platform.hang_up(0)
        with pytest.raises(OutcomeUnknown):
            await sending


class TestAGroupWithAWebhook:
    @pytest.fixture
    def rig(self, platform):
        return WecomRig(platform, hooks={OWNERS: platform.hook})

    async def test_the_bot_speaks_where_it_is(self, rig, inbox, platform):
        async with receiving(rig, inbox):
            await rig.channel.send(words("修好了", rig.group()))
        assert (rig.spoken(), platform.hooked) == (["修好了"], [])

    async def test_the_webhook_where_it_is_away(self, rig, platform):
        await rig.channel.send(words("修好了", rig.group()))
        assert (rig.spoken(), platform.hooked) == ([], ["修好了"])

    async def test_the_webhook_where_it_is_not_in_the_group(self, rig, inbox, platform):
        platform.groups.clear()
        async with receiving(rig, inbox):
            await rig.channel.send(words("修好了", rig.group()))
        assert platform.hooked == ["修好了"]

    async def test_its_limit_is_told(self, rig, platform):
        for n in range(20):
            await rig.channel.send(words(str(n), rig.group()))
        with pytest.raises(ChannelUnavailable) as caught:
            await rig.channel.send(words("20", rig.group()))
        assert caught.value.retry_after == timedelta(seconds=60)
        assert len(platform.hooked) == 20

    async def test_a_declared_length_fits(self, rig, platform):
        text = "字" * rig.channel.declaration.text_limit
        await rig.channel.send(words(text, rig.group()))
        assert platform.hooked == [text]

    async def test_a_key_that_is_no_more(self, platform):
        rig = WecomRig(platform, hooks={OWNERS: platform.hook + "9"})
        with pytest.raises(ChannelRefused, match="93000") as caught:
            await rig.channel.send(words("修好了", rig.group()))
        assert "key=" not in str(caught.value)


class TestWebhooksOnly:
    @pytest.fixture
    def rig(self, platform):
        return WecomRig(platform, bot_id="", hooks={OWNERS: platform.hook})

    async def test_it_speaks_and_hears_nothing(self, rig, inbox, platform):
        assert not rig.channel.declaration.can_private
        async with receiving(rig, inbox):
            await rig.channel.send(words("日报", rig.group()))
            with pytest.raises(ChannelRefused):
                await rig.channel.send(words("日报", rig.nowhere()))
        assert (platform.hooked, platform.subscribed) == (["日报"], 0)


async def test_nothing_is_lost_and_nothing_comes_twice():
    """A small storm; the full one is `python -m tests.soak.wecom`."""
    tally = await storm(400, seed=7)
    assert (tally.said, tally.stored + tally.unheard) == (400, 400)
    assert (tally.stored_twice, tally.lost) == (0, 0)
    assert (tally.taken_twice, tally.lost_though_sent) == (0, 0)
    assert tally.outcomes["sent"] > 0
    assert len(tally.troubles) >= 3
    assert "gaps" in tally.health


async def test_the_adapter_adds_little_time():
    tally = await latency(40, 50)
    assert tally.p50_ms < 50
