"""A family that is looked after, in words for the one in charge.

Comes in: a family. Goes out: parameters of sentences. Does not: say them.
"""

from bot.domain.care import Family
from bot.domain.deadlines import SHANGHAI
from bot.journey.office import Office


def of_family(office: Office, family: Family) -> dict[str, str]:
    """Where they live, what they are called, why they are looked after, when a visit is due."""
    return {
        "place": family.building,
        "to": family.called,
        "kind": office.words.term("care", family.kind.value),
        "until": f"{family.next_at.astimezone(SHANGHAI):%m-%d}",
    }
