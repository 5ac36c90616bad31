"""What a group is told: how the bot listens there, and what the platform lets it hear at all."""

from dataclasses import replace

import pytest

from bot.domain.grid import Listening
from bot.journey.words.notice import notice
from tests.builders import OWN


@pytest.fixture
def two_platforms(office):
    deaf = replace(office.channels["fake"], name="deaf", hears_unaddressed=False)
    return replace(office, channels={**office.channels, "deaf": deaf})


@pytest.mark.parametrize(
    ("listening", "platform", "told"),
    [
        (Listening.ADDRESSED, "fake", "本群：只听@我的话，群主@我说“同意”才听全部。"),
        (Listening.KEYWORDS, "fake", "本群：只留意带报事字眼的话"),
        (Listening.NATURAL, "fake", "本群：听全部文字消息，都在社区自己的电脑上判断。"),
        (Listening.ADDRESSED, "deaf", "本群：这个平台只把@我的话转给我，别的听不到。"),
        (Listening.NATURAL, "deaf", "本群：这个平台只把@我的话转给我，别的听不到。"),
    ],
)
def test_how_the_bot_listens(two_platforms, listening, platform, told):
    room = replace(OWN, listening=listening)
    assert told in notice(two_platforms, room, platform)


def test_what_is_kept_and_how_to_be_left_alone(office):
    words = notice(office, OWN, "fake")
    assert all(part in words for part in ("闲聊听完即删", "安静", "退出", "我的信息", "119"))
    assert "\n" not in words
