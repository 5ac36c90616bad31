"""The outbox before DingTalk's limits: one group that has much to hear keeps no other waiting, and
the platform never has to say that it was too fast.
"""

from datetime import timedelta

import pytest

from bot.domain.delivery import Delivery
from bot.domain.message import Address, ConversationKind
from tests.fakes.dingtalk_platform import LEADERS, OWNERS
from tests.integration.test_service_dingtalk import running

MANY = 60


@pytest.fixture
async def service(tmp_path):
    async with running(tmp_path) as made:
        yield made


def lines(service, conversation: str, many: int) -> list[Delivery]:
    """Words for a group, by its session webhook, where the limit is."""
    now = service.journey.office.clock.now()
    route, until = service.platform.robot.new_session(conversation)
    address = Address(
        channel="dingtalk",
        kind=ConversationKind.GROUP,
        conversation=conversation,
        route=route,
        route_until=until,
    )
    return [
        Delivery(
            id=f"{conversation}-{number:03d}",
            cause=f"cause-{conversation}",
            ordinal=number,
            address=address,
            text=f"第{number:03d}句",
            due_at=now,
            until=now + timedelta(hours=1),
        )
        for number in range(many)
    ]


async def test_a_busy_group_keeps_no_other_waiting(service):
    await service.journey.store.work(lambda unit: unit.deliveries.add(lines(service, OWNERS, MANY)))
    await service.journey.store.work(lambda unit: unit.deliveries.add(lines(service, LEADERS, 3)))
    service.journey.office.signals.notify("outbox")
    await service.platform.until(lambda: len(service.platform.said(LEADERS)) >= 3)
    await service.platform.until(lambda: len(service.platform.said(OWNERS)) >= 15)
    assert service.platform.said(LEADERS) == ["第000句", "第001句", "第002句"]
    heard = service.platform.said(OWNERS)
    assert len(heard) <= 20
    words = "\n".join(heard).split("\n")
    assert words == [f"第{number:03d}句" for number in range(len(words))]
    assert service.platform.robot.limit.refused == 0
