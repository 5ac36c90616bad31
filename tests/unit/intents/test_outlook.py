"""A rule that is not asked, for want of what it needs, would have found nothing."""

from dataclasses import replace
from typing import Any

import pytest

from intents.outlook import CASES, NEIGHBOUR, OFFICE, STAFF, outlook
from intents.reader import RULES, Reader, rules_for
from intents.scene import Role, RoomKind, Scene
from tests.unit.intents.examples import NAMES, load, scene

FILES = ("bot", "emergency_talk", "staff", "sideroads", "calls", "resident", "request", "dialects")
EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}")
    for name in FILES
    for number, example in enumerate(load(name))
]
READER = Reader(NAMES)


def elsewhere(said: Scene) -> list[Scene]:
    """The same talk by another, in another room, of nothing that is open."""
    return [
        said,
        replace(said, role=Role.RESIDENT, addressed=True),
        replace(said, role=Role.GRID_MEMBER, room=RoomKind.LEADERS, quoted=None),
        replace(said, role=Role.BUILDING_LEADER, cases=(), waiting=None),
        replace(said, role=Role.GRID_LEADER, room=RoomKind.PRIVATE, recent=()),
        replace(said, cases=tuple(replace(case, own=True) for case in said.cases), recent=()),
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_rule_that_is_not_asked_finds_nothing(example: dict[str, Any]) -> None:
    for around in elsewhere(scene(example)):
        hearing = READER.hear(example["text"], around)
        asked = rules_for(
            outlook(
                around,
                emergency=hearing.emergency is not None,
                suspicion=hearing.suspicion is not None,
            )
        )
        found = [rule.name for rule in RULES if rule not in asked and rule.read(hearing)]
        assert found == []


def test_of_a_stranger_among_strangers_few_rules_are_asked() -> None:
    nowhere = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT)
    around = outlook(nowhere, emergency=False, suspicion=False)
    assert around == NEIGHBOUR
    assert len(rules_for(around)) < len(RULES) / 2


@pytest.mark.parametrize("role", Role)
def test_everybody_is_staff_or_neighbour(role: Role) -> None:
    around = outlook(
        Scene(room=RoomKind.OWNERS, role=role, cases=()), emergency=False, suspicion=False
    )
    assert bool(around & STAFF) != bool(around & NEIGHBOUR)
    assert bool(around & OFFICE) == bool(around & STAFF or role is Role.BUILDING_LEADER)
    assert not around & CASES
