"""Words to the bot and answers to what it asked.

Comes in: a `Hearing`. Goes out: a command, or the answer to a question of the bot (which place,
which case, is it fixed, is it a report). Does not: read talk among people.
"""

import re
from dataclasses import replace
from datetime import timedelta

from intents.decisions import Act, Command, Decision
from intents.dialogue import likeness
from intents.hearing import Found, Hearing, Rule, found
from intents.numbers import chinese_number
from intents.outlook import DIRECT, OFFICE, WAITS
from intents.places import answer_place
from intents.scene import OpenCase, Role, RoomKind, Waiting
from intents.surveys import read_answer
from intents.text import bare, clauses
from intents.weighing import other_trouble
from intents.words import lists

COMMANDS = (
    ("bot_quiet", Command.QUIET),
    ("bot_leave", Command.LEAVE),
    ("bot_decline", Command.DECLINE),
    ("bot_keywords", Command.KEYWORDS),
    ("bot_consent", Command.CONSENT),
    ("bot_privacy", Command.PRIVACY),
    ("bot_my_data", Command.MY_DATA),
    ("bot_forget", Command.FORGET_ME),
    ("bot_thank_me", Command.THANK_ME),
    ("bot_thank_me_not", Command.THANK_ME_NOT),
    ("bot_help", Command.HELP),
    ("bot_hello", Command.HELLO),
    ("bot_my_cases", Command.MY_CASES),
    ("bot_my_building", Command.MY_BUILDING),
    ("bot_week", Command.WEEK),
    ("bot_human", Command.HUMAN),
    ("bot_supervision", Command.SUPERVISION),
)
_POINTS = (
    ("bot_points", Command.POINTS),
    ("bot_goods", Command.GOODS),
    ("redeem", Command.REDEEM),
    ("award", Command.AWARD),
    ("award_wrong", Command.AWARD_WRONG),
    ("cash", Command.CASH),
)
"""Lists of `lexicon/points.yaml`."""
_YES_OR_NO = frozenset({Command.CONSENT, Command.DECLINE, Command.LEAVE})
_BEST, _WORST = 5, 1
_RATINGS = (("worst", _WORST), ("best", _BEST), ("middling", _BEST - 2), ("good", _BEST - 1))
"""Lists of `lexicon/answers.yaml` and what they say, the clearer first."""
_ORDERING = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET})
"""Whose "every building, please" is an order (domain rules §10)."""
_LONG_ANSWER = 24
_SHORT_ANSWER = 12
_AROUND_A_SPOT = 4
_AROUND_A_PLACE = 8
_ASKED_LATELY = timedelta(minutes=30)


def command(hearing: Hearing) -> Found | None:
    """A command to the bot, said to it and alone."""
    if not hearing.direct:
        return None
    words = bare(re.sub(r"@\S+\s*", "", hearing.words))
    for name, wanted in COMMANDS:
        if lists("talk")[name].search(words):
            if wanted in _YES_OR_NO and _about_a_case(hearing):
                return None
            if wanted is Command.HELLO and hearing.scene.room is not RoomKind.PRIVATE:
                return None
            return Found(decision=Decision(act=Act.CHAT, command=wanted), matched=words)
    for name, wanted in _POINTS:
        if lists("points")[name].search(words):
            return Found(decision=Decision(act=Act.CHAT, command=wanted), matched=words)
    return _about_a_survey(hearing, words)


def _about_a_survey(hearing: Hearing, words: str) -> Found | None:
    """An order to look for something in every building, or how far it is; answers only of those who
    were asked.
    """
    known = lists("surveys")
    wanted = None
    if known["order"].search(words):
        wanted = Command.SURVEY
    elif known["progress"].search(words):
        wanted = Command.SURVEY_PROGRESS
    elif hearing.scene.surveyed and read_answer(words) is not None:
        wanted = Command.SURVEYED
    if wanted is None:
        return None
    return Found(decision=Decision(act=Act.CHAT, command=wanted), matched=words)


