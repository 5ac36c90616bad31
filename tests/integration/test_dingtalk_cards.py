"""Cards on DingTalk: shown, changed in place, pressed, and words where they cannot be."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.dingtalk import DingtalkChannel
from bot.domain.cards import CardAct, CardButton, CaseCard
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown, StorageError
from bot.domain.message import Address, ConversationKind, OutboundMessage
from tests.fakes.dingtalk_cards import DELIVER, INSTANCES, TEMPLATE
from tests.fakes.dingtalk_platform import LEADERS, OWNERS
from tests.fakes.dingtalk_rig import rig
from tests.fakes.dingtalk_world import WANG, ZHAO, Fault, Person, Reply

GROUP = Address(channel="dingtalk", kind=ConversationKind.GROUP, conversation=LEADERS)
ALONE = Address(
    channel="dingtalk", kind=ConversationKind.PRIVATE, conversation="", person="staff-wang"
)
LIU = Person(nick="刘师傅", sender_id="$:LWCP_v1:$liu", staff_id="staff-liu")
CARD = CaseCard(
    number=12,
    title="电梯故障",
    text="#12 P1 3栋，电梯故障（公用设施）。",
    state="待签收",
    lamp="绿灯",
    buttons=(
        CardButton(act=CardAct.TAKE, label="接单"),
        CardButton(act=CardAct.PASS_UP, label="往上报"),
    ),
    version=3,
)


def told(address: Address = GROUP, card: CaseCard = CARD, name: str = "d-1") -> OutboundMessage:
    return OutboundMessage(delivery_id=name, address=address, text=card.text, card=card)


@pytest.fixture
async def dingtalk():
    async with rig(card_template=TEMPLATE) as made:
        yield made


@pytest.fixture
async def listening(dingtalk):
    dingtalk.start()
    await dingtalk.platform.connected()
    return dingtalk


async def test_a_case_is_shown_with_its_state_and_buttons(dingtalk):
    receipt = await dingtalk.channel.send(told())
    assert (receipt.external_id, receipt.card) == ("d-1", True)
    (card,) = dingtalk.platform.cards.standing()
    assert card.place == f"IM_GROUP.{LEADERS}"
    assert card.data["title"] == "#12 电梯故障"
    assert "3栋，电梯故障" in card.data["markdown"]
    assert "待签收 · 绿灯" in card.data["markdown"]
    assert [button["text"] for button in card.buttons] == ["接单", "往上报"]
    assert card.stream
    assert dingtalk.channel.declaration.cards


async def test_a_card_to_one_person(dingtalk):
    await dingtalk.channel.send(told(ALONE))
    assert dingtalk.platform.cards.standing()[0].place == "IM_ROBOT.staff-wang"


async def test_it_changes_in_place(dingtalk):
    await dingtalk.channel.send(told())
    done = replace(CARD, state="已结案", lamp="", buttons=(), version=9)
    await dingtalk.channel.redraw("d-1", done)
    (card,) = dingtalk.platform.cards.standing()
    assert "已结案" in card.data["markdown"]
    assert card.buttons == []
    assert len(dingtalk.platform.sent) == 1


async def test_words_of_people_become_no_markup(dingtalk):
    card = replace(CARD, text="#12 ![x](https://example.org/a.png) **急** <b>", title="[a](b)")
    await dingtalk.channel.send(told(card=card))
    data = dingtalk.platform.cards.standing()[0].data
    assert not set("[]<>`") & set(data["markdown"] + data["title"])
    assert "(https://example.org/a.png)" in data["markdown"]


async def test_a_press_is_what_the_person_says_of_that_card(listening):
    await listening.channel.send(told())
    press = await listening.platform.cards.press("d-1", "take", by=LIU)
    await listening.platform.acknowledged(press)
    (message,) = listening.inbox.stored.values()
    assert (message.sender, message.text) == ("staff-liu", "12 我来处理")
    assert message.quoted == "d-1"
    assert message.addressed
    assert message.address == GROUP


async def test_a_press_that_names_no_place_is_answered_in_private(listening):
    await listening.channel.send(told())
    press = await listening.platform.cards.press("d-1", "pass_up", by=LIU, in_place=False)
    await listening.platform.acknowledged(press)
    (message,) = listening.inbox.stored.values()
    assert message.text == "12 往上报"
    assert message.address == replace(ALONE, person="staff-liu")


async def test_a_press_delivered_again_is_one_and_another_persons_is_another(listening):
    listening.inbox.fail_with = [StorageError("locked")]
    await listening.channel.send(told())
    first = await listening.platform.cards.press("d-1", "take")
    await listening.platform.until(lambda: listening.inbox.calls)
    listening.clock.move_to(listening.clock.now() + timedelta(seconds=20))
    assert await listening.platform.redeliver() == 1
    await listening.platform.acknowledged(first)
    for person in (WANG, LIU):
        await listening.platform.acknowledged(
            await listening.platform.cards.press("d-1", "take", by=person)
        )
    assert [one.sender for one in listening.inbox.stored.values()] == ["staff-wang", "staff-liu"]


async def test_a_press_of_what_has_changed_since_is_another_press(listening):
    await listening.channel.send(told())
    await listening.platform.acknowledged(await listening.platform.cards.press("d-1", "take"))
    await listening.channel.redraw("d-1", replace(CARD, version=7))
    await listening.platform.acknowledged(await listening.platform.cards.press("d-1", "take"))
    assert len(listening.inbox.stored) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"content": "{half"},
        {"content": json.dumps({"cardPrivateData": {"actionIds": ["drop.table"]}})},
        {"content": json.dumps({"cardPrivateData": 7})},
        {"content": None},
        {"userId": ""},
        {"outTrackId": None},
        {"type": "dance"},
    ],
)
async def test_presses_that_say_nothing_are_acknowledged_and_dropped(listening, change):
    await listening.channel.send(told())
    content = {"cardPrivateData": {"actionIds": ["take.12.3"], "params": {}}}
    payload = {"outTrackId": "d-1", "userId": "staff-liu", "content": json.dumps(content)}
    topic = "/v1.0/card/instances/callback"
    name = await listening.platform.gateway.deliver(payload | change, topic=topic, name="odd")
    await listening.platform.acknowledged(name)
    assert not listening.inbox.stored
    assert listening.channel.health().status == "ok"


async def test_a_template_of_the_offices_gives_the_button_as_action(listening):
    payload = {
        "outTrackId": "d-1",
        "userId": "staff-liu",
        "content": json.dumps(
            {"cardPrivateData": {"actionIds": ["1"], "params": {"action": "done.12.3"}}}
        ),
    }
    topic = "/v1.0/card/instances/callback"
    await listening.platform.acknowledged(
        await listening.platform.gateway.deliver(payload, topic=topic, name="own")
    )
    assert listening.inbox.texts == ["12 处理好了"]


async def test_where_cards_are_off_the_words_are_set_in_markdown(dingtalk):
    channel = DingtalkChannel(replace(dingtalk.settings, card_template=""), dingtalk.clock)
    receipt = await channel.send(told())
    assert not receipt.card
    assert not channel.declaration.cards
    (sent,) = dingtalk.platform.sent
    assert sent.way == "group"
    assert "3栋，电梯故障" in sent.text
    assert "待签收" in sent.text


async def _not_permitted(made):
    made.platform.cards.permitted = False


async def _no_template(made):
    made.platform.cards.templates.clear()


async def _left_out(made):
    made.platform.cards.left_out.add(LEADERS)


@pytest.mark.parametrize("trouble", [_not_permitted, _no_template, _left_out])
async def test_where_a_card_fails_the_words_go_out_once(dingtalk, trouble):
    await trouble(dingtalk)
    receipt = await dingtalk.channel.send(told())
    assert not receipt.card
    assert [(sent.way, sent.to) for sent in dingtalk.platform.sent] == [("group", LEADERS)]


async def test_nobody_outside_the_organisation_gets_a_card(dingtalk):
    route, until = dingtalk.platform.robot.new_session("cid-zhao")
    outside = replace(ALONE, person=ZHAO.sender_id, route=route, route_until=until)
    await dingtalk.channel.send(told(outside))
    assert [sent.way for sent in dingtalk.platform.sent] == ["session"]


async def test_a_card_that_may_have_been_shown_is_not_said_again():
    soon = timedelta(seconds=1)
    async with rig(card_template=TEMPLATE, connect_timeout=soon / 2, request_timeout=soon) as made:
        made.platform.fail(DELIVER, Fault.SWALLOW)
        with pytest.raises(OutcomeUnknown):
            await made.channel.send(told())
        assert [sent.way for sent in made.platform.sent] == ["card"]


async def test_a_busy_platform_is_tried_again_and_the_card_is_made_once(dingtalk):
    dingtalk.platform.fail(DELIVER, Reply(status=503))
    with pytest.raises(ChannelUnavailable):
        await dingtalk.channel.send(told())
    assert (await dingtalk.channel.send(told())).card
    assert dingtalk.platform.world.requests.count(INSTANCES) == 1
    assert len(dingtalk.platform.cards.standing()) == 1


async def test_a_new_token_is_asked_for_where_the_old_is_refused(dingtalk):
    await dingtalk.channel.send(told())
    dingtalk.platform.robot.revoke_tokens()
    await dingtalk.channel.redraw("d-1", replace(CARD, state="处置中"))
    assert "处置中" in dingtalk.platform.cards.cards["d-1"].data["markdown"]


async def test_a_card_that_has_ended_is_told_of(dingtalk):
    await dingtalk.channel.send(told())
    dingtalk.platform.cards.end("d-1")
    with pytest.raises(ChannelRefused):
        await dingtalk.channel.redraw("d-1", CARD)


async def test_a_redraw_that_failed_may_be_asked_for_again(dingtalk):
    await dingtalk.channel.send(told())
    dingtalk.platform.fail(INSTANCES, Reply(status=503))
    with pytest.raises(ChannelUnavailable):
        await dingtalk.channel.redraw("d-1", CARD)
    await dingtalk.channel.redraw("d-1", CARD)


async def test_without_cards_nobody_subscribes_to_presses():
    async with rig() as made:
        made.start()
        await made.platform.connected()
        await made.channel.send(told())
        assert made.platform.cards.cards == {}
        said = await made.platform.say("路灯坏了", group=OWNERS)
        await made.platform.acknowledged(said)
