"""Departments, levels, minutes, kinds of whistles and rates of departments, in plain words."""

import pytest

from intents.departments import departments_in, family
from intents.levels import level_named
from intents.minutes import Minutes, kind_named, rating_in, read_minutes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("312吹哨供电所、城管", ("供电所", "城管")),
        ("吹哨给消防，應急局也要來", ("消防", "应急局")),
        ("城管局和城管中队都来", ("城管局",)),
        ("312吹哨滨江街管理站、自来水公司", ("滨江街管理站", "自来水公司")),
        ("叫人来看看", ()),
        ("这所学校门口", ()),
    ],
)
def test_departments_are_known_by_many_names(text, named):
    assert departments_in(text) == named


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("供电企业", "供电所", True),
        ("城管综合执法(环卫)", "城管", True),
        ("公安派出所", "交警", False),
        ("滨江街管理站", "滨江街管理站", True),
        ("滨江街管理站", "河东管理站", False),
    ],
)
def test_a_department_is_what_it_does(one, other, same):
    assert (family(one) == family(other)) is same


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("这个我们处理不了，往上报", None),
        ("往上报给自来水公司取水样", None),
        ("312呼社区", "community"),
        ("得找居委会出面", "community"),
        ("请求街道支援", "street"),
        ("已经报到镇里了", "street"),
        ("这事呼部门", "department"),
        ("请领导协调一下", "leaders"),
        ("要区里牵头，街道也来", "leaders"),
        ("领导说了等通知", None),
    ],
)
def test_the_level_that_is_called(text, level):
    assert level_named(text) == level


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "312会商：物业牵头，供电所换变压器，3天内",
            Minutes(lead="物业", tasks=(("物业", "物业牵头"), ("供电所", "供电所换变压器"))),
        ),
        (
            "312会商定了：牵头单位是住建局；应急局拉警戒",
            Minutes(
                lead="住建局", tasks=(("住建局", "牵头单位是住建局"), ("应急局", "应急局拉警戒"))
            ),
        ),
        ("312会商：老街管委会牵头", Minutes(lead="老街管委会")),
        ("312会商结果，先观察一周", Minutes()),
    ],
)
def test_who_leads_and_who_does_what(text, read):
    assert read_minutes(text) == read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("312吹应急哨，供电所", "emergency"),
        ("312吹执法哨", "enforcement"),
        ("312攻坚哨 住建、规划局", "hard"),
        ("312吹哨城管", None),
    ],
)
def test_the_kind_of_a_whistle(text, kind):
    assert kind_named(text) == kind


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("供电所 满意", 4),
        ("供电所非常满意", 5),
        ("城管不满意，来晚了", 1),
        ("消防 一般", 3),
        ("消防给3分", 3),
        ("消防来了两趟", None),
    ],
)
def test_how_a_department_did(text, score):
    assert rating_in(text) == score
