"""A community's week out of the store.

Comes in: an office, a unit of work. Goes out: what an overview is made of, the overview, the
agenda of a meeting. Does not: word it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.digests.agendas import open_of
from bot.digests.community import Material, Overview, overview, weeks
from bot.digests.departments import listed_name
from bot.digests.facts import Seen
from bot.digests.meetings import Agenda, agenda, stuck_of
from bot.domain.facts import Period
from bot.domain.lamps import lamp
from bot.domain.matters import OnSite
from bot.domain.people import Role
from bot.journey.office import Office
from bot.journey.unmet import unmet_of
from bot.ports import UnitOfWork
from bot.ports.rows_figures import Asked

_OF_GRID: Final = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER})


async def material_of(office: Office, unit: UnitOfWork, slot: datetime) -> Material:
    """The week before a slot, and the one before that."""
    now, before = weeks(slot)
    grids = [grid.id for grid in office.directory.grids]
    cases = await unit.digests.cases(grids, now.end)
    at = office.clock.now()
    return Material(
        now=await unit.figures.facts(asked(office, now)),
        before=await unit.figures.facts(asked(office, before)),
        seen=[Seen(case=case, lamp=lamp(case, at, office.lamps)) for case in cases],
        refused=await unit.digests.refused(now),
    )


def overview_of(office: Office, material: Material, slot: datetime) -> Overview:
    """The same, counted."""
    return overview(material, slot, office.figures, listed_name(office.matters))


async def agenda_of(office: Office, unit: UnitOfWork, slot: datetime) -> Agenda:
    """What a joint meeting has before it."""
    material = await material_of(office, unit, slot)
    stuck = stuck_of(material.seen)
    histories = {one.case.key: await unit.cases.history(one.case.key) for one in stuck}
    found = agenda(overview_of(office, material, slot), stuck, histories, office.matters)
    grids = [grid.id for grid in office.directory.grids]
    return replace(
        found,
        decided=tuple(await open_of(office, unit, grids)),
        unmet=tuple(await unmet_of(office, unit, grids)),
    )


def asked(office: Office, period: Period) -> Asked:
    """What the store is asked for to count a period."""
    people = office.directory.people
    on_site = (m.item for m in office.matters.values() if m.on_site is OnSite.YES)
    return Asked(
        period=period,
        maps=office.maps,
        staff=frozenset(person.id for person in people if person.is_staff),
        of_grid=frozenset(person.id for person in people if _OF_GRID & set(person.roles)),
        on_site=frozenset(on_site),
        live=office.settings.live_alarm_limit,
    )
