"""People who want to be forgotten are taken out of what stays (domain rules §11)."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.forgetting import STAND_IN
from bot.domain.grid import Listening
from bot.domain.wishes import Wish, WishKind, about_person
from tests.builders import OWN, directory, group, private

TOLD = "3栋602的路灯坏了，我电话13800138000"
LEADERS = group("lead1")


async def everything(rig) -> str:
    """Every word and name that is kept, but for the configuration."""

    async def read(unit):
        _, cases = await unit.cases.latest(99)
        words = [await unit.cases.words_of(case.key) for case in cases]
        history = [await unit.cases.history(case.key) for case in cases]
        return repr((cases, words, history, await unit.deliveries.all(99)))

    return await rig.store.look(read)


async def mended(rig) -> None:
    await rig.say("1修好了[图片]", sender="a-liu", address=LEADERS)
    await rig.say("1核查过了，结案", sender="a-he", address=LEADERS)
    await rig.say("好了，谢谢", address=private())


async def forget(rig, sender="a-wang") -> None:
    await rig.say("删除我的信息", sender=sender, address=private(sender))


async def test_what_is_over_loses_whoever_reported_it(rig):
    await rig.say(TOLD)
    await mended(rig)
    (before,) = await rig.cases()
    assert before.status is CaseStatus.EVALUATED
    await forget(rig)
    (case,) = await rig.cases()
    assert case.reporter == STAND_IN
    kept = await everything(rig)
    for gone in ("13800138000", "602", "'wang'", "a-wang"):
        assert gone not in kept.replace(repr(case.words), "")
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    assert history[-1].kind is EventKind.FORGOTTEN
    assert "liu" in {event.actor for event in history}
    assert await rig.store.look(lambda unit: unit.wishes.all()) == []


async def test_what_is_worked_on_stays_masked_until_it_is_over(rig):
    await rig.say(TOLD)
    await forget(rig)
    (case,) = await rig.cases()
    assert case.reporter == "wang"
    assert "13800138000" not in await everything(rig)
    assert len(await rig.store.look(lambda unit: unit.wishes.all())) == 1
    await mended(rig)
    await rig.wait(10)
    (case,) = await rig.cases()
    assert (case.reporter, case.status) == (STAND_IN, CaseStatus.EVALUATED)
    assert await rig.store.look(lambda unit: unit.wishes.all()) == []


async def test_what_was_agreed_about_a_case_is_forgotten_with_it(rig):
    """Minutes, and the reasons of objections, in whistles and in the history."""

    async def kept() -> str:
        (case,) = await rig.cases()
        found = await rig.store.look(lambda unit: unit.whistles.of_case(case.key))
        history = await rig.store.look(lambda unit: unit.cases.history(case.key))
        assert any(event.detail.get("note") == "conferred" for event in history)
        assert "13800138000" not in repr(history)
        return repr(found)

    await rig.say(TOLD)
    await rig.say("1吹哨市政、消防", sender="a-sun", address=LEADERS)
    await rig.say("1会商：市政牵头，联系住户13800138000，3天内", sender="a-he", address=LEADERS)
    assert "13800138000" in await kept()
    await forget(rig)
    assert "13800138000" not in await kept()
    assert "3天内" in await kept()


async def test_talk_goes_at_once(rig):
    await rig.say("今晚吃什么")
    await rig.say("明天呢", sender="a-zhao")
    await rig.hear("删除我的信息", address=private())
    await rig.settle()
    await rig.wait(3)
    held = await rig.store.look(lambda unit: unit.personal.holdings("wang"))
    assert held.messages == 1  # the command itself, as long as all talk
    assert (await rig.store.look(lambda unit: unit.personal.holdings("zhao"))).messages == 1


async def test_neighbours_who_joined_are_counted_and_not_named(rig):
    await rig.say("3栋门口的路灯坏了")
    await rig.say("我家也是，3栋门口路灯不亮", sender="a-zhao")
    await mended(rig)
    await forget(rig, "a-zhao")
    (case,) = await rig.cases()
    assert case.supporters == (STAND_IN,)
    assert case.reporter == "wang"


async def test_what_staff_did_in_office_stays(rig):
    """What one of them reported himself is forgotten, what he did for others is not."""
    await rig.say(TOLD)
    await mended(rig)
    await forget(rig, "a-liu")
    (case,) = await rig.cases()
    words = await rig.store.look(lambda unit: unit.cases.words_of(case.key))
    assert "liu" in {sender for sender, *_ in words}
    assert case.owner == "liu"
    assert await rig.store.look(lambda unit: unit.wishes.all()) == []


async def test_doing_it_twice_changes_nothing(rig):
    await rig.say(TOLD)
    await forget(rig)
    before = await everything(rig)
    assert await rig.journey.forgetting.run_once() == 0
    assert await everything(rig) == before


class TestWhoHasLeft:
    async def test_is_heard_only_when_he_speaks_to_the_bot(self, rig):
        await rig.say("退出", addressed=True)
        await rig.say("3栋门口的路灯坏了")
        assert await rig.cases() == []
        await rig.say("1栋门口的路灯坏了", addressed=True)
        assert len(await rig.cases()) == 1
        await rig.say("同意", address=private())
        await rig.say("2栋电梯坏了")
        assert len(await rig.cases()) == 2

    async def test_is_known_after_a_new_start(self, rig):
        wish = Wish(
            about=about_person("wang"),
            kind=WishKind.LISTENING,
            value=Listening.ADDRESSED,
            at=rig.clock.now(),
            by="wang",
        )
        await rig.store.work(lambda unit: unit.wishes.put(wish))
        await rig.journey.linking.run_once()
        await rig.say("3栋门口的路灯坏了")
        assert await rig.turns() == {}


@pytest.mark.parametrize(
    ("owner", "says", "open_after"),
    [
        (None, "a-he", True),
        (None, "a-zhao", False),
        ("zhao", "a-zhao", True),
        ("zhao", "a-he", False),
    ],
)
async def test_who_decides_for_a_group(rig, owner, says, open_after):
    meek = replace(OWN, listening=Listening.ADDRESSED, owner=owner)
    rig.office = replace(rig.office, areas=directory(rooms=(meek,)))
    rig.with_settings()
    await rig.say("同意", sender=says, addressed=True)
    await rig.say("3栋门口的路灯坏了")
    assert bool(await rig.cases()) is open_after
    await rig.say("退出", sender=says, addressed=True)
    await rig.say("1栋电梯坏了")
    assert len(await rig.cases()) == int(open_after)
