"""Why a case is given back or waits; what was shown; whether recourse was told of."""

import pytest

from intents.sideroads import (
    names_direction,
    return_reason,
    shows,
    tells_recourse,
    wait_reason,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("这不归我们管,退回", "not_ours"),
        ("该找供水公司处理 退单", "not_ours"),
        ("我们没有执法权", "not_ours"),
        ("地址不清楚,退单", "unclear"),
        ("联系不上报事人 退回", "unclear"),
        ("这是隔壁街道的地界", "outside"),
        ("不在咱辖区", "outside"),
        ("负面清单里的事 退", "negative"),
        ("退单", None),
    ],
)
def test_the_four_reasons_for_giving_back(words, expected):
    assert return_reason(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("等配件", "parts"),
        ("等雨停了再做", "weather"),
        ("方案还在审批", "approval"),
        ("维修基金没批下来", "money"),
        ("户主出差家里没人", "access"),
        ("师傅排不开", "utility"),
        ("封路进不去车", "force"),
        ("再等等", None),
    ],
)
def test_what_is_waited_for(words, expected):
    assert wait_reason(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("调解不成,已告知可以起诉", True), ("没谈拢,让他们走司法途径", True), ("没谈拢", False)],
)
def test_whether_recourse_was_told_of(words, expected):
    assert tells_recourse(words) is expected


@pytest.mark.parametrize(("words", "expected"), [("3并到5里", True), ("3和5是一回事", False)])
def test_which_case_stays(words, expected):
    assert names_direction(words) is expected


@pytest.mark.parametrize(("words", "expected"), [("修好了[图片]", True), ("[语音]", False)])
def test_what_is_shown(words, expected):
    assert shows(words) is expected
