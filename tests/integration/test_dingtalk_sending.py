"""Sending to DingTalk: every way, and every way in which the platform says no."""

import asyncio
import json
import traceback
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.dingtalk import CustomWebhook, DingtalkChannel
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
)
from bot.domain.message import Address, ConversationKind, OutboundMessage
from tests.fakes.dingtalk_platform import LEADERS, OWNERS
from tests.fakes.dingtalk_rig import IMPATIENT, rig
from tests.fakes.dingtalk_robot import CUSTOM, GROUP, PRIVATE, SESSION, TOKEN
from tests.fakes.dingtalk_world import HTML, ZHAO, Fault, Reply, Sent

MINUTE = timedelta(minutes=1)
WANG_ID = "staff-wang"


@pytest.fixture
async def dingtalk():
    async with rig() as made:
        yield made


def to_group(made, *, session: bool = True, conversation: str = OWNERS) -> Address:
    """A group, with the session webhook of a message just heard or without."""
    route, until = made.platform.robot.new_session(conversation) if session else (None, None)
    return Address(
        channel="dingtalk",
        kind=ConversationKind.GROUP,
        conversation=conversation,
        route=route,
        route_until=until,
    )


def to_person(person: str = WANG_ID) -> Address:
    return Address(
        channel="dingtalk", kind=ConversationKind.PRIVATE, conversation="", person=person
    )


def words(text: str, address: Address, *, mentions=(), number: int = 1) -> OutboundMessage:
    return OutboundMessage(
        delivery_id=f"delivery-{number}", address=address, text=text, mentions=mentions
    )


async def test_an_answer_goes_by_the_session_webhook_and_mentions_who_asked(dingtalk):
    receipt = await dingtalk.channel.send(
        words("已派单 #312", to_group(dingtalk), mentions=(WANG_ID,))
    )
    assert dingtalk.platform.sent == [
        Sent(way="session", to=OWNERS, text="已派单 #312", mentions=(WANG_ID,))
    ]
    assert receipt.external_id is None
    assert TOKEN not in dingtalk.platform.world.requests


async def test_the_bot_speaks_first_by_the_robot_api(dingtalk):
    address = to_group(dingtalk, session=False, conversation=LEADERS)
    receipt = await dingtalk.channel.send(words("312 待处理", address, mentions=(WANG_ID,)))
    assert dingtalk.platform.sent == [Sent(way="group", to=LEADERS, text="312 待处理")]
    assert receipt.external_id == "query-1"


async def test_a_private_word_by_the_robot_api(dingtalk):
    await dingtalk.channel.send(words("请处理 #312", to_person()))
    assert dingtalk.platform.sent == [Sent(way="private", to=WANG_ID, text="请处理 #312")]


async def test_a_session_webhook_that_has_ended_is_not_asked(dingtalk):
    address = to_group(dingtalk)
    dingtalk.clock.move_to(address.route_until)
    await dingtalk.channel.send(words("修好了", address))
    assert dingtalk.platform.world.requests == [TOKEN, GROUP]


async def test_a_session_webhook_that_ends_too_early(dingtalk):
    address = to_group(dingtalk)
    dingtalk.platform.robot.end_sessions()
    await dingtalk.channel.send(words("修好了", address))
    assert dingtalk.platform.world.requests == [SESSION, TOKEN, GROUP]
    assert dingtalk.platform.said(OWNERS) == ["修好了"]


async def test_no_way_is_left_to_somebody_outside_the_organisation(dingtalk):
    """The robot API takes staff ids only; the platform is not even asked."""
    with pytest.raises(AddressExpired):
        await dingtalk.channel.send(words("修好了", to_person(ZHAO.sender_id)))
    assert dingtalk.platform.world.requests == []


async def test_a_robot_without_code_answers_by_session_only(dingtalk):
    channel = DingtalkChannel(replace(dingtalk.settings, robot_code=""), dingtalk.clock)
    await channel.send(words("收到", to_group(dingtalk)))
    for address in (to_group(dingtalk, session=False), to_person()):
        with pytest.raises(AddressExpired):
            await channel.send(words("收到", address))
    assert dingtalk.platform.said(OWNERS) == ["收到"]


async def test_an_expired_token_is_renewed_and_the_words_arrive_once(dingtalk):
    address = to_group(dingtalk, session=False)
    await dingtalk.channel.send(words("第一句", address, number=1))
    dingtalk.platform.robot.revoke_tokens()
    await dingtalk.channel.send(words("第二句", address, number=2))
    await dingtalk.channel.send(words("第三句", address, number=3))
    assert dingtalk.platform.said(OWNERS) == ["第一句", "第二句", "第三句"]
    assert dingtalk.platform.robot.tokens_given == 2


