"""Cases in the store: numbers, changes that know of each other, histories, words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.errors import Conflict
from bot.domain.matters import Level, Privacy, Urgency
from bot.domain.place import Place
from tests.builders import T0, after, case, case_event, delivery, group, stored, turn

FULL = case(
    place=Place(building="3栋", unit="2单元", floor="6楼", room="602", spot="电梯"),
    grid=None,
    status=CaseStatus.EVALUATED,
    urgency=Urgency.P0,
    privacy=Privacy.SENSITIVE,
    level=Level.LEADERS,
    owner="liu",
    last_speaker="wang",
    concerned="zhao",
    supporters=("zhao", "fake:a-9"),
    emergency="EM03",
    accept_until=after(1),
    resolve_until=after(2),
    accepted_at=after(3),
    done_at=after(4),
    closed_at=after(5),
    rating=4,
    reopened=1,
    returned=2,
    asked_place=True,
    asked_back=True,
    confidence=0.875,
    rule="report.model",
    model="linear-1",
    accept_from=after(6),
    resolve_from=after(7),
    paused_at=after(8),
    supervised_at=after(9),
    supervised_for=("late", "ordered"),
    lapses=2,
    check_from=after(10),
    check_until=after(11),
    drill=True,
    accused=("property", "person:he"),
    assignee="ming",
    company="富善物业",
    untold=True,
)


async def kept(store, *cases):
    async def write(unit):
        for one in cases:
            await unit.cases.add(one)

    await store.work(write)


@pytest.mark.parametrize("one", [case(), FULL], ids=["plain", "full"])
async def test_a_case_is_kept_as_it_is(store, one):
    await kept(store, one)

    async def read(unit):
        assert await unit.cases.get(one.key) == one
        assert await unit.cases.numbered("桥头社区", 1) == one
        assert await unit.cases.numbered("别的社区", 1) is None
        assert await unit.cases.numbered("桥头社区", 2) is None

    await store.look(read)


async def test_numbers_count_up_in_each_community(store):
    async def write(unit):
        return [await unit.cases.next_number(name) for name in ("甲", "甲", "乙", "甲")]

    given = await store.work(write)
    assert given == [1, 2, 1, 3]


async def test_a_number_of_a_unit_that_was_undone_is_given_to_the_next(store):
    async def number(unit):
        await unit.cases.next_number("甲")
        raise LookupError

    with pytest.raises(LookupError):
        await store.work(number)
    assert await store.work(lambda unit: unit.cases.next_number("甲")) == 1


@pytest.mark.parametrize("twin", [{"number": 2}, {"key": "case-000002"}], ids=["key", "number"])
async def test_keys_and_numbers_are_given_once(store, twin):
    await kept(store, case(1))
    with pytest.raises(Conflict):
        await kept(store, replace(case(1), **twin))
    assert await store.look(lambda unit: unit.cases.latest(9)) == (1, [case(1)])


async def test_another_community_has_the_same_numbers(store):
    await kept(store, case(1), case(1, key="case-9", community="别的社区"))
    assert (await store.look(lambda unit: unit.cases.numbered("别的社区", 1))).key == "case-9"


async def test_a_change_lasts_and_counts(store):
    await kept(store, case())
    changed = replace(FULL, version=0)
    await store.work(lambda unit: unit.cases.change(changed))
    assert await store.look(lambda unit: unit.cases.get(case().key)) == replace(changed, version=1)


async def test_two_changes_of_the_same_case_conflict(store):
    await kept(store, case())
    await store.work(lambda unit: unit.cases.change(replace(case(), words="一")))
    with pytest.raises(Conflict):
        await store.work(lambda unit: unit.cases.change(replace(case(), words="二")))
    assert (await store.look(lambda unit: unit.cases.get(case().key))).words == "一"


async def test_a_case_that_is_not_there_cannot_change(store):
    with pytest.raises(Conflict):
        await store.work(lambda unit: unit.cases.change(case()))


async def test_a_conflict_undoes_the_whole_unit(store):
    await kept(store, replace(case(), version=3))

    async def work(unit):
        await unit.counters.count("n", "")
        await unit.cases.change(case())

    with pytest.raises(Conflict):
        await store.work(work)
    assert await store.look(lambda unit: unit.counters.total("n")) == 0


async def test_cases_around(store):
    await kept(
        store,
        case(1, touched_at=after(1)),
        case(2, touched_at=after(2), status=CaseStatus.CANCELED),
        case(3, touched_at=after(3), grid="g2"),
        case(4, touched_at=after(4)),
        case(5, touched_at=after(5), grid=None),
        case(6, touched_at=after(6), status=CaseStatus.EVALUATED),
        case(7, touched_at=after(6)),
    )

    async def around(grids, since, limit):
        async def read(unit):
            return [c.number for c in await unit.cases.around(grids, since, limit)]

        return await store.look(read)

    assert await around(["g1"], T0, 9) == [6, 7, 4, 1]
    assert await around(["g1"], after(2), 9) == [6, 7, 4]
    assert await around(["g1"], T0, 2) == [6, 7]
    assert await around(["g1", "g2", None], T0, 1) == [6, 5, 3]
    assert await around([None], T0, 9) == [5]


async def test_cases_of_people(store):
    await kept(
        store,
        *(case(n, touched_at=after(n), grid=None) for n in (1, 2, 3)),
        case(4, reporter="zhao", touched_at=T0, status=CaseStatus.REJECTED),
        case(5, reporter="chen"),
    )

    async def read(unit):
        found = await unit.cases.of_people(["wang", "zhao"], 2)
        assert [c.number for c in found] == [3, 2, 4]

    await store.look(read)


async def test_every_change_moves_a_case_to_the_end_of_what_changed(store):
    await kept(store, case(1), case(2), case(3))

    async def write(unit):
        assert await unit.cases.latest(9) == (3, [case(1), case(2), case(3)])
        await unit.cases.change(case(2))

    await store.work(write)

    async def read(unit):
        newest, changed = await unit.cases.changed_since(0, 9)
        assert (newest, [c.number for c in changed]) == (4, [1, 3, 2])
        assert [c.number for c in (await unit.cases.changed_since(3, 9))[1]] == [2]
        assert await unit.cases.changed_since(4, 9) == (4, [])
        first, some = await unit.cases.changed_since(0, 1)
        assert [c.number for c in some] == [1]
        assert [c.number for c in (await unit.cases.changed_since(first, 9))[1]] == [3, 2]

    await store.look(read)


async def test_the_latest_cases(store):
    await kept(store, case(1), case(2, opened_at=after(5)), case(3, opened_at=after(1)))
    newest, found = await store.look(lambda unit: unit.cases.latest(2))
    assert (newest, [c.number for c in found]) == (3, [2, 3])


async def test_a_history_keeps_its_order(store):
    events = [
        case_event(5, kind=EventKind.CASE_OPENED, actor="wang", message="message-000001"),
        case_event(4, detail={"place": {"building": "3栋"}, "to": None, "by": ["a", 1, 0.5]}),
        case_event(4, at=after(4) + timedelta(microseconds=1)),
    ]

    async def write(unit):
        await unit.cases.record(events[:2])
        await unit.cases.record([case_event(9, case="case-000002")])
        await unit.cases.record(events[2:])

    await store.work(write)

    async def read(unit):
        assert await unit.cases.history("case-000001") == events
        assert await unit.cases.last_event("case-000001") == events[-1]
        assert await unit.cases.history("case-000002") == [case_event(9, case="case-000002")]

    await store.look(read)


async def test_words_are_kept_once(store):
    words = [stored(2, text="二"), stored(1, text="一", sender="zhao", images=1)]

    async def write(unit):
        await unit.cases.attach("case-000001", words, "opening")
        await unit.cases.attach("case-000001", words, "detail")
        await unit.cases.attach("case-000002", words[:1], "detail")

    await store.work(write)

    async def read(unit):
        assert await unit.cases.words_of("case-000001") == [
            ("zhao", "一", after(1), "opening"),
            ("wang", "二", after(2), "opening"),
        ]
        assert await unit.cases.words_of("case-000002") == [("wang", "二", after(2), "detail")]

    await store.look(read)


async def test_words_outlive_what_is_erased(store):
    async def write(unit):
        await unit.messages.add([stored()])
        await unit.turns.save([turn()], [], {"message-000001": "turn-000001"})
        await unit.cases.attach("case-000001", [stored()], "opening")
        await unit.turns.finish({"turn-000001": "case-000001"}, T0)
        await unit.messages.erase(T0, 9)
        assert await unit.messages.held() == 0
        assert len(await unit.cases.words_of("case-000001")) == 1

    await store.work(write)


async def test_which_message_opened_a_case(store):
    async def write(unit):
        await unit.cases.attach("case-000001", [stored(1), stored(2)], "opening")
        await unit.cases.attach("case-000002", [stored(1)], "detail")
        await unit.cases.record([case_event(message="message-000002"), case_event(message=None)])
        await unit.cases.record([case_event(case="case-000002", message=None)])

    await store.work(write)
    assert await store.look(lambda unit: unit.cases.opened_by()) == {"case-000001": "x-2"}


async def test_whose_case_a_quoted_message_belongs_to(store):
    """Words kept with a case, the bot's own words, and words of a turn that came to a case."""

    async def write(unit):
        await unit.cases.attach("case-000001", [stored(1)], "opening")
        await unit.deliveries.add(
            [
                delivery(1, case="case-000002"),
                delivery(2),
                delivery(3, case="case-000003", address=group(channel="other")),
            ]
        )
        for number in (1, 2, 3):
            await unit.deliveries.sent(f"delivery-{number:06d}", f"r-{number}", T0)
        await unit.messages.add([stored(4), stored(5), stored(6, channel="other")])
        assigned = {f"message-{n:06d}": f"turn-{n:06d}" for n in (4, 5, 6)}
        await unit.turns.save([turn(4), turn(5), turn(6)], [], assigned)
        came_to = {"turn-000004": "case-000004", "turn-000005": None, "turn-000006": "case-000006"}
        await unit.turns.finish(came_to, after(300))

    await store.work(write)
    asked = ["x-1", "x-4", "x-5", "x-6", "x-9", "r-1", "r-2", "r-3"]

    async def read(unit):
        assert await unit.cases.of_external("fake", asked) == {
            "x-1": "case-000001",
            "r-1": "case-000002",
            "x-4": "case-000004",
        }
        assert await unit.cases.of_external("fak", asked) == {}
        assert await unit.cases.of_external("other", asked) == {
            "r-3": "case-000003",
            "x-6": "case-000006",
        }

    await store.look(read)


async def test_the_list_of_supervision_has_what_is_not_settled(store):
    def watched(number, minutes, **fields):
        return case(number, supervised_at=after(minutes=minutes), **fields)

    await kept(
        store,
        case(1),
        watched(2, 9),
        watched(3, 5, status=CaseStatus.SUSPENDED),
        watched(4, 1, status=CaseStatus.CLOSED),
        watched(5, 1, status=CaseStatus.REJECTED),
    )

    async def read(unit):
        assert [one.number for one in await unit.cases.supervised(9)] == [3, 2]
        assert [one.number for one in await unit.cases.supervised(1)] == [3]

    await store.look(read)
