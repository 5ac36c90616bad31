"""Words that press, and orders that pass at once."""

import pytest

from intents.urgency import REASONS, is_rescue, pressing_reason
from intents.words import lists


@pytest.mark.parametrize("text", ["楼道灯坏了", "物业费太贵", ""])
def test_nothing_presses(text: str) -> None:
    assert pressing_reason(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [("电梯停了 独居老人下不了楼", "frail"), ("污水正在往外冒", "happening")],
)
def test_pressing(text: str, reason: str) -> None:
    assert pressing_reason(text) == reason


def test_every_reason_has_words() -> None:
    assert set(REASONS) <= set(lists("urgency").lists)


@pytest.mark.parametrize(
    ("text", "rescue"), [("防汛抢险 请各社区立即转移群众", True), ("请填报表", False)]
)
def test_rescue(text: str, rescue: bool) -> None:
    assert is_rescue(text) is rescue
