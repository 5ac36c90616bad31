"""`qunli classify`: single texts in, labels out (a promised format).

Comes in: JSON lines `{"id", "text"}`. Goes out: a JSON line for each, in order. Does not: need a
configuration, a network or a working directory.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, TextIO

from bot.domain.emergencies import item_of, ordinary
from bot.domain.matters import Matter, Urgency
from classifiers.api import Classifier, Gate, Prediction
from intents import emergencies
from intents.reader import is_doubtful

_BATCH = 512


def classify(
    lines: Iterable[str], out: TextIO, *, classifier: Classifier, matters: Mapping[str, Matter]
) -> bool:
    """Classify every line; True where all of them were valid."""
    fine = True
    source = iter(lines)
    while batch := [_parsed(line) for line in islice(source, _BATCH)]:
        texts = [row["text"] for row in batch if "error" not in row]
        predictions = iter(classifier.predict(texts))
        for row in batch:
            if "error" in row:
                fine = False
                answer: dict[str, Any] = row
            else:
                answer = {"id": row["id"]} | answer_for(row["text"], next(predictions), matters)
            out.write(_line(answer))
    return fine


def _line(answer: Mapping[str, Any]) -> str:
    """Readable, but for what only escapes can write (half a character in an id)."""
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(answer)
    return line + "\n"


def _parsed(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "not JSON"}
    if not isinstance(row, dict):
        return {"id": None, "error": "not an object"}
    if not isinstance(row.get("id"), str | int):
        return {"id": None, "error": "id must be a string or a number"}
    if not isinstance(row.get("text"), str):
        return {"id": row["id"], "error": "text must be a string"}
    return {"id": row["id"], "text": row["text"].encode("utf-8", "replace").decode("utf-8")}


def answer_for(text: str, prediction: Prediction, matters: Mapping[str, Matter]) -> dict[str, Any]:
    """The promised fields for one text."""
    emergency = emergencies.find(text)
    urgent = emergency is not None and not is_doubtful(emergency, prediction.emergency)
    if prediction.gate is Gate.NEITHER and not urgent:
        return {
            "gate": "N",
            "category": None,
            "item": None,
            "top3": [],
            "urgency": None,
            "confidence": round(prediction.confidence, 4),
        }
    item = ordinary(prediction.item, prediction.top3)
    if emergency is not None and urgent:
        item = (
            item if item and prediction.gate is not Gate.NEITHER else item_of(emergency.code, item)
        )
    matter = matters[item] if item else None
    top3 = list(dict.fromkeys(code for code in (item, *prediction.top3) if code))[:3]
    return {
        "gate": "R" if urgent else prediction.gate.value,
        "category": matter.category if matter else prediction.category,
        "item": item,
        "top3": top3,
        "urgency": Urgency.P0.value if urgent else (matter.urgency.value if matter else None),
        "confidence": round(prediction.confidence, 4),
    }
