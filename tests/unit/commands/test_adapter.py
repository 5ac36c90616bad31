"""Since when a WeChat process that starts may have missed something."""

from datetime import timedelta

import pytest

from bot.adapters.wechat.channel import HEARD_UNTIL
from bot.commands.adapter import _heard_until
from bot.ports.relay import Pulse
from tests.builders import T0, after


@pytest.mark.parametrize(
    ("figures", "since"),
    [
        ({}, after(9)),
        ({HEARD_UNTIL: T0.timestamp()}, T0),
        ({HEARD_UNTIL: after(30).timestamp()}, after(9)),
    ],
    ids=["never told", "the gateway was silent", "clocks went back"],
)
def test_since_the_last_answer_of_the_gateway(figures, since):
    pulse = Pulse(status="ok", since=T0, detail="", alive_at=after(9), figures=figures)
    assert abs(_heard_until(pulse) - since) < timedelta(milliseconds=1)
