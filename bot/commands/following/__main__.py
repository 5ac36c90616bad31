"""The command line of the learner: see the package.

Comes in: arguments. Goes out: the file of weights, or how often they are right.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from bot.areas.directory import directory_of_world, place_names
from bot.commands.following.scenes import Row, scenes
from bot.wiring.model import load_model
from classifiers.api import Classifier
from classifiers.choices import Sample, chances, learn
from intents.continuing import candidates, case_facts, opens_anew, talk_facts
from intents.decisions import Act
from intents.reader import Reader
from intents.scene import Scene

_WEIGHTS: Final = Path(__file__).parents[3] / "intents" / "lexicon" / "continuing.yaml"
_SOFTNESS: Final = 1.0
_FOLDS: Final = 8
_OPENING: Final = frozenset({Act.REPORT, Act.CONSULT, Act.NEED})
_HEAD: Final = """\
# What speaks for it that words which would open a case go on about one that is open, or are only
# talk (intents/continuing.py, decision 0042): log odds for each unit of a fact. Learnt from
# labelled days by `python -m bot.commands.following`; not to be written by hand.
"""


def samples_of(day: Path, classifier: Classifier) -> Iterator[Sample]:
    """The messages of a day by which a case would be opened, with what they really are."""
    world = json.loads(day.with_name(f"{day.stem}.world.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in day.read_text(encoding="utf-8").splitlines()]
    reader = Reader(place_names(directory_of_world(world), None))
    thoughts = classifier.rank([row["text"] for row in rows])
    for row, scene in scenes(world, rows, thoughts):
        sample = _sample(day.stem, reader, row, scene)
        if sample is not None:
            yield sample


def _sample(day: str, reader: Reader, row: Row, scene: Scene) -> Sample | None:
    decision = reader.read_by_rules(row["text"], scene).decision
    hearing = reader.hear(row["text"], scene)
    if not opens_anew(hearing, decision):
        return None
    label = row["gold"]
    cases = candidates(hearing)
    case = label.get("case")
    about = [one.key == case for one in cases]
    new = label["act"] in _OPENING and not any(about)
    if case is not None and not new and not any(about):
        return None
    return Sample(
        day=day,
        readings=[
            {},
            talk_facts(hearing),
            *(case_facts(hearing, one) for one in cases),
        ],
        right=[new, case is None, *about],
    )


def check(samples: Sequence[Sample]) -> list[str]:
    """How often each reading is right on days that it was not learnt from."""
    days = sorted({one.day for one in samples})
    counts: dict[tuple[str, str], int] = {}
    for fold in range(_FOLDS):
        kept = set(days[fold::_FOLDS])
        weights = learn([one for one in samples if one.day not in kept], softness=_SOFTNESS)
        for one in samples:
            if one.day in kept:
                _count(counts, one, chances(one, weights))
    return [f"{reading}: {what} {count}" for (reading, what), count in sorted(counts.items())]


def _count(counts: dict[tuple[str, str], int], one: Sample, found: Sequence[float]) -> None:
    best = max(range(len(found)), key=found.__getitem__)
    reading = "new" if best == 0 else "talk" if best == 1 else "case"
    if found[best] < 0.5:
        reading += " (below one half)"
    what = "right" if one.right[best] else "but new" if one.right[0] else "wrong"
    counts[reading, what] = counts.get((reading, what), 0) + 1


def main(arguments: Sequence[str]) -> int:
    """Learn and write, or learn and tell."""
    parser = argparse.ArgumentParser(prog="python -m bot.commands.following")
    parser.add_argument("days", type=Path, nargs="+")
    parser.add_argument("--model")
    parser.add_argument("--encoder", default="auto")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    classifier = load_model(given.model, encoder=given.encoder)
    days = sorted(path for place in given.days for path in place.glob("*.jsonl"))
    samples = [one for day in days for one in samples_of(day, classifier)]
    sys.stderr.write(f"{len(days)} days, {len(samples)} would-be openings\n")
    if given.check:
        sys.stdout.write("\n".join(check(samples)) + "\n")
        return 0
    weights = learn(samples, softness=_SOFTNESS)
    rounded = {name: round(weight, 3) for name, weight in weights.items()}
    text = _HEAD + yaml.safe_dump({"weights": rounded}, sort_keys=True)
    _WEIGHTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
