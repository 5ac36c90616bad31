"""What departments write to the leaders' group."""

import pytest

from intents.orders import PROMOTION, TASK, is_rescue, task_item


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("请各网格员今晚前填完这张全员信息表并拍照上传", TASK),
        ("麻煩各網格今晚前交齊呢份報表", TASK),
        ("各网格今天必须把这表报上来，要照片", TASK),
        ("请各楼栋长统计一下本楼养犬名单，明早给我", TASK),
        ("请各网格发动居民下载某某APP并转发点赞截图", PROMOTION),
        ("请大家关注公众号，各网格完成率要排名通报", PROMOTION),
        ("请各楼长今天下班前报低保人数", TASK),
        ("各位楼长，这条视频请大家点赞转发", PROMOTION),
        ("请各网格完成防汛知识答题，截图报我", PROMOTION),
        ("各网格注意，明天上午停水", None),
        ("请大家互相转告，周六义诊", None),
        ("这张表谁填的", None),
        ("3栋的灯报修了", None),
        ("", None),
    ],
)
def test_tasks_of_a_department(text, item):
    assert task_item(text) == item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("台风红色预警，请各网格转移低洼处居民", True),
        ("防汛值班表今晚报上来", True),
        ("疫情流调，请各网格配合", True),
        ("請各網格配合搶險", True),
        ("请各网格员今晚前填完信息表", False),
        ("请发动居民下载APP并转发点赞截图", False),
    ],
)
def test_orders_in_danger(text, expected):
    assert is_rescue(text) is expected
