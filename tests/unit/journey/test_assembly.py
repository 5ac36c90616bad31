"""Station 3: fragments one person sends in a row are one turn; an emergency never waits."""

from dataclasses import replace

import pytest

from bot.journey.assembly import Assembly
from tests.builders import after, group


async def talk(rig, *script):
    """`(second, who, words)`: said at that second, assembled at once, and cut into turns."""
    for second, who, words, *more in script:
        rig.clock.jump(after(second))
        await rig.hear(words, sender=f"a-{who}", **(more[0] if more else {}))
        await rig.journey.assembly.run_once()


async def open_turns(rig):
    """Every turn by its words, and the second when it is over."""

    async def read(unit):
        turns = await unit.turns.claim_due(after(days=1), rig.office.settings.lease, 99)
        return [(turn.text, (turn.due_at - after()).total_seconds()) for turn in turns]

    return await rig.store.work(read)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param([(0, "wang", "路灯坏了")], [("路灯坏了", 8)], id="one message"),
        pytest.param(
            [(0, "wang", "在吗"), (3, "wang", "3栋"), (7, "wang", "路灯坏了")],
            [("在吗\n3栋\n路灯坏了", 15)],
            id="fragments",
        ),
        pytest.param(
            [(0, "wang", "路灯坏了"), (9, "wang", "今天吃什么")],
            [("路灯坏了", 8), ("今天吃什么", 17)],
            id="two turns",
        ),
        pytest.param(
            [(0, "wang", "路灯坏了"), (8, "wang", "今天吃什么")],
            [("路灯坏了", 8), ("今天吃什么", 16)],
            id="to the second",
        ),
        pytest.param(
            [(0, "wang", "一"), (1, "zhao", "甲"), (2, "wang", "二"), (3, "zhao", "乙")],
            [("一\n二", 10), ("甲\n乙", 11)],
            id="people talk over each other",
        ),
        pytest.param(
            [(0, "wang", "一"), (1, "wang", "二", {"address": group("lead1")})],
            [("一", 8), ("二", 9)],
            id="one person in two groups",
        ),
        pytest.param(
            [(second, "wang", str(second)) for second in range(0, 36, 5)],
            [("0\n5\n10\n15\n20\n25", 30), ("30\n35", 43)],
            id="nobody talks for longer than the longest wait",
        ),
        pytest.param(
            [(0, "wang", "在吗", {"addressed": True}), (1, "wang", "路灯坏了")],
            [("在吗\n路灯坏了", 9)],
            id="the last fragment says how long to wait",
        ),
        pytest.param(
            [(0, "wang", "路灯坏了", {"addressed": True})],
            [("路灯坏了", 2)],
            id="words to the bot wait less",
        ),
        pytest.param(
            [(0, "wang", "着火了快来人", {})],
            [("着火了快来人", 0)],
            id="an emergency does not wait",
        ),
        pytest.param(
            [(0, "wang", "3栋"), (3, "wang", "着火了快来人"), (4, "wang", "冒好大的烟")],
            [("3栋\n着火了快来人", 3), ("冒好大的烟", 4)],
            id="an emergency ends the turn",
        ),
        pytest.param([(0, "wang", "")], [("", 8)], id="a picture without words"),
        pytest.param([(0, "wang", "4我去看")], [("4我去看", 2)], id="an order with a number"),
        pytest.param([(0, "wang", "4斤苹果")], [("4斤苹果", 8)], id="a number and other words"),
    ],
)
async def test_turns(rig, script, expected):
    await talk(rig, *script)
    assert await open_turns(rig) == expected


async def test_an_emergency_is_worked_on_at_once(rig):
    await rig.hear("3栋着火了快来人")
    await rig.settle()
    assert [case.emergency for case in await rig.cases()] == ["EM01"]


async def test_a_turn_goes_on_after_a_restart(rig):
    await talk(rig, (0, "wang", "在吗"))
    rig.journey = replace(
        rig.journey,
        assembly=Assembly(office=rig.office, store=rig.store, alarming=lambda text: False),
    )
    await talk(rig, (5, "wang", "路灯坏了"))
    assert await open_turns(rig) == [("在吗\n路灯坏了", 13)]


async def test_what_was_heard_before_a_restart_and_not_assembled_joins_its_turn(rig):
    await talk(rig, (0, "wang", "在吗"))
    rig.clock.jump(after(5))
    await rig.hear("路灯坏了")
    rig.clock.jump(after(3600))
    await rig.hear("今天吃什么")
    await rig.journey.assembly.run_once()
    assert await open_turns(rig) == [("在吗\n路灯坏了", 13), ("今天吃什么", 3608)]


async def test_a_pause_of_the_program_makes_no_turn_longer(rig):
    """Said hours apart, assembled together."""
    for second, words in ((0, "路灯坏了"), (7200, "电梯坏了"), (7203, "三天了")):
        rig.clock.jump(after(second))
        await rig.hear(words)
    rig.clock.jump(after(9999))
    await rig.journey.assembly.run_once()
    assert await open_turns(rig) == [("路灯坏了", 8), ("电梯坏了\n三天了", 7211)]


async def test_what_is_being_understood_grows_no_more(rig):
    await talk(rig, (0, "wang", "着火了快来人"))
    await rig.journey.understanding.run_once()
    await talk(rig, (1, "wang", "冒好大的烟"))
    assert await rig.turns() == {"open": 1, "understood": 1}


async def test_a_clock_that_is_set_back_holds_nothing_up(rig):
    await talk(rig, (3600, "wang", "路灯坏了"))
    rig.clock.jump(after(0))
    await rig.settle()
    assert rig.witness.acts == [("路灯坏了", "report")]


async def test_a_clock_that_leaps_back_and_forth_loses_nothing(rig):
    said = []
    for number, second in enumerate((0, 5000, 3, 100_000, 7, 8)):
        said.append(f"第{number}句")
        await talk(rig, (second, "wang", said[-1]))
        await rig.settle()
    rig.clock.jump(after(days=2))
    await rig.settle()
    assert sorted(text for text, _ in rig.witness.acts) == said


async def test_many_messages_go_in_batches(rig):
    rig.with_settings(batch=3)
    for number in range(7):
        await rig.hear(str(number), sender=f"a-{number}")
    assert [await rig.journey.assembly.run_once() for _ in range(4)] == [3, 3, 1, 0]
    assert rig.signals.notified["understanding"] == 3


async def test_assembling_twice_changes_nothing(rig):
    await talk(rig, (0, "wang", "路灯坏了"))
    assert await rig.journey.assembly.run_once() == 0
    assert await open_turns(rig) == [("路灯坏了", 8)]
