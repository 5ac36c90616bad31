"""Facts out of what a store knows: cases, histories, first answers, whistles."""

from datetime import date, timedelta

from bot.domain.case import CaseStatus, EventKind
from bot.domain.delivery import DeliveryState
from bot.domain.facts import Outcome, Period
from bot.domain.gridmaps import Area, GridMaps, SpecialGrid
from bot.domain.matters import Urgency
from bot.domain.whistle import Objection, Summons, Whistle, WhistleKind, WhistleStatus
from bot.ports.rows_figures import Asked
from tests.builders import T0, case, case_event, delivery, stored

HOUR = timedelta(hours=1)
PERIOD = Period(begin=T0 - HOUR, end=T0 + 100 * HOUR)


async def keep(store, number: int = 1, *lines, **fields) -> None:
    """A case whose history begins with its opening, then has these lines: kind, hours, fields."""
    made = case(number, **fields)
    events = [
        case_event(
            case=made.key,
            at=made.opened_at,
            kind=EventKind.CASE_OPENED,
            message=f"message-{number:06d}",
        ),
        *(
            case_event(case=made.key, kind=kind, at=T0 + hours * HOUR, **more)
            for kind, hours, more in lines
        ),
    ]

    async def work(unit):
        await unit.cases.add(made)
        await unit.cases.record(events)
        await unit.cases.attach(made.key, [stored(number, sent_at=made.opened_at)], "opening")

    await store.work(work)


async def facts(store, **asked):
    asked = {"period": PERIOD} | asked
    return await store.look(lambda unit: unit.figures.facts(Asked(**asked)))


async def test_a_case_and_its_history(store):
    await keep(
        store,
        1,
        (EventKind.DISPATCHED, 0, {"detail": {"department": "市政", "company": "富善物业"}}),
        (EventKind.RETURNED, 1, {"detail": {"reason": "其他"}}),
        (EventKind.DISPATCHED, 2, {"detail": {"department": "城管"}}),
        (EventKind.LAMP, 3, {"detail": {"stage": "handle", "color": "yellow"}}),
        (EventKind.RESOLVED, 4, {"actor": "liu"}),
        (EventKind.REOPENED, 5, {"actor": "wang", "detail": {"score": 2}}),
        (EventKind.RESOLVED, 6, {"actor": "liu"}),
        (EventKind.RATED, 7, {"detail": {"score": 4}}),
        status=CaseStatus.EVALUATED,
        reporter="liu",
        item="CG-01",
    )

    found = await facts(
        store, staff=frozenset({"liu"}), of_grid=frozenset({"liu"}), on_site=frozenset({"CG-01"})
    )

    (one,) = found.cases
    assert (one.outcome, one.done_at) == (Outcome.DONE, T0 + 6 * HOUR)
    assert (one.handed_in, one.reworked, one.score, one.solved) == (2, 1, 4, True)
    assert (one.found_by_grid, one.settled_by_grid, one.on_site, one.yellow) == (True,) * 4
    assert one.company == "富善物业"
    assert [(sent.department, sent.returned) for sent in found.dispatches] == [
        ("市政", True),
        ("城管", False),
    ]


async def test_cases_that_were_over_before_are_left_out(store):
    before = {"opened_at": T0 - 99 * HOUR, "touched_at": T0 - 90 * HOUR}
    await keep(store, 1, **before, closed_at=T0 - 90 * HOUR)
    await keep(store, 2, **before)
    await keep(store, 3, **(before | {"touched_at": T0}), closed_at=T0 - 90 * HOUR)
    await keep(store, 4, opened_at=T0 + 100 * HOUR)

    assert [one.key for one in (await facts(store)).cases] == ["case-000002", "case-000003"]


async def test_many_cases_are_read_in_parts(store, monkeypatch):
    monkeypatch.setattr("bot.storage.figures._AT_ONCE", 2)
    for number in range(1, 6):
        await keep(store, number, (EventKind.RESOLVED, number, {}))

    found = (await facts(store)).cases

    assert [one.done_at for one in found] == [T0 + number * HOUR for number in range(1, 6)]


