"""`qunli directory`: who is in the organisation's directory, as entries that an office may take
into its configuration.

Comes in: checked configuration, its secrets. Goes out: YAML. Does not: write into any file, ask for
telephone numbers, or say anything of people whom the configuration knows but for those whom the
organisation does not have any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.adapters.dingtalk.directory import Department, DingtalkDirectory, StaffMember
from bot.adapters.dingtalk.roster import below, named
from bot.config.secrets import Secrets
from bot.domain.errors import ConfigError
from bot.options.area import PostingPart
from bot.options.config import Config
from bot.wiring.channels import DINGTALK, dingtalk_settings

NO_ROLE: Final = "..."
"""Stands where the office has to say what somebody is; the configuration refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the organisation has: departments, and each person once."""

    departments: Sequence[Department]
    people: Sequence[StaffMember]


async def directory(config: Config, secrets: Secrets) -> str:
    """Departments, people who are not in the configuration yet, and those who have left."""
    if not config.adapters.dingtalk.enabled:
        raise ConfigError(["adapters.dingtalk.enabled: must be true to ask for its directory"])
    return proposed(config, await _ask(config, secrets))


async def _ask(config: Config, secrets: Secrets) -> Found:
    executor = ThreadPoolExecutor(1, thread_name_prefix="directory")
    try:
        asked = DingtalkDirectory(dingtalk_settings(config, secrets), executor)
        departments = await asked.departments()
        people: dict[str, StaffMember] = {}
        for department in departments:
            for member in await asked.staff_of(department.id):
                people.setdefault(member.id, member)
    finally:
        executor.shutdown(wait=False)
    return Found(departments=departments, people=tuple(people.values()))


def proposed(config: Config, found: Found) -> str:
    """YAML of three lists; empty ones are left out."""
    known = {
        person.accounts[DINGTALK]: person.id
        for person in config.people
        if DINGTALK in person.accounts
    }
    there = {member.id for member in found.people}
    names = {department.id: department.name for department in found.departments}
    postings = config.adapters.dingtalk.directory
    told: dict[str, Any] = {
        "departments": [
            {
                "id": department.id,
                "name": department.name,
                "people": sum(department.id in member.department_ids for member in found.people),
            }
            for department in found.departments
        ],
        "people": [
            _entry(member, names, list(_postings(member, postings, found.departments)))
            for member in found.people
            if member.id not in known
        ],
        "gone": sorted(person for account, person in known.items() if account not in there),
    }
    kept = {name: rows for name, rows in told.items() if rows}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def _postings(
    member: StaffMember, postings: Iterable[PostingPart], departments: Sequence[Department]
) -> Iterable[PostingPart]:
    """What the configuration says of his departments."""
    for posting in postings:
        if set(below(named(departments, posting.department), departments)) & set(
            member.department_ids
        ):
            yield posting


def _entry(
    member: StaffMember, names: Mapping[int, str], postings: Sequence[PostingPart]
) -> dict[str, Any]:
    """As it would stand in `people`. What nobody has said yet is left open."""
    roles = list(dict.fromkeys(role for posting in postings for role in posting.roles))
    grids = list(dict.fromkeys(grid for posting in postings for grid in posting.grids))
    represents = next((one.represents for one in postings if one.represents), None)
    usual = next((names[one] for one in member.department_ids if one in names), "")
    entry: dict[str, Any] = {
        "id": f"{DINGTALK}-{member.id}",
        "name": member.name,
        "roles": roles or [NO_ROLE],
    }
    if grids:
        entry["grids"] = grids
    if represents or (not postings and usual):
        entry["department"] = represents or usual
    entry["accounts"] = {DINGTALK: member.id}
    return entry
