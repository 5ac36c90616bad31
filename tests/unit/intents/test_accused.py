"""Whom a text complains of."""

import pytest

from intents.accused import accused_roles, accused_words


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("我要投诉我们楼长，把捐款的旧衣服拿回自己家了", ("building_leader",)),
        ("3栋楼长收了快递柜老板的好处，凭什么他说了算", ("building_leader",)),
        ("投诉一下网格员，登记的时候当众骂老人", ("grid_member",)),
        ("網格員態度太差了", ("grid_member",)),
        ("举报网格长优亲厚友，低保名额给了自己亲戚", ("grid_leader",)),
        ("社区书记吃拿卡要", ("community_secretary",)),
        ("投诉居委会主任，盖个章跑了五趟", ("community_secretary",)),
        ("街道办工作人员故意刁难人", ("street",)),
        ("物业保安打人，把送菜的大爷推倒了", ("property",)),
        ("物业经理收红包，地下车位先给熟人", ("property",)),
        ("投诉物业前台，问两句就翻白眼", ("property",)),
        ("楼长和网格员都偏袒一楼，态度恶劣", ("building_leader", "grid_member")),
        ("投诉物业，电梯三天没修好", ()),
        ("物业怎么还没来修灯", ()),
        ("请网格员来看一下井盖", ()),
        ("楼长辛苦了，态度真好", ()),
        ("书记，楼下路灯坏了", ()),
        ("楼上半夜吵架骂人", ()),
        ("举报楼下烧烤摊油烟", ()),
        ("", ()),
    ],
)
def test_roles(text, roles):
    assert accused_roles(text) == roles


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我要投诉城管，收摊还打翻人家菜", "城管"),
        ("投诉供电所态度差", "供电所"),
        ("供电所的人态度恶劣", "供电所"),
        ("举报楼长黄叔", "黄叔"),
        ("路灯坏了", None),
    ],
)
def test_words_in_which_somebody_is_named(text, named):
    found = accused_words(text)
    assert any(named in words for words in found) if named else found == ()
