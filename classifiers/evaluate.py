"""How good a model is, by lines it had not seen: figures, confusion, reliability, worst items.

In: the corpus and the held-out half of a training run. Out: plain values for the model card, the
gate in the tests and the report. Held-out lines are kept together with their neighbours in the
file, so that a model never sees a sentence by the hand and of the hour it is asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from classifiers.alarm import sort_of
from classifiers.calibration import expected_calibration_error
from classifiers.data import Line
from classifiers.labels import Category, Gate, is_open
from classifiers.ranking import CATEGORIES
from classifiers.talk import talk_figures
from classifiers.weights import Doubles, HeldOut

TARGET_ACCURACY = 0.95  # for the coverage figure
ALARMED = 0.5  # probability of an emergency at which the figures call a line alarming


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """How one item fared."""

    item: str
    lines: int
    found: float  # share of its lines ranked first
    mistaken: tuple[tuple[str, int], ...]  # what they were taken for, most frequent first
    examples: tuple[str, ...]  # of lines that were taken for something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers given with a confidence between `low` and `low` plus a tenth."""

    low: float
    answers: int
    claimed: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    """How one kind of emergency fared with the model alone."""

    kind: str
    lines: int
    alarmed: float
    named: float  # share of its lines of which this kind was said, alarmed or not
    missed: tuple[str, ...]  # the furthest from an alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything that is told about a training run."""

    figures: dict[str, float]
    confusion: npt.NDArray[np.int64]  # true category x said category
    reliability: tuple[Bin, ...]
    items: tuple[ItemFigures, ...]  # worst first
    registers: dict[str, tuple[int, float]]  # lines and category accuracy of each
    false_alarms: tuple[str, ...]
    missed: tuple[str, ...]
    kinds: tuple[KindFigures, ...]  # of emergencies
    alarming: tuple[str, ...]  # lines that are none, the most alarming first


def evaluate(lines: Sequence[Line], items: Sequence[str], held_out: HeldOut) -> Evaluation:
    """Sum up what held-out models said of the lines."""
    sorted_lines = [lines[k] for k in held_out.sorted]
    truth = np.array([CATEGORIES.index(Category(x.category or "")) for x in sorted_lines])
    said = held_out.ranking.best
    gate, alarms, missed = _gate_figures(lines, held_out)
    figures = {
        **gate,
        **_category_figures(truth, said),
        **_item_figures(sorted_lines, items, held_out),
        **emergency_figures(lines, held_out),
        **talk_figures(lines, held_out.talk),
        "coverage_at_95": coverage(held_out.confidence.astype(np.float64), truth == said),
        "ece": expected_calibration_error(held_out.confidence.astype(np.float64), truth == said),
    }
    confusion = np.zeros((len(CATEGORIES), len(CATEGORIES)), dtype=np.int64)
    np.add.at(confusion, (truth, said), 1)
    return Evaluation(
        figures={name: round(value, 4) for name, value in figures.items()},
        confusion=confusion,
        reliability=reliability(held_out.confidence.astype(np.float64), truth == said),
        items=tuple(_worst_items(sorted_lines, items, held_out)),
        registers=_by_register(sorted_lines, truth == said),
        false_alarms=alarms,
        missed=missed,
        kinds=tuple(_kinds(lines, held_out)),
        alarming=_alarming(lines, held_out),
    )


def coverage(confidence: Doubles, right: npt.NDArray[np.bool_]) -> float:
    """Largest share of answers, surest first, that is right to `TARGET_ACCURACY`."""
    order = np.argsort(-confidence, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= TARGET_ACCURACY)
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0


def reliability(confidence: Doubles, right: npt.NDArray[np.bool_]) -> tuple[Bin, ...]:
    """Claimed and true accuracy by tenths of confidence."""
    place = np.minimum((confidence * 10).astype(int), 9)
    return tuple(
        Bin(
            low=number / 10,
            answers=int(inside.sum()),
            claimed=float(confidence[inside].mean()),
            right=float(right[inside].mean()),
        )
        for number in range(10)
        for inside in (place == number,)
        if inside.any()
    )