async def test_a_token_is_renewed_before_its_end(dingtalk):
    address = to_group(dingtalk, session=False)
    await dingtalk.channel.send(words("第一句", address, number=1))
    dingtalk.clock.move_to(dingtalk.clock.now() + timedelta(minutes=116))
    await dingtalk.channel.send(words("第二句", address, number=2))
    assert dingtalk.platform.world.requests == [TOKEN, GROUP, TOKEN, GROUP]


async def test_many_at_once_ask_for_one_token(dingtalk):
    address = to_group(dingtalk, session=False)
    async with asyncio.TaskGroup() as tasks:
        for number in range(10):
            tasks.create_task(dingtalk.channel.send(words(str(number), address, number=number)))
    assert sorted(dingtalk.platform.said(OWNERS)) == [str(number) for number in range(10)]
    assert dingtalk.platform.robot.tokens_given == 1


NO_TOKEN = Reply(status=400, text=json.dumps({"code": "InvalidAuthentication"}))


async def test_a_token_refused_for_ever(dingtalk):
    dingtalk.platform.fail(GROUP, *[NO_TOKEN] * 5)
    with pytest.raises(ChannelUnavailable) as caught:
        await dingtalk.channel.send(words("修好了", to_group(dingtalk, session=False)))
    assert caught.value.retry_after == dingtalk.settings.mend_wait
    assert dingtalk.platform.world.requests == [TOKEN, GROUP, TOKEN, GROUP]


async def test_wrong_credentials_are_told_and_show_in_the_health(dingtalk):
    dingtalk.start()
    await dingtalk.platform.connected()
    await dingtalk.healthy("ok")
    dingtalk.platform.world.client_secret = "changed"
    address = to_group(dingtalk, session=False)
    with pytest.raises(ChannelUnavailable, match="invalidClientIdOrSecret"):
        await dingtalk.channel.send(words("修好了", address))
    assert dingtalk.channel.health().status == "degraded"
    assert "invalidClientIdOrSecret" in dingtalk.channel.health().detail
    dingtalk.platform.world.client_secret = "ding-secret"
    await dingtalk.channel.send(words("修好了", address))
    assert dingtalk.channel.health().status == "ok"


async def test_twenty_a_minute_and_then_another_way(dingtalk):
    """The webhook is closed for ten minutes; the robot API is not."""
    address = to_group(dingtalk)
    for number in range(22):
        await dingtalk.channel.send(words(str(number), address, number=number))
    ways = [sent.way for sent in dingtalk.platform.sent]
    assert ways == ["session"] * 20 + ["group"] * 2


async def test_too_fast_on_every_way(dingtalk):
    dingtalk.platform.robot.limit.a_minute = 0
    dingtalk.platform.fail(GROUP, qps())
    with pytest.raises(ChannelUnavailable) as caught:
        await dingtalk.channel.send(words("修好了", to_group(dingtalk)))
    assert caught.value.retry_after == dingtalk.settings.qps_wait
    assert dingtalk.platform.sent == []


async def test_too_fast_and_refused_elsewhere_is_worth_another_try(dingtalk):
    dingtalk.platform.robot.limit.a_minute = 0
    dingtalk.platform.world.robot_code = "another"
    with pytest.raises(ChannelUnavailable) as caught:
        await dingtalk.channel.send(words("修好了", to_group(dingtalk)))
    assert caught.value.retry_after == dingtalk.settings.too_fast_wait


async def test_the_robot_apis_own_limit(dingtalk):
    address = to_group(dingtalk, session=False)
    for number in range(20):
        await dingtalk.channel.send(words(str(number), address, number=number))
    with pytest.raises(ChannelUnavailable) as caught:
        await dingtalk.channel.send(words("20", address, number=20))
    assert caught.value.retry_after == timedelta(seconds=2)
    dingtalk.clock.move_to(dingtalk.clock.now() + caught.value.retry_after)
    await dingtalk.channel.send(words("20", address, number=20))
    assert dingtalk.platform.said(OWNERS) == [str(number) for number in range(21)]


