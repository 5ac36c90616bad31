"""People with roles out of the organisation's departments, so that nobody has to write them down.

Comes in: which departments stand for which roles, and a directory to ask. Goes out: `Person`s,
known by their staff ids. Does not: keep what it found, or change what the configuration says of
somebody (areas puts both together).
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.adapters.dingtalk.directory import Department, DingtalkDirectory, StaffMember
from bot.domain.people import Person, Role

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Everybody in a department of the organisation, by its name or id, and in those below it, has
    these roles; `represents` is the department or company he speaks for.
    """

    department: str
    roles: tuple[Role, ...]
    grids: tuple[str, ...] = ()
    represents: str | None = None


async def roster(
    directory: DingtalkDirectory, postings: Sequence[Posting], *, channel: str
) -> tuple[Person, ...]:
    """Who is in these departments now; ChannelError where the platform does not tell. A department
    that it does not have is left out with a warning.
    """
    departments = await directory.departments()
    found: dict[str, Person] = {}
    for posting in postings:
        wanted = below(named(departments, posting.department), departments)
        if not wanted:
            log.warning("dingtalk_no_department", extra={"department": posting.department})
        for department in wanted:
            for member in await directory.staff_of(department):
                person = _person(member, posting, channel)
                found[person.id] = _both(found.get(person.id), person)
    log.info("dingtalk_roster", extra={"people": len(found), "departments": len(departments)})
    return tuple(found.values())


def named(departments: Iterable[Department], name: str) -> list[int]:
    """The departments of this name, or of this id."""
    return [one.id for one in departments if name in (one.name, str(one.id))]


def below(tops: Iterable[int], departments: Sequence[Department]) -> list[int]:
    """These departments and all below them, each once, though the tree should run in circles."""
    found = dict.fromkeys(tops)
    new = list(found)
    while new:
        above = new.pop()
        for one in departments:
            if one.parent_id == above and one.id not in found:
                found[one.id] = None
                new.append(one.id)
    return list(found)


def _person(member: StaffMember, posting: Posting, channel: str) -> Person:
    return Person(
        id=f"{channel}:{member.id}",
        name=member.name,
        roles=posting.roles,
        grids=posting.grids,
        department=posting.represents,
        accounts=((channel, member.id),),
    )


def _both(known: Person | None, person: Person) -> Person:
    """Somebody in two departments has the roles of both; in all grids where one of them names
    none.
    """
    if known is None:
        return person
    everywhere = not known.grids or not person.grids
    return replace(
        known,
        roles=tuple(dict.fromkeys((*known.roles, *person.roles))),
        grids=() if everywhere else tuple(dict.fromkeys((*known.grids, *person.grids))),
        department=known.department or person.department,
    )