def survey_among_leaders(hearing: Hearing) -> Found | None:
    """The order of a leader in the leaders' group, and the answer there of a building leader who
    was asked: only words of looking through houses are one."""
    if hearing.scene.room is not RoomKind.LEADERS or hearing.emergency is not None:
        return None
    words = bare(hearing.words)
    asked = hearing.leader and lists("surveys")["searched"].search(words)
    if hearing.scene.role in _ORDERING or asked:
        return _told(_about_a_survey(hearing, words))
    return None


def _told(order: Found | None) -> Found | None:
    """What is ordered before all of them is news to all."""
    if order is None or order.decision.command is not Command.SURVEY:
        return order
    return replace(order, decision=replace(order.decision, act=Act.NOTICE))


def _about_a_case(hearing: Hearing) -> bool:
    """True where staff answer words about a case: their yes or no is not about being heard."""
    quoted = hearing.scene.quoted
    return hearing.staff and quoted is not None and quoted.case is not None


def which_case(hearing: Hearing) -> Found | None:
    """The number that was asked for."""
    if hearing.scene.waiting is not Waiting.WHICH_CASE:
        return None
    for case in hearing.scene.cases:
        if case.number in hearing.numbers:
            return found(Act.DETAIL, case, str(case.number))
    return None


def is_it_a_report(hearing: Hearing) -> Found | None:
    """Yes or no to "is this a report?"; yes is told as `report`, no as `withdraw`."""
    if hearing.scene.waiting is not Waiting.IS_IT_A_REPORT:
        return None
    if hearing.match("bot_no"):
        return found(Act.WITHDRAW, hearing.scene.waiting_case, hearing.words)
    if hearing.match("bot_yes"):
        return found(Act.REPORT, hearing.scene.waiting_case, hearing.words)
    return None


def _asked(hearing: Hearing, *kinds: Waiting) -> OpenCase | None:
    """The case about which the bot waits for such an answer from this speaker, or from whoever
    gives it.
    """
    if hearing.scene.waiting in kinds and (case := hearing.case(hearing.scene.waiting_case)):
        return case
    return next(
        (
            c
            for c in hearing.scene.cases
            if c.waiting in kinds and (c.own or c.waiting is Waiting.PLACE)
        ),
        None,
    )


def rating_of(hearing: Hearing) -> int | None:
    """The rating that is said: a number of points or stars, or words of praise and blame, which
    mean the opposite where what is wrong stands behind them."""
    answers = lists("answers")
    if answers["sarcasm"].search(hearing.words):
        return _WORST
    if match := answers["points"].search(hearing.words):
        return _points(match)
    return next((rating for name, rating in _RATINGS if answers[name].search(hearing.words)), None)


def _points(match: re.Match[str]) -> int | None:
    said = next(group for group in match.groups() if group)
    points = chinese_number(said)
    return points if _WORST <= points <= _BEST else None


def callback(hearing: Hearing) -> Found | None:
    """The answer to "is it really fixed?" or "how was it?", in plain words or as a number."""
    case = _asked(hearing, Waiting.CALLBACK, Waiting.RATING)
    if case is None or _is_about_another(hearing, case) or _only_nods(hearing):
        return None
    rating = rating_of(hearing)
    if hearing.match("reject") or (rating is not None and rating <= _WORST + 1):
        return _rated(Act.REJECT, case, rating or _WORST, hearing.matched("reject"))
    if rating is not None or hearing.says("confirm", "confirm_short"):
        return _rated(Act.CONFIRM, case, rating, hearing.matched("confirm", "confirm_short"))
    if hearing.match("praise") and len(hearing.words) <= _LONG_ANSWER:
        return _rated(Act.CONFIRM, case, rating, hearing.matched("praise"))
    return None


