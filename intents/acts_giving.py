"""The lists of what is held out and looked for: what goes on them, and who reads them.

Comes in: a `Hearing`. Goes out: an act or a command. Does not: find what is held out
(`intents.giving` does), or know who may be told.
"""

from intents.acts_request import needed_now
from intents.decisions import Act, Command, Decision
from intents.giving import (
    KIND,
    answers_need,
    gives_away,
    holds_out,
    is_list_wanted,
    is_traded,
    looks_for,
    offers_plainly,
)
from intents.hearing import Found, Hearing, Rule, found
from intents.meetings import yes_or_no
from intents.musters import is_organising
from intents.outlook import NEIGHBOUR, OFFICE, TALKED, WAITS
from intents.scene import Role, RoomKind, Waiting

_ASKED_LATELY = 6
_FREE = frozenset({"able", "freely"})
_MAY_ASK = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY})
_HANDS = frozenset({Act.NEED, Act.VOLUNTEER, Act.NOTICE})
_LISTS = {"resources": Command.RESOURCES, "needs": Command.NEEDS}


def confirmed(hearing: Hearing) -> Found | None:
    """Whether it was understood rightly."""
    if hearing.scene.waiting is not Waiting.GIVING:
        return None
    answer = yes_or_no(hearing.words)
    if answer is None:
        return None
    return _command(Command.GIVING_YES if answer else Command.GIVING_NO, hearing)


def asked(hearing: Hearing) -> Found | None:
    """A list is wanted, by one who may, alone with the bot."""
    if hearing.scene.room is not RoomKind.PRIVATE or hearing.scene.role not in _MAY_ASK:
        return None
    wanted = is_list_wanted(hearing.words)
    return _command(_LISTS[wanted], hearing) if wanted else None


def held_out(hearing: Hearing) -> Found | None:
    """Something that has a name is held out, whatever a model takes it for."""
    if hearing.staff and hearing.scene.room is RoomKind.OWNERS:
        return None
    if not _may_be(hearing) or not holds_out(hearing.words):
        return None
    return found(Act.OFFER, needed_now(hearing), hearing.words[:20])


def answered(hearing: Hearing) -> Found | None:
    """Somebody has, or does, what another has asked for among the last words."""
    asked = [
        recent
        for recent in hearing.scene.recent[:_ASKED_LATELY]
        if recent.act == Act.NEED and recent.sender != hearing.scene.speaker
    ]
    if not asked or hearing.emergency or hearing.scene.quoted is not None:
        return None
    talk, limits = hearing.opinion.talk, hearing.limits
    act = Act.VOLUNTEER if talk.volunteer > talk.offer else Act.OFFER
    sounds = talk.offer >= limits.offer_asked or talk.volunteer >= limits.volunteer
    if answers_need(hearing.words):
        act = Act.OFFER
    elif not sounds or hearing.staff or _forbids(hearing):
        return None
    return found(act, asked[0].case, hearing.words[:20])


def plainly(hearing: Hearing) -> Found | None:
    """What can be nothing but an offer, of whatever it is."""
    if hearing.staff or hearing.emergency or hearing.suspicion or hearing.says("joke", "laughing"):
        return None
    if "plainly_free" not in hearing.giving or not offers_plainly(hearing.words):
        return None
    return found(Act.OFFER, needed_now(hearing), hearing.words[:20])


def given_away(hearing: Hearing) -> Found | None:
    """What nothing else explains is for whoever wants it."""
    if hearing.staff and hearing.scene.room is RoomKind.OWNERS:
        return None
    if not hearing.giving >= _FREE or hearing.says("joke", "laughing", "chain"):
        return None
    if not gives_away(hearing.words):
        return None
    return found(Act.OFFER, needed_now(hearing), hearing.words[:20])


def looked_for(hearing: Hearing) -> Found | None:
    """A hand or a thing that has a name is asked of neighbours, whatever a model takes it for."""
    if not _may_be(hearing) or not looks_for(hearing.words):
        return None
    return found(Act.NEED, None, hearing.words[:20])


def sounds(hearing: Hearing) -> Found | None:
    """What sounds to the model like something held out, or looked for among neighbours, or like
    somebody who comes, after a hand was asked for.
    """
    offer, need, volunteer = hearing.opinion.talk[:3]
    limits = hearing.limits
    best = max(offer, need, volunteer)
    if best < min(limits.offer, limits.need, limits.volunteer) or _forbids(hearing):
        return None
    if volunteer == best:
        comes = volunteer >= limits.volunteer and _was_asked(hearing)
        return found(Act.VOLUNTEER, needed_now(hearing), hearing.words[:20]) if comes else None
    if need == best:
        asks = hearing.opinion.request >= limits.need_request
        wants = asks and need >= limits.need and not hearing.staff
        return found(Act.NEED, None, hearing.words[:20]) if wants else None
    if offer < limits.offer or (hearing.staff and hearing.scene.room is RoomKind.OWNERS):
        return None
    return found(Act.OFFER, needed_now(hearing), hearing.words[:20])


def _was_asked(hearing: Hearing) -> bool:
    """Whether others have just asked for hands, or come themselves."""
    lately = hearing.scene.recent[:_ASKED_LATELY]
    return any(one.act in _HANDS and one.sender != hearing.scene.speaker for one in lately)


def _forbids(hearing: Hearing) -> bool:
    """Danger, jokes, trade, and what the bot is deaf to are none of these."""
    if hearing.emergency or hearing.suspicion or hearing.limit is not None:
        return True
    if hearing.says("joke", "laughing", "chain", "trade") or is_organising(hearing.words):
        return True
    return is_traded(hearing.words)


def _may_be(hearing: Hearing) -> bool:
    """Most words have no letters of a thing that is given: a glance shows it."""
    if hearing.emergency or hearing.suspicion or hearing.says("joke", "laughing"):
        return False
    return any(name.startswith(KIND) for name in hearing.giving)


def _command(command: Command, hearing: Hearing) -> Found:
    return Found(decision=Decision(act=Act.CHAT, command=command), matched=hearing.words[:20])


ANSWERS = (Rule(name="giving.answered", where=TALKED, read=answered),)
OPENING = (
    Rule(name="giving.held_out", read=held_out),
    Rule(name="giving.plainly", read=plainly),
    Rule(name="giving.looked_for", where=NEIGHBOUR, read=looked_for),
    Rule(name="giving.sounds", read=sounds),
)
REST = (Rule(name="giving.given_away", read=given_away),)
FIRST = (
    Rule(name="giving.confirmed", where=WAITS, read=confirmed),
    Rule(name="giving.asked", where=OFFICE, read=asked),
)
