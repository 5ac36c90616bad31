"""What is held of one person, what he wishes, and how he is taken out of what stays."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.delivery import DeliveryState
from bot.domain.forgetting import STAND_IN
from bot.domain.muster import Muster, SignUp, SignUpState
from bot.domain.points import ISSUED, Booking, BookingKind, Line, account_of
from bot.domain.question import Question, QuestionKind
from bot.domain.wishes import Wish, WishKind, about_person, about_room
from bot.storage.cases import event_digest
from tests.builders import T0, after, case, case_event, delivery, private, stored, turn

LEFT = Wish(
    about=about_person("wang"), kind=WishKind.LISTENING, value="addressed", at=T0, by="wang"
)
FORGET = Wish(about=about_person("wang"), kind=WishKind.FORGET, value="", at=after(1), by="wang")
ROOM = Wish(about=about_room("own"), kind=WishKind.LISTENING, value="natural", at=T0, by="he")


async def do(store, *works):
    """One after the other, in one unit; what the last one gave."""

    async def write(unit):
        for work in works:
            result = await work(unit)
        return result

    return await store.work(write)


async def test_wishes_are_kept_one_of_a_kind(store):
    newer = replace(LEFT, value="natural", at=after(5), by="he")
    for wish in (FORGET, LEFT, ROOM, newer):
        await do(store, lambda unit, wish=wish: unit.wishes.put(wish))
    assert await do(store, lambda unit: unit.wishes.all()) == [ROOM, FORGET, newer]


async def test_a_wish_is_dropped_once(store):
    await do(store, lambda unit: unit.wishes.put(LEFT), lambda unit: unit.wishes.put(FORGET))
    for there in (True, False):
        gone = await do(store, lambda unit: unit.wishes.drop(LEFT.about, LEFT.kind))
        assert gone is there
    assert await do(store, lambda unit: unit.wishes.all()) == [FORGET]


async def test_what_is_held_of_a_person(store):
    old, new = case(1), case(2, opened_at=after(9), status=CaseStatus.ARCHIVED)

    async def write(unit):
        for one in (old, new, case(3, reporter="zhao")):
            await unit.cases.add(one)
        await unit.messages.add([stored(1), stored(2), stored(3, sender="zhao")])
        await unit.cases.attach(old.key, [stored(1)], "opening")
        await unit.cases.attach("case-000003", [stored(2), stored(3, sender="zhao")], "second")
        told = [delivery(n, person="wang", address=private()) for n in (1, 2)]
        await unit.deliveries.add([*told, delivery(3)])
        await unit.deliveries.sent("delivery-000001", None, T0)
        held = await unit.personal.holdings("wang")
        nobody = await unit.personal.holdings("liu")
        return held, nobody

    held, nobody = await store.work(write)
    assert (held.messages, held.words, held.told, held.cases) == (2, 2, 1, (new, old))
    assert (nobody.messages, nobody.words, nobody.told, nobody.cases) == (0, 0, 0, ())


async def test_which_cases_know_a_person(store):
    async def write(unit):
        for one in (
            case(1),
            case(2, reporter="zhao", concerned="wang"),
            case(3, reporter="zhao", supporters=("wang",)),
            case(4, reporter="zhao"),
        ):
            await unit.cases.add(one)
        await unit.cases.attach("case-000003", [stored(1)], "second")
        return await unit.personal.cases_of("wang")

    found = await store.work(write)
    assert found == ["case-000001", "case-000002", "case-000003"]


@pytest.mark.parametrize("how", ["finished", "parked", "open"])
async def test_talk_that_is_dealt_with_is_erased_next(store, how):
    async def write(unit):
        await unit.messages.add([stored(1)])
        await unit.turns.save([turn(1)], [], {"message-000001": "turn-000001"})
        if how == "finished":
            await unit.turns.finish({"turn-000001": None}, after(300))
        if how == "parked":
            await unit.turns.failed(
                "turn-000001", reason="KeyError", park=True, erase_at=after(9999)
            )
        await unit.personal.end_talk("zhao", after(20))
        assert await unit.messages.erase(after(20), 9) == 0
        await unit.personal.end_talk("wang", after(20))
        gone = await unit.messages.erase(after(20), 9)
        assert gone == (how != "open")
        assert await unit.messages.held() == (how == "open")

    await store.work(write)


async def test_words_are_changed_and_lose_their_speaker(store):
    async def write(unit):
        await unit.cases.attach("case-000001", [stored(1), stored(2, sender="zhao")], "detail")
        await unit.cases.attach("case-000002", [stored(1)], "detail")
        change = unit.personal.change_words
        assert await change("case-000001", "wang", str, None) == 0
        assert await change("case-000001", "wang", lambda text: f"{text}!", None) == 1
        assert await change("case-000001", "wang", str, STAND_IN) == 1
        assert await change("case-000001", "wang", str, STAND_IN) == 0
        words = await unit.cases.words_of("case-000001")
        others = await unit.cases.words_of("case-000002")
        known = await unit.cases.of_external("fake", ["x-1", "x-2"])
        return known, others, words

    known, others, words = await store.work(write)
    assert [(who, text) for who, text, _, _ in words] == [
        (STAND_IN, "路灯坏了!"),
        ("zhao", "路灯坏了"),
    ]
    assert [(who, text) for who, text, _, _ in others] == [("wang", "路灯坏了")]
    assert known == {"x-1": "case-000002", "x-2": "case-000001"}


async def test_a_rewritten_history_is_a_chain_and_tells_that_it_was(store):
    lines = [case_event(n, actor="wang") for n in (1, 2)]
    told = case_event(3, kind=EventKind.FORGOTTEN, detail={})

    async def write(unit):
        await unit.cases.record(lines)
        await unit.personal.rewrite_history(
            "case-000001", lambda event: replace(event, actor=STAND_IN), told
        )
        await unit.cases.record([case_event(4)])
        return await unit.cases.history("case-000001")

    history = await store.work(write)
    newest = ""
    for position, line in enumerate(lines, start=1):
        newest = event_digest(newest, line, position)
    assert history == [
        *(replace(line, actor=STAND_IN) for line in lines),
        replace(told, detail={"before": newest}),
        case_event(4),
    ]


async def test_what_was_said_to_single_people_goes(store):
    to_wang = {"person": "wang", "address": private()}
    said = [
        delivery(1, case="case-000001", **to_wang),
        delivery(2, case="case-000001", person="he", address=private("a-he")),
        delivery(3, case="case-000001"),
        delivery(4, **to_wang),
        delivery(5, case="case-000001", **to_wang),
        delivery(6, person="he", address=private("a-he")),
    ]
    asked = Question(
        thread="private:fake/wang",
        kind=QuestionKind.PLACE,
        case="case-000001",
        until=after(days=1),
    )

    async def write(unit):
        await unit.deliveries.add(said)
        for one in said:
            if one.id != "delivery-000005":
                await unit.deliveries.sent(one.id, None, T0)
        await unit.questions.ask(asked)
        assert await unit.personal.drop_told("case-000001", "wang") == 2
        assert await unit.questions.open_for([asked.thread], T0) == {}
        left = [one.id[-1] for one in await unit.deliveries.all(9)]
        assert left == ["3", "4", "5", "6"]
        assert await unit.personal.drop_told(None, "wang") == 1
        await unit.deliveries.bury("delivery-000005", DeliveryState.DEAD, "")
        assert [one.id[-1] for one in await unit.deliveries.all(9)] == ["3", "5", "6"]

    await store.work(write)


async def test_what_somebody_gave_his_time_for_is_nobodys(store):
    """His places are free again, and the ledger still adds up."""
    start = after(9000)
    dike = Muster(
        id="muster-1",
        community="桥头社区",
        grid="g1",
        called_by="he",
        called_at=T0,
        matter="巡堤",
        place="",
        bring="",
        wanted=5,
        starts_at=start,
        next_at=start,
    )
    comes = SignUp(
        muster="muster-1", person="wang", room="own", heads=2, at=T0, state=SignUpState.IN
    )
    earned_ = Booking(
        id="b-1",
        kind=BookingKind.EARNED,
        at=T0,
        by="he",
        person="wang",
        lines=(Line(account=account_of("wang"), points=30), Line(account=ISSUED, points=-30)),
        source="wang/today",
    )

    async def write(unit):
        await unit.musters.save(dike)
        for one in (comes, replace(comes, person="zhao", heads=1)):
            assert await unit.musters.take("muster-1", one.heads)
            await unit.musters.sign(one)
        await unit.points.add(earned_)
        before = await unit.personal.holdings("wang")
        changed = await unit.personal.drop_helped("wang")
        return before, changed, await unit.personal.holdings("wang")

    before, changed, now = await store.work(write)
    assert (before.helped, changed, now.helped) == (2, 2, 0)

    async def read(unit):
        (open_,) = await unit.musters.open()
        signed = await unit.musters.signed(["muster-1"])
        return open_.taken, [one.person for one in signed], await unit.points.of(STAND_IN)

    taken, signed, (kept,) = await store.look(read)
    assert (taken, signed) == (1, ["zhao"])
    assert (kept.points, sum(line.points for line in kept.lines)) == (30, 0)
    assert "wang" not in repr(kept)
