"""The whole service with cards on DingTalk: a press works like words, and the card follows."""

import pytest

from bot.domain.case import CaseStatus
from tests.fakes.dingtalk_cards import TEMPLATE
from tests.fakes.dingtalk_platform import LEADERS, OWNERS
from tests.fakes.dingtalk_world import ZHAO, Person
from tests.integration.test_service_dingtalk import running

HE = Person(nick="何书记", sender_id="$:LWCP_v1:$he", staff_id="staff-he")
STRANGER = Person(nick="路人", sender_id="$:LWCP_v1:$who", staff_id="staff-who")


@pytest.fixture
async def service(tmp_path):
    async with running(tmp_path, card_template=TEMPLATE) as made:
        yield made


def cards(service) -> dict:
    return service.platform.cards.cards


async def shown(service) -> str:
    """The name of the card in the leaders' group, once it stands there."""
    await service.platform.until(service.platform.cards.standing)
    await service.settled()
    (name,) = cards(service)
    return name


async def the_case(service):
    _, (case,) = await service.journey.store.look(lambda unit: unit.cases.latest(9))
    return case


async def test_a_report_stands_on_a_card_before_the_leaders(service):
    await service.platform.say("3栋电梯坏了")
    card = cards(service)[await shown(service)]
    assert card.place == f"IM_GROUP.{LEADERS}"
    assert "#1" in card.data["title"]
    assert [sent.way for sent in service.platform.sent if sent.to == LEADERS] == ["card"]
    assert not any(one.place.endswith(OWNERS) for one in cards(service).values())


async def test_a_press_takes_the_case_on_and_the_card_changes_in_place(service):
    await service.platform.say("3栋电梯坏了")
    name = await shown(service)
    card = cards(service)[name]
    before = card.data["state"]
    await service.platform.acknowledged(await service.platform.cards.press(name, "take", by=HE))
    await service.platform.until(lambda: card.data["state"] != before)
    case = await the_case(service)
    assert (case.status, case.owner) == (CaseStatus.PROCESSING, "he")
    assert [button["text"] for button in card.buttons] == ["处理好了", "往上报"]
    assert [sent.way for sent in service.platform.sent if sent.to == LEADERS].count("card") == 1


async def test_a_press_without_a_place_counts_as_well(service):
    await service.platform.say("3栋电梯坏了")
    name = await shown(service)
    before = cards(service)[name].data["state"]
    await service.platform.cards.press(name, "take", by=HE, in_place=False)
    await service.platform.until(lambda: cards(service)[name].data["state"] != before)
    assert (await the_case(service)).owner == "he"


@pytest.mark.parametrize("somebody", [STRANGER, ZHAO], ids=["stranger", "outsider"])
async def test_whoever_may_not_moves_nothing(service, somebody):
    await service.platform.say("3栋电梯坏了")
    name = await shown(service)
    before = (await the_case(service)).status
    press = await service.platform.cards.press(name, "done", by=somebody)
    await service.platform.acknowledged(press)
    await service.settled()
    assert (await the_case(service)).status is before


async def test_a_press_that_comes_three_times_is_one(service):
    await service.platform.say("3栋电梯坏了")
    name = await shown(service)
    before = cards(service)[name].data["state"]
    for _ in range(3):
        await service.platform.acknowledged(await service.platform.cards.press(name, "take", by=HE))
    await service.platform.until(lambda: cards(service)[name].data["state"] != before)
    await service.settled()
    case = await the_case(service)
    history = await service.journey.store.look(lambda unit: unit.cases.history(case.key))
    assert [line.kind.value for line in history].count("accepted") == 1


async def test_without_the_right_to_send_cards_the_leaders_read_words(service):
    service.platform.cards.permitted = False
    await service.platform.say("3栋电梯坏了")
    await service.platform.until(lambda: service.about(LEADERS, 1))
    await service.settled()
    assert [sent.way for sent in service.platform.sent if sent.to == LEADERS] == ["group"]