async def test_how_soon_emergencies_were_answered(store):
    urgent = {"urgency": Urgency.P0, "emergency": "EM01"}
    late = {"opened_at": T0, "touched_at": T0}
    for number in (1, 2, 3):
        await keep(store, number, **urgent, **late)
    await keep(store, 4, **late)
    said = [
        delivery(1, case="case-000001", sent_at=T0 + timedelta(seconds=4)),
        delivery(2, case="case-000001", sent_at=T0 + timedelta(seconds=9)),
        delivery(3, case="case-000002"),
        delivery(4, case="case-000003", sent_at=T0 + timedelta(hours=1)),
    ]

    async def send(unit):
        await unit.deliveries.add(said)
        for one in said:
            if one.sent_at is not None:
                await unit.deliveries.sent(one.id, None, one.sent_at)
            else:
                await unit.deliveries.bury(one.id, DeliveryState.DEAD, "no such group")

    await store.work(send)
    found = {one.key: one.first_answer for one in (await facts(store)).cases}

    assert found == {
        "case-000001": timedelta(seconds=4),
        "case-000002": PERIOD.end - T0,
        "case-000003": timedelta(hours=1),
        "case-000004": None,
    }


async def test_what_arrived_late_measures_nobody(store):
    await keep(store, 1, urgency=Urgency.P0, opened_at=T0)

    async def say_earlier(unit):
        await unit.cases.attach("case-000002", [stored(9)], "opening")

    made = case(2, urgency=Urgency.P0, opened_at=T0 + HOUR)

    async def add(unit):
        await unit.cases.add(made)
        await unit.cases.record(
            [case_event(case=made.key, kind=EventKind.CASE_OPENED, message="message-000009")]
        )

    await store.work(add)
    await store.work(say_earlier)
    found = {one.key: one.first_answer for one in (await facts(store)).cases}

    assert found == {"case-000001": PERIOD.end - T0, "case-000002": None}


async def test_whistles_and_whom_they_called(store):
    await keep(store, 1, item="GY-02", grid="g2")

    def whistle(id_: str, **fields) -> Whistle:
        fields = {
            "id": id_,
            "community": "桥头社区",
            "grid": "g2",
            "kind": WhistleKind.HARD,
            "status": WhistleStatus.RESPONDED,
            "cases": ("case-000001",),
            "summons": (
                Summons(department="供电所", responded_at=T0 + HOUR),
                Summons(department="住建", objection=Objection.GRANTED),
            ),
            "blown_by": "sun",
            "blown_at": T0,
            "due_at": T0 + 2 * HOUR,
        } | fields
        return Whistle(**fields)

    there = (Summons(department="消防", responded_at=T0, on_site_at=T0 + 3 * HOUR),)

    async def blow(unit):
        await unit.whistles.add(whistle("w1"))
        await unit.whistles.add(whistle("w2", kind=WhistleKind.EMERGENCY, summons=there))
        await unit.whistles.add(whistle("w3", status=WhistleStatus.CALLED_OFF))
        await unit.whistles.add(whistle("w4", blown_at=PERIOD.end))

    await store.work(blow)
    found = (await facts(store)).whistles

    assert [(one.key, one.grids, one.items) for one in found] == [
        ("w1", ("g2",), ("GY-02",)),
        ("w2", ("g2",), ("GY-02",)),
    ]
    assert [(s.department, s.reported_at, s.excused) for one in found for s in one.summons] == [
        ("供电所", T0 + HOUR, False),
        ("住建", None, True),
        ("消防", T0 + 3 * HOUR, False),
    ]


MAPS = GridMaps(
    grids=(
        Area(id="g1", name="旧一", parts=frozenset({("富善", None)}), valid_to=date(2026, 6, 30)),
        Area(id="n2", name="新二", parts=frozenset({("富善", "3栋")}), valid_from=date(2026, 7, 1)),
    ),
    specials=(SpecialGrid(area=Area(id="z1", name="专项"), items=frozenset({"GY"})),),
    estates={"own": "富善"},
)


async def test_figures_by_either_map(store):
    await keep(store, 1)
    await keep(store, 2, grid=None, item="CG-01")

    async def grids(day: date | None) -> list[tuple[str, ...]]:
        return [one.grids for one in (await facts(store, maps=MAPS, map_day=day)).cases]

    assert await grids(None) == [("g1", "z1"), ()]
    assert await grids(date(2026, 6, 30)) == [("g1", "z1"), ("g1",)]
    assert await grids(date(2026, 7, 1)) == [("n2", "z1"), ("n2",)]
