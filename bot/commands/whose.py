"""Whether somebody of the configuration may stand behind an account or a key.

Comes in: a configuration, the id of a person. Goes out: what speaks against it. Does not: make
accounts or keys.
"""

from datetime import datetime

from bot.areas.directory import directory_of
from bot.domain.deadlines import SHANGHAI
from bot.options.config import Config


def not_staff(config: Config, person: str, now: datetime) -> str | None:
    """Why this person may not work at the desk on that day; None where he may."""
    if person not in {one.id for one in config.people}:
        return f"no such person in people (got {person!r})"
    directory = directory_of(config, (), day=now.astimezone(SHANGHAI).date())
    if not directory.person(person).is_staff:
        return f"{person} has no role of staff, this is for staff"
    return None
