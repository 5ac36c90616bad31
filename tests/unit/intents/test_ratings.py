"""How content somebody says he is: plain, in dialect, and with a bitter smile."""

import pytest

from intents.acts_bot import rating_of
from intents.reader import Reader
from intents.scene import Role, RoomKind, Scene
from tests.unit.intents.examples import NAMES

READER = Reader(NAMES)
ALONE = Scene(room=RoomKind.PRIVATE, role=Role.RESIDENT)


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("非常满意", 5),
        ("满意得很，谢谢师傅", 5),
        ("好满意", 5),
        ("巴适得板", 5),
        ("嫽咋咧", 5),
        ("老灵额，谢谢侬", 5),
        ("没得说，杠杠的", 5),
        ("5分", 5),
        ("五颗星", 5),
        ("满意", 4),
        ("比较满意", 4),
        ("挺好的", 4),
        ("要得", 4),
        ("中咧", 4),
        ("4", 4),
        ("基本满意", 3),
        ("还算满意吧", 3),
        ("一般般", 3),
        ("麻麻哋啦", 3),
        ("凑合用", 3),
        ("就那样", 3),
        ("不满意", 1),
        ("不太满意", 1),
        ("一点都不满意", 1),
        ("唔满意", 1),
        ("弗满意", 1),
        ("冇满意过", 1),
        ("不咋地", 1),
        ("要不得", 1),
        ("太差了", 1),
        ("修得真好啊，第二天又漏", 1),
        ("手艺真棒，一开还是不亮", 1),
        ("服务太到位了，转头又堵上了", 1),
        ("感谢你们全家", 1),
        ("给你们送面锦旗吧要不", 1),
        ("修了个寂寞", 1),
        ("满意得我想骂人", 1),
        ("呵呵", 1),
        ("好个鬼", 1),
        ("2星", 2),
        ("知道了", None),
        ("我明天在家", None),
        ("等了15分钟", None),
        ("修得真好，第一时间就来了", None),
    ],
)
def test_ratings(words, rating):
    assert rating_of(READER.hear(words, ALONE)) == rating
