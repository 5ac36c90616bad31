"""The runner itself: what is not as written fails, silence included."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.dialogues.player import Shipped, play
from tests.dialogues.script import parse

LAMP = {"chen": "2栋楼道灯坏了", "item": "WY-03"}
BOTH = [{"owners": "case_opened"}, {"leaders": "leader_line"}]


@pytest.fixture(scope="module")
def shipped():
    return Shipped.load()


async def run(shipped, *steps):
    with ThreadPoolExecutor(1) as executor:
        await play(parse({"name": "n", "steps": steps}), shipped, executor)


async def test_what_is_as_written_passes(shipped):
    await run(shipped, LAMP, {"wait": 9}, {"bot": BOTH}, {"cases": 1})


@pytest.mark.parametrize(
    "steps",
    [
        [{"bot": "silence"}],
        [{"bot": BOTH[:1]}],
        [{"bot": [*BOTH, BOTH[0]]}],
        [{"bot": [{"owners": "case_opened", "says": "5号楼"}, BOTH[1]]}],
        [{"bot": [{"owners": "case_opened", "hides": "2号楼"}, BOTH[1]]}],
        [{"bot": [{"leaders": "case_opened"}, BOTH[1]]}],
        [],
        [{"bot": BOTH}, {"cases": 2}],
        [{"bot": BOTH}, {"case": {1: {"item": "GY-11"}}}],
        [{"bot": BOTH}, {"case": {2: {"item": "WY-03"}}}],
        [{"bot": BOTH}, {"history": {1: ["resolved"]}}],
        [{"bot": BOTH}, {"history": {1: ["dispatched", "case_opened"]}}],
    ],
)
async def test_what_is_otherwise_fails(shipped, steps):
    with pytest.raises(AssertionError):
        await run(shipped, LAMP, {"wait": 9}, *steps)


async def test_a_message_read_otherwise_fails(shipped):
    with pytest.raises(AssertionError, match="read as"):
        await run(shipped, LAMP | {"act": "chat"}, {"wait": 9}, {"bot": BOTH})


@pytest.mark.parametrize(
    ("steps", "trouble"),
    [
        ([{"chen": "x", "itme": "WY-03"}], "unknown: itme"),
        ([{"bot": [{"owners": "no_such_key"}]}], "no_such_key"),
        ([{"case": {1: {"colour": "red"}}}], "unknown: colour"),
        ([{"wait": "soon"}], "not a length of time"),
        ([{"history": {1: ["no_such_event"]}}], "no_such_event"),
    ],
)
def test_slips_of_the_pen_are_refused(steps, trouble):
    with pytest.raises(ValueError, match=trouble):
        parse({"name": "n", "steps": steps})
