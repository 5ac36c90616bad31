"""Who says far too much in a minute: what is held back, and what never is."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.tally import Fate
from bot.journey.flooding import Flooding
from tests.builders import CHANNEL, T0, group, inbound, stored


@pytest.fixture
def flooding(office) -> Flooding:
    return flooding_of(office)


def flooding_of(office, **limits) -> Flooding:
    rules = replace(office.settings.listening, **limits)
    return Flooding(rules=rules, clock=office.clock, alarming=lambda text: "着火" in text)


def lines(count, *, of="wang", room="own", at=T0, text="哈哈", begin=0):
    """So many lines of one person in one minute."""
    thread = f"{room or 'private:fake'}/{of}"
    return [
        stored(
            number,
            external_id=f"{thread}-{at:%H%M}-{number}",
            thread=thread,
            room=room,
            sender=of,
            sent_at=at,
            text=text,
        )
        for number in range(begin, begin + count)
    ]


def let_in(flooding, messages) -> int:
    return sum(not flooding.holds_back(one) for one in messages)


def test_one_person_is_heard_sixty_times_a_minute(flooding):
    assert let_in(flooding, lines(1000)) == 60
    assert let_in(flooding, lines(5, of="li")) == 5
    assert let_in(flooding, lines(5, room="own2")) == 5
    assert let_in(flooding, lines(70, at=T0 + timedelta(minutes=1))) == 60


def test_what_may_be_an_emergency_is_never_held_back(flooding):
    assert let_in(flooding, lines(1000)) == 60
    assert let_in(flooding, lines(100, text="3栋着火了", begin=1000)) == 100


def test_in_a_group_over_its_limit_everybody_still_has_some_lines(flooding):
    crowd = [line for person in range(12) for line in lines(60, of=f"p{person}")]
    assert let_in(flooding, crowd) == 600 + 2 * 6
    assert let_in(flooding, lines(10, of="li")) == 6
    assert let_in(flooding, lines(10, of="li", text="着火", begin=10)) == 10


def test_those_who_write_in_private_are_no_group(office):
    flooding = flooding_of(office, group_lines_a_minute=10)
    assert [let_in(flooding, lines(9, of=f"p{n}", room=None)) for n in range(5)] == [9] * 5


def test_what_comes_late_all_at_once_is_no_flood(flooding):
    """A line that was away for an hour: 1,200 lines of one person, 20 a minute."""
    late = [
        line for minute in range(60) for line in lines(20, at=T0 - timedelta(minutes=minute + 1))
    ]
    assert let_in(flooding, late) == len(late)


def test_what_is_delivered_again_counts_once(flooding):
    again = lines(30) * 10
    assert let_in(flooding, again) == len(again)
    assert let_in(flooding, lines(40, begin=30)) == 30


def test_an_evening_of_lists_is_no_flood(flooding):
    """Two hundred lines in ten minutes, everybody at once now and then."""
    evening = [
        line
        for minute in range(10)
        for person in range(20)
        for line in lines(1, of=f"p{person}", at=T0 + timedelta(minutes=minute), text="12-3-402 +1")
    ]
    assert let_in(flooding, evening) == 200


def test_no_limit_is_no_limit(office):
    flooding = flooding_of(office, lines_a_minute=0, group_lines_a_minute=0)
    assert let_in(flooding, lines(5000)) == 5000
    flooding = flooding_of(office, lines_a_minute=0)
    assert let_in(flooding, lines(5000)) == 600


@pytest.mark.parametrize("leap", [timedelta(minutes=90), timedelta(hours=-1)])
def test_a_minute_is_forgotten_some_minutes_after_its_last_line(office, flooding, leap):
    assert let_in(flooding, lines(100)) == 60
    office.clock.advance(90)
    assert let_in(flooding, lines(10, begin=100)) == 0
    office.clock.advance(leap)
    assert let_in(flooding, lines(10, begin=110)) == 0
    office.clock.advance(leap)
    assert let_in(flooding, lines(1, room="own2")) == 1
    office.clock.advance(leap)
    assert let_in(flooding, lines(10, begin=120)) == 10


async def test_a_flood_delays_no_other_group(rig):
    """A thousand lines of one and twenty of each of a hundred others flood a group; a report in
    another is answered as soon as its turn is over, and a fire in the flooded one at once."""
    flood = [(f"轰{n}", "a-mad") for n in range(1000)]
    flood += [(f"炸{n}", f"a-m{n % 100}") for n in range(2000)]
    await rig.journey.intake.accept(
        [
            inbound(text, external_id=text, sender=sender, sent_at=T0, received_at=T0)
            for text, sender in flood
        ]
    )
    await rig.hear("3栋着火了", "a-mad")
    await rig.hear("2栋路灯坏了", "a-chen", address=group("lead1"))
    await rig.settle()
    assert [case.emergency for case in await rig.cases()] == ["EM01"]
    await rig.wait(10)
    assert [case.item for case in await rig.cases() if not case.emergency] == ["GY-11"]
    heard = rig.office.tally.heard
    assert heard == Counter({(CHANNEL, Fate.TAKEN): 662, (CHANNEL, Fate.HELD_BACK): 2340})
    assert sum(len(texts) for texts in rig.classifier.asked) <= 2 * 662 + 2
