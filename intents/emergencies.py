"""Live emergencies in a text (domain rules §4): what to look for stands in
`lexicon/emergencies.yaml`.

Comes in: text as received. Goes out: an `Emergency` with its code, or None. Does not: call
anybody; know who speaks.

How it reads: harmless phrases are cut out ("too funny", "hot pot"), then each kind's frames are
tried. A frame is a set of word classes that must all occur in the text. What is denied, rehearsed,
told of the past, of elsewhere or of a possible future is none; words of the present beside it make
it uncertain, and a person has to confirm, as what is only hinted at always has to be, and what is
cried out beside words of a play or a sale. Nobody writes
a letter while it burns: what is told at such length is uncertain at best.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from intents.decisions import Emergency
from intents.keys import grams
from intents.text import normalise
from intents.words import Lexicon, Words, alternatives, compiled, data, lexicon

_LONGEST = 2000
_STRETCH = 70
_LETTER = 100
_SENTENCE = re.compile(r"[^\u3002!?;,\s]*[\u3002!?;,\s]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Word classes that make one kind of emergency together."""

    code: str
    silent: bool
    name: str
    needed: tuple[str, ...]
    barred: tuple[str, ...]
    immune: bool
    lasting: bool
    hint: bool


@cache
def _classes() -> Lexicon:
    words = data("emergencies")["words"]
    return lexicon({name: compiled(alternatives(words[name], words)) for name in words})


@cache
def _guard(name: str) -> Words:
    words = data("emergencies")["words"]
    return compiled(alternatives(data("emergencies")["guards"][name], words))


@cache
def frames() -> tuple[Frame, ...]:
    """Every frame in the order of the file."""
    found: list[Frame] = []
    for code, kind in data("emergencies")["kinds"].items():
        for line in kind["frames"]:
            parts = line.lstrip("!~?").split()
            found.append(
                Frame(
                    code=code,
                    silent=kind.get("silent", False),
                    name=f"{code}: {line}",
                    needed=tuple(part for part in parts if part[0] != "-"),
                    barred=tuple(part[1:] for part in parts if part[0] == "-"),
                    immune=line.startswith("!"),
                    lasting=line.startswith(("!", "~")) or kind.get("silent", False),
                    hint=line.startswith("?"),
                )
            )
    return tuple(found)


@cache
def _leads() -> Mapping[str, tuple[int, ...]]:
    """The most telling class of each frame, with the numbers of the frames that it leads."""
    leads: dict[str, list[int]] = {}
    for number, frame in enumerate(frames()):
        leads.setdefault(min(frame.needed, key=_plainness), []).append(number)
    return MappingProxyType({name: tuple(numbers) for name, numbers in leads.items()})


def _plainness(name: str) -> int:
    """How many single characters may start the search for a class: few is telling."""
    return sum(len(key) == 1 for key in _classes()[name].keys or ())


@cache
def _anchors() -> frozenset[str]:
    """Keys of which every text with a fitting frame has one."""
    return frozenset().union(*(_classes()[name].keys or () for name in _leads()))


def find(text: str) -> Emergency | None:
    """The live emergency that a text tells of, or None."""
    words = normalise(text[:_LONGEST])
    return find_in(words, grams(words))


def rehearsed(words: str) -> Emergency | None:
    """The emergency that the announcement of a drill plays, in a normalised text."""
    played = _guard("rehearsal").pattern.sub(" ", words)
    return find_in(played, grams(played))


def find_in(words: str, letters: frozenset[str]) -> Emergency | None:
    """The same for a text that is normalised already, with its grams."""
    words = words[:_LONGEST]
    if _fitting(words, letters) is None:
        return None
    played = is_harmless(words)
    if played and not _guard("cry").search(words):
        return None
    words = _guard("harmless").pattern.sub(" ", words)
    parts = _stretches(words)
    frame = next((fit for part in parts if (fit := _fitting(part, grams(part)))), None)
    if frame is None:
        return None
    certain = _certainty(words, frame)
    if certain and len(words) > _LETTER:
        certain = _certainty_of_letter(words, frame)
    if certain is None:
        return None
    certain = certain and not played
    return Emergency(code=frame.code, silent=frame.silent, certain=certain, rule=frame.name)


def _stretches(words: str) -> list[str]:
    """Sentences put together to stretches; in a letter, words far apart do not make a frame."""
    if len(words) <= _STRETCH:
        return [words]
    stretches = [""]
    for sentence in _SENTENCE.findall(words):
        if len(stretches[-1]) + len(sentence) > _STRETCH and stretches[-1]:
            stretches.append("")
        stretches[-1] += sentence
    return stretches


def _fitting(words: str, letters: frozenset[str]) -> Frame | None:
    """The first frame whose classes all occur."""
    if _anchors().isdisjoint(letters):
        return None
    possible = _classes().possible(letters)
    known: dict[str, bool] = {}

    def has(name: str) -> bool:
        if name not in known:
            known[name] = name in possible and _said(name, words)
        return known[name]

    leads = _leads()
    candidates = sorted(number for name in possible for number in leads.get(name, ()))
    for frame in map(frames().__getitem__, candidates):
        if not possible.issuperset(frame.needed):
            continue
        if all(map(has, frame.needed)) and not any(map(has, frame.barred)):
            return frame
    return None


@cache
def _firm() -> frozenset[str]:
    return frozenset(data("emergencies")["firm"])


def _said(name: str, words: str) -> bool:
    """True where a class occurs without being denied right before."""
    if name in _firm():
        return _classes()[name].pattern.search(words) is not None
    return any(
        not _guard("denied").search(words[max(0, m.start() - 6) : m.start()])
        for m in _classes()[name].pattern.finditer(words)
    )


def _certainty(words: str, frame: Frame) -> bool | None:
    """True certain, False to be confirmed, None no emergency."""
    lasting = _guard("lasting").pattern.sub(" ", words)
    now = _guard("now").search(lasting) is not None
    if _guard("over").search(lasting):
        return False if _guard("again").search(lasting) else None
    if _guard("elsewhere").search(lasting):
        return False if _guard("present").search(lasting) else None
    if frame.immune:
        return True
    if not frame.lasting and _guard("chronic").search(lasting):
        return False if _guard("again").search(lasting) else None
    if any(_guard(name).search(lasting) for name in ("past", "unreal")):
        return False if now else None
    return not frame.hint


def _certainty_of_letter(words: str, frame: Frame) -> bool | None:
    """A letter tells of what was: a person looks where it speaks of now, or of what is told in
    private at length (silent kinds); else it is none.
    """
    lasting = _guard("lasting").pattern.sub(" ", words)
    present = _guard("present").search(lasting) is not None
    return False if present or frame.silent or frame.immune else None


def is_told(words: str) -> bool:
    """True where a normalised text tells of the past, of elsewhere, of what is over, lasting or
    only feared, with no word of the present.
    """
    lasting = _guard("lasting").pattern.sub(" ", words)
    if _guard("over").search(lasting) or _guard("elsewhere").search(lasting):
        return True
    told = any(_guard(name).search(lasting) for name in ("past", "unreal", "chronic"))
    return told and not _guard("now").search(lasting)


def is_harmless(text: str) -> bool:
    """True where a normalised text is rehearsal, fiction, publicity or sale, whatever words occur
    in it.
    """
    return _guard("never").search(text) is not None


@cache
def silent_codes() -> frozenset[str]:
    """Kinds about which the group must hear nothing (domain rules §4.1)."""
    return frozenset(
        code for code, kind in data("emergencies")["kinds"].items() if kind.get("silent")
    )
