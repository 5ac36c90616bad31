"""What there is around a message at all, so that rules that could find nothing there are not asked.

Comes in: a scene, and whether the words or the model show an emergency. Goes out: a number of bits,
one for each thing that a rule may need. Does not: read words.
"""

from typing import Final

from intents.scene import OpenCase, Role, RoomKind, Scene

STAFF_ROLES: Final = frozenset(
    {
        Role.GRID_MEMBER,
        Role.GRID_LEADER,
        Role.PROPERTY,
        Role.DEPARTMENT,
        Role.COMMUNITY_SECRETARY,
        Role.STREET,
        Role.DUTY_OFFICER,
    }
)

# Who speaks. NEIGHBOUR is whoever is no staff, building leaders too; OFFICE are staff and they.
STAFF: Final = 1
NEIGHBOUR: Final = 2
LEADER: Final = 4
OFFICE: Final = 8
# Where and on what.
DIRECT: Final = 16
QUOTED: Final = 32
TALKED: Final = 64
"""Something was said before."""
# Cases that are open.
CASES: Final = 128
OWN: Final = 256
"""One that the speaker reported, or that he was the last to speak of."""
URGENT: Final = 512
"""An emergency that is not over."""
WAITS: Final = 1024
"""The bot waits for an answer: of the speaker, or about a case."""
# What the message shows.
EMERGENCY: Final = 2048
SUSPICION: Final = 4096

_NOW: Final = "P0"


def outlook(scene: Scene, *, emergency: bool, suspicion: bool) -> int:
    """Every bit that holds."""
    found = _standing(scene.role)
    if scene.addressed or scene.room is RoomKind.PRIVATE:
        found |= DIRECT
    if scene.quoted is not None:
        found |= QUOTED
    if scene.recent:
        found |= TALKED
    if scene.waiting is not None:
        found |= WAITS
    if emergency:
        found |= EMERGENCY
    if suspicion:
        found |= SUSPICION
    return found | _of_cases(scene.cases) if scene.cases else found


def _standing(role: Role) -> int:
    if role in STAFF_ROLES:
        return STAFF | OFFICE
    return NEIGHBOUR | LEADER | OFFICE if role is Role.BUILDING_LEADER else NEIGHBOUR


def _of_cases(cases: tuple[OpenCase, ...]) -> int:
    found = CASES
    for case in cases:
        if case.own or case.last_touched_by_speaker:
            found |= OWN
        if case.waiting is not None:
            found |= WAITS
        if case.urgency == _NOW and not case.done:
            found |= URGENT
    return found