async def test_a_custom_robot_signs_its_words(dingtalk):
    url = dingtalk.platform.robot.custom_robot(OWNERS, "SEC-one")
    channel = with_custom_robot(dingtalk, CustomWebhook(url=url, secret="SEC-one"))
    await channel.send(words("停水通知", to_group(dingtalk, session=False)))
    assert dingtalk.platform.sent == [Sent(way="custom", to=OWNERS, text="停水通知")]


async def test_a_custom_robot_with_another_secret_is_refused(dingtalk):
    url = dingtalk.platform.robot.custom_robot(OWNERS, "SEC-one")
    channel = with_custom_robot(dingtalk, CustomWebhook(url=url, secret="SEC-two"))
    with pytest.raises(ChannelRefused, match="errcode 310000 sign not match"):
        await channel.send(words("停水通知", to_group(dingtalk, session=False)))


async def test_a_custom_robot_that_is_too_fast_waits(dingtalk):
    url = dingtalk.platform.robot.custom_robot(OWNERS, "SEC-one")
    channel = with_custom_robot(dingtalk, CustomWebhook(url=url, secret="SEC-one"))
    address = to_group(dingtalk, session=False)
    for number in range(20):
        await channel.send(words(str(number), address, number=number))
    for minutes in (0, 9):
        dingtalk.clock.move_to(dingtalk.clock.now() + MINUTE * minutes)
        with pytest.raises(ChannelUnavailable):
            await channel.send(words("20", address, number=20))
    dingtalk.clock.move_to(dingtalk.clock.now() + MINUTE)
    await channel.send(words("20", address, number=20))
    assert len(dingtalk.platform.sent) == 21


def with_custom_robot(made, webhook: CustomWebhook) -> DingtalkChannel:
    """A channel that has nothing but a custom robot in the owners' group."""
    settings = replace(made.settings, robot_code="", custom_webhooks={OWNERS: webhook})
    return DingtalkChannel(settings, made.clock)


def qps() -> Reply:
    code = "Forbidden.AccessDenied.QpsLimitForApi"
    return Reply(status=403, text=json.dumps({"code": code}))


def reply(status: int, **body) -> Reply:
    return Reply(status=status, text=json.dumps(body))


SILENT = (Fault.HANG, Fault.SWALLOW)
ANY_WAY = [
    (Reply(status=500), ChannelUnavailable),
    (Reply(status=503, text="<html>", content_type="text/html"), ChannelUnavailable),
    (Reply(status=429), ChannelUnavailable),
    (Reply(status=302, headers={"Location": "/elsewhere"}), ChannelUnavailable),
    (Reply(status=504), OutcomeUnknown),
    (HTML, OutcomeUnknown),
    (Fault.CUT, OutcomeUnknown),
]
ONE_WAY = [
    (SESSION, Fault.HANG, OutcomeUnknown),
    (GROUP, Fault.SWALLOW, OutcomeUnknown),
    (SESSION, Reply(), OutcomeUnknown),
    (SESSION, reply(200, errcode="0"), OutcomeUnknown),
    (SESSION, reply(200, errcode=-1, errmsg="busy"), ChannelUnavailable),
    (SESSION, reply(200, errcode=400105), ChannelRefused),
    (GROUP, Reply(text="[]"), OutcomeUnknown),
    (GROUP, qps(), ChannelUnavailable),
    (GROUP, reply(403, code="Forbidden.AccessDenied.IpNotInWhiteList"), ChannelUnavailable),
    (GROUP, reply(400, code="invalidParameter.openConversationId"), ChannelRefused),
    (GROUP, Reply(status=404, text="<html>"), ChannelRefused),
    (PRIVATE, reply(400, code="staffId.notExisted"), ChannelRefused),
    (TOKEN, Reply(status=500), ChannelUnavailable),
    (TOKEN, Reply(status=504), ChannelUnavailable),
    (TOKEN, HTML, ChannelUnavailable),
    (TOKEN, Fault.HANG, ChannelUnavailable),
    (TOKEN, Fault.CUT, ChannelUnavailable),
    (TOKEN, reply(200, accessToken=7), ChannelUnavailable),
]
PROBLEMS = [(path, *row) for path in (SESSION, GROUP, PRIVATE) for row in ANY_WAY] + ONE_WAY


