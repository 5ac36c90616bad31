"""How seldom the bot acknowledges: at once, and then once a minute."""

from datetime import timedelta

import pytest

from bot.domain.quiet import next_line
from tests.builders import after

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("earlier", "now", "expected"),
    [
        ([], 0, None),
        ([0], 20, 60),
        ([0], 60, None),
        ([0], 61, None),
        ([0, 20], 40, 60),
        ([0, 20], 70, 120),
        ([0, 20], 120, None),
        ([0, 20, 70], 100, 120),
        ([0, 70], 100, 130),
        ([20, 0], 40, 60),
    ],
)
def test_when_the_next_line_is_said(earlier, now, expected):
    found = next_line([after(at) for at in earlier], after(now), MINUTE)
    assert found == (None if expected is None else after(expected))


def test_an_office_may_want_each_answered_by_itself():
    assert next_line([after(0), after(0)], after(0), timedelta(0)) is None
