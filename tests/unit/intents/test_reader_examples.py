"""Every rule of reading on the examples written for it, in the order of the rules."""

from typing import Any

import pytest

from intents.reader import RULES, Reader
from tests.unit.intents.examples import NAMES, load, place, scene

FILES = (
    "bot",
    "emergency_talk",
    "staff",
    "resumed",
    "sideroads",
    "calls",
    "leaders",
    "musters",
    "appeals",
    "giving",
    "services",
    "resident",
    "request",
    "dialects",
)
EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}-{str(example['text'])[:16]}")
    for name in FILES
    for number, example in enumerate(load(name))
]
READER = Reader(NAMES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_read_by_its_rule(example: dict[str, Any]) -> None:
    reading = READER.read(example["text"], scene(example))
    decision = reading.decision
    got = {
        "rule": reading.rule,
        "act": decision.act.value,
        "case": int(decision.case) if decision.case else None,
    }
    wanted = {"rule": example["rule"], "act": example["act"], "case": example.get("case")}
    for field in (
        "move",
        "command",
        "rating",
        "department",
        "matter",
        "ask_which",
        "private",
        "opens_recent",
        "doubtful",
        "opens_quoted",
        "takes_back",
        "reason",
    ):
        if field in example:
            value = getattr(decision, field)
            got[field] = getattr(value, "value", value)
            wanted[field] = example[field]
    if "other" in example:
        got["other"], wanted["other"] = decision.other, str(example["other"])
    for field in ("days", "day"):
        if field in example:
            got[field] = getattr(decision.term, field, None)
            wanted[field] = example[field]
    if "place" in example:
        got["place"], wanted["place"] = decision.place, place(example["place"])
    if "emergency" in example:
        got["emergency"] = decision.emergency.code if decision.emergency else None
        wanted["emergency"] = example["emergency"]
    assert got == wanted


def test_every_rule_has_an_example() -> None:
    used = {example.values[0]["rule"] for example in EXAMPLES}
    assert {rule.name for rule in RULES} - used == set()


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
