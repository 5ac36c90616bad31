"""No text, however long or odd, makes reading slow."""

from collections.abc import Callable
from itertools import cycle, islice
from time import process_time

import pytest

from intents.contacts import mask
from intents.emergencies import find
from intents.places import PlaceNames, read_place
from intents.problems import split_problems
from intents.reader import Reader
from intents.scene import Opinion, Role, RoomKind, Scene

LENGTH = 20_000
LONGEST_SECONDS = 1.0
SCENE = Scene(
    room=RoomKind.OWNERS,
    role=Role.RESIDENT,
    opinion=Opinion(request=0.9, question=0.1, item="WY-01", category="WY", confidence=0.9),
)
READERS: dict[str, Callable[[str], object]] = {
    "find": find,
    "mask": mask,
    "place": lambda text: read_place(text, PlaceNames()),
    "problems": split_problems,
    "reader": lambda text: Reader(PlaceNames()).read(text, SCENE),
}
SEEDS = (
    "啊",
    "1",
    "-",
    "没",
    "我",
    "水",
    "[",
    "@",
    "3栋",
    " ",
    "楼上漏",
    "着火",
    "不是",
    "1-",
    "打",
    "有人",
    "老人",
    "电梯",
    "被困",
    "。",
    "a",
    "A1",
    "还有",
    "张阿姨",
    "138",
    "听说",
    "书记",
    "谁",
    "怎么还没",
    "一",
    "😂",
    "我家也",
    "孩子不见了,",
    "转钱",
    "没没没人",
    "(",
    "\\",
    "三十",
    "号",
    "棟",
    "　",
)


def repeated(seed: str) -> str:
    return "".join(islice(cycle(seed), LENGTH))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_twenty_thousand_characters(name: str, seed: str) -> None:
    read = READERS[name]
    read("暖机")
    text = repeated(seed)
    begun = process_time()
    read(text)
    assert process_time() - begun < LONGEST_SECONDS


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", ["", "\x00\x01", "\ud800", "😂" * 50, "\u202e倒", "0" * 400])
def test_odd_texts(name: str, text: str) -> None:
    READERS[name](text)
