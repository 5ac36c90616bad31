"""How often one address may try."""

from bot.desk.throttle import Throttle
from tests.builders import T0, after


def test_a_minute_later_there_are_new_tries():
    throttle = Throttle(2)
    tries = [throttle.allows("a", after(s)) for s in (0, 1, 2, 59, 60, 61, 62)]
    assert tries == [True, True, False, False, True, True, False]


def test_each_address_has_its_own():
    throttle = Throttle(1)
    assert throttle.allows("a", T0)
    assert throttle.allows("b", T0)
    assert not throttle.allows("a", T0)


def test_a_crowd_of_addresses_does_not_fill_the_memory():
    throttle = Throttle(1)
    crowd = [throttle.allows(f"10.0.{n // 250}.{n % 250}", T0) for n in range(10_020)]
    assert sum(crowd) == 10_000
    assert throttle.allows("10.9.9.9", after(60))
