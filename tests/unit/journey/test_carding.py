"""Cards of cases: shown to staff where a platform can, true to the case, pressed like words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cards import CardAct
from bot.domain.case import CaseStatus
from bot.domain.delivery import DeliveryState
from bot.domain.errors import ChannelRefused, ChannelUnavailable, OutcomeUnknown
from bot.domain.matters import Privacy
from tests.builders import group, private
from tests.fakes.card_channel import CardFake
from tests.fakes.channel import FakeChannel

LEADERS = group("lead1")
TAKE, DONE, PASS_UP = CardAct.TAKE, CardAct.DONE, CardAct.PASS_UP


@pytest.fixture
def channel() -> CardFake:
    return CardFake()


async def draw(rig) -> None:
    while await rig.journey.carding.run_once():
        pass


async def the_card(rig):
    """The one card in the leaders' group, as it is now."""
    await draw(rig)
    (card,) = rig.channel.at("lead1")
    return card


async def press(rig, words: str, sender: str = "a-liu") -> None:
    """What an adapter makes of a press: the words, of that person, quoting the card."""
    (name,) = [name for name, place in rig.channel.places.items() if place == "lead1"]
    await rig.say(f"1 {words}", sender, address=LEADERS, addressed=True, quoted=name)
    await draw(rig)


def acts(card) -> tuple[CardAct, ...]:
    return tuple(button.act for button in card.buttons)


async def reported(rig, words: str = "3栋门口路灯坏了"):
    await rig.say(words)
    (case,) = await rig.cases()
    return case


async def changed(rig, case, **changes) -> None:
    await rig.store.work(lambda unit: unit.cases.change(replace(case, **changes)))


async def test_staff_see_the_case_with_its_state_lamp_and_buttons(rig):
    await reported(rig)
    card = await the_card(rig)
    assert card.number == 1
    assert "路灯" in card.title
    assert card.state
    assert card.lamp == "绿灯"
    assert acts(card) == (TAKE, DONE, PASS_UP)
    assert [button.label for button in card.buttons] == ["接单", "处理好了", "往上报"]


async def test_residents_get_words(rig):
    await reported(rig)
    assert rig.channel.at("own1") == []
    assert any(one.address == group() for one in rig.channel.sent)


async def test_a_press_takes_the_case_on_and_the_card_shows_it(rig):
    await reported(rig)
    await press(rig, "我来处理")
    (case,) = await rig.cases()
    assert (case.status, case.owner) == (CaseStatus.PROCESSING, "liu")
    card = await the_card(rig)
    assert card.state == "处置中"
    assert acts(card) == (DONE, PASS_UP)


async def test_whoever_may_not_is_told_so_and_nothing_moves(rig):
    before = await reported(rig)
    await press(rig, "处理好了", sender="a-zhao")
    (case,) = await rig.cases()
    assert case.status is before.status
    assert rig.channel.drawn == 0


async def test_a_case_that_is_handed_in_has_no_buttons_and_no_words_any_more(rig):
    await reported(rig)
    await press(rig, "我来处理")
    await press(rig, "处理好了")
    card = await the_card(rig)
    assert card.buttons == ()
    assert card.text == ""
    assert "路灯" in card.title


async def test_what_has_not_changed_is_not_drawn(rig):
    case = await reported(rig)
    await draw(rig)
    await changed(rig, case, asked_back=True)
    await draw(rig)
    assert rig.channel.drawn == 0
    assert await rig.journey.carding.run_once() == 0


async def test_a_lamp_that_turns_is_shown_though_the_case_did_not_change(rig):
    await reported(rig)
    rig.clock.advance(timedelta(hours=100).total_seconds())
    card = await the_card(rig)
    assert card.lamp in ("红灯", "红灯闪")


async def test_what_may_not_stand_in_a_group_any_more_is_taken_off_the_card(rig):
    case = await reported(rig)
    await changed(rig, case, privacy=Privacy.RESTRICTED)
    card = await the_card(rig)
    assert (card.title, card.text, card.buttons) == ("", "", ())
    assert "路灯" not in repr(card)
    assert await rig.journey.carding.run_once() == 0


async def test_a_platform_that_is_away_is_asked_again_later(rig):
    case = await reported(rig)
    await changed(rig, case, status=CaseStatus.PROCESSING)
    rig.channel.draw_troubles = [ChannelUnavailable("busy", retry_after=timedelta(seconds=40))]
    await draw(rig)
    assert rig.channel.drawn == 1
    rig.clock.advance(39)
    assert await rig.journey.carding.run_once() == 0
    rig.clock.advance(2)
    assert (await the_card(rig)).state == "处置中"


async def test_a_card_that_is_gone_is_left_alone(rig):
    case = await reported(rig)
    await changed(rig, case, status=CaseStatus.PROCESSING)
    rig.channel.draw_troubles = [ChannelRefused("no such card")]
    await draw(rig)
    rig.clock.advance(10_000)
    assert await rig.journey.carding.run_once() == 0
    assert rig.channel.drawn == 1


async def test_where_the_platform_gave_words_instead_nothing_is_drawn(rig):
    rig.channel.refuses_cards = True
    case = await reported(rig)
    await changed(rig, case, status=CaseStatus.PROCESSING)
    await draw(rig)
    assert rig.channel.drawn == 0
    assert any(one.address == LEADERS for one in rig.channel.sent)


async def test_a_card_long_after_its_case_is_over_is_left(rig):
    case = await reported(rig)
    await changed(rig, case, status=CaseStatus.ARCHIVED)
    assert acts(await the_card(rig)) == ()
    rig.clock.advance(timedelta(days=40).total_seconds())
    await draw(rig)
    await changed(rig, replace((await rig.cases())[0]), status=CaseStatus.REOPENED)
    assert await rig.journey.carding.run_once() == 0


async def test_a_department_has_the_case_on_a_card_of_its_own(rig):
    await reported(rig)
    await rig.say("1派给市政", "a-he", address=LEADERS)
    (card,) = rig.channel.at("a-shu")
    assert card.number == 1
    await rig.say("1 我来处理", "a-shu", address=private("a-shu"), addressed=True)
    await draw(rig)
    assert [one.state for one in rig.channel.cards.values()] == ["处置中", "处置中"]


class TestWhereNothingCanBeLookedUp:
    @pytest.fixture
    def channel(self) -> CardFake:
        return CardFake(can_look_up=False)

    @pytest.mark.parametrize("stands", [True, False])
    async def test_a_card_that_may_stand_there_is_kept_true(self, rig, stands):
        rig.channel.swallow = [OutcomeUnknown("no answer")] * 9
        rig.channel.refuses_cards = not stands
        case = await reported(rig)
        assert {one.state for one in await rig.deliveries()} == {DeliveryState.UNKNOWN}
        await changed(rig, case, status=CaseStatus.PROCESSING)
        await draw(rig)
        assert [card.state for card in rig.channel.cards.values()] == ["处置中"] * stands
        rig.clock.advance(10_000)
        assert await rig.journey.carding.run_once() == (1 if stands else 0)


class TestWithoutCards:
    @pytest.fixture
    def channel(self) -> FakeChannel:
        return FakeChannel()

    async def test_words_are_all_there_is(self, rig):
        await rig.say("3栋门口路灯坏了")
        assert not any(one.card for one in await rig.deliveries())
        assert all(one.card is None for one in rig.channel.sent)
        assert await rig.journey.carding.run_once() == 0