def _only_nods(hearing: Hearing) -> bool:
    """In a group, a mere "all right" may be for anybody."""
    return hearing.scene.room is not RoomKind.PRIVATE and hearing.match("nod") is not None


def _is_about_another(hearing: Hearing, case: OpenCase) -> bool:
    """True where the words are likelier about another open case than about the one asked after."""
    if any(number != case.number for number in hearing.numbers):
        return True
    if len(hearing.words) > _SHORT_ANSWER and other_trouble(hearing, case):
        return True
    return any(
        likeness(hearing, other) > likeness(hearing, case) + 1.5
        for other in hearing.scene.cases
        if other.key != case.key
    )


def _rated(act: Act, case: OpenCase, rating: int | None, matched: str) -> Found:
    return Found(decision=Decision(act=act, case=case.key, rating=rating), matched=matched)


def place_answer(hearing: Hearing) -> Found | None:
    """A place, given by whoever gives it, while the bot waits for one."""
    case = _asked(hearing, Waiting.PLACE)
    if case is None or hearing.says("found", "withdraw", "notice", "to_all", "question"):
        return None
    if not case.own and hearing.match("second"):
        return None
    own = hearing.scene.waiting is Waiting.PLACE or case.own
    if not own and (_says_more(hearing) or hearing.since(case) > _ASKED_LATELY):
        return None
    if not own and not _says_where(hearing):
        return None
    if other_trouble(hearing, case):
        return None
    place = answer_place(hearing.said, hearing.names) if own else hearing.place
    if (
        place is None
        or len(hearing.words) > _LONG_ANSWER
        or (not own and len(clauses(hearing.words)) > 1)
    ):
        return None
    return Found(
        decision=Decision(act=Act.DETAIL, case=case.key, place=place), matched=hearing.words
    )


def material(hearing: Hearing) -> Found | None:
    """What one was asked to bring, told in private: whatever is neither a question nor talk about
    another case."""
    case = _asked(hearing, Waiting.MATERIAL)
    if case is None or hearing.scene.room is not RoomKind.PRIVATE:
        return None
    if hearing.says("question", "ask_status", "urge", "withdraw"):
        return None
    if _is_about_another(hearing, case):
        return None
    return found(Act.DETAIL, case, hearing.words[:20])


def _says_where(hearing: Hearing) -> bool:
    """A building or a part of one with little else; a spot with hardly anything else."""
    place = hearing.place
    if place is None:
        return False
    parts = (place.building, place.unit, place.floor, place.room)
    if any(parts):
        return len(hearing.words) <= sum(map(len, filter(None, parts))) + _AROUND_A_PLACE
    return len(hearing.words) <= len(place.spot or "") + _AROUND_A_SPOT


def _says_more(hearing: Hearing) -> bool:
    """More than a place, or that all is well there."""
    return len(hearing.words) > _SHORT_ANSWER or hearing.says("well_here", "confirm")


def number_alone(hearing: Hearing) -> Found | None:
    """Nothing but a case number, said to the bot: how far is it?"""
    if (
        not hearing.direct
        or not hearing.numbers
        or hearing.scene.room is RoomKind.LEADERS
        or not lists("answers")["number_alone"].search(hearing.words)
    ):
        return None
    case = next((c for c in hearing.scene.cases if c.number == hearing.numbers[0]), None)
    return found(Act.ASK_STATUS, case, hearing.words) if case else None


RULES = (
    Rule(name="bot.command", where=DIRECT, read=command),
    Rule(name="bot.survey_among_leaders", where=OFFICE, read=survey_among_leaders),
    Rule(name="bot.which_case", where=WAITS, read=which_case),
    Rule(name="bot.is_it_a_report", where=WAITS, read=is_it_a_report),
    Rule(name="bot.callback", where=WAITS, read=callback),
    Rule(name="bot.place", where=WAITS, read=place_answer),
    Rule(name="bot.material", read=material),
    Rule(name="bot.number_alone", where=DIRECT, read=number_alone),
)