@pytest.mark.parametrize(("path", "problem", "kind"), PROBLEMS)
async def test_what_goes_wrong_is_sorted_by_what_to_do_next(dingtalk, path, problem, kind):
    address = to_person() if path == PRIVATE else to_group(dingtalk, session=path == SESSION)
    dingtalk.platform.fail(path, problem)
    changed = IMPATIENT if problem in SILENT else {}
    channel = DingtalkChannel(replace(dingtalk.settings, **changed), dingtalk.clock)
    with pytest.raises(ChannelError) as caught:
        await channel.send(words("路灯已修好", address))
    assert type(caught.value) is kind
    taken = problem in (Fault.SWALLOW, Fault.CUT) and path != TOKEN
    assert len(dingtalk.platform.sent) == taken
    if not taken:
        await dingtalk.channel.send(words("路灯已修好", address))
        assert len(dingtalk.platform.sent) == 1


async def test_the_platforms_own_wait_is_kept(dingtalk):
    dingtalk.platform.fail(GROUP, Reply(status=503, headers={"Retry-After": "37"}))
    with pytest.raises(ChannelUnavailable) as caught:
        await dingtalk.channel.send(words("修好了", to_group(dingtalk, session=False)))
    assert caught.value.retry_after == timedelta(seconds=37)


@pytest.mark.parametrize("session", [True, False])
async def test_nobody_listens(dingtalk, session):
    address = to_group(dingtalk, session=session)
    await dingtalk.platform.stop()
    with pytest.raises(ChannelUnavailable):
        await dingtalk.channel.send(words("修好了", address))


@pytest.mark.parametrize(
    ("group", "kind"), [("held_back", ChannelUnavailable), ("unknown_people", ChannelRefused)]
)
async def test_a_person_whom_the_platform_does_not_reach(dingtalk, group, kind):
    """The answer is HTTP 200, and only its lists say who did not get the words."""
    getattr(dingtalk.platform.robot, group).add(WANG_ID)
    with pytest.raises(kind):
        await dingtalk.channel.send(words("请处理", to_person()))
    assert dingtalk.platform.sent == []


@pytest.mark.parametrize("route", ["https://", "http://[", "http://127.0.0.1:99999/x"])
async def test_an_address_that_is_none(dingtalk, route):
    address = replace(to_group(dingtalk), route=route)
    with pytest.raises(ChannelRefused) as caught:
        await dingtalk.channel.send(words("修好了", address))
    assert route not in "".join(traceback.format_exception(caught.value))


LONG = ["甲" * 30 + "。", "乙" * 30 + "！", "丙" * 30 + "？"]


async def test_long_words_are_cut_at_the_ends_of_sentences(dingtalk):
    channel = DingtalkChannel(replace(dingtalk.settings, text_limit=40), dingtalk.clock)
    await channel.send(words("".join(LONG), to_group(dingtalk), mentions=(WANG_ID,)))
    assert dingtalk.platform.said(OWNERS) == LONG
    assert [sent.mentions for sent in dingtalk.platform.sent] == [(WANG_ID,), (), ()]


async def test_what_has_been_said_of_long_words_is_not_said_again(dingtalk):
    channel = DingtalkChannel(replace(dingtalk.settings, text_limit=40), dingtalk.clock)
    message = words("".join(LONG), to_group(dingtalk))
    dingtalk.platform.robot.limit.a_minute = 2
    dingtalk.platform.fail(GROUP, Reply(status=503))
    with pytest.raises(ChannelUnavailable):
        await channel.send(message)
    assert dingtalk.platform.said(OWNERS) == LONG[:2]
    await channel.send(message)
    assert dingtalk.platform.said(OWNERS) == LONG
    await channel.send(replace(message, delivery_id="delivery-2"))
    assert dingtalk.platform.said(OWNERS) == LONG * 2


WHISPER = "独门暗号"


@pytest.mark.parametrize("problem", [Fault.CUT, NO_TOKEN, Reply(status=500)])
@pytest.mark.parametrize("path", [SESSION, CUSTOM, GROUP, TOKEN])
async def test_no_secret_is_in_what_might_be_logged(dingtalk, path, problem, caplog):
    url = dingtalk.platform.robot.custom_robot(OWNERS, "SEC-one")
    made = with_custom_robot(dingtalk, CustomWebhook(url=url, secret="SEC-one"))
    channel = made if path == CUSTOM else dingtalk.channel
    dingtalk.platform.fail(path, problem, problem)
    written = repr(dingtalk.settings)
    try:
        await channel.send(words(WHISPER, to_group(dingtalk, session=path == SESSION)))
    except ChannelError as err:
        written += "".join(traceback.format_exception(err))
    written += "".join(str(vars(record)) for record in caplog.records)
    for secret in ("ding-secret", "SEC-one", "token-1", "session-1", "custom-1", WHISPER):
        assert secret not in written
