"""The stages of a journey as the service runs them side by side, each with what wakes it.

Comes in: a journey. Goes out: stages. Does not: run them.
"""

from datetime import datetime, timedelta

from bot.service import Stage
from bot.wiring.journey import Journey

_ERASE_EVERY = timedelta(seconds=5)
_DRAW_EVERY = timedelta(seconds=2)
_SENDERS = 3
"""Batches of words on their way at the same time: one platform that does not answer must not hold
up an emergency on another.
"""


def stages_of(journey: Journey) -> list[Stage]:
    """Every stage with what wakes it."""
    store = journey.store

    async def turns_due() -> datetime | None:
        return await store.look(lambda unit: unit.turns.next_due())

    async def timers_due() -> datetime | None:
        return await store.look(lambda unit: unit.timers.next_due())

    async def deliveries_due() -> datetime | None:
        return await store.look(lambda unit: unit.deliveries.next_due())

    return [
        Stage(name="assembly", topic="assembly", run_once=journey.assembly.run_once),
        Stage(
            name="understanding",
            topic="understanding",
            run_once=journey.understanding.run_once,
            next_due=turns_due,
        ),
        Stage(name="casework", topic="casework", run_once=journey.casework.run_once),
        Stage(name="orders", topic="orders", run_once=journey.ordering.run_once),
        Stage(name="timers", topic="timers", run_once=journey.timers.run_once, next_due=timers_due),
        *(
            Stage(
                name="outbox",
                topic="outbox",
                run_once=journey.outbox.run_once,
                next_due=deliveries_due,
            )
            for _ in range(_SENDERS)
        ),
        *_of_cases(journey),
        *_of_the_grid(journey),
        *_beside(journey),
    ]


def _of_cases(journey: Journey) -> list[Stage]:
    """What is shown of cases, and what came beside their words."""
    store = journey.store

    async def shown() -> datetime | None:
        return await store.look(lambda unit: unit.media.next_due(of_cases=True))

    async def spoken() -> datetime | None:
        return await store.look(lambda unit: unit.media.next_due(of_cases=False))

    async def told() -> datetime | None:
        return await store.look(lambda unit: unit.announcements.next_due())

    return [
        Stage(
            name="announcements",
            topic="announcements",
            run_once=journey.announcing.run_once,
            next_due=told,
            poll=_DRAW_EVERY,
        ),
        Stage(name="cards", topic="cards", run_once=journey.carding.run_once, poll=_DRAW_EVERY),
        Stage(name="pictures", topic="pictures", run_once=journey.showing.run_once, next_due=shown),
        Stage(name="voices", topic="voices", run_once=journey.dictating.run_once, next_due=spoken),
    ]


def _of_the_grid(journey: Journey) -> list[Stage]:
    """What people see to beside cases."""
    return [
        _surveying(journey),
        _mustering(journey),
        *_serving(journey),
        _convening(journey),
        _caring(journey),
    ]


def _surveying(journey: Journey) -> Stage:
    """What is asked of every building."""

    async def due() -> datetime | None:
        return await journey.store.look(lambda unit: unit.surveys.next_due())

    work = journey.surveying.run_once
    return Stage(name="surveying", topic="surveying", run_once=work, next_due=due)


def _mustering(journey: Journey) -> Stage:
    """Calls for volunteers."""

    async def due() -> datetime | None:
        return await journey.store.look(lambda unit: unit.musters.next_due())

    work = journey.mustering.run_once
    return Stage(name="mustering", topic="mustering", run_once=work, next_due=due)


def _serving(journey: Journey) -> list[Stage]:
    """Needs and resources brought together, and what comes of it."""
    store = journey.store

    async def round_due() -> datetime | None:
        return await store.look(lambda unit: unit.services.next_round())

    async def due() -> datetime | None:
        return await store.look(lambda unit: unit.services.next_due())

    pairing, serving = journey.pairing.run_once, journey.serving.run_once
    return [
        Stage(name="pairing", topic="pairing", run_once=pairing, next_due=round_due),
        Stage(name="serving", topic="serving", run_once=serving, next_due=due),
    ]


def _convening(journey: Journey) -> Stage:
    """What meetings have decided."""

    async def due() -> datetime | None:
        return await journey.store.look(lambda unit: unit.resolutions.next_due())

    work = journey.convening.run_once
    return Stage(name="convening", topic="convening", run_once=work, next_due=due)


def _caring(journey: Journey) -> Stage:
    """Families that somebody looks after."""

    async def due() -> datetime | None:
        return await journey.store.look(lambda unit: unit.care.next_due())

    return Stage(name="caring", topic="caring", run_once=journey.caring.run_once, next_due=due)


def _beside(journey: Journey) -> list[Stage]:
    """What nobody waits for: erasing, forgetting, linking, sealing."""
    works = {
        "erasing": journey.erasing.run_once,
        "wishes": journey.forgetting.run_once,
        "linking": journey.linking.run_once,
        "anchoring": journey.anchoring.run_once,
        "listing": journey.relisting.run_once,
        "people": journey.restaffing.run_once,
        "roster": journey.rostering.run_once,
        "retaining": journey.retaining.run_once,
        "digests": journey.rounds.run_once,
        "agendas": journey.agendas.run_once,
        "honours": journey.honouring.run_once,
    }
    return [
        Stage(name=name, topic=name, run_once=work, poll=_ERASE_EVERY)
        for name, work in works.items()
    ]
