"""How fast a platform may be spoken to."""

from dataclasses import replace
from datetime import timedelta

from bot.journey.pacing import Pace
from tests.builders import T0, after, delivery, group, private
from tests.fakes.channel import DECLARATION

SLOW = replace(DECLARATION, messages_per_minute=2, account_per_minute=3)
ROOMY = replace(DECLARATION, messages_per_minute=100, account_per_minute=0)


def seconds(wait: timedelta | None) -> float | None:
    return None if wait is None else wait.total_seconds()


def waits(pace, declaration, now, *deliveries):
    return [seconds(pace.wait(one, declaration, now)) for one in deliveries]


def to(number: int, conversation: str = "own1", **fields):
    return delivery(number, address=group(conversation), **fields)


def test_so_many_a_minute_in_one_conversation():
    pace = Pace()
    assert waits(pace, SLOW, T0, to(1), to(2), to(3)) == [None, None, 60]
    assert waits(pace, SLOW, after(30), to(3)) == [30]
    assert waits(pace, SLOW, after(60), to(3), to(4), to(5)) == [None, None, 60]


def test_conversations_do_not_share_their_limit():
    pace = Pace()
    declaration = replace(SLOW, account_per_minute=0)
    others = [delivery(n, address=private(f"p{n}")) for n in range(4, 9)]
    assert waits(pace, declaration, T0, to(1), to(2), *others) == [None] * 7


def test_all_conversations_share_the_limit_of_the_account():
    pace = Pace()
    heads = [to(n, f"own{n}") for n in range(1, 9)]
    assert waits(pace, SLOW, T0, *heads) == [None, None, None, 60, 60, 60, 120, 120]


def test_each_gets_the_instant_it_was_promised():
    pace = Pace()
    heads = [to(n, f"own{n}") for n in range(1, 9)]
    waits(pace, SLOW, T0, *heads)
    assert waits(pace, SLOW, after(60), *heads[3:]) == [None, None, None, 60, 60]
    assert waits(pace, SLOW, after(120), *heads[6:]) == [None, None]


def test_a_group_with_much_to_say_takes_nobody_elses_room():
    """The second line of the loud group asks after the first lines of all others were promised
    room."""
    pace = Pace()
    declaration = replace(SLOW, messages_per_minute=100)
    waits(pace, declaration, T0, to(1), to(2), to(3))
    assert waits(pace, declaration, T0, to(4), to(5, "own2"), to(6, "own3")) == [60, 60, 60]
    assert waits(pace, declaration, after(60), to(4), to(7)) == [None, 60]
    assert waits(pace, declaration, after(60), to(5, "own2"), to(6, "own3")) == [None, None]


def test_emergencies_never_wait_and_count():
    pace = Pace()
    alarms = [to(n, urgent=True) for n in range(1, 6)]
    assert waits(pace, SLOW, T0, *alarms) == [None] * 5
    assert waits(pace, SLOW, after(1), to(6), to(7, "own2")) == [59, 59]


def test_a_clock_that_is_set_back_holds_nothing_up():
    pace = Pace()
    waits(pace, SLOW, after(days=1), *(to(n, f"own{n}") for n in range(1, 9)))
    assert waits(pace, SLOW, T0, to(9)) == [None]


def test_what_was_sent_before_a_restart_counts():
    pace = Pace()
    pace.remember([(group(), after(-20)), (group(), after(-10)), (group("own2"), after(-5))], T0)
    assert waits(pace, SLOW, T0, to(1), to(2, "own2")) == [40, 40]
    assert waits(pace, SLOW, after(40), to(2, "own2"), to(1)) == [None, 10]


def test_without_a_limit_of_the_account_nothing_is_promised():
    pace = Pace()
    assert waits(pace, ROOMY, T0, *(to(n, f"own{n}") for n in range(1, 99))) == [None] * 98


def test_what_was_sent_by_a_clock_that_was_ahead_holds_nobody_back():
    pace = Pace()
    pace.remember([(group(), after(3600)), (group(), after(3601))], T0)
    assert waits(pace, SLOW, T0, to(1)) == [None]
