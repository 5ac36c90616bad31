"""One message as the rules of reading see it: words, scene and what was already found in the
words.

Comes in: the text, its scene and what the other readers of this package found. Goes out: a frozen
`Hearing`. Does not: decide; keep anything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from intents.decisions import Act, Decision, Emergency, Move
from intents.keys import grams
from intents.limits import limit_of
from intents.numbers import case_numbers
from intents.once import once
from intents.outlook import STAFF_ROLES
from intents.places import Place, PlaceNames, place_in
from intents.privacy import private_reason
from intents.scene import OpenCase, Opinion, Role, RoomKind, Scene
from intents.text import bigrams, is_wordless
from intents.topics import topics_of
from intents.words import lists

SOUNDS_PLANNED = "sounds_planned"
_PLANNING, _SENTENCE = 0.8, 12
"""From which probability and length words sound planned: fewer letters tell too little."""
_ASKS = 0.3
"""Probability of a question from which it is for the office."""
NO_OPINION = Opinion(request=0.0, question=0.0, item=None, category=None, confidence=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Thresholds of reading; the defaults were set on development talk."""

    report: float = 0.0
    """Score (`intents.weighing`) from which unaddressed talk in the owners' group opens a case."""
    report_leaders: float = -0.3
    """The same in the leaders' group."""
    report_at_work: float = 1.5
    """The same there from members and leaders of the grid, who talk of the cases they work on."""
    report_staff: float = 3.5
    """The same from staff in the owners' group, whose words are mostly answers."""
    report_addressed: float = -2.5
    """The same where the bot is addressed or in private."""
    doubt_below: float = 1.0
    """How far below its gate talk in the owners' group is doubtful: a person is asked."""
    doubt_above: float = 0.0
    """How far above its gate a report there is doubtful, too, and opens no case by itself."""
    doubt_request: float = 0.1
    """Least probability of a request beside it: what the model takes for talk is talk."""
    second_thought: float = 0.5
    """Chance from which words that would open a case are taken for more about an open one
    (`intents.continuing`); above 1: never.
    """
    question: float = 0.55
    """Probability of a question from which a message is a consultation."""
    emergency: float = 0.5
    """Probability from which the model's word alone makes an emergency, to be confirmed by a
    person.
    """
    emergency_request: float = 0.3
    """Least probability of a request beside it: alarming words of talk are talk."""
    emergency_doubt: float = 0.1
    """Probability below which an emergency of the words is to be confirmed by a person, too."""
    offer: float = 0.8
    """Probability from which the model's word makes an offer."""
    need: float = 0.35
    """The same of a need of a neighbour's hand or thing."""
    need_request: float = 0.2
    """Least probability of a request beside it: a need opens a case, who lacks a racket does not.
    """
    volunteer: float = 0.5
    """The same of coming to help, where that was just talked of."""
    offer_asked: float = 0.35
    """The same of an offer, where something was just looked for."""
    call: float = 0.5
    """The same of a call for hands by whoever serves the grid."""
    call_resident: float = 0.8
    """The same by anybody else."""
    well: float = 0.5
    """The same of a neighbour's word that a trouble is over, where it was said to be mended."""
    well_own: float = 0.35
    """The same of whoever reported it, or has it, too."""
    done: float = 0.5
    """The same of the word of staff that something was mended."""
    same_case: float = 2.2
    """Least likeness of a message to an open case for joining it."""
    clear_lead: float = 0.7
    """How far the best case must be ahead of the next not to ask which one is meant."""
    fragment_seconds: float = 300.0
    """How long one's next words may still belong to what one has just said."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """Everything about one message that a rule may ask.

    Most messages are talk, and most rules see so at a glance: what takes time is worked out when a
    rule first asks for it (which is why this has no slots) and kept. `said` are the words as
    received, `words` a normalised copy, `known` its grams (`intents.keys`), `possible` the lists of
    `lexicon/talk.yaml` that might occur at all, `heard` what came of looking for them. `emergency`
    is what the words show, `suspicion` what only the model sees.
    """

    said: str
    words: str
    known: frozenset[str]
    possible: frozenset[str]
    scene: Scene
    names: PlaceNames
    limits: Limits
    emergency: Emergency | None
    suspicion: Emergency | None = None
    heard: dict[str, re.Match[str] | None] = field(default_factory=dict, compare=False)

    @once
    def place(self) -> Place | None:
        """The place that is stated."""
        return place_in(self.words, self.known, self.names)

    @once
    def numbers(self) -> tuple[int, ...]:
        """Numbers of cases that are named."""
        return case_numbers(self.words, {case.number for case in self.scene.cases}, self.known)

    @once
    def private(self) -> bool:
        """Whether the words alone make it a private matter."""
        return private_reason(self.words, self.known) is not None

    @once
    def limit(self) -> str | None:
        """What the bot would be deaf to: by the words, or because it sounds to the model like
        neighbours who plan to act together. No setting changes it.
        """
        named = limit_of(self.words, self.known)
        opinion = self.opinion
        if named is not None or opinion.talk.organise < _PLANNING:
            return named
        known = lists("limits")
        asks = known["asks_office"].search(self.words) or known["asks"].search(self.words)
        if asks or opinion.question >= _ASKS or len(self.words) < _SENTENCE:
            return None
        return SOUNDS_PLANNED

    @once
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring letters, for likeness to the words of cases."""
        return bigrams(self.words)

    @once
    def topics(self) -> frozenset[str]:
        """Topics that the words touch."""
        return topics_of(self.words, self.known)

    @once
    def giving(self) -> frozenset[str]:
        """The lists of `lexicon/giving.yaml` that might occur at all."""
        return lists("giving").possible(self.known)

    @once
    def wordless(self) -> bool:
        """True for pictures, stickers and marks alone."""
        return is_wordless(self.words)

    @property
    def opinion(self) -> Opinion:
        """What the model thinks; nothing where there is none."""
        return self.scene.opinion or NO_OPINION

    @property
    def staff(self) -> bool:
        """True for those whose work cases are; building leaders and volunteers are neighbours
        first.
        """
        return self.scene.role in STAFF_ROLES

    @property
    def leader(self) -> bool:
        """True for building leaders."""
        return self.scene.role is Role.BUILDING_LEADER

    @property
    def direct(self) -> bool:
        """True where the bot is spoken to."""
        return self.scene.addressed or self.scene.room is RoomKind.PRIVATE

    def match(self, name: str) -> re.Match[str] | None:
        """The first place where words of a list of `lexicon/talk.yaml` occur."""
        if name not in self.possible:
            return None
        if name not in self.heard:
            self.heard[name] = lists("talk")[name].search(self.words)
        return self.heard[name]

    def says(self, *names: str) -> bool:
        """True where any of the lists occurs."""
        return not self.possible.isdisjoint(names) and any(map(self.match, names))

    def of(self, words: str) -> "Hearing":
        """Other normalised words of the same speaker, heard in the same scene."""
        known = grams(words)
        possible = lists("talk").possible(known)
        return replace(self, words=words, known=known, possible=possible, heard={})

    def talked_of(self, case: OpenCase, depth: int) -> bool:
        """True where one of the last `depth` messages was about a case."""
        return any(recent.case == case.key for recent in self.scene.recent[:depth])

    def since(self, case: OpenCase) -> timedelta:
        """How long ago anything was last said about a case."""
        return self.scene.now - case.touched_at

    def case(self, key: str | None) -> OpenCase | None:
        """The open case of that key."""
        return next((case for case in self.scene.cases if case.key == key), None)

    def matched(self, *names: str) -> str:
        """The words of the first list that occurs."""
        return next((found[0] for name in names if (found := self.match(name))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found: a decision and the words that led to it."""

    decision: Decision
    matched: str = ""


def found(
    act: Act, case: OpenCase | str | None = None, matched: str = "", *, move: Move | None = None
) -> Found:
    """A decision on an act, with its case and the words that led to it."""
    key = case.key if isinstance(case, OpenCase) else case
    return Found(decision=Decision(act=act, case=key, move=move), matched=matched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One named way of reading; None where it does not apply.

    `needs` are lists of `lexicon/talk.yaml` of which one has to occur, `where` what has to be
    around (`intents.outlook`, all of it): without them the rule is not even asked.
    """

    name: str
    read: Callable[[Hearing], Found | None]
    needs: tuple[str, ...] = ()
    where: int = 0