def _gate_figures(
    lines: Sequence[Line], held_out: HeldOut
) -> tuple[dict[str, float], tuple[str, ...], tuple[str, ...]]:
    asked = [lines[k] for k in held_out.gated]
    wanted = np.array([line.gate != Gate.NEITHER for line in asked])
    chat = np.array([line.register == "chat" for line in asked])
    said = held_out.request >= held_out.threshold
    hits, called = int((said & wanted).sum()), int(said.sum())
    precision, recall = hits / max(called, 1), hits / max(int(wanted.sum()), 1)
    figures = {
        "request_precision": precision,
        "request_recall": recall,
        "request_f1": 2 * hits / max(called + int(wanted.sum()), 1),
        "false_alarm_chat": float((said & ~wanted & chat).sum() / max((~wanted & chat).sum(), 1)),
    }
    order = np.argsort(held_out.request, kind="stable")
    missed = [asked[k].text for k in order if wanted[k] and not said[k]]
    alarms = [asked[k].text for k in order[::-1] if said[k] and not wanted[k]]
    return figures, tuple(alarms[:20]), tuple(missed[:20])


def _category_figures(
    truth: npt.NDArray[np.int64], said: npt.NDArray[np.int64]
) -> dict[str, float]:
    scores = [
        2 * ((truth == k) & (said == k)).sum() / max((truth == k).sum() + (said == k).sum(), 1)
        for k in sorted(set(truth.tolist()))
    ]
    return {
        "category_accuracy": float((truth == said).mean()),
        "category_macro_f1": float(np.mean(scores)),
        "category_worst_f1": float(np.min(scores)),
    }


def _item_figures(
    lines: Sequence[Line], items: Sequence[str], held_out: HeldOut
) -> dict[str, float]:
    first, three = [], []
    for line, order in zip(lines, held_out.ranking.order, strict=True):
        if line.item and not is_open(line.item):
            codes = [items[place] for place in order]
            first.append(codes[0] == line.item)
            three.append(line.item in codes)
    return {"item_top1": float(np.mean(first)), "item_top3": float(np.mean(three))}


def emergency_figures(lines: Sequence[Line], held_out: HeldOut) -> dict[str, float]:
    """How many emergencies the alarm finds by itself, how many lines of other sorts alarm it, and
    how often it names the kind; nothing where no line is an emergency.
    """
    if not held_out.kinds:
        return {}
    sorts = np.array([sort_of(line) for line in lines])
    alarmed = held_out.emergency >= ALARMED
    live = np.flatnonzero(sorts == "live")
    named = [
        held_out.kinds[held_out.emergency_kind[k]] == lines[k].emergency for k in live.tolist()
    ]
    return {
        "emergency_recall": float(alarmed[live].mean()),
        "emergency_kind": float(np.mean(named)),
        **{
            f"emergency_{sort}": float(alarmed[sorts == sort].mean())
            for sort in ("near", "talk", "request")
            if (sorts == sort).any()
        },
    }


def _kinds(lines: Sequence[Line], held_out: HeldOut) -> Iterator[KindFigures]:
    for number, kind in enumerate(held_out.kinds):
        own = np.array([k for k, line in enumerate(lines) if line.emergency == kind])
        chances = held_out.emergency[own]
        missed = own[np.argsort(chances, kind="stable")][: int((chances < ALARMED).sum())]
        yield KindFigures(
            kind=kind,
            lines=len(own),
            alarmed=round(float((chances >= ALARMED).mean()), 3),
            named=round(float((held_out.emergency_kind[own] == number).mean()), 3),
            missed=tuple(lines[k].text for k in missed[:3]),
        )


def _alarming(lines: Sequence[Line], held_out: HeldOut) -> tuple[str, ...]:
    order = np.argsort(-held_out.emergency, kind="stable").tolist()
    found = (k for k in order if lines[k].emergency is None and held_out.emergency[k] >= ALARMED)
    return tuple(f"{sort_of(lines[k])} · {lines[k].text}" for k in islice(found, 20))


def _worst_items(
    lines: Sequence[Line], items: Sequence[str], held_out: HeldOut
) -> list[ItemFigures]:
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    for line, order in zip(lines, held_out.ranking.order, strict=True):
        if not line.item or is_open(line.item):
            continue
        said = items[order[0]]
        taken[line.item][said] += 1
        if said != line.item:
            examples[line.item].append(f"{said} · {line.text}")
    figures = [
        ItemFigures(
            item=item,
            lines=count.total(),
            found=round(count[item] / count.total(), 3),
            mistaken=tuple((code, n) for code, n in count.most_common(4) if code != item)[:3],
            examples=tuple(examples[item][:3]),
        )
        for item, count in taken.items()
    ]
    return sorted(figures, key=lambda x: (x.found, x.item))


def _by_register(
    lines: Sequence[Line], right: npt.NDArray[np.bool_]
) -> dict[str, tuple[int, float]]:
    registers = np.array([line.register for line in lines])
    return {
        name: (int(inside.sum()), round(float(right[inside].mean()), 4))
        for name in sorted(set(registers.tolist()))
        for inside in (registers == name,)
    }
