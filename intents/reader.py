"""What is wanted by one message: `Reader.read(text, scene) -> Reading`.

Comes in: the text as received and the scene around it. Goes out: a decision, the rule that made it
and the words it saw. Does not: remember anything; know the clock, chance, the model or a database.
Equal arguments give equal answers.
"""

from dataclasses import replace
from functools import lru_cache

from intents import (
    acts_appeal,
    acts_bot,
    acts_calls,
    acts_continued,
    acts_correcting,
    acts_emergency,
    acts_giving,
    acts_late,
    acts_leaders,
    acts_meeting,
    acts_muster,
    acts_neighbour,
    acts_request,
    acts_resident,
    acts_resumed,
    acts_service,
    acts_staff,
    acts_telling,
    acts_weighed,
)
from intents.decisions import Act, Decision, Emergency, Reading
from intents.emergencies import find_in, is_harmless, is_told, silent_codes
from intents.hearing import Found, Hearing, Limits, Rule
from intents.keys import grams
from intents.outlook import outlook
from intents.places import PlaceNames
from intents.scene import Opinion, Role, RoomKind, Scene
from intents.text import normalise
from intents.topics import topics_of
from intents.words import lists

RULES: tuple[Rule, ...] = (
    *acts_meeting.FIRST,
    *acts_giving.FIRST,
    *acts_service.FIRST,
    *acts_appeal.FIRST,
    *acts_leaders.FIRST,
    *acts_calls.FIRST,
    *acts_muster.FIRST,
    *acts_bot.RULES,
    *acts_correcting.RULES,
    *acts_emergency.FIRST,
    *acts_resident.FIRST,
    *acts_telling.FIRST,
    *acts_emergency.RULES,
    *acts_emergency.LAST,
    *acts_request.FIRST,
    *acts_calls.RULES,
    *acts_resumed.FIRST,
    *acts_staff.RULES,
    *acts_emergency.REST,
    *acts_giving.ANSWERS,
    *acts_resident.STATE,
    *acts_neighbour.RULES,
    *acts_telling.BEFORE_REPORTS,
    *acts_continued.BEFORE_REPORTS,
    *acts_giving.OPENING,
    *acts_request.OPENING,
    *acts_telling.REST,
    *acts_late.RULES,
    *acts_resumed.RULES,
    *acts_giving.REST,
    *acts_staff.REST,
    *acts_request.REST,
)
_TELLS_PLACE = frozenset(
    {Act.REPORT, Act.DETAIL, Act.SECOND, Act.CONSULT, Act.NEED, Act.REJECT, Act.URGE, Act.ESCALATE}
)
_LONGEST = 4000
_OUTLOOKS = 1024
_NOWHERE = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT)
_ANY_WORD = "\u6c34"
_USUAL = Limits()


class Reader:
    """Reads messages of one community; safe to share between threads."""

    def __init__(self, names: PlaceNames, *, limits: Limits | None = None) -> None:
        self._names = names
        self._limits = limits or Limits()
        # Words and patterns are loaded now, not when somebody speaks.
        self.read(_ANY_WORD, _NOWHERE)
        topics_of(_ANY_WORD)

    def read(self, text: str, scene: Scene) -> Reading:
        """The first rule that applies decides, the last one always does; what would open a case is
        thought over once more."""
        hearing = self.hear(text, scene)
        rule, result = _first(hearing)
        weighed = acts_weighed.second_thought(hearing, result.decision)
        if weighed is not None:
            return _reading(acts_weighed.NAME, weighed, hearing)
        return _reading(rule.name, result, hearing)

    def read_by_rules(self, text: str, scene: Scene) -> Reading:
        """The same without the second thought."""
        hearing = self.hear(text, scene)
        rule, result = _first(hearing)
        return _reading(rule.name, result, hearing)

    def hear(self, text: str, scene: Scene) -> Hearing:
        """What the rules are asked about."""
        said = text[:_LONGEST]
        words = normalise(said)
        known = grams(words)
        seen = None if scene.calm else find_in(words, known)
        return Hearing(
            said=said,
            words=words,
            known=known,
            possible=lists("talk").possible(known),
            scene=scene,
            names=self._names,
            limits=self._limits,
            emergency=None if seen is None else _weighed(seen, scene.opinion, self._limits),
            suspicion=_suspected(words, scene.opinion, self._limits) if seen is None else None,
        )


def _reading(rule: str, result: Found, hearing: Hearing) -> Reading:
    decision = _complete(result.decision, hearing)
    return Reading(decision=decision, rule=rule, matched=result.matched)


def _first(hearing: Hearing) -> tuple[Rule, Found]:
    """The first rule that finds something, of those that could."""
    around = outlook(
        hearing.scene,
        emergency=hearing.emergency is not None,
        suspicion=hearing.suspicion is not None,
    )
    lacks = hearing.possible.isdisjoint
    for rule in rules_for(around):
        if rule.needs and lacks(rule.needs):
            continue
        result = rule.read(hearing)
        if result is not None:
            return rule, result
    raise AssertionError("the last rule always decides")


@lru_cache(_OUTLOOKS)
def rules_for(around: int) -> tuple[Rule, ...]:
    """The rules that have all they need around them, in their order."""
    return tuple(rule for rule in RULES if rule.where & around == rule.where)


def is_doubtful(seen: Emergency, danger: float | None, limits: Limits = _USUAL) -> bool:
    """Whether a person has to confirm what the words show: where they leave it open, or where the
    model, which gives an emergency the probability `danger`, is sure of none. Silent kinds are not
    doubted: nobody hears of them but who can help.
    """
    if not seen.certain:
        return True
    return not seen.silent and danger is not None and danger < limits.emergency_doubt


def _weighed(seen: Emergency, opinion: Opinion | None, limits: Limits) -> Emergency:
    danger = None if opinion is None else opinion.emergency
    return replace(seen, certain=False) if is_doubtful(seen, danger, limits) else seen


def _suspected(words: str, opinion: Opinion | None, limits: Limits) -> Emergency | None:
    """An emergency that only the model sees. It is always to be confirmed by a person: the model
    often takes one kind for another.
    """
    if (
        opinion is None
        or opinion.emergency is None
        or opinion.emergency_code is None
        or opinion.emergency < limits.emergency
        or opinion.request < limits.emergency_request
        or is_harmless(words)
        or is_told(words)
    ):
        return None
    code = opinion.emergency_code
    return Emergency(code=code, silent=code in silent_codes(), certain=False, rule=f"{code}: model")


def _complete(decision: Decision, hearing: Hearing) -> Decision:
    """The decision with what every decision of its kind carries."""
    emergency = decision.emergency
    if emergency is None and decision.act in (Act.REPORT, Act.DETAIL):
        emergency = hearing.emergency
    if decision.act is Act.CHAT and not hearing.private:
        return decision
    return replace(
        decision,
        place=decision.place or (hearing.place if decision.act in _TELLS_PLACE else None),
        emergency=emergency,
        private=hearing.private or (emergency is not None and emergency.silent),
    )
